// What this office recorded a moment ago, and its follower has not read yet: a conclusion must not overlook the office's own act.

import { fold, type Aggregate, type Recorded } from '../../../shared/kernel/aggregate.ts'
import { subjectOf, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { rulesOf, type AnyEvent } from '../../../shared/rules.ts'
import type { Recorder } from '../../adapters/ledger/recorder.ts'
import type { Store } from '../ports.ts'

export interface Latest extends Recorder {
  /** The aggregate as it was projected, or as it was recorded here if that is later. */
  aggregate(ref: AggregateRef): Aggregate<unknown> | undefined
}

export function withLatest(recorder: Recorder, store: Pick<Store, 'aggregate'>): Latest {
  const latest = new Map<string, Aggregate<unknown>>()
  return {
    async record(request) {
      const reply = await recorder.record(request)
      const { ref, known } = request
      const rules = ref.kind === 'joint' ? rulesOf(ref.kind) : undefined
      if (rules !== undefined)
        latest.set(
          subjectOf(ref),
          reply.events.reduce<Aggregate<unknown>>(
            (aggregate, event) => fold(rules, ref, aggregate, event as Recorded<AnyEvent>),
            known,
          ),
        )
      return reply
    },
    aggregate(ref) {
      const projected = store.aggregate(ref)
      const own = latest.get(subjectOf(ref))
      if (own === undefined) return projected
      if (own.version > (projected?.version ?? 0)) return own
      latest.delete(subjectOf(ref))
      return projected
    },
  }
}

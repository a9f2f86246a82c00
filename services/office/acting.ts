// What may be done now, and what one command would become: asked of the rules on the newest state. Nothing is recorded here.

import { viewOrder } from '../../shared/board/view.ts'
import type { AllowedAct, Preview } from '../../shared/contract/acting.schema.ts'
import type { Aggregate } from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { dueBy } from '../../shared/kernel/life.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import type { Problem } from '../../shared/kernel/problems.ts'
import type { JointDecisionContext } from '../../shared/joint/snapshot.ts'
import { allowedInMatter } from '../../shared/matter/allowed.ts'
import type { MatterState } from '../../shared/matter/rules.ts'
import { allowedOnOrder } from '../../shared/order/allowed.ts'
import type { OrderState } from '../../shared/order/state.ts'
import type { Deadline } from '../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { rulesOf, type AnyCommand, type AnyRules } from '../../shared/rules.ts'
import type { Reader } from '../../shared/ledger/sharing.ts'
import { changedDeadlines } from '../../shared/simulate/differences.ts'
import { sharedUnder, type Door } from './door.ts'

export interface ActingOptions {
  readonly door: Pick<Door, 'newest' | 'answered'>
  readonly packs: readonly Pack[]
  readonly context: () => JointDecisionContext
  readonly now: () => Instant
  /** What this office may not record at all, whatever the state. */
  readonly powerProblem: (ref: AggregateRef, command: AnyCommand) => Problem | undefined
  /** Who reads this ledger besides the office itself. */
  readonly readers: () => readonly Reader[]
}

export function createActing(options: ActingOptions) {
  const { door, packs, context, now, powerProblem } = options
  return {
    allowed(ref: AggregateRef): readonly AllowedAct[] {
      const state = withWhatFellDue(ref).state
      return ref.kind === 'order'
        ? allowedOnOrder(ref, state as OrderState | undefined, context())
        : allowedInMatter(ref, state as MatterState | undefined, context())
    },

    async preview(ref: AggregateRef, command: AnyCommand): Promise<Preview> {
      const forbidden = powerProblem(ref, command)
      if (forbidden !== undefined) return { kind: 'refused', problem: forbidden }
      const answered = await door.answered(ref, command.id, command)
      if (answered !== undefined) return answered
      const { version, state } = withWhatFellDue(ref)
      const decided = rules(ref).decide(ref, state, command, context())
      if (!decided.ok) return { kind: 'refused', problem: decided.problem }
      const shared = sharedUnder(options, ref, state, decided.value)
      if (!shared.ok) return { kind: 'refused', problem: shared.problem }
      const after = rules(ref).evolve(ref, state, decided.value)
      return {
        kind: 'preview',
        version,
        event: decided.value,
        order: ref.kind === 'order' ? orderViews(version, state, after) : null,
        deadlines: changedDeadlines(deadlinesOf(state), deadlinesOf(after)),
      }
    },
  }

  /** The newest version, and its state after the alarms that the door would record before any command. */
  function withWhatFellDue(ref: AggregateRef): Pick<Aggregate<unknown>, 'version' | 'state'> {
    const { version, state: known } = door.newest(ref) ?? { version: 0, state: undefined }
    let state = known
    if (known !== undefined)
      for (const due of dueBy(rules(ref), ref, known, now(), context())) state = due.state
    return { version, state }
  }

  function orderViews(version: number, before: unknown, after: unknown) {
    const { today } = context()
    const view = (at: number, state: unknown) =>
      viewOrder({ version: at, state: state as OrderState }, packs, today)
    return {
      before: before === undefined ? null : view(version, before),
      after: view(version + 1, after),
    }
  }
}

/** Orders and matters only: a joint action has its own answers to what would follow. */
function rules(ref: AggregateRef): AnyRules {
  const found = ref.kind === 'order' || ref.kind === 'matter' ? rulesOf(ref.kind) : undefined
  if (found === undefined) throw new Error(`Nothing is previewed of kind "${ref.kind}"`)
  return found
}

function deadlinesOf(state: unknown): readonly Deadline[] {
  return (state as { readonly deadlines?: readonly Deadline[] } | undefined)?.deadlines ?? []
}

// What may be done now, and what one command would become: asked of the rules on the newest state. Nothing is recorded here.

import { viewOrder } from '../../shared/board/view.ts'
import type { AllowedAct, Preview } from '../../shared/contract/acting.schema.ts'
import type { Aggregate } from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { dueBy } from '../../shared/kernel/life.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import { ok, type Problem, type Result } from '../../shared/kernel/problems.ts'
import type { JointDecisionContext } from '../../shared/joint/snapshot.ts'
import { allowedInMatter } from '../../shared/matter/allowed.ts'
import type { MatterCommand } from '../../shared/matter/matter.schema.ts'
import { previewMatter, type ChangedDuty } from '../../shared/matter/preview.ts'
import type { MatterState } from '../../shared/matter/rules.ts'
import { allowedOnOrder } from '../../shared/order/allowed.ts'
import type { Difference, OrderCommand } from '../../shared/order/order.schema.ts'
import { previewOrder, type OrderPreview } from '../../shared/order/preview.ts'
import type { OrderState } from '../../shared/order/state.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { rulesOf, type AnyCommand, type AnyEvent, type AnyRules } from '../../shared/rules.ts'
import type { Reader } from '../../shared/ledger/sharing.ts'
import type { ChangedDeadline } from '../../shared/simulate/differences.ts'
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
      const found = wouldBe(ref, state, command)
      if (!found.ok) return { kind: 'refused', problem: found.problem }
      const { event, order = null, deadlines, routes = [], duties = [] } = found.value
      const shared = sharedUnder(options, ref, state, event)
      if (!shared.ok) return { kind: 'refused', problem: shared.problem }
      const views = order === null ? null : viewsOf(version, order)
      return { kind: 'preview', version, event, order: views, deadlines, routes, duties }
    },
  }

  /** Orders and matters only: a joint action has its own answers to what would follow. */
  function wouldBe(ref: AggregateRef, state: unknown, command: AnyCommand): Result<WouldBe> {
    if (ref.kind === 'matter') {
      const before = state as MatterState | undefined
      return previewMatter(ref, before, command as MatterCommand, context())
    }
    const before = state as OrderState | undefined
    const found = previewOrder(ref, before, command as OrderCommand, context())
    if (!found.ok) return found
    const { event, difference } = found.value
    return ok({ event, order: found.value, ...difference })
  }

  /** The newest version, and its state after the alarms that the door would record before any command. */
  function withWhatFellDue(ref: AggregateRef): Pick<Aggregate<unknown>, 'version' | 'state'> {
    const { version, state: known } = door.newest(ref) ?? { version: 0, state: undefined }
    let state = known
    if (known !== undefined)
      for (const due of dueBy(rulesOf(ref.kind) as AnyRules, ref, known, now(), context()))
        state = due.state
    return { version, state }
  }

  function viewsOf(version: number, { before, after }: Pick<OrderPreview, 'before' | 'after'>) {
    const { today } = context()
    return {
      before: before === undefined ? null : viewOrder({ version, state: before }, packs, today),
      after: viewOrder({ version: version + 1, state: after }, packs, today),
    }
  }
}

interface WouldBe {
  readonly event: AnyEvent
  readonly order?: Pick<OrderPreview, 'before' | 'after'>
  readonly deadlines: readonly ChangedDeadline[]
  readonly routes?: Difference['routes']
  readonly duties?: readonly ChangedDuty[]
}

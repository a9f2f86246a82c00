// What a command would do to an office's part of a matter, before it is recorded: the event, both views, and the dates that differ.
// Pure, and the same rules as for recording; for every command, a fact recorded in error among them.

import type { AggregateRef } from '../kernel/ids.ts'
import { ok, type Result } from '../kernel/problems.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { changedDeadlines, type ChangedDeadline } from '../simulate/differences.ts'
import type { MatterCommand, MatterEvent } from './matter.schema.ts'
import { matterRules, type MatterState } from './rules.ts'
import { viewMatter, type MatterView } from './view.ts'

export interface MatterPreview {
  readonly event: MatterEvent
  readonly after: MatterState
  /** Null where the command would open the matter. */
  readonly before: MatterView | null
  readonly view: MatterView
  /** Dates that would come, move or go, with the derivation of each side. */
  readonly deadlines: readonly ChangedDeadline[]
  /** Duties that would stand otherwise. How the office closed its part is in both views. */
  readonly duties: readonly ChangedDuty[]
}
/** How a duty of a commitment stands, and how it would; null where it is not there. */
export interface ChangedDuty {
  readonly commitment: string
  readonly term: string
  readonly before: Duty | null
  readonly after: Duty | null
}
type Duty = Pick<
  MatterView['commitments'][number]['terms'][number],
  'clock' | 'position' | 'finding'
>

/** Refused as recording it would be. */
export function previewMatter(
  ref: AggregateRef,
  state: MatterState | undefined,
  command: MatterCommand,
  context: DecisionContext,
): Result<MatterPreview> {
  const decided = matterRules.decide(ref, state, command, context)
  if (!decided.ok) return decided
  const event = decided.value
  const after = matterRules.evolve(ref, state, event)
  const before = state === undefined ? null : viewMatter(ref.office, state, context.today)
  const view = viewMatter(ref.office, after, context.today)
  return ok({
    event,
    after,
    before,
    view,
    deadlines: changedDeadlines(state?.deadlines ?? [], after.deadlines),
    duties: before === null ? [] : changedDuties(before, view),
  })
}

function changedDuties(before: MatterView, after: MatterView): ChangedDuty[] {
  const [was, now] = [dutiesOf(before), dutiesOf(after)]
  return [...new Map([...was, ...now]).values()].flatMap(({ commitment, term, key }) => {
    const [one, other] = [was.get(key)?.duty ?? null, now.get(key)?.duty ?? null]
    return JSON.stringify(one) === JSON.stringify(other)
      ? []
      : [{ commitment, term, before: one, after: other }]
  })
}

interface NamedDuty {
  readonly key: string
  readonly commitment: string
  readonly term: string
  readonly duty: Duty
}

function dutiesOf({ commitments }: MatterView): Map<string, NamedDuty> {
  return new Map(
    commitments.flatMap(({ commitment, terms }) =>
      terms.map(({ id, clock, position, finding }): [string, NamedDuty] => {
        const key = `${commitment}/${id}`
        return [key, { key, commitment, term: id, duty: { clock, position, finding } }]
      }),
    ),
  )
}

// A matter as its events tell it, without what was struck out. What follows from it is in `rules.ts` and `view.ts`.

import { canonical } from '../kernel/canonical.ts'
import type { LocalDate } from '../kernel/date.ts'
import type { AggregateRef } from '../kernel/ids.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { MatterEvent, MatterEventOf, PlainMatterEvent } from './matter.schema.ts'

export interface MatterState {
  readonly matter: string
  readonly title: MatterEventOf<'opened'>['title']
  readonly respondent: MatterEventOf<'opened'>['respondent']
  readonly file?: string
  readonly openedOn: LocalDate
  /** What was said after the opening, in the order of the record; not what was struck out. */
  readonly entries: readonly MatterEvent[]
  readonly deadlines: readonly Deadline[]
  readonly reached: readonly string[]
  /** Every event as it was recorded, the opening too. */
  readonly facts: readonly MatterEvent[]
}

export function evolve(
  ref: AggregateRef,
  state: MatterState | undefined,
  event: MatterEvent,
): MatterState {
  const facts = [...(state?.facts ?? []), event]
  if (event.kind !== 'recorded-in-error') {
    const struck = isStruck(event, state?.facts ?? [], state?.facts ?? [])
    return struck && state !== undefined
      ? { ...state, facts }
      : { ...apply(ref, state, event), facts }
  }
  let told: MatterState | undefined
  for (const [at, fact] of facts.entries())
    if (fact.kind !== 'recorded-in-error' && !isStruck(fact, facts, facts.slice(0, at)))
      told = apply(ref, told, fact)
  if (told === undefined) throw new Error(`Matter ${ref.office}:${ref.id} has lost its opening`)
  return { ...told, facts }
}

/** Of several facts that say the same, as many as were struck out are, the first ones: what is recorded again has effect again. */
function isStruck(
  event: PlainMatterEvent,
  facts: readonly MatterEvent[],
  earlier: readonly MatterEvent[],
): boolean {
  const said = canonical(event)
  const out = facts.filter(
    (fact) => fact.kind === 'recorded-in-error' && canonical(fact.was) === said,
  ).length
  return out > 0 && earlier.filter((fact) => canonical(fact) === said).length < out
}

function apply(
  ref: AggregateRef,
  state: MatterState | undefined,
  event: PlainMatterEvent,
): MatterState {
  if (event.kind === 'opened') {
    return {
      matter: ref.id,
      title: event.title,
      respondent: event.respondent,
      openedOn: event.on,
      entries: [],
      deadlines: [],
      reached: [],
      facts: [],
      ...(event.file === undefined ? {} : { file: event.file }),
    }
  }
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to matter ${ref.office}:${ref.id}: its first event must be "opened"`,
    )
  const deadlines =
    'deadlines' in event
      ? replaced(state.deadlines, event.deadlines ?? [], event.kind === 'findings-published')
      : state.deadlines
  if (event.kind === 'deadline-reached')
    return { ...state, deadlines, reached: [...state.reached, event.alarmAt] }
  return { ...state, deadlines, entries: [...state.entries, event] }
}

/** A newer report, promise or notice of the same name sets its own dates; each publication of findings keeps its own, as it always did. */
function replaced(
  before: readonly Deadline[],
  now: readonly Deadline[],
  beside: boolean,
): Deadline[] {
  const same = (a: Deadline, b: Deadline): boolean =>
    a.id === b.id && a.party === b.party && a.name === b.name && a.terms.join() === b.terms.join()
  return [...before.filter((old) => beside || !now.some((each) => same(old, each))), ...now]
}

export function commitmentOf(
  state: Pick<MatterState, 'entries'>,
  commitment: string,
): MatterEventOf<'commitment-made'> | undefined {
  for (const entry of state.entries)
    if (entry.kind === 'commitment-made' && entry.commitment === commitment) return entry
  return undefined
}

/** How this office closed its part, unless it took it up again since. */
export function dispositionOf({
  entries,
}: Pick<MatterState, 'entries'>): MatterEventOf<'disposition'> | undefined {
  const last = entries
    .filter((entry) => entry.kind === 'disposition' || entry.kind === 'reopened')
    .reduce<MatterEvent | undefined>(
      (latest, entry) => (latest === undefined || entry.on >= latest.on ? entry : latest),
      undefined,
    )
  return last?.kind === 'disposition' ? last : undefined
}

/** The office's latest finding on a term of a commitment. */
export function findingOf(
  state: Pick<MatterState, 'entries'>,
  commitment: string,
  term: string,
  asOf?: LocalDate,
): MatterEventOf<'compliance-assessed'> | undefined {
  let last: MatterEventOf<'compliance-assessed'> | undefined
  for (const entry of state.entries)
    if (
      entry.kind === 'compliance-assessed' &&
      entry.commitment === commitment &&
      entry.terms.includes(term) &&
      (asOf === undefined || entry.on <= asOf) &&
      (last === undefined || entry.on >= last.on)
    )
      last = entry
  return last
}

/** A matter has no steps: it is spoken of as long as it is open. */
export const matterPhase = 'open'

// "Which dates follow from this day, and why": every deadline of a statute with each day counted or passed. Computes nothing of its own.

import type { LocalDate } from '../kernel/date.ts'
import { ok, type Result } from '../kernel/problems.ts'
import { deadlinesFor, expand, type ClockTerm, type Step } from './clocks.ts'
import type { Deadline } from './deadline.schema.ts'
import type { Pack, TermKind } from './pack.schema.ts'

export interface Question {
  /** The day a copy was given; under a statute without orders, the day the report was sent. */
  readonly given: LocalDate
  /** This kind of term only; else one of each. */
  readonly term?: TermKind | undefined
  /** The order's own time for its terms. */
  readonly due?: ClockTerm['due']
}

/** The form of `concert deadlines STATUTE --json`. */
export interface Explanation {
  readonly statute: string
  /** Version of the pack, and the days on which an order issued is governed by it. */
  readonly pack: string
  readonly inForce: { readonly from: LocalDate; readonly to?: LocalDate }
  readonly zoneData: string
  readonly deadlines: readonly ExplainedDeadline[]
}
/** `terms` are the kinds of term that it binds; none: the whole order. `lenientSteps` explain `lenientDate`, where two rules could apply. */
export type ExplainedDeadline = Pick<
  Deadline,
  'id' | 'terms' | 'date' | 'lenientDate' | 'endsAt' | 'confidence' | 'rules'
> & { readonly steps: readonly Step[]; readonly lenientSteps?: readonly Step[] }

/** Refused as `deadlinesFor` refuses: `not-settable`, `invalid-input`. `pack` is the one in force on the day; see `packFor`. */
export function explainDeadlines(
  pack: Pack,
  zoneData: string,
  { given, term, due }: Question,
): Result<Explanation> {
  const terms = (term === undefined ? (['mandate', 'prohibition'] as const) : [term]).map(
    (kind): ClockTerm => ({ id: kind, kind, due }),
  )
  const deadlines: ExplainedDeadline[] = []
  for (const start of startsOf(pack)) {
    const found = deadlinesFor(pack, zoneData, { party: 'party', start, on: given, terms })
    if (!found.ok) return found
    deadlines.push(...found.value.map(explained))
  }
  const { from, to } = pack.inForce
  return ok({
    statute: pack.statute,
    pack: pack.version,
    inForce: to === undefined ? { from } : { from, to },
    zoneData,
    deadlines,
  })
}

/** What starts the clocks of a pack: `copy-given`, `report-sent`, or both. */
export function startsOf(pack: Pack): ('copy-given' | 'report-sent')[] {
  return (['copy-given', 'report-sent'] as const).filter((start) =>
    pack.clocks.some((clock) => clock.from === start),
  )
}

function explained({
  id,
  terms,
  date,
  lenientDate,
  endsAt,
  confidence,
  rules,
  derivation,
  lenientDerivation,
}: Deadline): ExplainedDeadline {
  const lenient =
    lenientDate === undefined || lenientDerivation === undefined
      ? {}
      : { lenientDate, lenientSteps: expand(lenientDerivation) }
  return { id, terms, date, ...lenient, endsAt, confidence, rules, steps: expand(derivation) }
}

// Reports that a term asks for again and again: when the first is due, and when the next.

import { addDays, addMonths, type LocalDate } from '../kernel/date.ts'
import { clocksOf } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { deadlineOf, given, read, type Reading } from '../policy/reading.ts'
import { boundBy } from './life.ts'
import type { Term } from './order.schema.ts'
import { respondentsOf, type OrderState } from './state.ts'

/** The first report of every term that asks for one, for a party that was given a copy on `on`. */
export function firstReports(
  pack: Pack,
  zoneData: string,
  state: OrderState,
  party: string,
  on: LocalDate,
): Deadline[] {
  return state.terms.flatMap((term) => {
    if (term.report === undefined || !boundBy(state, term).includes(party)) return []
    const { first } = term.report
    const reading =
      'on' in first
        ? [given(pack, first.on, 'set-by-order', [])]
        : counted(pack, state, term, on, 'copy-given', first)
    return [reportOf(pack, zoneData, term, party, reading)]
  })
}

/** After a report of the respondent: the next one that comes after the day of it. */
export function nextReports(
  pack: Pack,
  zoneData: string,
  state: OrderState,
  terms: readonly string[],
  { on, party }: { readonly on: LocalDate; readonly party?: string | undefined },
): Deadline[] {
  return state.deadlines
    .filter(
      (deadline) =>
        deadline.id === 'report' &&
        deadline.terms.some((term) => terms.includes(term)) &&
        (party === undefined
          ? respondentsOf(state).includes(deadline.party)
          : deadline.party === party),
    )
    .flatMap((deadline) => following(pack, zoneData, state, deadline, on))
}

/** After the day of one has passed without a report: the next one. */
export function afterReport(
  pack: Pack,
  zoneData: string,
  state: OrderState,
  deadline: Deadline,
): Deadline[] {
  return following(pack, zoneData, state, deadline, deadline.date)
}

/** The first in the series that is due after `day`: counted from the beginning, so that a month's last day does not creep. */
function following(
  pack: Pack,
  zoneData: string,
  state: OrderState,
  deadline: Deadline,
  day: LocalDate,
): Deadline[] {
  const term = state.terms.find((each) => deadline.terms.includes(each.id))
  const every = term?.report?.every
  if (term === undefined || every === undefined) return []
  const until = term.report?.until ?? '9999-12-31'
  const start = seriesStart(deadline)
  for (let n = 1; n < maxReports; n += 1) {
    const nominal =
      'days' in every ? addDays(start, every.days * n) : addMonths(start, every.months * n)
    if (nominal > until) return []
    if (nominal > day && nominal > deadline.derivation.from)
      return [
        reportOf(pack, zoneData, term, deadline.party, [
          given(pack, nominal, `report:${start}`, []),
        ]),
      ]
  }
  return []
}

/** A century of reports each month. */
const maxReports = 1200

function seriesStart({ derivation, date }: Deadline): LocalDate {
  const { start } = derivation
  return start.startsWith('report:') ? (start.slice('report:'.length) as LocalDate) : date
}

function counted(
  pack: Pack,
  state: OrderState,
  term: Term,
  from: LocalDate,
  start: string,
  period: { readonly days: number } | { readonly months: number },
): Reading[] {
  // As the time to comply is counted, by the clock that lets the order set its own; else calendar days as given.
  const clocks = clocksOf(pack, state.instrument)
  const clock =
    clocks.find((each) => each.id === 'comply' && each.termKinds.includes('mandate')) ??
    clocks.find((each) => each.id === 'comply' && each.termKinds.includes(term.kind))
  const one = (counting: string, lenient: boolean): Reading =>
    read(pack, { from, start, period, counting, lenient, citations: clock?.citations ?? [] })
  if (clock === undefined) return [one('as-given', false)]
  return clock.lenientCounting === undefined
    ? [one(clock.counting, false)]
    : [one(clock.counting, false), one(clock.lenientCounting, true)]
}

function reportOf(
  pack: Pack,
  zoneData: string,
  term: Term,
  party: string,
  readings: readonly Reading[],
): Deadline {
  const [safe, lenient] = readings
  if (safe === undefined) throw new Error('A report without a date')
  return deadlineOf(pack, zoneData, {
    id: 'report',
    party,
    terms: [term.id],
    readings: lenient === undefined ? [safe] : [safe, lenient],
    rules:
      safe.rules.length > 0
        ? []
        : [{ statute: pack.statute, section: "the order's own terms", confidence: 'D' }],
  })
}

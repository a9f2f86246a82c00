// The deadlines that an order (or a report) starts for one party, as its pack counts them. The door to the policy core for other parts.

import { yearOf, type LocalDate } from '../kernel/date.ts'
import { maxClockYear } from '../kernel/limits.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import type { Deadline } from './deadline.schema.ts'
import type { Clock, Pack, Period, TermKind } from './pack.schema.ts'
import { deadlineOf, given, hasLenientHolidays, read, type Reading } from './reading.ts'
import { clocksOf, ruleRef } from './select.ts'

export { checkAmount, type Amount } from './amounts.ts'
export { afterStay, extendedTo, limitationsFrom, setByHand, stepClocks } from './changes.ts'
export { expand, type Step } from './expand.ts'
export {
  challengeRule,
  clocksOf,
  extensionRule,
  packFor,
  routeOf,
  ruleRef,
  ruleRefs,
  stepsOf,
  usualInstrument,
} from './select.ts'

/** A term as the clocks see it. `due` is the order's own time for it. */
export interface ClockTerm {
  readonly id: string
  readonly kind: TermKind
  readonly due?: TermDue | undefined
}
/** The order's own time: a period from the day that starts the clocks (or from the end of the time to challenge), or a date. */
export type TermDue =
  | { readonly days: number; readonly from?: 'appeal-period' | undefined }
  | { readonly months: number; readonly from?: 'appeal-period' | undefined }
  | { readonly on: LocalDate }
export interface ClockStart {
  readonly party: string
  /** `corrected` starts again every clock of the pack. */
  readonly start: 'copy-given' | 'report-sent' | 'default-notified' | 'corrected'
  /** The day of it, in the office's zone. */
  readonly on: LocalDate
  readonly terms: readonly ClockTerm[]
  /** Which of the pack's instruments; absent: its usual one. */
  readonly instrument?: string | undefined
  /** Whether this party has to comply; who only gets a copy has a time to challenge and nothing else. */
  readonly mustComply?: boolean
}

/**
 * Every deadline that `start` gives one party, in the pack's order: one for each clock and set of terms with the same date and reasons.
 * The challenge window is the whole order's: its `terms` are empty. Refused: `not-settable`, `invalid-input` (a day beyond what can be counted).
 */
export function deadlinesFor(pack: Pack, zoneData: string, input: ClockStart): Result<Deadline[]> {
  const { party, on, terms } = input
  if (yearOf(on) > maxClockYear)
    return refuse(
      'invalid-input',
      {
        en: `${on} is too far away for a clock: the last year is ${maxClockYear}`,
        fr: `Le ${on} est trop éloigné pour un délai : la dernière année est ${maxClockYear}`,
      },
      { value: on },
    )
  for (const term of terms) {
    const problem = checkDue(pack, term, input.instrument)
    if (problem !== undefined) return { ok: false, problem }
  }
  const deadlines: Deadline[] = []
  for (const clock of clocksOf(pack, input.instrument)) {
    if (input.mustComply === false && clock.id !== 'challenge') continue
    const bound = terms.filter((term) => clock.termKinds.includes(term.kind))
    if (clock.id === 'challenge') {
      const kind = bound[0]?.kind ?? (terms.length === 0 ? clock.termKinds[0] : undefined)
      const readings = kind === undefined ? undefined : resolve(pack, clock, kind, undefined, input)
      if (readings !== undefined)
        deadlines.push(deadlineOf(pack, zoneData, { id: clock.id, party, terms: [], readings }))
      continue
    }
    const groups = new Map<string, { ids: string[]; readings: readonly [Reading, Reading?] }>()
    for (const { id, kind, due } of bound) {
      if (clock.onlyIfSet && due === undefined) continue
      // Only a clock that starts from another one can differ by kind of term.
      const key =
        due !== undefined && clock.orderMaySet
          ? JSON.stringify(due)
          : typeof clock.from === 'string'
            ? ''
            : kind
      const group = groups.get(key)
      if (group !== undefined) group.ids.push(id)
      else {
        const readings = resolve(pack, clock, kind, clock.orderMaySet ? due : undefined, input)
        if (readings !== undefined) groups.set(key, { ids: [id], readings })
      }
    }
    const sameReasons = Map.groupBy(groups.values(), ({ readings }) =>
      groups.size === 1 ? '' : JSON.stringify(readings),
    )
    for (const [first, ...more] of sameReasons.values()) {
      if (first === undefined) continue
      const ids = new Set([first, ...more].flatMap((group) => group.ids))
      deadlines.push(
        deadlineOf(pack, zoneData, {
          id: clock.id,
          party,
          terms: bound.map((term) => term.id).filter((id) => ids.has(id)),
          readings: first.readings,
        }),
      )
    }
  }
  return ok(deadlines)
}

/** Why the order may not set this term's own time under this pack, naming the section; for a term without one, undefined. */
export function checkDue(pack: Pack, term: ClockTerm, instrument?: string): Problem | undefined {
  if (term.due === undefined) return undefined
  const clocks = clocksOf(pack, instrument).filter((clock) => clock.termKinds.includes(term.kind))
  if (clocks.some((clock) => clock.orderMaySet)) return undefined
  const clock = clocks.find((candidate) => candidate.id === 'comply')
  const rule = ruleRef(pack, (clock ?? pack.instruments[0])?.citations[0])
  const own = JSON.stringify(term.due)
  return refuse(
    'not-settable',
    {
      en: `Term "${term.id}" cannot set its own time ${own}: s.${rule.section} of ${pack.citation} ${clock === undefined ? 'gives no time to comply' : 'sets the time to comply itself'}`,
      fr: `La disposition « ${term.id} » ne peut fixer son propre délai ${own} : l'art. ${rule.section} (${pack.citation}) ${clock === undefined ? 'ne donne aucun délai' : 'fixe lui-même le délai'}`,
    },
    { value: own, rule },
  ).problem
}

/** One reading of a clock, or two where two ways of counting could apply; undefined where `start` does not start it. */
function resolve(
  pack: Pack,
  clock: Clock,
  kind: TermKind,
  due: ClockTerm['due'],
  input: ClockStart,
): readonly [Reading, Reading?] | undefined {
  if (input.start !== 'corrected' && rootOf(pack, clock, kind, input) !== input.start)
    return undefined
  if (due !== undefined && 'on' in due)
    return [given(pack, due.on, 'set-by-order', clock.citations)]
  const from = due?.from === 'appeal-period' ? ('challenge' as const) : undefined
  const chained = from !== undefined || (typeof clock.from !== 'string' && due === undefined)
  const first = chained ? baseOf(pack, clock, kind, input, from) : undefined
  const base = first === undefined ? undefined : resolve(pack, first, kind, undefined, input)
  const start = first === undefined ? input.start : `clock:${first.id}`
  const period: Period =
    due === undefined ? clock.period : 'months' in due ? { months: due.months } : { days: due.days }
  const { citations } = clock
  const safe = read(pack, {
    from: base?.[0].date ?? input.on,
    start,
    period,
    counting: clock.counting,
    citations,
  })
  const second =
    base?.[1] !== undefined || clock.lenientCounting !== undefined || hasLenientHolidays(pack)
      ? read(pack, {
          from: (base?.[1] ?? base?.[0])?.date ?? input.on,
          start,
          period,
          counting: clock.lenientCounting ?? clock.counting,
          citations,
          lenient: true,
        })
      : undefined
  const one = withRules(safe, base?.[0])
  return second === undefined || second.date === safe.date
    ? [one]
    : [one, withRules(second, base?.[1] ?? base?.[0])]
}

/** A date counted from another clock's end rests on that clock's rules too. */
function withRules(reading: Reading, base: Reading | undefined): Reading {
  return base === undefined ? reading : { ...reading, rules: [...reading.rules, ...base.rules] }
}

function rootOf(
  pack: Pack,
  clock: Clock,
  kind: TermKind,
  input: ClockStart,
): 'copy-given' | 'report-sent' | 'default-notified' {
  return typeof clock.from === 'string'
    ? clock.from
    : rootOf(pack, baseOf(pack, clock, kind, input), kind, input)
}

function baseOf(
  pack: Pack,
  clock: Clock,
  kind: TermKind,
  { instrument }: ClockStart,
  from?: Clock['id'],
): Clock {
  const id = from ?? (typeof clock.from === 'string' ? undefined : clock.from.clock)
  const base = clocksOf(pack, instrument).find(
    (candidate) => candidate.id === id && candidate.termKinds.includes(kind),
  )
  if (base === undefined || base === clock)
    throw new Error(
      `Pack ${pack.statute} ${pack.version}: clock ${clock.id} starts from ${id}, which it does not have for a ${kind}`,
    )
  return base
}

// The deadlines that an order (or a report) starts for one party, as its pack counts them. The door to the policy core for other parts.

import { yearOf, type LocalDate } from '../kernel/date.ts'
import { maxClockYear } from '../kernel/limits.ts'
import { ok, refuse, type Problem, type Result, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { Deadline } from './deadline.schema.ts'
import { unread } from './doubt.ts'
import type { Clock, Pack, Period, TermKind } from './pack.schema.ts'
import { asGiven, deadlineOf, given, meetsLenientHoliday, read, type Reading } from './reading.ts'
import { clocksOf, ruleRef } from './select.ts'

export { amountDoubts, checkAmount, type Amount } from './amounts.ts'
export {
  afterStay,
  byEither,
  extendedTo,
  limitationFromFailure,
  limitationsFrom,
  routeClocks,
  setByHand,
} from './changes.ts'
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
  withheldDoubt,
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
  const { on, terms } = input
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
  const known = rememberedFor(pack)
  const key = sameQuestion(zoneData, input)
  let answer = known.get(key)
  if (answer === undefined) {
    answer = counted(pack, zoneData, input).map((deadline) => ({
      deadline,
      of: deadline.terms.map((id) => terms.findIndex((term) => term.id === id)),
    }))
    const [oldest] = known.keys()
    if (known.size >= maxRememberedStarts && oldest !== undefined) known.delete(oldest)
    known.set(key, answer)
  }
  return ok(
    answer.map(({ deadline, of }) => ({
      ...deadline,
      party: input.party,
      terms: of.flatMap((at) => terms[at]?.id ?? []),
    })),
  )
}

/** What deadlines do not depend on, whose they are and what the terms are called, is left out of the question. */
function sameQuestion(
  zoneData: string,
  { start, on, instrument = '', mustComply = true, terms }: ClockStart,
): string {
  let key = `${zoneData}|${start}|${on}|${instrument}|${mustComply}`
  for (const { kind, due } of terms)
    key += due === undefined ? `|${kind}` : `|${kind}${JSON.stringify(due)}`
  return key
}

interface Remembered {
  readonly deadline: Deadline
  /** Which of the terms, by their place. */
  readonly of: readonly number[]
}
function rememberedFor(pack: Pack): Map<string, readonly Remembered[]> {
  let known = remembered.get(pack)
  if (known === undefined) remembered.set(pack, (known = new Map()))
  return known
}
const remembered = new WeakMap<Pack, Map<string, readonly Remembered[]>>()
/** Days of twenty years of a statute, about 2 kB each: after a change of a pack, many open orders were given on the same day. */
const maxRememberedStarts = 8_000

/** The deadlines themselves, counted. */
function counted(pack: Pack, zoneData: string, input: ClockStart): Deadline[] {
  const deadlines = clocksOf(pack, input.instrument).flatMap((clock): Deadline[] => {
    if (clock.id === 'challenge') return windowFor(pack, zoneData, clock, input)
    return input.mustComply === false ? [] : ofTerms(pack, zoneData, clock, input)
  })
  const given = input.mustComply === false ? [] : unclocked(pack, zoneData, input)
  return [...deadlines, ...given]
}

/** The whole order's window to challenge; of several kinds of term, the first that it has a clock for says how it runs. */
function windowFor(pack: Pack, zoneData: string, clock: Clock, input: ClockStart): Deadline[] {
  const { party, terms } = input
  const kind =
    terms.find((term) => clock.termKinds.includes(term.kind))?.kind ??
    (terms.length === 0 ? clock.termKinds[0] : undefined)
  const readings = kind === undefined ? undefined : resolve(pack, clock, kind, undefined, input)
  return readings === undefined
    ? []
    : [deadlineOf(pack, zoneData, { id: clock.id, party, terms: [], readings })]
}

/** One deadline for each set of terms with the same date and reasons. */
function ofTerms(pack: Pack, zoneData: string, clock: Clock, input: ClockStart): Deadline[] {
  const { party, terms } = input
  const bound = terms.filter((term) => clock.termKinds.includes(term.kind))
  const groups = new Map<string, { ids: string[]; readings: Readings }>()
  for (const { id, kind, due } of bound) {
    if (clock.onlyIfSet && due === undefined) continue
    const own = due !== undefined && (clock.orderMaySet || clock.id === 'comply')
    // Only a clock that starts from another one can differ by kind of term.
    const key = own ? JSON.stringify(due) : typeof clock.from === 'string' ? '' : kind
    const group = groups.get(key)
    if (group !== undefined) {
      group.ids.push(id)
      continue
    }
    const readings =
      own && !clock.orderMaySet
        ? either(
            resolve(pack, clock, kind, undefined, input),
            resolve(pack, clock, kind, due, input),
          )
        : resolve(pack, clock, kind, own ? due : undefined, input)
    if (readings !== undefined) groups.set(key, { ids: [id], readings })
  }
  const sameReasons = Map.groupBy(groups.values(), ({ readings }) =>
    groups.size === 1 ? '' : JSON.stringify(readings),
  )
  return [...sameReasons.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return []
    const ids = new Set([first, ...more].flatMap((group) => group.ids))
    return [
      deadlineOf(pack, zoneData, {
        id: clock.id,
        party,
        terms: bound.map((term) => term.id).filter((id) => ids.has(id)),
        readings: first.readings,
      }),
    ]
  })
}

type Readings = readonly [Reading, Reading?]

/** Two times that could both be the law: the earliest date of either, and the latest. */
function either(one: Readings | undefined, other: Readings | undefined): Readings | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const all = [...one, ...other]
    .flatMap((reading) => reading ?? [])
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
  const [first, last] = [all[0], all.at(-1)]
  return first === undefined ? undefined : last === undefined ? [first] : [first, last]
}

/** The order's own time for terms to which this pack, as far as anybody has read it, gives none: taken as the order says it. */
function unclocked(pack: Pack, zoneData: string, input: ClockStart): Deadline[] {
  const { party, on, start } = input
  if (start !== 'copy-given' && start !== 'corrected') return []
  return input.terms.flatMap(({ id, kind, due }): Deadline[] => {
    if (due === undefined || complyClock(pack, kind, input.instrument) !== undefined) return []
    const reading =
      'on' in due
        ? given(pack, due.on, 'set-by-order', [])
        : read(pack, {
            from: on,
            start,
            period: 'months' in due ? { months: due.months } : { days: due.days },
            counting: asGiven,
            citations: [],
          })
    const rules = [{ statute: pack.statute, section: 'unstated', confidence: 'M' as const }]
    return [
      deadlineOf(pack, zoneData, { id: 'comply', party, terms: [id], readings: [reading], rules }),
    ]
  })
}

function complyClock(pack: Pack, kind: TermKind, instrument?: string): Clock | undefined {
  return clocksOf(pack, instrument).find(
    (clock) => clock.id === 'comply' && clock.termKinds.includes(kind),
  )
}

/**
 * Why the order may not set this term's own time under this pack, naming the section; for a term without one, undefined.
 * Refused only by a rule that somebody read: see `dueDoubt`.
 */
export function checkDue(pack: Pack, term: ClockTerm, instrument?: string): Problem | undefined {
  const barred = barredDue(pack, term, instrument)
  return barred === undefined || barred.rule.confidence === 'M'
    ? undefined
    : refuse('not-settable', barred.why, { value: JSON.stringify(term.due), rule: barred.rule })
        .problem
}

/** What is not certain of the term's own time: whether it counts beside the time of the law is a rule that nobody verified. */
export function dueDoubt(pack: Pack, term: ClockTerm, instrument?: string): Text | undefined {
  const barred = barredDue(pack, term, instrument)
  return barred?.rule.confidence === 'M' ? unread(barred.why, [barred.rule]) : undefined
}

function barredDue(
  pack: Pack,
  term: ClockTerm,
  instrument: string | undefined,
): { readonly why: Text; readonly rule: RuleRef } | undefined {
  if (term.due === undefined) return undefined
  const clocks = clocksOf(pack, instrument).filter((clock) => clock.termKinds.includes(term.kind))
  if (clocks.some((clock) => clock.orderMaySet)) return undefined
  const clock = complyClock(pack, term.kind, instrument)
  const rule = ruleRef(pack, (clock ?? pack.instruments[0])?.citations[0])
  const own = JSON.stringify(term.due)
  return {
    rule,
    why: {
      en: `Term "${term.id}" cannot set its own time ${own}: s.${rule.section} of ${pack.citation} ${clock === undefined ? 'gives no time to comply' : 'sets the time to comply itself'}`,
      fr: `La disposition « ${term.id} » ne peut fixer son propre délai ${own} : l'art. ${rule.section} (${pack.citation}) ${clock === undefined ? 'ne donne aucun délai' : 'fixe lui-même le délai'}`,
    },
  }
}

/** One reading of a clock, or two where two ways of counting could apply; undefined where `start` does not start it. */
function resolve(
  pack: Pack,
  clock: Clock,
  kind: TermKind,
  due: ClockTerm['due'],
  input: ClockStart,
): Readings | undefined {
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
    base?.[1] !== undefined ||
    clock.lenientCounting !== undefined ||
    meetsLenientHoliday(pack, safe)
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

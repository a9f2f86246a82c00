// The deadlines that an order (or a report) starts for one party, as its pack counts them. The door to the policy core for other parts.

import { yearOf, type LocalDate } from '../kernel/date.ts'
import { maxClockYear } from '../kernel/limits.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import type { Deadline } from './deadline.schema.ts'
import type { Clock, Pack, TermKind } from './pack.schema.ts'
import { deadlineOf, given, read, type Reading } from './reading.ts'
import { ruleRef } from './select.ts'

export { checkAmount, type Amount } from './amounts.ts'
export { afterStay, extendedTo, limitationsFrom } from './changes.ts'
export { expand, type Step } from './expand.ts'
export { challengeRule, extensionRule, packFor, routeOf, ruleRef, ruleRefs } from './select.ts'

/** A term as the clocks see it. `due` is the order's own time for it. */
export interface ClockTerm {
  readonly id: string
  readonly kind: TermKind
  readonly due?: { readonly days: number } | { readonly on: LocalDate } | undefined
}
export interface ClockStart {
  readonly party: string
  /** `corrected` starts again every clock of the pack. */
  readonly start: 'copy-given' | 'report-sent' | 'corrected'
  /** The day of it, in the office's zone. */
  readonly on: LocalDate
  readonly terms: readonly ClockTerm[]
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
      `${on} is too far away for a clock: the last year is ${maxClockYear}`,
      { value: on },
    )
  for (const term of terms) {
    const problem = checkDue(pack, term)
    if (problem !== undefined) return { ok: false, problem }
  }
  const deadlines: Deadline[] = []
  for (const clock of pack.clocks) {
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
export function checkDue(pack: Pack, term: ClockTerm): Problem | undefined {
  if (term.due === undefined) return undefined
  const clocks = pack.clocks.filter((clock) => clock.termKinds.includes(term.kind))
  if (clocks.some((clock) => clock.orderMaySet)) return undefined
  const clock = clocks.find((candidate) => candidate.id === 'comply')
  const rule = ruleRef(pack, (clock ?? pack.instruments[0])?.citations[0])
  const why = clock === undefined ? 'gives no time to comply' : 'sets the time to comply itself'
  return refuse(
    'not-settable',
    `Term "${term.id}" cannot set its own time ${JSON.stringify(term.due)}: s.${rule.section} of ${pack.citation} ${why}`,
    { value: JSON.stringify(term.due), rule },
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
  if (input.start !== 'corrected' && rootOf(pack, clock, kind) !== input.start) return undefined
  if (due !== undefined && 'on' in due)
    return [given(pack, due.on, 'set-by-order', clock.citations)]
  const base =
    typeof clock.from === 'string' || due !== undefined
      ? undefined
      : resolve(pack, baseOf(pack, clock, kind), kind, undefined, input)
  const start =
    base === undefined || typeof clock.from === 'string' ? input.start : `clock:${clock.from.clock}`
  const period = due ?? clock.period
  const first = read(pack, {
    from: base?.[0].date ?? input.on,
    start,
    period,
    counting: clock.counting,
    citations: clock.citations,
  })
  const lenient =
    base?.[1] !== undefined || clock.lenientCounting !== undefined
      ? read(pack, {
          from: (base?.[1] ?? base?.[0])?.date ?? input.on,
          start,
          period,
          counting: clock.lenientCounting ?? clock.counting,
          citations: clock.citations,
        })
      : undefined
  const safe = withRules(first, base?.[0])
  return lenient === undefined ? [safe] : [safe, withRules(lenient, base?.[1] ?? base?.[0])]
}

/** A date counted from another clock's end rests on that clock's rules too. */
function withRules(reading: Reading, base: Reading | undefined): Reading {
  return base === undefined ? reading : { ...reading, rules: [...reading.rules, ...base.rules] }
}

function rootOf(pack: Pack, clock: Clock, kind: TermKind): 'copy-given' | 'report-sent' {
  return typeof clock.from === 'string' ? clock.from : rootOf(pack, baseOf(pack, clock, kind), kind)
}

function baseOf(pack: Pack, clock: Clock, kind: TermKind): Clock {
  const id = typeof clock.from === 'string' ? undefined : clock.from.clock
  const base = pack.clocks.find(
    (candidate) => candidate.id === id && candidate.termKinds.includes(kind),
  )
  if (base === undefined || base === clock)
    throw new Error(
      `Pack ${pack.statute} ${pack.version}: clock ${clock.id} starts from ${id}, which it does not have for a ${kind}`,
    )
  return base
}

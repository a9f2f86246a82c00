// What an extension or the end of a stay does to one deadline. Whether an extension is lawful is the pack's extension rule, not here.

import { countedBetween } from '../calendar/counting.ts'
import { laterOf, type LocalDate } from '../kernel/date.ts'
import { weakest } from '../kernel/text.ts'
import type { Deadline } from './deadline.schema.ts'
import type { ExtensionRule, Pack, Route, RouteClock } from './pack.schema.ts'
import {
  asGiven,
  countingOf,
  deadlineOf,
  given,
  read,
  surelyHolidays,
  type Reading,
} from './reading.ts'
import { ruleRefs, uniqueRules } from './select.ts'

/** The terms are due on `to`, as given: nobody counts and nothing rolls. Cites the rules that allow it, those of `by` where it is known. */
export function extendedTo(
  pack: Pack,
  zoneData: string,
  input: {
    party: string
    terms: readonly string[]
    to: LocalDate
    start: 'extended'
    by?: ExtensionRule['by']
  },
): Deadline {
  const allowing = pack.extensions.filter(
    (rule) =>
      rule.act === 'extend' && rule.allowed && (input.by === undefined || rule.by === input.by),
  )
  const reading = given(
    pack,
    input.to,
    input.start,
    allowing.flatMap((rule) => rule.citations),
  )
  // No rule at all is general knowledge at best, and must not look like primary text.
  const unsaid =
    allowing.length === 0
      ? [{ statute: pack.statute, section: 'unstated', confidence: 'M' as const }]
      : []
  return deadlineOf(pack, zoneData, {
    id: 'comply',
    party: input.party,
    terms: [...input.terms],
    readings: [reading],
    rules: unsaid,
  })
}

/**
 * A deadline whose clock a stay held from `stayedFrom` (that day counted as run) until `endedOn`.
 * Pack says `remaining`: the days that were left are counted from `endedOn`. Pack says `unstated`, or nothing: the safe date is
 * the later of its own date and `endedOn`, and the lenient date has the stayed days added back.
 * A clock that had run out before the stay, and a stay that ended before it began, change nothing.
 */
export function afterStay(
  pack: Pack,
  zoneData: string,
  input: { deadline: Deadline; stayedFrom: LocalDate; endedOn: LocalDate; restored?: boolean },
): Deadline {
  const { deadline, stayedFrom, endedOn } = input
  // What was quashed and is restored binds again from that day at the earliest, whatever had run before.
  if (input.restored === true && stayedFrom > deadline.date && endedOn >= stayedFrom)
    return deadlineOf(pack, zoneData, {
      id: deadline.id,
      party: deadline.party,
      terms: deadline.terms,
      readings: [given(pack, endedOn, 'restored', [])],
      rules: [...deadline.rules, { statute: pack.statute, section: 'unstated', confidence: 'M' }],
    })
  if (
    endedOn < stayedFrom ||
    stayedFrom > laterOf(deadline.date, deadline.lenientDate ?? deadline.date)
  )
    return deadline
  const stated = pack.afterStay?.clock === 'remaining'
  const citations = pack.afterStay?.citations ?? []
  const unsaid =
    pack.afterStay === undefined
      ? [{ statute: pack.statute, section: 'unstated', confidence: 'M' as const }]
      : []
  const rules = [...deadline.rules, ...ruleRefs(pack, citations), ...unsaid]

  const own: Reading = { date: deadline.date, derivation: deadline.derivation, rules: [] }
  const lenientDerivation = deadline.lenientDerivation ?? deadline.derivation
  const rest = remaining(pack, deadline.date, deadline.derivation.counting, stayedFrom, endedOn)
  const lenientRest = remaining(
    pack,
    deadline.lenientDate ?? deadline.date,
    lenientDerivation.counting,
    stayedFrom,
    endedOn,
  )
  const safe =
    stayedFrom > deadline.date
      ? own
      : stated
        ? rest
        : endedOn > deadline.date
          ? given(pack, endedOn, 'stay-ended', [])
          : own
  return deadlineOf(pack, zoneData, {
    id: deadline.id,
    party: deadline.party,
    terms: deadline.terms,
    readings: [safe, lenientRest],
    rules,
  })
}

/** One deadline of two readings of the law, each of which may have two dates already: the earliest of all of them, and the latest. */
export function byEither(one: Deadline, other: Deadline): Deadline {
  const [first, last] = one.date <= other.date ? [one, other] : [other, one]
  const ends = [one, other].map(({ date, derivation, lenientDate, lenientDerivation }) => ({
    lenientDate: lenientDate ?? date,
    lenientDerivation: lenientDerivation ?? derivation,
  }))
  const latest = ends.toSorted((a, b) => (a.lenientDate < b.lenientDate ? -1 : 1)).at(-1)
  const rules = uniqueRules([...first.rules, ...last.rules])
  const both = { ...first, rules, confidence: weakest(rules.map(({ confidence }) => confidence)) }
  return latest === undefined || latest.lenientDate === first.date ? both : { ...both, ...latest }
}

/** The days after `stayedFrom` up to `due`, counted anew from `endedOn`. A clear day at the end is one of them already. */
function remaining(
  pack: Pack,
  due: LocalDate,
  name: string,
  stayedFrom: LocalDate,
  endedOn: LocalDate,
): Reading {
  // An older pack's counting that is gone cannot be guessed: calendar days then, and the derivation says so.
  const counting = Object.hasOwn(pack.countings, name) ? name : asGiven
  const days =
    due < stayedFrom
      ? 0
      : countedBetween({
          from: stayedFrom,
          to: due,
          counting: countingOf(pack, counting),
          holidays: surelyHolidays(pack),
        })
  return read(pack, {
    from: endedOn,
    start: 'stay-ended',
    period: { days },
    counting,
    clear: false,
    citations: [],
  })
}

/** The last day for each route whose limitation runs from the breach: from the day the time to comply was surely over. */
export function limitationsFrom(pack: Pack, zoneData: string, comply: Deadline): Deadline[] {
  return pack.routes.flatMap((route) => {
    if (route.limitation?.from !== 'breach') return []
    const { period, citations } = route.limitation
    const reading = read(pack, {
      from: comply.lenientDate ?? comply.date,
      start: 'clock:comply',
      period,
      counting: asGiven,
      citations,
    })
    return [
      {
        ...deadlineOf(pack, zoneData, {
          id: 'limitation',
          party: comply.party,
          terms: comply.terms,
          readings: [reading],
        }),
        route: route.id,
      },
    ]
  })
}

/** A date that a person set, with a text: no law gives it, and it says so. */
export function setByHand(
  pack: Pack,
  zoneData: string,
  input: Pick<Deadline, 'id' | 'party' | 'text'> & { name: string; to: LocalDate },
): Deadline {
  const { id, party, name, text, to } = input
  return deadlineOf(pack, zoneData, {
    id,
    party,
    terms: [],
    name,
    text,
    readings: [given(pack, to, 'set-by-hand', [])],
    rules: [{ statute: pack.statute, section: 'set by hand', confidence: 'M' }],
  })
}

/** The clocks that a step of a route starts, or an outcome of it (`start`: `step:filed`), counted as the pack says. */
export function routeClocks(
  pack: Pack,
  zoneData: string,
  input: {
    route: Route
    start: `step:${string}` | `outcome:${string}`
    clocks: readonly RouteClock[] | undefined
    party: string
    on: LocalDate
  },
): Deadline[] {
  const { route, start, clocks = [], party, on } = input
  return clocks.map((clock) => {
    const { period, citations } = clock
    const reading = (counting: string, lenient: boolean): Reading =>
      read(pack, { from: on, start, period, counting, citations, lenient })
    const safe = reading(clock.counting, false)
    const second =
      clock.lenientCounting === undefined ? undefined : reading(clock.lenientCounting, true)
    return {
      ...deadlineOf(pack, zoneData, {
        id: 'step',
        party,
        terms: [],
        name: clock.id,
        text: clock.text,
        readings: second === undefined ? [safe] : [safe, second],
      }),
      route: route.id,
    }
  })
}

/** The last day for the step that a limitation is of, where it runs from the day of the failure. Its name is that of the step. */
export function limitationFromFailure(
  pack: Pack,
  zoneData: string,
  { route, party, failureOn }: { route: Route; party: string; failureOn: LocalDate },
): Deadline | undefined {
  const { limitation } = route
  if (limitation?.from !== 'failure') return undefined
  const { period, citations, untilStep } = limitation
  return {
    ...deadlineOf(pack, zoneData, {
      id: 'limitation',
      party,
      terms: [],
      ...(untilStep === undefined ? {} : { name: untilStep }),
      readings: [
        read(pack, { from: failureOn, start: 'failure', period, counting: asGiven, citations }),
      ],
    }),
    route: route.id,
  }
}

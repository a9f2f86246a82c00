// From one way of reading the law to a date with its reasons, and from one or two readings to a deadline. No rule of its own.

import { epochDay, fromEpochDay, laterOf, yearOf, type LocalDate } from '../kernel/date.ts'
import { count } from '../calendar/counting.ts'
import { holidayDaysOf } from '../calendar/holidays.ts'
import { endOfDay, startOfDay } from '../calendar/zone.ts'
import type { RuleRef } from '../kernel/problems.ts'
import { weakest } from '../kernel/text.ts'
import type { Deadline, Derivation } from './deadline.schema.ts'
import type { Citation, Counting, DeadlineId, Holiday, Pack, Period } from './pack.schema.ts'
import { ruleRefs, uniqueRules } from './select.ts'

/** The counting of a date that somebody set: every day is like any other, nothing moves. */
export const asGiven = 'as-given'
const plain: Counting = { skips: [], rollsOver: [], clear: false, citations: [] }

export interface Reading {
  readonly date: LocalDate
  readonly derivation: Derivation
  readonly rules: readonly RuleRef[]
}

export function countingOf(pack: Pack, name: string): Counting {
  if (name === asGiven) return plain
  const counting = pack.countings[name]
  if (counting === undefined)
    throw new Error(`Pack ${pack.statute} ${pack.version} has no counting ${JSON.stringify(name)}`)
  return counting
}

/** Counts, and cites every rule that the date rests on: `citations`, the way of counting, and each holiday that it passed over. */
export function read(
  pack: Pack,
  input: {
    from: LocalDate
    start: string
    period: Period
    counting: string
    clear?: boolean
    /** By the second reading of what is a holiday. */
    lenient?: boolean
    citations: readonly Citation[]
  },
): Reading {
  const { from, start, period, citations } = input
  const named = countingOf(pack, input.counting)
  const clear = input.clear ?? named.clear
  const { date, skipped, rolled } = count({
    from,
    period,
    counting: { ...named, clear },
    holidays: input.lenient === true ? pack.holidays : surelyHolidays(pack),
  })
  const passed = new Set([...skipped, ...rolled].map(({ why }) => why))
  const holidays =
    passed.size === 0
      ? []
      : pack.holidays.filter(({ id }) => passed.has(id)).flatMap((holiday) => holiday.citations)
  return {
    date,
    derivation: { from, start, period, counting: input.counting, clear, skipped, rolled },
    rules: ruleRefs(pack, [...citations, ...named.citations, ...holidays]),
  }
}

/** The holidays of the safe reading: not those that only a second reading of the law knows. */
export function surelyHolidays(pack: Pack): readonly Holiday[] {
  let sure = sureOf.get(pack)
  if (sure === undefined) {
    sure = pack.holidays.some((holiday) => holiday.lenient === true)
      ? pack.holidays.filter((holiday) => holiday.lenient !== true)
      : pack.holidays
    sureOf.set(pack, sure)
  }
  return sure
}
/** One list for each pack: tables of days are kept by the list itself. */
const sureOf = new WeakMap<Pack, readonly Holiday[]>()

/**
 * Whether counting by the second reading of what is a holiday could give another date than `safe`, counted by the first: only where
 * such a day is among those that the count came by.
 */
export function meetsLenientHoliday(pack: Pack, { date, derivation }: Reading): boolean {
  const lenient = lenientHolidays(pack)
  if (lenient.length === 0) return false
  const { from, counting, rolled } = derivation
  const passesAll = countingOf(pack, counting).skips.includes('holiday')
  const first = passesAll ? epochDay(from) + 1 : epochDay(rolled[0]?.date ?? date)
  const last = epochDay(date)
  for (let year = yearOf(fromEpochDay(first)); year <= yearOf(date); year += 1)
    for (const day of holidayDaysOf(lenient, year).keys())
      if (day >= first && day <= last) return true
  return false
}

/** Holidays by a second reading of the law only. */
function lenientHolidays(pack: Pack): readonly Holiday[] {
  let lenient = lenientOf.get(pack)
  if (lenient === undefined) {
    lenient = pack.holidays.filter((holiday) => holiday.lenient === true)
    lenientOf.set(pack, lenient)
  }
  return lenient
}
const lenientOf = new WeakMap<Pack, readonly Holiday[]>()

/** A date taken as given. */
export function given(
  pack: Pack,
  date: LocalDate,
  start: string,
  citations: readonly Citation[],
): Reading {
  return read(pack, { from: date, start, period: { days: 0 }, counting: asGiven, citations })
}

/**
 * The deadline of one reading, or of two where two could apply. The safe date is the earlier one;
 * for `comply-not-before` the later one, because a step taken too early is the unlawful one.
 */
export function deadlineOf(
  pack: Pack,
  zoneData: string,
  input: {
    id: DeadlineId
    party: string
    terms: string[]
    readings: readonly [Reading, Reading?]
    rules?: readonly RuleRef[]
    name?: string
    text?: Deadline['text']
  },
): Deadline {
  const { id, party, terms, name, text } = input
  const [one, two] = input.readings
  const [safe, lenient] =
    two === undefined || two.date === one.date
      ? [one, undefined]
      : isSafer(id, one.date, two.date)
        ? [one, two]
        : [two, one]
  const rules = uniqueRules([...safe.rules, ...(lenient?.rules ?? []), ...(input.rules ?? [])])
  const endsAt = endOfDay(safe.date, pack.zone)
  return {
    id,
    party,
    terms,
    ...(name === undefined ? {} : { name }),
    ...(text === undefined ? {} : { text }),
    date: safe.date,
    ...(lenient === undefined
      ? {}
      : { lenientDate: lenient.date, lenientDerivation: lenient.derivation }),
    endsAt,
    alarmAt:
      id === 'comply-not-before' || id === 'enforceable'
        ? startOfDay(safe.date, pack.zone)
        : endsAt,
    zone: pack.zone,
    zoneData,
    confidence: weakest(rules.map((rule) => rule.confidence)),
    rules,
    derivation: safe.derivation,
  }
}

function isSafer(id: DeadlineId, a: LocalDate, b: LocalDate): boolean {
  return id === 'comply-not-before' ? laterOf(a, b) === a : epochDay(a) < epochDay(b)
}

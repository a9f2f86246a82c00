// What made two dates of one deadline differ, as far as the two derivations say: days, the start, the period, rules, zone data.

import type { LocalDate } from '../kernel/date.ts'
import type { Deadline, Derivation } from '../policy/deadline.schema.ts'
import type { Period } from '../policy/pack.schema.ts'
import type { RuleRef } from '../kernel/problems.ts'

export type DriftReason =
  /** A day that does not count now and did before, or the other way round; `why` is a weekday or the id of a holiday in the pack. */
  | { kind: 'day'; date: LocalDate; why: string; counts: boolean }
  | {
      kind: 'start'
      before: { start: string; from: LocalDate }
      after: { start: string; from: LocalDate }
    }
  | { kind: 'period'; before: Period; after: Period }
  | { kind: 'counting'; before: string; after: string }
  | { kind: 'rules'; gone: RuleRef[]; added: RuleRef[] }
  /** The same day, which ends at another instant. */
  | { kind: 'zone-data'; before: string; after: string }
  /** There was no such deadline, or there is none any more. */
  | { kind: 'new' }
  | { kind: 'gone' }

/** Nothing where neither derivation says: the other date then follows from an earlier fact of the order. */
export function whyDiffers(
  before: Deadline | undefined,
  after: Deadline | undefined,
): DriftReason[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'new' }]
  if (after === undefined) return [{ kind: 'gone' }]
  const safe = ofDerivations(before.derivation, after.derivation, earlier(before.date, after.date))
  const other =
    before.lenientDerivation === undefined || after.lenientDerivation === undefined
      ? []
      : ofDerivations(
          before.lenientDerivation,
          after.lenientDerivation,
          earlier(before.lenientDate ?? before.date, after.lenientDate ?? after.date),
        )
  const reasons = [
    ...new Map([...safe, ...other].map((reason) => [JSON.stringify(reason), reason])).values(),
  ]
  const gone = without(before.rules, after.rules)
  const added = without(after.rules, before.rules)
  if (gone.length + added.length > 0) reasons.push({ kind: 'rules', gone, added })
  if (
    before.date === after.date &&
    before.endsAt !== after.endsAt &&
    before.zoneData !== after.zoneData
  )
    reasons.push({ kind: 'zone-data', before: before.zoneData, after: after.zoneData })
  return reasons
}

/** Days after `until`, the end of the shorter one, are passed over because the count goes on, and made no difference. */
function ofDerivations(before: Derivation, after: Derivation, until: LocalDate): DriftReason[] {
  const reasons: DriftReason[] = []
  if (before.from !== after.from || before.start !== after.start)
    reasons.push({
      kind: 'start',
      before: { start: before.start, from: before.from },
      after: { start: after.start, from: after.from },
    })
  if (JSON.stringify(before.period) !== JSON.stringify(after.period))
    reasons.push({ kind: 'period', before: before.period, after: after.period })
  if (before.counting !== after.counting || before.clear !== after.clear)
    reasons.push({ kind: 'counting', before: countingOf(before), after: countingOf(after) })
  const [was, now] = [passed(before, until), passed(after, until)]
  for (const { date, why } of now)
    if (!was.some((day) => day.date === date))
      reasons.push({ kind: 'day', date, why, counts: false })
  for (const { date, why } of was)
    if (!now.some((day) => day.date === date))
      reasons.push({ kind: 'day', date, why, counts: true })
  return reasons
}

function passed({ skipped, rolled }: Derivation, until: LocalDate): Derivation['skipped'] {
  return [...skipped, ...rolled].filter(({ date }) => date <= until)
}

function countingOf({ counting, clear }: Derivation): string {
  return clear ? `${counting}, clear` : counting
}

function without(rules: readonly RuleRef[], others: readonly RuleRef[]): RuleRef[] {
  return rules.filter(
    (rule) =>
      !others.some(
        (other) =>
          other.statute === rule.statute &&
          other.section === rule.section &&
          other.confidence === rule.confidence,
      ),
  )
}

function earlier(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b
}

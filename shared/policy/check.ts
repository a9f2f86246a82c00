// What is wrong, or to be looked at, in a set of policy packs before an office uses them. Reading files and their form is the caller's.

import { addDays, parseDate, type LocalDate } from '../kernel/date.ts'
import { gapsOf } from './gaps.ts'
import type { Citation, Clock, Pack, Route, ShareRule, TermKind } from './pack.schema.ts'
import { replaces, stepsOf } from './select.ts'
import { isAmong, rulesOn, shareClasses } from './sharing.ts'
import { weakest } from '../kernel/text.ts'

/** Of an error, a date or a refusal would be wrong, or never come; of a warning, someone should know it. */
export type FindingCode =
  | 'contradiction'
  | 'missing-citation'
  | 'gap-in-force'
  | 'overlap-in-force'
  | 'unreachable-route'
  | 'caps'
  | 'window-never-given'
  | 'impossible-holiday'
  | 'no-time-to-comply'
  | 'window-unknown'
  | 'effect-unknown'
  | 'no-holidays'
  | 'unused'
  | 'unstated'
  | 'unverified-refusal'
  | 'finality-unknown'
  | 'not-shared'
  | 'unreachable-sharing'

export interface Finding {
  /** Which of the packs given, from 0. */
  readonly at: number
  readonly statute: string
  readonly version: string
  /** First day in force: two packs of a statute may have the same version. */
  readonly from: LocalDate
  readonly code: FindingCode
  /** Where in the file: `routes.1.needs`. */
  readonly path: string
  readonly message: string
}
export interface Findings {
  readonly errors: readonly Finding[]
  readonly warnings: readonly Finding[]
}

/** Everything at once. Packs of one statute are also checked against each other: every day from the first to the last has exactly one. */
export function checkPacks(packs: readonly Pack[]): Findings {
  const errors: Finding[] = []
  const warnings: Finding[] = []
  for (const [at, pack] of packs.entries()) {
    const into =
      (list: Finding[]): Tell =>
      (code, path, message) =>
        void list.push({
          at,
          statute: pack.statute,
          version: pack.version,
          from: pack.inForce.from,
          code,
          path,
          message,
        })
    const [error, warn] = [into(errors), into(warnings)]
    for (const gap of gapsOf(pack)) error('contradiction', ...split(gap))
    checkCitations(pack, error, warn)
    checkHolidays(pack, error, warn)
    checkClocks(pack, error, warn)
    checkRoutes(pack, error, warn)
    checkRefusals(pack, warn)
    checkSharing(pack, error, warn)
    const next = followingOf(pack, packs)
    if (next === undefined) continue
    if (pack.inForce.to === undefined || pack.inForce.to >= next.inForce.from)
      error(
        'overlap-in-force',
        'inForce.to',
        `is in force ${pack.inForce.to === undefined ? 'without end' : `to ${pack.inForce.to}`}, and another pack of ${pack.statute} from ${next.inForce.from}: an order issued then has two laws`,
      )
    else if (addDays(pack.inForce.to, 1) < next.inForce.from)
      error(
        'gap-in-force',
        'inForce.to',
        `ends ${pack.inForce.to}, and the next pack of ${pack.statute} begins ${next.inForce.from}: an order issued between has no law`,
      )
  }
  return { errors, warnings }
}

type Tell = (code: FindingCode, path: string, message: string) => void
const kinds: readonly TermKind[] = ['mandate', 'prohibition']

/** The next pack of the same statute by its first day; of those with the same first day, the next in the list. */
function followingOf(pack: Pack, packs: readonly Pack[]): Pack | undefined {
  const same = packs
    .filter(
      (each) => each.statute === pack.statute && !packs.some((other) => replaces(other, each)),
    )
    .toSorted((a, b) =>
      a.inForce.from < b.inForce.from ? -1 : a.inForce.from > b.inForce.from ? 1 : 0,
    )
  const at = same.indexOf(pack)
  return at < 0 ? undefined : same[at + 1]
}

function checkCitations(pack: Pack, error: Tell, warn: Tell): void {
  for (const [path, citations] of citationsIn(pack, '')) {
    if (citations.length === 0)
      error(
        'missing-citation',
        path,
        'a rule without a citation: name the section and how sure it is',
      )
    for (const { section, note } of citations) {
      if (section.trim() === '') error('missing-citation', path, 'a citation without a section')
      // What the law does not say of sharing is said with every event that is shared.
      if (section === 'unstated' && !path.startsWith('sharing.'))
        warn('unstated', path, note?.en ?? 'the law does not say, or has not been read')
    }
  }
}

function* citationsIn(value: unknown, path: string): Generator<[string, readonly Citation[]]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`
    if (key === 'citations' && Array.isArray(inner)) yield [at, inner]
    else yield* citationsIn(inner, at)
  }
}

function checkHolidays(pack: Pack, error: Tell, warn: Tell): void {
  pack.holidays.forEach(({ id, rule, fromYear = -Infinity, toYear = Infinity }, at) => {
    if (fromYear > toYear)
      error('impossible-holiday', `holidays.${at}`, `${id} is from ${fromYear} to ${toYear}: never`)
    // 2024 has every day that some year has.
    if (
      (rule.kind === 'fixed' || rule.kind === 'weekday-before') &&
      parseDate(`2024-${two(rule.month)}-${two(rule.day)}`) === undefined
    )
      error(
        'impossible-holiday',
        `holidays.${at}.rule`,
        `${id}: no year has a day ${rule.day} in month ${rule.month}`,
      )
    const outside =
      rule.kind === 'dates'
        ? rule.dates.filter(
            (date) => Number(date.slice(0, 4)) < fromYear || Number(date.slice(0, 4)) > toYear,
          )
        : []
    if (outside.length > 0)
      error(
        'impossible-holiday',
        `holidays.${at}.rule`,
        `${id}: ${outside.join(', ')} is outside its own years`,
      )
  })
  const speaks = Object.values(pack.countings).some(
    ({ skips, rollsOver }) => skips.includes('holiday') || rollsOver.includes('holiday'),
  )
  if (speaks && pack.holidays.length === 0)
    warn('no-holidays', 'holidays', 'a way of counting speaks of holidays, and none is listed')
  if (!speaks && pack.holidays.length > 0)
    warn('unused', 'holidays', 'holidays are listed, and no way of counting speaks of them')
  const used = new Set(
    [
      ...pack.clocks,
      ...pack.routes.flatMap((route) =>
        [...stepsOf(route), ...route.outcomes].flatMap(({ clocks = [] }) => clocks),
      ),
    ].flatMap(({ counting, lenientCounting }) => [counting, lenientCounting]),
  )
  for (const name of Object.keys(pack.countings))
    if (!used.has(name)) warn('unused', `countings.${name}`, 'no clock counts this way')
}

function checkClocks(pack: Pack, error: Tell, warn: Tell): void {
  if (!hasOrderPower(pack)) return
  for (const kind of kinds)
    if (!starts(pack, 'comply', kind, true))
      warn(
        'no-time-to-comply',
        'clocks',
        `no clock that a copy given starts says when a ${kind} is to be complied with`,
      )
  pack.challenges.forEach((rule, at) => {
    if (rule.of !== 'order') return
    const effects = [...rule.inTime, ...rule.late]
    for (const kind of kinds)
      if (!rule.inTime.some((effect) => effect.termKinds.includes(kind)))
        warn('effect-unknown', `challenges.${at}.inTime`, `does not say what it does to a ${kind}`)
    if (rule.window === undefined)
      return warn(
        'window-unknown',
        `challenges.${at}`,
        'has no window: whether it is in time is never known',
      )
    const { window } = rule
    const never = kinds.filter(
      (kind) =>
        (effects.length === 0 || effects.some((effect) => effect.termKinds.includes(kind))) &&
        !starts(pack, window, kind),
    )
    if (never.length > 0)
      error(
        'window-never-given',
        `challenges.${at}.window`,
        `no clock that a copy given starts gives the window "${window}" for a ${never.join(' or a ')}`,
      )
  })
}

function checkRoutes(pack: Pack, error: Tell, warn: Tell): void {
  const breachable =
    hasOrderPower(pack) &&
    (kinds.some((kind) => starts(pack, 'comply', kind)) ||
      pack.extensions.some((rule) => rule.act === 'extend' && rule.allowed))
  const open = new Set<string>()
  const opens = (route: Route): boolean =>
    route.needs.every((need) =>
      need.is === 'breach'
        ? breachable
        : need.is === 'enforceable'
          ? kinds.some((kind) => starts(pack, 'enforceable', kind))
          : need.is === 'after'
            ? open.has(need.route) && need.outcomes?.length !== 0
            : true,
    )
  for (let before = -1; before !== open.size;) {
    before = open.size
    for (const route of pack.routes) if (opens(route)) open.add(route.id)
  }
  pack.routes.forEach((route, at) => {
    if (!open.has(route.id)) {
      const after = route.needs.flatMap((need) =>
        need.is === 'after' && !open.has(need.route) ? [need.route] : [],
      )
      error(
        'unreachable-route',
        `routes.${at}.needs`,
        `${route.id} can never be taken: ${after.length > 0 ? `it comes after ${after.join(', ')}, which cannot be taken before it` : breachable ? 'it waits for an outcome, and names none' : 'it needs a breach, and nothing in this pack is ever due'}`,
      )
    }
    if (
      route.needs.some(
        (need) => need.is === 'challenge-window-over' || need.is === 'order-final',
      ) &&
      !kinds.some((kind) => starts(pack, 'challenge', kind))
    )
      warn(
        'window-unknown',
        `routes.${at}.needs`,
        `${route.id} waits for the end of a challenge window, and no clock gives one`,
      )
    checkCaps(route, `routes.${at}.caps`, error, warn)
  })
}

/** What would be refused or barred, and is only warned of because nobody has read the rule; and what can never be known to be final. */
function checkRefusals(pack: Pack, warn: Tell): void {
  const unverified = (citations: readonly Citation[] | undefined): boolean =>
    citations !== undefined && weakest(citations.map(({ confidence }) => confidence)) === 'M'
  const doubt = (path: string, what: string) =>
    warn('unverified-refusal', path, `${what} rests on a rule that nobody verified: it only warns`)
  pack.clocks.forEach((clock, at) => {
    if (clock.id === 'comply' && !clock.orderMaySet && unverified(clock.citations.slice(0, 1)))
      doubt(`clocks.${at}`, 'that an order may not set its own time')
  })
  pack.extensions.forEach(({ act, by, allowed, citations }, at) => {
    if (!allowed && unverified(citations))
      doubt(`extensions.${at}`, `that the ${by} may not ${act}`)
  })
  pack.applications?.forEach(({ section, by, barredBy }, at) => {
    if (unverified(barredBy?.citations))
      doubt(
        `applications.${at}.barredBy`,
        `that the ${by} may not apply under s.${section} meanwhile`,
      )
  })
  pack.routes.forEach((route, at) => {
    const bar = route.bars?.find(({ citations }) => unverified(citations))
    if (bar !== undefined)
      doubt(`routes.${at}.bars`, `that ${route.id} cannot be taken after ${bar.route}`)
    if (route.needs.length > 0 && unverified(route.citations))
      doubt(`routes.${at}.needs`, `that ${route.id} is not open yet`)
    if (unverified(route.limitation?.citations))
      doubt(`routes.${at}.limitation`, `that ${route.id} is barred by time`)
    if (unverified(route.caps?.citations) || unverified(route.caps?.subsequent?.citations))
      doubt(`routes.${at}.caps`, `that ${route.id} cannot end in another amount`)
    if (
      route.needs.some((need) => need.is === 'order-final') &&
      !pack.challenges.some((rule) => rule.of === 'decision' && rule.appealPeriod !== undefined)
    )
      warn(
        'finality-unknown',
        `routes.${at}.needs`,
        `${route.id} waits for an order to be final, and the pack does not say how long a decision may be appealed`,
      )
  })
  pack.absentRoutes?.forEach(({ id, citations }, at) => {
    if (unverified(citations)) doubt(`absentRoutes.${at}`, `that the law has no ${id}`)
  })
}

/** Classes that no rule covers on some day of the pack, and rules and agreements that never count. */
function checkSharing(pack: Pack, error: Tell, warn: Tell): void {
  const { from, to } = pack.inForce
  const { rules } = pack.sharing
  const daysAfter = rules.flatMap((rule) => (rule.to === undefined ? [] : [addDays(rule.to, 1)]))
  const days = [from, ...daysAfter].filter((day) => day >= from && day <= (to ?? endOfTime))
  for (const shareClass of shareClasses) {
    const bare = days.toSorted().find((day) => rulesOn(pack, shareClass, day).length === 0)
    if (bare !== undefined)
      warn(
        'not-shared',
        'sharing.rules',
        `no rule on "${shareClass}" on ${bare}: such facts are refused then, while another office could read them`,
      )
  }
  rules.forEach((_, at) => checkShareRule(pack, at, error, warn))
  checkAgreements(pack, error, warn)
}

function checkShareRule(pack: Pack, at: number, error: Tell, warn: Tell): void {
  const { rules, agreements } = pack.sharing
  const path = `sharing.rules.${at}`
  const rule = rules[at]
  if (rule === undefined) return
  const [first, last] = periodOf(rule, pack)
  if (first > last)
    return error(
      'unreachable-sharing',
      path,
      `counts from ${first} to ${last}: on no day of this pack`,
    )
  const before = rules.slice(0, at).filter((earlierRule) => {
    const [begins, ends] = periodOf(earlierRule, pack)
    return (
      begins <= first &&
      ends >= last &&
      rule.classes.every((each) => earlierRule.classes.includes(each))
    )
  })
  const whom = rule.with === 'anyone' ? ['*'] : rule.with
  const hides = ({ agreement, with: others }: ShareRule) =>
    agreement === undefined &&
    (others === 'anyone' || whom.every((each) => isAmong([each], others)))
  const hidden = before.find(hides)
  if (hidden !== undefined)
    error(
      'unreachable-sharing',
      path,
      `never counts: sharing.rules.${rules.indexOf(hidden)} says the same of all whom it speaks of, and asks for nothing`,
    )
  // Whoever has it by an earlier rule needs none.
  const partyOf = (party: string) =>
    party !== pack.statute &&
    isAmong([party], whom) &&
    !before.some(
      ({ agreement, with: others }) =>
        agreement !== 'needed' && (others === 'anyone' || isAmong([party], others)),
    )
  const known = agreements.some(
    (each) => each.between.some(partyOf) && each.from <= last && (each.to ?? endOfTime) >= first,
  )
  if (rule.agreement === 'needed' && !known)
    warn(
      'unreachable-sharing',
      path,
      'asks for an agreement, and the pack knows none that it could be: nothing is shared by it',
    )
}

function checkAgreements(pack: Pack, error: Tell, warn: Tell): void {
  const { rules, agreements } = pack.sharing
  agreements.forEach((each, at) => {
    const path = `sharing.agreements.${at}`
    if (each.from > (each.to ?? endOfTime))
      error('unreachable-sharing', path, `${each.id} ends ${each.to}, before it begins`)
    else if (!isAmong([pack.statute], each.between))
      error('unreachable-sharing', path, `${each.id} is not between offices of ${pack.statute}`)
    else if (
      !rules.some(
        ({ agreement, with: whom }) =>
          agreement !== undefined &&
          each.between.some(
            (party) => party !== pack.statute && (whom === 'anyone' || isAmong([party], whom)),
          ),
      )
    )
      warn('unused', path, `no rule asks for ${each.id}`)
  })
}

const endOfTime = '9999-12-31' as LocalDate

/** First and last day within the pack's own. */
function periodOf(
  { from, to }: { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined },
  { inForce }: Pack,
): readonly [LocalDate, LocalDate] {
  return [later(from, inForce.from), earlier(to, inForce.to)]
}

function later(day: LocalDate | undefined, other: LocalDate): LocalDate {
  return day === undefined || day < other ? other : day
}

function earlier(day: LocalDate | undefined, other: LocalDate | undefined): LocalDate {
  const [first = endOfTime] = [day ?? endOfTime, other ?? endOfTime].toSorted()
  return first
}

function checkCaps({ caps }: Route, path: string, error: Tell, warn: Tell): void {
  if (caps === undefined) return
  const { first, subsequent } = caps
  for (const party of ['individual', 'organization'] as const) {
    for (const [when, cap] of [
      ['first', first[party]],
      ['subsequent', subsequent?.[party]],
    ] as const) {
      if ((cap?.min ?? 0) > (cap?.max ?? Infinity))
        error(
          'caps',
          `${path}.${when}.${party}`,
          `the minimum of ${cap?.min} is above the maximum of ${cap?.max}`,
        )
      if (cap?.percent !== undefined && cap.max === undefined)
        warn(
          'caps',
          `${path}.${when}.${party}`,
          `${cap.percent} % of turnover means nothing where there is no maximum`,
        )
    }
    const [one, again] = [first[party], subsequent?.[party]]
    if (again === undefined) continue
    const less = [
      (one.max ?? Infinity) > (again.max ?? Infinity) && 'maximum',
      (one.min ?? 0) > (again.min ?? 0) && 'minimum',
      (one.percent ?? 0) > (again.percent ?? 0) && again.max !== undefined && 'share of turnover',
    ].filter((word) => word !== false)
    if (less.length > 0)
      error(
        'caps',
        `${path}.subsequent.${party}`,
        `the ${less.join(' and the ')} of a first offence is above that of a subsequent one`,
      )
  }
}

/** Whether a copy given to a party starts this clock for such a term, directly or through other clocks. */
function starts(
  pack: Pack,
  id: Clock['id'],
  kind: TermKind,
  byItself = false,
  seen: readonly Clock[] = [],
): boolean {
  const clock = pack.clocks.find(
    (candidate) =>
      candidate.id === id &&
      candidate.termKinds.includes(kind) &&
      !(byItself && candidate.onlyIfSet),
  )
  if (clock === undefined || seen.includes(clock)) return false
  return typeof clock.from === 'string'
    ? clock.from === 'copy-given'
    : starts(pack, clock.from.clock, kind, byItself, [...seen, clock])
}

function hasOrderPower(pack: Pack): boolean {
  return pack.instruments.some(({ binding }) => binding)
}

function split(gap: string): [string, string] {
  const at = gap.indexOf(': ')
  return [gap.slice(0, at), gap.slice(at + 2)]
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

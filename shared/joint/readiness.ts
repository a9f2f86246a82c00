// Whether and when an office may lawfully do all that it drafted: the orders' own rules, tried on the days on which their answer can change.
// Nothing is decided twice: what is tried here is decided again, by the same rules, when the office acts.

import type { DecisionContext } from '../policy/decision.ts'
import { count } from '../calendar/counting.ts'
import { addDays, type Instant, type LocalDate } from '../kernel/date.ts'
import { dateAt, later, startOfDay } from '../calendar/zone.ts'
import { parseOrderId, type OrderId } from '../kernel/ids.ts'
import { maxReadinessDays, maxTextLength } from '../kernel/limits.ts'
import { notKnownOpen } from '../order/escalate.ts'
import { orderRules } from '../order/rules.ts'
import type { OrderState } from '../order/state.ts'
import { breaches } from '../order/terms.ts'
import { packFor, routeOf } from '../policy/clocks.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { nameOfKind, notOwnProblem } from '../office/powers.ts'
import type { Draft } from './draft.schema.ts'
import type { Readiness, Reason } from './participation.schema.ts'
import { whyReady } from './readiness-why.ts'

export interface ReadinessInput {
  readonly drafts: readonly Draft[]
  readonly orderOf: (order: OrderId) => OrderState | undefined
  /** Its `today` is replaced by each day that is tried. */
  readonly context: DecisionContext
  readonly now: Instant
}

/** Ready from the first day on which every draft is lawful, until the last instant before one of them no longer is. An office that drafted nothing is ready now. */
export function readinessOf({ drafts, orderOf, context, now }: ReadinessInput): Readiness {
  const { zone } = context.office
  const today = dateAt(now, zone)
  const days = daysToTry(drafts, orderOf, context.packs, today)
  const tried: (readonly (Problem | undefined)[])[] = []
  let opens: number | undefined
  let closes: number | undefined
  for (const [at, day] of days.entries()) {
    const problems = drafts.map((draft) => problemOn(draft, orderOf(draft.order), day, context))
    tried.push(problems)
    const isLawful = problems.every((problem) => problem === undefined)
    if (opens === undefined && isLawful) opens = at
    if (opens !== undefined && !isLawful) {
      closes = at
      break
    }
  }
  const date = opens === undefined ? undefined : days[opens]
  if (opens === undefined || date === undefined)
    return { state: 'blocked', reason: reasonOf(blockedBy(drafts, days, tried), today) }
  const end = closes === undefined ? undefined : days[closes]
  const those = (at: number) =>
    drafts.flatMap((draft, index) =>
      tried[at]?.[index] === undefined
        ? []
        : [{ draft, state: orderOf(draft.order), problem: tried[at][index] }],
    )
  return {
    state: 'ready',
    from: opens === 0 ? now : startOfDay(date, zone),
    date,
    zone,
    ...(end === undefined ? {} : { until: later(startOfDay(end, zone), -1) }),
    why: whyReady({
      packs: context.packs,
      opening: opens === 0 ? [] : those(opens - 1),
      date,
      closing: closes === undefined ? [] : those(closes),
      end,
    }),
  }
}

/** The real rules, as if it were that day. */
function problemOn(
  { order, command }: Draft,
  state: OrderState | undefined,
  on: LocalDate,
  context: DecisionContext,
): Problem | undefined {
  const ref = parseOrderId(order)
  const foreign = notOwnProblem(context.office.id, ref?.office, {
    id: order,
    name: nameOfKind.order,
  })
  if (ref === undefined || foreign !== undefined) return foreign
  const result = orderRules.decide(ref, state, { ...command, on }, { ...context, today: on })
  if (!result.ok) return result.problem
  // An unverified rule never refuses a fact that happened; but a day that is promised to others must be lawful as far as anybody knows.
  const pack =
    state === undefined ? undefined : packFor(context.packs, state.statute, state.issuedOn)
  return state === undefined || pack?.ok !== true || command.kind !== 'escalate'
    ? undefined
    : notKnownOpen(state, { ...command, on }, pack.value)
}

/** Today, then every later day on which an answer can change. Changes beyond the horizon are found once they are nearer. */
function daysToTry(
  drafts: readonly Draft[],
  orderOf: ReadinessInput['orderOf'],
  packs: readonly Pack[],
  today: LocalDate,
): LocalDate[] {
  const horizon = addDays(today, maxReadinessDays)
  const changes = drafts.flatMap(({ order, command }) => {
    const state = orderOf(order)
    if (command.kind === 'issue') return daysOfStatute(packs, command.statute)
    if (state === undefined) return []
    const days = state.deadlines.flatMap((deadline) => [
      deadline.date,
      ...(deadline.lenientDate === undefined ? [] : [deadline.lenientDate]),
    ])
    return withNext([
      ...days,
      ...(command.kind === 'escalate' ? limitations(state, packs, command.route) : []),
    ])
  })
  return [today, ...[...new Set(changes)].filter((day) => day > today && day <= horizon).toSorted()]
}

function withNext(days: readonly LocalDate[]): LocalDate[] {
  return days.flatMap((day) => [day, addDays(day, 1)])
}

/** When the statute, or its power to order, begins and is over. */
function daysOfStatute(packs: readonly Pack[], statute: string): LocalDate[] {
  const periods = packs
    .filter((pack) => pack.statute === statute)
    .flatMap((pack) => [pack.inForce, ...pack.instruments.flatMap(({ inForce }) => inForce ?? [])])
  return periods.flatMap(({ from, to }) => [
    ...(from === undefined ? [] : [from]),
    ...(to === undefined ? [] : [addDays(to, 1)]),
  ])
}

/** The last days of the route's limitation period. One that does not run yet is counted from each day on which a time to comply ends. */
function limitations(state: OrderState, packs: readonly Pack[], id: string): LocalDate[] {
  const pack = packFor(packs, state.statute, state.issuedOn)
  const route = pack.ok ? routeOf(pack.value, id) : pack
  if (!route.ok || route.value.limitation === undefined) return []
  const { from, period } = route.value.limitation
  const starts =
    from === 'order'
      ? [state.issuedOn]
      : breaches(state, '9999-12-31' as LocalDate).map(({ since }) => since)
  return starts.map(
    (start) =>
      count({
        from: start,
        period,
        counting: { skips: [], rollsOver: [], clear: false },
        holidays: [],
      }).date,
  )
}

/** Why there is no day: what the rules say today of a draft that is lawful on none, or that no day is lawful for all drafts at once. */
function blockedBy(
  drafts: readonly Draft[],
  days: readonly LocalDate[],
  tried: readonly (readonly (Problem | undefined)[])[],
): Problem {
  const never = drafts.findIndex((_, index) =>
    tried.every((problems) => problems[index] !== undefined),
  )
  const first = tried[0]?.[never]
  if (first !== undefined) return first
  const windows = drafts.map(({ order }, index): Text => {
    const lawful = days.filter((_, at) => tried[at]?.[index] === undefined)
    const end = days.find((day, at) => day > (lawful[0] ?? day) && tried[at]?.[index] !== undefined)
    const from = lawful[0] === days[0] ? undefined : lawful[0]
    const until = end === undefined ? undefined : addDays(end, -1)
    return {
      en: `"${order}"${from === undefined ? '' : ` from ${from}`}${until === undefined ? '' : ` until ${until}`}`,
      fr: `« ${order} »${from === undefined ? '' : ` dès le ${from}`}${until === undefined ? '' : ` jusqu’au ${until}`}`,
    }
  })
  return problem('not-ready', {
    en: `On no day is all lawful that was drafted: ${windows.map(({ en }) => en).join(', ')}`,
    fr: `Aucun jour ne convient à tout ce qui a été préparé : ${windows.map(({ fr }) => fr).join(', ')}`,
  })
}

/** Without the day that was tried, so that the same answer is reported once and not every day. */
function reasonOf({ code, message, messageFr, rule }: Problem, today: LocalDate): Reason {
  const always = (words: string) =>
    words.replaceAll(` on ${today}`, '').replaceAll(` le ${today}`, '').slice(0, maxTextLength)
  return {
    code,
    message: always(message),
    messageFr: always(messageFr),
    ...(rule === undefined ? {} : { rule }),
  }
}

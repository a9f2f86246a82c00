// The line of one order in lists, and its lines in the list of deadlines, as they stand at the end of a day. Pure reading of a folded order.

import type { BoardOrder } from '../board/board.schema.ts'
import { viewOrder } from '../board/view.ts'
import { lastIfAll, type Instant, type LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import { lifeOn } from '../order/life.ts'
import { pendingDeadlines } from '../order/rules.ts'
import { respondentsOf, type OrderState } from '../order/state.ts'
import { dutyEnd } from '../order/duties.ts'
import { endOf, openChallenges } from '../order/terms.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { packFor } from '../policy/select.ts'
import type { DueRow, OrderRow } from './rows.schema.ts'
import { nextTurnOfOrder } from './turns.ts'

/** An order as it is folded from the facts up to a day. */
export interface FoldedForList {
  readonly version: number
  readonly recordedAt: Instant
  readonly state: OrderState
}

export interface OrderLines {
  readonly row: OrderRow
  readonly due: readonly (DueRow & { readonly key: string })[]
  /** What statistics count: when each step of its course was reached. */
  readonly course: Course
  /** The first later day on which any of this may be different. */
  readonly turnsOn: LocalDate
}

export interface Course {
  /** When the last of its respondents was given a copy; absent until then. */
  readonly servedOn?: LocalDate
  readonly challengedOn?: LocalDate
  /** The first decision of a court on a challenge. */
  readonly decidedOn?: LocalDate
  readonly escalatedOn?: LocalDate
  /** When the last of its terms ended, or it was closed. */
  readonly endedOn?: LocalDate
}

export function orderLines(
  folded: FoldedForList,
  packs: readonly Pack[],
  day: LocalDate,
): OrderLines {
  const { state, version, recordedAt } = folded
  const view = viewOrder({ version, state }, packs, day)
  const pack = packFor(packs, state.statute, state.issuedOn)
  const course = courseOf(state, day)
  const due = dueRows(state, view, day)
  return {
    row: orderRow(state, view, recordedAt, course, day),
    due,
    course,
    turnsOn: nextTurnOfOrder(state, pack.ok ? pack.value : undefined, day),
  }
}

function orderRow(
  state: OrderState,
  view: BoardOrder,
  recordedAt: Instant,
  { endedOn }: Course,
  day: LocalDate,
): OrderRow {
  const open = endedOn === undefined
  const lapsed = view.terms.filter(({ clock }) => clock === 'lapsed')
  const since = lapsed.flatMap(({ due }) => due?.date ?? []).toSorted()[0]
  return {
    order: state.order,
    office: state.office,
    matter: state.matter,
    statute: state.statute,
    respondents: [state.respondent, ...(state.respondents ?? [])].map(({ name }) => name),
    status: view.status,
    ...present({ sealed: view.sealed?.of }),
    version: view.version,
    issuedOn: state.issuedOn,
    recordedAt,
    open,
    next: nextDay(state, view),
    overdue: since === undefined ? null : { since, terms: lapsed.map(({ id }) => id) },
    unserved: open ? unserved(state) : [],
    inCourt: open ? inCourt(state, day) : [],
    routes: view.routes
      .filter(({ available, taken }) => available && taken === 'no')
      .map(({ route, name, section, confidence }) => ({ route, name, section, confidence })),
  }
}

function nextDay(state: OrderState, { nextAlarm }: BoardOrder): OrderRow['next'] {
  if (nextAlarm === null) return null
  const { deadline, date, terms, at, party } = nextAlarm
  const found = state.deadlines.find(
    (each) => each.id === deadline && each.alarmAt === at && each.party === party,
  )
  return { deadline, date, terms, confidence: found?.confidence ?? 'M' }
}

function unserved({ respondent, respondents = [], copies }: OrderState): string[] {
  return [respondent, ...respondents]
    .filter(({ id }) => !copies.some(({ party }) => party === id))
    .map(({ name }) => name)
}

function inCourt(state: OrderState, day: LocalDate): OrderRow['inCourt'] {
  const open = openChallenges(state, day)
  const asked = state.courtStays.findLast(({ on }) => on <= day)
  return [
    ...state.challenges
      .filter(({ id }) => open.includes(id))
      .map(({ id, forum, on }) => ({ kind: 'challenge' as const, id, forum, since: on })),
    ...(asked?.action === 'sought'
      ? [{ kind: 'stay' as const, id: asked.terms.join('+'), forum: asked.forum, since: asked.on }]
      : []),
    ...state.escalations
      .filter(({ decided, on }) => decided === undefined && on <= day)
      .map(({ route, on }) => ({ kind: 'route' as const, id: route, forum: null, since: on })),
  ]
}

/** What still means something: to come, or passed and not done. What passed without a consequence is on the order's page. */
function dueRows(state: OrderState, view: BoardOrder, day: LocalDate): OrderLines['due'] {
  if (state.closedOn !== undefined) return []
  const pending = new Set(pendingDeadlines(state))
  const lapsed = new Set(
    view.terms.filter(({ clock }) => clock === 'lapsed').map((term) => term.id),
  )
  const names = new Map(
    [state.respondent, ...(state.respondents ?? []), ...state.otherParties].map((party) => [
      party.id,
      party.name,
    ]),
  )
  return state.deadlines.flatMap((deadline) => {
    const { id, party, terms, route, name, date, lenientDate, confidence } = deadline
    const stayed = isStayed(state, deadline, day)
    if (!pending.has(deadline) && !stayed) return []
    const overdue = isOverdue(deadline, lapsed, day)
    if (date < day && !overdue) return []
    return [
      {
        key: [id, party, terms.join('+'), route ?? '', name ?? ''].join('|'),
        kind: 'order' as const,
        office: state.office,
        order: state.order,
        matter: state.matter,
        respondent: names.get(party) ?? party,
        deadline: id,
        name: name ?? null,
        route: route ?? null,
        terms: terms.filter((term) => dutyEnd(state, term, party, day) === undefined),
        date,
        lenientDate: lenientDate ?? null,
        confidence,
        stayed,
        overdue,
      },
    ]
  })
}

function isStayed(
  state: OrderState,
  { terms, party }: Pick<Deadline, 'terms' | 'party'>,
  day: LocalDate,
): boolean {
  return terms.length > 0 && terms.every((term) => lifeOn(state, term, party, day).stayed)
}

/** A window that closed or a route that ran out is not overdue: nobody has to do it any more. */
function isOverdue(
  { id, terms, date, lenientDate }: Deadline,
  lapsed: ReadonlySet<string>,
  day: LocalDate,
): boolean {
  if ((lenientDate ?? date) >= day) return false
  return id === 'report' || (id === 'comply' && terms.some((term) => lapsed.has(term)))
}

function courseOf(state: OrderState, day: LocalDate): Course {
  const all = respondentsOf(state)
  const served = all.map((party) => first(state.copies.filter((copy) => copy.party === party)))
  const challengedOn = first(state.challenges)
  const decidedOn = first(state.challenges.flatMap(({ decisions }) => decisions))
  const escalatedOn = first(state.escalations)
  const endedOn = endedOnOf(state, day)
  const servedOn = served.includes(undefined)
    ? undefined
    : served
        .flatMap((on) => on ?? [])
        .toSorted()
        .at(-1)
  return {
    ...(servedOn === undefined ? {} : { servedOn }),
    ...(challengedOn === undefined ? {} : { challengedOn }),
    ...(decidedOn === undefined ? {} : { decidedOn }),
    ...(escalatedOn === undefined ? {} : { escalatedOn }),
    ...(endedOn === undefined ? {} : { endedOn }),
  }
}

function endedOnOf(state: OrderState, day: LocalDate): LocalDate | undefined {
  if (state.closedOn !== undefined) return state.closedOn
  const names = state.terms.length === 0 ? [''] : state.terms.map(({ id }) => id)
  return lastIfAll(names.map((term) => endOf(state, term, day)?.on))
}

function first(dated: readonly { readonly on: LocalDate }[]): LocalDate | undefined {
  return dated.map(({ on }) => on).toSorted()[0]
}

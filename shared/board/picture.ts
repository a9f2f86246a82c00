// Makes the picture of a matter from its folded orders and its offices' parts, as of a day. Pure reading of facts; nothing is computed twice.

import { addDays, daysBetween, type LocalDate } from '../kernel/date.ts'
import type { MatterId, OfficeId, OrderId } from '../kernel/ids.ts'
import { isOpen, type MatterState } from '../matter/rules.ts'
import { turningDays } from '../order/calculus.ts'
import { lifeOf } from '../order/life.ts'
import { pendingDeadlines } from '../order/rules.ts'
import { effectiveFacts } from '../order/evolve.ts'
import type { OrderState } from '../order/state.ts'
import { endOf, statusOf, viewTerm } from '../order/terms.ts'
import type { MatterPicture, PictureMark, PictureRow, PictureSpan } from './picture.schema.ts'

export interface PictureInput {
  readonly matter: MatterId
  readonly today: LocalDate
  readonly orders: readonly OrderState[]
  readonly parts: readonly { readonly office: OfficeId; readonly state: MatterState }[]
}

/** Years ahead that the axis may reach: what comes later stands at its end. */
const aheadDays = 730

/** Each office's own entries first, then its orders by issue. */
export function matterPicture({ matter, today, orders, parts }: PictureInput): MatterPicture {
  const offices = [
    ...new Set([...parts.map(({ office }) => office), ...orders.map(({ office }) => office)]),
  ].toSorted()
  const rows = offices.flatMap((office) => [
    ...parts.filter((part) => part.office === office).map((part) => partRow(part, today)),
    ...orders
      .filter((order) => order.office === office)
      .toSorted((a, b) => compare(a.issuedOn, b.issuedOn) || compare(a.order, b.order))
      .map((order) => orderRow(order, today)),
  ])
  const days = rows.flatMap(({ spans, marks }) => [
    ...spans.flatMap(({ from, to }) => (to === null ? [from] : [from, to])),
    ...marks.map(({ on }) => on),
  ])
  const [first = today, last = today] = [days.toSorted()[0], days.toSorted().at(-1)]
  const latest = addDays(today, aheadDays)
  const from = first < today ? first : today
  const to = last > latest ? latest : last > today ? last : today
  // Never narrower than a month: one day makes no axis.
  const room = Math.max(3, Math.ceil(daysBetween(from, to) / 40))
  return { matter, today, from: addDays(from, -room), to: addDays(to, room), rows }
}

function orderRow(state: OrderState, today: LocalDate): PictureRow {
  return {
    office: state.office,
    order: state.order as OrderId,
    status: statusOf(state, today),
    spans: [...windows(state), ...stays(state, today), ...overdue(state, today), ...routes(state)],
    marks: [
      ...effectiveFacts(state.facts)
        .filter(({ kind }) => kind !== 'deadline-reached')
        .map((fact) => factMark(fact)),
      ...pendingDeadlines(state)
        .filter(({ date }) => date >= today)
        .map(({ id, date, terms, confidence }): PictureMark => ({
          kind: 'alarm',
          deadline: id,
          on: date,
          terms: [...terms],
          confidence,
        })),
    ],
  }
}

/** The time to comply and the time to challenge, each once for the terms that share it. */
function windows(state: OrderState): PictureSpan[] {
  return state.deadlines.flatMap(({ id, date, terms, derivation }) =>
    (id === 'comply' || id === 'challenge') && derivation.from <= date
      ? [span(id, derivation.from, date, terms)]
      : [],
  )
}

/** From day to day on which something about a stay may change: terms that are stayed together are one span. */
function stays(state: OrderState, today: LocalDate): PictureSpan[] {
  const names = state.terms.length === 0 ? [''] : state.terms.map(({ id }) => id)
  const found: PictureSpan[] = []
  const running = new Map<string, { from: LocalDate; uncertain: boolean }>()
  const days = turningDays(state)
  for (const [at, day] of days.entries()) {
    for (const term of names) {
      const { stayed, uncertain } = lifeOf(state, term, day)
      const since = running.get(term)
      if (since !== undefined && (!stayed || since.uncertain !== uncertain)) {
        found.push({
          ...span('stay', since.from, addDays(day, -1), [term]),
          uncertain: since.uncertain,
        })
        running.delete(term)
      }
      if (stayed && !running.has(term)) running.set(term, { from: day, uncertain })
    }
    if (at === days.length - 1)
      for (const [term, { from, uncertain }] of running) {
        const { until } = lifeOf(state, term, day)
        const end = until ?? (endOf(state, term, today)?.how === 'closed' ? today : null)
        found.push({ ...span('stay', from, end, [term]), uncertain })
      }
  }
  return together(found)
}

/** What is late today, from the day after its last. */
function overdue(state: OrderState, today: LocalDate): PictureSpan[] {
  return together(
    state.terms.flatMap((term) => {
      const { clock, due } = viewTerm(state, term, today)
      return clock === 'lapsed' && due !== null
        ? [span('overdue', addDays(due.date, 1), null, [term.id])]
        : []
    }),
  )
}

function routes(state: OrderState): PictureSpan[] {
  return state.escalations.map(({ route, on, decided }) =>
    span('route', on, decided?.on ?? null, [route]),
  )
}

function partRow({ office, state }: PictureInput['parts'][number], today: LocalDate): PictureRow {
  const commitments = state.deadlines.flatMap(({ id, date, terms, derivation }) =>
    (id === 'comply' || id === 'reply') && derivation.from <= date
      ? [span(id === 'reply' ? 'reply' : 'commitment', derivation.from, date, terms)]
      : [],
  )
  return {
    office,
    order: null,
    status: null,
    spans: commitments,
    marks: [
      { kind: 'fact', event: 'opened', on: state.openedOn, terms: [] },
      ...state.entries
        .filter(({ kind }) => kind !== 'deadline-reached')
        .map((entry) => factMark(entry)),
      ...state.deadlines
        .filter((deadline) => deadline.date >= today && isOpen(state, deadline))
        .map(({ id, date, terms, confidence }): PictureMark => ({
          kind: 'alarm',
          deadline: id,
          on: date,
          terms: [...terms],
          confidence,
        })),
    ],
  }
}

function factMark(fact: { readonly kind: string; readonly on: string }): PictureMark {
  const { terms } = fact as { readonly terms?: readonly unknown[] }
  return {
    kind: 'fact',
    event: fact.kind,
    on: fact.on as LocalDate,
    terms: (terms ?? []).flatMap((term) => (typeof term === 'string' ? [term] : [])),
  }
}

function span(
  kind: PictureSpan['kind'],
  from: LocalDate,
  to: LocalDate | null,
  terms: readonly string[],
): PictureSpan {
  return { kind, from, to, terms: terms.filter((term) => term !== ''), uncertain: false }
}

/** Spans of the same days are one, with all their terms. */
function together(spans: readonly PictureSpan[]): PictureSpan[] {
  const groups = Map.groupBy(spans, ({ from, to, uncertain }) => `${from} ${to} ${uncertain}`)
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, terms: same.flatMap(({ terms }) => terms) }]
  })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

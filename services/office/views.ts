// The read side of one office: boards, orders, matters and deadlines, from the projection alone. It knows no broker and no Temporal.

import { recorderOf } from '../../shared/contract/recorder.ts'
import type { Board, FollowerView } from '../../shared/board/board.schema.ts'
import { dueInMatter, dueInOrder, type Due } from '../../shared/board/due.ts'
import { matterPicture } from '../../shared/board/picture.ts'
import type { MatterPicture } from '../../shared/board/picture.schema.ts'
import { viewBoard, viewOrder, type FoldedOrder } from '../../shared/board/view.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import { endOfDay } from '../../shared/calendar/zone.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import {
  parseOrderId,
  type AggregateRef,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../../shared/kernel/ids.ts'
import type { MatterEvent } from '../../shared/matter/matter.schema.ts'
import type { MatterState } from '../../shared/matter/rules.ts'
import type { OrderEvent } from '../../shared/order/order.schema.ts'
import { pendingDeadlines } from '../../shared/order/rules.ts'
import type { OrderState } from '../../shared/order/state.ts'
import { stayOf } from '../../shared/order/stays.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import type { BoardQuery, OfMatters } from '../../shared/contract/office-api.ts'
import type {
  Chronology,
  MatterDetail,
  MatterSummary,
  OrderDetail,
  Upcoming,
} from '../../shared/contract/views.schema.ts'
import type { Store, StoredAggregate, StoredEvent } from './ports.ts'

export interface ViewOptions {
  readonly office: OfficeEntry
  readonly store: Store
  readonly packs: readonly Pack[]
  readonly today: () => LocalDate
  readonly followers: () => FollowerView[]
}

export type Views = ReturnType<typeof createViews>

/** Everything a page or a program can ask about. A date that is not given is today, by the office's legal clock. */
export function createViews({ office, store, packs, today, followers }: ViewOptions) {
  const untilEndOf = (knownOn?: LocalDate) =>
    knownOn === undefined ? {} : { knownOn: lastInstantOf(knownOn, office.zone) }

  function folded(asOf: LocalDate, knownOn?: LocalDate, only?: AggregateRef): FoldedOrder[] {
    return store
      .foldAsOf('order', { asOf, ...untilEndOf(knownOn) }, only)
      .map(({ version, state }) => ({ version, state: state as OrderState }))
  }

  function board({ asOf = today(), knownOn, matters }: BoardQuery & OfMatters): Board {
    const orders =
      matters === undefined
        ? folded(asOf, knownOn)
        : matters
            .flatMap((id) => store.lists.ofMatter(id, 'order'))
            .flatMap((ref) => folded(asOf, knownOn, ref))
    return viewBoard({
      office: office.id,
      asOf,
      knownOn,
      orders,
      packs,
      followers: followers(),
    })
  }

  function order(id: OrderId, { asOf = today(), knownOn }: BoardQuery): OrderDetail | undefined {
    const ref = parseOrderId(id)
    const [found] = ref === undefined ? [] : folded(asOf, knownOn, ref)
    if (ref === undefined || found === undefined) return undefined
    const history = eventsUpTo(ref, asOf, knownOn).map((stored) => historyOf<OrderEvent>(stored))
    return {
      asOf,
      ...(knownOn === undefined ? {} : { knownOn }),
      view: viewOrder(found, packs, asOf),
      state: found.state,
      history,
    }
  }

  function eventsUpTo(ref: AggregateRef, asOf: LocalDate, knownOn?: LocalDate): StoredEvent[] {
    const { knownOn: last } = untilEndOf(knownOn)
    return store
      .eventsOf(ref)
      .filter(
        ({ recorded }) =>
          recorded.event.on <= asOf && (last === undefined || recorded.recordedAt <= last),
      )
  }

  function summaries(): MatterParts[] {
    const orders = store.aggregates('order').map(({ aggregate }) => aggregate.state as OrderState)
    const byMatter = Map.groupBy(store.aggregates('matter'), ({ ref }) => ref.id)
    const ids = [...new Set([...byMatter.keys(), ...orders.map(({ matter }) => matter)])].sort()
    const ordersOf = Map.groupBy(orders, (order) => order.matter)
    return ids.map((id) =>
      partsOf(id as MatterId, byMatter.get(id) ?? [], ordersOf.get(id as MatterId) ?? []),
    )
  }

  /** One, without looking at the others; undefined where no office says anything of it. */
  function summaryOf(id: MatterId): MatterParts | undefined {
    const found = (kind: 'order' | 'matter') =>
      store.lists.ofMatter(id, kind).flatMap((ref) => {
        const aggregate = store.aggregate(ref)
        return aggregate === undefined ? [] : [{ ref, aggregate }]
      })
    const [parts, orders] = [found('matter'), found('order')]
    return parts.length === 0 && orders.length === 0
      ? undefined
      : partsOf(
          id,
          parts,
          orders.map(({ aggregate }) => aggregate.state as OrderState),
        )
  }

  function matter(id: MatterId): MatterDetail | undefined {
    const found = summaryOf(id)
    if (found === undefined) return undefined
    const { refs, ...summary } = found
    const entries = refs
      .flatMap((ref) => store.eventsOf(ref))
      .map((stored) => historyOf<MatterEvent>(stored))
      .toSorted((a, b) =>
        a.on === b.on ? (a.recordedAt < b.recordedAt ? -1 : 1) : a.on < b.on ? -1 : 1,
      )
    return {
      ...summary,
      entries,
      orderViews: ordersOfMatter(id).map((folded) => viewOrder(folded, packs, today())),
    }
  }

  function pictureOf(id: MatterId): MatterPicture | undefined {
    const parts = store.lists.ofMatter(id, 'matter').flatMap((ref) =>
      store.foldAsOf('matter', { asOf: today() }, ref).map(({ state }) => ({
        office: ref.office,
        state: state as MatterState,
      })),
    )
    const orders = ordersOfMatter(id).map(({ state }) => state)
    return parts.length === 0 && orders.length === 0
      ? undefined
      : matterPicture({ matter: id, today: today(), orders, parts })
  }

  function ordersOfMatter(id: MatterId): FoldedOrder[] {
    return store.lists
      .ofMatter(id, 'order')
      .flatMap((ref) => folded(today(), undefined, ref))
      .toSorted(
        (a, b) =>
          compare(a.state.issuedOn, b.state.issuedOn) || compare(a.state.order, b.state.order),
      )
  }

  function chronology(
    id: MatterId,
    { asOf = today(), knownOn }: BoardQuery,
  ): Chronology | undefined {
    const found = summaryOf(id)
    if (found === undefined) return undefined
    const { title, respondent, files, refs, orders } = found
    const said = refs
      .flatMap((ref) => eventsUpTo(ref, asOf, knownOn))
      .map((stored) => ({ about: 'matter' as const, ...historyOf<MatterEvent>(stored) }))
    const ordered = orders.flatMap((order) => {
      const ref = parseOrderId(order)
      return ref === undefined
        ? []
        : eventsUpTo(ref, asOf, knownOn).map((stored) => ({
            about: 'order' as const,
            order,
            ...historyOf<OrderEvent>(stored),
          }))
    })
    return {
      matter: id,
      title,
      respondent,
      files,
      office: office.id,
      asOf,
      ...(knownOn === undefined ? {} : { knownOn }),
      entries: [...said, ...ordered].sort(byLegalDate),
      ledgers: followers(),
    }
  }

  function due({
    office: issuer,
    matter: of,
    order: one,
  }: {
    readonly office?: OfficeId
    readonly matter?: MatterId
    readonly order?: OrderId
  }): Due[] {
    const now = { asOf: today() }
    const only = one === undefined ? undefined : parseOrderId(one)
    const inOrders = store
      .foldAsOf('order', now, only)
      .flatMap((each) => dueInOrder({ ...each, state: each.state as OrderState }))
    const inMatters =
      one === undefined
        ? store
            .foldAsOf('matter', now)
            .flatMap((each) => dueInMatter({ ...each, state: each.state as MatterState }))
        : []
    const wanted = [...inOrders, ...inMatters].filter(
      ({ ref, matter: its }) =>
        (issuer === undefined || ref.office === issuer) && (of === undefined || its === of),
    )
    return wanted.sort(
      (a, b) =>
        compare(a.deadline.date, b.deadline.date) ||
        compare(a.ref.office, b.ref.office) ||
        compare(a.ref.id, b.ref.id) ||
        compare(a.key, b.key),
    )
  }

  function deadlines({
    asOf: now = today(),
    knownOn,
    until,
  }: BoardQuery & { readonly until?: LocalDate }): Upcoming[] {
    const upcoming = folded(now, knownOn).flatMap(({ state }) => {
      const pending = new Set(pendingDeadlines(state))
      return state.deadlines.flatMap((deadline) => {
        const stayed =
          deadline.terms.length > 0 &&
          deadline.terms.every((term) => stayOf(state, term, undefined, deadline.party).stayed)
        return pending.has(deadline) || stayed
          ? [
              {
                order: state.order,
                matter: state.matter,
                respondent: state.respondent.name,
                deadline,
                stayed,
              },
            ]
          : []
      })
    })
    return upcoming
      .filter(
        ({ deadline }) => deadline.date >= now && (until === undefined || deadline.date <= until),
      )
      .toSorted((a, b) => (a.deadline.alarmAt < b.deadline.alarmAt ? -1 : 1))
  }

  return {
    board,
    order,
    matters: (): MatterSummary[] =>
      summaries().map(({ matter: id, title, respondent, offices, orders }) => ({
        matter: id,
        title,
        respondent,
        offices,
        orders,
      })),
    matter,
    matterPicture: pictureOf,
    chronology,
    due,
    deadlines,
  }
}

interface MatterParts extends MatterSummary {
  readonly refs: AggregateRef[]
  readonly files: MatterDetail['files']
}

/** What every office says of a matter, put together; the first that opened it gives its title. */
function partsOf(
  id: MatterId,
  parts: readonly StoredAggregate[],
  own: readonly OrderState[],
): MatterParts {
  const opened = parts
    .map(({ ref, aggregate }) => ({ ref, state: aggregate.state as MatterState }))
    .toSorted((a, b) => compare(a.state.openedOn, b.state.openedOn))
  return {
    matter: id,
    title: opened[0]?.state.title ?? null,
    respondent: opened[0]?.state.respondent ?? own[0]?.respondent ?? null,
    offices: [
      ...new Set([
        ...opened.map(({ ref }) => ref.office),
        ...own.map(({ office: issuer }) => issuer),
      ]),
    ],
    orders: own.map(({ order: issued }) => issued),
    files: opened.flatMap(({ ref, state }) =>
      state.file === undefined ? [] : [{ office: ref.office, file: state.file }],
    ),
    refs: opened.map(({ ref }) => ref),
  }
}

function historyOf<E>({ ref, recorded, keyid }: StoredEvent) {
  // Parsed by its kind's own schema before it was stored.
  const event = recorded.event as unknown as E &
    Pick<OrderEvent, 'on' | 'between' | 'by' | 'confidence' | 'source'>
  const { on, between, by, confidence, source } = event
  return {
    id: recorded.id,
    office: ref.office,
    version: recorded.version,
    sequence: recorded.sequence,
    on,
    between: between ?? null,
    recordedAt: recorded.recordedAt as string,
    by: by ?? null,
    ...recorderOf(recorded.actor),
    confidence: confidence ?? null,
    source: source ?? null,
    verifiedKey: keyid,
    sharedUnder: recorded.sharedUnder ?? null,
    event,
  }
}

/** Facts of one day stand in the order in which they were recorded. */
function byLegalDate(a: Chronology['entries'][number], b: Chronology['entries'][number]): number {
  return (
    compare(a.on, b.on) ||
    compare(a.recordedAt, b.recordedAt) ||
    compare(a.office, b.office) ||
    a.sequence - b.sequence
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Milliseconds are the finest that is recorded. */
function lastInstantOf(date: LocalDate, zone: string): Instant {
  return new Date(Date.parse(endOfDay(date, zone)) - 1).toISOString() as Instant
}

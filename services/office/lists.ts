// The lists and the work list as the contract has them: the projection's lines, with cursors as text.

import {
  cursorText,
  type Cursor,
  type ChangeList,
  type DueList,
  type DueListQuery,
  type JointList,
  type JointListQuery,
  type MatterList,
  type MatterListQuery,
  type OrderList,
  type OrderListQuery,
  type QuarantineList,
  type QuarantineQuery,
  type Seen,
  type WorkCounts,
  type WorkQuery,
} from '../../shared/contract/lists.schema.ts'
import type { FollowerView } from '../../shared/board/board.schema.ts'
import type { JointSummary } from '../../shared/contract/joint.schema.ts'
import type { Actor } from '../../shared/kernel/actor.ts'
import { addDays, type Instant, type LocalDate } from '../../shared/kernel/date.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { listBatchRows, soonDays } from '../../shared/kernel/limits.ts'
import type { Statistics } from '../../shared/lists/statistics.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { isWithheldFrom, mayEver } from '../../shared/office/permit.ts'
import type { UnderSeal } from '../../shared/order/sealed.ts'
import { waitingActs } from '../../shared/joint/view.ts'
import type { Desk } from './desk/desk.ts'
import type { JointListAsked } from './joint/list.ts'
import type { Among, Rows, Store } from './ports.ts'

export interface ListOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'lists'>
  readonly today: () => LocalDate
  readonly followers: () => FollowerView[]
  readonly desk: Pick<Desk, 'marksOf' | 'keysOf'>
  /** Of how many open orders dates would come out differently today. */
  readonly drift: () => WorkCounts['drift']
  readonly jointList: (query: JointListAsked) => Promise<Rows<JointSummary>>
  readonly underSeal: () => UnderSeal | undefined
}

export function createLists({
  office,
  store: { lists },
  today,
  followers,
  desk,
  jointList,
  drift,
  underSeal,
}: ListOptions) {
  const titlesOf = (matters: readonly (string | null)[]) =>
    lists.titlesOf([...new Set(matters.filter((matter) => matter !== null))])
  /** Whoever may not see the desk sees the lists without it. */
  const page = <R extends { readonly matter: string | null }>(
    actor: Actor,
    { total, rows, next, previous }: Rows<R>,
    keyOf: (row: R) => string,
  ) => ({
    today: today(),
    total,
    rows: [...rows],
    next: next === undefined ? null : cursorText(next),
    previous: previous === undefined ? null : cursorText(previous),
    titles: titlesOf(rows.map(({ matter }) => matter)),
    desk: mayEver(actor, 'deskItem') ? desk.marksOf([...new Set(rows.map(keyOf))]) : {},
  })
  const among = (actor: Actor, owner: string | undefined): Among | undefined =>
    owner === undefined
      ? undefined
      : { kind: owner === 'nobody' ? 'without' : 'only', keys: desk.keysOf(actor, owner) }
  /** A search does not find a name for a reader from whom it is withheld: finding it would tell whose it is. */
  const found = (
    actor: Actor,
    {
      owner,
      ...query
    }: { owner?: string | undefined; q?: string | undefined; respondent?: string | undefined },
  ): Among | undefined => {
    const all = among(actor, owner)
    const asked = query.q !== undefined || query.respondent !== undefined
    const under = asked && isWithheldFrom(actor) ? underSeal() : undefined
    if (under === undefined) return all
    const hidden = [
      ...[...under.orders].map((order) => `order ${order}`),
      ...[...under.matters].map((matter) => `matter ${matter}`),
    ]
    if (all?.kind === 'only')
      return { kind: 'only', keys: all.keys.filter((key) => !hidden.includes(key)) }
    return { kind: 'without', keys: [...(all?.keys ?? []), ...hidden] }
  }
  return {
    quarantine(query: QuarantineQuery): QuarantineList {
      const { total, rows, next, previous } = lists.quarantine(query)
      const text = (cursor: Cursor | undefined) =>
        cursor === undefined ? null : cursorText(cursor)
      return { total, rows: [...rows], next: text(next), previous: text(previous) }
    },
    orderList: (actor: Actor, query: OrderListQuery): OrderList =>
      page(
        actor,
        lists.orders({ ...query, among: found(actor, query) }, today()),
        ({ order }) => `order ${order}`,
      ),
    matterList: (actor: Actor, query: MatterListQuery): MatterList =>
      page(
        actor,
        lists.matters({ ...query, among: found(actor, query) }, today()),
        ({ matter }) => `matter ${matter}`,
      ),
    dueList: (actor: Actor, query: DueListQuery): DueList =>
      page(
        actor,
        lists.due({ ...query, among: found(actor, query) }, today()),
        ({ order, matter }) => (order === null ? `matter ${matter}` : `order ${order}`),
      ),
    async jointList(actor: Actor, { owner, ...query }: JointListQuery): Promise<JointList> {
      const mayDo = waitingActs.filter((act) => mayEver(actor, `joint/${act}`))
      return page(
        actor,
        await jointList({
          ...query,
          among: among(actor, owner),
          mayDo,
          opens: mayEver(actor, 'jointAction'),
        }),
        ({ joint }) => `joint ${joint}`,
      )
    },
    work(actor: Actor, { owner }: WorkQuery = {}): WorkCounts {
      const day = today()
      const soon = addDays(day, soonDays)
      const counts = lists.work(office.id, day, soon, among(actor, owner))
      return { today: day, soon, ...counts, drift: drift() }
    },
    changesSince(seen: Seen, limit: number): ChangeList {
      const changed = lists.changedSince(seen, limit)
      const matters = changed.rows.flatMap(({ kind, id }) => (kind === 'matter' ? [id] : []))
      return { ...changed, titles: titlesOf(matters) }
    },
    followers: (): FollowerView[] => followers(),
    statistics: (): Statistics => lists.statistics(today()),
  }
}

/** Makes outdated lines anew between requests, so that the first reader of the morning does not wait for all that midnight changed. */
export class ListKeeper implements Disposable {
  readonly #refresh: () => number
  readonly #onFault: (error: unknown) => void
  #timer: NodeJS.Timeout

  constructor(options: {
    readonly store: Pick<Store, 'lists'>
    readonly own: OfficeId
    readonly today: () => LocalDate
    readonly now: () => Instant
    readonly onFault: (error: unknown) => void
  }) {
    const { own, today, now } = options
    const { lists } = options.store
    this.#refresh = () =>
      Math.max(lists.refresh(today(), listBatchRows), lists.refreshJoint(own, now(), listBatchRows))
    this.#onFault = options.onFault
    this.#timer = this.#after(idleMs)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }

  #after(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      let made = 0
      try {
        made = this.#refresh()
      } catch (error) {
        this.#onFault(error)
      }
      this.#timer = this.#after(made === listBatchRows ? betweenBatchesMs : idleMs)
    }, ms).unref()
  }
}

/** How often to look for outdated lines: a list that is read makes its own missing lines anew anyway. */
const idleMs = 500
/** The pause between two full batches, in which other work has its turn. */
const betweenBatchesMs = 20

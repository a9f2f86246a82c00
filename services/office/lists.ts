// The lists and the work list as the contract has them: the projection's lines, with cursors as text.

import {
  cursorText,
  type ChangeList,
  type DueList,
  type DueListQuery,
  type MatterList,
  type MatterListQuery,
  type OrderList,
  type OrderListQuery,
  type Seen,
  type WorkCounts,
} from '../../shared/contract/lists.schema.ts'
import type { FollowerView } from '../../shared/board/board.schema.ts'
import { addDays, type LocalDate } from '../../shared/kernel/date.ts'
import { listBatchRows, soonDays } from '../../shared/kernel/limits.ts'
import type { Statistics } from '../../shared/lists/statistics.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { Rows, Store } from './ports.ts'

export interface ListOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'lists'>
  readonly today: () => LocalDate
  readonly followers: () => FollowerView[]
}

export function createLists({ office, store: { lists }, today, followers }: ListOptions) {
  const page = <R>({ total, rows, next, previous }: Rows<R>) => ({
    today: today(),
    total,
    rows: [...rows],
    next: next === undefined ? null : cursorText(next),
    previous: previous === undefined ? null : cursorText(previous),
  })
  return {
    orderList: (query: OrderListQuery): OrderList => page(lists.orders(query, today())),
    matterList: (query: MatterListQuery): MatterList => page(lists.matters(query, today())),
    dueList: (query: DueListQuery): DueList => page(lists.due(query, today())),
    work(): WorkCounts {
      const day = today()
      const soon = addDays(day, soonDays)
      return { today: day, soon, ...lists.work(office.id, day, soon) }
    },
    changesSince: (seen: Seen, limit: number): ChangeList => lists.changedSince(seen, limit),
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
    readonly today: () => LocalDate
    readonly onFault: (error: unknown) => void
  }) {
    this.#refresh = () => options.store.lists.refresh(options.today(), listBatchRows)
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

/** How often it is looked whether there is something to do: a list that is read makes what it lacks itself. */
const idleMs = 500
/** Between two full batches others have their turn. */
const betweenBatchesMs = 20

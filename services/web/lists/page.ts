// The pages of the lists, and the same as files: orders, matters, deadlines, and what was set aside.

import type { Hono } from 'hono'
import {
  dueListQuerySchema,
  dueSorts,
  matterListQuerySchema,
  matterSorts,
  orderListQuerySchema,
  orderSorts,
  workKinds,
  type DueList,
  type DueListQuery,
  type MatterList,
  type MatterListQuery,
  type OrderList,
  type OrderListQuery,
} from '../../../shared/contract/lists.schema.ts'
import { orderStatusSchema } from '../../../shared/board/board.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { deadlineIdSchema } from '../../../shared/policy/pack.schema.ts'
import type { PageContext } from '../kit/context.ts'
import {
  choiceFilter,
  dateFilter,
  findForm,
  officeChoices,
  ownerFilter,
  searchField,
  sortFilter,
  statuteChoices,
} from '../kit/find.ts'
import type { Html } from '../kit/html.ts'
import { listPage, listRoutes, numberText, type Beside, type ListPage } from '../kit/list.ts'
import { dueTable, orderTable } from '../kit/rows.ts'
import { dueCsv, matterCsv, orderCsv } from './csv.ts'
import { matterTable } from './matters.ts'
import { quarantinePages } from './quarantine.ts'
import { label, t } from './words.ts'

export function listPages(app: Hono, api: OfficeApi): void {
  listRoutes<OrderListQuery, OrderList>(app, api, {
    path: 'orders',
    query: orderListQuerySchema,
    read: ({ actor }, query) => api.orderList(actor, query),
    shown: ordersPage,
    csv: orderCsv,
  })
  listRoutes<MatterListQuery, MatterList>(app, api, {
    path: 'matters',
    query: matterListQuerySchema,
    read: ({ actor }, query) => api.matterList(actor, query),
    shown: mattersPage,
    csv: matterCsv,
  })
  listRoutes<DueListQuery, DueList>(app, api, {
    path: 'deadlines',
    query: dueListQuerySchema,
    read: ({ actor }, query) => api.dueList(actor, query),
    shown: deadlinesPage,
    csv: dueCsv,
  })
  quarantinePages(app, api)
}

function ordersPage(page: PageContext, found: OrderList, beside: Beside): Html {
  const { lang } = page
  const form = findForm(
    page,
    [
      searchField(page, 'q', t(lang, 'find.q')),
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      choiceFilter(
        page,
        'work',
        t(lang, 'find.work'),
        workKinds.map((kind) => [kind, label(lang, 'work', kind)]),
      ),
      choiceFilter(
        page,
        'status',
        t(lang, 'find.status'),
        orderStatusSchema.options.map((status) => [status, label(lang, 'status', status)]),
      ),
    ],
    [
      searchField(page, 'respondent', t(lang, 'find.respondent')),
      searchField(page, 'matter', t(lang, 'find.matter')),
      choiceFilter(page, 'statute', t(lang, 'find.statute'), statuteChoices(page)),
      yesOrNo(page, 'open', t(lang, 'find.open'), 'open'),
      dateFilter(page, 'dueBy', t(lang, 'find.dueBy')),
      ownerFilter(page, beside.owners),
      sortChoice(page, orderSorts),
    ],
  )
  const title = t(lang, 'orders.title')
  const table = found.rows.length === 0 ? undefined : orderTable(page, title, found)
  return shown(page, 'orders', { form, found, table, beside })
}

/** Either, one, or the other, in the words of `group`. */
function yesOrNo(
  page: PageContext,
  name: string,
  shown: string,
  group: 'open' | 'openMatter' | 'overdue',
): Html {
  const choices = ['1', '0'].map((value) => [value, label(page.lang, group, value)] as const)
  return choiceFilter(page, name, shown, choices)
}

function mattersPage(page: PageContext, found: MatterList, beside: Beside): Html {
  const { lang } = page
  const form = findForm(
    page,
    [
      searchField(page, 'q', t(lang, 'find.q.matters')),
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      searchField(page, 'respondent', t(lang, 'find.respondent')),
    ],
    [
      yesOrNo(page, 'open', t(lang, 'col.state'), 'openMatter'),
      yesOrNo(page, 'overdue', t(lang, 'find.overdue'), 'overdue'),
      ownerFilter(page, beside.owners),
      sortChoice(page, matterSorts),
    ],
  )
  const table = found.rows.length === 0 ? undefined : matterTable(page, found.rows, found.desk)
  return shown(page, 'matters', { form, found, table, beside })
}

function deadlinesPage(page: PageContext, found: DueList, beside: Beside): Html {
  const { lang } = page
  const form = findForm(
    page,
    [
      searchField(page, 'q', t(lang, 'find.q')),
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      yesOrNo(page, 'overdue', t(lang, 'find.overdue'), 'overdue'),
      choiceFilter(
        page,
        'deadline',
        t(lang, 'find.deadline'),
        deadlineIdSchema.options.map((id) => [id, label(lang, 'deadline', id)]),
      ),
    ],
    [
      searchField(page, 'respondent', t(lang, 'find.respondent')),
      searchField(page, 'matter', t(lang, 'find.matter')),
      dateFilter(page, 'from', t(lang, 'find.from')),
      dateFilter(page, 'until', t(lang, 'find.until')),
      ownerFilter(page, beside.owners),
      sortChoice(page, dueSorts),
    ],
  )
  const table =
    found.rows.length === 0 ? undefined : dueTable(page, t(lang, 'deadlines.title'), found)
  return shown(page, 'deadlines', { form, found, table, beside })
}

function sortChoice(page: PageContext, sorts: readonly string[]): Html {
  return sortFilter(
    page,
    sorts.map((sort) => [sort, label(page.lang, 'sort', sort)]),
  )
}

function shown(
  page: PageContext,
  list: 'orders' | 'matters' | 'deadlines',
  parts: Pick<ListPage, 'form' | 'found' | 'table' | 'beside'>,
): Html {
  const { lang } = page
  const { total } = parts.found
  return listPage(page, {
    ...parts,
    list,
    title: t(lang, `${list}.title`),
    none: t(lang, `${list}.none`),
    count: t(lang, total === 1 ? `${list}.count.one` : `${list}.count`, {
      n: numberText(page, total),
    }),
  })
}

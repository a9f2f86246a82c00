// The pages of the lists, and the same as files: orders, matters, deadlines, and what was set aside.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { z } from 'zod'
import {
  dueListQuerySchema,
  matterListQuerySchema,
  matterSorts,
  orderListQuerySchema,
  orderSorts,
  quarantineQuerySchema,
  workKinds,
  type DueList,
  type DueListQuery,
  type MatterList,
  type MatterListQuery,
  type OrderList,
  type OrderListQuery,
  type QuarantineList,
  type QuarantineQuery,
} from '../../../shared/contract/lists.schema.ts'
import { orderStatusSchema } from '../../../shared/board/board.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { maxCsvRows, maxListPage } from '../../../shared/kernel/limits.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { deadlineIdSchema } from '../../../shared/policy/pack.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { answerCsv } from '../kit/csv.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { pager, type Found } from '../kit/pager.ts'
import { problemOfInput } from '../kit/problem.ts'
import { dueTable, orderTable } from '../kit/rows.ts'
import { empty } from '../kit/section.ts'
import {
  choiceFilter,
  dateFilter,
  findForm,
  officeChoices,
  searchField,
  statuteChoices,
  summary,
} from './find.ts'
import { dueCsv, matterCsv, orderCsv, quarantineCsv } from './csv.ts'
import { matterTable } from './matters.ts'
import { quarantineForm, quarantineTable } from './quarantine.ts'
import { label, t } from './words.ts'

export function listPages(app: Hono, api: OfficeApi): void {
  const list = <Q extends Paged, L extends Found & { readonly rows: readonly unknown[] }>(
    path: string,
    one: {
      readonly query: z.ZodType<Q>
      readonly read: (page: PageContext, query: Q) => L | Promise<L>
      readonly shown: (page: PageContext, found: L) => Html
      readonly csv: (page: PageContext, rows: L['rows']) => (string | number)[][]
    },
  ) => {
    app.get(`/${path}`, async (c) => {
      const page = pageContext(api, c)
      const found = await one.read(page, queryOf(c, one.query))
      return show(c, page, one.shown(page, found))
    })
    app.get(`/${path}.csv`, async (c) => {
      const page = pageContext(api, c)
      const rows = await allOf((place) =>
        one.read(page, { ...queryOf(c, one.query), limit: maxListPage, ...place }),
      )
      return answerCsv(c, path, csvOf(one.csv(page, rows)))
    })
  }
  list<OrderListQuery, OrderList>('orders', {
    query: orderListQuerySchema,
    read: ({ actor }, query) => api.orderList(actor, query),
    shown: ordersPage,
    csv: orderCsv,
  })
  list<MatterListQuery, MatterList>('matters', {
    query: matterListQuerySchema,
    read: ({ actor }, query) => api.matterList(actor, query),
    shown: mattersPage,
    csv: matterCsv,
  })
  list<DueListQuery, DueList>('deadlines', {
    query: dueListQuerySchema,
    read: ({ actor }, query) => api.dueList(actor, query),
    shown: deadlinesPage,
    csv: dueCsv,
  })
  list<QuarantineQuery, QuarantineList>('quarantine', {
    query: quarantineQuerySchema,
    read: ({ actor }, query) => api.quarantine(actor, query),
    shown: quarantinePage,
    csv: quarantineCsv,
  })
}

interface Paged {
  readonly limit?: number | undefined
  readonly after?: readonly string[] | undefined
  readonly before?: readonly string[] | undefined
}

/** What the address asks for: an empty field of the form asks for nothing. Throws ProblemError where it cannot be read. */
function queryOf<Q>(c: Context, schema: z.ZodType<Q>): Q {
  const asked = Object.fromEntries(
    Object.entries(c.req.query()).filter(([, value]) => value.trim() !== ''),
  )
  const parsed = schema.safeParse(asked)
  if (!parsed.success) throw new ProblemError(problemOfInput(parsed.error, asked))
  return parsed.data
}

type Place = Pick<Paged, 'after' | 'before'>

/** Every page of the list, up to what a file may hold. */
async function allOf<L extends Found & { readonly rows: readonly unknown[] }>(
  read: (place: Place) => L | Promise<L>,
): Promise<L['rows']> {
  const rows: unknown[] = []
  let place: Place | undefined = { after: undefined, before: undefined }
  while (place !== undefined && rows.length < maxCsvRows) {
    const found = await read(place)
    rows.push(...found.rows)
    place = found.next === null ? undefined : { after: cursorOf(found.next), before: undefined }
  }
  return rows.slice(0, maxCsvRows)
}

function cursorOf(text: string): Paged['after'] {
  return orderListQuerySchema.shape.after.parse(text)
}

function ordersPage(page: PageContext, found: OrderList): Html {
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
      sortChoice(page, orderSorts),
    ],
  )
  const title = t(lang, 'orders.title')
  const table = found.rows.length === 0 ? undefined : orderTable(page, title, found.rows)
  return listPage(page, 'orders', form, found, table)
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

function mattersPage(page: PageContext, found: MatterList): Html {
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
      sortChoice(page, matterSorts),
    ],
  )
  const table = found.rows.length === 0 ? undefined : matterTable(page, found.rows)
  return listPage(page, 'matters', form, found, table)
}

function deadlinesPage(page: PageContext, found: DueList): Html {
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
    ],
  )
  const table =
    found.rows.length === 0 ? undefined : dueTable(page, t(lang, 'deadlines.title'), found.rows)
  return listPage(page, 'deadlines', form, found, table, true)
}

function quarantinePage(page: PageContext, found: QuarantineList): Html {
  const table = found.rows.length === 0 ? undefined : quarantineTable(page, found.rows)
  return listPage(page, 'quarantine', quarantineForm(page), found, table, false)
}

function sortChoice(page: PageContext, sorts: readonly string[]): Html {
  const { lang } = page
  return choiceFilter(
    page,
    'sort',
    t(lang, 'find.sort'),
    sorts.map((sort) => [sort, label(lang, 'sort', sort)]),
    true,
  )
}

function listPage(
  page: PageContext,
  name: 'orders' | 'matters' | 'deadlines' | 'quarantine',
  form: Html,
  found: Found,
  table: Html | undefined,
  legend = true,
): Html {
  const { lang } = page
  const count = t(lang, found.total === 1 ? `${name}.count.one` : `${name}.count`, {
    n: numberText(page, found.total),
  })
  const body = html`${form}
${summary(page, count, found, maxCsvRows)}
${table ?? empty(t(lang, `${name}.none`))}
${pager(page, found)}`
  return layout(page, { title: t(lang, `${name}.title`), body, legend })
}

/** `1 234` in French, with the space that does not break. */
function numberText({ lang }: PageContext, n: number): string {
  return n.toLocaleString(`${lang}-CA`)
}

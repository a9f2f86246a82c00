// A list as a page and as a file: its address is its view. What is in the rows is the capability's own.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { z } from 'zod'
import type { SavedView } from '../../../shared/contract/desk.schema.ts'
import { cursorSchema } from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { maxCsvRows, maxListPage } from '../../../shared/kernel/limits.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { mayDo } from './actor.ts'
import type { PageContext } from './context.ts'
import { leaving } from '../../../shared/kernel/actor.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { answerCsv } from './csv.ts'
import { seesDesk } from './desk.ts'
import { summary, type Choices } from './find.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { pageContext, show } from './page.ts'
import { pager, type Found } from './pager.ts'
import { problemOfInput } from './problem.ts'
import { empty } from './section.ts'
import { viewsPart } from './views.ts'
import { t } from './words.ts'

interface Paged {
  readonly limit?: number | undefined
  readonly after?: readonly string[] | undefined
  readonly before?: readonly string[] | undefined
}
type Listed = Found & { readonly rows: readonly unknown[] }

/** What stands beside the rows of every list. */
export interface Beside {
  /** On whose desk things may be; undefined for whoever may not see desks. */
  readonly owners: Choices | undefined
  readonly views: readonly SavedView[]
}

export interface List<Q, L extends Listed> {
  readonly path: SavedView['list']
  readonly query: z.ZodType<Q>
  readonly read: (page: PageContext, query: Q) => L | Promise<L>
  readonly shown: (page: PageContext, found: L, beside: Beside) => Html
  readonly csv: (page: PageContext, rows: L['rows']) => (string | number)[][]
}

export function listRoutes<Q extends Paged, L extends Listed>(
  app: Hono,
  api: OfficeApi,
  list: List<Q, L>,
): void {
  const { path } = list
  app.get(`/${path}`, async (c) => {
    const page = pageContext(api, c)
    const [found, owners, views] = await Promise.all([
      list.read(page, queryOf(c, list.query)),
      ownersOf(page),
      mayDo(page.actor, 'savedViews') ? api.savedViews(page.actor) : [],
    ])
    const own = views.filter((view) => view.list === path)
    return show(c, page, list.shown(page, found, { owners, views: own }))
  })
  app.get(`/${path}.csv`, async (c) => {
    const asked = pageContext(api, c)
    const page = { ...asked, actor: leaving(asked.actor) }
    const rows = await allOf((place) =>
      list.read(page, { ...queryOf(c, list.query), limit: maxListPage, ...place }),
    )
    return answerCsv(c, path, csvOf(list.csv(page, rows)))
  })
}

async function ownersOf(page: PageContext): Promise<Choices | undefined> {
  const { api, actor, lang } = page
  if (!seesDesk(page)) return undefined
  const people = await api.colleagues(actor)
  return [
    ['me', t(lang, 'find.owner.me')],
    ['nobody', t(lang, 'find.owner.nobody')],
    ...people.map(({ id, name }) => [id, name] as const),
  ]
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
async function allOf<L extends Listed>(read: (place: Place) => L | Promise<L>): Promise<L['rows']> {
  const rows: unknown[] = []
  let place: Place | undefined = { after: undefined, before: undefined }
  while (place !== undefined && rows.length < maxCsvRows) {
    const found = await read(place)
    rows.push(...found.rows)
    place =
      found.next === null ? undefined : { after: cursorSchema.parse(found.next), before: undefined }
  }
  return rows.slice(0, maxCsvRows)
}

export interface ListPage {
  readonly list: SavedView['list']
  readonly title: string
  /** How many there are, in words. */
  readonly count: string
  /** What stands there where nothing passes the filters. */
  readonly none: string
  readonly before?: Html
  readonly form: Html
  readonly found: Found
  readonly table: Html | undefined
  readonly beside: Beside
  /** What the marks of confidence mean, where rows have them. */
  readonly legend?: boolean
}

export function listPage(page: PageContext, shown: ListPage): Html {
  const { title, list, count, none, before, form, found, table, beside, legend = true } = shown
  const body = html`${before ?? ''}${form}
${viewsPart(page, list, beside.views)}
${summary(page, count, found, maxCsvRows)}
${table ?? empty(none)}
${pager(page, found)}`
  return layout(page, { title, body, legend })
}

/** `1 234` in French, with the space that does not break. */
export function numberText({ lang }: PageContext, n: number): string {
  return n.toLocaleString(`${lang}-CA`)
}

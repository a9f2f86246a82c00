// What somebody has on their desk, as a page of its own and in the work list.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { DeskEntry } from '../../../shared/contract/desk.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import type { PageContext } from '../kit/context.ts'
import { seesDesk } from '../kit/desk.ts'
import { choiceFilter, findForm } from '../kit/find.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { officeShort, plainDate, relative } from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { empty } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { pagePath } from './address.ts'
import { t } from './words.ts'

interface Counted {
  readonly n: number
  readonly part: Html | undefined
}

const maxRows = 6

export function deskListPages(app: Hono, api: OfficeApi): void {
  app.get('/desk', async (c) => {
    const page = pageContext(api, c)
    const { lang, actor } = page
    const asked = page.query?.get('owner') ?? ''
    const owner = asked === '' ? 'me' : asked
    const [entries, people] = await Promise.all([
      api.deskEntries(actor, owner),
      api.colleagues(actor),
    ])
    const choices = [
      ['me', t(lang, 'find.owner.me')] as const,
      ...people.map(({ id, name }) => [id, name] as const),
    ]
    const body = html`${findForm(page, [choiceFilter(page, 'owner', t(lang, 'find.owner'), choices, true)], [])}
<p class="line">${t(lang, entries.length === 1 ? 'desk.count.one' : 'desk.count', { n: entries.length })}</p>
${(await deskTable(page, owner, entries)) ?? empty(t(lang, 'desk.empty'))}`
    return show(c, page, layout(page, { title: t(lang, 'desk.list'), body }))
  })
}

/** For the work list: the first of one's own, and how many there are. */
export async function ownDesk(page: PageContext): Promise<Counted> {
  if (!seesDesk(page)) return { n: 0, part: undefined }
  const entries = await page.api.deskEntries(page.actor, 'me')
  return { n: entries.length, part: await deskTable(page, 'me', entries.slice(0, maxRows)) }
}

/** Names of what is on the desk come from the lists: whom it is about, and in which matter. */
async function deskTable(
  page: PageContext,
  owner: string,
  entries: readonly DeskEntry[],
): Promise<Html | undefined> {
  if (entries.length === 0) return undefined
  const { api, actor, lang } = page
  const query = { owner, limit: maxListPage }
  const [orders, matters, joint] = await Promise.all([
    api.orderList(actor, query),
    api.matterList(actor, query),
    api.jointList(actor, query),
  ])
  const about = ({
    about: { kind, id },
  }: DeskEntry): readonly [Html | string, string, Html | string] => {
    if (kind === 'order') {
      const row = orders.rows.find(({ order }) => order === id)
      const number = html`${t(lang, 'order.title', { number: numberIn(id) })}`
      if (row === undefined) return [number, '–', '–']
      return [
        html`${number}<br><span class="muted">${officeShort(page, row.office)}</span>`,
        row.respondents[0] ?? '–',
        matterLink(page, row.matter, orders.titles),
      ]
    }
    if (kind === 'matter') {
      const row = matters.rows.find(({ matter }) => matter === id)
      return [
        row?.title?.[lang] ?? id,
        row?.respondent ?? '–',
        matterLink(page, id, matters.titles),
      ]
    }
    const row = joint.rows.find((each) => each.joint === id)
    return [
      html`${row?.title?.[lang] ?? id}<br><span class="muted">${id}</span>`,
      '–',
      row?.matter == null ? '–' : matterLink(page, row.matter, joint.titles),
    ]
  }
  const columns = [
    t(lang, 'col.what'),
    t(lang, 'board.respondent'),
    t(lang, 'board.matter'),
    t(lang, 'desk.ownDate'),
    t(lang, 'desk.priority'),
    t(lang, 'desk.notes.title'),
  ]
  return listTable(
    t(lang, 'desk.list'),
    columns,
    entries.map((entry) => {
      const [name, respondent, matter] = about(entry)
      return [
        html`<a href="${pagePath(entry.about)}#desk">${name}</a>`,
        respondent,
        matter,
        dueText(page, entry),
        t(lang, `desk.priority.${entry.priority}`),
        String(entry.notes),
      ] as const
    }),
  )
}

function dueText(page: PageContext, { due }: DeskEntry): Html {
  const { lang, today } = page
  if (due === null) return html`–`
  return html`<span${due < today ? html` class="alarm"` : ''}>${plainDate(lang, due)}</span> <span class="muted">${relative(page, due)}</span>`
}

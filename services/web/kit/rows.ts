// Orders and deadlines as rows of a table, each with why it is there: the lists and the work list show the same.

import { html } from 'hono/html'
import type { DueRow, OrderRow } from '../../../shared/lists/rows.schema.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { PageContext } from './context.ts'
import { deskColumn, type Marks } from './desk.ts'
import type { Html } from './html.ts'
import {
  dateText,
  mark,
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  relative,
  statusBadge,
  termList,
} from './parts.ts'
import { listTable } from './table.ts'
import { label, t } from './words.ts'

/** Rows as a list answers them, with what stands beside them: on whose desk they are, and what their matters are called. */
export interface Listed<R> {
  readonly rows: readonly R[]
  readonly desk?: Marks
  readonly titles?: Titles
}
export type Titles = Readonly<Record<string, Text>>

export function orderTable(page: PageContext, caption: string, found: Listed<OrderRow>): Html {
  const { lang } = page
  const desk = deskColumn(page, found.desk)
  const columns = (
    [
      'col.order',
      'board.respondent',
      'board.matter',
      'col.state',
      'col.why',
      'order.issued',
    ] as const
  ).map((word) => t(lang, word))
  return listTable(
    caption,
    desk === undefined ? columns : [...columns, t(lang, 'col.desk')],
    found.rows.map((order) => [
      html`${orderLink(order.order, numberIn(order.order))}<br><span class="muted">${officeShort(page, order.office)}</span>`,
      respondentsText(page, order.respondents),
      matterLink(page, order.matter, found.titles),
      statusBadge(lang, order.status),
      whyOf(page, order),
      dateText(lang, order.issuedOn),
      ...(desk === undefined ? [] : [desk(`order ${order.order}`)]),
    ]),
  )
}

export function dueTable(page: PageContext, caption: string, found: Listed<DueRow>): Html {
  const { lang } = page
  const desk = deskColumn(page, found.desk)
  const columns = (
    ['col.date', 'col.what', 'board.respondent', 'col.order', 'board.matter'] as const
  ).map((word) => t(lang, word))
  return listTable(
    caption,
    desk === undefined ? columns : [...columns, t(lang, 'col.desk')],
    found.rows.map((each) => [
      html`${markedDate(lang, each.date, each.confidence)}<br><span class="muted">${relative(page, each.date)}${each.lenientDate === null ? '' : html`; ${t(lang, 'term.lenient', { date: plainDate(lang, each.lenientDate) })}`}</span>`,
      html`${dueText(page, each)}${each.overdue ? html`<br><strong class="alarm">${t(lang, 'row.overdue')}</strong>` : ''}${each.stayed ? html`<br><span class="muted">‖ ${t(lang, 'row.stayed')}</span>` : ''}`,
      each.respondent,
      html`${each.order === null ? t(lang, 'row.ofMatter') : orderLink(each.order, numberIn(each.order))}<br><span class="muted">${officeShort(page, each.office)}</span>`,
      matterLink(page, each.matter, found.titles),
      ...(desk === undefined
        ? []
        : [desk(each.order === null ? `matter ${each.matter}` : `order ${each.order}`)]),
    ]),
  )
}

/** By its title; by its id only where nobody has given it one. */
export function matterLink({ lang }: PageContext, matter: string, titles: Titles = {}): Html {
  return html`<a href="/matters/${encodeURIComponent(matter)}">${titles[matter]?.[lang] ?? matter}</a>`
}

function respondentsText({ lang }: PageContext, names: readonly string[]): string {
  const [name = '', ...more] = names
  if (more.length === 0) return name
  return t(lang, more.length === 1 ? 'row.more.one' : 'row.more', { name, n: more.length })
}

/** `last day to comply, T1, T2`; a step's or a commitment's clock by its name. */
export function dueText({ lang }: PageContext, { deadline, name, terms }: DueRow): Html {
  return html`${label(lang, 'deadline', deadline)}${name === null ? '' : html` (${name.replaceAll('-', ' ')})`}${terms.length === 0 ? '' : html`<br><span class="muted">${termList(lang, terms)}</span>`}`
}

/** Every reason to look at it, the most urgent first. */
export function whyOf(page: PageContext, order: OrderRow): Html {
  const { lang } = page
  const reasons = [
    ...(order.sealed === undefined
      ? []
      : [html`<strong class="alarm">${t(lang, 'sealed.mark')}</strong>`]),
    ...(order.overdue === null
      ? []
      : [
          html`<strong class="alarm">${t(lang, 'why.overdue', { date: plainDate(lang, order.overdue.since), terms: termList(lang, order.overdue.terms) })}</strong>`,
        ]),
    ...(order.unserved.length === 0
      ? []
      : [html`${t(lang, 'why.unserved', { names: respondentsText(page, order.unserved) })}`]),
    ...order.inCourt.map(({ kind, id, forum, since }) => {
      const date = plainDate(lang, since)
      return kind === 'route'
        ? html`${t(lang, 'why.route', { route: id.replaceAll('-', ' '), date })}`
        : html`${t(lang, `why.${kind}`, { forum: forum ?? id, date })}`
    }),
    ...order.routes.map(
      ({ name, section, confidence }) =>
        html`${t(lang, 'why.open', { route: name[lang] })} <span class="muted">${t(lang, 'why.section', { section })}</span> ${mark(lang, confidence)}`,
    ),
    ...(order.next === null ? [] : [nextText(page, order.next)]),
  ]
  if (reasons.length === 0) return html`<span class="muted">${t(lang, 'why.nothing')}</span>`
  return html`<ul class="plain">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
}

function nextText(page: PageContext, next: NonNullable<OrderRow['next']>): Html {
  const { lang } = page
  const what = label(lang, 'deadline', next.deadline)
  return html`${t(lang, 'why.next', { what })}, ${markedDate(lang, next.date, next.confidence)} <span class="muted">${relative(page, next.date)}</span>`
}

// Joint actions as a list: what waits for this office first, by filter, order and page, and as a file.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import {
  jointListQuerySchema,
  jointSorts,
  type JointList,
  type JointListQuery,
} from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import { jointStatuses } from '../../../shared/joint/standing.ts'
import { jointKindSchema } from '../../../shared/joint/terms.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { deskColumn } from '../kit/desk.ts'
import {
  choiceFilter,
  findForm,
  officeChoices,
  ownerFilter,
  searchField,
  sortFilter,
} from '../kit/find.ts'
import type { Html } from '../kit/html.ts'
import { listPage, listRoutes, numberText, type Beside } from '../kit/list.ts'
import { dateText, officeShort } from '../kit/parts.ts'
import { matterLink, type Listed } from '../kit/rows.ts'
import { listTable } from '../kit/table.ts'
import { jointLink, maybeInstant, statusBadge, stepBadge } from './parts.ts'
import { label, t } from './words.ts'

export function jointListRoutes(app: Hono, api: OfficeApi): void {
  listRoutes<JointListQuery, JointList>(app, api, {
    path: 'joint',
    query: jointListQuerySchema,
    read: ({ actor }, query) => api.jointList(actor, query),
    shown: jointListPage,
    csv: jointCsv,
  })
}

function jointListPage(page: PageContext, found: JointList, beside: Beside): Html {
  const { lang } = page
  const words = (group: 'action' | 'status' | 'sort' | 'waits', values: readonly string[]) =>
    values.map((value) => [value, label(lang, group, value)] as const)
  const form = findForm(
    page,
    [
      searchField(page, 'q', t(lang, 'find.q.joint')),
      choiceFilter(page, 'office', t(lang, 'proposer'), officeChoices(page)),
      choiceFilter(page, 'waits', t(lang, 'find.waits'), words('waits', ['me', '1', '0'])),
      choiceFilter(page, 'status', t(lang, 'col.state'), words('status', jointStatuses)),
    ],
    [
      choiceFilter(page, 'action', t(lang, 'kind'), words('action', jointKindSchema.options)),
      searchField(page, 'matter', t(lang, 'find.matter')),
      ownerFilter(page, beside.owners),
      sortFilter(page, words('sort', jointSorts)),
    ],
  )
  return listPage(page, {
    list: 'joint',
    title: t(lang, 'nav'),
    count: t(lang, found.total === 1 ? 'joint.count.one' : 'joint.count', {
      n: numberText(page, found.total),
    }),
    none: t(lang, page.query?.size === 0 ? 'none' : 'joint.none'),
    before: html`<p class="muted">${t(lang, 'explain')}</p>
<p class="links"><a href="/joint/new">${t(lang, 'new')}</a></p>
`,
    form,
    found,
    table: found.rows.length === 0 ? undefined : jointTable(page, found),
    beside,
  })
}

export function jointTable(page: PageContext, found: Listed<JointSummary>): Html {
  const { lang } = page
  const desk = deskColumn(page, found.desk)
  const columns = (['nav', 'kind', 'matter', 'proposer', 'step', 'replyBy', 'moment'] as const).map(
    (word) => t(lang, word),
  )
  return listTable(
    t(lang, 'nav'),
    desk === undefined ? columns : [...columns, t(lang, 'col.desk')],
    found.rows.map((action) => [
      html`${jointLink(action.joint, action.title?.[lang] ?? numberIn(action.joint))}<br><span class="muted">${numberIn(action.joint)}</span>`,
      label(lang, 'action', action.action),
      action.matter === null ? '–' : matterLink(page, action.matter, found.titles),
      html`${officeShort(page, action.proposer)}<br><span class="muted">${dateText(lang, action.proposedOn)}</span>`,
      html`${statusBadge(page, action.status)}${action.step === null ? '' : html`<br>${stepBadge(page, action.step)}`}${action.waitsForUs ? html`<br><strong class="alarm">${t(lang, 'waits')}</strong>` : ''}`,
      maybeInstant(page, action.replyBy, ''),
      maybeInstant(page, action.moment, t(lang, 'moment.none')),
      ...(desk === undefined ? [] : [desk(`joint ${action.joint}`)]),
    ]),
  )
}

function jointCsv(page: PageContext, rows: readonly unknown[]): string[][] {
  const { lang } = page
  const heads = (
    [
      'nav',
      'csv.title',
      'kind',
      'matter',
      'proposer',
      'proposedOn',
      'col.state',
      'step',
      'find.waits',
      'replyBy',
      'moment',
    ] as const
  ).map((word) => t(lang, word))
  return [
    heads,
    ...(rows as readonly JointSummary[]).map((each) => [
      each.joint,
      each.title?.[lang] ?? '',
      label(lang, 'action', each.action),
      each.matter ?? '',
      officeShort(page, each.proposer),
      each.proposedOn,
      label(lang, 'status', each.status),
      each.step === null ? '' : label(lang, 'step', each.step),
      t(lang, each.waitsForUs ? 'csv.yes' : 'csv.no'),
      each.replyBy,
      each.moment ?? '',
    ]),
  ]
}

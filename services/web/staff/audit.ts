// The audit list: who signed in, what was refused to whom and by which rule, and what people did about roles, tokens and approvals.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import {
  auditAct,
  auditKindText,
  auditReasons,
  auditSubject,
  auditWho,
  type AuditSubject,
} from '../../../shared/contract/audit-text.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import {
  auditKinds,
  auditQuerySchema,
  type AuditEntry,
  type AuditQuery,
} from '../../../shared/contract/staff.schema.ts'
import { partsOf } from '../../../shared/kernel/ids.ts'
import { maxCsvRows } from '../../../shared/kernel/limits.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { answerCsv } from '../kit/csv.ts'
import { choiceField, textField } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { addressWith, pager } from '../kit/pager.ts'
import { localTime, orderLink } from '../kit/parts.ts'
import { problemOfInput } from '../kit/problem.ts'
import { empty } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { auditPage, pageSize, type AuditPage } from './audit-page.ts'
import { t } from './words.ts'

const path = '/audit'

export function auditPages(app: Hono, api: OfficeApi): void {
  app.get(path, (c) => {
    const page = pageContext(api, c)
    const query = queryIn(c.req.query())
    const found = auditPage(staffOf(c), page.actor, { ...query, limit: pageSize })
    return show(c, page, auditList(page, query, found))
  })
  app.get(`${path}.csv`, (c) => {
    const page = pageContext(api, c)
    const query = queryIn(c.req.query())
    const entries: AuditEntry[] = []
    let before = query.before
    do {
      const found = auditPage(staffOf(c), page.actor, { ...query, before, limit: 500 })
      entries.push(...found.entries)
      before = found.next ?? undefined
    } while (before !== undefined && entries.length < maxCsvRows)
    return answerCsv(c, 'audit', auditCsv(page.lang, entries.slice(0, maxCsvRows)))
  })
}

/** An empty field of the form asks for nothing. `after` is where the page's own links lead. */
function queryIn(asked: Readonly<Record<string, string>>): AuditQuery {
  const { kind, who, after } = asked
  const given = Object.fromEntries(
    Object.entries({ kind, who: who?.trim(), before: after }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  )
  const parsed = auditQuerySchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ProblemError(problemOfInput(parsed.error, given))
}

function auditList(page: PageContext, query: AuditQuery, { entries, next }: AuditPage): Html {
  const { lang } = page
  const kinds = auditKinds.map((kind) => [kind, auditKindText(lang, kind)] as const)
  const columns = (
    ['audit.when', 'audit.what', 'audit.who', 'audit.asked', 'audit.why'] as const
  ).map((word) => t(lang, word))
  const list = listTable(
    t(lang, 'audit.title'),
    columns,
    entries.map((entry) => [
      localTime(page, entry.at),
      auditKindText(lang, entry.kind),
      auditWho(lang, entry) ?? '–',
      askedOf(lang, entry),
      whyOf(lang, entry),
    ]),
  )
  const body = html`<p>${t(lang, 'audit.intro')}</p>
<form class="find" method="get" action="${path}" role="search" aria-label="${t(lang, 'audit.find')}"><div class="fields">${choiceField(t(lang, 'audit.what'), 'kind', kinds, { chosen: query.kind, required: false })}${textField(t(lang, 'audit.who'), 'who', { value: query.who ?? '' })}</div>
<p class="line"><button type="submit">${t(lang, 'audit.show')}</button> <a href="${path}">${t(lang, 'audit.all')}</a></p></form>
${entries.length === 0 ? empty(t(lang, 'audit.none')) : list}
<p class="line"><a href="${addressWith(page, `${path}.csv`, {})}">${t(lang, 'audit.csv')}</a>${query.before === undefined ? '' : html` · <a href="${addressWith(page, path, {})}">${t(lang, 'audit.newest')}</a>`}</p>
${pager(page, { total: entries.length, next: next === null ? null : String(next), previous: null })}`
  return layout(page, { title: t(lang, 'audit.title'), body })
}

function askedOf(lang: Lang, entry: AuditEntry): Html {
  const act = auditAct(lang, entry)
  const subject = auditSubject(lang, entry)
  if (act === undefined && subject === undefined) return html`–`
  return html`${act ?? ''}${act === undefined || subject === undefined ? '' : html`<br>`}${subject === undefined ? '' : subjectLink(subject)}`
}

function subjectLink({ kind, id, words }: AuditSubject): Html {
  switch (kind) {
    case 'order':
      return orderLink(id, words)
    case 'matter':
      return html`<a href="/matters/${encodeURIComponent(id)}">${words}</a>`
    case 'joint': {
      const { office, number } = partsOf(id)
      return html`<a href="/joint/${encodeURIComponent(office)}/${encodeURIComponent(number)}">${words}</a>`
    }
    case 'other':
      return html`${words}`
  }
}

function whyOf(lang: Lang, entry: AuditEntry): Html {
  const parts = auditReasons(lang, entry)
  return parts.length === 0
    ? html`–`
    : html`${parts.map((part, at) => html`${at === 0 ? '' : html`<br>`}${part.lang === lang ? part.words : html`<span lang="${part.lang}">${part.words}</span>`}`)}`
}

/** Words for people, and beside them the codes, which stay the same in every language and version. */
function auditCsv(lang: Lang, entries: readonly AuditEntry[]): string {
  const code = (word: 'audit.what' | 'audit.who' | 'audit.act' | 'audit.about' | 'audit.why') =>
    t(lang, 'audit.code', { column: t(lang, word) })
  const head = [
    t(lang, 'audit.number'),
    `${t(lang, 'audit.when')} (UTC)`,
    t(lang, 'audit.what'),
    t(lang, 'audit.who'),
    t(lang, 'audit.act'),
    t(lang, 'audit.about'),
    t(lang, 'audit.why'),
    code('audit.what'),
    code('audit.who'),
    code('audit.act'),
    code('audit.about'),
    code('audit.why'),
    t(lang, 'audit.rule'),
    t(lang, 'audit.noted'),
  ]
  return csvOf([
    head,
    ...entries.map((entry) => [
      entry.number,
      entry.at,
      auditKindText(lang, entry.kind),
      auditWho(lang, entry) ?? '',
      auditAct(lang, entry) ?? '',
      auditSubject(lang, entry)?.words ?? '',
      auditReasons(lang, entry)
        .map(({ words }) => words)
        .join(' · '),
      entry.kind,
      entry.who ?? '',
      entry.act ?? '',
      entry.about ?? '',
      entry.code ?? '',
      entry.rule ?? '',
      entry.more ?? '',
    ]),
  ])
}

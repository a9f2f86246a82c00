// The audit list: who signed in, what was refused to whom and by which rule, and what people did about roles, tokens and approvals.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Staff } from '../../../shared/contract/staff.ts'
import {
  auditKinds,
  auditQuerySchema,
  type AuditEntry,
  type AuditQuery,
} from '../../../shared/contract/staff.schema.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { maxCsvRows } from '../../../shared/kernel/limits.ts'
import { catalogue, ProblemError, type ProblemCode } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { rules, type RuleId } from '../../../shared/office/policy.ts'
import { staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { answerCsv } from '../kit/csv.ts'
import { choiceField, textField } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { addressWith, pager } from '../kit/pager.ts'
import { localTime } from '../kit/parts.ts'
import { problemOfInput } from '../kit/problem.ts'
import { empty } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { label, t } from './words.ts'

const pageSize = 50
const path = '/audit'

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** The number to ask for what is older; null at the end of the list. */
  readonly next: number | null
}

/** One page, the newest first, and where the next one begins. */
export function auditPage(staff: Staff, actor: Actor, query: AuditQuery): AuditPage {
  const limit = query.limit ?? pageSize
  const found = staff.audit(actor, { ...query, limit: limit + 1 })
  const entries = found.slice(0, limit)
  return { entries, next: found.length > limit ? (entries.at(-1)?.number ?? null) : null }
}

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
  const kinds = auditKinds.map((kind) => [kind, label(lang, 'audit', kind)] as const)
  const columns = (
    ['audit.when', 'audit.what', 'audit.who', 'audit.asked', 'audit.why'] as const
  ).map((word) => t(lang, word))
  const list = listTable(
    t(lang, 'audit.title'),
    columns,
    entries.map((entry) => [
      localTime(page, entry.at),
      label(lang, 'audit', entry.kind),
      entry.who ?? '–',
      askedOf(entry),
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

function askedOf({ act, about }: AuditEntry): Html {
  return html`${act === null ? '' : html`<code>${act}</code>`}${act !== null && about !== null ? html`<br>` : ''}${about ?? ''}${act === null && about === null ? '–' : ''}`
}

/** The refusal's title, the rule's own sentence, and what else was noted. */
function whyOf(lang: Lang, entry: AuditEntry): Html {
  const parts = reasonsOf(lang, entry)
  return parts.length === 0
    ? html`–`
    : html`${parts.map((part, at) => html`${at === 0 ? '' : html`<br>`}${part}`)}`
}

function reasonsOf(lang: Lang, { code, rule, more }: AuditEntry): string[] {
  return [
    code === null
      ? undefined
      : Object.hasOwn(catalogue, code)
        ? catalogue[code as ProblemCode].title[lang]
        : code,
    rule === null
      ? undefined
      : Object.hasOwn(rules, rule)
        ? rules[rule as RuleId].says[lang]
        : rule,
    more ?? undefined,
  ].filter((part) => part !== undefined)
}

function auditCsv(lang: Lang, entries: readonly AuditEntry[]): string {
  const head = [
    t(lang, 'audit.number'),
    `${t(lang, 'audit.when')} (UTC)`,
    t(lang, 'audit.what'),
    t(lang, 'audit.who'),
    t(lang, 'audit.act'),
    t(lang, 'audit.about'),
    t(lang, 'audit.why'),
  ]
  return csvOf([
    head,
    ...entries.map((entry) => [
      entry.number,
      entry.at,
      label(lang, 'audit', entry.kind),
      entry.who ?? '',
      entry.act ?? '',
      entry.about ?? '',
      reasonsOf(lang, entry).join(' · '),
    ]),
  ])
}

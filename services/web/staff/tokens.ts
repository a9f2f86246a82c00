// Tokens of programs: one's own, and everybody's for operators. A token's secret is shown once, in the answer that makes it.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import {
  newTokenSchema,
  type CreatedToken,
  type Token,
} from '../../../shared/contract/staff.schema.ts'
import { roles, type Role } from '../../../shared/kernel/actor.ts'
import { maxTokenDays } from '../../../shared/kernel/limits.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { roleNames } from '../../../shared/office/permit.ts'
import { mayDo, staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { hidden, numberField, textField } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { empty, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { errorSummary, read, statusOf, tried, type Typed } from './typed.ts'
import { t } from './words.ts'

const path = '/tokens'

export function tokenPages(app: Hono, api: OfficeApi): void {
  app.get(path, (c) => showTokens(c, api, {}))
  app.post(path, async (c) => {
    const { actor } = pageContext(api, c)
    const typed = await read(c, ['name', 'days'], ['roles'])
    let created: CreatedToken | undefined
    const problem = tried(newTokenSchema, typed, (token) => {
      created = staffOf(c).createToken(actor, token)
    })
    return showTokens(c, api, { created, typed, problem })
  })
  app.post(`${path}/revoke`, async (c) => {
    const { actor } = pageContext(api, c)
    const { id = '' } = await read(c, ['id'])
    staffOf(c).revokeToken(actor, String(id))
    return c.redirect(`${path}?done=revoke`, 303)
  })
}

interface Shown {
  readonly created?: CreatedToken | undefined
  readonly typed?: Typed
  readonly problem?: Problem | undefined
}

function showTokens(c: Context, api: OfficeApi, { created, typed = {}, problem }: Shown) {
  const page = pageContext(api, c)
  const { lang, actor } = page
  const own = staffOf(c).tokens(actor)
  const ids = new Set(own.map(({ id }) => id))
  const others = mayDo(actor, 'allTokens')
    ? staffOf(c)
        .allTokens(actor)
        .filter(({ id }) => !ids.has(id))
    : []
  const body = html`${problem === undefined ? '' : errorSummary(page, problem)}
${c.req.query('done') === 'revoke' ? html`<p class="notice" role="status">${t(lang, 'tokens.revoked')}</p>` : ''}
${created === undefined ? '' : html`<div class="notice" role="status"><p><strong>${t(lang, 'tokens.once')}</strong></p><p><code>${created.secret}</code></p></div>`}
<p>${t(lang, 'tokens.intro')}</p>
${section('own', t(lang, 'tokens.own'), tokenTable(page, t(lang, 'tokens.own'), own))}
${others.length === 0 ? '' : section('others', t(lang, 'tokens.others'), tokenTable(page, t(lang, 'tokens.others'), others))}
${section('new', t(lang, 'tokens.new'), newForm(page, problem === undefined ? {} : typed))}`
  return show(
    c,
    page,
    layout(page, { title: t(lang, 'tokens.title'), body, still: true }),
    statusOf(problem),
  )
}

function tokenTable(page: PageContext, caption: string, tokens: readonly Token[]): Html {
  const { lang } = page
  if (tokens.length === 0) return empty(t(lang, 'tokens.none'))
  const columns = (
    ['tokens.name', 'tokens.roles', 'tokens.until', 'tokens.used', 'tokens.state'] as const
  ).map((word) => t(lang, word))
  return listTable(
    caption,
    columns,
    tokens.map((token) => [
      html`${token.name}<br><span class="muted">${t(lang, 'tokens.owner', { name: token.owner.name })}</span>`,
      token.roles.map((role) => roleNames[role][lang]).join(', '),
      localTime(page, token.until),
      token.lastUsedAt === null ? '–' : localTime(page, token.lastUsedAt),
      stateOf(page, token),
    ]),
  )
}

function stateOf({ lang }: PageContext, { id, name, revokedAt, until }: Token): Html {
  if (revokedAt !== null) return html`${t(lang, 'tokens.state.revoked')}`
  if (until <= new Date().toISOString()) return html`${t(lang, 'tokens.state.expired')}`
  return html`<form method="post" action="${path}/revoke">${hidden('id', id)}<button name="button" value="revoke" aria-label="${t(lang, 'tokens.revoke.of', { name })}">${t(lang, 'tokens.revoke')}</button></form>`
}

function newForm({ lang, actor }: PageContext, { name, roles: chosen, days }: Typed): Html {
  const isMachine = actor.proof?.kind === 'this-machine'
  const own: readonly Role[] = isMachine
    ? roles
    : roles.filter((role) => (actor.grants ?? []).some((grant) => grant.role === role))
  const ticked = Array.isArray(chosen) ? chosen : []
  return html`<form method="post" action="${path}" class="act">${textField(t(lang, 'tokens.name.field'), 'name', { required: true, value: String(name ?? '') })}
<fieldset><legend>${t(lang, 'tokens.roles.field')}</legend>${own.map((role) => html`<label class="check"><input type="checkbox" name="roles" value="${role}" ${ticked.includes(role) ? 'checked' : ''}> ${roleNames[role][lang]}</label>`)}</fieldset>
${numberField(t(lang, 'people.days'), 'days', { max: maxTokenDays, value: (days as number | undefined) ?? 90 })}
<p class="buttons"><button class="primary" name="button" value="create">${t(lang, 'tokens.create')}</button></p></form>`
}

// Who has which role here, for operators: give and revoke; and for everybody, handing one's own role to a colleague for a time.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import {
  delegationSchema,
  newGrantSchema,
  type StaffGrant,
  type StaffMember,
} from '../../../shared/contract/staff.schema.ts'
import { roles, type Role } from '../../../shared/kernel/actor.ts'
import { maxDelegationDays } from '../../../shared/kernel/limits.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { roleNames } from '../../../shared/office/permit.ts'
import { mayDo, staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { choiceField, hidden, numberField, textField, type Choice } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { errorSummary, read, statusOf, tried, type Typed } from './typed.ts'
import { t } from './words.ts'

const path = '/people'
type FormId = 'give' | 'delegate'

export function peoplePages(app: Hono, api: OfficeApi): void {
  const answer = (c: Context, form: FormId, typed: Typed, problem: Problem | undefined) =>
    problem === undefined
      ? c.redirect(`${path}?done=${form}`, 303)
      : showPeople(c, api, { form, typed, problem })
  app.get(path, (c) => showPeople(c, api, undefined))
  app.post(`${path}/give`, async (c) => {
    const { actor } = pageContext(api, c)
    const typed = await read(c, ['person', 'role', 'days'])
    return answer(
      c,
      'give',
      typed,
      tried(newGrantSchema, typed, (grant) => staffOf(c).grant(actor, grant)),
    )
  })
  app.post(`${path}/delegate`, async (c) => {
    const { actor } = pageContext(api, c)
    const typed = await read(c, ['to', 'role', 'days'])
    const problem = tried(delegationSchema, typed, (each) => staffOf(c).delegate(actor, each))
    return answer(c, 'delegate', typed, problem)
  })
  app.post(`${path}/revoke`, async (c) => {
    const { actor } = pageContext(api, c)
    const { id = '' } = await read(c, ['id'])
    staffOf(c).revokeGrant(actor, String(id))
    return c.redirect(`${path}?done=revoke`, 303)
  })
}

interface Refused {
  readonly form: FormId
  readonly typed: Typed
  readonly problem: Problem
}

function showPeople(c: Context, api: OfficeApi, refused: Refused | undefined) {
  const page = pageContext(api, c)
  const { lang, actor } = page
  const isOperator = mayDo(actor, 'grants')
  const people = isOperator ? staffOf(c).grants(actor) : []
  const typedIn = (form: FormId) => (refused?.form === form ? refused.typed : {})
  const own = [
    ...new Set(
      (actor.grants ?? []).flatMap(({ role, from }) => (from === undefined ? [role] : [])),
    ),
  ]
  const done = refused === undefined ? c.req.query('done') : undefined
  const body = html`${refused === undefined ? '' : errorSummary(page, refused.problem)}
${done === 'give' || done === 'delegate' || done === 'revoke' ? html`<p class="notice" role="status">${t(lang, `people.done.${done}`)}</p>` : ''}
<p>${t(lang, 'people.intro')}</p>
${isOperator ? section('people', t(lang, 'people.list'), peopleTable(page, people)) : ''}
${isOperator ? section('give', t(lang, 'people.give'), giveForm(page, typedIn('give'))) : ''}
${own.length === 0 ? '' : section('delegate', t(lang, 'people.delegate'), delegateForm(page, own, typedIn('delegate')))}`
  return show(
    c,
    page,
    layout(page, { title: t(lang, 'people.title'), body, still: true }),
    statusOf(refused?.problem),
  )
}

function peopleTable(page: PageContext, people: readonly StaffMember[]): Html {
  const { lang } = page
  const columns = (
    ['people.who', 'people.roles', 'people.given', 'people.lastSignIn'] as const
  ).map((word) => t(lang, word))
  const named = (each: readonly Role[]) => each.map((role) => roleNames[role][lang]).join(', ')
  return listTable(
    t(lang, 'people.list'),
    columns,
    people.map(({ person, subject, configured, claimed, grants, lastSignIn }) => [
      html`${person.name}<br><span class="muted">${subject}</span>`,
      named([...new Set([...configured, ...claimed])]) || '–',
      grants.length === 0
        ? '–'
        : html`<ul class="plain">${grants.map((grant) => givenRole(page, grant))}</ul>`,
      lastSignIn === null ? '–' : localTime(page, lastSignIn),
    ]),
  )
}

function givenRole(
  page: PageContext,
  { id, role, from, until, person, grantedBy }: StaffGrant,
): Html {
  const { lang } = page
  const name = roleNames[role][lang]
  return html`<li>${name} <span class="muted">${from === null ? t(lang, 'people.by', { name: grantedBy }) : t(lang, 'people.from', { name: from.name })}${until === null ? '' : html`, ${t(lang, 'people.until')} ${localTime(page, until)}`}</span>
<form method="post" action="${path}/revoke">${hidden('id', id)}<button name="button" value="revoke" aria-label="${t(lang, 'people.revoke.of', { role: name, name: person.name })}">${t(lang, 'people.revoke')}</button></form></li>`
}

function choices(lang: PageContext['lang'], of: readonly Role[]): Choice[] {
  return of.map((role): Choice => [role, roleNames[role][lang]])
}

function giveForm({ lang }: PageContext, { person, role, days }: Typed): Html {
  return html`<p class="muted">${t(lang, 'people.give.why')}</p>
<form method="post" action="${path}/give" class="act">${textField(t(lang, 'people.person'), 'person', { required: true, value: String(person ?? '') })}${choiceField(t(lang, 'people.role'), 'role', choices(lang, roles), { chosen: String(role ?? '') })}${numberField(t(lang, 'people.days.open'), 'days', { max: 3660, value: days as number | undefined })}
<p class="buttons"><button class="primary" name="button" value="give">${t(lang, 'people.give.do')}</button></p></form>`
}

function delegateForm(
  { lang }: PageContext,
  own: readonly Role[],
  { to, role, days }: Typed,
): Html {
  return html`<p class="muted">${t(lang, 'people.delegate.why')}</p>
<form method="post" action="${path}/delegate" class="act">${textField(t(lang, 'people.person'), 'to', { required: true, value: String(to ?? '') })}${choiceField(t(lang, 'people.role'), 'role', choices(lang, own), { chosen: String(role ?? '') })}${numberField(t(lang, 'people.days'), 'days', { max: maxDelegationDays, value: (days as number | undefined) ?? 14 })}
<p class="buttons"><button class="primary" name="button" value="delegate">${t(lang, 'people.delegate.do')}</button></p></form>`
}

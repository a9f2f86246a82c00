// Who is signed in where: one's own sessions for everybody, and everybody's for operators; each can be ended, or all of a person.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { SessionView } from '../../../shared/contract/staff.schema.ts'
import { mayDo, staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { hidden } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { empty, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { read } from './typed.ts'
import { t } from './words.ts'

const path = '/sessions'

export function sessionPages(app: Hono, api: OfficeApi): void {
  app.get(path, (c) => showSessions(c, api))
  app.post(`${path}/end`, async (c) => {
    const { actor } = pageContext(api, c)
    const { id = '' } = await read(c, ['id'])
    const { current } = staffOf(c).endSession(actor, String(id))
    return c.redirect(current ? '/sign-in?out=1' : `${path}?done=end`, 303)
  })
  app.post(`${path}/sign-out`, async (c) => {
    const { actor } = pageContext(api, c)
    const { person = '' } = await read(c, ['person'])
    staffOf(c).endSessionsOf(actor, String(person))
    return c.redirect(`${path}?done=sign-out`, 303)
  })
}

function showSessions(c: Context, api: OfficeApi) {
  const page = pageContext(api, c)
  const { lang, actor } = page
  const own = staffOf(c).sessions(actor)
  const mine = new Set(own.map(({ id }) => id))
  const others = mayDo(actor, 'allSessions')
    ? staffOf(c)
        .allSessions(actor)
        .filter(({ id }) => !mine.has(id))
    : undefined
  const done = c.req.query('done')
  const body = html`${done === 'end' || done === 'sign-out' ? html`<p class="notice" role="status">${t(lang, `sessions.done.${done}`)}</p>` : ''}
<p>${t(lang, 'sessions.intro')}</p>
${section('own', t(lang, 'sessions.own'), own.length === 0 ? empty(t(lang, 'sessions.none')) : html`${sessionTable(page, t(lang, 'sessions.own'), own)}${actor.id === undefined ? '' : everywhereForm(page)}`)}
${others === undefined ? '' : section('others', t(lang, 'sessions.others'), html`${others.length === 0 ? empty(t(lang, 'sessions.none')) : html`${sessionTable(page, t(lang, 'sessions.others'), others)}${peopleForms(page, others)}`}`)}
${actor.kind === 'person' ? section('device', t(lang, 'sessions.device.title'), html`<p>${t(lang, 'sessions.device')} <a href="/sign-in/device">${t(lang, 'sessions.device.link')}</a></p>`) : ''}`
  return show(c, page, layout(page, { title: t(lang, 'sessions.title'), body, still: true }))
}

function everywhereForm({ lang }: PageContext): Html {
  return html`<p>${t(lang, 'sessions.why')}</p>
<form method="post" action="/sign-out" class="act">${hidden('everywhere', 'yes')}
<p class="buttons"><button name="button" value="everywhere">${t(lang, 'sessions.end.all')}</button></p></form>`
}

/** One button for each person who has more than one. */
function peopleForms({ lang }: PageContext, sessions: readonly SessionView[]): Html {
  const people = new Map(sessions.map(({ person }) => [person.id, person.name]))
  const many = [...people].filter(
    ([id]) => sessions.filter(({ person }) => person.id === id).length > 1,
  )
  return html`${many.map(
    ([id, name]) =>
      html`<form method="post" action="${path}/sign-out">${hidden('person', id)}<button name="button" value="sign-out">${t(lang, 'sessions.end.of', { name })}</button></form> `,
  )}`
}

function sessionTable(page: PageContext, caption: string, sessions: readonly SessionView[]): Html {
  const { lang } = page
  const columns = (
    [
      'sessions.where',
      'people.who',
      'sessions.since',
      'tokens.used',
      'sessions.until',
      'sessions.end',
    ] as const
  ).map((word) => t(lang, word))
  return listTable(
    caption,
    columns,
    sessions.map((session) => {
      const where = placeOf(page, session)
      return [
        html`${where}${session.address === null ? '' : html`<br><span class="muted">${t(lang, 'sessions.address', { address: session.address })}</span>`}`,
        session.person.name,
        localTime(page, session.signedInAt),
        localTime(page, session.usedAt),
        localTime(page, session.until),
        session.current
          ? html`<strong>${t(lang, 'sessions.this')}</strong> ${endForm(page, session, where)}`
          : endForm(page, session, where),
      ]
    }),
  )
}

function endForm({ lang }: PageContext, { id, person }: SessionView, where: string): Html {
  return html`<form method="post" action="${path}/end">${hidden('id', id)}<button name="button" value="end" aria-label="${t(lang, 'sessions.end.one', { where, name: person.name })}">${t(lang, 'sessions.end')}</button></form>`
}

function placeOf({ lang }: PageContext, { kind, name }: SessionView): string {
  return name === null ? t(lang, `sessions.${kind}`) : t(lang, `sessions.${kind}.of`, { name })
}

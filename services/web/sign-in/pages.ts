// Signing in and out, as pages: by the office's identity provider, or by choosing who one is where identities are local.

import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { SignedIn, Staff } from '../../../shared/contract/staff.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { sessionMs, signInPatienceMs } from '../../../shared/kernel/limits.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import { roleNames } from '../../../shared/office/permit.ts'
import { visitOf } from '../kit/actor.ts'
import type { Html } from '../kit/html.ts'
import { sessionCookie, type GateOptions } from '../kit/gate.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import type { PageContext } from '../kit/context.ts'
import { devicePages } from './device.ts'
import { createOpenId, type OpenId, type OpenIdOptions } from './openid.ts'
import { t } from './words.ts'

export interface SignInOptions extends GateOptions {
  /** Absent where identities are local. */
  readonly openId?: OpenIdOptions | undefined
}

export function signInPages(app: Hono, api: OfficeApi, options: SignInOptions): void {
  const { staff, secure, office } = options
  const openId = options.openId === undefined ? undefined : createOpenId(options.openId)
  const underWay = `concert-sign-in-${office}`

  /** A new secret each time: one that was put into the browser before signing in opens nothing. */
  function open(c: Context, signedIn: SignedIn, then: string) {
    const cookie = sessionCookie(options)
    const opened = staff.open(signedIn, getCookie(c, cookie), visitOf(c)?.from)
    if (!opened.ok) throw new ProblemError(opened.problem)
    setCookie(c, cookie, opened.value.secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure,
      maxAge: sessionMs / 1000,
    })
    return c.redirect(then, 303)
  }

  devicePages(app, api)

  app.get('/sign-in', (c) => {
    const page = pageContext(api, c)
    return show(c, page, signInPage(page, c, staff, openId))
  })

  app.post('/sign-in', async (c) => {
    const { subject, then } = await c.req.parseBody()
    const person = staff.localPeople.find((each) => each.subject === subject)
    if (staff.identity !== 'local' || person === undefined) throw new ProblemError(nobody())
    const at = new Date().toISOString() as Instant
    return open(c, { issuer: 'local', ...person, roles: [], at }, ownPath(then))
  })

  app.get('/sign-in/start', async (c) => {
    if (openId === undefined) return c.redirect('/sign-in', 303)
    const started = await openId.start(ownPath(c.req.query('then')), c.req.query('fresh') === '1')
    setCookie(c, underWay, started.secret, {
      path: '/sign-in',
      httpOnly: true,
      // The provider's page leads back here: a stricter cookie would not come along.
      sameSite: 'Lax',
      secure,
      maxAge: signInPatienceMs / 1000,
    })
    return c.redirect(started.address, 303)
  })

  app.get('/sign-in/callback', async (c) => {
    if (openId === undefined) return c.redirect('/sign-in', 303)
    const secret = getCookie(c, underWay)
    deleteCookie(c, underWay, { path: '/sign-in', secure })
    const { signedIn, then } = await openId
      .finish(secret, new URL(c.req.url).search)
      .catch((error: unknown) => {
        staff.signInFailed(reasonOf(error))
        throw error
      })
    return open(c, signedIn, then)
  })

  app.post('/sign-out', async (c) => {
    const cookie = sessionCookie(options)
    const secret = getCookie(c, cookie)
    const { everywhere } = await c.req.parseBody()
    const actor = visitOf(c)?.actor
    if (everywhere === 'yes' && actor?.id !== undefined) staff.endSessions(actor)
    else if (secret !== undefined) staff.close(secret)
    deleteCookie(c, cookie, { path: '/', secure })
    return c.redirect('/sign-in?out=1', 303)
  })
}

function signInPage(page: PageContext, c: Context, staff: Staff, openId: OpenId | undefined): Html {
  const { lang } = page
  const then = ownPath(c.req.query('then'))
  const fresh = c.req.query('fresh') === '1'
  const notices = html`${c.req.query('out') === '1' ? html`<p class="notice" role="status">${t(lang, 'out')}${openId === undefined ? '' : html` ${t(lang, 'out.provider')}`}</p>` : ''}${fresh ? html`<p class="notice">${t(lang, 'again')}</p>` : ''}`
  const body =
    openId === undefined
      ? html`${notices}<h2>${t(lang, 'choose')}</h2><p>${t(lang, 'choose.why')}</p>
<ul class="people">${staff.localPeople.map(
          ({ subject, name, roles }) =>
            html`<li><form method="post" action="/sign-in"><input type="hidden" name="then" value="${then}"><input type="hidden" name="subject" value="${subject}"><button type="submit">${t(lang, 'as', { name })}</button> <span class="muted">${t(lang, 'roles', { roles: roles.map((role) => roleNames[role][lang]).join(', ') })}</span></form></li>`,
        )}</ul>`
      : html`${notices}<p>${t(lang, 'provider')}</p><p><a class="button" href="/sign-in/start?${fresh ? 'fresh=1&' : ''}then=${encodeURIComponent(then)}">${t(lang, 'go', { provider: openId.provider })}</a></p>`
  return layout(page, { title: t(lang, 'title'), body, bare: true })
}

/** A place of this office only: nobody is sent elsewhere by a link to the sign-in. */
export function ownPath(then: unknown): string {
  if (typeof then !== 'string' || !then.startsWith('/')) return '/'
  const there = URL.canParse(then, 'http://office.invalid')
    ? new URL(then, 'http://office.invalid')
    : undefined
  return there?.origin === 'http://office.invalid' && !there.pathname.startsWith('//')
    ? `${there.pathname}${there.search}${there.hash}`
    : '/'
}

/** For the audit list: every cause, for the library says only in the last one which value was not the expected one. */
function reasonOf(error: unknown): string {
  const first: unknown =
    error instanceof Error && error.cause instanceof Error ? error.cause : error
  const causes: string[] = []
  for (let each = first; each instanceof Error && causes.length < 4; each = each.cause)
    causes.push(`${each.name}: ${each.message}`)
  return causes.length === 0 ? String(first) : causes.join('; ')
}

function nobody() {
  return problem('sign-in-failed', {
    en: 'There is nobody of that name to choose here',
    fr: 'Il n’y a personne de ce nom à choisir ici',
  })
}

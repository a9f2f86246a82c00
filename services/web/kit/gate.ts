// Lets requests in: finds out who asks by a session's cookie or a token, and turns away everybody else from all but a few public addresses.

import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { unknownToken } from '../../../shared/contract/audit-text.ts'
import { actorHeader } from '../../../shared/contract/actor.ts'
import type { Credential, Staff } from '../../../shared/contract/staff.ts'
import { parseActor, type Actor } from '../../../shared/kernel/actor.ts'
import { problem, type Problem, problemError } from '../../../shared/kernel/problems.ts'
import { notSignedIn } from '../../../shared/office/permit.ts'
import { letIn, signInAddress } from './actor.ts'
import { cameFrom } from './came-from.ts'
import { answerProblem } from './problem.ts'

export interface GateOptions {
  readonly staff: Staff
  readonly office: string
  /** Cookies travel over TLS only. */
  readonly secure: boolean
  /** Where browsers reach this office, where that is configured. */
  readonly home?: string | undefined
  /** In which header the proxy in front says whose request it is. */
  readonly addressHeader?: string | undefined
}

/** What everybody may ask: how to sign in, how pages look, whether the instance works, and the description of its API. */
export const publicPaths: readonly string[] = [
  '/sign-in',
  '/sign-in/start',
  '/sign-in/callback',
  '/sign-out',
  '/style.css',
  '/live.js',
  '/clocks.js',
  '/openapi.json',
  '/asyncapi.json',
  '/v1/health',
  '/v1/sign-in/device',
  '/v1/sign-in/device/poll',
]

/** Where a command line is signed in. Only a fresh sign-in may: whoever comes without any is asked for one at once. */
export const devicePath = '/sign-in/device'

/** Of this office alone: cookies do not tell ports apart, and several offices may be on one machine. */
export function sessionCookie({ office, secure }: Pick<GateOptions, 'office' | 'secure'>): string {
  return `${secure ? '__Host-' : ''}concert-session-${office}`
}

/** What a page sets when it asks for itself again: a screen that nobody looks at keeps no session alive. */
const refreshHeader = 'concert-refresh'

/** `signedOut` answers a form that somebody sends whose session has ended. */
export function gate(
  options: GateOptions,
  signedOut: (c: Context) => Promise<Response>,
): MiddlewareHandler {
  const { staff } = options
  return async (c, next) => {
    if (staff.identity === 'local' && cameThroughProxy(c)) return answerProblem(c, notFromAfar())
    const credential = credentialOf(c, sessionCookie(options))
    const actor = staff.recognise(credential, {
      idle: c.req.header(refreshHeader) !== undefined,
    })
    if (actor === undefined && credential.token !== undefined)
      staff.signInFailed(unknownToken, 'not-signed-in')
    letIn(c, {
      staff,
      actor,
      isStillIn: () => staff.recognise(credential, { idle: true }) !== undefined,
      leave: () => staff.close(credential.token ?? credential.session ?? ''),
      home: options.home,
      from: cameFrom(c, options.addressHeader),
    })
    if (actor !== undefined || publicPaths.includes(c.req.path)) return next()
    if (!isForReader(c)) return answerProblem(c, notSignedIn())
    if (c.req.method === 'GET' || c.req.method === 'HEAD')
      return c.redirect(signInAddress(thisAddress(c), c.req.path === devicePath), 303)
    return signedOut(c)
  }
}

/** A person with a browser, outside the API. */
export function isForReader(c: Context): boolean {
  return !c.req.path.startsWith('/v1/') && (c.req.header('accept') ?? '').includes('text/html')
}

function thisAddress(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return `${pathname}${search}`
}

function credentialOf(c: Context, cookie: string): Credential {
  const token = tokenIn(c.req.header('authorization'))
  // A program that says who it is uses no session: what a browser sends along by itself is not heard beside a token.
  const session = token === undefined ? getCookie(c, cookie) : undefined
  return { session, token, says: said(c) }
}

/** `Bearer …`, or the password of `Basic …`, which is all that calendar programs can send. */
function tokenIn(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(bearer|basic)\s+(\S+)$/i.exec(header ?? '') ?? []
  if (value === undefined) return undefined
  if (scheme?.toLowerCase() === 'bearer') return value
  const text = Buffer.from(value, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

/** A workflow has no way in here: it acts inside the office. Throws `invalid-input` where the header says no actor. */
function said(c: Context): Actor | undefined {
  const text = c.req.header(actorHeader)
  if (text === undefined) return undefined
  const actor = parseActor(decoded(text))
  if (actor !== undefined && ['local', 'program', 'replay'].includes(actor.kind)) return actor
  throw problemError(
    'invalid-input',
    {
      en: `The header ${actorHeader} is not an actor such as "local:M. Roy" or "program:import"`,
      fr: `L'en-tête ${actorHeader} ne nomme pas d'acteur, par exemple « local:M. Roy » ou « program:import »`,
    },
    text.slice(0, 100),
    { path: actorHeader },
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function cameThroughProxy(c: Context): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    (name) => c.req.header(name) !== undefined,
  )
}

function notFromAfar(): Problem {
  return problem('foreign-origin', {
    en: 'This office has local identities, which anybody could choose: it answers on this machine only, and not through a proxy',
    fr: 'Cet organisme n’a que des identités locales, que n’importe qui pourrait choisir : il ne répond que sur cette machine, et non par un serveur mandataire',
  })
}

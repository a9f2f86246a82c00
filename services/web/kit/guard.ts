// Checks every request before it reaches a route: its host is ours, a page that sends it is ours, its body is JSON or one of our own forms, and not too large.

import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { decodeUtf8, isDeeperThan, parseJsonBytes } from '../../../shared/kernel/json.ts'
import { maxJsonDepth, maxRequestBytes } from '../../../shared/kernel/limits.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import { answerProblem } from './problem.ts'

/**
 * Refuses a Host header that is none of `hosts` (`office.example`, any port; or `127.0.0.1:8080`): a foreign name that points here is DNS rebinding.
 * Reads too, because what is read may not be public.
 */
export function hostGuard(hosts: readonly string[]): MiddlewareHandler {
  const known = new Set(hosts.map((host) => host.toLowerCase()))
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase()
    if (host === undefined || !(known.has(host) || known.has(host.replace(/:\d+$/, '')))) {
      return answerProblem(
        c,
        problem(
          'foreign-origin',
          {
            en: `Host ${JSON.stringify(host ?? '')} is not one that this instance is configured for`,
            fr: `L'hôte ${JSON.stringify(host ?? '')} n'est pas de ceux pour lesquels cette instance est configurée`,
          },
          host ?? '',
          { path: 'Host' },
        ),
      )
    }
    return next()
  }
}

/**
 * A request that may change something: same-origin or no page at all, and JSON, which no page can send elsewhere without asking first.
 * A form, which every page could send here, only outside the API, and only where the browser says that a page of ours sent it.
 */
export const csrf: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin !== undefined && hostOf(origin) !== c.req.header('host')?.toLowerCase()) {
    return answerProblem(
      c,
      problem(
        'foreign-origin',
        {
          en: `Origin ${JSON.stringify(origin)} is not this instance's own`,
          fr: `L'origine ${JSON.stringify(origin)} n'est pas celle de cette instance`,
        },
        origin,
        { path: 'Origin' },
      ),
    )
  }
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return answerProblem(
      c,
      problem(
        'foreign-origin',
        {
          en: `A page of another site (${site}) may not send commands`,
          fr: `Une page d'un autre site (${site}) ne peut pas envoyer de commandes`,
        },
        site,
        { path: 'Sec-Fetch-Site' },
      ),
    )
  }
  const type = c.req.header('content-type') ?? ''
  if (isForm(type) && !c.req.path.startsWith('/v1/')) {
    if (origin !== undefined || site === 'same-origin') return next()
    return answerProblem(
      c,
      problem(
        'foreign-origin',
        {
          en: 'A form without Origin: a program sends JSON to the API instead',
          fr: "Un formulaire sans Origin : un programme envoie plutôt du JSON à l'API",
        },
        '',
        { path: 'Origin' },
      ),
    )
  }
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return answerProblem(
      c,
      problem(
        'invalid-input',
        {
          en: `Content-Type ${JSON.stringify(type)} is not application/json`,
          fr: `Le type de contenu ${JSON.stringify(type)} n'est pas application/json`,
        },
        type,
        { path: 'Content-Type' },
      ),
    )
  }
  return next()
}

export const sizeGuard: MiddlewareHandler = bodyLimit({
  maxSize: maxRequestBytes,
  onError: (c) =>
    answerProblem(
      c,
      problem(
        'too-large',
        {
          en: `The body is larger than ${maxRequestBytes} bytes`,
          fr: `Le corps dépasse ${maxRequestBytes} octets`,
        },
        c.req.header('content-length') ?? `more than ${maxRequestBytes}`,
      ),
    ),
})

/** JSON that is not UTF-8, or nested so deep that whoever walks it runs out of stack, goes no further. What is no JSON at all is said by the route. */
export const jsonGuard: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type') ?? ''
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || !/^application\/json\b/i.test(type))
    return next()
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  const text = decodeUtf8(bytes)
  if (text !== undefined && !isDeeperThan(text, maxJsonDepth)) {
    // The route reads this text; from the bytes it would be decoded once more.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) })
    return next()
  }
  const parsed = parseJsonBytes(bytes)
  return parsed.ok ? next() : answerProblem(c, parsed.problem)
}

/** No inline script or style, no frame, nothing from elsewhere. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  // TLS is the proxy's in front of a loopback server; it sets this where it holds.
  strictTransportSecurity: false,
})

/** What is answered is for who asked, by a cookie or a token: no cache on the way keeps it, where nothing stricter is said. */
export const ownAnswers: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-cache')
}

function isForm(type: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : undefined
}

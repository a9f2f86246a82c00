// What this browser has seen of each ledger, kept in a cookie as the last sequence of each: exact whatever clocks say,
// and the same after the projection was rebuilt. A visit ends after half an hour without a page.

import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { Seen } from '../../../shared/contract/lists.schema.ts'

export interface Visit {
  /** How far the last visit had seen; undefined on the first one. */
  readonly since: Seen | undefined
}

const cookieName = 'concert-seen'
const visitEndsAfterMs = 30 * 60_000
const yearSeconds = 365 * 24 * 3600

/** Reads the cookie, and notes that everything up to `followers` is on the page now. */
export function visit(
  c: Context,
  followers: readonly FollowerView[],
  { seenAll, nowMs }: { readonly seenAll: boolean; readonly nowMs: number },
): Visit {
  const now: Seen = Object.fromEntries(followers.map(({ office, seq }) => [office, seq]))
  const before = parse(getCookie(c, cookieName))
  const isNewVisit = before !== undefined && nowMs - before.at > visitEndsAfterMs
  const since = seenAll || before === undefined ? now : isNewVisit ? before.last : before.since
  setCookie(c, cookieName, [nowMs, written(since), written(now)].join('~'), {
    path: '/',
    sameSite: 'Lax',
    httpOnly: true,
    maxAge: yearSeconds,
  })
  return { since: before === undefined ? undefined : onlyKnown(since, now) }
}

/** An office that joined since is new as a whole, which is no news of a night. */
function onlyKnown(since: Seen, now: Seen): Seen {
  return Object.fromEntries(Object.entries(since).filter(([office]) => office in now))
}

const written = (seen: Seen): string =>
  Object.entries(seen)
    .map(([office, sequence]) => `${office}.${sequence}`)
    .join('_')

function parse(
  text: string | undefined,
): { readonly at: number; readonly since: Seen; readonly last: Seen } | undefined {
  const [at = '', since, last] = (text ?? '').split('~')
  if (!/^\d{1,16}$/.test(at) || since === undefined || last === undefined) return undefined
  return { at: Number(at), since: seenOf(since), last: seenOf(last) }
}

function seenOf(text: string): Seen {
  return Object.fromEntries(
    [...text.matchAll(/([a-z][a-z0-9-]*)\.(\d{1,15})/g)].map(([, office = '', sequence]) => [
      office,
      Number(sequence),
    ]),
  )
}

// Who sent a request, as far as the gate found out; and for pages, what they may do and whether they have to sign in again first.

import type { Context } from 'hono'
import type { CameFrom, Staff } from '../../../shared/contract/staff.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { mayEver, notSignedIn } from '../../../shared/office/permit.ts'

/** One request, as the gate let it in. */
export interface Visit {
  readonly staff: Staff
  readonly actor: Actor | undefined
  /** Whether it would still be let in: for answers that take long. */
  readonly isStillIn: () => boolean
  /** Ends the session that let it in; false where a token did. */
  readonly leave: () => boolean
  /** Where browsers reach this office, where that is configured. */
  readonly home?: string | undefined
  readonly from: CameFrom
}

const visits = new WeakMap<Request, Visit>()

export function letIn(c: Context, visit: Visit): void {
  visits.set(c.req.raw, visit)
}

export function visitOf(c: Context): Visit | undefined {
  return visits.get(c.req.raw)
}

/** Throws `not-signed-in` where nobody is. What needs no sign-in asks `anybody`. */
export function actorOf(c: Context): Actor {
  const actor = visitOf(c)?.actor
  if (actor === undefined) throw new ProblemError(notSignedIn())
  return actor
}

/** Who asks, or somebody of whom nothing is known. */
export function anybody(c: Context): Actor {
  return visitOf(c)?.actor ?? { kind: 'program', name: 'unknown' }
}

/** The people and programs of this office, whom a request was let in by. */
export function staffOf(c: Context): Staff {
  const staff = visitOf(c)?.staff
  if (staff === undefined) throw new ProblemError(notSignedIn())
  return staff
}

/** Whether a page should offer an act such as `order/issue` to whoever looks at it: their roles cover it. */
export function mayDo(actor: Actor, act: string): boolean {
  return mayEver(actor, act)
}

/** Where a form of this act should send its reader first: to a fresh sign-in that comes back here; undefined where there is no need. */
export function signInFirst(c: Context, act: string): string | undefined {
  return visitOf(c)?.staff.asksForSignIn(actorOf(c), act) === true
    ? signInAddress(`${c.req.path}${new URL(c.req.url).search}`, true)
    : undefined
}

/** Where what waits for a second person is looked at. */
export function preparedPath(id: string): string {
  return `/approvals/${encodeURIComponent(id)}`
}

export function signInAddress(then: string, fresh = false): string {
  return `/sign-in?${fresh ? 'fresh=1&' : ''}then=${encodeURIComponent(then)}`
}

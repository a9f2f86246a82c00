// Who is signed in where, and since when: one's own sessions, and everybody's for operators. Whoever ends one ends it at once.

import type { Staff } from '../../../shared/contract/staff.ts'
import type { SessionView } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Identity } from '../../../shared/kernel/actor.ts'
import { maxSessions, sessionIdleMs, sessionMs } from '../../../shared/kernel/limits.ts'
import { problemError, ProblemError } from '../../../shared/kernel/problems.ts'
import { notSignedIn } from '../../../shared/office/permit.ts'
import { ago, inMs, type StaffParts } from './parts.ts'
import type { Session } from './ports.ts'

type Calls = Pick<
  Staff,
  'sessions' | 'allSessions' | 'endSession' | 'endSessions' | 'endSessionsOf'
>

/** Neither too old nor too long unused. */
export function isOpen({ openedAt, usedAt }: Session, { now }: Pick<StaffParts, 'now'>): boolean {
  const at = now()
  return openedAt >= ago(at, sessionMs) && usedAt >= ago(at, sessionIdleMs)
}

/** One more session of this person will be opened: where there are too many, the longest unused end. */
export function makeRoom({ store, audit }: StaffParts, { id, name }: Identity): void {
  const own = store.sessions().filter(({ person }) => person === id)
  for (const { hash, device } of own.slice(maxSessions - 1)) {
    store.endSession(hash)
    audit({ kind: 'session-ended', about: name, more: device }, { kind: 'person', id, name })
  }
}

/** `forget`: what a person confirmed for a command line and it has not fetched yet. */
export function createSessions(parts: StaffParts, forget: (person: string) => void): Calls {
  const { store, audit, allow } = parts
  const all = (actor: Actor): SessionView[] =>
    store.sessions().flatMap((session): SessionView[] => {
      const person = store.person(session.person)
      if (person === undefined || !isOpen(session, parts)) return []
      const { id, name } = person
      return [viewOf(session, { id, name }, actor)]
    })
  const own = (actor: Actor) => all(actor).filter(({ person }) => person.id === actor.id)

  return {
    sessions: (asking) => own(allow(asking, 'sessions')),
    allSessions: (asking) => all(allow(asking, 'allSessions')),
    endSession(asking, id) {
      const session = all(asking).find((each) => each.id === id)
      const isOthers = session !== undefined && session.person.id !== asking.id
      const actor = allow(asking, isOthers ? 'allSessions' : 'endSession', id)
      const kept = store.sessions().find((each) => each.id === id)
      if (session === undefined || kept === undefined) throw noSession(id)
      store.endSession(kept.hash)
      audit({ kind: 'session-ended', about: session.person.name, more: session.name }, actor)
      return session
    },
    endSessions(asking) {
      const actor = allow(asking, 'endSessions')
      if (actor.id === undefined) throw new ProblemError(notSignedIn())
      forget(actor.id)
      const ended = store.endSessionsOf(actor.id)
      audit({ kind: 'signed-out', more: String(ended) }, actor)
      return ended
    },
    endSessionsOf(asking, idOrSubject) {
      const actor = allow(asking, 'endSessionsOf', idOrSubject)
      const person = store.findPerson(idOrSubject)
      if (person === undefined) throw nobody(idOrSubject)
      forget(person.id)
      const ended = store.endSessionsOf(person.id)
      audit({ kind: 'session-ended', about: person.name, more: String(ended) }, actor)
      return ended
    },
  }
}

function viewOf(session: Session, person: SessionView['person'], actor: Actor): SessionView {
  const { id, device, browser, address, signedInAt, openedAt, usedAt } = session
  const [byAge, byUse] = [inMs(openedAt, sessionMs), inMs(usedAt, sessionIdleMs)]
  return {
    id,
    person,
    kind: device === null ? 'browser' : 'command-line',
    name: device ?? browser,
    address,
    signedInAt,
    openedAt,
    usedAt,
    until: byAge < byUse ? byAge : byUse,
    current: actor.proof?.kind === 'sign-in' && actor.proof.session === id,
  }
}

function noSession(id: string) {
  return problemError(
    'not-found',
    {
      en: 'There is no such session any more: it has ended',
      fr: 'Cette session n’existe plus : elle a pris fin',
    },
    id,
  )
}

function nobody(id: string) {
  return problemError(
    'not-found',
    {
      en: `Nobody "${id}" has signed in here`,
      fr: `Personne « ${id} » ne s’est connecté ici`,
    },
    id,
  )
}

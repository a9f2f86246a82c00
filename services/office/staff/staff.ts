// People and programs of one office: who is let in, with which roles, what they look after themselves, and the list of what was refused and who signed in.
// Sign-ins and roles are judged by real time; the legal clock of a demonstration may run a thousand times faster.

import type { LocalPerson, SignedIn, Staff } from '../../../shared/contract/staff.ts'
import { actorText, maxActorName, type Actor, type Identity } from '../../../shared/kernel/actor.ts'
import {
  maxUnknownAuditedPerMinute,
  sessionIdleMs,
  sessionMs,
} from '../../../shared/kernel/limits.ts'
import { flawOf } from '../../../shared/kernel/plain-text.ts'
import { ProblemError, refuse } from '../../../shared/kernel/problems.ts'
import { asksForSignIn, mayEver, permission } from '../../../shared/office/permit.ts'
import { createDevices } from './devices.ts'
import { ago, isOld, perMinute, type StaffOptions, type StaffParts } from './parts.ts'
import { createPreparations, type Preparations } from './preparations.ts'
import type { Person, StaffStore } from './ports.ts'
import { Repeats } from './repeats.ts'
import { createRoles } from './roles.ts'
import { createSessions, isOpen, makeRoom } from './sessions.ts'
import { createTokens } from './tokens.ts'

export interface StaffOfOffice extends Staff {
  readonly preparations: Preparations
  /** Who may do this act, by the roles that they have now. */
  whoMay(act: string): readonly Identity[]
  /** For the audit list. */
  note: StaffParts['audit']
}

export function createStaff(given: StaffOptions): StaffOfOffice {
  const leaving = new Set<() => void>()
  const store = noticing(given.store, () => {
    for (const listener of leaving) listener()
  })
  const options: StaffOptions = { ...given, store }
  const { now, hashOf } = options
  const repeats = new Repeats()
  const audit: StaffParts['audit'] = (noted, actor) => {
    const entry = {
      at: now(),
      who: actor === undefined ? null : actorText(actor),
      whoId: actor?.id ?? null,
      act: null,
      about: null,
      code: null,
      rule: null,
      more: null,
      ...noted,
    }
    for (const each of entry.kind === 'refused' ? repeats.refused(entry) : [entry])
      store.addAudit(each)
  }
  const allow: StaffParts['allow'] = (actor, act, about) => {
    const found = permission(actor, act, now())
    if (found.kind === 'allowed') return found.actor
    const { code } = found.problem
    audit({ kind: 'refused', act, about: about ?? null, code, rule: found.rule?.id ?? null }, actor)
    throw new ProblemError(found.problem)
  }
  const roles = createRoles({ ...options, audit, allow })
  const parts: StaffParts = { ...options, audit, allow, grantsOf: roles.grantsOf }
  const preparations = createPreparations(parts)
  const tokens = createTokens(parts)
  const devices = createDevices(parts)
  const sessions = createSessions(parts, devices.forget)
  const unknown = perMinute(maxUnknownAuditedPerMinute, now)

  return {
    identity: options.identity,
    localPeople:
      options.identity === 'local'
        ? options.people.map(({ subject, name = subject, roles }): LocalPerson => ({
            subject,
            name,
            roles,
          }))
        : [],
    preparations,
    note: audit,
    whoMay: (act) =>
      store.people().flatMap((person): Identity[] => {
        const { id, name } = person
        const actor: Actor = {
          kind: 'person',
          id,
          name,
          proof: { kind: 'sign-in', at: now() },
          grants: roles.grantsOf(person),
        }
        return mayEver(actor, act) ? [{ id, name }] : []
      }),

    recognise(credential, { idle = false } = {}) {
      const { token, session: cookie } = credential
      const known = token === undefined ? undefined : tokens.recognise(token, credential.says, idle)
      if (known !== undefined) return known
      const session = openSession(options, token ?? cookie)
      const person = session === undefined ? undefined : store.person(session.person)
      if (session === undefined || person === undefined) return undefined
      // A command line shows its secret as a token, a browser in a cookie: neither is let in by the other's.
      if ((token === undefined) !== (session.device === null)) return undefined
      if (!idle && isOld(session.usedAt, now())) store.useSession(session.hash, now())
      return {
        kind: 'person',
        id: person.id,
        name: person.name,
        proof: { kind: 'sign-in', at: session.signedInAt, session: session.id },
        grants: roles.grantsOf(person),
      }
    },

    asksForSignIn: (actor, act) => asksForSignIn(actor, act, now()),

    open(said, before, from = {}) {
      // A provider whose clock is ahead would keep a sign-in fresh for as long.
      const signedIn = said.at > now() ? { ...said, at: now() } : said
      if (before !== undefined) store.endSession(hashOf(before))
      store.endSessionsBefore(ago(now(), sessionMs), ago(now(), sessionIdleMs))
      const person = personOf(options, signedIn)
      const grants = roles.grantsOf(person)
      const actor: Actor = {
        kind: 'person',
        id: person.id,
        name: person.name,
        proof: { kind: 'sign-in', at: signedIn.at },
        grants,
      }
      if (grants.length === 0) {
        // Kept all the same: whoever gives roles finds the person by the subject.
        store.putPerson({ ...person, lastSignIn: now() })
        audit({ kind: 'sign-in-failed', code: 'not-permitted' }, actor)
        return refuse('sign-in-failed', noRole(person), { value: person.subject })
      }
      store.putPerson({ ...person, lastSignIn: now() })
      const secret = options.newSecret()
      const at = now()
      makeRoom(parts, person)
      store.putSession({
        id: options.newId(),
        hash: hashOf(secret),
        person: person.id,
        signedInAt: signedIn.at,
        openedAt: at,
        usedAt: at,
        device: null,
        browser: from.browser ?? null,
        address: from.address ?? null,
      })
      audit({ kind: 'signed-in', more: grants.map(({ role }) => role).join(', ') }, actor)
      return { ok: true, value: { secret, actor } }
    },

    close(secret) {
      const session = store.session(hashOf(secret))
      if (session === undefined || !store.endSession(session.hash)) return false
      const person = store.person(session.person)
      if (person !== undefined)
        audit({ kind: 'signed-out', about: session.device }, { ...person, kind: 'person' })
      return true
    },

    whenSomebodyLeaves(listener) {
      leaving.add(listener)
      return () => void leaving.delete(listener)
    },

    signInFailed(why, code = 'sign-in-failed') {
      if (unknown()) audit({ kind: 'sign-in-failed', code, more: why.slice(0, 300) })
    },
    refused({ actor, act, about, code, rule }) {
      if (actor.proof !== undefined || unknown())
        audit({ kind: 'refused', act, about: about ?? null, code, rule: rule ?? null }, actor)
    },

    audit(actor, query) {
      allow(actor, 'audit')
      for (const each of repeats.unsaid()) store.addAudit(each)
      return store.audit(query)
    },
    ...devices.calls,
    ...sessions,
    ...tokens.calls,
    ...roles.calls,
    prepared: (actor) => preparations.list(allow(actor, 'prepared')),
    dropPrepared: (actor, id) => preparations.drop(allow(actor, 'dropPrepared', id), id),
    approvePrepared: async (actor, id) =>
      preparations.approve(allow(actor, 'approvePrepared', id), id),
  }
}

/** The same store, which says when it has ended a session or a token. */
function noticing(store: StaffStore, left: () => void): StaffStore {
  return {
    ...store,
    endSession(hash) {
      const isEnded = store.endSession(hash)
      if (isEnded) left()
      return isEnded
    },
    endSessionsOf(person) {
      const ended = store.endSessionsOf(person)
      if (ended > 0) left()
      return ended
    },
    revokeToken(id, at) {
      store.revokeToken(id, at)
      left()
    },
  }
}

/** A session that has not ended. */
function openSession(options: StaffOptions, secret: string | undefined) {
  if (secret === undefined) return undefined
  const session = options.store.session(options.hashOf(secret))
  return session !== undefined && isOpen(session, options) ? session : undefined
}

/** The person behind a sign-in, with the name and the claims of today; a name that another person here has is told apart by the subject. */
function personOf({ store, markOf }: StaffOptions, signedIn: SignedIn): Person {
  const { issuer, subject, roles } = signedIn
  const id = markOf(issuer, subject)
  const shownSubject = shown(subject, maxShownSubject) || id
  const name = shown(signedIn.name, maxActorName - maxShownSubject - 3) || shownSubject
  const taken = store.people().some((other) => other.id !== id && sameName(other.name, name))
  return {
    id,
    issuer,
    subject,
    name: taken ? `${name} (${shownSubject})` : name,
    claimed: roles,
    lastSignIn: null,
  }
}

/** What an identity provider says, as an event may carry it: one line, whole characters, no longer than readers take. */
function shown(text: string, maxLength: number): string {
  let kept = ''
  for (const each of text.trim())
    if (kept.length + each.length > maxLength) break
    else if (flawOf(each, 'one-line') === undefined) kept += each
  return kept.trim()
}

/** Of a subject beside a name that two people have. */
const maxShownSubject = 60

function sameName(one: string, other: string): boolean {
  const plain = (text: string) =>
    text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ')
  return plain(one) === plain(other)
}

function noRole({ name, subject }: Person) {
  return {
    en: `"${name}" has no role in this office: an operator gives one to "${subject}", or the configuration does`,
    fr: `« ${name} » n’a aucun rôle dans cet organisme : une personne à l’exploitation en donne un à « ${subject} », ou la configuration`,
  }
}

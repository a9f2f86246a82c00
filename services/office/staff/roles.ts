// Which roles a person has now: by configuration, by what the identity provider claims, given by an operator, delegated by somebody.

import type { Staff } from '../../../shared/contract/staff.ts'
import type { StaffGrant } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Grant, Identity, Role } from '../../../shared/kernel/actor.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import type { Person } from './ports.ts'
import { identityOf, inDays, type StaffParts } from './parts.ts'

type Calls = Pick<Staff, 'grants' | 'grant' | 'revokeGrant' | 'delegate'>

export function createRoles(parts: Omit<StaffParts, 'grantsOf'>): {
  readonly grantsOf: (person: Person) => readonly Grant[]
  readonly calls: Calls
} {
  const { store, people, now, newId, audit, allow } = parts

  function configured({ subject }: Person): readonly Role[] {
    return people
      .filter(
        (each) => each.subject === subject && (each.until === undefined || each.until > now()),
      )
      .flatMap(({ roles }) => roles)
  }
  function given(): readonly StaffGrant[] {
    return store.grants().filter(({ until }) => until === null || until > now())
  }
  function own(person: Person): readonly Role[] {
    const granted = given()
      .filter((grant) => grant.person.id === person.id && grant.from === null)
      .map(({ role }) => role)
    return [...new Set([...configured(person), ...person.claimed, ...granted])]
  }
  /** A delegated role lasts as long as the one who delegated it has it. */
  function grantsOf(person: Person): readonly Grant[] {
    const delegated = given().flatMap((grant): Grant[] => {
      if (grant.person.id !== person.id || grant.from === null) return []
      const from = store.person(grant.from.id)
      return from !== undefined && own(from).includes(grant.role)
        ? [{ role: grant.role, from: { id: from.id, name: from.name } }]
        : []
    })
    return [...own(person).map((role): Grant => ({ role })), ...delegated]
  }
  /** Somebody who signed in here once, or whom the configuration names. */
  function known(idOrSubject: string): Person {
    const found = store.findPerson(idOrSubject)
    if (found !== undefined) return found
    const words = {
      en: `Nobody "${idOrSubject}" has signed in here yet: ask them to, then give the role`,
      fr: `Personne « ${idOrSubject} » ne s’est encore connecté ici : demandez-le-lui, puis donnez le rôle`,
    }
    throw problemError('not-found', words, idOrSubject)
  }
  function put(
    actor: Actor,
    person: Person,
    role: Role,
    days: number | undefined,
    from: Identity | null,
  ) {
    const grant: StaffGrant = {
      id: newId(),
      person: { id: person.id, name: person.name },
      role,
      from,
      grantedBy: actor.name,
      grantedAt: now(),
      until: days === undefined ? null : inDays(now(), days),
    }
    store.putGrant(grant)
    audit(
      {
        kind: from === null ? 'role-granted' : 'role-delegated',
        about: person.name,
        more: grant.until === null ? role : `${role}, ${grant.until}`,
      },
      actor,
    )
    return grant
  }

  return {
    grantsOf,
    calls: {
      grants(actor) {
        allow(actor, 'grants')
        return store.people().map((person) => ({
          person: { id: person.id, name: person.name },
          subject: person.subject,
          lastSignIn: person.lastSignIn,
          configured: [...configured(person)],
          claimed: [...person.claimed],
          grants: given().filter((grant) => grant.person.id === person.id),
        }))
      },
      grant(asked, { person, role, days }) {
        const actor = allow(asked, 'grant', person)
        const found = known(person)
        if (found.id === actor.id) throw notOneself(role)
        return put(actor, found, role, days, null)
      },
      revokeGrant(asked, id) {
        const actor = allow(asked, 'revokeGrant', id)
        const grant = store.grants().find((each) => each.id === id)
        if (grant === undefined)
          throw problemError(
            'not-found',
            {
              en: `There is no role given as "${id}"`,
              fr: `Aucun rôle n’a été donné sous « ${id} »`,
            },
            id,
          )
        store.removeGrant(id)
        store.endSessionsOf(grant.person.id)
        audit({ kind: 'role-revoked', about: grant.person.name, more: grant.role }, actor)
        return grant
      },
      delegate(asked, { to, role, days }) {
        const actor = allow(asked, 'delegate', to)
        const from = actor.id === undefined ? undefined : store.person(actor.id)
        if (from === undefined || !own(from).includes(role)) throw notOwn(role)
        const person = known(to)
        if (person.id === from.id) throw notOneself(role)
        return put(actor, person, role, days, identityOf(from))
      },
    },
  }
}

function notOneself(role: Role) {
  return problemError(
    'not-permitted',
    {
      en: 'Nobody gives a role to themselves: ask another operator',
      fr: 'Personne ne se donne un rôle : demandez à une autre personne à l’exploitation',
    },
    role,
  )
}

function notOwn(role: Role) {
  return problemError(
    'not-permitted',
    {
      en: `Only a role of one's own is delegated, and "${role}" is none of yours`,
      fr: `On ne délègue qu’un rôle que l’on a soi-même, et « ${role} » n’en est pas`,
    },
    role,
  )
}

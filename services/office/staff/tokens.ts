// Tokens of programs: made by a person, for no more than that person may do, for a time. Only their hash is kept.

import type { Staff } from '../../../shared/contract/staff.ts'
import type { Token } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Grant } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { maxTokens } from '../../../shared/kernel/limits.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import { ago, identityOf, inDays, isOld, type StaffParts } from './parts.ts'
import type { KeptToken } from './ports.ts'

type Calls = Pick<Staff, 'tokens' | 'allTokens' | 'createToken' | 'revokeToken'>

export function createTokens(parts: StaffParts): {
  /** `idle`: it is looked at again, and not used. */
  readonly recognise: (secret: string, says: Actor | undefined, idle: boolean) => Actor | undefined
  readonly calls: Calls
} {
  const { store, now, newId, newSecret, hashOf, localSecret, audit, allow, grantsOf } = parts

  function grantsOfToken(token: KeptToken): readonly Grant[] {
    const owner = store.person(token.owner.id)
    // The token of a person who has lost a role has lost it too; one that this machine's own user made has no such person.
    if (owner === undefined)
      return token.owner.id === '' ? token.roles.map((role) => ({ role })) : []
    const still = new Set(grantsOf(owner).map(({ role }) => role))
    return token.roles.filter((role) => still.has(role)).map((role) => ({ role }))
  }

  return {
    recognise(secret, says, idle) {
      const hash = hashOf(secret)
      if (localSecret !== undefined && hash === hashOf(localSecret))
        return {
          ...(says ?? { kind: 'local', name: 'this machine' }),
          proof: { kind: 'this-machine' },
        }
      const token = store.token(hash)
      if (token === undefined || token.revokedAt !== null || token.until <= now()) return undefined
      if (!idle && isOld(token.lastUsedAt, now())) store.useToken(token.id, now())
      return {
        kind: 'program',
        id: token.id,
        name: token.name,
        proof: { kind: 'token' },
        grants: grantsOfToken(token),
        ...(token.owner.id === '' ? {} : { owner: token.owner }),
      }
    },
    calls: {
      tokens(asked) {
        const actor = allow(asked, 'tokens')
        return store
          .tokens()
          .filter(({ owner }) => owner.id === (actor.id ?? ''))
          .map(publicToken)
      },
      allTokens(asked) {
        allow(asked, 'allTokens')
        return store.tokens().map(publicToken)
      },
      createToken(asked, { name, roles, days }) {
        const actor = allow(asked, 'createToken', name)
        const own = new Set((actor.grants ?? []).map(({ role }) => role))
        const more = roles.filter((role) => actor.proof?.kind !== 'this-machine' && !own.has(role))
        if (more.length > 0) throw beyond(more)
        const counting = store
          .tokens()
          .filter((each) => each.owner.id === (actor.id ?? '') && counts(each, now()))
        if (counting.length >= maxTokens) throw tooManyTokens()
        const secret = `concert_${newSecret()}`
        const token: KeptToken = {
          id: newId(),
          hash: hashOf(secret),
          name,
          roles: [...new Set(roles)],
          owner: identityOf(actor),
          createdAt: now(),
          until: inDays(now(), days),
          revokedAt: null,
          lastUsedAt: null,
        }
        store.putToken(token)
        audit(
          { kind: 'token-created', about: name, more: `${token.roles.join(', ')}; ${token.until}` },
          actor,
        )
        return { token: publicToken(token), secret }
      },
      revokeToken(asked, id) {
        const token = store.tokens().find((each) => each.id === id)
        const isOwn = token !== undefined && token.owner.id === (asked.id ?? '')
        const actor = allow(asked, isOwn ? 'revokeToken' : 'allTokens', id)
        if (token === undefined)
          throw problemError(
            'not-found',
            { en: `There is no token "${id}"`, fr: `Il n’y a pas de jeton « ${id} »` },
            id,
          )
        const at = now()
        store.revokeToken(id, at)
        audit({ kind: 'token-revoked', about: token.name }, actor)
        return { ...publicToken(token), revokedAt: at }
      },
    },
  }
}

function beyond(roles: readonly string[]) {
  return problemError(
    'not-permitted',
    {
      en: `A token may do no more than its maker: you do not have the role of ${roles.join(', ')}`,
      fr: `Un jeton ne permet rien de plus qu’à la personne qui le crée : vous n’avez pas le rôle ${roles.join(', ')}`,
    },
    roles.join(','),
  )
}

function publicToken(kept: KeptToken): Token {
  const { hash: _, ...token } = kept
  return token
}

/** It lets somebody in, or was made within a day: whoever makes and revokes one after the other fills a list that is kept. */
function counts({ revokedAt, until, createdAt }: KeptToken, now: Instant): boolean {
  return (revokedAt === null && until > now) || createdAt > ago(now, dayMs)
}

const dayMs = 86_400_000

const tooManyTokens = () =>
  problemError(
    'too-large',
    {
      en: `You have ${maxTokens} tokens that can be used or were made today: revoke those that nobody needs, or wait a day`,
      fr: `Vous avez ${maxTokens} jetons utilisables ou créés aujourd’hui : révoquez ceux qui ne servent à personne, ou attendez un jour`,
    },
    String(maxTokens),
  )

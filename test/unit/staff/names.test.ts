// Who somebody is, as an identity provider says it: what is odd there takes nothing away from what they record, and makes nobody another.

import { describe, expect, test } from 'vitest'
import { actorFrom, attributesOf, type Actor } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { freshSignInMs } from '../../../shared/kernel/limits.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { cloudEventSchema } from '../../../shared/ledger/envelope.schema.ts'
import { permission } from '../../../shared/office/permit.ts'
import { MemoryOffice } from '../../contract/http/memory-office.ts'
import { staffed } from '../../support/staffed.ts'

const issuer = 'https://provider.example'

function office() {
  const world = staffed(new MemoryOffice())
  const open = (subject: string, name: string, at = '2026-11-27T09:00:00.000Z') =>
    unwrap(world.staff.open({ issuer, subject, name, roles: ['officer'], at: at as Instant }))
  return { ...world, open }
}

/** As every reader of the ledger has them: what it cannot read it leaves out, and what is too long it sets aside. */
function asRead(actor: Actor): Actor | undefined {
  const { actor: text, preparedby } = cloudEventSchema
    .pick({ actor: true, preparedby: true })
    .parse(
      JSON.parse(
        JSON.stringify(attributesOf({ ...actor, preparedBy: { id: 'p', name: actor.name } })),
      ),
    )
  const read = actorFrom({ actor: text, actorid: actor.id, preparedby, preparedbyid: 'p' })
  expect(read?.preparedBy?.name).toBe(actor.name)
  return read
}

describe('a name that the provider says', () => {
  test.each([
    ['is long', 'a'.repeat(5_000), 'roy'],
    ['ends within a character', `a${'\ud83d\ude00'.repeat(200)}`, 'roy'],
    ['steers terminals', 'Roy\u001b[2J\u202e', 'roy'],
    ['is nothing', '\u0000\u202e', 'roy'],
  ])('%s: every reader knows who recorded', (_, name, subject) => {
    const { actor } = office().open(subject, name)
    expect(actor.name.isWellFormed()).toBe(true)
    expect(asRead(actor)?.name).toBe(actor.name)
  })

  test.each([
    ['long', 's'.repeat(255)],
    ['unprintable', 'x\u202e\u0000y'],
  ])('is another’s too, and the subject is %s: both are told apart, and read', (_, subject) => {
    const { open } = office()
    const first = open('one', 'Camille Roy '.repeat(20)).actor
    const second = open(subject, 'Camille Roy '.repeat(20)).actor
    expect(second.name).not.toBe(first.name)
    expect(asRead(second)?.name).toBe(second.name)
  })
})

test('a sign-in that is dated ahead is as fresh as one of now, and no longer', () => {
  const { open, who, pass } = office()
  const { secret } = open('roy', 'Camille Roy', '2099-01-01T00:00:00.000Z')
  const now = '2026-11-27T09:00:00.000Z'
  expect(permission(who(secret), 'order/issue', now as Instant).kind).toBe('allowed')
  pass(freshSignInMs + 1_000)
  const later = new Date(Date.parse(now) + freshSignInMs + 1_000).toISOString() as Instant
  expect(permission(who(secret), 'order/issue', later)).toMatchObject({
    problem: { code: 'sign-in-again' },
  })
})

test('a listener notes no use of what lets it in, and a busy program one a minute', () => {
  const { staff, store, hashOf, who, signIn, pass } = office()
  const { secret } = staff.createToken(who(signIn('kim', { roles: ['viewer'] })), {
    name: 'screen',
    roles: ['viewer'],
    days: 1,
  })
  const session = signIn('roy', { roles: ['viewer'] })
  const lastUses = () => [
    store.token(hashOf(secret))?.lastUsedAt,
    store.session(hashOf(session))?.usedAt,
  ]
  const before = lastUses()
  pass(10 * 60_000)
  for (const credential of [{ token: secret }, { session }])
    staff.recognise(credential, { idle: true })
  expect(lastUses()).toEqual(before)
  const noted = new Set<string>()
  for (let n = 0; n < 180; n++) {
    for (const credential of [{ token: secret }, { session }]) staff.recognise(credential)
    noted.add(lastUses().join())
    pass(1_000)
  }
  expect(noted.size).toBe(3)
})

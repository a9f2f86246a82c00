// The door over a ledger in memory: what is decided again, what a repeated command gets, and what is left after every kind of death.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { Door } from '../../../services/office/door.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { verifyEvent, type KnownLedger } from '../../../shared/ledger/verify.ts'
import { rulesOf, type AnyCommand } from '../../../shared/rules.ts'
import {
  bcEntry,
  doorOf,
  issue,
  noProjection,
  officer,
  orderRef,
  project,
  refuse,
  serve,
} from '../../support/door.ts'
import { d } from '../../support/founding.ts'
import { BreakingLedger } from '../../support/breaking-ledger.ts'
import { decode } from '../../support/envelope.ts'

const at = orderRef('P1')
const versionsIn = (ledger: BreakingLedger, ref = at) =>
  ledger.messages
    .filter(({ subject }) => subject.endsWith(`.${ref.id}`))
    .map(({ bytes }) => decode(bytes).version)

describe('a command', () => {
  it('becomes one event that says who recorded it', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    expect(await door.submit(officer, at, issue())).toMatchObject({ kind: 'recorded', version: 1 })
    expect(decode(ledger.messages[0]!.bytes)).toMatchObject({
      actor: 'local:M. Roy',
      commandid: 'i1',
      commandmac: expect.stringMatching(/^[0-9a-f]{8}\.[0-9a-f]{32}$/),
    })
  })

  it('sent again is answered with its event, also by a door that remembers nothing', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    const first = await door.submit(officer, at, issue())
    await door.submit(officer, at, refuse('r1'))
    expect(await door.submit(officer, at, issue())).toEqual(first)
    const another = doorOf({ ledger, store: noProjection })
    expect(await another.submit(officer, at, issue())).toEqual(first)
    expect(ledger.messages).toHaveLength(2)
  })

  it('with a used id and another content is refused, and nothing is recorded', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    await door.submit(officer, at, issue())
    await door.submit(officer, at, serve('g2'))
    for (const asked of [door, doorOf({ ledger, store: noProjection })]) {
      const reply = await asked.submit(officer, at, refuse('g2'))
      expect(reply).toMatchObject({
        kind: 'refused',
        problem: { code: 'id-reused', value: 'g2', messageFr: expect.stringContaining('g2') },
      })
    }
    expect(ledger.messages).toHaveLength(2)
  })

  it('of the same id to another order is another command', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    await door.submit(officer, at, issue('same'))
    expect(await door.submit(officer, orderRef('P2'), issue('same'))).toMatchObject({
      kind: 'recorded',
      version: 1,
    })
  })

  it('is decided again on what another process of the office recorded first', async () => {
    const ledger = new BreakingLedger('bc')
    const [one, two] = [
      doorOf({ ledger, store: noProjection }),
      doorOf({ ledger, store: noProjection }),
    ]
    await one.submit(officer, at, issue())
    await two.submit(officer, at, refuse('r1'))
    await one.submit(officer, at, refuse('r2'))
    expect(await two.submit(officer, at, issue('i2'))).toMatchObject({
      kind: 'refused',
      problem: { code: 'already-exists' },
    })
    expect(versionsIn(ledger)).toEqual([1, 2, 3])
  })

  it('that comes many times at once is recorded once, and all are answered alike', async () => {
    const ledger = new BreakingLedger('bc')
    const doors = [1, 2, 3].map(() => doorOf({ ledger, store: noProjection }))
    await doors[0]!.submit(officer, at, issue())
    const replies = await Promise.all(
      doors.flatMap((door) => [1, 2, 3, 4].map(() => door.submit(officer, at, refuse('r1')))),
    )
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
    expect(versionsIn(ledger)).toEqual([1, 2])
  })

  it('that the ledger never answers is unavailable, and recorded once when it is sent again', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection, timeoutMs: 50 })
    ledger.breaks = (point) => point === 'after-append'
    await expect(door.submit(officer, at, issue())).rejects.toMatchObject({
      problem: { code: 'unavailable' },
    })
    ledger.breaks = () => false
    expect(await door.submit(officer, at, issue())).toMatchObject({ kind: 'recorded', version: 1 })
    expect(ledger.messages).toHaveLength(1)
  })

  it('older than what an aggregate remembers is found in the projection, or in the ledger before it was read', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    const first = await door.submit(officer, at, issue())
    for (let index = 0; index < 210; index++)
      await door.submit(officer, at, refuse(`r${index}`, ['T1']))
    expect(await door.submit(officer, at, issue())).toEqual(first)
    using store = openStore(':memory:', { rulesOf })
    for (const message of ledger.messages) project(store, message)
    expect(await doorOf({ ledger, store }).submit(officer, at, issue())).toEqual(first)
    expect(ledger.messages).toHaveLength(211)
  })
})

describe('what was just recorded', () => {
  const office = bcEntry
  const unknownSoFar = (cursor: number): KnownLedger => ({
    cursor,
    epoch: undefined,
    versionOf: () => cursor,
    hashOf: () => undefined,
    isKnownCommand: () => false,
  })

  it('is told once to whoever reads it back, as whoever verifies it would understand it', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    for (const command of [issue(), serve('s1'), refuse('r1')])
      await door.submit(officer, at, command)
    for (const [cursor, message] of ledger.messages.entries()) {
      const verdict = verifyEvent({ message, known: unknownSoFar(cursor), office, verifySignature })
      expect(verdict.outcome).toBe('accepted')
      expect(door.justRecorded(message)).toEqual(verdict)
      expect(door.justRecorded(message)).toBeUndefined()
    }
  })

  it('is not taken for another message: not on another subject, and not with one bit changed', async () => {
    const ledger = new BreakingLedger('bc')
    const door = doorOf({ ledger, store: noProjection })
    await door.submit(officer, at, issue())
    await door.submit(officer, at, refuse('r1'))
    const [first, second] = ledger.messages
    const bytes = Uint8Array.from(first!.bytes, (byte, index) => (index === 40 ? byte ^ 1 : byte))
    expect(door.justRecorded({ ...first!, bytes })).toBeUndefined()
    expect(door.justRecorded({ ...second!, subject: `${second!.subject}2` })).toBeUndefined()
  })
})

describe('deaths', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed)

  it.each(seeds)(
    'seed %i: every acknowledged command is there once, versions have no gap, projections are equal',
    async (seed) => {
      const random = randomOf(seed)
      const ledger = new BreakingLedger('bc')
      using store = openStore(':memory:', { rulesOf })
      const refs = [orderRef('P1'), orderRef('P2')]
      const acknowledged = new Map<string, number>()
      let door = doorOf({ ledger, store, timeoutMs: 0 })
      let projected = 0
      ledger.breaks = () => random() < 0.2
      for (let step = 0; step < 40; step++) {
        // The process dies and comes back with a projection that is somewhere behind.
        if (random() < 0.15) door = doorOf({ ledger, store, timeoutMs: 0 })
        while (projected < ledger.messages.length && random() < 0.6)
          project(store, ledger.messages[projected++]!)
        const ref = refs[step % 2]!
        const command =
          step < 2 || random() < 0.2 ? issue() : refuse(`r${Math.floor(random() * 12)}`)
        const reply = await submitted(door, ref, command)
        if (reply?.kind !== 'recorded') continue
        const key = `${ref.id} ${command.id}`
        expect(acknowledged.get(key) ?? reply.version).toBe(reply.version)
        acknowledged.set(key, reply.version)
      }
      ledger.breaks = () => false
      for (const [key, version] of acknowledged) {
        const [id, command] = key.split(' ')
        const found = ledger.messages
          .filter(({ subject }) => subject.endsWith(`.${id}`))
          .map(({ bytes }) => decode(bytes))
          .filter(({ commandid }) => commandid === command)
        expect(found.map((event) => event.version)).toEqual([version])
      }
      for (const ref of refs)
        expect(versionsIn(ledger, ref)).toEqual(
          versionsIn(ledger, ref).map((_, index) => index + 1),
        )
      using again = openStore(':memory:', { rulesOf })
      for (const message of ledger.messages) project(again, message)
      for (const message of ledger.messages.slice(projected)) project(store, message)
      expect(store.contentHash()).toBe(again.contentHash())
      expect(acknowledged.size).toBeGreaterThan(0)
    },
  )

  async function submitted(door: Door, ref: ReturnType<typeof orderRef>, command: AnyCommand) {
    try {
      return await door.submit(officer, ref, command)
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'unavailable') return undefined
      throw error
    }
  }
})

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('after the event key was stolen', () => {
  const former = { ...bcEntry.eventKeys[0], keyid: 'k', publicKey: bcEntry.eventKeys[0]!.publicKey }
  const pair = generateKeyPairSync('ed25519')
  const office = {
    ...bcEntry,
    eventKeys: [
      { keyid: 'k2', publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' },
      { ...former, upTo: 1, stolenOn: d('2026-11-20') },
    ],
  }

  it.each(['that remembers nothing', 'that had projected what counts'])(
    'an order that its thief wrote into goes on from what counts, by a door %s',
    async (which) => {
      const ledger = new BreakingLedger('bc')
      const before = doorOf({ ledger, store: noProjection })
      await before.submit(officer, at, issue())
      // With the stolen key, behind the place up to which it counts, under a name of its own at the broker.
      const thiefs = new BreakingLedger('bc')
      const thief = doorOf({ ledger: thiefs, store: noProjection })
      for (const command of [issue(), refuse('thief')]) await thief.submit(officer, at, command)
      const bytes = thiefs.messages[1]!.bytes
      await ledger.append({ ref: at, eventId: 'thief', bytes, expectedSequence: 1 })
      using store = openStore(':memory:', { rulesOf })
      const [first] = ledger.messages
      if (first === undefined) throw new Error('nothing recorded')
      project(store, first, office)
      const after = doorOf({
        ledger,
        store: which === 'that remembers nothing' ? noProjection : store,
        office,
        signer: signerOf('k2', pair.privateKey),
      })
      expect(await after.submit(officer, at, refuse('own'))).toMatchObject({
        kind: 'recorded',
        version: 2,
      })
      expect(await after.submit(officer, at, serve('s'))).toMatchObject({ version: 3 })
      expect(versionsIn(ledger)).toEqual([1, 2, 2, 3])
      const recorded = await after.eventsAfter(at, 0)
      expect(recorded.map(({ commandId }) => commandId)).toEqual(['i1', 'own', 's'])
    },
  )
})

// The projection without a broker: transactions, folding as of a day, what is told to listeners, and what a damaged or older file does.

import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import type { Store, StoreChange } from '../../../services/office/ports.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { Rules } from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { verifyEvent } from '../../../shared/ledger/verify.ts'
import type { AnyCommand, AnyEvent, AnyRules } from '../../../shared/rules.ts'
import { eventOf, messageOf, noted, opened, ref } from '../../support/events.ts'
import { d, officeEntry } from '../../support/founding.ts'
import { asideOf, someReason } from '../../support/aside.ts'

const pair = generateKeyPairSync('ed25519')
const signer = signerOf('k', pair.privateKey)
const bc: OfficeEntry = {
  ...officeEntry('bc', 'ca-bc-pipa'),
  eventKeys: [{ keyid: 'k', publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' }],
}
const office = 'bc' as OfficeId
const receivedAt = '2026-11-22T00:00:00.000Z' as Instant
const at = ref('bc', 'm')

/** Keeps the dates in the order in which they were folded. */
const listing: Rules<readonly string[], AnyCommand, AnyEvent, unknown> = {
  precheck: () => undefined,
  decide: () => ({ ok: false, problem: { code: 'not-found', message: '', messageFr: '' } }),
  evolve: (_, state, event) => {
    if (state === undefined && event.kind !== 'opened')
      throw new Error('its first event must be "opened"')
    return [...(state ?? []), `${event.kind} ${event.on}`]
  },
  nextAlarm: () => undefined,
  isEnded: () => false,
}
const rulesOf = (kind: string) => (kind === 'matter' ? (listing as unknown as AnyRules) : undefined)

let store: Store
let sequence: number
beforeEach(() => {
  store = openStore(':memory:', { rulesOf })
  sequence = 0
})
afterEach(() => store[Symbol.dispose]())

/** Verifies and stores one event, as a follower does. */
function put(version: number, event: { kind: string }, to: AggregateRef = at, into = store): void {
  const message = messageOf(signer, to, ++sequence, eventOf(to, version, event))
  into.write(office, (writer) => {
    const verdict = verifyEvent({ message, known: writer.known, office: bc, verifySignature })
    if (verdict.outcome !== 'accepted') throw new Error(JSON.stringify(verdict))
    writer.accept(verdict, message, receivedAt)
    writer.advance(message.sequence, message.hash)
  })
}

/** When `eventOf` says that a version was recorded. */
const recorded = (version: number) => `2022-01-01T00:00:0${version}.000Z`
const foldedOn = (day?: string, knownOn?: string) =>
  store.foldAsOf('matter', {
    ...(day === undefined ? {} : { asOf: d(day) }),
    ...(knownOn === undefined ? {} : { knownOn: knownOn as Instant }),
  })

describe('a write', () => {
  it('is all or nothing, and listeners hear of it afterwards only', () => {
    const changes: StoreChange[] = []
    store.subscribe((change) => changes.push(change))
    expect(() =>
      store.write(office, (writer) => {
        const message = messageOf(signer, at, 1, eventOf(at, 1, opened()))
        const verdict = verifyEvent({ message, known: writer.known, office: bc, verifySignature })
        if (verdict.outcome !== 'accepted') throw new Error(verdict.outcome)
        writer.accept(verdict, message, receivedAt)
        writer.quarantine('unknown', someReason('x'), message, receivedAt)
        writer.advance(1, message.hash)
        expect(writer.known.versionOf(at)).toBe(1)
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect([store.cursor(office).sequence, store.aggregate(at), asideOf(store), changes]).toEqual([
      0,
      undefined,
      [],
      [],
    ])
    put(1, opened())
    expect(changes).toEqual([{ kind: 'stored', office, sequence: 1, ref: at, eventKind: 'opened' }])
    expect(store.cursor(office)).toMatchObject({
      sequence: 1,
      epoch: 'e1',
      hash: store.eventsOf(at)[0]?.hash,
    })
  })
  it('keeps the exact signed bytes', () => {
    put(1, opened())
    expect(
      Buffer.from(store.envelopeOf(at, 1) ?? []).equals(
        Buffer.from(signer.sign(eventOf(at, 1, opened()))),
      ),
    ).toBe(true)
    expect(store.envelopeOf(at, 2)).toBeUndefined()
  })
})

describe('as of a day', () => {
  beforeEach(() => {
    put(1, opened('2021-03-01'))
    put(2, noted('b', '2021-06-01'))
    put(3, noted('late', '2021-04-01'))
  })
  it('has the facts of that day and before, in the order of their legal dates', () => {
    expect(foldedOn('2021-05-01')).toEqual([
      {
        ref: at,
        version: 3,
        recordedAt: recorded(3),
        state: ['opened 2021-03-01', 'noted 2021-04-01'],
      },
    ])
    expect(foldedOn('2021-06-01')[0]?.state).toEqual([
      'opened 2021-03-01',
      'noted 2021-04-01',
      'noted 2021-06-01',
    ])
    expect(foldedOn()[0]?.state).toEqual(foldedOn('2021-06-01')[0]?.state)
  })
  it('has nothing of what had not begun', () => expect(foldedOn('2021-02-28')).toEqual([]))
  it('begins with the first event, even if a later one tells of an earlier day', () => {
    put(4, noted('before it was opened', '2021-01-01'))
    expect(foldedOn('2021-03-01')[0]?.state).toEqual(['opened 2021-03-01', 'noted 2021-01-01'])
    expect(foldedOn('2021-01-15')).toEqual([])
  })
  it('leaves out what was recorded later than asked for', () => {
    expect(foldedOn(undefined, '2022-01-01T00:00:02.000Z')).toEqual([
      {
        ref: at,
        version: 2,
        recordedAt: recorded(2),
        state: ['opened 2021-03-01', 'noted 2021-06-01'],
      },
    ])
    expect(foldedOn(undefined, '2021-12-31T00:00:00.000Z')).toEqual([])
  })
  it('is asked for one aggregate, or for all', () => {
    put(1, opened('2021-03-01'), ref('bc', 'a'))
    put(1, opened('2021-03-01'), ref('bc', 'z'))
    expect(foldedOn('2021-12-31').map((each) => each.ref.id)).toEqual(['a', 'm', 'z'])
    expect(
      store
        .foldAsOf('matter', { asOf: d('2021-12-31') }, ref('bc', 'a'))
        .map((each) => each.ref.id),
    ).toEqual(['a'])
    expect(store.foldAsOf('order', {})).toEqual([])
  })
})

it('folds the same with and without the states that are ready, for every order of dates and whatever was known', () => {
  const day = fc.integer({ min: 10, max: 28 }).map((number) => `2021-03-${number}`)
  fc.assert(
    fc.property(
      fc.array(fc.array(day, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      day,
      fc.integer({ min: 1, max: 7 }),
      (histories, asked, known) => {
        using fresh = openStore(':memory:', { rulesOf })
        sequence = 0
        histories.forEach((days, index) =>
          days.forEach((on, version) =>
            put(
              version + 1,
              version === 0 ? opened(on) : noted('x', on),
              ref('bc', `m${index}`),
              fresh,
            ),
          ),
        )
        const expected = histories.flatMap((days, index) => {
          const facts = days
            .map((on, at) => ({ on, version: at + 1 }))
            .filter(({ on, version }) => on <= asked && version <= known)
          if (facts[0]?.version !== 1) return []
          const [first, ...rest] = facts
          const sorted = [
            first,
            ...rest.sort((a, b) => (a.on === b.on ? a.version - b.version : a.on < b.on ? -1 : 1)),
          ]
          const version = Math.max(...facts.map((fact) => fact.version))
          return [
            {
              ref: ref('bc', `m${index}`),
              version,
              recordedAt: recorded(version),
              state: sorted.map(
                (fact) => `${fact?.version === 1 ? 'opened' : 'noted'} ${fact?.on}`,
              ),
            },
          ]
        })
        expect(
          fresh.foldAsOf('matter', { asOf: d(asked), knownOn: recorded(known) as Instant }),
        ).toEqual(expected)
      },
    ),
    { numRuns: 100 },
  )
})

it('sets aside what the rules cannot fold, and says why', () => {
  put(1, noted('nothing was opened'))
  expect(asideOf(store)).toMatchObject([
    {
      office,
      sequence: 1,
      outcome: 'unknown',
      reason: expect.stringContaining('first event must be "opened"'),
      receivedAt,
    },
  ])
  expect(store.quarantinedCount(office)).toBe(1)
  expect(store.cursor(office).sequence).toBe(1)
})

describe('a file', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'concert-store-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  it('keeps what was stored', () => {
    const file = path.join(folder, 'p.sqlite')
    {
      using first = openStore(file, { rulesOf })
      put(1, opened(), at, first)
    }
    using again = openStore(file, { rulesOf })
    expect(again.aggregate(at)?.version).toBe(1)
    expect(again.cursors()).toMatchObject([{ office, sequence: 1 }])
  })
  it('with an event under a key that counts no more there is made anew, and one without is kept', () => {
    const file = path.join(folder, 'p.sqlite')
    {
      using first = openStore(file, { rulesOf })
      put(1, opened(), at, first)
      put(2, noted('more'), at, first)
    }
    const told: string[] = []
    const bounded = (upTo: number) => ({
      rulesOf,
      bounded: [{ office: 'bc', keyid: 'k', upTo }],
      onSetAside: (_: string, why: string) => void told.push(why),
    })
    {
      using kept = openStore(file, bounded(2))
      expect(kept.aggregate(at)?.version).toBe(2)
    }
    using anew = openStore(file, bounded(1))
    expect(anew.aggregate(at)).toBeUndefined()
    expect(told).toEqual(['disbelieved'])
  })
  it('of another version is made anew, because the ledgers have it all', () => {
    const file = path.join(folder, 'p.sqlite')
    const older = new DatabaseSync(file)
    older.exec('CREATE TABLE events (x); PRAGMA user_version = 99')
    older.close()
    using store = openStore(file, { rulesOf })
    expect(store.cursors()).toEqual([])
    expect(store.foldAsOf('matter', {})).toEqual([])
  })
})

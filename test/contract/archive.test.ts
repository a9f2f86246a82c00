// Caches may be damaged or lost, the archive too: the projection is made anew without any broker, the archive is filled again, and nothing is another than it was.

import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { Follower, type FollowerOptions } from '../../services/adapters/ledger/follower.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { Archive, Store } from '../../services/office/ports.ts'
import type { EntryKeeper } from '../../services/office/trust/ports.ts'
import { rulesOf } from '../../shared/rules.ts'
import { eventOf, noted, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'

const events = 80
const folder = mkdtempSync(path.join(tmpdir(), 'concert-archive-'))
const projection = path.join(folder, 'projection.sqlite')
const archived = path.join(folder, 'archive.sqlite')
let brokers: TestBrokers
let before: { readonly content: string; readonly bytes: string }

beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner' })
  const { entry, seed, signer } = brokers.office('bc')
  await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
  const at = ref('bc', 'm')
  let after = 0
  for (let version = 1; version <= events; version++) {
    const event = version === 1 ? opened() : noted(`note ${version} ${'x'.repeat(700)}`)
    const cloudEvent = eventOf(at, version, event, ledger.epoch)
    const appended = await ledger.append({
      ref: at,
      eventId: cloudEvent.id,
      bytes: signer.sign(cloudEvent),
      expectedSequence: after,
    })
    if (appended.kind !== 'appended') throw new Error('conflict')
    after = appended.sequence
  }
  using store = openStore(projection, { rulesOf })
  using archive = openArchive(archived)
  await followed(store, archive)
  before = { content: store.contentHash(), bytes: bytesOf(archive) }
})
afterAll(async () => {
  await brokers[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Everything of the archive, in order. */
function bytesOf(archive: Archive): string {
  return archive
    .read(brokers.office('bc').entry.id, 0, 10_000)
    .map(({ sequence, bytes }) => `${sequence} ${Buffer.from(bytes).toString('base64')}`)
    .join('\n')
}

async function followed(
  store: Store,
  archive: Archive,
  withinMs = 20_000,
  more: Partial<Pick<FollowerOptions, 'entries' | 'verifySignature'>> = {},
): Promise<string[]> {
  const { entry, seed } = brokers.office('bc')
  const problems: string[] = []
  await using _ = new Follower({
    office: entry,
    access: { as: entry.id, seed, name: 'follower', log: testLog() },
    store,
    archive,
    verifySignature,
    ...more,
    onChange: ({ problem }) => void (problem !== null && problems.push(problem)),
  })
  await until(
    'everything to be read',
    () => store.cursor(entry.id).sequence === events && archive.held(entry.id) === events,
    withinMs,
  )
  return problems
}

function overwrite(file: string, offset: number, bytes: number): void {
  const opened = openSync(file, 'r+')
  writeSync(opened, Buffer.alloc(bytes, 0xa5), 0, bytes, offset)
  closeSync(opened)
}
const aside = (file: string, why: string) =>
  readdirSync(folder).filter((name) => name.startsWith(`${path.basename(file)}.${why}-`))

it('has every message byte for byte, and nothing twice', async () => {
  using archive = openArchive(archived)
  const { id } = brokers.office('bc').entry
  const all = archive.read(id, 0, 1_000)
  expect(all.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: events }, (_, at) => at + 1),
  )
  archive.put(id, all)
  expect(bytesOf(archive)).toBe(before.bytes)
  expect(statSync(archived).mode & 0o777).toBe(0o600)
})

it.each([
  ['lost', () => rmSync(projection)],
  ['overwritten at its beginning', () => overwrite(projection, 0, 200)],
  ['overwritten in the middle', () => overwrite(projection, statSync(projection).size >> 1, 8_192)],
  ['no database at all', () => writeFileSync(projection, 'not a database'.repeat(1_000))],
])('a projection that is %s is made anew from the archive, without a broker', async (_, spoil) => {
  await brokers.office('bc').kill()
  spoil()
  const told: string[] = []
  try {
    using store = openStore(projection, { rulesOf, onSetAside: (_, why) => void told.push(why) })
    using archive = openArchive(archived)
    const problems = await followed(store, archive)
    expect(problems[0]).toMatch(new RegExp(`^being made anew from the archive: \\d+ of ${events}$`))
    expect(store.contentHash()).toBe(before.content)
  } finally {
    await brokers.office('bc').start()
  }
  if (told.length > 0) expect(aside(projection, 'damaged')).toHaveLength(1)
})

it('what was verified once, and is the entry that was counted, is known by its hash; anything else is verified again', async () => {
  const { id } = brokers.office('bc').entry
  const kept = path.join(folder, 'known.sqlite')
  const hashes: Uint8Array[] = []
  {
    using store = openStore(':memory:', { rulesOf })
    using archive = openArchive(kept)
    expect(await verifiedIn(store, archive, hashes)).toBe(events)
    for (const { hash } of archive.read(id, 0, 1_000)) hashes.push(Buffer.from(hash, 'hex'))
    expect(archive.read(id, 0, 1_000).every(({ accepted }) => accepted)).toBe(true)
  }
  const again = async (counted: readonly Uint8Array[]) => {
    using store = openStore(':memory:', { rulesOf })
    using archive = openArchive(kept)
    const verified = await verifiedIn(store, archive, counted)
    expect(store.contentHash()).toBe(before.content)
    return verified
  }
  expect(await again(hashes)).toBe(0)
  // The office does not know them as entries: its archive alone is not believed.
  expect(await again(hashes.slice(0, 30))).toBe(events - 30)
  using database = new DatabaseSync(kept)
  database.exec('UPDATE messages SET accepted = 0 WHERE sequence > 70')
  expect(await again(hashes)).toBe(events - 70)
})

/** How many signatures a follower verifies until it has read everything. */
async function verifiedIn(
  store: Store,
  archive: Archive,
  counted: readonly Uint8Array[],
): Promise<number> {
  let verified = 0
  const held = [...counted]
  const entries: EntryKeeper = {
    get held() {
      return held.length
    },
    stopped: undefined,
    signed: undefined,
    formerEpochs: [],
    succession: () => ({ kind: 'not-it', reason: 'there is none here' }),
    differsAt: (from, given) => {
      const at = given.findIndex((hash, index) => {
        const known = held[from + index]
        return known !== undefined && Buffer.compare(known, hash) !== 0
      })
      return at < 0 ? undefined : from + at
    },
    take: (from, given) => void held.splice(from, given.length, ...given),
  }
  await followed(store, archive, 20_000, {
    entries,
    verifySignature: (...asked) => {
      verified++
      return verifySignature(...asked)
    },
  })
  return verified
}

it.each([0, 4_096, 20_000, 45_000, 70_000])(
  'an archive that is damaged at byte %i is set aside, never deleted, and whole again',
  async (offset) => {
    overwrite(archived, offset, 6_000)
    const had = aside(archived, 'damaged').filter((name) => !name.endsWith('l')).length
    using store = openStore(projection, { rulesOf })
    using archive = openArchive(archived)
    expect(archive.setAside?.salvaged).toBeLessThan(events)
    await followed(store, archive)
    expect(bytesOf(archive)).toBe(before.bytes)
    expect(store.contentHash()).toBe(before.content)
    expect(existsSync(archive.setAside?.file ?? '')).toBe(true)
    expect(aside(archived, 'damaged').length).toBeGreaterThan(had)
  },
)

// A disk without room, on a real broker and a real store: it is named, nothing is lost, and it goes on when there is room again.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Supervised, type ChildSpec } from '../../infra/federation/child.ts'
import { BrokerHealer } from '../../infra/federation/heal.ts'
import { brokerServes } from '../../infra/federation/probes.ts'
import { ProcessNotes } from '../../infra/federation/processes.ts'
import { resolveEngine } from '../../infra/engines/resolve.ts'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import { createChecks, type CheckOptions } from '../../services/office/checks.ts'
import { LedgerUnavailableError } from '../../services/office/faults.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { spaceOf } from '../../services/platform/space.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { rulesOf } from '../../shared/rules.ts'
import { eventOf, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-full-'))
const mounts: string[] = []
/** Why this machine lets nobody mount a small disk to fill; undefined where it does. Without one, nothing here can be tried. */
const refused = mountSmall(path.join(folder, 'probe'))
let brokers: TestBrokers
let recorded = 0

beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner' })
})
afterAll(async () => {
  await brokers.office('bc').kill()
  for (const mount of mounts) execFileSync('umount', [mount])
  await brokers[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

function mountSmall(at: string, size = '4m'): string | undefined {
  mkdirSync(at, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at], { stdio: 'pipe' })
    mounts.push(at)
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** Where a broker that does not run keeps its ledger, on a disk that can be filled. */
function smallDiskOf(own: string): string {
  const disk = path.join(own, 'ledger')
  if (mounts.includes(disk)) return disk
  rmSync(disk, { recursive: true, force: true })
  expect(mountSmall(disk)).toBeUndefined()
  return disk
}

/** Takes all that is free, as far as the disk gives it. */
function fill(disk: string): void {
  expect(() => writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(64 << 20))).toThrow('ENOSPC')
}
const free = (disk: string) => rmSync(path.join(disk, 'ballast'))

async function append(ledger: Ledger): ReturnType<Ledger['append']> {
  const at = ref('bc', `m${++recorded}`)
  const event = eventOf(at, 1, opened(), ledger.epoch)
  const bytes = brokers.office('bc').signer.sign(event)
  return ledger.append({ ref: at, eventId: event.id, bytes, expectedSequence: 0 })
}

/** The broker of a test as a federation supervises one. */
async function specOf(own: string, { broker }: OfficeEntry): Promise<ChildSpec> {
  const conf = path.join(own, 'nats.conf')
  return {
    name: 'broker',
    command: (await resolveEngine('nats-server')).path,
    args: ['-c', conf],
    log: path.join(own, 'supervised.log'),
    marker: conf,
    ready: (_, signal) => brokerServes(Number(new URL(broker.url).port), signal),
  }
}

/** Health as supervisors are told it, of a broker and a folder that are real; the parts beside them are well. */
function healthOf(ledger: Ledger, disk: string, least: number) {
  return createChecks({
    ledger,
    loaded: { office: brokers.office('bc').entry, config: { temporal: {} } },
    version: 'test',
    ownLedger: () => ({ kind: 'intact', depth: 'last', length: 0, known: 0 }),
    copy: () => ({ kind: 'follows', entries: 0 }),
    readers: () => ({ kind: 'looked-at', barred: [] }),
    engine: { serverVersion: async () => 'test' },
    telling: { status: { awaySince: null, waiting: 0, restored: 0, toRestore: 0 } },
    followers: [],
    succession: () => null,
    ways: async () => [],
    space: () => spaceOf(disk, least),
  } as unknown as CheckOptions).health()
}
const bad = async (health: ReturnType<typeof healthOf>) =>
  (await health).checks.filter(({ state }) => state !== 'ok').map(({ check }) => check)

it.skipIf(refused !== undefined)(
  'of the broker: what is not stored is named in health with what to do, and recorded when there is room',
  async () => {
    const { entry, seed, folder: own, kill, start } = brokers.office('bc')
    await kill()
    const disk = smallDiskOf(own)
    await start()
    await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
    expect(await append(ledger)).toMatchObject({ kind: 'appended' })
    expect(await bad(healthOf(ledger, folder, 1))).toEqual([])
    fill(disk)
    await until('the broker to have no room', async () => {
      try {
        await append(ledger)
        return false
      } catch (error) {
        expect(error).toBeInstanceOf(LedgerUnavailableError)
        return true
      }
    })
    expect(ledger.connected).toBe(true)
    const health = await healthOf(ledger, folder, 1)
    expect(health.status).toBe('degraded')
    const [check] = health.checks.filter(({ state }) => state === 'failed')
    expect(check?.found).toContain(
      `has stored nothing that it was given since ${ledger.storesNothingSince}`,
    )
    expect(check?.advice).toContain('Make room')

    free(disk)
    await kill()
    await start()
    await until('the connection', () => ledger.connected)
    expect(await append(ledger)).toMatchObject({ kind: 'appended' })
    expect(await bad(healthOf(ledger, folder, 1))).toEqual([])
  },
  60_000,
)

it.skipIf(refused !== undefined)(
  'of the broker: whoever supervises it starts it anew when there is room, and the next command is recorded by nobody’s hand',
  async () => {
    const { entry, seed, folder: own, kill } = brokers.office('bc')
    await kill()
    const disk = smallDiskOf(own)
    const stop = new AbortController()
    const reports: string[] = []
    const report = (line: string) => void reports.push(line)
    const notes = new ProcessNotes(path.join(folder, 'processes.json'), report)
    const broker = new Supervised(await specOf(own, entry), { report, notes, signal: stop.signal })
    await broker.start()
    const healer = new BrokerHealer({
      storeDir: disk,
      restart: (why) => broker.restart(why),
      signal: stop.signal,
      lookEveryMs: 50,
    })
    try {
      await using ledger = await openLedger(
        entry,
        { seed, name: 'own', log: testLog() },
        { onStoresNothing: (since) => healer.told(since ?? null) },
      )
      expect(await append(ledger)).toMatchObject({ kind: 'appended' })
      fill(disk)
      await until('the broker to have no room', async () => {
        try {
          await append(ledger)
          return false
        } catch {
          return ledger.storesNothingSince !== undefined
        }
      })
      // While there is no room, nothing is gained by starting it anew.
      await sleep(500)
      expect(reports).toEqual([])
      free(disk)
      await until('a command to be recorded', async () => {
        try {
          return (await append(ledger)).kind === 'appended'
        } catch {
          return false
        }
      })
      expect(reports.filter((line) => line.includes('and there is room'))).toHaveLength(1)
      expect(reports.join('\n')).not.toContain('unexpectedly')
      expect(ledger.storesNothingSince).toBeUndefined()
    } finally {
      stop.abort()
      await broker.stop()
      await brokers.office('bc').start()
    }
  },
  60_000,
)

it.skipIf(refused !== undefined)(
  'of the office: it is named before and while nothing can be written, and what was missed is read when there is room',
  async () => {
    const { entry, seed } = brokers.office('bc')
    const disk = path.join(folder, 'office')
    expect(mountSmall(disk)).toBeUndefined()
    using store = openStore(path.join(disk, 'projection.sqlite'), { rulesOf })
    using archive = openArchive(path.join(disk, 'archive.sqlite'))
    const problems: string[] = []
    fill(disk)
    await using follower = new Follower({
      office: entry,
      access: { as: entry.id, seed, name: 'follower', log: testLog() },
      store,
      archive,
      verifySignature,
      onChange: ({ problem }) => void (problem !== null && problems.push(problem)),
    })
    await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
    // SQLite first writes into what its files have already.
    let sequence = 0
    await until('the fault', async () => {
      sequence = ((await append(ledger)) as { sequence: number }).sequence
      return problems.some((each) => /disk is full|disk I\/O/.test(each))
    })
    expect(store.cursor(entry.id).sequence).toBeLessThan(sequence)
    expect(await bad(healthOf(ledger, disk, 1 << 20))).toEqual(['disk'])
    free(disk)
    await until('what was missed', () => store.cursor(entry.id).sequence === sequence)
    expect(archive.held(entry.id)).toBe(sequence)
    expect(follower.state).toBe('current')
    expect(await bad(healthOf(ledger, disk, 1 << 20))).toEqual([])
  },
  60_000,
)

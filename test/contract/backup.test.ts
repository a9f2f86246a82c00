// An office is copied while it writes, and put back: nothing that it knew is lost, nothing that was changed on the way is taken, and its ledger is compared.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { backupOffice } from '../../services/adapters/backup/backup.ts'
import { manifestSchema } from '../../services/adapters/backup/manifest.schema.ts'
import { restoreOffice } from '../../services/adapters/backup/restore.ts'
import { openDeskStore } from '../../services/adapters/desk/store.ts'
import { openStaffStore } from '../../services/adapters/staff/store.ts'
import { loadConfig } from '../../services/platform/config.ts'
import type { OfficeConfigFile } from '../../services/platform/config.schema.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import { expectBilingual } from '../support/bilingual.ts'
import { startBrokers, until, type TestBrokers } from '../support/nats.ts'
import { startRecording } from '../support/recording-office.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-backup-'))
const at = (...parts: string[]) => path.join(folder, ...parts)
const backup = at('backup')
const note = {
  id: 'n1',
  by: { id: 'p-1', name: 'A. Roy' },
  at: '2026-11-27T09:00:00.000Z',
  text: 'Called their counsel',
  struck: null,
}
let brokers: TestBrokers
let officeFile: string
/** What the ledger had when the backup began, and when the office stopped. */
let before: number
let content: string

beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner' })
  const { folder: own } = brokers.office('bc')
  officeFile = path.join(own, 'office.json')
  const config: OfficeConfigFile = {
    office: 'bc',
    directory: 'directory.json',
    dataDir: 'data',
    keys: keyFilesIn(path.join(own, 'keys')),
    http: { host: '127.0.0.1', port: 0 },
    temporal: { address: '127.0.0.1:1', namespace: 'bc' },
    clock: { kind: 'real' },
    packFolders: [],
    log: { level: 'info' },
  }
  writeFileSync(officeFile, JSON.stringify(config))
  writeFileSync(path.join(own, 'directory.json'), JSON.stringify(brokers.directory))

  await using bc = await startRecording(brokers, 'bc', { withArchive: true })
  openStaffStore(path.join(own, 'data', 'staff.sqlite'))
  openDeskStore(path.join(own, 'data', 'desk.sqlite')).putNote('order bc:O1', note)
  for (let done = 0; done < 20; done++) expect(await bc.record()).toBe('recorded')
  await until('them to be archived', () => bc.follower('bc').status.seq === 20)
  before = 20
  const copying = concert('backup', backup, '--config', officeFile)
  let isDone = false
  void copying.finally(() => (isDone = true))
  let recorded = before
  while (!isDone) {
    expect(await bc.record()).toBe('recorded')
    recorded++
  }
  const { code, err, out } = await copying
  expect(code, err).toBe(0)
  expect(out).toContain('Its keys are not in it')
  expect(recorded).toBeGreaterThan(before)
  await until('all to be read', () => bc.follower('bc').status.seq === recorded)
  content = bc.store.contentHash()
}, 60_000)
afterAll(async () => {
  await brokers[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** The program as people run it, in a process of its own. */
async function concert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['services/apps/concert/main.ts', ...args, '--lang', 'en'])
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (text: Buffer) => out.push(text.toString()))
  child.stderr.on('data', (text: Buffer) => err.push(text.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out: out.join(''), err: err.join('') }
}

function refusalOf(work: () => unknown): ProblemError['problem'] {
  try {
    work()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('it was not refused')
}

/** One that knows all that the ledger has now. */
function backupOf(name: string): string {
  backupOffice(loadConfig(path.join(at('restored'), 'office.json')), at(name), { withKeys: false })
  return at(name)
}

function lengthOf(dataDir: string): number {
  using archive = openArchive(path.join(dataDir, 'archive.sqlite'))
  return archive.held(brokers.office('bc').entry.id)
}

/** A copy of the backup that something happens to. */
function spoiled(name: string, spoil: (folder: string) => void): string {
  cpSync(backup, at(name), { recursive: true })
  spoil(at(name))
  return at(name)
}

it('has all that the office knew when it began, for its owner only, and no key', () => {
  const { files, withKeys } = manifestSchema.parse(
    JSON.parse(readFileSync(path.join(backup, 'manifest.json'), 'utf8')),
  )
  expect(withKeys).toBe(false)
  const names = files.map(({ name }) => name)
  expect(names).toEqual([
    'heads.sqlite',
    'staff.sqlite',
    'desk.sqlite',
    'archive.sqlite',
    'office.json',
    'directory.json',
  ])
  expect(readdirSync(backup).toSorted()).toEqual([...names, 'manifest.json'].toSorted())
  for (const name of readdirSync(backup))
    expect(statSync(path.join(backup, name)).mode & 0o777, name).toBe(0o600)
  expect(statSync(backup).mode & 0o777).toBe(0o700)
  using archive = openArchive(
    path.join(
      spoiled('looked-at', () => {}),
      'archive.sqlite',
    ),
  )
  expect(archive.held(brokers.office('bc').entry.id)).toBeGreaterThanOrEqual(before)
})

it('put back, the office takes its ledger for the one it knew, reads what it missed and records', async () => {
  const restored = at('restored')
  const { code, err } = await concert('restore', backup, '--into', restored)
  expect(code, err).toBe(0)
  const loaded = loadConfig(path.join(restored, 'office.json'))
  expect(loaded.config.dataDir).toBe(restored)
  expect(loaded.config.keys.event).toBe(
    keyFilesIn(path.join(path.dirname(officeFile), 'keys')).event,
  )
  await using bc = await startRecording(brokers, 'bc', { dataDir: restored, withArchive: true })
  using desk = openDeskStore(path.join(restored, 'desk.sqlite'))
  expect(desk.notes('order bc:O1')).toEqual([note])
  expect(await bc.trust.guard.ensure()).toBeUndefined()
  await until('the projection to be made anew', () => bc.store.contentHash() === content)
  expect(await bc.record()).toBe('recorded')
})

it('put back beside a broker that lost its ledger: nothing is recorded until the same bytes are back', async () => {
  const restored = at('restored-alone')
  restoreOffice(backupOf('newest'), restored)
  const config = path.join(restored, 'office.json')
  const { folder: own, kill, start } = brokers.office('bc')
  await kill()
  cpSync(path.join(own, 'ledger'), at('ledger'), { recursive: true })
  rmSync(path.join(own, 'ledger'), { recursive: true })
  await start()
  try {
    const bc = await startRecording(brokers, 'bc', { dataDir: restored, withArchive: true })
    expect(await bc.record()).toBe('ledger-gone')
    await bc[Symbol.asyncDispose]()
    // Another ledger was begun in its place by that start: it is not written into.
    const refused = await concert('ledger', 'repair', '--config', config)
    expect(refused.code, refused.err).toBe(1)
    expect(refused.err).toContain('ledger-gone')
    await kill()
    rmSync(path.join(own, 'ledger'), { recursive: true })
    await start()
    const incomplete = at('incomplete')
    cpSync(restored, incomplete, { recursive: true })
    rmSync(path.join(incomplete, 'archive.sqlite'))
    const lacking = await concert('ledger', 'repair', '--config', `${incomplete}/office.json`)
    expect(lacking.err).toContain('ledger-shorter')
    const repaired = await concert('ledger', 'repair', '--config', config, '--json')
    expect(repaired.code, repaired.err).toBe(0)
    expect(JSON.parse(repaired.out)).toMatchObject({ found: 0, putBack: lengthOf(restored) })
    const again = await concert('ledger', 'repair', '--config', config, '--json')
    expect(JSON.parse(again.out)).toMatchObject({ found: lengthOf(restored), putBack: 0 })
    await using back = await startRecording(brokers, 'bc', { dataDir: restored, withArchive: true })
    expect(await back.trust.guard.compare('full')).toMatchObject({ kind: 'intact' })
    expect(await back.record()).toBe('recorded')
  } finally {
    await kill()
    rmSync(path.join(own, 'ledger'), { recursive: true })
    cpSync(at('ledger'), path.join(own, 'ledger'), { recursive: true })
    await start()
  }
})

it.each<[what: string, spoil: (folder: string) => void]>([
  ['a file that was changed', (at) => appendFileSync(path.join(at, 'archive.sqlite'), 'x')],
  ['a configuration that was changed', (at) => writeFileSync(path.join(at, 'office.json'), '{}')],
  ['a file that is missing', (at) => rmSync(path.join(at, 'heads.sqlite'))],
  ['no manifest', (at) => rmSync(path.join(at, 'manifest.json'))],
  [
    'a manifest that names a place elsewhere',
    (at) => {
      const file = path.join(at, 'manifest.json')
      writeFileSync(file, readFileSync(file, 'utf8').replace('heads.sqlite', '../heads.sqlite'))
    },
  ],
])('a backup with %s is refused in both languages, and nothing is written', (what, spoil) => {
  const from = spoiled(`spoiled ${what}`, spoil)
  const into = at('never')
  const refused = refusalOf(() => restoreOffice(from, into))
  expect(refused.code).toBe('invalid-input')
  expectBilingual({ en: refused.message, fr: refused.messageFr }, [from])
  expect(existsSync(into)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([])
})

it('neither writes a backup nor puts one back over something', () => {
  const filled = at('filled')
  mkdirSync(filled)
  writeFileSync(path.join(filled, 'a'), 'a')
  for (const work of [
    () => restoreOffice(backup, filled),
    () => backupOffice(loadConfig(officeFile), filled, { withKeys: false }),
  ]) {
    const refused = refusalOf(work)
    expect(refused.code).toBe('already-exists')
    expectBilingual({ en: refused.message, fr: refused.messageFr }, [filled])
  }
  expect(readdirSync(filled)).toEqual(['a'])
})

it('has the keys where that was asked for, and works where they were lost', () => {
  const withKeys = at('with-keys')
  const manifest = backupOffice(loadConfig(officeFile), withKeys, { withKeys: true })
  expect(manifest.withKeys).toBe(true)
  const restored = at('restored-with-keys')
  restoreOffice(withKeys, restored)
  const { keys } = loadConfig(path.join(restored, 'office.json')).config
  const original = keyFilesIn(path.join(path.dirname(officeFile), 'keys'))
  for (const name of ['broker', 'event', 'payload', 'seal'] as const) {
    expect(path.dirname(keys[name])).toBe(path.join(restored, 'secrets'))
    expect(readFileSync(keys[name])).toEqual(readFileSync(original[name]))
    expect(statSync(keys[name]).mode & 0o777).toBe(0o600)
  }
})

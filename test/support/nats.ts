// Real brokers for one test file: keys, directory and permissions made by the product's own code, each nats-server stopped by process id.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { writeBrokerConfig } from '../../infra/brokers/config.ts'
import { ensureOfficeKeys, keyFilesIn } from '../../infra/brokers/keys.ts'
import { resolveEngine } from '../../infra/engines/resolve.ts'
import { readBrokerSeed, type LedgerLog } from '../../services/adapters/ledger/broker.ts'
import type { Signer } from '../../services/office/ports.ts'
import { readSigner } from '../../services/adapters/ledger/sign.ts'
import type { Sealer } from '../../services/office/ports.ts'
import { readSealer } from '../../services/adapters/seal/seal.ts'
import type { Directory, OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { officeEntry } from './founding.ts'
import { freePort } from '../../infra/federation/ports.ts'

export interface TestOffice {
  readonly entry: OfficeEntry
  readonly seed: Uint8Array
  readonly signer: Signer
  readonly sealer: Sealer
  readonly folder: string
  /** Of the broker that runs. */
  pid(): number | undefined
  start(): Promise<void>
  /** SIGKILL, as a power cut would; `start` again finds what is on the disk. */
  kill(): Promise<void>
}

export interface TestBrokers extends AsyncDisposable {
  readonly directory: Directory
  readonly folder: string
  office(id: string): TestOffice
  /** A plain client with an office's real credentials, on any office's broker: what an attacker who has the key has. */
  client(as: string, at: string): Promise<NatsConnection>
}

/** Silent, and remembers what it was told. */
export function testLog(): LedgerLog & { readonly lines: { level: string; said: unknown[] }[] } {
  const lines: { level: string; said: unknown[] }[] = []
  const level =
    (name: string) =>
    (...said: unknown[]) =>
      void lines.push({ level: name, said })
  return {
    lines,
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
  }
}

export interface BrokersOptions {
  /** Another program that runs the broker: itself the process, or in its place. */
  readonly under?: readonly string[]
  readonly changeConfig?: (text: string) => string
}

/** `offices`: id and role; all brokers run when it resolves. */
export async function startBrokers(
  offices: Readonly<Record<string, OfficeEntry['role']>>,
  { under = [], changeConfig }: BrokersOptions = {},
): Promise<TestBrokers> {
  const engine = await resolveEngine('nats-server')
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-brokers-'))
  const entries: OfficeEntry[] = []
  const ports = new Map<string, number>()
  for (const [id, role] of Object.entries(offices)) {
    const keys = ensureOfficeKeys(path.join(folder, id, 'keys'), id)
    const port = await freePort()
    ports.set(id, port)
    entries.push({
      ...officeEntry(id, 'ca-bc-pipa', role),
      zone: 'America/Vancouver',
      broker: { url: `nats://127.0.0.1:${port}`, publicKey: keys.broker },
      eventKeys: [keys.eventKey],
      sealKeys: [keys.sealKey],
      logKeys: keys.logKeys,
    })
  }
  const directory: Directory = { version: 1, offices: entries }
  const all = new Map(entries.map((entry) => [entry.id as string, testOffice(entry)]))
  const clients: { as: string; at: string; connection: NatsConnection }[] = []

  function testOffice(entry: OfficeEntry): TestOffice & { stop(): Promise<void> } {
    const own = path.join(folder, entry.id)
    const conf = path.join(own, 'nats.conf')
    const port = ports.get(entry.id) ?? 0
    const files = keyFilesIn(path.join(own, 'keys'))
    const seed = readBrokerSeed(files.broker)
    writeBrokerConfig(conf, {
      directory,
      office: entry,
      storeDir: path.join(own, 'ledger'),
      port,
      seed,
    })
    if (changeConfig !== undefined)
      writeFileSync(conf, changeConfig(readFileSync(conf, 'utf8')), { mode: 0o600 })
    let child: ChildProcess | undefined
    const end = async (signal: NodeJS.Signals) => {
      const ending = child
      child = undefined
      if (ending === undefined || ending.exitCode !== null) return
      ending.kill(signal)
      await once(ending, 'exit')
    }
    return {
      entry,
      folder: own,
      pid: () => child?.pid,
      seed,
      signer: readSigner(files.event),
      sealer: readSealer(files.seal),
      start: async () => {
        const [command = engine.path, ...args] = [
          ...under,
          engine.path,
          '-c',
          conf,
          '-l',
          path.join(own, 'broker.log'),
        ]
        const started = spawn(command, args, { stdio: 'ignore' })
        child = started
        await until(`broker of ${entry.id}`, async () => {
          if (started.exitCode !== null)
            throw new Error(`the broker of ${entry.id} ended: see ${own}/broker.log`)
          return answers(port)
        })
      },
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM'),
    }
  }

  await Promise.all([...all.values()].map((office) => office.start()))
  const get = (id: string) => {
    const office = all.get(id)
    if (office === undefined) throw new Error(`no office "${id}"`)
    return office
  }
  return {
    directory,
    folder,
    office: get,
    client: async (as, at) => {
      // A broker bears few connections of one reader: those of earlier tests are closed.
      const earlier = clients.filter((each) => each.as === as && each.at === at)
      for (const { connection } of earlier.slice(0, -1)) await connection.close()
      const client = await connect({
        servers: get(at).entry.broker.url,
        authenticator: nkeyAuthenticator(get(as).seed),
        inboxPrefix: `_INBOX.${as}`,
        reconnect: false,
      })
      clients.push({ as, at, connection: client })
      return client
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map(({ connection }) => connection.close()))
      await Promise.all([...all.values()].map((office) => office.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Shorter than the minute that a test has, so that what was waited for is named; longer than a busy machine needs. */
const patienceMs = 50_000

/** Waits until `check` is true; names `what` if it never is. */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  withinMs = patienceMs,
): Promise<void> {
  for (const giveUpAt = Date.now() + withinMs; !(await check()); await sleep(10))
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain for ${what}`)
}

export const id = (office: string) => office as OfficeId

async function answers(port: number): Promise<boolean> {
  const socket = connectSocket(port, '127.0.0.1')
  try {
    const [greeting] = await Promise.race([
      once(socket, 'data'),
      once(socket, 'close').then(() => ['']),
    ])
    return String(greeting).startsWith('INFO ')
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

// The connection test names the layer that fails, on real brokers; and TLS to a broker is what the directory says, never less.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBrokerConfig, type BrokerConfigInput } from '../../infra/brokers/config.ts'
import { resolveEngine } from '../../infra/engines/resolve.ts'
import type { BrokerAccess, TlsFiles } from '../../services/adapters/ledger/broker.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { tryWay } from '../../services/adapters/ledger/way.ts'
import { directGetSubject } from '../../shared/kernel/ids.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { hasOpenssl, makeAuthority, type Authority } from '../support/certificates.ts'
import { startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'
import { freePort } from '../../infra/federation/ports.ts'

const accessOf = (brokers: TestBrokers, as: string, tls?: TlsFiles): Omit<BrokerAccess, 'url'> => {
  const { entry, seed } = brokers.office(as)
  return { as: entry.id, seed, name: 'test', tls, log: testLog() }
}
const at = (entry: OfficeEntry, url: string): OfficeEntry => ({
  ...entry,
  broker: { ...entry.broker, url },
})

describe('the way to a broker, in clear', () => {
  let brokers: TestBrokers
  beforeAll(async () => {
    brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', obs: 'observer' })
  })
  afterAll(() => brokers[Symbol.asyncDispose]())

  it('ends at the ledger where the office has not been started once, and then is open', async () => {
    const { entry, seed } = brokers.office('bc')
    expect(await tryWay(entry, accessOf(brokers, 'ab'))).toMatchObject({
      kind: 'failed',
      layer: 'ledger',
    })
    await using _ = await openLedger(entry, { seed, name: 'test', log: testLog() })
    expect(await tryWay(entry, accessOf(brokers, 'ab'))).toMatchObject({
      kind: 'open',
      isEncrypted: false,
      entries: 0,
    })
    expect(await tryWay(entry, accessOf(brokers, 'bc'))).toMatchObject({ kind: 'open' })
  })

  it('ends at the name, where nothing answers, and where another program does', async () => {
    const { entry } = brokers.office('bc')
    const access = accessOf(brokers, 'ab')
    expect(await tryWay(at(entry, 'nats://nowhere.invalid:4222'), access)).toMatchObject({
      kind: 'failed',
      layer: 'name',
    })
    expect(await tryWay(at(entry, `nats://127.0.0.1:${await freePort()}`), access)).toMatchObject({
      kind: 'failed',
      layer: 'connection',
    })
  })

  it('ends at the key where the broker does not know it', async () => {
    const { entry } = brokers.office('bc')
    await using others = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
    expect(await tryWay(entry, accessOf(others, 'ab'))).toMatchObject({
      kind: 'failed',
      layer: 'key',
    })
  })

  it('ends at the permission where the broker lets it in, but not read', async () => {
    await using closed = await startBrokers(
      { bc: 'commissioner', ab: 'commissioner' },
      { changeConfig: (text) => text.replaceAll(`"${directGetSubject}"`, '"nothing"') },
    )
    expect(await tryWay(closed.office('bc').entry, accessOf(closed, 'ab'))).toMatchObject({
      kind: 'failed',
      layer: 'permission',
    })
  })

  it('ends at TLS where the directory promises it and the broker has none', async () => {
    const { entry } = brokers.office('bc')
    const url = entry.broker.url.replace('nats://127.0.0.1', 'tls://localhost')
    expect(await tryWay(at(entry, url), accessOf(brokers, 'ab'))).toMatchObject({
      kind: 'failed',
      layer: 'tls',
    })
    await expect(
      openLedger(
        at(entry, url),
        { seed: brokers.office('bc').seed, name: 'test', log: testLog() },
        { signal: AbortSignal.timeout(1_000) },
      ),
    ).rejects.toThrow()
  })
})

describe.skipIf(!hasOpenssl())('the way to a broker, over TLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-way-'))
  const running: ChildProcess[] = []
  let brokers: TestBrokers
  let authority: Authority
  beforeAll(async () => {
    brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
    authority = makeAuthority(folder, 'authority')
  })
  afterAll(async () => {
    for (const each of running) {
      each.kill()
      await once(each, 'exit')
    }
    await brokers[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  /** A broker of `bc` with TLS; its entry as the directory has it. */
  async function secured(
    name: string,
    tls: NonNullable<BrokerConfigInput['tls']>,
  ): Promise<OfficeEntry> {
    const port = await freePort()
    const office = at(brokers.office('bc').entry, `tls://localhost:${port}`)
    const conf = path.join(folder, `${name}.conf`)
    const storeDir = path.join(folder, name)
    const { seed } = brokers.office('bc')
    writeBrokerConfig(conf, { directory: brokers.directory, office, storeDir, port, tls, seed })
    const engine = await resolveEngine('nats-server')
    running.push(spawn(engine.path, ['-c', conf], { stdio: 'ignore' }))
    await until(name, async () => {
      const way = await tryWay(office, accessOf(brokers, 'bc'))
      return way.kind === 'failed' && way.layer !== 'connection'
    })
    return office
  }

  it('is open for who believes its authority, and says until when the certificate is', async () => {
    const office = await secured('good', authority.issue('good', { days: 20 }))
    const tls = { authorities: authority.certificate }
    await using _ = await openLedger(office, {
      seed: brokers.office('bc').seed,
      name: 'test',
      tls,
      log: testLog(),
    })
    const way = await tryWay(office, accessOf(brokers, 'ab', tls))
    expect(way).toMatchObject({ kind: 'open', isEncrypted: true })
    const ends = way.kind === 'open' ? Date.parse(way.certificateEnds ?? '') : 0
    expect(Math.round((ends - Date.now()) / 86_400_000)).toBe(20)
    expect(await tryWay(office, accessOf(brokers, 'ab'))).toMatchObject({
      kind: 'failed',
      layer: 'tls',
    })
    const other = { authorities: makeAuthority(folder, 'another').certificate }
    expect(await tryWay(office, accessOf(brokers, 'ab', other))).toMatchObject({ layer: 'tls' })
    const inClear = at(office, office.broker.url.replace('tls:', 'nats:'))
    expect(await tryWay(inClear, accessOf(brokers, 'ab', tls))).toMatchObject({ layer: 'tls' })
  })

  it('ends at TLS where the certificate is another host’s', async () => {
    const office = await secured('stranger', authority.issue('stranger', { host: 'elsewhere' }))
    const way = await tryWay(
      office,
      accessOf(brokers, 'ab', { authorities: authority.certificate }),
    )
    expect(way).toMatchObject({ kind: 'failed', layer: 'tls' })
  })

  it('ends at TLS for who shows no certificate where the broker asks for one', async () => {
    const office = await secured('asking', {
      ...authority.issue('asking'),
      clients: authority.certificate,
    })
    const believing = { authorities: authority.certificate }
    expect(await tryWay(office, accessOf(brokers, 'bc', believing))).toMatchObject({
      kind: 'failed',
      layer: 'tls',
    })
    const showing = { ...believing, ...authority.issue('reader') }
    expect(await tryWay(office, accessOf(brokers, 'bc', showing))).toMatchObject({
      kind: 'failed',
      layer: 'ledger',
    })
  })
})

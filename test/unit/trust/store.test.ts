// The file of leaves and heads, and the file of keys: what was written is there again, only their owner reads them, and nothing is made anew over what is there.

import { chmodSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../services/adapters/log/crypto.ts'
import { ensureLogKeys, readLogSigners } from '../../../services/adapters/log/keys.ts'
import { pairsOf } from '../../../shared/ledger/log/keys.schema.ts'
import { openLogStore } from '../../../services/adapters/log/store.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { leafHash } from '../../../shared/ledger/log/tree.ts'
import { epoch, hashes, logRig } from '../../support/logs.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'concert-log-store-'))
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

describe('the store', () => {
  it('has after a restart what it had before', () => {
    const file = path.join(folder(), 'log.sqlite')
    const bc = logRig(['ca-bc-oipc'], file).office('ca-bc-oipc')
    bc.trust.take(bc.origin, 0, hashes(300))
    const note = bc.trust.signHead(epoch)
    const root = bc.trust.root(bc.origin, 300)
    bc.store[Symbol.dispose]()
    using again = openLogStore(file)
    expect(again.origins()).toEqual([bc.origin])
    expect(again.size(bc.origin)).toBe(300)
    expect(again.nodes(bc.origin)(0, 299)).toEqual(leafHash(sha256, hashes(300)[299] as Uint8Array))
    expect(again.latestHead(bc.origin)).toMatchObject({ size: 300, root, note })
  })

  it('is readable by its owner only, whatever the umask, with all its files', () => {
    const at = folder()
    using store = openLogStore(path.join(at, 'log.sqlite'))
    store.append('concert/a/e1', 0, hashes(1), [])
    expect(readdirSync(at).length).toBeGreaterThan(1)
    for (const file of readdirSync(at)) expect(modeOf(path.join(at, file)), file).toBe('600')
  })

  it('keeps the first and the last word of an office about a head, in whatever order they come', () => {
    const about = {
      origin: 'concert/a/e1',
      size: 1,
      root: new Uint8Array(32),
      by: 'ca-ab-oipc' as OfficeId,
      role: 'witness',
      type: 4,
    } as const
    const orders = [
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ]
    for (const order of orders) {
      using store = openLogStore(':memory:')
      for (const seconds of order) store.putReceipt(about, { seconds, line: `said at ${seconds}` })
      const [receipt] = store.receipts(about.origin)
      expect(receipt?.first, order.join(' ')).toEqual({ seconds: 1, line: 'said at 1' })
      expect(receipt?.last, order.join(' ')).toEqual({ seconds: 3, line: 'said at 3' })
    }
    using once = openLogStore(':memory:')
    once.putReceipt(about, { seconds: 5, line: 'said at 5' })
    expect(once.receipts(about.origin)[0]?.last).toEqual({ seconds: 5, line: 'said at 5' })
  })

  it('takes nothing of an append that fails halfway', () => {
    using store = openLogStore(':memory:')
    store.append('concert/a/e1', 0, hashes(2), [])
    const twice = [
      { level: 1, index: 0, hash: new Uint8Array(32) },
      { level: 1, index: 0, hash: new Uint8Array(32) },
    ]
    expect(() => store.append('concert/a/e1', 2, hashes(2), twice)).toThrow('UNIQUE')
    expect(() => store.append('concert/a/e1', 1, hashes(1), [])).toThrow('has 2 entries, not 1')
    expect(() => store.append('concert/new/e1', 0, hashes(2), twice)).toThrow('UNIQUE')
    expect(store.size('concert/a/e1')).toBe(2)
    expect(store.origins()).toEqual(['concert/a/e1'])
  })

  it('is not made anew over a damaged file or one of another version', () => {
    const file = path.join(folder(), 'log.sqlite')
    writeFileSync(file, 'this was a database')
    expect(() => openLogStore(file)).toThrow('cannot be opened')
    expect(readFileSync(file, 'utf8')).toBe('this was a database')
  })
})

describe('the keys', () => {
  it('are made once, readable by their owner only, one for each role and algorithm', () => {
    const file = path.join(folder(), 'keys', 'log.jwk.json')
    const made = ensureLogKeys(file)
    expect(modeOf(file)).toBe('600')
    expect(ensureLogKeys(file)).toEqual(made)
    expect(readLogSigners('ca-bc-oipc' as OfficeId, file).publicKeys).toEqual(made)
    const all = pairsOf(made).flatMap(([, pair]) => Object.values(pair))
    expect(new Set(all).size).toBe(6)
  })

  it('that are wrong are refused without being quoted', () => {
    const file = path.join(folder(), 'log.jwk.json')
    ensureLogKeys(file)
    const keys = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, object>>
    chmodSync(file, 0o600)
    writeFileSync(file, JSON.stringify({ ...keys, witness: keys['log'] }))
    expect(() => ensureLogKeys(file)).toThrow('for each role')
    writeFileSync(
      file,
      JSON.stringify({ ...keys, mirror: { ed25519: { d: 'secret' }, mlDsa44: {} } }),
    )
    expect(() => ensureLogKeys(file)).toThrow(/^(?!.*secret)/)
    writeFileSync(file, '{}')
    expect(() => readLogSigners('ca-bc-oipc' as OfficeId, file)).toThrow('does not have')
  })
})

// The projection in a file and in memory: one suite for both. A file has one promise more: it is still there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openStore } from '../../services/adapters/store/store.ts'
import { rulesOf } from '../../shared/rules.ts'
import { noted, opened, ref } from '../support/events.ts'
import { put, storeSuite } from './store-suite.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0
const freshFile = () => path.join(folder, `${(made += 1)}.sqlite`)

storeSuite('SQLite in a file', () => openStore(freshFile(), { rulesOf }))
storeSuite('SQLite in memory', () => openStore(':memory:', { rulesOf }))

it('a file that is opened again has what it had', () => {
  const file = freshFile()
  const before = openStore(file, { rulesOf })
  put(before, ref('bc', 'm'), 1, 1, opened())
  put(before, ref('bc', 'm'), 2, 2, noted('x'))
  const hash = before.contentHash()
  before[Symbol.dispose]()
  const after = openStore(file, { rulesOf })
  try {
    expect([after.contentHash(), after.aggregate(ref('bc', 'm'))?.version]).toEqual([hash, 2])
  } finally {
    after[Symbol.dispose]()
  }
})

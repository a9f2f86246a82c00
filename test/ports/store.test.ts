// The projection in a file and in memory: one suite for both. A file has one promise more: it is still there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openStore } from '../../services/adapters/store/store.ts'
import { rulesOf } from '../../shared/rules.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { d, orderRun, packs, threeTerms } from '../support/founding.ts'
import { noted, opened, ref } from '../support/events.ts'
import { listsSuite } from './lists-suite.ts'
import { put, storeSuite } from './store-suite.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0
const freshFile = () => path.join(folder, `${(made += 1)}.sqlite`)

storeSuite('SQLite in a file', () => openStore(freshFile(), { rulesOf }))
storeSuite('SQLite in memory', () => openStore(':memory:', { rulesOf }))
listsSuite('SQLite in a file', (packs) => openStore(freshFile(), { rulesOf, packs }))
listsSuite('SQLite in memory', (packs) => openStore(':memory:', { rulesOf, packs }))

it('rows say what other packs say after a start with them', () => {
  const file = freshFile()
  const routesWith = (law: readonly Pack[]): number => {
    using store = openStore(file, { rulesOf, packs: law })
    if (store.aggregate(ref('ca-bc-oipc', 'O1', 'order')) === undefined) {
      const run = orderRun('ca-bc-oipc', 'ca-bc-pipa', 'O1').say(
        {
          kind: 'issue',
          on: '2021-01-04',
          matter: 'm',
          statute: 'ca-bc-pipa',
          respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
          terms: threeTerms,
        },
        { kind: 'serve', on: '2021-01-04', party: 'acme', means: 'hand' },
        { kind: 'refuse', on: '2021-01-05' },
      )
      for (const { version, event } of run.events)
        put(store, ref('ca-bc-oipc', 'O1', 'order'), version, version, event)
    }
    return store.lists.orders({}, d('2021-06-01')).rows[0]?.routes.length ?? -1
  }
  expect(routesWith([])).toBe(0)
  expect(routesWith(packs)).toBeGreaterThan(0)
})

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

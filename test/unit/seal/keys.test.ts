// Seal keys of a federation: in the directory and in office.json, also where the data folder is from before there were any.

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureOfficeKeys, keyFilesIn } from '../../../infra/brokers/keys.ts'
import { layoutOf } from '../../../infra/federation/layout.ts'
import { foundingOffices, prepareBrokers, prepareOffices } from '../../../infra/federation/setup.ts'
import { loadConfig } from '../../../services/platform/config.ts'
import { readSealer } from '../../../services/adapters/seal/seal.ts'
import { directorySchema, officeEntrySchema } from '../../../shared/office/directory.schema.ts'
import { officeEntry } from '../../support/founding.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'concert-seal-keys-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('every office of a federation has one that it finds in its configuration, and that its peers find in the directory', async () => {
  const layout = layoutOf(folder)
  const founding = foundingOffices()
  const ports = {
    temporal: 1,
    temporalUi: 2,
    offices: Object.fromEntries(
      founding.map(({ id }, index) => [id, { http: 10 + index, broker: 20 + index }]),
    ),
  }
  const directory = prepareBrokers(layout, founding, ports)
  prepareOffices(layout, directory, {
    ports,
    clock: { kind: 'real' },
    workflowBundle: layout.directory,
    packFolders: [],
  })
  const offices = founding.map(({ id }) => loadConfig(layout.office(id).config, {}))
  const keys = offices.flatMap(({ office }) => office.sealKeys ?? [])
  expect(keys).toHaveLength(founding.length)
  expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(founding.length)
  const sealers = offices.map(({ config }) => readSealer(config.keys.seal))
  const sealed = await sealers[0]?.seal('draft', keys, 'J1/1')
  if (sealed === undefined) throw new Error('expected an office')
  for (const sealer of sealers) expect(await sealer.open(sealed, 'J1/1')).toBe('draft')
  expect(readFileSync(layout.directory, 'utf8')).not.toContain('"d"')
})

it('a data folder from before gets one at the next start, and keeps its other keys', () => {
  const before = ensureOfficeKeys(folder, 'ca-bc-oipc')
  rmSync(keyFilesIn(folder).seal)
  const after = ensureOfficeKeys(folder, 'ca-bc-oipc')
  expect({ ...after, sealKey: before.sealKey }).toEqual(before)
  expect(after.sealKey).not.toEqual(before.sealKey)
  expect(ensureOfficeKeys(folder, 'ca-bc-oipc')).toEqual(after)
})

it('a key of the wrong kind is named: signing and sealing are not exchanged', () => {
  ensureOfficeKeys(folder, 'ca-bc-oipc')
  const files = keyFilesIn(folder)
  copyFileSync(files.event, files.seal)
  expect(() => ensureOfficeKeys(folder, 'ca-bc-oipc')).toThrow(`${files.seal} is not an X25519 key`)
})

it('a directory without them is still one, and an empty list is a mistake', () => {
  const entry = officeEntry('ca-bc-oipc', 'ca-bc-pipa')
  expect(
    directorySchema.parse({ version: 1, offices: [entry] }).offices[0]?.sealKeys,
  ).toBeUndefined()
  const key = { keyid: 'k', publicKey: 'A'.repeat(43) }
  expect(
    officeEntrySchema.safeParse({ ...entry, sealKeys: [key, { ...key, keyid: 'former' }] }).success,
  ).toBe(true)
  for (const sealKeys of [[], [{ ...key, publicKey: 'A'.repeat(44) }], [{ ...key, d: 'secret' }]])
    expect(officeEntrySchema.safeParse({ ...entry, sealKeys }).success).toBe(false)
})

// `concert setup`: what three offices make each for itself fits together, and nothing that is there is lost.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, afterEach, describe, expect, test } from 'vitest'
import * as setup from '../../../services/apps/concert/setup.ts'
import { run } from '../../../services/apps/concert/run.ts'
import { keyProblems } from '../../../services/apps/office/keys.ts'
import { plain } from '../../../services/cli/kit/output.ts'
import { loadConfig } from '../../../services/platform/config.ts'
import { directorySchema } from '../../../shared/office/directory.schema.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'concert-setup-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const at = (...parts: string[]) => path.join(folder, ...parts)

async function concert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const outs: string[] = []
  const errs: string[] = []
  const code = await run(
    ['setup', ...args],
    {
      out: (text) => void outs.push(text),
      err: (text) => void errs.push(text),
      paint: plain,
      exit: () => {},
    },
    [setup],
  )
  return { code, out: outs.join('\n'), err: errs.join('\n') }
}

function writeAbout(id: string, change: Record<string, unknown> = {}): string {
  const file = at(`${id}.about.json`)
  const about = {
    id,
    name: { en: id, fr: `${id} fr` },
    short: { en: id, fr: `${id} fr` },
    jurisdiction: { en: 'British Columbia', fr: 'Colombie-Britannique' },
    role: 'commissioner',
    statutes: ['ca-bc-pipa'],
    zone: 'America/Vancouver',
    broker: { url: 'nats://127.0.0.1:4222' },
    ...change,
  }
  writeFileSync(file, JSON.stringify(about))
  return file
}

/** Makes entry `name` of an office from its keys. */
async function entry(id: string, name = id, change: Record<string, unknown> = {}): Promise<string> {
  const file = at(`${name}.json`)
  const made = await concert(
    'entry',
    writeAbout(id, change),
    '--keys',
    at(`${id}.keys`),
    '-o',
    file,
  )
  expect(made).toMatchObject({ code: 0, err: '' })
  return file
}

const readDirectory = (file: string) =>
  directorySchema.parse(JSON.parse(readFileSync(file, 'utf8'))).offices

function writeOffice(id: string): string {
  const file = at('office.json')
  writeFileSync(
    file,
    JSON.stringify({
      office: id,
      directory: 'directory.json',
      dataDir: 'data',
      keys: Object.fromEntries(
        ['broker.nk', 'event.jwk', 'payload.key', 'seal.jwk'].map((name) => [
          name.split('.')[0],
          `${id}.keys/${name}`,
        ]),
      ),
      http: { host: '127.0.0.1', port: 0 },
      temporal: { address: '127.0.0.1:7233', namespace: id },
      clock: { kind: 'real' },
      packFolders: [],
      log: { level: 'info' },
    }),
  )
  return file
}

describe('the directory', () => {
  test('is the same, byte for byte, whoever makes it and in whatever order', async () => {
    const [bc, qc, opc] = [await entry('bc'), await entry('qc'), await entry('opc')]
    const made = await concert('directory', bc, qc, opc, '-o', at('directory.json'))
    const again = await concert('directory', at('directory.json'), opc, bc, '-o', at('2.json'))
    expect(readFileSync(at('2.json'))).toEqual(readFileSync(at('directory.json')))
    const fingerprint = /[0-9a-f ]{71}/.exec(made.out)?.[0]
    expect(fingerprint).toBeDefined()
    expect(again.out).toContain(fingerprint)
  })

  test('takes a later entry, and keeps the keys that signed before', async () => {
    const first = await entry('bc')
    renameSync(at('bc.keys', 'event.jwk'), at('former.jwk'))
    const second = await entry('bc', 'second')
    await concert('directory', first, second, '-o', at('directory.json'))
    const [old] = readDirectory(await listOf(first))
    const [bc] = readDirectory(at('directory.json'))
    expect(bc?.eventKeys).toHaveLength(2)
    expect(bc?.eventKeys[1]).toEqual(old?.eventKeys[0])
    expect(bc?.sealKeys).toEqual(old?.sealKeys)
    expect(bc?.broker).toEqual(old?.broker)
  })

  test('is refused by file and field where an entry does not have the form', async () => {
    const file = at('wrong.json')
    writeFileSync(file, JSON.stringify({ id: 'bc' }))
    const { code, err } = await concert('directory', file)
    expect(code).toBe(2)
    expect(err).toContain(file)
    expect(err).toContain('eventKeys')
  })
})

/** A directory with this entry alone. */
async function listOf(file: string): Promise<string> {
  const output = `${file}.directory`
  await concert('directory', file, '-o', output)
  return output
}

describe('an office that changes its keys', () => {
  const change = (...more: string[]) =>
    concert(
      'entry',
      writeAbout('bc'),
      '--keys',
      at('bc.keys'),
      '--former',
      at('directory.json'),
      '-o',
      at('bc.2.json'),
      ...more,
    )
  const changed = async () => {
    const made = await concert(
      'directory',
      at('directory.json'),
      at('bc.2.json'),
      '-o',
      at('2.json'),
    )
    expect(made).toMatchObject({ code: 0 })
    return readDirectory(at('2.json')).find(({ id }) => id === 'bc')
  }

  test('has each of them in its entry with what it counts for, and the others take them over', async () => {
    await concert('directory', await entry('bc'), await entry('qc'), '-o', at('directory.json'))
    const [old] = readDirectory(at('directory.json'))
    for (const name of ['event.jwk', 'seal.jwk', 'log.jwk.json'])
      renameSync(at('bc.keys', name), at(`former-${name}`))
    expect(await change('--up-to', '4711', '--until', '2036-12-31')).toMatchObject({
      code: 0,
      err: '',
    })
    const bc = await changed()
    expect(bc?.eventKeys).toEqual([
      expect.objectContaining({ until: '2036-12-31', from: expect.any(String) }),
      { ...old?.eventKeys[0], upTo: 4711 },
    ])
    expect(bc?.sealKeys?.[1]?.keyid).toBe(old?.sealKeys?.[0]?.keyid)
    expect(bc?.formerLogKeys).toEqual([{ ...old?.logKeys, upTo: 4711 }])
    expect(bc?.logKeys?.log).not.toEqual(old?.logKeys?.log)
    // A directory of before does not take back what was said since.
    await concert('directory', at('2.json'), at('directory.json'), '-o', at('3.json'))
    const again = readDirectory(at('3.json')).find(({ id }) => id === 'bc')
    expect(again?.eventKeys.find(({ upTo }) => upTo === 4711)?.keyid).toBe(old?.eventKeys[0]?.keyid)
  })

  test('says of a stolen one since when and up to where, and of one that was changed before by its name', async () => {
    await concert('directory', await entry('bc'), '-o', at('directory.json'))
    const [old] = readDirectory(at('directory.json'))
    const name = old?.eventKeys[0]?.keyid ?? ''
    const stolen = ['--stolen', '2031-05-02']
    expect((await change(...stolen)).code).toBe(2)
    expect((await change('--up-to', '7', ...stolen, '--key', name)).err).toContain(name)
    renameSync(at('bc.keys', 'event.jwk'), at('former.jwk'))
    expect((await change('--up-to', '7', ...stolen, '--key', name)).code).toBe(0)
    const bc = await changed()
    expect(bc?.eventKeys[1]).toEqual({ ...old?.eventKeys[0], upTo: 7, stolenOn: '2031-05-02' })
    expect(bc?.eventKeys[0]).not.toHaveProperty('stolenOn')
    expect(bc?.formerLogKeys).toBeUndefined()
  })

  test('does not start with a key that its directory says was changed', async () => {
    await concert('directory', await entry('bc'), '-o', at('directory.json'))
    renameSync(at('bc.keys', 'event.jwk'), at('former.jwk'))
    await change('--up-to', '7')
    await changed()
    renameSync(at('2.json'), at('directory.json'))
    const loaded = loadConfig(writeOffice('bc'), {})
    expect(keyProblems(loaded)).toEqual([])
    renameSync(at('former.jwk'), at('bc.keys', 'event.jwk'))
    expect(keyProblems(loaded).map(({ en }) => en.split(':')[0])).toEqual(['keys.event'])
  })
})

describe('an entry', () => {
  test('is written once; keys that are there are kept', async () => {
    const first = readFileSync(await entry('bc'), 'utf8')
    const again = await concert(
      'entry',
      writeAbout('bc'),
      '--keys',
      at('bc.keys'),
      '-o',
      at('bc.json'),
    )
    expect(again.code).toBe(2)
    expect(readFileSync(at('bc.json'), 'utf8')).toBe(first)
    expect(readFileSync(await entry('bc', 'same'), 'utf8')).toBe(first)
  })

  test('has no private half of a key', async () => {
    const text = readFileSync(await entry('bc'), 'utf8')
    const secrets = ['event.jwk', 'seal.jwk'].map(
      (name) => (JSON.parse(readFileSync(at('bc.keys', name), 'utf8')) as { d: string }).d,
    )
    secrets.push(readFileSync(at('bc.keys', 'broker.nk'), 'utf8'))
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

describe('the guide for administrators', () => {
  const guide = readFileSync(
    path.join(import.meta.dirname, '../../../docs/guides/administrators.md'),
    'utf8',
  )
  const examples = [...guide.matchAll(/```json\n(\{[\s\S]*?)```/g)].map(
    ([, text]) => JSON.parse(text ?? '') as Record<string, unknown>,
  )

  test('shows an about.json and an office.json that an office starts with', async () => {
    const about = examples.find((each) => 'zone' in each)
    const office = examples.find((each) => 'dataDir' in each)
    writeFileSync(at('about.json'), JSON.stringify(about))
    writeFileSync(at('office.json'), JSON.stringify(office))
    const made = await concert('entry', at('about.json'), '--keys', at('keys'), '-o', at('e.json'))
    expect(made).toMatchObject({ code: 0, err: '' })
    await concert('directory', at('e.json'), '-o', at('directory.json'))
    mkdirSync(at('tls'))
    writeFileSync(at('tls', 'authorities.pem'), '')
    const loaded = loadConfig(at('office.json'), {})
    expect(keyProblems(loaded)).toEqual([])
    expect(loaded.office.id).toBe(about?.['id'])
  })
})

describe('an office', () => {
  test('whose keys are not those of the directory is told which', async () => {
    const bc = await entry('bc')
    await concert('directory', bc, await entry('qc'), '-o', at('directory.json'))
    const loaded = loadConfig(writeOffice('bc'), {})
    expect(keyProblems(loaded)).toEqual([])
    for (const name of ['broker.nk', 'event.jwk', 'seal.jwk'])
      renameSync(at('qc.keys', name), at('bc.keys', name))
    expect(keyProblems(loaded).map(({ en }) => en.split(':')[0])).toEqual([
      'keys.broker',
      'keys.event',
      'keys.seal',
    ])
    const { runOffice } = await import('../../../services/apps/office/run.ts')
    const errs: string[] = []
    const code = await runOffice(loaded.file, { err: (line) => void errs.push(line), lang: 'fr' })
    expect(code).toBe(2)
    expect(errs.join('\n')).toContain('keys.event : ')
  })

  test('has a broker as the directory says: with TLS or without', async () => {
    await concert('directory', await entry('bc'), '-o', at('directory.json'))
    const args = ['broker', '--config', writeOffice('bc'), '--store', at('ledger')]
    const output = ['-o', at('broker.conf')]
    expect((await concert(...args, ...output)).code).toBe(0)
    expect(readFileSync(at('broker.conf'), 'utf8')).toContain('host: "127.0.0.1"')
    expect((await concert(...args, ...output)).code).toBe(0)
    writeFileSync(at('mine.conf'), 'port: 1')
    expect((await concert(...args, '-o', at('mine.conf'))).code).toBe(2)
    expect(readFileSync(at('mine.conf'), 'utf8')).toBe('port: 1')
    const tls = ['--certificate', at('bc.json'), '--key', at('bc.json')]
    expect((await concert(...args, ...tls, ...output)).code).toBe(2)

    const broker = { url: 'tls://broker.office.example:4222' }
    const secured = await entry('bc', 'secured', { broker })
    await concert('directory', secured, '-o', at('tls.json'))
    renameSync(at('tls.json'), at('directory.json'))
    expect((await concert(...args, ...output)).err).toContain('--certificate')
    expect((await concert(...args, ...tls, ...output)).code).toBe(0)
    const text = readFileSync(at('broker.conf'), 'utf8')
    expect(text).toContain('handshake_first: true')
    expect(text).toContain('host: "0.0.0.0"')
  })
})

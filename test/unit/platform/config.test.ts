// office.json: all problems at once, by field or variable, and no value of a secret.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../services/platform/config.ts'

const entry = {
  id: 'ca-bc-oipc',
  name: { en: 'BC', fr: 'C.-B.' },
  short: { en: 'BC', fr: 'C.-B.' },
  jurisdiction: { en: 'BC', fr: 'C.-B.' },
  role: 'commissioner',
  statutes: ['ca-bc-pipa'],
  zone: 'America/Vancouver',
  broker: { url: 'nats://127.0.0.1:4222', publicKey: `U${'A'.repeat(55)}` },
  eventKeys: [{ keyid: 'k1', publicKey: 'A'.repeat(43) }],
}

function written(
  change: Record<string, unknown> = {},
  directory: unknown = { version: 1, offices: [entry] },
): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-config-'))
  for (const key of ['broker.nk', 'event.jwk', 'payload.key', 'seal.jwk'])
    writeFileSync(path.join(folder, key), 'a secret')
  writeFileSync(path.join(folder, 'directory.json'), JSON.stringify(directory))
  const file = path.join(folder, 'office.json')
  const good = {
    office: 'ca-bc-oipc',
    directory: 'directory.json',
    dataDir: '.',
    keys: { broker: 'broker.nk', event: 'event.jwk', payload: 'payload.key', seal: 'seal.jwk' },
    http: { host: '127.0.0.1', port: 0 },
    temporal: { address: '127.0.0.1:7233', namespace: 'ca-bc-oipc' },
    clock: { kind: 'real' },
    packFolders: [],
    log: { level: 'info' },
  }
  writeFileSync(file, JSON.stringify({ ...good, ...change }))
  return file
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('expected a ConfigError')
}

describe('office.json', () => {
  test('a good one is frozen, with absolute paths and its own directory entry', () => {
    const file = written()
    const { config, office } = loadConfig(file, {})
    expect(config.keys.broker).toBe(path.join(path.dirname(file), 'broker.nk'))
    expect(config.keys.seal).toBe(path.join(path.dirname(file), 'seal.jwk'))
    expect(office.zone).toBe('America/Vancouver')
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError)
  })

  test('every problem is reported, by field', () => {
    const problems = problemsOf(() =>
      loadConfig(
        written({
          http: { host: '', port: 70_000 },
          clock: {
            kind: 'compressed',
            realStart: 'soon',
            legalStart: '2020-02-21T05:00:00.000Z',
            rate: 0,
          },
          surprise: 1,
        }),
        {},
      ),
    )
    for (const field of ['http.host', 'http.port', 'clock.realStart', 'clock.rate', '(file)'])
      expect(
        problems.some((problem) => problem.startsWith(`${field}:`)),
        `${field} in ${problems.join(' | ')}`,
      ).toBe(true)
  })

  test('a variable overrides its field, and a problem names the variable', () => {
    expect(loadConfig(written(), { CONCERT_OFFICE_HTTP_PORT: '4100' }).config.http.port).toBe(4100)
    expect(
      problemsOf(() => loadConfig(written(), { CONCERT_OFFICE_HTTP_PORT: 'many' }))[0],
    ).toMatch(/^http\.port, from CONCERT_OFFICE_HTTP_PORT: /)
  })

  test('missing key files, an office that is not in the directory and an unknown zone are told together', () => {
    const problems = problemsOf(() =>
      loadConfig(
        written(
          {
            office: 'ca-on-ipc',
            keys: { broker: 'none', event: 'event.jwk', payload: 'payload.key', seal: 'no-seal' },
          },
          { version: 1, offices: [{ ...entry, zone: 'America/Nowhere' }] },
        ),
        {},
      ),
    )
    expect(problems).toHaveLength(4)
    expect(problems.join('\n')).toMatch(
      /keys\.broker: .*none[\s\S]*keys\.seal: .*no-seal[\s\S]*"ca-on-ipc" is not in the directory[\s\S]*America\/Nowhere/,
    )
    expect(problems.join('\n')).not.toContain('a secret')
  })

  test('a file that is absent or not JSON is named', () => {
    expect(problemsOf(() => loadConfig('/nowhere/office.json', {}))[0]).toContain(
      '/nowhere/office.json cannot be read',
    )
    const file = written()
    writeFileSync(file, '{')
    expect(problemsOf(() => loadConfig(file, {}))[0]).toContain('is not JSON')
  })
})

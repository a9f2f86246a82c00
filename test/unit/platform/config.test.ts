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
    for (const field of ['http.host', 'http.port', 'clock.realStart', 'clock.rate', 'surprise'])
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
    expect(() => loadConfig('/nowhere/office.json', {})).toThrow(
      '/nowhere/office.json cannot be used: it cannot be read (ENOENT)',
    )
    const file = written()
    writeFileSync(file, '{')
    expect(problemsOf(() => loadConfig(file, {}))[0]).toContain('is not JSON')
  })
})

describe('who is let in, by the configuration', () => {
  const openid = {
    kind: 'openid',
    issuer: 'https://login.example',
    clientId: 'concert',
    publicUrl: 'https://concert.office.example',
  }
  const listening = (host: string, more: Record<string, unknown> = {}) =>
    written({ http: { host, port: 0 }, ...more })

  test.each(['0.0.0.0', '::', '192.168.1.7', 'office.example', '127.0.0.1.evil.example'])(
    'without an identity provider an office does not start on %s',
    (host) => {
      for (const more of [{}, { identity: { kind: 'local' } }]) {
        const [problem] = problemsOf(() => loadConfig(listening(host, more), {}))
        expect(problem).toContain(`http.host: ${host} can be reached from other machines`)
      }
    },
  )

  test.each(['127.0.0.1', '127.0.0.9', 'localhost', '::1', '[::1]'])(
    'without an identity provider it starts on %s, which is this machine',
    (host) => {
      const { config } = loadConfig(listening(host), {})
      expect(config.identity.kind).toBe('local')
    },
  )

  test('a variable does not get around it', () => {
    const env = { CONCERT_OFFICE_HTTP_HOST: '0.0.0.0' }
    expect(problemsOf(() => loadConfig(written(), env))[0]).toContain('http.host: 0.0.0.0')
  })

  test('local identities have no other name in front of them', () => {
    const http = { host: '127.0.0.1', port: 0, hosts: ['concert.office.example'] }
    expect(problemsOf(() => loadConfig(written({ http }), {}))[0]).toMatch(/^http\.hosts: /)
  })

  test('with an identity provider it listens where it is told, and signs in over TLS only', () => {
    const { config } = loadConfig(listening('0.0.0.0', { identity: openid }), {})
    expect(config.http.host).toBe('0.0.0.0')
    const identity = { ...openid, publicUrl: 'http://office.example', issuer: 'http://id.example' }
    const problems = problemsOf(() => loadConfig(listening('0.0.0.0', { identity }), {}))
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'identity.publicUrl',
      'identity.issuer',
    ])
  })
})

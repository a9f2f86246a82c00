// Where an engine comes from, in order, and how each way fails: against a release server of our own, and once for real.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { goInstall } from '../../infra/engines/go-install.ts'
import { officialRelease } from '../../infra/engines/official.ts'
import { type OfficialSource, pins } from '../../infra/engines/pins.ts'
import {
  cachedPath,
  findEngine,
  resolveEngine,
  resolveEngines,
} from '../../infra/engines/resolve.ts'
import type { EngineSource } from '../../infra/engines/source.ts'
import { runVersion, serves } from '../../infra/engines/version.ts'
import { type Fault, gone, serve, tarGz } from '../unit/infra/releases.ts'

const good = 'nats-server: v2.15.2'
const limits = { headersMs: 400, stallMs: 400, totalMs: 10_000 }
/** Generous against a busy machine, and far below npm's or go's own patience. */
const withinMs = 5_000
const arch = process.arch === 'x64' ? 'amd64' : process.arch
const stem = `nats-server-v2.15.2-${process.platform}-${arch}`

let folder: string
let said: string[]
let env: NodeJS.ProcessEnv
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-engines-'))
  said = []
  env = { CONCERT_CACHE: path.join(folder, 'cache'), PATH: path.join(folder, 'bin') }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const report = (line: string) => void said.push(line)
const inCache = () =>
  existsSync(path.join(folder, 'cache', 'engines'))
    ? readdirSync(path.join(folder, 'cache', 'engines'))
    : []

it(
  'finds real engines on this machine that say what they are',
  async () => {
    const engines = await resolveEngines({ report })
    expect(serves(pins['nats-server'], await runVersion(engines['nats-server'].path))).toBeDefined()
    expect(serves(pins.temporal, await runVersion(engines.temporal.path))).toBeDefined()
  },
  20 * 60_000,
)

describe.skipIf(process.platform === 'win32')('the order', () => {
  it('is the environment variable, then PATH, then the cache', async () => {
    const named = fake(path.join(folder, 'named'), good)
    const onPath = fake(path.join(folder, 'bin', 'nats-server'), 'nats-server: v2.17.0')
    const cached = fake(cachedPath('nats-server', env), good)
    const sources = [{ from: 'go' as const, fetch: never }]
    expect(
      await resolveEngine('nats-server', {
        env: { ...env, CONCERT_NATS_SERVER: named },
        report,
        sources,
      }),
    ).toEqual({ path: named, version: '2.15.2', from: 'env' })
    expect(await resolveEngine('nats-server', { env, report, sources })).toEqual({
      path: onPath,
      version: '2.17.0',
      from: 'path',
    })
    fake(onPath, 'nats-server: v2.9.0')
    expect(await resolveEngine('nats-server', { env, report, sources })).toEqual({
      path: cached,
      version: '2.15.2',
      from: 'cache',
    })
    expect(said).toEqual([])
  })

  it.each([
    ['does not exist', undefined, /CONCERT_NATS_SERVER is ".*named", which does not run/],
    [
      'is too old',
      'nats-server: v2.9.0',
      /CONCERT_NATS_SERVER is ".*named", which says "nats-server: v2\.9\.0"\. Point it at nats-server 2\.15\.2/,
    ],
  ])('never passes over a variable whose program %s', async (_, says, message) => {
    const named = path.join(folder, 'named')
    if (says !== undefined) fake(named, says)
    fake(cachedPath('nats-server', env), good)
    await expect(
      findEngine('nats-server', { env: { ...env, CONCERT_NATS_SERVER: named } }),
    ).rejects.toThrow(message)
  })

  it('fetches once for two who ask at once, and leaves only the executable', async () => {
    let fetches = 0
    const fetch: EngineSource = async ({ folder: into }) => {
      fetches += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
      return fake(path.join(into, 'nats-server'), good)
    }
    const options = { env, report, sources: [{ from: 'go' as const, fetch }] }
    const both = await Promise.all([
      resolveEngine('nats-server', options),
      resolveEngine('nats-server', options),
    ])
    expect(both.map((engine) => engine.from).sort()).toEqual(['cache', 'go'])
    expect(fetches).toBe(1)
    expect(inCache()).toEqual(['nats-server-2.15.2'])
    expect(readdirSync(path.join(folder, 'cache', 'engines', 'nats-server-2.15.2'))).toEqual([
      'nats-server',
    ])
  })

  it('keeps nothing of a source that brings another version', async () => {
    const fetch: EngineSource = ({ folder: into }) =>
      Promise.resolve(fake(path.join(into, 'nats-server'), 'nats-server: v2.8.0'))
    await expect(
      resolveEngine('nats-server', { env, report, sources: [{ from: 'official', fetch }] }),
    ).rejects.toThrow('what came says "nats-server: v2.8.0", not 2.15.2')
    expect(inCache()).toEqual([])
  })

  it('ends with one message that names what to install and what every step said', async () => {
    const sources = [
      {
        from: 'official' as const,
        fetch: officialRelease({
          limits,
          source: { kind: 'archive', base: await gone(), sums: 'SHA256SUMS' },
        }),
      },
      { from: 'go' as const, fetch: goInstall },
    ]
    // goInstall takes PATH from this process; with an empty one there is no go.
    const before = process.env['PATH']
    process.env['PATH'] = path.join(folder, 'bin')
    try {
      await expect(resolveEngine('nats-server', { env, report, sources })).rejects.toThrow(
        /Install nats-server 2\.15\.2 .* on PATH, or set CONCERT_NATS_SERVER[\s\S]*not on PATH[\s\S]*not in the cache[\s\S]*official: cannot reach[\s\S]*go: go is not on PATH/,
      )
    } finally {
      process.env['PATH'] = before
    }
    expect(inCache()).toEqual([])
  })
})

describe.skipIf(process.platform === 'win32')('the official release of nats-server', () => {
  const archive = () => tarGz({ [`${stem}/nats-server`]: script(good), [`${stem}/LICENSE`]: 'x' })

  async function fromServer(fault?: Fault) {
    await using server = await serve({
      prefix: '/v',
      asset: `${stem}.tar.gz`,
      sums: 'SHA256SUMS',
      archive: archive(),
      ...(fault === undefined ? {} : { fault }),
    })
    const sources = [
      {
        from: 'official' as const,
        fetch: officialRelease({
          limits,
          source: { kind: 'archive', base: `${server.url}/v`, sums: 'SHA256SUMS' },
        }),
      },
      {
        from: 'go' as const,
        fetch: (({ folder: into }) =>
          Promise.resolve(fake(path.join(into, 'nats-server'), good))) satisfies EngineSource,
      },
    ]
    const started = performance.now()
    const engine = await resolveEngine('nats-server', { env, report, sources })
    return { engine, tookMs: performance.now() - started, asked: server.asked }
  }

  it('is downloaded, checked and kept', async () => {
    const { engine, asked } = await fromServer()
    expect(engine).toEqual({
      path: cachedPath('nats-server', env),
      version: '2.15.2',
      from: 'official',
    })
    expect(await runVersion(engine.path)).toBe(good)
    expect(asked).toEqual(['/v/SHA256SUMS', `/v/${stem}.tar.gz`, '/storage'])
    expect(inCache()).toEqual(['nats-server-2.15.2'])
  })

  it.each([
    ['that never answers', 'silent', /no answer from 127\.0\.0\.1:\d+ within 0\.4 s/],
    ['that stops in the middle', 'half', /stalled: nothing for 0\.4 s/],
    ['that closes in the middle', 'cut', /aborted|ECONNRESET|closed/],
    ['whose archive is not what its list says', 'checksum', /does not match its published SHA-256/],
    ['whose list does not name the archive', 'unlisted', /SHA256SUMS does not list/],
    ['that is out of order', '503', /answered 503/],
  ] as const)(
    'moves on within seconds from one %s, keeping nothing of it',
    async (_, fault, why) => {
      const { engine, tookMs } = await fromServer(fault)
      expect(engine.from).toBe('go')
      expect(said.filter((line) => line.includes('did not work'))).toEqual([
        expect.stringMatching(why),
      ])
      expect(tookMs).toBeLessThan(withinMs)
      expect(inCache()).toEqual(['nats-server-2.15.2'])
    },
  )
})

describe.skipIf(process.platform === 'win32')('an archive whose hash stands in the pins', () => {
  const says = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'
  const asset = `temporal_cli_1.5.1_${process.platform}_${arch}.tar.gz`

  async function fetched(sha256Of: (archive: Buffer) => string, platform = process.platform) {
    const archive = tarGz({ temporal: script(says), LICENSE: 'x' })
    await using server = await serve({ prefix: '/v', asset, sums: 'checksums.txt', archive })
    const source: OfficialSource = {
      kind: 'pinned',
      base: `${server.url}/v`,
      archives: { [`${platform}-${arch}`]: { asset, sha256: sha256Of(archive) } },
      otherwise: { kind: 'archive', base: `${server.url}/elsewhere`, sums: 'checksums.txt' },
    }
    const engine = await resolveEngine('temporal', {
      env,
      report,
      sources: [{ from: 'official', fetch: officialRelease({ limits, source }) }],
    }).catch((error: Error) => error.message)
    return { engine, asked: server.asked }
  }
  const right = (archive: Buffer) => createHash('sha256').update(archive).digest('hex')

  it('is taken by that hash, and nobody is asked for a list', async () => {
    const { engine, asked } = await fetched(right)
    expect(engine).toEqual({
      path: cachedPath('temporal', env),
      version: '1.5.1',
      from: 'official',
    })
    expect(asked).toEqual([`/v/${asset}`, '/storage'])
  })

  it('is not taken where it is another one, whatever its release says', async () => {
    const { engine } = await fetched(() => '0'.repeat(64))
    expect(engine).toMatch(/does not match its pinned SHA-256/)
    expect(inCache()).toEqual([])
  })

  it('of another platform is fetched as before', async () => {
    const { asked } = await fetched(right, 'aix')
    expect(asked).toEqual(['/elsewhere/checksums.txt'])
  })

  it('is named for every platform that the pins list, each hash once', () => {
    const { official } = pins.temporal
    const archives = official.kind === 'pinned' ? Object.entries(official.archives) : []
    expect(archives.map(([platform]) => platform)).toEqual([
      'linux-amd64',
      'linux-arm64',
      'darwin-amd64',
      'darwin-arm64',
      'windows-amd64',
      'windows-arm64',
    ])
    for (const [platform, { asset: name, sha256 }] of archives) {
      const ending = platform.startsWith('windows') ? 'zip' : 'tar.gz'
      const place = platform.replace('-', '_')
      expect(name).toBe(`temporal_cli_${pins.temporal.version}_${place}.${ending}`)
      expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    }
    expect(new Set(archives.map(([, { sha256 }]) => sha256)).size).toBe(archives.length)
  })
})

describe.skipIf(process.platform === 'win32')("the Temporal SDK's own download", () => {
  const says = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'

  /** A program that is to do something has time to start first, however busy the machine is. */
  const patient = { headersMs: 20_000, stallMs: 20_000, totalMs: 40_000 }

  async function withScript(source: string, fault?: Fault, within = patient) {
    await using server = await serve({
      prefix: '',
      asset: '',
      sums: `cli?arch=${arch}&platform=${process.platform}`,
      archive: Buffer.from(''),
      ...(fault === undefined ? {} : { fault }),
    })
    const sdkScript = path.join(folder, 'sdk.mjs')
    writeFileSync(
      sdkScript,
      `import { writeFileSync, chmodSync } from 'node:fs'\nconst [version, folder] = process.argv.slice(2)\n${source}`,
    )
    return await resolveEngine('temporal', {
      env,
      report,
      sources: [
        {
          from: 'official',
          fetch: officialRelease({
            limits: within,
            sdkScript,
            source: { kind: 'sdk', probe: `${server.url}/cli` },
          }),
        },
      ],
    })
  }

  it('is kept under its version', async () => {
    const engine = await withScript(
      `const file = folder + '/temporal-' + version; writeFileSync(file, ${JSON.stringify(script(says))}); chmodSync(file, 0o755)`,
    )
    expect(engine).toEqual({
      path: cachedPath('temporal', env),
      version: '1.5.1',
      from: 'official',
    })
    expect(await runVersion(engine.path)).toBe(says)
  })

  it('is not even begun when its host does not answer', async () => {
    await expect(withScript("throw new Error('begun')", 'silent', limits)).rejects.toThrow(
      /no answer from/,
    )
    expect(said.join('\n')).not.toContain('begun')
  })

  it('is ended when it hangs, and what it had is not kept', async () => {
    await expect(
      withScript(
        "writeFileSync(folder + '/temporal.downloading', 'half'); setInterval(() => undefined, 1000)",
        undefined,
        limits,
      ),
    ).rejects.toThrow(/stalled: nothing for 0\.4 s/)
    expect(inCache()).toEqual([])
  })

  it('that fails says why', async () => {
    await expect(withScript("throw new Error('unsupported architecture')")).rejects.toThrow(
      /exit 1\): [\s\S]*unsupported architecture/,
    )
  })
})

describe.skipIf(process.platform === 'win32')('go install', () => {
  it('builds the pinned version where GOBIN says, and passes on why it failed', async () => {
    const bin = path.join(folder, 'bin')
    const before = process.env['PATH']
    process.env['PATH'] = `${bin}${path.delimiter}${before}`
    vi.stubEnv('GOSUMDB', 'off')
    vi.stubEnv('GONOSUMDB', '*')
    try {
      fake(
        path.join(bin, 'go'),
        '',
        `${answersSum(pins['nats-server'].goModule.sum)}; env > ${folder}/env; echo "$@" > ${folder}/args; printf '%s' '${script(good)}' > "$GOBIN/nats-server"; chmod +x "$GOBIN/nats-server"`,
      )
      const sources = [{ from: 'go' as const, fetch: goInstall }]
      expect((await resolveEngine('nats-server', { env, report, sources })).from).toBe('go')
      expect(execFileSync('cat', [path.join(folder, 'args')], { encoding: 'utf8' }).trim()).toBe(
        'install -v github.com/nats-io/nats-server/v2@v2.15.2',
      )

      expect(readFileSync(path.join(folder, 'env'), 'utf8')).not.toContain('GOSUMDB')

      const sum = answersSum(pins['nats-server'].goModule.sum)
      fake(path.join(bin, 'go'), '', `${sum}; echo "go: module lookup disabled" >&2; exit 1`)
      rmSync(path.join(folder, 'cache'), { recursive: true })
      await expect(resolveEngine('nats-server', { env, report, sources })).rejects.toThrow(
        /go install failed \(exit 1\)[\s\S]*module lookup disabled/,
      )

      // Another source under the same version is never built.
      rmSync(path.join(folder, 'args'))
      fake(path.join(bin, 'go'), '', `${answersSum('h1:other=')}; echo "$@" > ${folder}/args`)
      await expect(resolveEngine('nats-server', { env, report, sources })).rejects.toThrow(
        /the source of \S+ 2\.15\.2 has the hash h1:other=, not h1:/,
      )
      expect(existsSync(path.join(folder, 'args'))).toBe(false)
    } finally {
      process.env['PATH'] = before
      vi.unstubAllEnvs()
    }
  })
})

/** What go says of the module's source. */
const answersSum = (sum: string) => `if [ "$1" = mod ]; then echo '{"Sum":"${sum}"}'; exit 0; fi`

const never: EngineSource = () => Promise.reject(new Error('fetched though it was there'))

function script(says: string): string {
  return `#!/bin/sh\necho "${says}"\n`
}

function fake(file: string, says: string, text?: string): string {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text === undefined ? script(says) : `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return file
}

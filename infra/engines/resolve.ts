// Finds or fetches an engine: environment variable, PATH, cache, official release, `go install`; the first that serves.
// Starting and supervising engines happens elsewhere.

import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { cacheDir, withLock, withTemporary } from '../bootstrap/cache.cjs'
import { goInstall } from './go-install.ts'
import { officialRelease } from './official.ts'
import { type EngineName, pins } from './pins.ts'
import { type EngineSource, executableName } from './source.ts'
import { runVersion, serves } from './version.ts'

export type EngineOrigin = 'env' | 'path' | 'cache' | 'official' | 'go'

export interface Engine {
  readonly path: string
  readonly version: string
  readonly from: EngineOrigin
}

export interface ResolveOptions {
  /** Told what every slow step does and why, one line at a time; standard error if absent. */
  readonly report?: (line: string) => void
  readonly signal?: AbortSignal | undefined
  readonly env?: NodeJS.ProcessEnv
  /** The ways to fetch, in order; a test brings its own. */
  readonly sources?: readonly { readonly from: EngineOrigin; readonly fetch: EngineSource }[]
}

const fetchers = [
  { from: 'official', fetch: officialRelease() },
  { from: 'go', fetch: goInstall },
] as const

/**
 * The engine, fetched into the cache if it is nowhere yet. Nothing is fetched twice, and two at once wait for each other.
 * Throws one error that names what to install and what every step said.
 */
export async function resolveEngine(
  name: EngineName,
  options: ResolveOptions = {},
): Promise<Engine> {
  const { report = toStandardError, signal, env = process.env, sources = fetchers } = options
  const tried: string[] = []
  const found = await findEngine(name, { env, tried })
  if (found !== undefined) return found

  const pin = pins[name]
  const target = cachedPath(name, env)
  const what = `${name} ${pin.version}`
  return withLock(
    `${path.dirname(target)}.lock`,
    { report, signal, what: `fetching ${what}` },
    async () => {
      if (existsSync(target)) return { path: target, version: pin.version, from: 'cache' }
      report(`${what}: ${tried.join('; ')}`)
      for (const { from, fetch } of sources) {
        try {
          await withTemporary(path.dirname(path.dirname(target)), async (folder) => {
            const made = await fetch({ name, pin, folder, report, signal })
            const said = await runVersion(made)
            if (!serves(pin, said)) throw new Error(`what came says "${said}", not ${pin.version}`)
            mkdirSync(path.dirname(target), { recursive: true })
            renameSync(made, target)
          })
          report(`${what}: ready in ${path.dirname(target)}`)
          return { path: target, version: pin.version, from }
        } catch (error) {
          signal?.throwIfAborted()
          const why = error instanceof Error ? error.message : String(error)
          tried.push(`${from}: ${why}`)
          report(`${what} from ${originText[from]} did not work: ${why.split('\n')[0]}`)
        }
      }
      throw new Error(
        [
          `Install ${what} (${pin.homepage}) on PATH, or set ${pin.env} to its path. What was tried:`,
          ...tried.map((text) => `  - ${text}`),
        ].join('\n'),
      )
    },
  )
}

/** Every engine, one after another: two builds at once would only be in each other's way. */
export async function resolveEngines(
  options: ResolveOptions = {},
): Promise<Record<EngineName, Engine>> {
  return {
    'nats-server': await resolveEngine('nats-server', options),
    temporal: await resolveEngine('temporal', options),
  }
}

/**
 * The engine if this machine has it, without fetching; `tried` receives why each place does not serve.
 * Throws if the environment variable names something that does not serve: what a person asked for is not passed over.
 */
export async function findEngine(
  name: EngineName,
  options: { env?: NodeJS.ProcessEnv; tried?: string[] } = {},
): Promise<Engine | undefined> {
  const { env = process.env, tried = [] } = options
  const pin = pins[name]
  const named = env[pin.env]
  if (named !== undefined && named !== '') {
    const said = await runVersion(named).catch((cause: unknown) => {
      throw new Error(
        `${pin.env} is "${named}", which does not run. Point it at ${name} ${pin.version}, or unset it.`,
        { cause },
      )
    })
    const version = serves(pin, said)
    if (version === undefined)
      throw new Error(
        `${pin.env} is "${named}", which says "${said}". Point it at ${name} ${pin.version}, or unset it.`,
      )
    return { path: named, version, from: 'env' }
  }
  tried.push(`${pin.env} is not set`)

  const onPath = searchPath(name, env)
  if (onPath === undefined) tried.push('not on PATH')
  else {
    const said = await runVersion(onPath).catch(
      (error: unknown) => `does not run: ${error instanceof Error ? error.message : String(error)}`,
    )
    const version = serves(pin, said)
    if (version !== undefined) return { path: onPath, version, from: 'path' }
    tried.push(`${onPath} says "${said}", which does not serve`)
  }

  const cached = cachedPath(name, env)
  if (existsSync(cached)) return { path: cached, version: pin.version, from: 'cache' }
  tried.push('not in the cache')
  return undefined
}

const originText: Record<EngineOrigin, string> = {
  env: 'the environment',
  path: 'PATH',
  cache: 'the cache',
  official: 'the official release',
  go: 'go install',
}

/** What is here was checked before it was renamed into place: `<cache>/engines/nats-server-2.15.2/nats-server`. */
export function cachedPath(name: EngineName, env: NodeJS.ProcessEnv = process.env): string {
  return path.join(cacheDir(env), 'engines', `${name}-${pins[name].version}`, executableName(name))
}

function searchPath(name: EngineName, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(path.isAbsolute)
  return folders
    .map((folder) => path.join(folder, executableName(name)))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}

function toStandardError(line: string): void {
  process.stderr.write(`concert: ${line}\n`)
}

// The workflows' code as one file for all workers: built once for every state of the sources, and kept.
// Which workflows there are is said in workflows/index.ts.

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type Logger as SdkLogger } from '@temporalio/worker'
import { failureConverterPath } from './codec.ts'

export interface BundleOptions {
  /** The module that exports the workflows. */
  readonly entry?: string
  /** Where bundles are kept; many processes may share it. */
  readonly cacheDir?: string
  /** Told that a bundle is being built, which takes some seconds. */
  readonly report?: (line: string) => void
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Path of the bundle for today's sources. Throws, with what webpack said, if a workflow imports what it must not. */
export async function workflowBundle(options: BundleOptions = {}): Promise<string> {
  const {
    entry = path.join(root, 'workflows', 'index.ts'),
    cacheDir = path.join(root, 'node_modules', '.cache', 'concert'),
    report = () => undefined,
  } = options
  const target = path.join(cacheDir, `workflows-${sourceHash(entry)}.js`)
  if (existsSync(target)) return target
  report('building the workflow bundle, once for these sources')
  const said: string[] = []
  const { code } = await bundleWorkflowCode({
    workflowsPath: entry,
    failureConverterPath,
    logger: collector(said),
  }).catch((cause: unknown) => {
    throw new Error(
      `The workflow bundle cannot be built from ${entry}: ${cause instanceof Error ? cause.message : String(cause)}\n${errorsOf(said.join('\n'))}`,
      { cause },
    )
  })
  mkdirSync(cacheDir, { recursive: true })
  // Renamed into place: another process sees the whole file or none, and two builders write the same.
  const draft = `${target}.${randomUUID()}.tmp`
  writeFileSync(draft, code)
  renameSync(draft, target)
  return target
}

/** Changes when the workflows, what they import, the SDK or the entry change. */
function sourceHash(entry: string): string {
  const hash = createHash('sha256')
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as {
    version: string
  }
  hash.update(`${version}\0${path.relative(root, entry)}\0`)
  const files = [
    ...new Set([
      ...globSync('{workflows,shared}/**/*.{ts,json}', { cwd: root }),
      ...globSync('**/*.ts', { cwd: path.dirname(entry) }).map((file) =>
        path.relative(root, path.join(path.dirname(entry), file)),
      ),
    ]),
  ]
  for (const file of files.sort())
    hash
      .update(`${file.replaceAll(path.sep, '/')}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** Webpack's errors without the list of all modules before them. */
function errorsOf(said: string): string {
  return said.slice(Math.max(0, said.indexOf('ERROR in ')))
}

/** Keeps what goes wrong; the rest of webpack's talk is not for anybody. */
function collector(said: string[]): SdkLogger {
  const quiet = () => undefined
  const keep = (message: string) => void said.push(message)
  return {
    log: (level, message) => (level === 'ERROR' || level === 'WARN' ? keep(message) : undefined),
    trace: quiet,
    debug: quiet,
    info: quiet,
    warn: keep,
    error: keep,
  }
}

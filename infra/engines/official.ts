// The official releases: archives checked against a SHA-256 that stands here or in the release's own list, and the Temporal SDK's own cached download.

import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  downloadChecked,
  downloadText,
  type DownloadLimits,
  unpack,
} from '../bootstrap/download.cjs'
import type { OfficialSource } from './pins.ts'
import { type EngineSource, executableName, type SourceTask } from './source.ts'

export interface OfficialOptions {
  readonly limits?: DownloadLimits
  /** Another place than the pinned one. */
  readonly source?: OfficialSource
  /** The program that downloads for the SDK: called with version and folder. */
  readonly sdkScript?: string
}

const sdkLimits: DownloadLimits = { headersMs: 5_000, stallMs: 20_000, totalMs: 15 * 60_000 }
const watchEveryMs = 500

export function officialRelease(options: OfficialOptions = {}): EngineSource {
  return (task) => fetchFrom(task, options.source ?? task.pin.official, options)
}

function fetchFrom(
  task: SourceTask,
  source: OfficialSource,
  options: OfficialOptions,
): Promise<string> {
  switch (source.kind) {
    case 'pinned':
      return fromPinned(task, source, options)
    case 'archive':
      return fromArchive(task, source, options)
    case 'sdk':
      return fromSdk(task, source, options)
  }
}

async function fromPinned(
  task: SourceTask,
  source: Extract<OfficialSource, { kind: 'pinned' }>,
  options: OfficialOptions,
): Promise<string> {
  const { name, pin, folder, report, signal } = task
  const archive = source.archives[`${goPlatform()}-${goArchitecture()}`]
  if (archive === undefined) return fetchFrom(task, source.otherwise, options)
  const { asset, sha256 } = archive
  report(`${name} ${pin.version}: downloading ${asset} from ${source.base} (about 50 MB, once)`)
  const { base } = source
  const { limits } = options
  await unpack(
    await downloadChecked({ base, asset, sha256, folder, report, signal, limits }),
    folder,
  )
  return path.join(folder, executableName(name))
}

async function fromArchive(
  task: SourceTask,
  source: Extract<OfficialSource, { kind: 'archive' }>,
  { limits }: OfficialOptions,
): Promise<string> {
  const { name, pin, folder, report, signal } = task
  const platform = goPlatform()
  const stem = `${name}-v${pin.version}-${platform}-${goArchitecture()}`
  const asset = `${stem}.${platform === 'windows' ? 'zip' : 'tar.gz'}`
  report(`${name} ${pin.version}: downloading ${asset} from ${source.base} (about 10 MB, once)`)
  const archive = await downloadChecked({
    base: source.base,
    asset,
    sums: source.sums,
    folder,
    report,
    signal,
    limits,
  })
  await unpack(archive, folder)
  return path.join(folder, stem, executableName(name))
}

/** The SDK's downloader has no time limits of its own, so it runs in a process that can be ended, after a quick look whether its host answers. */
async function fromSdk(
  task: SourceTask,
  source: Extract<OfficialSource, { kind: 'sdk' }>,
  options: OfficialOptions,
): Promise<string> {
  const { name, pin, folder, report, signal } = task
  const {
    limits = sdkLimits,
    sdkScript = fileURLToPath(new URL('./sdk-download.ts', import.meta.url)),
  } = options
  await downloadText(`${source.probe}?arch=${goArchitecture()}&platform=${goPlatform()}`, {
    signal,
    limits,
  })
  report(`${name} ${pin.version}: the Temporal SDK downloads it (about 50 MB, once)`)
  await runWatched([sdkScript, `v${pin.version}`, folder], folder, limits, signal)
  const file = readdirSync(folder).find((entry) => !entry.endsWith('.downloading'))
  if (file === undefined) throw new Error('the SDK ended without a file')
  return path.join(folder, file)
}

/** Runs a Node program that fills `folder`; ends it when the folder stops growing or time is up. */
function runWatched(
  args: readonly string[],
  folder: string,
  limits: DownloadLimits,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: limits.totalMs,
      killSignal: 'SIGKILL',
      signal,
    })
    let said = ''
    let stalled = false
    let grown = { bytes: 0, at: performance.now() }
    child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)))
    const watch = setInterval(() => {
      const bytes = sizeOf(folder)
      if (bytes > grown.bytes) grown = { bytes, at: performance.now() }
      else if (performance.now() - grown.at > limits.stallMs) {
        stalled = true
        child.kill('SIGKILL')
      }
    }, watchEveryMs)
    child.on('error', reject)
    child.on('close', (code, killedBy) => {
      clearInterval(watch)
      if (code === 0) resolve()
      else if (stalled)
        reject(new Error(`the SDK's download stalled: nothing for ${limits.stallMs / 1000} s`))
      else
        reject(
          new Error(`the SDK's download failed (${killedBy ?? `exit ${code}`}): ${said.trim()}`),
        )
    })
  })
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, file) => sum + (statSync(path.join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}

function goPlatform(): string {
  return process.platform === 'win32' ? 'windows' : process.platform
}

function goArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch
}

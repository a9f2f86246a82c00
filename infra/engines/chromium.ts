// Finds the Chromium that the browser tests drive: environment variable, PATH, where installers put it, cache, npm.
// The one from npm brings the libraries and the font that a bare machine lacks.

import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { cacheDir, withLock, withTemporary } from '../bootstrap/cache.cjs'
import { unpack } from '../bootstrap/download.cjs'
import { npmCi } from '../bootstrap/npm.cjs'
import project from '../chromium/package.json' with { type: 'json' }

export interface Chromium {
  readonly path: string
  readonly version: string
  readonly from: 'env' | 'path' | 'installed' | 'cache' | 'npm'
  /** What it has to find in its environment besides ours. */
  readonly env: Readonly<Record<string, string>>
}

export interface ChromiumOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly report?: (line: string) => void
  /** Where installers put it; a test names its own. */
  readonly installed?: readonly string[]
  readonly install?: typeof npmCi
  readonly platform?: string
}

/** Without a window and without calls home, in a profile that Playwright makes anew for each start. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const

const variable = 'CONCERT_CHROMIUM'
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
/** The pages use `:has`, `::details-content` and nested media: what is older would fail for its own sake. */
const oldestMajor = 131
const answerMs = 20_000
/** Archive, unpacked program and libraries at once. */
const neededBytes = 400 * 1024 * 1024

/** Throws one error that names what to install and what was tried. */
export async function resolveChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const {
    env = process.env,
    report = (line) => void process.stderr.write(`concert: ${line}\n`),
    installed = usualPlaces,
    install = npmCi,
    platform = `${process.platform}-${process.arch}`,
  } = options
  const named = env[variable]
  if (named !== undefined && named !== '')
    return { path: named, version: await usable(named, variable), from: 'env', env: {} }
  const tried = [`${variable} is not set`]
  for (const [from, file] of [
    ...onPath(env).map((file) => ['path', file] as const),
    ...installed.filter((file) => existsSync(file)).map((file) => ['installed', file] as const),
  ]) {
    try {
      return { path: file, version: await usable(file, from), from, env: {} }
    } catch (error) {
      tried.push(messageOf(error))
    }
  }
  if (tried.length === 1) tried.push('none on PATH or where installers put it')
  const folder = path.join(cacheDir(env), 'engines', `chromium-${project.version}`)
  if (existsSync(programIn(folder))) return kept(folder, 'cache')
  const why = await fetched(folder, { report, install, platform, tried })
  if (why !== undefined) tried.push(`npm: ${why}`)
  else return kept(folder, 'npm')
  throw new Error(
    [
      `Install Chromium ${oldestMajor} or later (Debian: apt-get install chromium), or set ${variable} to its path. What was tried:`,
      ...tried.map((text) => `  - ${text}`),
    ].join('\n'),
  )
}

/** Why it could not be fetched; undefined once it is in `folder`. */
async function fetched(
  folder: string,
  {
    report,
    install,
    platform,
    tried,
  }: Required<Pick<ChromiumOptions, 'report' | 'install' | 'platform'>> & {
    readonly tried: readonly string[]
  },
): Promise<string | undefined> {
  if (platform !== 'linux-x64') return `it has none for ${platform}`
  const what = `fetching Chromium ${project.version}`
  return withLock(`${folder}.lock`, { report, what }, async () => {
    if (existsSync(programIn(folder))) return undefined
    report(`Chromium ${project.version}: ${tried.join('; ')}`)
    try {
      await withTemporary(path.dirname(folder), async (temporary) => {
        const { bavail, bsize } = await statfs(temporary)
        if (bavail * bsize < neededBytes)
          throw new Error(`less than ${neededBytes / 1024 / 1024} MB are free for ${folder}`)
        await fromNpm(temporary, { install, report })
        await usable(
          programIn(path.join(temporary, 'kept')),
          'npm',
          librariesIn(path.join(temporary, 'kept')),
        )
        await rename(path.join(temporary, 'kept'), folder)
      })
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  })
}

/** `npm ci` holds what comes against the hashes of the lock; nothing of the package is run, only unpacked. */
async function fromNpm(
  temporary: string,
  { install, report }: Required<Pick<ChromiumOptions, 'install' | 'report'>>,
): Promise<void> {
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(
      path.join(import.meta.dirname, '..', 'chromium', file),
      path.join(temporary, file),
    )
  await install({
    folder: temporary,
    node: process.execPath,
    what: `fetching Chromium ${project.version} from npm (about 70 MB, once)`,
    report,
  })
  const archives = path.join(temporary, 'node_modules', '@sparticuz', 'chromium', 'bin')
  const target = path.join(temporary, 'kept')
  await mkdir(target)
  for (const name of await readdir(archives)) {
    const plain = path.join(target, path.basename(name, '.br'))
    await pipeline(
      createReadStream(path.join(archives, name)),
      createBrotliDecompress(),
      createWriteStream(plain),
    )
    if (!plain.endsWith('.tar')) continue
    await unpack(plain, target)
    await rm(plain)
  }
  await writeFile(path.join(target, 'fonts.conf'), fontsBesideIt)
  await chmod(programIn(target), 0o755)
}

/** The one that comes with it looks elsewhere. */
const fontsBesideIt = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`

async function kept(folder: string, from: 'cache' | 'npm'): Promise<Chromium> {
  const env = librariesIn(folder)
  return { path: programIn(folder), version: await usable(programIn(folder), from, env), from, env }
}

function programIn(folder: string): string {
  return path.join(folder, 'chromium')
}

/** A machine without any font shows nothing but empty space. */
function librariesIn(folder: string): Record<string, string> {
  return {
    LD_LIBRARY_PATH: [path.join(folder, 'lib'), process.env['LD_LIBRARY_PATH']]
      .filter((each) => each !== undefined && each !== '')
      .join(':'),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: folder }),
  }
}

/** Its version, or an error that says why it does not serve. */
async function usable(
  file: string,
  from: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(file, ['--version'], {
    timeout: answerMs,
    env: { ...process.env, ...env },
  }).catch((cause: unknown) => {
    throw new Error(`the Chromium of ${from}, ${file}, does not run: ${messageOf(cause)}`, {
      cause,
    })
  })
  const version = /(\d+)\.[\d.]+/.exec(stdout)
  if (version === null || Number(version[1]) < oldestMajor)
    throw new Error(
      `the Chromium of ${from}, ${file}, says "${stdout.trim()}": ${oldestMajor} or later is needed`,
    )
  return version[0]
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(path.isAbsolute)
  return folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .filter((file) => existsSync(file))
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

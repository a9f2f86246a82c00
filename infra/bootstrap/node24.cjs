// Finds the Node that Concert needs: a supported even line from 24 with zone data of 2026c or later, which knows that
// British Columbia and Alberta no longer change their clocks. Older zone data is an hour wrong, so it is refused, not warned of.
'use strict'

const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')
const { cacheDir, withLock, withTemporary } = require('./cache.cjs')
const { downloadChecked, unpack } = require('./download.cjs')
const { npmCi } = require('./npm.cjs')

const runtimeProject = path.resolve(__dirname, '..', 'runtime')
// The hashes are from many public pins that agree; the release itself could not be reached where they were written down.
const { node: nodeVersion, zoneData, archives: pinned } = require('../runtime/package.json').concert
const officialReleases = 'https://nodejs.org/dist'
const startLimitMs = 20_000

/**
 * Returns `{ path, from }`, or throws one error that names what to install and what each way said.
 * Order: CONCERT_NODE, the Node that runs this, the cache, npm, the official release.
 */
async function findNode({
  report,
  env = process.env,
  self = process,
  install = npmCi,
  releases = officialReleases,
  archives = pinned,
  limits,
} = {}) {
  if (env.CONCERT_NODE) {
    const why = refusal(await versionsOf(env.CONCERT_NODE, 'CONCERT_NODE'))
    if (why !== undefined)
      throw new Error(
        `CONCERT_NODE is ${env.CONCERT_NODE}, but ${why}. Point it at another Node, or unset it.`,
      )
    return { path: env.CONCERT_NODE, from: 'CONCERT_NODE' }
  }
  const own = refusal(self.versions)
  if (own === undefined) return { path: self.execPath, from: 'this Node' }

  const folder = path.join(
    cacheDir(env),
    'runtime',
    `node-v${nodeVersion}-${process.platform}-${process.arch}`,
  )
  const cached = path.join(folder, 'bin', executable)
  if (fs.existsSync(cached)) return { path: cached, from: 'cache' }

  const ways = [
    ['npm', (temporary) => fromNpm(temporary, { self, install, report })],
    [
      'official release',
      (temporary) => fromRelease(temporary, { releases, archives, report, limits }),
    ],
  ]
  const failures = [`this Node: ${own}`]
  return withLock(`${folder}.lock`, { report, what: `fetching Node ${nodeVersion}` }, async () => {
    if (fs.existsSync(cached)) return { path: cached, from: 'cache' }
    report(`needs Node ${nodeVersion}: ${own}`)
    for (const [from, fetch] of ways) {
      try {
        await withTemporary(path.dirname(folder), async (temporary) => {
          const made = await fetch(temporary)
          const why = refusal(await versionsOf(path.join(made, 'bin', executable), from))
          if (why !== undefined) throw new Error(why)
          fs.renameSync(made, folder)
        })
        return { path: cached, from }
      } catch (error) {
        failures.push(`${from}: ${error.message}`)
        report(`Node ${nodeVersion} from ${from} did not work: ${error.message.split('\n')[0]}`)
      }
    }
    throw new Error(
      [
        `Install Node ${nodeVersion} or a later 24.x (https://nodejs.org/en/download), then run this again with it, or set CONCERT_NODE to its path. What was tried:`,
        ...failures.map((text) => `  - ${text}`),
      ].join('\n'),
    )
  })
}

const executable = process.platform === 'win32' ? 'node.exe' : 'node'

/** Only the package of this platform is fetched, and the lock pins what it must hash to. */
async function fromNpm(temporary, { self, install, report }) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const offered = require('../runtime/package.json').optionalDependencies
  if (offered[name] === undefined)
    throw new Error(`npm has no current Node for ${process.platform}-${process.arch}`)
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(runtimeProject, file), path.join(temporary, file))
  await install({
    folder: temporary,
    node: self.execPath,
    what: `fetching Node ${nodeVersion} from npm (about 50 MB, once)`,
    report,
  })
  const made = path.join(temporary, 'node_modules', name)
  return keep(temporary, path.join(made, 'bin', executable), path.join(made, 'LICENSE'))
}

async function fromRelease(temporary, { releases, archives, report, limits }) {
  const windows = process.platform === 'win32'
  const name = `node-v${nodeVersion}-${windows ? 'win' : process.platform}-${process.arch}`
  const base = `${releases}/v${nodeVersion}`
  report(`fetching Node ${nodeVersion} from ${base} (about 50 MB, once)`)
  const asset = `${name}.${windows ? 'zip' : 'tar.gz'}`
  const archive = await downloadChecked({
    base,
    asset,
    // A platform without a pin is checked against the release's own list.
    ...(archives[asset] === undefined ? { sums: 'SHASUMS256.txt' } : { sha256: archives[asset] }),
    folder: temporary,
    report,
    limits,
  })
  await unpack(archive, temporary)
  const made = path.join(temporary, name)
  return keep(
    temporary,
    path.join(made, windows ? '' : 'bin', executable),
    path.join(made, 'LICENSE'),
  )
}

/** Headers, manuals and a second npm are two thirds of it; the program and its licence are all that is used. */
function keep(temporary, program, licence) {
  const kept = path.join(temporary, 'kept')
  fs.mkdirSync(path.join(kept, 'bin'), { recursive: true })
  fs.renameSync(program, path.join(kept, 'bin', executable))
  fs.renameSync(licence, path.join(kept, 'LICENSE'))
  return kept
}

/** Why a Node with these `process.versions` cannot serve, or undefined if it can. */
function refusal(versions) {
  const major = Number.parseInt(versions.node, 10)
  if (!(major >= 24 && major % 2 === 0))
    return `Node ${versions.node} is not a long-term line from 24 on`
  if (versions.tz === undefined) return `Node ${versions.node} carries no time zone data of its own`
  if (compareZoneData(versions.tz, zoneData) < 0)
    return `Node ${versions.node} has time zone data ${versions.tz}, older than ${zoneData}`
  return undefined
}

/** Orders tz releases: 2025c < 2026a < 2026b; the year is a number, and a longer letter part is later. */
function compareZoneData(a, b) {
  const [left, right] = [a, b].map((name) => /^(\d{4})([a-z]*)$/.exec(name))
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1
  return (
    Number(left[1]) - Number(right[1]) ||
    left[2].length - right[2].length ||
    (left[2] < right[2] ? -1 : left[2] > right[2] ? 1 : 0)
  )
}

async function versionsOf(node, from) {
  try {
    const { stdout } = await promisify(execFile)(node, ['-p', 'JSON.stringify(process.versions)'], {
      timeout: startLimitMs,
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    return JSON.parse(stdout)
  } catch (error) {
    throw new Error(`the Node of ${from}, ${node}, does not run: ${error.message.split('\n')[0]}`, {
      cause: error,
    })
  }
}

module.exports = { findNode, refusal, compareZoneData }

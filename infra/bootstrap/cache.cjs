// Where fetched things are kept, and the lock that keeps two set-ups from doing the same work at once.
// Shared by the bootstrap (any Node >= 18) and the TypeScript parts.
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** A holder touches its lock this often … */
const heartbeatMs = 10_000
/** … so a lock this old has no holder, whatever its process id says now (another host, or the id used again). */
const abandonedMs = 60_000
const pollMs = 250
/** How often one who waits says so. */
const sayWaitingMs = 15_000

/**
 * The cache folder: CONCERT_CACHE, else the platform's own place for caches. Not created here.
 * @param {NodeJS.ProcessEnv} env
 */
function cacheDir(env = process.env, platform = process.platform, home = os.homedir()) {
  if (env.CONCERT_CACHE) return path.resolve(env.CONCERT_CACHE)
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, 'concert')
  if (platform === 'win32')
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'concert')
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'concert')
  return path.join(home, '.cache', 'concert')
}

/**
 * Runs `work` while holding the lock `file`; waits, saying so, while a living process holds it.
 * The one who waited must look again: the work may be done.
 */
async function withLock(file, { report, signal, what }, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  let saidAt = -Infinity
  while (!tryLock(file)) {
    signal?.throwIfAborted()
    if (Date.now() - saidAt > sayWaitingMs) {
      report(`waiting for another process that is busy with ${what}`)
      saidAt = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  const heartbeat = setInterval(() => touch(file), heartbeatMs)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    fs.rmSync(file, { force: true })
  }
}

/** A temporary folder on the cache's own disk, so that its content can be renamed into place; removed afterwards. */
async function withTemporary(parent, work) {
  fs.mkdirSync(parent, { recursive: true })
  const folder = fs.mkdtempSync(path.join(parent, '.tmp-'))
  try {
    return await work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function tryLock(file) {
  try {
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname() }), {
      flag: 'wx',
    })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  if (isAbandoned(file)) breakLock(file)
  return false
}

/** Two who find the same dead holder must not both remove: the second would remove the first one's new lock. */
function breakLock(file) {
  const guard = `${file}.breaking`
  try {
    fs.mkdirSync(guard)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (ageMs(guard) > abandonedMs) fs.rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (isAbandoned(file)) fs.rmSync(file, { force: true })
  } finally {
    fs.rmSync(guard, { recursive: true, force: true })
  }
}

function isAbandoned(file) {
  const age = ageMs(file)
  if (age > abandonedMs) return true
  let holder
  try {
    holder = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return false // being written just now, or gone
  }
  return holder.host === os.hostname() && !isAlive(holder.pid)
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function ageMs(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs
}

function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date())
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

module.exports = { cacheDir, withLock, withTemporary }

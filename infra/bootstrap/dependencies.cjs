// The locked dependencies: node_modules exactly as package-lock.json says, made once, by one process at a time.
'use strict'

const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { cacheDir, withLock } = require('./cache.cjs')
const { npmCi } = require('./npm.cjs')

/**
 * Installs if node_modules was not made whole from this lock on this platform; `node` is the Node 24 executable that runs npm.
 * The stamp is written last, so an interrupted install is done again.
 */
async function installDependencies({ root, node, report, install = npmCi }) {
  const lockFile = path.join(root, 'package-lock.json')
  const lock = fs.readFileSync(lockFile)
  const stampFile = path.join(root, 'node_modules', '.concert-stamp')
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
  if (readText(stampFile) === stamp) return
  const mutex = path.join(
    cacheDir(),
    'locks',
    `install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  )
  await withLock(mutex, { report, what: 'installing the dependencies' }, async () => {
    if (readText(stampFile) === stamp) return
    if (!madeByNpmFrom(JSON.parse(lock.toString('utf8')), path.join(root, 'node_modules'))) {
      fs.rmSync(stampFile, { force: true })
      await install({
        folder: root,
        node,
        what: 'installing the locked dependencies (about 200 MB, once)',
        report,
      })
    }
    fs.writeFileSync(stampFile, stamp)
  })
}

/** True if somebody's own `npm ci` or `npm install` made all that this lock wants here: npm leaves its own record, last. */
function madeByNpmFrom(lock, modules) {
  const text = readText(path.join(modules, '.package-lock.json'))
  if (text === undefined) return false
  const made = JSON.parse(text).packages
  return Object.entries(lock.packages).every(([where, wanted]) => {
    if (where === '' || (wanted.optional === true && !isForThisPlatform(wanted))) return true
    return (
      made[where]?.version === wanted.version &&
      (wanted.integrity === undefined || made[where].integrity === wanted.integrity)
    )
  })
}

/** Only optional packages that name this very platform are sure to be wanted; the C library is npm's to judge. */
function isForThisPlatform({ os, cpu, libc }) {
  return (
    libc === undefined &&
    [os].flat().includes(process.platform) &&
    [cpu].flat().includes(process.arch)
  )
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

module.exports = { installDependencies }

// `npm run lock`: writes package-lock.json anew from package.json, whole for every platform. To be run after a dependency changes.
// npm leaves out the native packages that the registry at hand does not carry, and `npm ci` then refuses the lock everywhere.

import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { completeLock } from './complete-lock.ts'
import { root, run } from './tools.ts'

const npm = process.env['npm_execpath']
if (npm === undefined) throw new Error('run this as `npm run lock`')
process.exitCode = await run([
  npm,
  'install',
  '--package-lock-only',
  '--ignore-scripts',
  '--loglevel=error',
  '--omit-lockfile-registry-resolved',
])
if (process.exitCode === 0) {
  const file = path.join(root, 'package-lock.json')
  const { lock, added } = completeLock(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
  // npm has written there what is wanted now, not what is installed: without it the next command installs what is missing.
  await rm(path.join(root, 'node_modules', '.package-lock.json'), { force: true })
  for (const where of added)
    console.log(`added ${where} (version from the package that wants it; no hash known)`)
}

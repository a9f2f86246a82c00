// One process for each data folder, and nothing in it for anybody else on the machine.

import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { holdLock } from '../../../services/platform/folder-lock.ts'
import { ensurePrivateFolder } from '../../../services/platform/private-files.ts'

const root = new URL('../../../services/platform/', import.meta.url).href
const folder = mkdtempSync(path.join(tmpdir(), 'concert-folder-'))
const file = path.join(folder, 'office.lock')
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

async function another(code: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  children.push(child)
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

it('is held by one process, which is named, and free when that was killed', async () => {
  const holder = await another(
    `import { holdLock } from '${root}folder-lock.ts'
     globalThis.lock = holdLock(${JSON.stringify(file)}, () => 'taken')
     console.log('held'); process.stdin.resume()`,
  )
  expect(() => holdLock(file, (pid) => `process ${pid} has it`)).toThrow(
    `process ${holder.pid} has it`,
  )
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  using lock = holdLock(file, (pid) => `process ${pid} has it`)
  expect(lock).toBeDefined()
})

it.skipIf(process.platform === 'win32')(
  'has files for their owner only, whatever the umask was',
  async () => {
    const made = path.join(folder, 'made')
    await another(
      `import { makeFilesPrivate } from '${root}private-files.ts'
       import { writeFileSync } from 'node:fs'
       process.umask(0o022)
       makeFilesPrivate()
       writeFileSync(${JSON.stringify(made)}, 'x')
       console.log('done')`,
    )
    expect(statSync(made).mode & 0o777).toBe(0o600)
  },
)

it.skipIf(process.platform === 'win32')('is closed where an earlier version left it open', () => {
  const open = mkdtempSync(path.join(folder, 'open-'))
  chmodSync(open, 0o755)
  writeFileSync(path.join(open, 'projection.sqlite'), 'x', { mode: 0o644 })
  ensurePrivateFolder(open)
  expect(statSync(open).mode & 0o777).toBe(0o700)
})

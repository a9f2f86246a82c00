// Logs are read with `tail`, on a terminal: whatever a peer wrote into a ledger, or a library quotes of it, steers nothing there, and is in the log all the same.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { logConsole } from '../../../services/platform/console.ts'
import { openLog } from '../../../services/platform/log.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'concert-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const steering = [
  '\u0000',
  '\u0007',
  '\b',
  '\r',
  '\u001b[2J',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u007f',
  '\u009b2J',
  '\u200e',
  '\u2028',
  '\u202e',
  '\u2066',
  '\ufeff',
]
const steers =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

async function logged(work: (log: ReturnType<typeof openLog>['log']) => void): Promise<string> {
  const file = path.join(folder, 'office.log')
  const opened = openLog({ name: 'test', level: 'debug', file })
  work(opened.log)
  await opened[Symbol.asyncDispose]()
  return readFileSync(file, 'utf8')
}

it.each(steering)('what a peer wrote is in the log and steers no terminal: %j', async (bad) => {
  const evil = `before${bad}after`
  const text = await logged((log) => {
    log.error({ subject: evil, outcome: 'forged', reason: evil, deep: { name: evil } }, evil)
    log.warn({ err: new Error(evil, { cause: new Error(evil) }) }, 'a failure that quotes it')
    log.child({ office: evil }).info('a part')
  })
  expect(text).not.toMatch(steers)
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(3)
  const [first, second, third] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(first).toMatchObject({ subject: evil, reason: evil, deep: { name: evil }, msg: evil })
  expect(second).toMatchObject({ err: { message: expect.stringContaining(evil) } })
  expect(third?.['office']).toBe(evil)
})

it('what a library prints is in the log, steers no terminal, and is printed again afterwards', async () => {
  const evil = `reader closed \u001b[2J\u202e\u009b2J`
  const before = console.log
  const text = await logged((log) => {
    using _ = logConsole(log)
    console.log(evil, new Error(evil))
    console.error('%s', evil)
  })
  expect(console.log).toBe(before)
  expect(text).not.toMatch(steers)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { said: string; level: number })
  expect(lines.map(({ level }) => level)).toEqual([30, 50])
  for (const { said } of lines) expect(said).toContain(evil)
})

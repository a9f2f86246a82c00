// A bench that is cut off leaves nothing running: neither what ends when it is asked, nor what does not.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { watchChildren } from '../../bench/children.ts'

const child = (script: string) =>
  spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
const forever = 'console.log("here"); setInterval(() => undefined, 1_000)'

it('every process that was started is stopped at the end, and those that have ended are forgotten', async () => {
  const children = watchChildren(300)
  const ended = child('process.exit(3)')
  const [polite, deaf] = [
    child(forever),
    child(`process.on('SIGTERM', () => undefined); ${forever}`),
  ]
  await Promise.all([
    once(ended, 'exit'),
    ...[polite, deaf].map(({ stdout }) => once(stdout, 'data')),
  ])
  expect(children.running).toEqual([polite, deaf])
  await children[Symbol.asyncDispose]()
  expect(children.running).toEqual([])
  expect([polite.signalCode, deaf.signalCode]).toEqual(['SIGTERM', 'SIGKILL'])
  expect(() => process.kill(polite.pid ?? 0, 0)).toThrow('ESRCH')
  expect(() => process.kill(deaf.pid ?? 0, 0)).toThrow('ESRCH')
})

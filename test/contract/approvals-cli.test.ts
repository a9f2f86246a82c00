// `concert approvals` and `concert audit` against an office over a socket: what a person prepared on a page is approved on the command line.

import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { plain } from '../../services/cli/kit/output.ts'
import { run } from '../../services/apps/concert/run.ts'
import { startHttp } from '../../services/web/server.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { localSecret, staffed } from '../support/staffed.ts'
import { MemoryOffice } from './http/memory-office.ts'

test('what one person prepared is listed and recorded by another on the command line', async () => {
  const memory = await new MemoryOffice('ca-bc-oipc', '2022-01-01').replay()
  memory.today = '2022-01-14' as LocalDate
  const world = staffed(memory, { identity: 'local', realTime: true })
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  const server = await startHttp(world.api, {
    port,
    version: '0.1.0',
    logFault: () => undefined,
    staff: world.staff,
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  vi.stubEnv('CONCERT_URL', `http://127.0.0.1:${port}`)
  vi.stubEnv('CONCERT_TOKEN', localSecret)
  onTestFinished(() => void vi.unstubAllEnvs())

  const anna = world.who(world.signIn('Anna', { roles: ['officer'] }))
  const reply = await world.api.submit(
    anna,
    { office: memory.office.id, kind: 'order', id: 'P21-08' },
    { kind: 'withdraw', id: 'w-1', on: '2022-01-14', terms: ['T1'], reason: 'done' } as never,
  )
  const id = reply.kind === 'prepared' ? reply.prepared : ''
  const before = memory.entries.length

  const listed = await concert('approvals', 'list')
  expect(listed.out).toContain(id)
  expect(listed.out).toContain('Anna')
  expect(memory.entries.length).toBe(before)
  const approved = await concert('approvals', 'approve', id)
  expect(approved.out).toContain('withdrawn')
  expect(memory.entries.length).toBe(before + 1)
  expect((await concert('approvals', 'approve', id)).code).toBe(3)
  const audit = await concert('audit', '--kind', 'prepared')
  expect(audit.out).toContain('Anna')
  expect(audit.out).toContain('Withdraw the order or terms')
})

async function concert(...args: string[]): Promise<{ out: string; code: number }> {
  let out = ''
  let code = 0
  const result = await run(args, {
    out: (text) => void (out += text),
    err: () => undefined,
    paint: plain,
    exit: (ending) => void (code = ending),
  })
  return { out, code: typeof result === 'number' && result !== 0 ? result : code }
}

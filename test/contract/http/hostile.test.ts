// Small inputs that broke an instance once: each is answered with a code, or with nothing, and none is a fault of ours.

import { openStaff } from '../../support/staff.ts'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startHttp } from '../../../services/web/server.ts'
import {
  maxEventStreamsPerClient,
  maxHalfOpenPerClient,
  maxJsonDepth,
} from '../../../shared/kernel/limits.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const commands = '/v1/orders/ca-bc-oipc:P21-08/commands'
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

async function running() {
  const faults: unknown[] = []
  const server = await startHttp(new MemoryOffice(), {
    staff: openStaff(),
    port: 0,
    version: '0.1.0',
    logFault: (error) => void faults.push(error),
  })
  return { server, faults }
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

describe('a body', () => {
  it.each([commands, '/v1/simulations', '/v1/joint/ca-bc-oipc:J21-01/commands'])(
    'nested 100,000 deep is refused at %s, and nothing runs out of stack',
    async (path) => {
      const client = clientOf(new MemoryOffice())
      const response = await client.post(path, '['.repeat(100_000) + ']'.repeat(100_000))
      expect(response.status).toBe(400)
      expect(await codeOf(response)).toBe('too-deep')
      expect(client.faults).toEqual([])
    },
  )

  it('of as many levels as are allowed is for the route to judge', async () => {
    const body = '['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth)
    const response = await clientOf(new MemoryOffice()).post(commands, body)
    expect(await codeOf(response)).toBe('invalid-input')
  })

  it('that is not UTF-8 is refused', async () => {
    const response = await clientOf(new MemoryOffice()).send(commands, {
      method: 'POST',
      body: Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('not-json')
  })

  it.each([
    ['NUL', 'a\0b'],
    ['an escape', 'a\u001b[2J'],
    ['a line break in a name', 'a\r\nSet-Cookie: x'],
    ['a mark of direction', 'a\u202eb'],
    ['a lone surrogate', 'a\ud800'],
  ])('with %s in a name is refused', async (_, by) => {
    const response = await clientOf(new MemoryOffice()).post(commands, {
      kind: 'refuse',
      id: 'r1',
      on: '2021-12-20',
      terms: ['T1'],
      by,
    })
    expect(response.status).toBe(400)
    const { code, detailFr } = (await response.json()) as { code: string; detailFr: string }
    expect(code).toBe('invalid-input')
    expect(detailFr).toContain("ce n'est pas un texte : ")
  })
})

describe('a client', () => {
  it('that hangs up within its request is no fault of ours', async () => {
    const { server, faults } = await running()
    await using _ = server
    const socket = await opened(server.port)
    socket.write(
      `POST ${commands} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"kind":`,
    )
    await sleep(100)
    socket.destroy()
    await sleep(200)
    expect(faults).toEqual([])
    expect((await fetch(`${server.url}/v1/office`)).status).toBe(200)
  })

  it('that opens connections and says nothing does not keep others out', async () => {
    const { server } = await running()
    await using _ = server
    const silent = await Promise.all(
      Array.from({ length: maxHalfOpenPerClient + 50 }, () => opened(server.port)),
    )
    expect((await fetch(`${server.url}/v1/office`)).status).toBe(200)
    await expect
      .poll(() => silent.filter((socket) => socket.closed || socket.destroyed).length)
      .toBeGreaterThanOrEqual(50)
    for (const socket of silent) socket.destroy()
  })

  it('that listens too often is refused, and another is not', async () => {
    const client = clientOf(new MemoryOffice())
    const listen = (actor: string) => client.get('/v1/events', { 'concert-actor': actor })
    const streams = await Promise.all(
      Array.from({ length: maxEventStreamsPerClient }, () => listen('program:greedy')),
    )
    const refused = await listen('program:greedy')
    expect(refused.status).toBe(503)
    const { detailFr } = (await refused.json()) as { detailFr: string }
    expect(detailFr).toContain('la limite par client')
    const other = await listen('local:M. Roy')
    expect(other.status).toBe(200)
    await streams[0]?.body?.cancel()
    await expect.poll(async () => (await listen('program:greedy')).status).toBe(200)
    for (const stream of [...streams.slice(1), other]) await stream.body?.cancel()
  })
})

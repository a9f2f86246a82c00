// A broker that stood still: what it says on a connection that was given up stands in no message of the one that took its place.
// It is a plain socket here that says what a broker says, so that it is said at the worst moment.

import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUser } from '@nats-io/nkeys'
import { afterEach, expect, it } from 'vitest'
import { connectBroker } from '../../../services/adapters/ledger/broker.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { testLog, until } from '../../support/nats.ts'

const stack = new AsyncDisposableStack()
afterEach(() => stack.disposeAsync())

const greeting = `INFO ${JSON.stringify({ server_id: 'x', version: '2.12.0', headers: true, max_payload: 1 << 20, proto: 1, nonce: 'n' })}\r\n`

it('of two connections to one broker only one is read', async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const number = sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n'))
        if (line === 'PING') socket.write('PONG\r\n')
    })
    // The second stands still: it is accepted by the system, and nobody says a word.
    if (number !== 2) socket.write(greeting)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const heard: string[] = []
  const connection = await connectBroker(
    {
      url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
      as: 'bc' as OfficeId,
      seed: createUser().getSeed(),
      name: 'test',
      log: testLog(),
    },
    { timeoutMs: 2_000 },
  )
  stack.defer(() => connection.close())
  connection.subscribe('a', {
    callback: (_, { data }) => void heard.push(new TextDecoder().decode(data)),
  })
  await connection.flush()

  sockets[0]?.destroy()
  await until('the third connection', () => sockets.length === 3)
  await sleep(100)
  // Now the second wakes up, too late, and is cut as one that did not sign in.
  sockets[1]?.write(greeting)
  await sleep(50)
  sockets[1]?.destroy()
  await sleep(500)
  const open = sockets.filter(({ destroyed }) => !destroyed)
  open[0]?.write('MSG a 1 20\r\nAAAAAAAAAA')
  await sleep(50)
  open[1]?.write('MSG a 1 5\r\nBBBBB\r\n')
  await sleep(50)
  open[0]?.write('AAAAAAAAAA\r\n')
  await until('a message', () => heard.length > 0)
  expect(heard).toEqual(['AAAAAAAAAAAAAAAAAAAA'])
  expect(open).toHaveLength(1)
})

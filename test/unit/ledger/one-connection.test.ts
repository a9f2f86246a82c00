// A broker that stood still: what it says on a connection that was given up stands in no message of the one that took its place.
// It is a plain socket here that says what a broker says, so that it is said at the worst moment.

import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUser } from '@nats-io/nkeys'
import { connect, nkeyAuthenticator } from 'nats'
import { expect, it } from 'vitest'
import { connectBroker } from '../../../services/adapters/ledger/broker.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { testLog, until } from '../../support/nats.ts'

const greeting = `INFO ${JSON.stringify({ server_id: 'x', version: '2.12.0', headers: true, max_payload: 1 << 20, proto: 1, nonce: 'n' })}\r\n`

/** What both clients have, as far as this needs it. */
interface Client {
  subscribe(
    subject: string,
    options: { callback: (error: Error | null, message: { data: Uint8Array }) => void },
  ): unknown
  flush(): Promise<void>
  close(): Promise<void>
}

const seed = createUser().getSeed()
const ours = (url: string): Promise<Client> =>
  connectBroker(
    { url, as: 'bc' as OfficeId, seed, name: 'test', log: testLog() },
    { timeoutMs: 2_000 },
  )
/** With the same settings. */
const predecessor = (url: string): Promise<Client> =>
  connect({
    servers: url,
    authenticator: nkeyAuthenticator(seed),
    timeout: 2_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 100,
  })

/** What is heard when a connection that was given up wakes up beside the one that took its place, and how many of them are open then. */
async function secondWakesUp(connectClient: (url: string) => Promise<Client>) {
  await using stack = new AsyncDisposableStack()
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
  const connection = await connectClient(
    `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
  return { heard, open: open.length }
}

it('of two connections to one broker only one is read', async () => {
  expect(await secondWakesUp(ours)).toEqual({ heard: ['AAAAAAAAAAAAAAAAAAAA'], open: 1 })
})

it('its predecessor reads both, and has the protocol of one in a message of the other: that is why it is not used', async () => {
  const { heard, open } = await secondWakesUp(predecessor)
  expect(open).toBe(2)
  expect(heard[0]).toContain('AAAAAAAAAAMSG a 1')
})

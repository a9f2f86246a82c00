// A reader that asks for everything, many times at once and again and again, with the key that it has: the other end of `flood.ts`.

import { connect, nkeyAuthenticator } from '@nats-io/transport-node'
import { setTimeout as sleep } from 'node:timers/promises'
import { directGetSubject, inboxPrefixOf, type OfficeId } from '../../shared/kernel/ids.ts'
import { readBrokerSeed } from '../../services/adapters/ledger/broker.ts'

/** By IPC, once. */
export interface FloodStart {
  readonly as: OfficeId
  readonly seedFile: string
  readonly url: string
  readonly connections: number
  readonly requests: number
}

const everything = JSON.stringify({ seq: 1, batch: 1_000_000, max_bytes: 1 << 30 })

process.once('message', (start: FloodStart) => {
  for (let lane = 0; lane < start.connections; lane++) void flood(start)
})
process.once('disconnect', () => process.exit())

/** A connection that the broker cuts is made anew. */
async function flood({ as, seedFile, url, requests }: FloodStart): Promise<never> {
  const inbox = inboxPrefixOf(as)
  for (;;) {
    try {
      const connection = await connect({
        servers: url,
        authenticator: nkeyAuthenticator(readBrokerSeed(seedFile)),
        inboxPrefix: inbox,
        reconnect: false,
      })
      const ask = () =>
        connection.publish(directGetSubject, everything, { reply: `${inbox}.flood` })
      connection.subscribe(`${inbox}.flood`, {
        callback: (_, { headers }) => void (headers?.code === 204 && ask()),
      })
      for (let request = 0; request < requests; request++) ask()
      await connection.closed()
    } catch {
      // Refused, or cut: that is what is measured.
    }
    await sleep(50)
  }
}

// What one reader's key may take of a broker: its connections are bounded apart from everybody else's, so that others and the office itself are let in.
// What its connections may take is bounded by the office that looks: `readers-bound.test.ts`.

import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { brokerLimits } from '../../shared/kernel/limits.ts'
import { eventOf, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, type TestBrokers } from '../support/nats.ts'

let brokers: TestBrokers
const open: NatsConnection[] = []
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', opc: 'observer' })
})
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()))
  await brokers[Symbol.asyncDispose]()
})

/** Whether the broker of bc lets one more connection of this office in. */
async function letsIn(office: string): Promise<boolean> {
  try {
    open.push(
      await connect({
        servers: brokers.office('bc').entry.broker.url,
        authenticator: nkeyAuthenticator(brokers.office(office).seed),
        inboxPrefix: `_INBOX.${office}`,
        reconnect: false,
      }),
    )
    return true
  } catch {
    return false
  }
}

it('is bounded: further connections are refused, others and the office itself go on', async () => {
  const tried: boolean[] = []
  for (let n = 0; n < 20; n++) tried.push(await letsIn('ab'))
  expect(tried.filter(Boolean)).toHaveLength(brokerLimits.readerConnections)
  expect(await letsIn('opc')).toBe(true)
  const { entry, seed, signer } = brokers.office('bc')
  await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
  const at = ref('bc', 'm')
  const event = eventOf(at, 1, opened(), ledger.epoch)
  expect(
    await ledger.append({
      ref: at,
      eventId: event.id,
      bytes: signer.sign(event),
      expectedSequence: 0,
    }),
  ).toMatchObject({ kind: 'appended' })
})

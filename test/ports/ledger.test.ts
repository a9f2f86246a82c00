// The ledger on a real broker, and its double in memory: one suite for both, so that the double can be believed.

import { expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { id, startBrokers, testLog, until, type TestOffice } from '../support/nats.ts'
import { memoryBroker } from '../support/memory-ledger.ts'
import { ref } from '../support/events.ts'
import { ledgerSuite } from './ledger-suite.ts'

ledgerSuite('on a real broker', async () => {
  const brokers = await startBrokers({ bc: 'commissioner', obs: 'observer' })
  const open = (office: TestOffice): Promise<Ledger> =>
    openLedger(office.entry, { seed: office.seed, name: 'test', log: testLog() })
  const bc = brokers.office('bc')
  return {
    open: () => open(bc),
    openObserver: () => open(brokers.office('obs')),
    away: async (ledger) => {
      await bc.kill()
      await until('the loss to be noticed', () => !ledger.connected)
    },
    back: async (ledger) => {
      await bc.start()
      await until('the connection to come back', () => ledger.connected)
    },
    [Symbol.asyncDispose]: () => brokers[Symbol.asyncDispose](),
  }
})

ledgerSuite('in memory', async () => {
  const bc = memoryBroker({ id: id('bc'), role: 'commissioner' })
  const obs = memoryBroker({ id: id('obs'), role: 'observer' })
  return {
    open: async () => bc.open(),
    openObserver: async () => obs.open(),
    away: async () => bc.away(),
    back: async () => bc.back(),
    [Symbol.asyncDispose]: async () => undefined,
  }
})

it('the double can lose an answer: what it stored is found by sending it again', async () => {
  const broker = memoryBroker({ id: id('bc'), role: 'commissioner' })
  const ledger = broker.open()
  const append = {
    ref: ref('bc', 'M1'),
    eventId: 'e1',
    bytes: new TextEncoder().encode('x'),
    expectedSequence: 0,
  }
  broker.loseNextAnswer()
  await expect(ledger.append(append)).rejects.toMatchObject({ name: 'LedgerUnavailableError' })
  expect(broker.messages).toHaveLength(1)
  expect(await ledger.append(append)).toEqual({ kind: 'appended', sequence: 1 })
  expect(broker.messages).toHaveLength(1)
})

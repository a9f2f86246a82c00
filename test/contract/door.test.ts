// The door of an office on a real broker: one command is one event, whatever is lost on the way, and however many processes the office has.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import type { Door } from '../../services/office/door.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { maxEventBytes } from '../../shared/kernel/limits.ts'
import { doorOf, issue, noProjection, officer, orderRef, refuse } from '../support/door.ts'
import { decode } from '../support/envelope.ts'
import { startBrokers, testLog, until, type TestBrokers, type TestOffice } from '../support/nats.ts'

let brokers: TestBrokers
let bc: TestOffice
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  brokers = stack.use(await startBrokers({ bc: 'commissioner' }))
  bc = brokers.office('bc')
})
afterAll(() => stack.disposeAsync())

/** Another process of the office: a connection and a memory of its own. */
async function process(timeoutMs?: number): Promise<{ door: Door; ledger: Ledger }> {
  const ledger = stack.use(
    await openLedger(bc.entry, { seed: bc.seed, name: 'test', log: testLog() }),
  )
  const setting = { ledger, store: noProjection, office: bc.entry, signer: bc.signer }
  return { door: doorOf({ ...setting, ...(timeoutMs === undefined ? {} : { timeoutMs }) }), ledger }
}

const eventsOf = async (ledger: Ledger, id: string) =>
  (await ledger.read(orderRef(id), 0)).map(({ bytes }) => decode(bytes))

describe('the door', () => {
  it('answers a repeated command with its event, from the process that recorded it and from another', async () => {
    const [one, two] = [await process(), await process()]
    const at = orderRef('D1')
    const first = await one.door.submit(officer, at, issue())
    expect(first).toMatchObject({ kind: 'recorded', version: 1, event: { number: 'D1' } })
    expect(await one.door.submit(officer, at, issue())).toEqual(first)
    expect(await two.door.submit(officer, at, issue())).toEqual(first)
    expect(await eventsOf(one.ledger, 'D1')).toHaveLength(1)
  })

  it('of two processes under load records every command once, in one gapless order', async () => {
    const both = [await process(), await process()]
    await both[0]!.door.submit(officer, orderRef('D2'), issue())
    const commands = Array.from({ length: 60 }, (_, index) => `r${index % 40}`)
    const replies = await Promise.all(
      commands.map((id, index) =>
        both[index % 2]!.door.submit(officer, orderRef('D2'), refuse(id)),
      ),
    )
    expect(new Set(replies.map(({ kind }) => kind))).toEqual(new Set(['recorded']))
    const events = await eventsOf(both[0]!.ledger, 'D2')
    expect(events.map(({ version }) => version)).toEqual(
      Array.from({ length: 41 }, (_, index) => index + 1),
    )
    expect(new Set(events.map(({ commandid }) => commandid)).size).toBe(41)
  })

  it('waits for a broker that comes back, and records what was sent meanwhile once', async () => {
    const { door, ledger } = await process(20_000)
    await door.submit(officer, orderRef('D3'), issue())
    await bc.kill()
    await until('the loss to be noticed', () => !ledger.connected)
    const waiting = door.submit(officer, orderRef('D3'), refuse('r1'))
    await bc.start()
    expect(await waiting).toMatchObject({ kind: 'recorded', version: 2 })
    expect(await door.submit(officer, orderRef('D3'), refuse('r1'))).toEqual(await waiting)
    expect(await eventsOf(ledger, 'D3')).toHaveLength(2)
  })

  it('says that a broker is away, and which command to send again', async () => {
    const { door, ledger } = await process(300)
    await bc.kill()
    await until('the loss to be noticed', () => !ledger.connected)
    await expect(door.submit(officer, orderRef('D4'), issue('away'))).rejects.toMatchObject({
      problem: { code: 'unavailable', message: expect.stringMatching(/"away".*same id/) },
    })
    await bc.start()
    await until('the connection to come back', () => ledger.connected)
    expect(await door.submit(officer, orderRef('D4'), issue('away'))).toMatchObject({ version: 1 })
  })

  it('refuses what no ledger takes', async () => {
    const { door, ledger } = await process()
    const large = { ...issue('large'), matter: 'x'.repeat(maxEventBytes) }
    expect(await door.submit(officer, orderRef('D5'), large)).toMatchObject({
      kind: 'refused',
      problem: { code: 'too-large' },
    })
    expect(await eventsOf(ledger, 'D5')).toHaveLength(0)
  })
})

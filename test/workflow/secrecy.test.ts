// What Temporal is given cannot be read without the office's key: payloads, summaries and failures; and what it gives back cannot be forged.

import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCodec, officeConverter } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { type CommandId, workflowIdOf } from '../../shared/kernel/ids.ts'
import { stateQuery } from '../../workflows/messages.ts'
import { type CounterCommand, counterRef } from './support/counter.ts'
import { namespace, type Rig, startRig, testKey } from './support/rig.ts'
import { eventually } from './support/wait.ts'

const otherKey = new Uint8Array(32).fill(8)
const open: CounterCommand = { id: 'open' as CommandId, kind: 'open' }
const one = () => [defaultPayloadConverter.toPayload({ name: 'Clearview AI' })!]

describe('the codec', () => {
  it('gives back what it was given, and shows nothing of it', async () => {
    const codec = createCodec(testKey)
    const sealed = await codec.encode(one())
    expect(Buffer.from(sealed[0]!.data!).toString('latin1')).not.toMatch(/Clearview|json/)
    expect(Buffer.from(sealed[0]!.metadata!['encoding']!).toString()).toBe('binary/encrypted')
    expect(defaultPayloadConverter.fromPayload((await codec.decode(sealed))[0]!)).toEqual({
      name: 'Clearview AI',
    })
    expect((await codec.encode(one()))[0]!.data).not.toEqual(sealed[0]!.data)
  })

  it('opens with a previous key what that key closed', async () => {
    const sealed = await createCodec(otherKey).encode(one())
    expect(
      defaultPayloadConverter.fromPayload(
        (await createCodec(testKey, [otherKey]).decode(sealed))[0]!,
      ),
    ).toEqual({ name: 'Clearview AI' })
    await expect(createCodec(testKey).decode(sealed)).rejects.toThrow(
      /was encrypted with key "[0-9a-f]{16}"; this office has/,
    )
  })

  it.each([
    [
      'one changed bit',
      (data: Uint8Array) => data.map((byte, index) => (index === 20 ? byte ^ 1 : byte)),
    ],
    ['a missing end', (data: Uint8Array) => data.subarray(0, -1)],
    ['nothing at all', () => new Uint8Array()],
  ])('refuses %s', async (_, spoil) => {
    const codec = createCodec(testKey)
    const [sealed] = await codec.encode(one())
    await expect(codec.decode([{ ...sealed!, data: spoil(sealed!.data!) }])).rejects.toThrow(
      /was changed or cut off/,
    )
  })

  it('refuses what is not encrypted, and a key of the wrong length', async () => {
    await expect(createCodec(testKey).decode(one())).rejects.toThrow(
      /not encrypted \(json\/plain\)/,
    )
    expect(() => createCodec(new Uint8Array(16))).toThrow(/32 bytes; this one has 16/)
  })
})

describe('a history', () => {
  let rig: Rig
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    rig = stack.use(await startRig())
    stack.use(await rig.startWorker())
  })
  afterAll(() => stack.disposeAsync())

  it('has no fact in it that can be read, also of what failed', async () => {
    const ref = counterRef('secret')
    const secret = 'a fact about a person'
    await rig.say(ref, open)
    await rig.say(ref, {
      id: 'alarm' as CommandId,
      kind: 'set-alarm',
      at: '2099-07-07T07:07:07.000Z' as Instant,
    } as CounterCommand)
    await rig.say(ref, { id: 'add' as CommandId, kind: 'add', amount: 1 } as CounterCommand)
    let tries = 0
    rig.ledger.before = () => {
      tries += 1
      throw Object.assign(new Error(secret), { name: 'LedgerPermissionError' })
    }
    await rig.say(ref, {
      id: 'past' as CommandId,
      kind: 'set-alarm',
      at: '2021-07-07T07:07:07.000Z' as Instant,
    } as CounterCommand)
    await eventually(
      () => tries,
      (seen) => seen > 0,
    )
    await eventually(
      () => rig.history(ref),
      (names) => names.includes('markerRecorded'),
    )
    const { history } = await rig.link.client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: workflowIdOf(ref) },
    })
    const raw = everyText(history)
    // The test can see: what is readable by design is found.
    expect(raw).toContain('order/test-office/secret')
    // So is the instant that a life sleeps until, in a search attribute: a day on which something is due says nothing of anybody.
    expect(raw).toContain('2099-07-07')
    for (const hidden of [secret, 'amount', 'alarm-set', 'recordedAt', 'LedgerPermissionError: '])
      expect(raw).not.toContain(hidden)
    expect(raw).toContain('binary/encrypted')
  })

  it('opens with the key, and not with another', async () => {
    const ref = counterRef('other-key')
    await rig.say(ref, open)
    const query = async (key: Uint8Array) => {
      await using link = await connectTemporal({
        address: rig.temporal.address,
        namespace,
        converter: officeConverter(key),
      })
      return link.client.workflow.getHandle(workflowIdOf(ref)).query(stateQuery)
    }
    expect(await query(testKey)).toMatchObject({ version: 1 })
    await expect(query(otherKey)).rejects.toThrow(/encrypted with key/)
  })
})

/** All texts and bytes of a message, however deep, as one text. */
function everyText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (typeof value === 'string') return `${value}\n`
  if (Array.isArray(value)) return value.map(everyText).join('')
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, each]) => `${key} ${everyText(each)}`)
        .join('\n')
    : ''
}

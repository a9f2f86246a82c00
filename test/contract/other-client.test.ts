// A reader that has nothing of ours: another client library (`nats`, the predecessor of ours, which many still use), the key of a reader,
// and docs/spec/wire.md. It reads a ledger from its beginning and then live, checks every signature, and sees the same entries as we do.

import { createHash, createPublicKey, verify } from 'node:crypto'
import { connect, nkeyAuthenticator, type Msg } from 'nats'
import { expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { readBatch } from '../../services/adapters/ledger/read.ts'
import { eventOf, issued, noted, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, until } from '../support/nats.ts'

interface Seen {
  readonly sequence: number
  readonly subject: string
  readonly hash: string
  readonly id: string
}

it('a reader on another client library reads a ledger by what is written of it alone, and sees the same entries', async () => {
  await using brokers = await startBrokers({ bc: 'commissioner', obs: 'observer' })
  const { entry, seed, signer } = brokers.office('bc')
  await using ledger = await openLedger(entry, { seed, name: 'test', log: testLog() })
  const [matter, order] = [ref('bc', 'm'), ref('bc', 'O1', 'order')]
  const last = new Map<string, number>()
  const record = async (at: typeof matter, version: number, event: { kind: string }) => {
    const cloudEvent = eventOf(at, version, event, ledger.epoch)
    const reply = await ledger.append({
      ref: at,
      eventId: cloudEvent.id,
      bytes: signer.sign(cloudEvent),
      expectedSequence: last.get(at.id) ?? 0,
    })
    if (reply.kind !== 'appended') throw new Error('conflict')
    last.set(at.id, reply.sequence)
  }
  await record(matter, 1, opened())
  await record(order, 1, issued('O1'))
  // More than one answer's worth.
  for (let version = 2; version < 40; version++)
    await record(matter, version, noted('é'.repeat(99)))

  const client = await connect({
    servers: entry.broker.url,
    authenticator: nkeyAuthenticator(brokers.office('obs').seed),
    inboxPrefix: '_INBOX.obs',
    reconnect: false,
  })
  try {
    const [key] = entry.eventKeys
    const live: Msg[] = []
    client.subscribe('concert.live.v1.bc.>', { callback: (_, message) => void live.push(message) })
    await client.flush()
    const seen: Seen[] = []
    while (seen.length < 40) {
      const from = seen.length + 1
      const answers = client.subscribe('_INBOX.obs.read')
      client.publish('$JS.API.DIRECT.GET.LEDGER', JSON.stringify({ seq: from, batch: 16 }), {
        reply: '_INBOX.obs.read',
      })
      for await (const message of answers) {
        // The end of a batch, or of the ledger; what was recorded a moment ago may come in a moment.
        if (message.headers?.code === 204 || message.headers?.code === 404) break
        seen.push(checked(message, key))
      }
    }
    await record(matter, 40, noted('live'))
    await until('the live event', () => live.length === 1)
    if (live[0] !== undefined) seen.push(checked(live[0], key))

    const ours = await brokers.client('bc', 'bc')
    const { messages } = await readBatch(ours, { from: 1 })
    expect(seen.map(({ sequence, subject, hash }) => ({ sequence, subject, hash }))).toEqual(
      messages.map(({ sequence, subject, hash }) => ({ sequence, subject, hash })),
    )
    expect(seen[0]?.id).toBe(`bc/${ledger.epoch}/matter/m/1`)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(41)
  } finally {
    await client.close()
  }
})

/** Sections 1 to 3 of wire.md: where it stands, the signature over the DSSE encoding of the exact payload, and the event's name. */
function checked(
  { headers, data }: Msg,
  key: { readonly keyid: string; readonly publicKey: string } | undefined,
): Seen {
  const envelope = JSON.parse(Buffer.from(data).toString('utf8')) as {
    payload: string
    payloadType: string
    signatures: { keyid: string; sig: string }[]
  }
  const payload = Buffer.from(envelope.payload, 'base64')
  const type = envelope.payloadType
  expect(type).toBe('application/cloudevents+json')
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `),
    payload,
  ])
  const signature = envelope.signatures.find(({ keyid }) => keyid === key?.keyid)
  const publicKey = createPublicKey({
    key: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(key?.publicKey ?? '', 'base64'),
    ]),
    format: 'der',
    type: 'spki',
  })
  expect(verify(null, signed, publicKey, Buffer.from(signature?.sig ?? '', 'base64'))).toBe(true)
  return {
    sequence: Number(headers?.last('Nats-Sequence')),
    subject: headers?.last('Nats-Subject') ?? '',
    hash: createHash('sha256').update(data).digest('hex'),
    id: (JSON.parse(payload.toString('utf8')) as { id: string }).id,
  }
}

// The floor of a command: a signed event, published and acknowledged by a broker of the same configuration that syncs every message. Nothing decides and nobody is told.

import { jetstream } from '@nats-io/jetstream'
import { connectBroker } from '../../services/adapters/ledger/broker.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { subjectOf, type CommandId } from '../../shared/kernel/ids.ts'
import { cloudEventOf } from '../../shared/ledger/event.ts'
import { testLog, type TestOffice } from '../support/nats.ts'
import { orderRef } from './orders.ts'

export interface Floor extends AsyncDisposable {
  /** Signs an event and publishes it; answers its sequence when the broker has synced it. */
  signAndPublish(event: { readonly kind: string }): Promise<number>
  /** Publishes as many bytes as they are; answers its sequence. */
  publish(bytes: Uint8Array): Promise<number>
  /** What would be published. */
  sign(event: { readonly kind: string }): Uint8Array
}

export async function openFloor({
  entry,
  seed,
  signer,
}: Pick<TestOffice, 'entry' | 'seed' | 'signer'>): Promise<Floor> {
  const log = testLog()
  // Makes the stream, as it makes an office's.
  await (await openLedger(entry, { seed, name: 'bench', log }))[Symbol.asyncDispose]()
  const access = { url: entry.broker.url, as: entry.id, seed, name: 'bench', log }
  const connection = await connectBroker(access)
  const client = jetstream(connection)
  const ref = orderRef(entry.id, 'floor')
  const subject = subjectOf(ref)
  let version = 0
  const sign = (event: { readonly kind: string }) =>
    signer.sign(
      cloudEventOf({
        ref,
        epoch: 'floor',
        version: ++version,
        commandId: `floor/${version}` as CommandId,
        recordedAt: new Date().toISOString() as Instant,
        actor: { kind: 'program', name: 'bench' },
        commandMac: 'floor',
        event,
      }),
    )
  const publish = async (bytes: Uint8Array) => (await client.publish(subject, bytes)).seq
  return {
    sign,
    publish,
    signAndPublish: (event) => publish(sign(event)),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

// Another office, in a process of its own: a real follower into a real store. It says when an event became visible there.
// Beside it a bare subscription to the floor's republished subject, which says when a message came.

import {
  connectBroker,
  readBrokerSeed,
  type BrokerAccess,
} from '../../services/adapters/ledger/broker.ts'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { liveSubjectOf, type OfficeId } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import { testLog } from '../support/nats.ts'
import { asideOf } from '../support/aside.ts'

/** By IPC, once. */
export interface ReaderStart {
  readonly as: OfficeId
  readonly seedFile: string
  readonly storeFile: string
  readonly office: OfficeEntry
  readonly floor: OfficeEntry
}
export type ReaderSays =
  | { readonly kind: 'ready' }
  /** `what`: order and kind of event, or the floor's sequence. `ns`: the monotonic clock, which all processes of a machine share. */
  | { readonly kind: 'visible' | 'received'; readonly what: string; readonly ns: string }
  | { readonly kind: 'failed'; readonly why: string }

process.once('message', (start: ReaderStart) => {
  run(start).catch((error: unknown) => {
    say({
      kind: 'failed',
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    process.disconnect()
  })
})

async function run({ as, seedFile, storeFile, office, floor }: ReaderStart): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const access: Omit<BrokerAccess, 'url'> = {
    as,
    seed: readBrokerSeed(seedFile),
    name: `bench reader ${as}`,
    log: testLog(),
  }
  const store = opened.use(openStore(storeFile, { rulesOf }))
  store.subscribe((change) => {
    const ns = String(process.hrtime.bigint())
    if (change.kind === 'stored')
      say({ kind: 'visible', what: `${change.ref.id} ${change.eventKind}`, ns })
    else say({ kind: 'failed', why: `set aside: ${JSON.stringify(asideOf(store))}` })
  })
  const connection = opened.adopt(
    await connectBroker({ ...access, url: floor.broker.url }),
    (each) => each.close(),
  )
  connection.subscribe(liveSubjectOf(floor.id), {
    callback: (error, message) => {
      const ns = String(process.hrtime.bigint())
      if (error !== null) say({ kind: 'failed', why: error.message })
      else say({ kind: 'received', what: message.headers?.last('Nats-Sequence') ?? '', ns })
    },
  })
  await connection.flush()
  const current = Promise.withResolvers<void>()
  opened.use(
    new Follower({
      office,
      access,
      store,
      verifySignature,
      onChange: ({ state }) => state === 'current' && current.resolve(),
    }),
  )
  await current.promise
  say({ kind: 'ready' })
  await new Promise((resolve) => process.once('disconnect', resolve))
}

function say(what: ReaderSays): void {
  process.send?.(what)
}

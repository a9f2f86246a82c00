// Everything that is forbidden, tried with the real credentials on real brokers; and what is allowed, which works.

import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import {
  connect,
  headers,
  nkeyAuthenticator,
  PermissionViolationError,
  type NatsConnection,
} from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { readBatch } from '../../services/adapters/ledger/read.ts'
import { subjectOf } from '../../shared/kernel/ids.ts'
import { eventOf, noted, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, type TestBrokers } from '../support/nats.ts'

let brokers: TestBrokers
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', obs: 'observer' })
  for (const id of ['bc', 'ab', 'obs']) {
    const { entry, seed, signer } = brokers.office(id)
    await using ledger = await openLedger(entry, { seed, name: 'test', log: testLog() })
    const at = ref(id, 'm')
    for (const [index, event] of [opened(), noted('one')].entries()) {
      const cloudEvent = eventOf(at, index + 1, event, ledger.epoch)
      expect(
        await ledger.append({
          ref: at,
          eventId: cloudEvent.id,
          bytes: signer.sign(cloudEvent),
          expectedSequence: index,
        }),
      ).toEqual({ kind: 'appended', sequence: index + 1 })
    }
  }
})
afterAll(() => brokers[Symbol.asyncDispose]())

const own = {
  bc: ['order', 'matter', 'joint', 'office'],
  obs: ['matter', 'joint', 'office'],
} as const
const stream = (verb: string, rest = '') => `$JS.API.STREAM.${verb}.LEDGER${rest}`
/** What nobody but a broker's administrator may ask, on one's own broker too. */
const administration = [
  stream('DELETE'),
  stream('PURGE'),
  stream('UPDATE'),
  stream('MSG.DELETE'),
  stream('MSG.GET'),
  stream('SNAPSHOT'),
  stream('RESTORE'),
  stream('LEADER.STEPDOWN'),
  '$JS.API.STREAM.CREATE.OTHER',
  '$JS.API.STREAM.DELETE.OTHER',
  '$JS.API.STREAM.LIST',
  '$JS.API.STREAM.NAMES',
  '$JS.API.INFO',
  '$JS.API.CONSUMER.CREATE.LEDGER',
  '$JS.API.CONSUMER.CREATE.LEDGER.c.>',
  '$JS.API.CONSUMER.DURABLE.CREATE.LEDGER.c',
  '$JS.API.CONSUMER.DELETE.LEDGER.c',
  '$JS.API.CONSUMER.MSG.NEXT.LEDGER.c',
  '$JS.API.DIRECT.GET.OTHER',
  // The copy of the ledger is asked for by no name but the ledger's, and never told what to be.
  '$JS.API.DIRECT.GET.READERS',
  '$JS.API.DIRECT.GET.LEDGER.concert.v1.bc.matter.m',
  '$JS.API.STREAM.CREATE.READERS',
  '$JS.API.STREAM.DELETE.READERS',
  '$JS.API.STREAM.INFO.READERS',
  'concert.copy.STREAM.UPDATE.READERS',
  'concert.copy.STREAM.PURGE.READERS',
  'concert.copy.STREAM.MSG.DELETE.READERS',
  'concert.copy.STREAM.CREATE.OTHER',
  'concert.copy.CONSUMER.CREATE.READERS',
  // What only the copy says to the ledger.
  'concert.copied.api.CONSUMER.CREATE.LEDGER',
  'concert.copied.entries.x',
  '$JS.FC.x',
  '$JS.ACK.LEDGER.c.1.1.1.1.0',
  '$SYS.REQ.SERVER.PING',
  '$SYS.REQ.ACCOUNT.LEDGER.CONNZ',
  '$KV.x.y',
  '$O.x',
  '_R_.x',
  'concert.live.v1.bc.matter.m',
  'anything',
]

describe.each([
  ['a commissioner, on its peer’s broker', 'ab', 'bc'],
  ['the observer, on a commissioner’s broker', 'obs', 'bc'],
  ['a commissioner, on the observer’s broker', 'bc', 'obs'],
])('%s', (_, reader, at) => {
  const forbidden = [
    ...administration,
    stream('INFO'),
    stream('CREATE'),
    ...['CREATE', 'INFO', 'DELETE'].map((verb) => `concert.copy.STREAM.${verb}.READERS`),
    'concert.copy.DIRECT.GET.READERS',
    ...['order', 'matter', 'joint', 'office'].flatMap((kind) => [
      `concert.v1.${at}.${kind}.m`,
      `concert.v1.${reader}.${kind}.m`,
    ]),
    `_INBOX.${at}.x`,
    `_INBOX.${reader}.x`,
  ]
  it.each(forbidden)('may not publish %s', async (subject) => {
    expect(await refusal(await brokers.client(reader, at), subject)).toContain(
      `Publish to "${subject}"`,
    )
  })
  it.each([
    '>',
    'concert.>',
    'concert.v1.>',
    `concert.v1.${at}.>`,
    '_INBOX.>',
    `_INBOX.${at}.>`,
    '$JS.>',
    '$JS.API.>',
    '$JS.EVENT.>',
    '$SYS.>',
    '_R_.>',
    'concert.copied.>',
    'concert.copy.>',
    'concert.live.>',
    'concert.live.v1.other.>',
  ])('may not subscribe to %s', async (subject) => {
    expect(await subscriptionRefusal(await brokers.client(reader, at), subject)).toContain(
      `Subscription to "${subject}"`,
    )
  })

  it('may read any range, and hears what is stored from then on', async () => {
    const client = await brokers.client(reader, at)
    expect(
      (await readBatch(client, { from: 2, limit: 1 })).messages.map(({ sequence, subject }) => [
        sequence,
        subject,
      ]),
    ).toEqual([[2, subjectOf(ref(at, 'm'))]])
    const live = client.subscribe(`concert.live.v1.${at}.>`, { max: 1, timeout: 5_000 })
    await client.flush()
    const writer = await brokers.client(at, at)
    await jetstream(writer).publish(subjectOf(ref(at, `live-${reader}`)), 'x')
    for await (const message of live) expect(message.string()).toBe('x')
  })

  it('cannot make the broker write for it by naming an event subject, or another’s inbox, as the reply of its request', async () => {
    const client = await brokers.client(reader, at)
    const owner = await brokers.client(at, at)
    const before = await lastSequence(owner)
    const heard: string[] = []
    owner.subscribe(`_INBOX.${at}.>`, {
      callback: (__, message) => void heard.push(message.subject),
    })
    owner.subscribe(`concert.live.v1.${at}.>`, {
      callback: (__, message) => void heard.push(message.subject),
    })
    await owner.flush()
    for (const reply of [
      subjectOf(ref(at, 'm')),
      subjectOf(ref(at, 'm', 'office')),
      `concert.live.v1.${at}.matter.m`,
      `_INBOX.${at}.x`,
    ])
      client.publish('$JS.API.DIRECT.GET.LEDGER', JSON.stringify({ seq: 1, batch: 5 }), { reply })
    await client.flush()
    await readBatch(client, { from: 1 })
    expect(
      heard.filter(
        (subject) => !subject.startsWith(`_INBOX.${at}.`) || subject === `_INBOX.${at}.x`,
      ),
    ).toEqual([])
    expect(await lastSequence(owner)).toBe(before)
  })
})

describe.each(['bc', 'obs'] as const)('%s, on its own broker', (office) => {
  const others = ['bc', 'ab', 'obs']
    .filter((each) => each !== office)
    .flatMap((each) => ['order', 'matter', 'office'].map((kind) => `concert.v1.${each}.${kind}.x`))
  it.each([
    ...administration,
    ...others,
    `concert.v1.${office}.matter.x.y`,
    `concert.v1.${office}.matter`,
    `concert.v1.${office}.invented.x`,
    'concert.v2.x',
  ])('may not publish %s', async (subject) => {
    expect(await refusal(await brokers.client(office, office), subject)).toContain(
      `Publish to "${subject}"`,
    )
  })
  it.each(own[office])('may publish %s events', async (kind) => {
    const client = await brokers.client(office, office)
    expect(
      (await jetstream(client).publish(`concert.v1.${office}.${kind}.allowed`, 'x')).seq,
    ).toBeGreaterThan(0)
  })
  it('cannot change or replace its stream by creating it again', async () => {
    const client = await brokers.client(office, office)
    const manager = await jetstreamManager(client, { checkAPI: false })
    const { config } = await manager.streams.info('LEDGER')
    for (const change of [
      { deny_delete: false },
      { deny_purge: false },
      { max_age: 3_600_000_000_000 },
      { subjects: ['concert.v1.>'] },
      { metadata: { epoch: 'other' } },
    ]) {
      await expect(manager.streams.add({ ...config, ...change })).rejects.toThrow(
        'stream name already in use',
      )
    }
    expect((await manager.streams.info('LEDGER')).config).toEqual(config)
  })
  it('cannot remove by a rollup what the ledger has', async () => {
    const client = await brokers.client(office, office)
    const header = headers()
    header.set('Nats-Rollup', 'sub')
    await expect(
      jetstream(client).publish(`concert.v1.${office}.matter.m`, 'x', { headers: header }),
    ).rejects.toThrow('rollup not permitted')
  })
})

it('the observer may not publish an order event, on its own broker', async () => {
  expect(await refusal(await brokers.client('obs', 'obs'), 'concert.v1.obs.order.O1')).toContain(
    'Publish to "concert.v1.obs.order.O1"',
  )
})

it('who is not in the directory, or has the wrong key, does not get in', async () => {
  const outside = await startBrokers({ zz: 'commissioner' })
  try {
    const servers = brokers.office('bc').entry.broker.url
    await expect(
      connect({
        servers,
        authenticator: nkeyAuthenticator(outside.office('zz').seed),
        reconnect: false,
      }),
    ).rejects.toThrow('Authorization')
    await expect(connect({ servers, reconnect: false })).rejects.toThrow('Authorization')
  } finally {
    await outside[Symbol.asyncDispose]()
  }
})

/** What the broker says of a request on `subject`; the test must fail where it says nothing. */
async function refusal(client: NatsConnection, subject: string): Promise<string> {
  const said = nextRefusal(client)
  client.publish(subject, '{}', { reply: `_INBOX.nowhere.x` })
  await client.flush()
  return said
}

async function subscriptionRefusal(client: NatsConnection, subject: string): Promise<string> {
  const said = nextRefusal(client)
  client.subscribe(subject, { callback: () => undefined })
  await client.flush()
  return said
}

async function nextRefusal(client: NatsConnection): Promise<string> {
  const given = setTimeout(() => void client.close(), 3_000)
  try {
    for await (const status of client.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        return `${status.error.operation === 'publish' ? 'Publish' : 'Subscription'} to "${status.error.subject}"`
    return 'nothing was refused'
  } finally {
    clearTimeout(given)
  }
}

async function lastSequence(owner: NatsConnection): Promise<number> {
  return (await (await jetstreamManager(owner, { checkAPI: false })).streams.info('LEDGER')).state
    .last_seq
}

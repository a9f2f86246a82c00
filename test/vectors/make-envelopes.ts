// Makes the vectors of envelopes, valid and invalid: `node test/vectors/make-envelopes.ts`. The same bytes every time, for its keys are made of a fixed seed.

import { createPrivateKey, createPublicKey } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { signerOf } from '../../services/adapters/ledger/sign.ts'
import { hashOf } from '../../services/adapters/ledger/read.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import { maxEventBytes } from '../../shared/kernel/limits.ts'
import { eventOf, ref } from '../support/events.ts'

export interface Vector {
  readonly name: string
  readonly why: string
  readonly message: {
    readonly bytes: string
    readonly hash: string
    readonly subject: string
    readonly sequence: number
  }
  readonly office: {
    readonly id: OfficeId
    readonly role: 'commissioner' | 'observer'
    readonly eventKeys: readonly { readonly keyid: string; readonly publicKey: string }[]
  }
  readonly known: {
    readonly cursor: number
    readonly epoch: string | null
    readonly versions: Readonly<Record<string, readonly string[]>>
  }
  readonly outcome: 'accepted' | 'duplicate' | 'gap' | 'fork' | 'forged' | 'unknown'
  readonly event?: {
    readonly office: string
    readonly kind: string
    readonly id: string
    readonly version: number
    readonly eventKind: string
    readonly keyid: string
  }
}

/** PKCS #8 of an Ed25519 key of 32 equal bytes. */
function keyOf(byte: number) {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const key = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, byte)]),
    format: 'der',
    type: 'pkcs8',
  })
  return { key, publicKey: createPublicKey(key).export({ format: 'jwk' }).x ?? '' }
}

// Written out here and not shared with other tests: a published vector does not change with a pack or a fixture.
const text = (en: string) => ({ en, fr: en })
const respondent = { id: 'acme', name: 'Acme Inc.', kind: 'organization' }
const sharing = {
  class: 'public',
  basis: 'Published decision of the office',
  purpose: { en: 'To let others see it', fr: 'Pour que d’autres la voient' },
  onwardDisclosure: true,
  citations: [{ section: '36(1)(k)', confidence: 'V' }],
}
const opened = (on = '2021-01-01') => ({
  kind: 'opened',
  on,
  title: text('A matter'),
  respondent,
  sharing,
})
const noted = (said: string, on = '2021-01-02') => ({ kind: 'noted', on, text: text(said) })
const issued = (number: string) => ({
  kind: 'issued',
  on: '2021-12-14',
  matter: 'clearview-ai',
  number,
  statute: 'ca-bc-pipa',
  pack: { version: '1', inForceFrom: '2004-01-01' },
  zone: 'America/Vancouver',
  respondent,
  otherParties: [],
  terms: [{ id: 'T1', theme: 'delete', kind: 'mandate', effort: 'absolute', text: text('Delete') }],
  sharing,
})

/** Canonical JSON, as a text. */
const sharedUnder =
  '{"class":"file","on":"2021-01-01","pack":{"inForceFrom":"2004-01-01","statute":"ca-bc-pipa","version":"1"},"terms":[{"basis":[{"confidence":"V","section":"36(1)(k)","statute":"ca-bc-pipa"}],"noAgreementWith":["ca-qc-cai"],"onward":{"basis":[{"confidence":"M","section":"unstated","statute":"ca-bc-pipa"}],"may":"unstated"},"purpose":{"en":"To follow it","fr":"Pour la suivre"},"with":["ca-qc-cai"]}]}'

const own = keyOf(1)
const signer = signerOf('bc-2021', own.key)
const stranger = signerOf('bc-2021', keyOf(2).key)
const office: Vector['office'] = {
  id: 'ca-bc-oipc' as OfficeId,
  role: 'commissioner',
  eventKeys: [{ keyid: 'bc-2021', publicKey: own.publicKey }],
}
const matter = ref('ca-bc-oipc', 'clearview-ai')
const order = ref('ca-bc-oipc', 'P21-08', 'order')
const nothing: Vector['known'] = { cursor: 0, epoch: null, versions: {} }

const first = signer.sign(eventOf(matter, 1, opened()))
const second = signer.sign(eventOf(matter, 2, noted('Said later', '2021-01-02')))
const afterFirst: Vector['known'] = {
  cursor: 1,
  epoch: 'e1',
  versions: { 'matter/clearview-ai': [hashOf(first)] },
}

const afterIssued: Vector['known'] = {
  cursor: 1,
  epoch: 'e1',
  versions: { 'order/P21-08': [hashOf(signer.sign(eventOf(order, 1, issued('P21-08'))))] },
}
const againstOne = {
  kind: 'rescinded',
  on: '2022-03-01',
  terms: ['T1'],
  parties: ['acme'],
  reason: 'It never collected anything',
}
const ofALaterVersion = { ...againstOne, exceptFor: ['acme'] }
const reworded = {
  kind: 'term-reworded',
  on: '2022-03-01',
  term: 'T1',
  decision: '2022 BCSC 1',
  text: text('Delete what was collected in British Columbia'),
}

interface Told extends Partial<Pick<Vector, 'office' | 'known'>> {
  readonly to?: AggregateRef
  readonly subject?: string
  readonly sequence?: number
  readonly event?: Vector['event']
}
function vector(
  name: string,
  outcome: Vector['outcome'],
  why: string,
  bytes: Uint8Array,
  told: Told = {},
): Vector {
  const { to = matter, subject = subjectOf(to), known = nothing } = told
  return {
    name,
    why,
    message: {
      bytes: Buffer.from(bytes).toString('base64'),
      hash: hashOf(bytes),
      subject,
      sequence: told.sequence ?? known.cursor + 1,
    },
    office: told.office ?? office,
    known,
    outcome,
    ...(told.event === undefined ? {} : { event: told.event }),
  }
}

const read = (to: AggregateRef, version: number, eventKind: string): Vector['event'] => ({
  office: to.office,
  kind: to.kind,
  id: to.id,
  version,
  eventKind,
  keyid: 'bc-2021',
})

/** The envelope of `bytes`, changed after it was signed. */
function changed(
  bytes: Uint8Array,
  change: (envelope: { payloadType: string; payload: string; signatures: object[] }) => void,
): Uint8Array {
  const envelope = JSON.parse(Buffer.from(bytes).toString()) as Parameters<typeof change>[0]
  change(envelope)
  return Buffer.from(JSON.stringify(envelope))
}
const event = (to: AggregateRef, version: number, what: { kind: string }, change = {}) =>
  signer.sign(eventOf(to, version, what, 'e1', change))

export function envelopes(): Vector[] {
  return [...accepted(), ...byPlace(), ...forged(), ...unknown()]
}

function accepted(): Vector[] {
  return [
    vector(
      'first-event',
      'accepted',
      'The first event of a ledger: signed by a key of the office, in its own place',
      first,
      { event: read(matter, 1, 'opened') },
    ),
    vector('next-version', 'accepted', 'The next version of an aggregate that is known', second, {
      known: afterFirst,
      event: read(matter, 2, 'noted'),
    }),
    vector(
      'order-of-a-commissioner',
      'accepted',
      'An order, of an office with order power',
      event(order, 1, issued('P21-08')),
      { to: order, event: read(order, 1, 'issued') },
    ),
    vector(
      'order-as-against-one',
      'accepted',
      'What the office takes back as against one respondent binds the others as before',
      event(order, 2, againstOne),
      { to: order, known: afterIssued, event: read(order, 2, 'rescinded') },
    ),
    vector(
      'order-reworded',
      'accepted',
      'What a term says since a court varied it',
      event(order, 2, reworded),
      { to: order, known: afterIssued, event: read(order, 2, 'term-reworded') },
    ),
    vector(
      'live-subject',
      'accepted',
      'Republished: the live subject stands for the ledger subject',
      first,
      {
        subject: 'concert.live.v1.ca-bc-oipc.matter.clearview-ai',
        event: read(matter, 1, 'opened'),
      },
    ),
    vector(
      'unknown-attribute',
      'accepted',
      'A CloudEvents attribute that a newer peer adds is kept, and hinders nobody',
      event(matter, 1, opened(), { traceparent: '00-1' }),
      { event: read(matter, 1, 'opened') },
    ),
    vector(
      'without-actor',
      'accepted',
      'Events before 2026-11 do not say who recorded them, nor tie the content of their command to its id',
      event(matter, 1, opened(), { actor: undefined, commandmac: undefined }),
      { event: read(matter, 1, 'opened') },
    ),
    vector(
      'shared-under',
      'accepted',
      'It says by what law it is shared, with whom, for what, and whether it may be passed on',
      event(matter, 1, opened(), { sharedunder: sharedUnder }),
      { event: read(matter, 1, 'opened') },
    ),
    vector(
      'shared-under-of-another-form',
      'accepted',
      'What it is shared under cannot be read here: it is left out, the event is not',
      event(matter, 1, opened(), { sharedunder: '{"class":"opinion","terms":"later"}' }),
      { event: read(matter, 1, 'opened') },
    ),
    vector(
      'second-signature',
      'accepted',
      'A signature by somebody else beside that of the office does no harm',
      changed(first, ({ signatures }) => signatures.unshift({ keyid: 'witness', sig: 'AAAA' })),
      { event: read(matter, 1, 'opened') },
    ),
  ]
}

function byPlace(): Vector[] {
  return [
    vector(
      'at-the-cursor',
      'duplicate',
      'A sequence that was dealt with is not looked at again',
      first,
      { known: { ...nothing, cursor: 1 }, sequence: 1 },
    ),
    vector(
      'same-bytes-again',
      'duplicate',
      'The same bytes at a later place are the event that is known',
      first,
      { known: afterFirst },
    ),
    vector('sequence-missing', 'gap', 'What stands between is to be read first', first, {
      sequence: 3,
    }),
    vector(
      'another-version-1',
      'fork',
      'Validly signed, but another event was accepted as this version: the office has said two things',
      event(matter, 1, opened('2020-02-02')),
      { known: afterFirst },
    ),
    vector(
      'another-epoch',
      'fork',
      'Another epoch than the one that was read before: the ledger was restored or made anew',
      signer.sign(eventOf(matter, 2, noted('x'), 'e2')),
      { known: afterFirst },
    ),
  ]
}

function forged(): Vector[] {
  const observer: Vector['office'] = { ...office, role: 'observer' }
  return [
    vector(
      'signed-by-another-key',
      'forged',
      'The signature names the key of the office and was made with another',
      stranger.sign(eventOf(matter, 1, opened())),
    ),
    vector(
      'key-not-in-directory',
      'forged',
      'The key that is named is not one of the office',
      changed(first, ({ signatures }) => Object.assign(signatures[0] ?? {}, { keyid: 'bc-1999' })),
    ),
    vector(
      'payload-changed',
      'forged',
      'One byte of the payload is not the one that was signed',
      changed(first, (envelope) => {
        envelope.payload = Buffer.from(
          Buffer.from(envelope.payload, 'base64').toString().replace('A matter', 'A mattER'),
        ).toString('base64')
      }),
    ),
    vector(
      'signature-cut-short',
      'forged',
      'A signature of 32 bytes is none',
      changed(first, ({ signatures }) =>
        Object.assign(signatures[0] ?? {}, { sig: Buffer.alloc(32).toString('base64') }),
      ),
    ),
    vector('on-another-subject', 'forged', 'Moved to the subject of another matter', first, {
      to: ref('ca-bc-oipc', 'another'),
    }),
    vector(
      'in-another-office-s-ledger',
      'forged',
      'On the subject of another office than the one whose ledger is read',
      first,
      { to: ref('ca-ab-oipc', 'clearview-ai') },
    ),
    vector(
      'source-of-another',
      'forged',
      'The source names another office',
      event(matter, 1, opened(), { source: 'urn:concert:office:ca-ab-oipc' }),
    ),
    vector(
      'order-of-an-observer',
      'forged',
      'An office without order power has no order in its ledger',
      event(order, 1, issued('P21-08')),
      { to: order, office: observer },
    ),
    vector(
      'type-of-another-kind',
      'forged',
      'The type of an order event, on a matter',
      event(matter, 1, opened(), { type: 'concert.order.issued.v1' }),
    ),
    vector(
      'id-of-another-version',
      'forged',
      'The id is not the one that office, epoch, aggregate and version make',
      event(matter, 1, opened(), { id: 'ca-bc-oipc/e1/matter/clearview-ai/2' }),
    ),
    vector(
      'joint-id-of-no-form',
      'forged',
      'Neither a joint action of the office nor its part in another’s',
      event(ref('ca-bc-oipc', 'a_b_c', 'joint'), 1, opened()),
      { to: ref('ca-bc-oipc', 'a_b_c', 'joint') },
    ),
  ]
}

function unknown(): Vector[] {
  return [
    vector('not-json', 'unknown', 'No envelope at all', Buffer.from('not JSON')),
    vector('not-utf8', 'unknown', 'Bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])),
    vector(
      'another-payload-type',
      'unknown',
      'An envelope of something else than a CloudEvent',
      changed(first, (envelope) => {
        envelope.payloadType = 'text/plain'
      }),
    ),
    vector(
      'no-signature',
      'unknown',
      'An envelope without a signature is none',
      changed(first, (envelope) => {
        envelope.signatures = []
      }),
    ),
    vector(
      'too-large',
      'unknown',
      `More than the ${maxEventBytes} bytes that an event may have`,
      Buffer.alloc(maxEventBytes + 1, 0x20),
    ),
    vector('foreign-subject', 'unknown', 'A subject that is none of a ledger', first, {
      subject: 'something.else',
    }),
    vector(
      'type-of-a-newer-version',
      'unknown',
      'An event of a kind that is not known yet: set aside, and looked at again after an upgrade',
      event(matter, 1, opened(), { type: 'concert.matter.opened.v2' }),
    ),
    vector(
      'data-of-another-form',
      'unknown',
      'The data of this kind of event has another form',
      event(matter, 1, { kind: 'opened', on: 'yesterday' } as never),
    ),
    vector(
      'member-of-a-newer-version',
      'unknown',
      'Data with a member that is not known may mean less, or something else, than what is known of it: set aside, never read without it',
      event(order, 2, ofALaterVersion),
      { to: order, known: afterIssued },
    ),
    vector(
      'version-after-a-hole',
      'unknown',
      'A version whose predecessor was not accepted cannot be told',
      event(matter, 3, noted('x')),
      { known: afterFirst },
    ),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = new URL('envelopes/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  for (const each of envelopes())
    writeFileSync(new URL(`${each.name}.json`, folder), `${JSON.stringify(each, null, 2)}\n`)
}

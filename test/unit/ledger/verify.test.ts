// Every outcome of verification, with signatures that are right and signatures that are wrong.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { maxEventBytes } from '../../../shared/kernel/limits.ts'
import { asideCodes } from '../../../shared/ledger/aside.ts'
import {
  verifyEvent,
  type KnownLedger,
  type LedgerMessage,
  type Verdict,
} from '../../../shared/ledger/verify.ts'
import { expectBilingual } from '../../support/bilingual.ts'
import { eventOf, issued, messageOf, noted, opened, raw, ref } from '../../support/events.ts'
import { officeEntry } from '../../support/founding.ts'

const pair = generateKeyPairSync('ed25519')
const stranger = signerOf('bc-1', generateKeyPairSync('ed25519').privateKey)
const signer = signerOf('bc-1', pair.privateKey)
const publicKey = pair.publicKey.export({ format: 'jwk' }).x ?? ''
const bc: OfficeEntry = {
  ...officeEntry('bc', 'ca-bc-pipa'),
  eventKeys: [{ keyid: 'bc-1', publicKey }],
}
const matter = ref('bc', 'm')
const order = ref('bc', 'O1', 'order')

const nothing: KnownLedger = {
  cursor: 0,
  epoch: undefined,
  versionOf: () => 0,
  hashOf: () => undefined,
  isKnownCommand: () => false,
}
const judge = (message: LedgerMessage, known: Partial<KnownLedger> = {}, office = bc) =>
  verifyEvent({ message, known: { ...nothing, ...known }, office, verifySignature })
const good = messageOf(signer, matter, 1, eventOf(matter, 1, opened()))

describe('accepted', () => {
  it('is the event as it was recorded, with the key that signed it', () => {
    const verdict = judge(good)
    expect(verdict).toMatchObject({
      outcome: 'accepted',
      ref: matter,
      epoch: 'e1',
      keyid: 'bc-1',
      hash: good.hash,
    })
    expect(verdict).toMatchObject({
      recorded: {
        id: 'bc/e1/matter/m/1',
        version: 1,
        sequence: 1,
        commandId: 'c1',
        event: opened(),
      },
    })
  })
  it('reads a live subject as the ledger subject it stands for', () => {
    expect(judge({ ...good, subject: 'concert.live.v1.bc.matter.m' })).toMatchObject({
      outcome: 'accepted',
      ref: matter,
    })
  })
  it('keeps what a newer peer adds to the envelope', () => {
    expect(
      judge(
        messageOf(signer, matter, 1, eventOf(matter, 1, opened(), 'e1', { traceparent: '00-1' })),
      ).outcome,
    ).toBe('accepted')
  })
  it('takes any key of the directory, and a second signature by somebody else', () => {
    const newer = {
      ...bc,
      eventKeys: [{ keyid: 'bc-2', publicKey: 'A'.repeat(43) }, ...bc.eventKeys],
    }
    const envelope = JSON.parse(Buffer.from(good.bytes).toString()) as { signatures: unknown[] }
    envelope.signatures.unshift({ keyid: 'witness', sig: 'AAAA' })
    expect(
      judge(raw(Buffer.from(JSON.stringify(envelope)), good.subject, 1), {}, newer).outcome,
    ).toBe('accepted')
  })
})

describe('by the place up to which its key counts', () => {
  const ended = (upTo: number) => ({
    ...bc,
    eventKeys: bc.eventKeys.map((key) => ({ ...key, upTo })),
  })
  it('is accepted at the last entry of a key that was changed', () =>
    expect(judge(good, {}, ended(1)).outcome).toBe('accepted'))
  it('is set aside behind it, and says which key ended where', () =>
    expect(judge(good, {}, ended(0))).toMatchObject({
      outcome: 'forged',
      code: 'key-ended',
      reason: expect.stringContaining('counts up to entry 0, and this is entry 1'),
    }))
})

describe('by its place', () => {
  it('is a duplicate at or before the cursor', () =>
    expect(judge(good, { cursor: 1 })).toEqual({ outcome: 'duplicate' }))
  it('is a gap after the next one', () =>
    expect(judge({ ...good, sequence: 5 }, { cursor: 1 })).toEqual({
      outcome: 'gap',
      from: 2,
      to: 4,
    }))
  it('is a duplicate when the same bytes stand there twice', () => {
    expect(
      judge({ ...good, sequence: 2 }, { cursor: 1, versionOf: () => 1, hashOf: () => good.hash }),
    ).toEqual({ outcome: 'duplicate' })
  })
  it('is a fork when the same version says something else', () => {
    expect(
      judge({ ...good, sequence: 2 }, { cursor: 1, versionOf: () => 1, hashOf: () => 'other' }),
    ).toMatchObject({ outcome: 'fork', reason: expect.stringContaining('another version 1') })
  })
  it('is a fork when the epoch changes', () => {
    expect(judge(good, { epoch: 'e0' })).toMatchObject({
      outcome: 'fork',
      reason: expect.stringContaining('epoch "e1" is not "e0"'),
    })
  })
  it('is unknown when a version before it was not accepted', () => {
    expect(
      judge(messageOf(signer, matter, 1, eventOf(matter, 3, noted('x'))), { versionOf: () => 1 }),
    ).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('version 2 was not accepted'),
    })
  })
})

const envelopeWith = (
  change: (envelope: { payload: string; signatures: { keyid: string; sig: string }[] }) => void,
) => {
  const envelope = JSON.parse(Buffer.from(good.bytes).toString()) as {
    payload: string
    signatures: { keyid: string; sig: string }[]
  }
  change(envelope)
  return raw(Buffer.from(JSON.stringify(envelope)), good.subject, 1)
}
const changedPayload = envelopeWith((envelope) => {
  envelope.payload = Buffer.from(
    Buffer.from(envelope.payload, 'base64').toString().replace('A matter', 'B matter'),
  ).toString('base64')
})
const signed = (
  change: Parameters<typeof eventOf>[4],
  event: { kind: string } = opened(),
  at = matter,
) => messageOf(signer, at, 1, eventOf(at, 1, event, 'e1', change))
const observer: OfficeEntry = { ...bc, role: 'observer' }

/** A code for programs, and words for people; what a peer wrote is quoted in both. */
function expectBothLanguages(verdict: Verdict): void {
  if (!('code' in verdict)) throw new Error(`${verdict.outcome} has no reason`)
  expect(asideCodes).toContain(verdict.code)
  const quoted = verdict.reason.match(/"[^"]*"|Ed25519|[a-z]+\/[a-z]+/g) ?? []
  expectBilingual({ en: verdict.reason, fr: verdict.reasonFr }, quoted)
}

describe('forged', () => {
  it.each<[string, LedgerMessage, string, OfficeEntry?]>([
    ['a payload changed after signing', changedPayload, 'no signature by a key of bc'],
    [
      "another's key under the office's key id",
      messageOf(stranger, matter, 1, eventOf(matter, 1, opened())),
      'no signature by a key of bc',
    ],
    [
      'a key id that is not in the directory',
      envelopeWith(({ signatures }) => signatures.forEach((each) => (each.keyid = 'bc-9'))),
      'signed by "bc-9"',
    ],
    [
      'a signature of the wrong length',
      envelopeWith(({ signatures }) => signatures.forEach((each) => (each.sig = 'AAAA'))),
      'no signature',
    ],
    ["another office's source", signed({ source: 'urn:concert:office:ab' }), 'source'],
    [
      'another subject than the one it stands on',
      messageOf(signer, ref('bc', 'n'), 1, eventOf(matter, 1, opened())),
      'was put on the subject of matter/n',
    ],
    ["another office's subject", { ...good, subject: 'concert.v1.ab.matter.m' }, 'is not of bc'],
    ['an id of its own making', signed({ id: 'x' }), 'is not the one of version 1'],
    ['a type of another kind', signed({ type: 'concert.order.opened.v1' }), 'is not of a matter'],
    [
      'a joint action that is neither its own nor a part',
      signed({}, { kind: 'cancelled' }, ref('bc', 'ab_J1_x', 'joint')),
      "nor its part in another's",
    ],
    [
      'an order of an office without order power',
      signed({}, issued('O1'), order),
      'no order power',
      observer,
    ],
  ])('%s', (_, message, reason, office) => {
    const verdict = judge(message, {}, office ?? bc)
    expect(verdict).toMatchObject({ outcome: 'forged', reason: expect.stringContaining(reason) })
    expectBothLanguages(verdict)
  })
  it('but the same order of an office with order power is accepted', () =>
    expect(judge(signed({}, issued('O1'), order)).outcome).toBe('accepted'))
})

describe('unknown', () => {
  it.each<[string, LedgerMessage, string]>([
    ['no bytes', raw(new Uint8Array(), good.subject, 1), '0 bytes are not a DSSE envelope'],
    ['truncated bytes', raw(good.bytes.subarray(0, 200), good.subject, 1), 'not JSON'],
    ['bytes that are no text', raw(Uint8Array.of(0xff, 0xfe, 0x00), good.subject, 1), 'not JSON'],
    ['other JSON', raw(Buffer.from('{"hello":1}'), good.subject, 1), 'not a DSSE envelope'],
    ['null', raw(Buffer.from('null'), good.subject, 1), 'not a DSSE envelope'],
    ['too many bytes', raw(new Uint8Array(maxEventBytes + 1), good.subject, 1), 'more than'],
    [
      'a foreign subject',
      { ...good, subject: 'concert.v1.bc.matter.m.more' },
      'not a ledger subject',
    ],
    [
      'a type of a newer version',
      signed({ type: 'concert.matter.opened.v2' }),
      'is not known here',
    ],
    [
      'a kind of event that is not known',
      signed({ type: 'concert.matter.dreamt.v1' }),
      'not a matter event',
    ],
    ['data that is not of its type', signed({ data: { on: '2021-02-29' } }), 'not a matter event'],
    ['a signed text that is no event', signed({ version: 0 }), 'not a CloudEvent'],
    [
      'what no office says about ledgers',
      signed({}, { kind: 'opened' }, ref('bc', 'j', 'office')),
      'not an event of an office',
    ],
    [
      'a joint event of another kind',
      signed({}, { kind: 'opened' }, ref('bc', 'J1', 'joint')),
      'not a joint event',
    ],
    [
      'a statute that its office does not act under',
      signed({}, { ...issued('O1'), statute: 'ca-qc-p391' } as never, order),
      'does not act under',
    ],
    [
      'two parties with one id',
      signed({}, { ...issued('O1'), otherParties: [issued('O1').respondent] } as never, order),
      'two parties have the id',
    ],
    [
      'a year that no fact can have',
      signed({}, { ...opened(), on: '9999-12-30' } as never),
      'the year 9999',
    ],
    [
      'a time zone that is none',
      signed({}, { ...issued('O1'), zone: 'Not/AZone' } as never, order),
      'expected a time zone',
    ],
    [
      'a character that steers a terminal',
      signed({}, { ...opened(), by: 'M\u001b[2J' } as never),
      'control character U+001B',
    ],
  ])('%s', (_, message, reason) => {
    const verdict = judge(message)
    expect(verdict).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining(reason) })
    expectBothLanguages(verdict)
  })
  it('a command whose id was taken before in the same aggregate', () =>
    expect(judge(good, { isKnownCommand: () => true })).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('was recorded in matter m before'),
    }))
})

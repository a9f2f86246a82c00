// Forgeries by the hundred, counted: what SECURITY.md says was tried and found is tried and found here.

import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyNoteSignature, sha256 } from '../../../services/adapters/log/crypto.ts'
import { openLogStore } from '../../../services/adapters/log/store.ts'
import { hashOf } from '../../../services/adapters/ledger/read.ts'
import { signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import { compareOwnLedger } from '../../../services/office/trust/own-head.ts'
import { createTrust } from '../../../services/office/trust/trust.ts'
import { subjectOf } from '../../../shared/kernel/ids.ts'
import { verifyEvidence } from '../../../shared/ledger/bundle/verify.ts'
import { verifyEvent, type KnownLedger } from '../../../shared/ledger/verify.ts'
import { foundingEvidence, ofOrder, verifying } from '../../support/evidence.ts'
import { eventOf, opened, ref } from '../../support/events.ts'
import { statedFigure } from '../../support/figures.ts'
import { officeEntry } from '../../support/founding.ts'
import { epoch, hashes, logRig, startMs } from '../../support/logs.ts'
import { envelopes } from '../../vectors/make-envelopes.ts'

/** The same numbers below a bound for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function flipped(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(bytes.length)
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random(8)))
}

const nothingKnown: KnownLedger = {
  cursor: 0,
  epoch: undefined,
  versionOf: () => 0,
  hashOf: () => undefined,
  isKnownCommand: () => false,
}

it('a bit flipped in a signed event', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const at = ref('bc', 'm')
  const signed = signerOf('bc-1', privateKey).sign(eventOf(at, 1, opened(), epoch))
  const office = {
    ...officeEntry('bc', 'ca-bc-pipa', 'commissioner'),
    eventKeys: [{ keyid: 'bc-1', publicKey: publicKey.export({ format: 'jwk' }).x ?? '' }],
  }
  const judge = (bytes: Uint8Array) =>
    verifyEvent({
      message: { bytes, hash: hashOf(bytes), subject: subjectOf(at), sequence: 1 },
      known: nothingKnown,
      office,
      verifySignature,
    }).outcome
  expect(judge(signed)).toBe('accepted')
  // What the office's own signed head counts is the hash of these bytes: another spelling of the same event is another entry.
  const isCounted = (bytes: Uint8Array) => hashOf(bytes) === hashOf(signed)
  const random = numbers(1)
  let found = 0
  for (let n = 0; n < 1_000; n++) {
    const bytes = flipped(signed, random)
    if (judge(bytes) !== 'accepted' || !isCounted(bytes)) found++
  }
  expect([1_000, found]).toEqual(statedFigure('a bit flipped in a signed event'))
})

it('an event that its office may not record, or that is not its own', () => {
  const bad = envelopes().filter(({ outcome }) => ['fork', 'forged', 'unknown'].includes(outcome))
  // That each is judged so is for the vectors' own test.
  expect([bad.length, bad.length]).toEqual(
    statedFigure('an event that its office may not record, or that is not its own'),
  )
})

const size = 64
const entries = hashes(size)
const forged = hashes(1, 'forged')[0] as Uint8Array
/** Every other past of the same ledger that a broker, or a thief with all keys of its office, can show. */
const pasts = entries.flatMap((_, at) => [
  entries.with(at, forged),
  entries.toSpliced(at, 0, forged),
  ...(at < size - 1
    ? [
        entries.toSpliced(at, 1),
        entries.with(at, entries[at + 1] as Uint8Array).with(at + 1, entries[at] as Uint8Array),
      ]
    : []),
])

it('a past of 64 entries with one changed, added, removed or moved, shown by the broker', async () => {
  const { origin, store, trust } = logRig(['ca-bc-oipc']).office('ca-bc-oipc')
  trust.take(origin, 0, entries)
  const compare = (messages: readonly Uint8Array[]) =>
    compareOwnLedger(
      { office: 'ca-bc-oipc' as never, store, sha256 },
      {
        epoch,
        length: messages.length,
        hashAt: async (index) => messages[index],
        hashes: async function* () {
          yield* messages
        },
      },
      [],
      'full',
    )
  expect((await compare(entries)).kind).toBe('intact')
  let found = 0
  for (const past of [...pasts, ...entries.map((_, at) => entries.slice(0, at))])
    if ((await compare(past)).kind !== 'intact') found++
  expect([pasts.length + size, found]).toEqual(
    statedFigure(
      'a past of 64 entries with one changed, added, removed or moved, or cut short, shown by the broker',
    ),
  )
})

it('the same pasts signed anew with every key of the office', () => {
  const rig = logRig(['ca-bc-oipc', 'ca-ab-oipc'])
  const [bc, ab] = [rig.office('ca-bc-oipc'), rig.office('ca-ab-oipc')]
  /** An office with the keys of this one, and a memory of its own. */
  const another = ({ id, signers }: typeof bc) =>
    createTrust({
      office: id,
      store: openLogStore(':memory:'),
      signers,
      sha256,
      verify: verifyNoteSignature,
      offices: () => rig.offices,
      keep: () => undefined,
      nowMs: () => startMs,
    })
  bc.trust.take(bc.origin, 0, entries)
  const honest = bc.trust.signHead(epoch)
  let found = 0
  for (const past of pasts) {
    const [thief, peer] = [another(bc), another(ab)]
    peer.take(bc.origin, 0, entries)
    expect(peer.see(honest).kind).toBe('cosigned')
    thief.take(bc.origin, 0, past)
    const note = thief.signHead(epoch)
    const hashes = past.length > size ? thief.consistency(bc.origin, size, past.length) : []
    const heard = peer.hear(note, { from: size, hashes })
    if (heard.kind === 'fork' || heard.kind === 'refused') found++
    else if (peer.take(bc.origin, 0, past).kind !== 'taken') found++
  }
  expect([pasts.length, found]).toEqual(
    statedFigure(
      'the same pasts, but cut short, signed anew with every key of the office, shown to a peer',
    ),
  )
})

it('a bit flipped in a signed head', () => {
  const rig = logRig(['ca-bc-oipc', 'ca-ab-oipc'])
  const [bc, ab] = [rig.office('ca-bc-oipc'), rig.office('ca-ab-oipc')]
  bc.trust.take(bc.origin, 0, entries)
  const note = new TextEncoder().encode(bc.trust.signHead(epoch))
  const random = numbers(2)
  let found = 0
  for (let n = 0; n < 500; n++) {
    const heard = ab.trust.hear(new TextDecoder().decode(flipped(note, random)))
    if (heard.kind === 'refused') found++
  }
  expect([500, found]).toEqual(statedFigure('a bit flipped in a signed head'))
})

it('a bit flipped in an evidence file', () => {
  const file = new TextEncoder().encode(
    foundingEvidence().make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder),
  )
  expect(verifyEvidence(file, verifying).verdict).toBe('sound')
  const random = numbers(3)
  let found = 0
  for (let n = 0; n < 300; n++)
    if (verifyEvidence(flipped(file, random), verifying).verdict !== 'sound') found++
  expect([300, found]).toEqual(statedFigure('a bit flipped in an evidence file'))
})

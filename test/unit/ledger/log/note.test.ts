// Heads, cosignatures and proof files: those of another author are read and verified; ours say the same; a changed character is refused.

import { createPrivateKey, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256, verifyNoteSignature } from '../../../../services/adapters/log/crypto.ts'
import { sameBytes } from '../../../../shared/kernel/base64.ts'
import {
  formatAddCheckpoint,
  parseAddCheckpoint,
} from '../../../../shared/ledger/log/add-checkpoint.ts'
import { formatCheckpoint, parseCheckpoint } from '../../../../shared/ledger/log/checkpoint.ts'
import { parseOrigin } from '../../../../shared/ledger/log/names.ts'
import {
  fingerprintOf,
  formatNote,
  formatSignature,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  type NoteKey,
} from '../../../../shared/ledger/log/note.ts'
import { verifyInclusion } from '../../../../shared/ledger/log/proofs.ts'
import {
  checkSignatures,
  signCheckpoint,
  type NoteSigner,
} from '../../../../shared/ledger/log/signed-message.ts'
import { formatTlogProof, parseTlogProof } from '../../../../shared/ledger/log/tlog-proof.ts'
import { leafHash } from '../../../../shared/ledger/log/tree.ts'
import { entryOf, goVectors } from './kit.ts'

const go = goVectors()
const keysOf = (vkeys: readonly string[]) =>
  vkeys.flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? [])
function check(note: string, keys: readonly NoteKey[]) {
  const parsed = parseNote(note)
  return parsed.ok ? checkSignatures(sha256, verifyNoteSignature, parsed.note, keys) : parsed
}

describe('what Go signed', () => {
  it.each(go.notes)('is verified: %#', ({ note, vkeys }) => {
    const keys = keysOf(vkeys)
    expect(keys).toHaveLength(4)
    const checked = check(note, keys)
    expect(checked).toMatchObject({ ok: true })
    expect(checked.ok && checked.signed.map(({ key }) => [key.name, key.type])).toEqual([
      ['concert/ca-bc-oipc/epoch-1', 1],
      ['concert/ca-ab-oipc/-/witness', 4],
      ['concert/ca-bc-oipc/epoch-1', 6],
      ['concert/ca-ab-oipc/-/witness', 6],
    ])
    expect(checked.ok && checked.signed.map(({ seconds }) => typeof seconds)).toEqual([
      'undefined',
      'number',
      'number',
      'number',
    ])
  })

  it('is written again as the same text', () => {
    for (const { note, vkeys, tlogProof } of go.notes) {
      const parsed = parseNote(note)
      expect(parsed.ok && formatNote(parsed.note)).toBe(note)
      expect(keysOf(vkeys).map((key) => formatVerifierKey(sha256, key))).toEqual(vkeys)
      const proof = parseTlogProof(tlogProof)
      expect(proof && formatTlogProof(proof)).toBe(tlogProof)
    }
  })

  it('proves its entry', () => {
    for (const { tlogProof } of go.notes) {
      const proof = parseTlogProof(tlogProof)
      const note = proof && parseNote(proof.checkpoint)
      const head = note?.ok === true ? parseCheckpoint(note.note.text) : undefined
      if (proof === undefined || head === undefined) throw new Error('not a proof')
      const leaf = leafHash(sha256, entryOf(proof.index))
      const claim = { ...proof, ...head, leaf, proof: proof.hashes }
      expect(verifyInclusion(sha256, claim)).toBe(true)
    }
  })

  it('is signed the same way here, with the same keys', () => {
    const [vector] = go.notes
    const parsed = parseNote(vector?.note ?? '')
    if (!parsed.ok || vector === undefined) throw new Error('not a note')
    const keys = keysOf(vector.vkeys)
    for (const key of keys.filter(({ type }) => type !== 6)) {
      const theirs = parsed.note.signatures.find(
        ({ name, signature }) => name === key.name && signature.length < 100,
      )
      if (theirs === undefined) throw new Error(`nothing was signed by ${key.name}`)
      const time = new DataView(theirs.signature.slice(0, 8).buffer).getBigUint64(0)
      const seconds = key.type === 1 ? 0 : Number(time)
      const ours = signCheckpoint(sha256, testSigner(key), parsed.note.text, seconds)
      expect(formatSignature(ours)).toBe(formatSignature(theirs))
    }
  })
})

/** A signer of the vectors' keys: their seeds are public. */
function testSigner(key: NoteKey): NoteSigner {
  const seed = go.seeds[key.name] ?? ''
  const publicKey = Buffer.from(key.publicKey).toString('base64url')
  const jwk =
    key.type === 6
      ? { kty: 'AKP', alg: 'ML-DSA-44', pub: publicKey, priv: seed }
      : { kty: 'OKP', crv: 'Ed25519', x: publicKey, d: seed }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return { key, sign: (message) => sign(null, message, privateKey) }
}

describe('what is signed here', () => {
  const keys = keysOf(go.notes[0]?.vkeys ?? [])
  const text = formatCheckpoint({ origin: 'concert/ca-bc-oipc/epoch-1', size: 3, root: entryOf(3) })
  const note = formatNote({
    text,
    signatures: keys.map((key) => signCheckpoint(sha256, testSigner(key), text, 1_800_000_000)),
  })

  it('is verified with the times that it carries', () => {
    const checked = check(note, keys)
    expect(checked.ok && checked.signed.map(({ seconds }) => seconds)).toEqual([
      undefined,
      1_800_000_000,
      1_800_000_000,
      1_800_000_000,
    ])
  })

  it('is refused with any bit changed: the note does not parse, or a signature does not fit, or one is missing', () => {
    const bytes = Buffer.from(note)
    let refused = 0
    for (let at = 0; at < bytes.length; at++) {
      const spoiled = Buffer.from(bytes)
      spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (at % 7))
      const checked = check(spoiled.toString('utf8'), keys)
      expect(checked.ok && checked.signed.length === keys.length, `byte ${at}`).toBe(false)
      refused++
    }
    expect(refused).toBeGreaterThan(6_000)
  })

  it('says nothing where no key is known, and is not spoiled by what an unknown key adds', () => {
    expect(check(note, [])).toEqual({ ok: true, signed: [] })
    const more = `${note}— example.com/other ${Buffer.alloc(80, 1).toString('base64')}\n`
    expect(check(more, keys)).toMatchObject({ ok: true })
  })

  it('is spoiled by a wrong signature under a known key', () => {
    const parsed = parseNote(note)
    if (!parsed.ok) throw new Error('not a note')
    const [first, ...rest] = parsed.note.signatures
    const wrong = { ...first, signature: new Uint8Array(64) } as (typeof rest)[number]
    expect(check(formatNote({ text, signatures: [wrong, ...rest] }), keys)).toEqual({
      ok: false,
      reason: 'the signature of "concert/ca-bc-oipc/epoch-1" does not fit the text',
    })
  })

  it('does not let a witness be taken for the log, nor one cosigner for another', () => {
    const renamed = note.replaceAll('concert/ca-ab-oipc/-/witness', 'concert/ca-ab-oipc/-/mirror!')
    expect(check(renamed, keys)).toMatchObject({ ok: true })
    const checked = check(renamed, keys)
    expect(checked.ok && checked.signed.map(({ key }) => key.name)).toEqual([
      'concert/ca-bc-oipc/epoch-1',
      'concert/ca-bc-oipc/epoch-1',
    ])
    expect(parseOrigin('concert/ca-ab-oipc/-/witness')).toBeUndefined()
    expect(parseOrigin('concert/ca-ab-oipc/-')).toBeUndefined()
    expect(parseOrigin('concert/ca-ab-oipc/Ab_-9')).toEqual({
      office: 'ca-ab-oipc',
      epoch: 'Ab_-9',
    })
  })
})

describe('forms that are not taken', () => {
  const good = go.notes[0]?.note ?? ''
  it.each([
    ['nothing', ''],
    ['no signature', good.slice(0, good.indexOf('\n\n') + 2)],
    ['no empty line', good.replace('\n\n', '\n')],
    ['a carriage return', good.replace('\n', '\r\n')],
    ['a NUL', good.replace('concert', 'con\0ert')],
    ['a lone surrogate', good.replace('concert', 'con\ud800cert')],
    ['a hyphen for the dash', good.replaceAll('—', '-')],
    ['two spaces', good.replace('— ', '—  ')],
    ['no final newline', good.slice(0, -1)],
    ['a name with a plus', good.replaceAll('ca-ab-oipc', 'ca+ab')],
    ['a short signature', `a\n\n— b AAAA\n`],
  ])('%s', (_, text) => {
    expect(parseNote(text).ok).toBe(false)
  })

  it.each([
    ['a leading zero', 'o\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'],
    [
      'a size beyond counting',
      'o\n99999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n',
    ],
    ['a negative size', 'o\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'],
    ['a short root', 'o\n1\nAAAA\n'],
    ['stray bits in the root', 'o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n'],
    ['an empty origin', '\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'],
    ['an empty extension', 'o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n'],
  ])('a head with %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined()
  })

  it('keeps what another log adds to a head', () => {
    const head = { origin: 'o', size: 1, root: entryOf(1), extensions: ['more'] }
    expect(parseCheckpoint(formatCheckpoint(head))).toEqual(head)
  })
})

it('writes and reads what a witness is asked', () => {
  const sample = fc.record({
    oldSize: fc.nat(),
    proof: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }),
    checkpoint: fc.constant(go.notes[0]?.note ?? ''),
  })
  fc.assert(
    fc.property(sample, (request) => {
      const read = parseAddCheckpoint(formatAddCheckpoint(request))
      expect(read?.oldSize).toBe(request.oldSize)
      expect(read?.checkpoint).toBe(request.checkpoint)
      expect(
        read?.proof.every((hash, at) => sameBytes(hash, request.proof[at] ?? new Uint8Array())),
      ).toBe(true)
    }),
    { numRuns: 50 },
  )
  expect(parseAddCheckpoint('old 01\n\nx')).toBeUndefined()
  expect(parseAddCheckpoint(`old 1\n${'A'.repeat(43)}=\n`)).toBeUndefined()
})

it('shows a key so that two people can compare it', () => {
  expect(fingerprintOf(sha256, new Uint8Array(32))).toBe(
    '66687aad f862bd77 6c8fc18b 8e9f8e20 08971485 6ee233b3 902a591d 0d5f2925',
  )
})

// Sealed drafts: who can open them, what is noticed, and what their length tells.

import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CompactEncrypt } from 'jose/jwe/compact/encrypt'
import { GeneralEncrypt } from 'jose/jwe/general/encrypt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureOfficeKeys, keyFilesIn } from '../../../infra/brokers/keys.ts'
import type { Sealer } from '../../../services/office/ports.ts'
import { SealError } from '../../../services/office/faults.ts'
import { readSealer } from '../../../services/adapters/seal/seal.ts'
import type { SealKey } from '../../../shared/office/directory.schema.ts'
import { maxEventBytes, maxSealedBytes, maxSealRecipients } from '../../../shared/kernel/limits.ts'
import { recipientsOf, sealedSchema, type Sealed } from '../../../shared/joint/sealed.schema.ts'

interface Office {
  readonly file: string
  readonly key: SealKey
  readonly sealer: Sealer
}

let folder: string
let bc: Office, ab: Office, qc: Office
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-seal-'))
  ;[bc, ab, qc] = [office('ca-bc-oipc'), office('ca-ab-oipc'), office('ca-qc-cai')]
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function office(id: string): Office {
  const own = path.join(folder, id)
  const { sealKey } = ensureOfficeKeys(own, id)
  const file = keyFilesIn(own).seal
  return { file, key: sealKey, sealer: readSealer(file) }
}

const about = 'ca-bc-oipc_J1/1'
const draft = {
  title: 'Ordonnance conjointe',
  text: 'Arrêter la collecte. ⚖️',
  terms: ['T1', 'T2'],
  reply: null,
}

async function problemOf(opening: Promise<unknown>): Promise<SealError> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof SealError) return error
  throw new Error('expected a SealError', { cause: error })
}

/** The first character is another one: the last ones of base64url may carry bits that nobody reads. */
const changed = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`

describe('a sealed draft', () => {
  it('opens for every office it is sealed to, and names them in the form that a ledger takes', async () => {
    for (const invited of [[bc], [bc, ab], [bc, ab, qc]]) {
      const sealed = await bc.sealer.seal(
        draft,
        invited.map(({ key }) => key),
        about,
      )
      expect(sealedSchema.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed)
      expect(recipientsOf(sealed)).toEqual(invited.map(({ sealer }) => sealer.keyid))
      expect(JSON.parse(Buffer.from(sealed.protected, 'base64url').toString())).toMatchObject({
        alg: 'ECDH-ES+A256KW',
        enc: 'A256GCM',
      })
      for (const { sealer } of invited) expect(await sealer.open(sealed, about)).toEqual(draft)
    }
  })

  it('is what any JWE implementation opens: RFC 7518 with nothing but a crypto library', async () => {
    const sealed = await bc.sealer.seal(draft, [ab.key, qc.key], about)
    const plaintext = openedByHand(sealed, 1, qc.file)
    expect(JSON.parse(plaintext)).toEqual({ about, value: draft })
    expect(Buffer.byteLength(plaintext) % 256).toBe(0)
  })

  it('does not open for an office that is no recipient, even under the name of one', async () => {
    const sealed = await bc.sealer.seal(draft, [bc.key, ab.key], about)
    expect(await problemOf(qc.sealer.open(sealed, about))).toMatchObject({
      kind: 'no-recipient',
      message: `Sealed to others; this office has "${qc.key.keyid}"`,
    })
    const [first, second] = sealed.recipients
    if (first === undefined || second === undefined) throw new Error('expected two recipients')
    const renamed = {
      ...sealed,
      recipients: [first, { ...second, header: { ...second.header, kid: qc.key.keyid } }],
    }
    expect((await problemOf(qc.sealer.open(renamed, about))).kind).toBe('unreadable')
    expect(JSON.stringify(sealed)).not.toContain('Arr')
  })

  it('does not open after a change of any part of it', async () => {
    const sealed = await bc.sealer.seal(draft, [ab.key, qc.key], about)
    const [first, second] = sealed.recipients
    if (first === undefined || second === undefined) throw new Error('expected two recipients')
    const epk = second.header.epk
    if (epk === undefined) throw new Error('expected a key of the sender')
    const changes: Record<string, Sealed> = {
      ciphertext: { ...sealed, ciphertext: changed(sealed.ciphertext) },
      tag: { ...sealed, tag: changed(sealed.tag) },
      iv: { ...sealed, iv: changed(sealed.iv) },
      // The same algorithms in another order: nothing but the authentication notices.
      protected: {
        ...sealed,
        protected: Buffer.from('{"enc":"A256GCM","alg":"ECDH-ES+A256KW"}').toString('base64url'),
      },
      'wrapped key': {
        ...sealed,
        recipients: [first, { ...second, encrypted_key: changed(second.encrypted_key) }],
      },
      "sender's key": {
        ...sealed,
        recipients: [
          first,
          { ...second, header: { ...second.header, epk: { ...epk, x: changed(epk.x) } } },
        ],
      },
      "another's wrapped key": { ...sealed, recipients: [{ ...first, header: second.header }] },
    }
    expect(await qc.sealer.open(sealed, about)).toEqual(draft)
    for (const [part, change] of Object.entries(changes)) {
      const problem = await problemOf(qc.sealer.open(change, about))
      expect(problem.kind, part).toBe('unreadable')
      expect(problem.cause, part).toBeInstanceOf(Error)
    }
  })

  it('does not open in another place than it was sealed for', async () => {
    const sealed = await bc.sealer.seal(draft, [ab.key], about)
    expect(await problemOf(ab.sealer.open(sealed, 'ca-bc-oipc_J1/2'))).toMatchObject({
      kind: 'elsewhere',
      message: 'Was sealed for another place than "ca-bc-oipc_J1/2"',
    })
  })

  it('is as long for a yes as for a no with a reason, and never the same twice', async () => {
    const answers = [
      { answer: 'yes' },
      {
        answer: 'no',
        reason: 'Nous ne pouvons pas nous joindre à cette ordonnance avant la décision de la Cour.',
      },
      { answer: 'yes' },
    ]
    const sealed = await Promise.all(
      answers.map((answer) => bc.sealer.seal(answer, [ab.key, qc.key], about)),
    )
    expect(new Set(sealed.map((each) => JSON.stringify(each).length)).size).toBe(1)
    expect(new Set(sealed.map(({ ciphertext }) => ciphertext)).size).toBe(3)
  })

  it('is padded whatever its length: characters of several bytes, and a whole block', async () => {
    const around = `{"about":"${about}","value":""}`.length
    for (const value of [
      'é'.repeat(256 - around),
      'x'.repeat(256 - around),
      'x'.repeat(257 - around),
    ]) {
      const sealed = await bc.sealer.seal(value, [ab.key], about)
      expect(Buffer.from(sealed.ciphertext, 'base64url').length).toBe(
        value === 'x'.repeat(256 - around) ? 256 : 512,
      )
      expect(await ab.sealer.open(sealed, about)).toBe(value)
    }
  })

  it('opens with a former key, while new drafts are sealed to the present one', async () => {
    const before = await bc.sealer.seal(draft, [ab.key, qc.key], about)
    const later = path.join(folder, 'later')
    const { sealKey } = ensureOfficeKeys(later, 'ca-ab-oipc')
    const sealer = readSealer(keyFilesIn(later).seal, [ab.file])
    expect(sealer.keyid).toBe(sealKey.keyid)
    expect(sealer.keyid).not.toBe(ab.key.keyid)
    expect(await sealer.open(before, about)).toEqual(draft)
    expect(await sealer.open(await bc.sealer.seal(draft, [sealKey], about), about)).toEqual(draft)
    expect((await problemOf(readSealer(keyFilesIn(later).seal).open(before, about))).kind).toBe(
      'no-recipient',
    )
  })
})

describe('what is not sealed as Concert does', () => {
  const to = (key: SealKey) => ({ kty: 'OKP', crv: 'X25519', x: key.publicKey }) as const
  const proper = JSON.stringify({ about, value: draft })
  const made = async (
    key: SealKey,
    header: { alg: string; enc: string; zip?: string },
    text = proper,
  ) => {
    const jwe = await new GeneralEncrypt(Buffer.from(text))
      .setProtectedHeader(header)
      .addRecipient(to(key))
      .setUnprotectedHeader({ kid: key.keyid })
      .encrypt()
    return jwe as unknown as Sealed
  }

  it('is refused with weaker algorithms, and compressed', async () => {
    expect(
      await ab.sealer.open(await made(ab.key, { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' }), about),
    ).toEqual(draft)
    for (const header of [
      { alg: 'ECDH-ES+A128KW', enc: 'A256GCM' },
      { alg: 'ECDH-ES+A256KW', enc: 'A128CBC-HS256' },
      { alg: 'ECDH-ES', enc: 'A256GCM' },
      { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', zip: 'DEF' },
    ]) {
      const problem = await problemOf(ab.sealer.open(await made(ab.key, header), about))
      expect(problem.kind, JSON.stringify(header)).toBe('unreadable')
      expect(String(problem.cause), JSON.stringify(header)).toMatch(/not allowed|not supported/)
    }
  })

  it('is refused without quoting it', async () => {
    for (const text of ['the draft in plain words', '"the draft"', '{"the draft":1}']) {
      const problem = await problemOf(
        ab.sealer.open(await made(ab.key, { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' }, text), about),
      )
      expect(problem.kind).toBe('unreadable')
      expect(`${problem.message} ${String(problem.cause)}`).not.toContain('draft')
    }
  })

  it('has not the form: another serialization, a header that nobody needs, too many recipients', async () => {
    const sealed = await bc.sealer.seal(draft, [ab.key], about)
    const compact = await new CompactEncrypt(Buffer.from(proper))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
      .encrypt(to(ab.key))
    const entry = sealed.recipients[0]
    for (const other of [
      compact,
      { ...sealed, aad: 'AAAA' },
      { ...sealed, unprotected: { zip: 'DEF' } },
      { ...sealed, recipients: [] },
      { ...sealed, recipients: Array.from({ length: maxSealRecipients + 1 }, () => entry) },
      { ...sealed, ciphertext: 'A'.repeat(maxSealedBytes + 1) },
    ])
      expect(sealedSchema.safeParse(other).success).toBe(false)
  })
})

describe('sealing', () => {
  it('takes what fits into one event, for as many recipients as may be, and no more', async () => {
    const around = `{"about":"${about}","value":""}`.length
    const longest = 'x'.repeat((maxSealedBytes / 4) * 3 - around)
    const all = Array.from({ length: maxSealRecipients }, () => ab.key)
    const sealed = await bc.sealer.seal(longest, all, about)
    expect(sealed.ciphertext).toHaveLength(maxSealedBytes)
    expect(Math.ceil(JSON.stringify(sealed).length / 3) * 4).toBeLessThan(maxEventBytes * 0.75)
    expect(await problemOf(bc.sealer.seal(`${longest}x`, all, about))).toMatchObject({
      kind: 'unsealable',
      message: '196864 bytes are more than the 196608 that can be sealed',
    })
    expect((await problemOf(bc.sealer.seal(draft, [...all, qc.key], about))).kind).toBe(
      'unsealable',
    )
  })

  it('refuses nobody, and a key that is none', async () => {
    expect((await problemOf(bc.sealer.seal(draft, [], about))).kind).toBe('unsealable')
    const problem = await problemOf(
      bc.sealer.seal(draft, [ab.key, { keyid: 'none', publicKey: 'A'.repeat(43) }], about),
    )
    expect(problem).toMatchObject({
      kind: 'unsealable',
      message: `A draft cannot be sealed to 2 recipients: "${ab.key.keyid}", "none"`,
    })
    expect(problem.cause).toBeInstanceOf(Error)
  })

  it('refuses a file that is not such a key, without showing it', () => {
    const file = path.join(folder, 'k.jwk')
    for (const content of [
      'secret-part',
      JSON.stringify({ kid: 'x', kty: 'OKP', crv: 'X25519', x: 'secret-part' }),
      readFileSync(keyFilesIn(path.dirname(ab.file)).event),
    ]) {
      writeFileSync(file, content)
      const error = (() => {
        try {
          return readSealer(file)
        } catch (reason) {
          return reason as Error
        }
      })()
      expect(String(error)).toMatch(/k\.jwk is not (an X25519 private key|a key with a name)/)
      expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain('secret')
    }
  })
})

/** RFC 7518, 4.6: agreement, Concat KDF, AES key wrap; then AES-GCM with the protected header as additional data. */
function openedByHand(sealed: Sealed, index: number, file: string): string {
  const recipient = sealed.recipients[index]
  const epk = recipient?.header.epk
  if (recipient === undefined || epk === undefined)
    throw new Error('expected several recipients, each with a key of the sender')
  const secret = diffieHellman({
    privateKey: createPrivateKey({ key: JSON.parse(readFileSync(file, 'utf8')), format: 'jwk' }),
    publicKey: createPublicKey({ key: epk, format: 'jwk' }),
  })
  const word = (number: number) => Buffer.from([number >>> 24, number >>> 16, number >>> 8, number])
  const alg = Buffer.from('ECDH-ES+A256KW')
  const wrapping = createHash('sha256')
    .update(Buffer.concat([word(1), secret, word(alg.length), alg, word(0), word(0), word(256)]))
    .digest()
  const unwrap = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
  const key = Buffer.concat([
    unwrap.update(Buffer.from(recipient.encrypted_key, 'base64url')),
    unwrap.final(),
  ])
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64url'), {
    authTagLength: 16,
  })
    .setAAD(Buffer.from(sealed.protected))
    .setAuthTag(Buffer.from(sealed.tag, 'base64url'))
  return Buffer.concat([
    decipher.update(Buffer.from(sealed.ciphertext, 'base64url')),
    decipher.final(),
  ]).toString()
}

// The parts of an evidence file: events in their signed envelopes, their proofs, heads, what other offices said of those heads, keys, law, and texts for reading.
// Each part has a name, by which the manifest lists it and a finding points to it.

import { z } from 'zod'
import { fromBase64 } from '../../kernel/base64.ts'
import { maxKeyIdLength, maxNoteLength } from '../../kernel/limits.ts'
import { eventKeySchema } from '../../office/directory.schema.ts'
import { officeIdSchema } from '../../order/order.schema.ts'
import { instantSchema } from '../../policy/deadline.schema.ts'
import { dateSchema, textSchema } from '../../policy/pack.schema.ts'
import { logKeysSchema } from '../log/keys.schema.ts'
import { maxProofHashes } from '../log/proofs.ts'

const name = z.string().min(1).max(300)
const size = z.int().min(0)
const base64 = z
  .string()
  .refine((text) => fromBase64(text) !== undefined, 'expected base64 without stray bits')
const hashes = z.array(base64.length(44)).max(maxProofHashes)

/** What is exported: one order, or everything of a matter. */
export const aboutSchema = z.strictObject({
  kind: z.enum(['order', 'matter']),
  id: z.string().min(1).max(200),
})

export const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('about'),
    name: z.literal('about'),
    about: aboutSchema,
    /** The office that made this file, and when by its clock. */
    by: officeIdSchema,
    made: instantSchema,
    /** Version of the time zone data of the office that made this file: `2026c`. */
    zoneData: z.string().min(1).max(40),
  }),
  z.strictObject({
    kind: z.literal('office'),
    name,
    id: officeIdSchema,
    officeName: textSchema,
    role: z.enum(['commissioner', 'observer']),
    eventKeys: z.array(eventKeySchema).min(1),
    logKeys: logKeysSchema,
    /** Those that it used before; absent where there are none. */
    formerLogKeys: z.array(logKeysSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('head'),
    name,
    /** The checkpoint with the log's own signatures. */
    note: z.string().min(1).max(maxNoteLength),
  }),
  z.strictObject({
    kind: z.literal('consistency'),
    name,
    /** Names of two heads of one log: the second continues the first. */
    from: name,
    to: name,
    hashes,
  }),
  z.strictObject({
    kind: z.literal('receipt'),
    name,
    head: name,
    by: officeIdSchema,
    role: z.enum(['witness', 'mirror']),
    /** Signature lines, to be read behind the head's note. */
    signatures: z.string().min(1).max(maxNoteLength),
  }),
  z.strictObject({
    kind: z.literal('seen'),
    name,
    /** What an office had seen of every log, signed with the key of its own. */
    note: z.string().min(1).max(maxNoteLength),
  }),
  z.strictObject({
    kind: z.literal('witness'),
    /** A witness that is no office, and the part's name: `witness/<name>`. */
    name,
    /** Its verifier keys (C2SP signed-note), all of one name. */
    keys: z.array(z.string().min(1).max(4_000)).min(1).max(2),
  }),
  z.strictObject({
    kind: z.literal('cosignature'),
    name,
    head: name,
    /** Name of the part of the witness. */
    witness: name,
    /** Signature lines, to be read behind the head's note. */
    signatures: z.string().min(1).max(maxNoteLength),
  }),
  z.strictObject({
    kind: z.literal('entry'),
    name,
    /** `concert.v1.ca-bc-oipc.order.P21-08`. */
    subject: z.string().min(1).max(300),
    /** Place in the office's log, from 0. */
    index: size,
    /** The exact bytes of the ledger's message. */
    envelope: base64,
    /** Name of the head that the proof leads to. */
    head: name,
    proof: hashes,
  }),
  z.strictObject({
    kind: z.literal('pack'),
    name,
    statute: z.string().min(1),
    version: z.string().min(1),
    pack: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    kind: z.literal('chronology'),
    name: z.literal('chronology'),
    lines: z.array(
      z.strictObject({
        entry: name,
        on: dateSchema,
        recordedAt: instantSchema,
        office: officeIdSchema,
        text: textSchema,
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('exhibit'), name: z.literal('exhibit'), text: textSchema }),
])

/** The last line of the file: every part by name and SHA-256, signed by the office that made the file. */
export const manifestSchema = z.strictObject({
  parts: z.array(z.strictObject({ name, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  keyid: z.string().min(1).max(maxKeyIdLength),
  /** Ed25519 over the DSSE encoding of the canonical JSON of `parts`. */
  sig: base64,
})

export type Part = z.output<typeof partSchema>
export type PartOf<K extends Part['kind']> = Extract<Part, { kind: K }>
export type Manifest = z.output<typeof manifestSchema>

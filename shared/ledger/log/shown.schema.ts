// What an office shows about a log on its own broker: a signed head, who confirmed it, and proofs that it continues earlier ones.

import { z } from 'zod'
import { fromBase64, toBase64 } from '../../kernel/base64.ts'
import { parseJsonBytes } from '../../kernel/json.ts'
import { maxNoteLength, maxShownProofs } from '../../kernel/limits.ts'

const hashSchema = z
  .base64()
  .max(44)
  .transform((text) => fromBase64(text) ?? new Uint8Array())
  .refine((bytes) => bytes.length === 32)

/** Further members may come with a later version. */
const shownSchema = z.object({
  note: z.string().max(maxNoteLength),
  /** `from`: the size of the head that it continues. */
  proofs: z
    .array(z.object({ from: z.int().min(0), hashes: z.array(hashSchema).max(64) }))
    .max(maxShownProofs)
    .default([]),
  /** What its office had seen of every log: beside its own head only. */
  seen: z.string().max(maxNoteLength).optional(),
})

export type Shown = z.output<typeof shownSchema>

export function formatShown({ note, proofs, seen }: Shown): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({
      note,
      proofs: proofs.map(({ from, hashes }) => ({ from, hashes: hashes.map(toBase64) })),
      ...(seen === undefined ? {} : { seen }),
    }),
  )
}

export function parseShown(bytes: Uint8Array): Shown | undefined {
  const json = parseJsonBytes(bytes)
  const shown = json.ok ? shownSchema.safeParse(json.value) : undefined
  return shown?.data
}

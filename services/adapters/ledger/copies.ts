// Copies of a ledger as a file that one office makes of another's: the exact messages, and signed heads that say whether they are all there. JSON, one value a line.
// Nothing in it is believed: what it is used for is proved by the heads that the ledger's own office signed.

import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { fromBase64, fromHex, sameBytes, toBase64 } from '../../../shared/kernel/base64.ts'
import { parseSubject, type OfficeId } from '../../../shared/kernel/ids.ts'
import { parseJsonBytes } from '../../../shared/kernel/json.ts'
import { maxEventBytes, maxNoteLength } from '../../../shared/kernel/limits.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import { officeIdSchema } from '../../../shared/order/order.schema.ts'
import type { Archive } from '../../office/ports.ts'
import type { LogStore } from '../../office/trust/ports.ts'
import { hashOf } from './read.ts'

const format = 'concert.ledger-copy.v1'

const headerSchema = z.strictObject({
  format: z.literal(format),
  office: officeIdSchema,
  epoch: z.string().min(2).max(64),
  /** Who made the copy. */
  by: officeIdSchema,
})
const lineSchema = z.union([
  /** A signed head with what others said of it. */
  z.strictObject({ head: z.string().min(1).max(maxNoteLength) }),
  /** The next message. */
  z.strictObject({
    subject: z.string().refine((text) => parseSubject(text) !== undefined),
    bytes: z
      .string()
      .max(2 * maxEventBytes)
      .refine((text) => fromBase64(text) !== undefined),
  }),
])

export interface LedgerCopy {
  readonly file: string
  readonly office: OfficeId
  readonly epoch: string
  readonly by: OfficeId
  readonly heads: readonly string[]
  readonly entries: readonly LedgerMessage[]
}

export interface CopyParts {
  readonly by: OfficeId
  readonly archive: Pick<Archive, 'at'>
  readonly heads: Pick<LogStore, 'origins' | 'size' | 'entry' | 'heads' | 'receipts'>
}

/** So many of the latest heads go with the entries: one would do, and the others help where the last entries are lost. */
const copiedHeads = 50

/** Writes all that is held of an office's present ledger, up to the first entry that is not in the archive. Throws ProblemError where nothing is, or the file is there. */
export function writeCopy(
  { by, archive, heads }: CopyParts,
  office: OfficeId,
  file: string,
): { readonly epoch: string; readonly entries: number; readonly heads: number } {
  const origin = heads.origins().findLast((each) => parseOrigin(each)?.office === office)
  const epoch = origin === undefined ? undefined : parseOrigin(origin)?.epoch
  if (origin === undefined || epoch === undefined || heads.size(origin) === 0)
    throw problemError(
      'not-found',
      {
        en: `No entry of the ledger of ${office} is held here.`,
        fr: `Aucune entrée du registre de ${office} n’est détenue ici.`,
      },
      office,
    )
  const out = openNew(file)
  const line = (value: unknown) => void writeSync(out, `${JSON.stringify(value)}\n`)
  try {
    line({ format, office, epoch, by })
    const latest = heads.heads(origin).slice(-copiedHeads)
    for (const { size, root, note } of latest) {
      const said = heads.receipts(origin, size).filter((each) => sameBytes(each.root, root))
      line({ head: note + said.map(({ last }) => last.line).join('') })
    }
    let entries = 0
    for (; entries < heads.size(origin); entries++) {
      const hash = heads.entry(origin, entries)
      const kept = archive
        .at(office, entries + 1)
        .find((each) => hash !== undefined && isHashOf(each, hash))
      if (kept === undefined) break
      line({ subject: kept.subject, bytes: toBase64(kept.bytes) })
    }
    fsyncSync(out)
    return { epoch, entries, heads: latest.length }
  } finally {
    closeSync(out)
  }
}

/** Throws ProblemError where the file is not a copy; whether it is right is not judged here. */
export async function readCopy(file: string): Promise<LedgerCopy> {
  const heads: string[] = []
  const entries: LedgerMessage[] = []
  let header: z.output<typeof headerSchema> | undefined
  let at = 0
  for await (const text of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    at++
    const json = parseJsonBytes(Buffer.from(text))
    const value: unknown = json.ok ? json.value : undefined
    if (header === undefined) {
      header = headerSchema.safeParse(value).data
      if (header === undefined) throw notACopy(file, at)
      continue
    }
    const parsed = lineSchema.safeParse(value)
    if (!parsed.success) throw notACopy(file, at)
    if ('head' in parsed.data) heads.push(parsed.data.head)
    else {
      const bytes = fromBase64(parsed.data.bytes) ?? new Uint8Array()
      const { subject } = parsed.data
      entries.push({ bytes, hash: hashOf(bytes), subject, sequence: entries.length + 1 })
    }
  }
  if (header === undefined) throw notACopy(file, 1)
  const { office, epoch, by } = header
  return { file, office, epoch, by, heads, entries }
}

export function isHashOf(message: Pick<LedgerMessage, 'hash'>, hash: Uint8Array): boolean {
  const own = fromHex(message.hash)
  return own !== undefined && sameBytes(own, hash)
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw problemError(
      'already-exists',
      {
        en: `${file} is there already: nothing was written. Name one that is not there yet.`,
        fr: `${file} existe déjà : rien n’a été écrit. Nommez-en un qui n’existe pas encore.`,
      },
      file,
    )
  }
}

function notACopy(file: string, line: number): ProblemError {
  return problemError(
    'invalid-input',
    {
      en: `${file} is not a copy of a ledger as "concert ledger export" writes it, or was cut off or changed: see its line ${line}.`,
      fr: `${file} n’est pas une copie de registre telle que l’écrit « concert ledger export », ou a été tronqué ou modifié : voir sa ligne ${line}.`,
    },
    `${file}:${line}`,
  )
}

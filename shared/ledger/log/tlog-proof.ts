// One entry's proof as a file of its own, C2SP tlog-proof: the entry's index, the way to the root, and the signed head, to be checked without a network.

import { fromBase64, toBase64 } from '../../kernel/base64.ts'
import { parseDecimal } from './checkpoint.ts'
import { maxProofHashes } from './proofs.ts'
import { hashBytes } from './tree.ts'

export interface TlogProof {
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  /** The signed note, with whatever cosignatures it has. */
  readonly checkpoint: string
  /** Not covered by any signature. */
  readonly extra?: Uint8Array
}

const header = 'c2sp.org/tlog-proof@v1'

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  return [
    header,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    checkpoint,
  ].join('\n')
}

/** The proof, or undefined where the text is not exactly one. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [first, ...lines] = text.slice(0, end).split('\n')
  if (first !== header) return undefined
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length))
  if (extraLine !== undefined && extra === undefined) return undefined
  const indexLine = lines.shift() ?? ''
  const index = indexLine.startsWith('index ')
    ? parseDecimal(indexLine.slice('index '.length))
    : undefined
  const hashes = parseHashes(lines)
  if (index === undefined || hashes === undefined) return undefined
  return {
    index,
    hashes,
    checkpoint: text.slice(end + 2),
    ...(extra === undefined ? {} : { extra }),
  }
}

/** Hashes as base64 lines; undefined where one is none, or there are more than a proof can have. */
export function parseHashes(lines: readonly string[]): Uint8Array[] | undefined {
  const hashes = lines.map(fromBase64)
  if (hashes.length > maxProofHashes) return undefined
  return hashes.every((hash) => hash?.length === hashBytes) ? (hashes as Uint8Array[]) : undefined
}

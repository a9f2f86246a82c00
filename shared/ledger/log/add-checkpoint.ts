// How a head is shown to a witness: the body of C2SP tlog-witness `add-checkpoint`. Offices use it among themselves, and any other witness understands it.

import { toBase64 } from '../../kernel/base64.ts'
import { parseDecimal } from './checkpoint.ts'
import { parseHashes } from './tlog-proof.ts'

export interface AddCheckpoint {
  /** Size of the head that the witness cosigned last; 0 for none. */
  readonly oldSize: number
  /** That the new tree begins with the old one. */
  readonly proof: readonly Uint8Array[]
  /** The signed note. */
  readonly checkpoint: string
}

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n')
}

/** The request, or undefined where the text is not exactly one. */
export function parseAddCheckpoint(text: string): AddCheckpoint | undefined {
  const end = text.indexOf('\n\n')
  if (end < 0 || !text.startsWith('old ')) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\n')
  const oldSize = parseDecimal(first.slice('old '.length))
  const proof = parseHashes(lines)
  return oldSize === undefined || proof === undefined
    ? undefined
    : { oldSize, proof, checkpoint: text.slice(end + 2) }
}

// The head of a ledger's tree as text: C2SP tlog-checkpoint v1.0.0. Concert writes no extension lines, and keeps those that another log writes.

import { fromBase64, toBase64 } from '../../kernel/base64.ts'
import { hashBytes } from './tree.ts'

export interface Checkpoint {
  /** Which log: `concert/ca-bc-oipc/<epoch>`. */
  readonly origin: string
  /** Number of leaves. */
  readonly size: number
  readonly root: Uint8Array
  readonly extensions: readonly string[]
}

/** The text that is signed, with its final newline. */
export function formatCheckpoint({
  origin,
  size,
  root,
  extensions,
}: Omit<Checkpoint, 'extensions'> & { readonly extensions?: readonly string[] }): string {
  return [origin, String(size), toBase64(root), ...(extensions ?? [])]
    .map((line) => `${line}\n`)
    .join('')
}

/** The head that a note's text says, or undefined where it says none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) return undefined
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines
  const root = fromBase64(rootText)
  const size = parseDecimal(sizeText)
  if (size === undefined || root?.length !== hashBytes) return undefined
  return { origin, size, root, extensions }
}

/** A whole number without leading zeroes, that JavaScript can count with; or undefined. */
export function parseDecimal(text: string): number | undefined {
  const value = Number(text)
  return /^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(value) ? value : undefined
}

// The entries that an office holds of every log: compared, appended and folded into a tree. What contradicts a signed head is a fork.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { Checkpoint } from '../../../shared/ledger/log/checkpoint.ts'
import type { VerifyNoteSignature } from '../../../shared/ledger/log/signed-message.ts'
import {
  leafHash,
  nodesOfAppend,
  rootOf,
  type Sha256,
  type TreeNode,
} from '../../../shared/ledger/log/tree.ts'
import type { Witness } from '../../../shared/ledger/log/witness.ts'
import type { Fork, HeadSigners, LogOffice, LogStore, StoredHead } from './ports.ts'

/** What an office judges every log with. */
export interface TrustParts {
  readonly office: OfficeId
  readonly store: LogStore
  readonly signers: HeadSigners
  readonly sha256: Sha256
  readonly verify: VerifyNoteSignature
  /** Everybody whose heads and cosignatures count, this office among them. Asked each time: keys change. */
  readonly offices: () => readonly LogOffice[]
  /** Called before this office signs that it holds entries, or a head of its own: what it speaks of is on the disk then. */
  readonly keep: () => void
  /** Witnesses that are no offices, whose cosignatures count too. */
  readonly witnesses?: readonly Witness[]
  /** Real time. */
  readonly nowMs: () => number
}

export function secondsNow({ nowMs }: TrustParts): number {
  return Math.floor(nowMs() / 1_000)
}

export function rootAt({ store, sha256 }: TrustParts, origin: string, size: number): Uint8Array {
  return rootOf(sha256, size, store.nodes(origin))
}

export type Taken =
  | { readonly kind: 'taken'; readonly size: number }
  /** The entry at `next` comes first. */
  | { readonly kind: 'gap'; readonly next: number }
  /** Another entry was taken at this index before. */
  | { readonly kind: 'different'; readonly index: number }
  /** What is held now is not what a head says that the log signed: both are kept. */
  | { readonly kind: 'fork'; readonly fork: Fork }

export function take(
  parts: TrustParts,
  origin: string,
  from: number,
  hashes: readonly Uint8Array[],
): Taken {
  const { store } = parts
  const size = store.size(origin)
  if (from > size) return { kind: 'gap', next: size }
  for (let at = from; at < Math.min(size, from + hashes.length); at++) {
    const [held, given] = [store.entry(origin, at), hashes[at - from]]
    if (held === undefined || given === undefined || !sameBytes(held, given))
      return { kind: 'different', index: at }
  }
  const entries = hashes.slice(size - from)
  if (entries.length === 0) return { kind: 'taken', size }
  const nodes = nodesOf(parts, origin, size, entries)
  store.append(origin, size, entries, nodes)
  // A head that was seen before its entries is compared now that they are here.
  for (const head of store.heads(origin, size + 1, size + entries.length))
    if (!sameBytes(rootAt(parts, origin, head.size), head.root))
      return { kind: 'fork', fork: foundFork(parts, head, 'head-and-entries', [head.note]) }
  return { kind: 'taken', size: size + entries.length }
}

/** Whether a log of `size` held entries has the head's root at the head's size. */
export function continues(parts: TrustParts, head: StoredHead, size: number): boolean {
  return head.size <= size && sameBytes(rootAt(parts, head.origin, head.size), head.root)
}

/** Keeps the proof, and with it the last size that both histories have in common. */
export function foundFork(
  parts: TrustParts,
  head: Pick<Checkpoint, 'origin' | 'size'>,
  between: Fork['between'],
  notes: readonly string[],
): Fork {
  const { store, nowMs } = parts
  const fork: Fork = {
    origin: head.origin,
    agreedSize: agreedBelow(parts, head.origin, head.size),
    between,
    notes,
    foundMs: nowMs(),
  }
  store.putFork(fork)
  return fork
}

/** The largest head below `size` that agrees with what is held, or that this office confirmed. */
function agreedBelow(parts: TrustParts, origin: string, size: number): number {
  const { office, store } = parts
  const held = store.size(origin)
  const confirmed = new Set(
    store
      .receipts(origin)
      .filter(({ by }) => by === office)
      .map((receipt) => receipt.size),
  )
  const agreed = store
    .heads(origin, 0, size - 1)
    .filter((head) => (head.size <= held ? continues(parts, head, held) : confirmed.has(head.size)))
  return agreed.at(-1)?.size ?? 0
}

/** In parts, so that a long ledger is not in memory twice. */
export function succeed(parts: TrustParts, former: string, size: number, origin: string): void {
  const { store } = parts
  store.together(() => {
    for (let from = store.size(origin); from < size; from = store.size(origin)) {
      const entries: Uint8Array[] = []
      for (let at = from; at < Math.min(size, from + copiedAtOnce); at++) {
        const entry = store.entry(former, at)
        if (entry === undefined) throw new Error(`${former} has no entry ${at}`)
        entries.push(entry)
      }
      store.append(origin, from, entries, nodesOf(parts, origin, from, entries))
    }
    // An empty one is followed as well.
    if (size === 0) store.append(origin, 0, [], [])
    store.putSuccession(origin, { former, size })
  })
}

function nodesOf(
  parts: TrustParts,
  origin: string,
  size: number,
  entries: readonly Uint8Array[],
): TreeNode[] {
  const { store, sha256 } = parts
  const stored = store.nodes(origin)
  const made = new Map<string, Uint8Array>()
  const nodes: TreeNode[] = []
  for (const [at, entry] of entries.entries()) {
    const read = (level: number, index: number) =>
      made.get(`${level}/${index}`) ?? stored(level, index)
    const leaf = leafHash(sha256, entry)
    for (const node of nodesOfAppend(sha256, size + at, leaf, read)) {
      made.set(`${node.level}/${node.index}`, node.hash)
      nodes.push(node)
    }
  }
  return nodes
}

/** Entries of a former log that are copied in one go. */
const copiedAtOnce = 4_096

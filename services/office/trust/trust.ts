// What an office knows of every log, its own among them: which entries it holds, which heads it saw, who confirmed what, and where two histories were signed.
// It signs its own heads, cosigns others' that continue what it saw, and never speaks about a log that forked until a person has decided.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { originOf } from '../../../shared/ledger/log/names.ts'
import { consistencyProof, inclusionProof } from '../../../shared/ledger/log/proofs.ts'
import { leafHash, rootWith } from '../../../shared/ledger/log/tree.ts'
import type { Fork, LogStore } from './ports.ts'
import { addReceipts, confirm, isWordOf, wordAsMirror, type HeadOf } from './cosignatures.ts'
import { hear, type ConsistencyFrom, type Heard } from './hear-head.ts'
import { rootAt, succeed, take, type Taken, type TrustParts } from './held-entries.ts'
import { signHead, thin } from './sign-head.ts'

export type Seen =
  /** `lines`: what this office says about it, to be given back. */
  | { readonly kind: 'cosigned'; readonly size: number; readonly lines: string }
  | Exclude<Heard, { readonly kind: 'agreed' }>

export interface Trust {
  /** Entries of a log in their order: `hash` is SHA-256 of each message's exact bytes, whether or not its event was accepted. Entries that are held already are compared. */
  take(origin: string, from: number, hashes: readonly Uint8Array[]): Taken
  /** Signs the head of the office's own log over all that it holds. `durable`: with ML-DSA-44 as well. */
  signHead(epoch: string, options?: { readonly durable?: boolean }): string
  /** Judges a head that somebody shows, and keeps it with the cosignatures that are right. */
  hear(note: string, ...proofs: readonly ConsistencyFrom[]): Heard
  /** The same, and cosigns it where it continues what was seen and is the largest. */
  see(note: string, ...proofs: readonly ConsistencyFrom[]): Seen
  /** What this office can say about the latest head it saw of a log: asked for again when more entries are held. Empty where there is nothing to say. */
  confirm(origin: string): string
  /** Cosignatures of a head that is kept here; answers how many were right and of a known office. */
  addReceipts(origin: string, size: number, lines: string): number
  /** A further log of an office that has one here, which goes on with the first `size` entries of the former: after its succession was accepted. */
  succeed(former: string, size: number, origin: string): void
  decide(origin: string, by: string, reason: string): void
  /** Lets go of post-quantum signatures that later ones make up for; answers of how many heads. */
  thin(): number
  /** Where a log stops because it forked; undefined where it does not. */
  stoppedAt(origin: string): Fork | undefined
  root(origin: string, size: number): Uint8Array
  /** The root that the first `size` entries of a log have with one more behind them. */
  rootWith(origin: string, size: number, entry: Uint8Array): Uint8Array
  /** Signature lines of this office as mirror under a head that no log has signed yet. */
  wordAsMirror(head: HeadOf): string
  /** Whether among these lines is an office's right word as mirror under that head. */
  isWordOf(by: OfficeId, head: HeadOf, lines: string): boolean
  inclusion(origin: string, index: number, size: number): readonly Uint8Array[]
  consistency(origin: string, from: number, to: number): readonly Uint8Array[]
  /** The latest head with every cosignature that is kept of it. */
  cosignedHead(origin: string, size?: number): string | undefined
  readonly ownOrigin: (epoch: string) => string
}

export function createTrust(parts: TrustParts): Trust {
  const { office, store, sha256, nowMs } = parts
  return {
    take: (...entries) => take(parts, ...entries),
    thin: () => thin(parts),
    signHead: (...head) => signHead(parts, ...head),
    hear: (...shown) => hear(parts, ...shown),
    see: (...shown) => see(parts, ...shown),
    confirm: (origin) => confirm(parts, origin),
    addReceipts: (...given) => addReceipts(parts, ...given),
    root: (origin, size) => rootAt(parts, origin, size),
    succeed: (...former) => succeed(parts, ...former),
    wordAsMirror: (head) => wordAsMirror(parts, head),
    rootWith: (origin, size, entry) =>
      rootWith(sha256, size, leafHash(sha256, entry), store.nodes(origin)),
    isWordOf: (...word) => isWordOf(parts, ...word),
    decide: (origin, by, reason) => store.decideFork(origin, { by, reason, decidedMs: nowMs() }),
    stoppedAt: (origin) => store.openFork(origin),
    inclusion: (origin, index, size) => inclusionProof(sha256, index, size, store.nodes(origin)),
    consistency: (origin, from, to) => consistencyProof(sha256, from, to, store.nodes(origin)),
    ownOrigin: (epoch) => originOf(office, epoch),
    cosignedHead: (origin, size) => cosignedHead(store, origin, size),
  }
}

function see(parts: TrustParts, note: string, ...proofs: readonly ConsistencyFrom[]): Seen {
  const heard = hear(parts, note, ...proofs)
  if (heard.kind !== 'agreed') return heard
  return { kind: 'cosigned', size: heard.size, lines: confirm(parts, heard.origin) }
}

function cosignedHead(store: LogStore, origin: string, size?: number): string | undefined {
  const head = size === undefined ? store.latestHead(origin) : store.heads(origin, size, size)[0]
  if (head === undefined) return undefined
  const lines = store
    .receipts(origin, head.size)
    .filter((receipt) => sameBytes(receipt.root, head.root))
    .map(({ last }) => last.line)
  return head.note + lines.join('')
}

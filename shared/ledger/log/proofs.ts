// Proofs over the tree of a ledger: that an entry is in it, and that a larger tree begins with a smaller one. RFC 6962 sections 2.1.1 and 2.1.2.
// Making needs the nodes; checking needs two hashes and the proof, nothing else.

import { sameBytes } from '../../kernel/base64.ts'
import {
  hashBytes,
  nodeHash,
  rangeHash,
  rootOf,
  splitOf,
  type ReadNode,
  type Sha256,
} from './tree.ts'

/** From the leaf's sibling up to the root's child. Throws RangeError for an entry that the tree does not have. */
export function inclusionProof(
  sha256: Sha256,
  index: number,
  size: number,
  read: ReadNode,
): Uint8Array[] {
  if (!isSize(size) || !isSize(index) || index >= size)
    throw new RangeError(`Entry ${index} is not in a tree of ${size}`)
  const path = (at: number, from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return []
    const middle = from + splitOf(to - from)
    return at < middle
      ? [...path(at, from, middle), rangeHash(sha256, middle, to, read)]
      : [...path(at, middle, to), rangeHash(sha256, from, middle, read)]
  }
  return path(index, 0, size)
}

/** Empty where there is nothing to prove: from an empty tree, or from a tree to itself. Throws RangeError for a tree that shrinks. */
export function consistencyProof(
  sha256: Sha256,
  from: number,
  to: number,
  read: ReadNode,
): Uint8Array[] {
  if (!isSize(from) || !isSize(to) || from > to)
    throw new RangeError(`A tree of ${to} does not begin with one of ${from}`)
  if (from === 0 || from === to) return []
  const subProof = (start: number, end: number, known: boolean): Uint8Array[] => {
    if (from === end) return known ? [] : [rangeHash(sha256, start, end, read)]
    const middle = start + splitOf(end - start)
    return from <= middle
      ? [...subProof(start, middle, known), rangeHash(sha256, middle, end, read)]
      : [...subProof(middle, end, false), rangeHash(sha256, start, middle, read)]
  }
  return subProof(0, to, true)
}

export interface InclusionClaim {
  readonly index: number
  readonly size: number
  /** Hash of the leaf, as `leafHash` makes it. */
  readonly leaf: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the leaf is at `index` of the tree of that size and root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(sha256: Sha256, claim: InclusionClaim): boolean {
  const { index, size, leaf, root, proof } = claim
  if (!isSize(index) || !isSize(size) || index >= size || !allHashes([leaf, root, ...proof]))
    return false
  let [at, last, hash] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sha256, sibling, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(sha256, hash, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameBytes(hash, root)
}

export interface ConsistencyClaim {
  readonly from: number
  readonly to: number
  readonly fromRoot: Uint8Array
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162 section 2.1.4.2). */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim
  if (!isSize(from) || !isSize(to) || from > to || !allHashes([fromRoot, toRoot, ...proof]))
    return false
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot)
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, emptyRootOf(sha256))
  // A tree of a power of two is a node of the larger tree: its root is the proof's first hash, unsaid.
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : [...proof]
  const first = path.shift()
  if (first === undefined) return false
  let [at, last] = [from - 1, to - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let [older, newer] = [first, first]
  for (const hash of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sha256, hash, older)
      newer = nodeHash(sha256, hash, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else newer = nodeHash(sha256, newer, hash)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameBytes(older, fromRoot) && sameBytes(newer, toRoot)
}

export function emptyRootOf(sha256: Sha256): Uint8Array {
  return rootOf(sha256, 0, () => new Uint8Array())
}

/** Longest proof there can be: one hash for each level of a tree of 2^63 leaves. */
export const maxProofHashes = 63

const half = (value: number) => Math.floor(value / 2)
const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0
const isPowerOfTwo = (value: number) => splitOf(2 * value) === value
const allHashes = (hashes: readonly Uint8Array[]) =>
  hashes.length <= maxProofHashes + 2 && hashes.every((hash) => hash.length === hashBytes)

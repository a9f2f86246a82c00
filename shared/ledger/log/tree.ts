// The Merkle tree of a ledger: RFC 6962 section 2.1 over SHA-256. Pure: hashing is given, and nodes are read from wherever they are kept.
// An entry of the log is the SHA-256 of one envelope's exact bytes (32 bytes); a leaf of the tree is the hash of that entry.

import { concatBytes } from '../../kernel/base64.ts'

/** SHA-256 of bytes: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const hashBytes = 32

/** Hash of a complete subtree: level 0 are leaves, level `l` at `index` covers leaves `index · 2^l` up to the next one's first. Throws where it is not there. */
export type ReadNode = (level: number, index: number) => Uint8Array

export interface TreeNode {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** The leaf of an entry: a leading zero byte keeps leaves and inner nodes apart. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(leafPrefix, entry))
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(nodePrefix, left, right))
}

/** The complete subtrees that a further leaf completes, the leaf itself first. `size`: leaves before it. */
export function nodesOfAppend(
  sha256: Sha256,
  size: number,
  leaf: Uint8Array,
  read: ReadNode,
): TreeNode[] {
  const nodes: TreeNode[] = [{ level: 0, index: size, hash: leaf }]
  let [level, index, hash] = [0, size, leaf]
  while (index % 2 === 1) {
    hash = nodeHash(sha256, read(level, index - 1), hash)
    level += 1
    index = (index - 1) / 2
    nodes.push({ level, index, hash })
  }
  return nodes
}

/** Root of the tree of the first `size` leaves. */
export function rootOf(sha256: Sha256, size: number, read: ReadNode): Uint8Array {
  return size === 0 ? sha256(new Uint8Array()) : rangeHash(sha256, 0, size, read)
}

/** Root of the tree of the first `size` leaves and one more behind them, which is not kept. */
export function rootWith(
  sha256: Sha256,
  size: number,
  leaf: Uint8Array,
  read: ReadNode,
): Uint8Array {
  const readMore: ReadNode = (level, index) => {
    if ((index + 1) * 2 ** level <= size) return read(level, index)
    if (level === 0) return leaf
    return nodeHash(sha256, readMore(level - 1, 2 * index), readMore(level - 1, 2 * index + 1))
  }
  return rootOf(sha256, size + 1, readMore)
}

/** MTH(D[from:to]) of RFC 6962, for a range that comes of splitting a tree: `from` is a multiple of the largest power of two in it. */
export function rangeHash(sha256: Sha256, from: number, to: number, read: ReadNode): Uint8Array {
  const width = to - from
  const left = splitOf(width)
  if (width === 1 || 2 * left === width) {
    const level = Math.round(Math.log2(width))
    return read(level, from / width)
  }
  return nodeHash(
    sha256,
    rangeHash(sha256, from, from + left, read),
    rangeHash(sha256, from + left, to, read),
  )
}

/** The largest power of two below `width`: where RFC 6962 divides a tree. */
export function splitOf(width: number): number {
  let split = 1
  while (2 * split < width) split *= 2
  return split
}

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

// A tree in memory, and the files of vectors.

import { readFileSync } from 'node:fs'
import { sha256 } from '../../../../services/adapters/log/crypto.ts'
import { leafHash, nodesOfAppend, type ReadNode } from '../../../../shared/ledger/log/tree.ts'

/** What an entry of the vectors is. */
export function entryOf(index: number): Uint8Array {
  return sha256(new TextEncoder().encode(`envelope ${index}`))
}

export interface MemoryTree {
  readonly read: ReadNode
  append(entry: Uint8Array): void
  readonly leaves: readonly Uint8Array[]
}

export function memoryTree(entries: readonly Uint8Array[] = []): MemoryTree {
  const nodes = new Map<string, Uint8Array>()
  const leaves: Uint8Array[] = []
  const read: ReadNode = (level, index) => {
    const hash = nodes.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`There is no node ${level}/${index}`)
    return hash
  }
  const tree: MemoryTree = {
    read,
    leaves,
    append(entry) {
      const leaf = leafHash(sha256, entry)
      for (const { level, index, hash } of nodesOfAppend(sha256, leaves.length, leaf, read))
        nodes.set(`${level}/${index}`, hash)
      leaves.push(leaf)
    },
  }
  for (const entry of entries) tree.append(entry)
  return tree
}

export interface GoVectors {
  readonly trees: readonly { readonly size: number; readonly root: string }[]
  readonly inclusion: readonly {
    readonly index: number
    readonly size: number
    readonly proof: readonly string[]
  }[]
  readonly consistency: readonly {
    readonly from: number
    readonly to: number
    readonly proof: readonly string[]
  }[]
  readonly seeds: Readonly<Record<string, string>>
  readonly notes: readonly {
    readonly vkeys: readonly string[]
    readonly note: string
    readonly tlogProof: string
  }[]
}

export function goVectors(): GoVectors {
  const file = new URL('../../../vectors/log/go.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as GoVectors
}

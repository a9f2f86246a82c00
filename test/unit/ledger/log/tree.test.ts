// The tree of a ledger and its proofs: the same as another author's, and false for anything that was changed.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../services/adapters/log/crypto.ts'
import { fromHex, toBase64, toHex } from '../../../../shared/kernel/base64.ts'
import {
  consistencyProof,
  emptyRootOf,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../../shared/ledger/log/proofs.ts'
import { rootOf } from '../../../../shared/ledger/log/tree.ts'
import { entryOf, goVectors, memoryTree } from './kit.ts'

const go = goVectors()
const tree = memoryTree(Array.from({ length: 600 }, (_, index) => entryOf(index)))
const root = (size: number) => rootOf(sha256, size, tree.read)

describe('known answers', () => {
  it('gives the roots of RFC 6962 as Certificate Transparency publishes them', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
    const published = memoryTree(leaves.map((hex) => fromHex(hex) ?? new Uint8Array()))
    expect(toHex(emptyRootOf(sha256))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    expect(toHex(rootOf(sha256, 1, published.read))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    published.append(fromHex('606162636465666768696a6b6c6d6e6f') ?? new Uint8Array())
    expect(toHex(rootOf(sha256, 8, published.read))).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    )
  })

  it.each(go.trees)(
    'gives the root that Go gives for $size entries',
    ({ size, root: expected }) => {
      expect(toBase64(root(size))).toBe(expected)
    },
  )

  it('makes the inclusion proofs that Go makes', () => {
    for (const { index, size, proof } of go.inclusion)
      expect(inclusionProof(sha256, index, size, tree.read).map(toBase64)).toEqual(proof)
    expect(go.inclusion.length).toBeGreaterThan(80)
  })

  it('makes the consistency proofs that Go makes', () => {
    for (const { from, to, proof } of go.consistency)
      expect(consistencyProof(sha256, from, to, tree.read).map(toBase64)).toEqual(proof)
    expect(go.consistency.length).toBeGreaterThan(70)
  })
})

const leafAt = (index: number) => tree.leaves[index] ?? new Uint8Array()

describe('inclusion', () => {
  it('is proved for every entry of every tree of up to 40 entries', () => {
    for (let size = 1; size <= 40; size++)
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(sha256, index, size, tree.read)
        const claim = { index, size, leaf: leafAt(index), root: root(size), proof }
        expect(verifyInclusion(sha256, claim)).toBe(true)
      }
  })

  it('is refused for any other index, leaf, root or size, and for a longer, shorter or changed proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), (size, at, change) => {
        const index = at % size
        const proof = inclusionProof(sha256, index, size, tree.read)
        const right = { index, size, leaf: leafAt(index), root: root(size), proof }
        const other = (index + 1 + (change % (size - 1))) % size
        const spoiled = proof.map((hash, each) =>
          each === change % proof.length
            ? hash.map((byte, i) => (i === 3 ? byte ^ 1 : byte))
            : hash,
        )
        const wrong = [
          { ...right, index: other },
          { ...right, leaf: leafAt(other) },
          { ...right, root: root(size === 600 ? size - 1 : size + 1) },
          { ...right, proof: proof.slice(1) },
          { ...right, proof: [...proof, leafAt(other)] },
          { ...right, proof: spoiled },
          { ...right, index: -1 },
          { ...right, index: index + 0.5 },
          { ...right, size: 0 },
        ]
        expect(verifyInclusion(sha256, right)).toBe(true)
        for (const claim of wrong) expect(verifyInclusion(sha256, claim)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('is not made for an entry that is not there', () => {
    expect(() => inclusionProof(sha256, 5, 5, tree.read)).toThrow(RangeError)
  })
})

describe('consistency', () => {
  it('is proved between all trees of up to 40 entries', () => {
    for (let to = 0; to <= 40; to++)
      for (let from = 0; from <= to; from++) {
        const proof = consistencyProof(sha256, from, to, tree.read)
        const claim = { from, to, fromRoot: root(from), toRoot: root(to), proof }
        expect(verifyConsistency(sha256, claim)).toBe(true)
      }
  })

  it('is refused where one old entry was changed, wherever it stands, though the last one is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 80 }), fc.nat(), fc.nat(), (to, a, b) => {
        const from = 1 + (a % (to - 1))
        const changed = b % from
        const entries = Array.from({ length: to }, (_, index) =>
          entryOf(index === changed ? 10_000 : index),
        )
        const rewritten = memoryTree(entries)
        const proof = consistencyProof(sha256, from, to, rewritten.read)
        const toRoot = rootOf(sha256, to, rewritten.read)
        const claim = { from, to, fromRoot: root(from), toRoot, proof }
        expect(verifyConsistency(sha256, claim)).toBe(false)
        expect(verifyConsistency(sha256, { ...claim, proof: [root(from), ...proof] })).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('is refused for any single changed bit of the proof', () => {
    const proof = consistencyProof(sha256, 13, 29, tree.read)
    const claim = { from: 13, to: 29, fromRoot: root(13), toRoot: root(29), proof }
    for (let at = 0; at < proof.length; at++)
      for (let bit = 0; bit < 256; bit++) {
        const spoiled = proof.map((hash, each) =>
          each === at
            ? hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
            : hash,
        )
        expect(verifyConsistency(sha256, { ...claim, proof: spoiled })).toBe(false)
      }
  })

  it('is refused between two trees of one size with different roots', () => {
    const claim = { from: 7, to: 7, fromRoot: root(7), toRoot: root(8), proof: [] }
    expect(verifyConsistency(sha256, claim)).toBe(false)
  })
})

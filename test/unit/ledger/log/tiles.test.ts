// The layout of a log as files: paths that round-trip, and tiles from which the whole tree can be made again.

import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../services/adapters/log/crypto.ts'
import { concatBytes } from '../../../../shared/kernel/base64.ts'
import {
  entriesPath,
  entryBundle,
  parseEntryBundle,
  parseTilePath,
  tileBytes,
  tilePath,
  tilesOf,
} from '../../../../shared/ledger/log/tiles.ts'
import { rootOf } from '../../../../shared/ledger/log/tree.ts'
import { entryOf, memoryTree } from './kit.ts'

describe('paths', () => {
  it('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
    expect(entriesPath({ index: 273, width: 112 })).toBe('tile/entries/273.p/112')
  })

  it('are read back, and nothing else is', () => {
    for (const tile of [...tilesOf(70_000), { level: 5, index: 1_234_067, width: 255 }])
      expect(parseTilePath(tilePath(tile))).toEqual(tile)
    for (const path of [
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/1',
      'tile/0/000/',
      '../tile/0/000',
    ])
      expect(parseTilePath(path), path).toBeUndefined()
  })
})

it('has the tiles that the specification counts for 70,000 entries', () => {
  const widths = (level: number) =>
    tilesOf(70_000)
      .filter((tile) => tile.level === level)
      .map(({ width }) => width)
  expect(widths(0).filter((width) => width === 256)).toHaveLength(273)
  expect(widths(0).at(-1)).toBe(112)
  expect(widths(1)).toEqual([256, 17])
  expect(widths(2)).toEqual([1])
  expect(tilesOf(256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1'])
})

it('holds everything that the root is made of', () => {
  const entries = Array.from({ length: 515 }, (_, index) => entryOf(index))
  const tree = memoryTree(entries)
  const level0 = concatBytes(
    ...tilesOf(515)
      .filter(({ level }) => level === 0)
      .map((tile) => tileBytes(tile, tree.read)),
  )
  expect(level0).toEqual(concatBytes(...tree.leaves))
  const [upper] = tilesOf(515).filter(({ level }) => level === 1)
  expect(upper).toEqual({ level: 1, index: 0, width: 2 })
  const bytes = upper === undefined ? new Uint8Array() : tileBytes(upper, tree.read)
  expect(bytes.subarray(0, 32)).toEqual(rootOf(sha256, 256, tree.read))
})

it('packs entries so that they can be unpacked, and refuses a bundle that was cut', () => {
  const entries = [entryOf(0), new Uint8Array(), new Uint8Array(300).fill(7)]
  expect(parseEntryBundle(entryBundle(entries))).toEqual(entries)
  expect(parseEntryBundle(entryBundle(entries).slice(0, -1))).toBeUndefined()
  expect(parseEntryBundle(Uint8Array.of(0))).toBeUndefined()
})

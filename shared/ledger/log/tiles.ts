// How a log is laid out as files or addresses that never change: C2SP tlog-tiles. Full tiles are 256 hashes wide, eight levels of the tree high.

import { concatBytes } from '../../kernel/base64.ts'
import type { ReadNode } from './tree.ts'

const tileWidth = 256
const tileHeight = 8

export interface Tile {
  /** 0: hashes of leaves; each level above: hashes of full tiles below. */
  readonly level: number
  readonly index: number
  /** 1 to 256; fewer than 256 is a partial tile. */
  readonly width: number
}

/** Every tile of a tree of `size` leaves, the lowest level first. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / tileWidth)) {
    for (let index = 0; index * tileWidth < hashes; index++)
      tiles.push({ level, index, width: Math.min(tileWidth, hashes - index * tileWidth) })
  }
  return tiles
}

/** `tile/0/x001/x234/067`, `tile/1/000.p/17`. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${indexPath(index)}${partial(width)}`
}

/** `tile/entries/x001/000`: the entries under a tile of level 0. */
export function entriesPath({ index, width }: Pick<Tile, 'index' | 'width'>): string {
  return `tile/entries/${indexPath(index)}${partial(width)}`
}

/** The tile a path names, or undefined where it is not the one path of a tile. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (match === null) return undefined
  const [, levelText = '', indexText = '', widthText] = match
  const tile: Tile = {
    level: Number(levelText),
    index: Number(indexText.replaceAll(/[x/]/g, '')),
    width: widthText === undefined ? tileWidth : Number(widthText),
  }
  if (tile.level > 63 || tile.width < 1 || !Number.isSafeInteger(tile.index)) return undefined
  return tilePath(tile) === path ? tile : undefined
}

/** The bytes of a tile: its hashes one after another. */
export function tileBytes({ level, index, width }: Tile, read: ReadNode): Uint8Array {
  return concatBytes(
    ...Array.from({ length: width }, (_, at) => read(level * tileHeight, index * tileWidth + at)),
  )
}

/** The bytes of an entry bundle: each entry behind its length, two bytes, big-endian. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
  )
}

/** The entries of a bundle, or undefined where it ends inside one. */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    if (at + 2 + length > bytes.length) return undefined
    entries.push(bytes.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

function indexPath(index: number): string {
  const parts: string[] = []
  for (let rest = index; rest > 0 || parts.length === 0; rest = Math.floor(rest / 1_000))
    parts.unshift(String(rest % 1_000).padStart(3, '0'))
  return parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/')
}

function partial(width: number): string {
  return width === tileWidth ? '' : `.p/${width}`
}

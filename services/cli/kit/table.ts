// Tables and lines as wide as the terminal: columns as wide as what they hold, the widest narrowed until all fit.

import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'

export type Cell = string | { readonly content: string; readonly colSpan: number }

/** Without a terminal: what fits a letter and a pull request. */
const defaultWidth = 100
const least = 10

function outputWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : defaultWidth
}

/** A cell that is longer than its column is wrapped by words. One that spans columns takes the width of the others. */
export function table(
  rows: readonly (readonly Cell[])[],
  head: readonly string[],
  width: number = outputWidth(),
): string {
  const widths = columnWidths([head, ...rows], width)
  const made = new Table({
    colWidths: widths,
    wordWrap: true,
    head: head.map((cell, at) => broken(cell, widths[at])),
    style: { head: [], border: [], compact: true },
  })
  made.push(
    ...rows.map((row) =>
      row.map((cell, at) => (typeof cell === 'string' ? broken(cell, widths[at]) : { ...cell })),
    ),
  )
  return made.toString()
}

/** Lines of words of at most `width` characters, those after the first indented. */
export function wrap(text: string, indent = '  ', width: number = outputWidth()): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && longestLine(last) + 1 + longestLine(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(lines.length === 0 ? word : indent + word)
  }
  return lines.join('\n')
}

/** A word that is longer than its column goes on below, where it can after a mark of its own: it would be cut otherwise. */
function broken(text: string, width = least): string {
  const room = width - 2
  return text.replaceAll(coloursAndWords, (piece, colour?: string) => {
    if (colour !== undefined) return piece
    const parts: string[] = []
    let rest = piece
    while (rest.length > room) {
      const part = /^.*[-:/.](?=.)/.exec(rest.slice(0, room))?.[0] ?? rest.slice(0, room)
      parts.push(part)
      rest = rest.slice(part.length)
    }
    return [...parts, rest].join('\n')
  })
}

// oxlint-disable-next-line no-control-regex
const coloursAndWords = /(\u001b\[\d+m)|[^\s\u001b]+/g

/** With padding, without the borders between. Words, such as the number of an order, are broken only where nothing else is left. */
export function columnWidths(rows: readonly (readonly Cell[])[], width: number): number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => textOf(row[column])))
  const widths = columns.map((cells) => 2 + Math.max(...cells.map(longestLine)))
  const words = columns.map((cells) => 2 + Math.max(...cells.map(longestWord)))
  const room = width - widths.length - 1
  narrow(widths, words, room)
  narrow(
    widths,
    widths.map(() => least),
    room,
  )
  return widths
}

/** Takes from the widest that may be narrower, until all fit. */
function narrow(widths: number[], floors: readonly number[], room: number): void {
  for (let over = sum(widths) - room; over > 0; over--) {
    let widest = -1
    for (const [at, each] of widths.entries())
      if (each > (floors[at] ?? least) && (widest < 0 || each > (widths[widest] ?? 0))) widest = at
    if (widest < 0) return
    widths[widest] = (widths[widest] ?? 0) - 1
  }
}

function longestWord(text: string): number {
  return Math.max(...text.split(/\s/).map(longestLine))
}

function longestLine(text: string): number {
  return Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : ''
}

// Tables of the terminal's width: columns as wide as what they hold, the widest narrowed until all fit.

import { stripVTControlCharacters } from 'node:util'
import { table } from './table.ts'

/** Without a terminal: what fits a letter and a pull request. */
export const defaultWidth = 100
const least = 10

export function fittedTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number = defaultWidth,
): string {
  return table(columnWidths([heads, ...rows], width), rows, heads)
}

/** With padding, without the borders between. Words, such as the number of an order, are broken only where nothing else is left. */
export function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''))
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

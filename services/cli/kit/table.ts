// Tables of at most 100 columns, without colours of their own.

import Table from 'cli-table3'

export type Cell = string | { readonly content: string; readonly colSpan: number }

/** `widths` include the padding; a cell that is longer is wrapped by words. The sum of widths plus one border each stays within 100. */
export function table(
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
  head?: readonly string[],
): string {
  const made = new Table({
    colWidths: [...widths],
    wordWrap: true,
    ...(head === undefined ? {} : { head: [...head] }),
    style: { head: [], border: [], compact: true },
  })
  made.push(
    ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : { ...cell }))),
  )
  return made.toString()
}

/** Lines of words of at most `width` characters, those after the first indented. */
export function wrap(text: string, width = 100, indent = '  '): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(lines.length === 0 ? word : indent + word)
  }
  return lines.join('\n')
}

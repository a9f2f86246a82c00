// The figures that SECURITY.md states, so that whoever counts them anew finds the same.

import { readFileSync } from 'node:fs'

/** How many were tried, and how many were found or survived, as the row of this name says. */
export function statedFigure(what: string): readonly [tried: number, found: number] {
  const text = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8')
  const row = text.split('\n').find((line) => line.startsWith(`| ${what} |`))
  const [tried = '', found = ''] = row?.split('|').slice(2, 4) ?? []
  const number = (cell: string) => Number(cell.replaceAll(/[ ,]/g, '') || Number.NaN)
  if (!Number.isSafeInteger(number(tried)) || !Number.isSafeInteger(number(found)))
    throw new Error(`SECURITY.md has no figure of "${what}"`)
  return [number(tried), number(found)]
}

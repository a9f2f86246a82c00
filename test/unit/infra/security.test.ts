// SECURITY.md promises only what a test holds: every line names one, and that test is there.

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const rows = read('SECURITY.md')
  .split('\n')
  .filter(
    (line) =>
      line.startsWith('| ') &&
      !/^\| what (is attacked|is stolen|was tried|was survived) \|/.test(line),
  )

it('names a test in every line of its tables', () => {
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) expect(row).toMatch(/\| `test\/[^`]+\.test\.ts` › [^|]+ \|$/)
})

it.each(rows.map((row) => /`(test\/[^`]+)` › ([^|]+) \|$/.exec(row)?.slice(1) ?? []))(
  'names a test that is there: %s › %s',
  (file = '', title = '') => {
    expect(read(file)).toContain(title)
  },
)

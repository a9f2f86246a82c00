// Public matters as case files: what was published of them, compared with what the rules say. The table in their README is made here.
// To write it anew: UPDATE_PUBLIC_TABLE=1 npx vitest run test/unit/case/public.test.ts

import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { dryRun, type DryRun } from '../../../shared/case/dry-run.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { offices, packs, today } from './fold.ts'

interface Published {
  readonly file: string
  readonly asOf: string
  readonly what: string
  readonly at: string
  /** False also where nothing is there. */
  readonly published: string | boolean | number
  readonly confidence: string
  readonly source: string
}
const folder = new URL('../../../cases/public/', import.meta.url)
const published = JSON.parse(readFileSync(new URL('published.json', folder), 'utf8')) as Published[]
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'published.json')
  .map((name) => name.slice(0, -'.json'.length))
  .toSorted()

const run = (file: string, asOf: string): DryRun =>
  dryRun({
    parsed: unwrap(parseCase(readFileSync(new URL(`${file}.json`, folder), 'utf8'), today)),
    officeOf: (id) => offices.get(id),
    packs,
    zoneData: '2026c',
    today,
    asOf: asOf as LocalDate,
  })

function valueAt(value: unknown, at: string): unknown {
  return at
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
}

const ours = ({ file, asOf, at }: Published): unknown => valueAt(run(file, asOf), at) ?? false

function table(): string {
  const rows = published.map((row) => {
    const found = ours(row)
    return `| ${row.file} | ${row.asOf} | ${row.what} | ${String(row.published)} | ${String(found)} | ${found === row.published ? 'same' : '**differs**'} | ${row.confidence} | ${row.source} |`
  })
  return [
    '| case | on | what | published | ours | | mark | source |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

describe('public matters', () => {
  it('are at least fifteen, each with something published to compare', () => {
    expect(files.length).toBeGreaterThanOrEqual(15)
    expect(new Set(published.map(({ file }) => file))).toEqual(new Set(files))
  })
  it.each(files)('%s: every fact is taken', (file) => {
    expect(run(file, today).refused).toEqual([])
  })
  it.each(published)('$file on $asOf: $what', (row) => {
    expect(ours(row)).toBe(row.published)
  })
  it('the table in their README is this one', () => {
    const readme = new URL('README.md', folder)
    const text = readFileSync(readme, 'utf8')
    const [head, , tail] = text.split(/<!-- table -->|<!-- end of table -->/)
    const wanted = `${head}<!-- table -->\n${table()}\n<!-- end of table -->${tail}`
    if (process.env['UPDATE_PUBLIC_TABLE'] === '1') writeFileSync(readme, wanted)
    expect(readFileSync(readme, 'utf8')).toBe(wanted)
  })
})

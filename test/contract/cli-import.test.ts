// `concert import orders` against the real HTTP application and the real rules.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../services/apps/concert/run.ts'
import { plain } from '../../services/cli/kit/output.ts'
import type { HttpServer } from '../../services/web/server.ts'
import { serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-import-'))
let office: MemoryOffice
let server: HttpServer | undefined
beforeEach(async () => {
  await server?.[Symbol.asyncDispose]()
  office = new MemoryOffice('ca-bc-oipc', '2022-01-26')
  server = await serve(office)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const header =
  'order,matter,statute,issued,respondent,respondent_name,term,theme,kind,text_en,text_fr,copy_given,means'
const row = (number: string, changes: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    order: number,
    matter: 'clearview-ai',
    statute: 'ca-bc-pipa',
    issued: '2021-12-14',
    respondent: 'clearview-ai-inc',
    respondent_name: '"Clearview AI, Inc."',
    term: 'T1',
    theme: 'delete',
    kind: 'mandate',
    text_en: 'Delete what was collected',
    text_fr: 'Supprimer ce qui a été recueilli',
    copy_given: '2021-12-14',
    means: 'courier',
    ...changes,
  }
  return header
    .split(',')
    .map((column) => cells[column] ?? '')
    .join(',')
}

async function importFile(lines: readonly string[], ...args: string[]) {
  const file = path.join(folder, 'orders.csv')
  writeFileSync(file, `\uFEFF${lines.join('\r\n')}\r\n`)
  const outs: string[] = []
  const errs: string[] = []
  let exit = 0
  const code = await run(['import', 'orders', file, '--url', server?.url ?? '', ...args], {
    out: (text) => void outs.push(text),
    err: (text) => void errs.push(text),
    paint: plain,
    exit: (given) => void (exit = given),
  })
  return { code: code === 0 ? exit : code, out: outs.join('\n').replaceAll(file, 'FILE'), errs }
}
const known = async () =>
  ((await (await fetch(`${server?.url}/v1/board`)).json()) as { orders: { order: string }[] })
    .orders

describe('a table of open orders', () => {
  it('becomes orders with their terms and clocks, once, however often it is imported', async () => {
    const lines = [
      header,
      row('P21-08'),
      row('P21-08', { term: 'T2', theme: 'stop' }),
      row('P21-09'),
    ]
    for (const _ of [1, 2]) {
      const { code, out } = await importFile(lines)
      expect(out).toBe('2 orders can be read, 0 bad rows; 2 orders recorded')
      expect(code).toBe(0)
    }
    expect((await known()).map(({ order }) => order)).toEqual([
      'ca-bc-oipc:P21-08',
      'ca-bc-oipc:P21-09',
    ])
    expect((await known())[0]).toMatchObject({
      terms: [
        { id: 'T1', due: { date: '2022-01-25' } },
        { id: 'T2', due: { date: '2022-01-25' } },
      ],
    })
  })

  it('with --dry-run names every bad row with its line, and records nothing', async () => {
    const { code, out } = await importFile(
      [
        header,
        row('P21-08'),
        row('P21-09', { issued: '2021-02-30' }),
        row('P21-10', { kind: 'duty' }),
        row('P21-11', { statute: 'ca-ab-pipa' }),
        row('P21-12', { text_fr: '' }),
        row('P21-13'),
        row('P21-13', { term: 'T2', matter: 'another' }),
        row('P21-14', { copy_given: '2021-12-13' }),
        row('P21-15', { issued: '2022-01-27', copy_given: '' }),
      ],
      '--dry-run',
    )
    const lines = out.split('\n')
    expect(lines.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      'FILE:3:',
      'FILE:4:',
      'FILE:5:',
      'FILE:6:',
      'FILE:8:',
      'FILE:9:',
      'FILE:10:',
      '3',
    ])
    expect(lines.at(-1)).toBe('3 orders can be read, 7 bad rows; nothing was recorded')
    expect(out).toContain('impossible-date')
    expect(out).toContain('"text_fr" is empty')
    expect(code).toBe(3)
    expect(await known()).toEqual([])
  })

  it('with one bad row is not recorded in part', async () => {
    const { code } = await importFile([header, row('P21-08'), row('P21-09', { kind: 'duty' })])
    expect(code).toBe(3)
    expect(await known()).toEqual([])
  })

  it.each([
    ['a column that is not known', `${header},colour`, 'no column "colour"'],
    ['a column that is missing', header.replace(',theme', ''), 'The column "theme" is missing'],
  ])('%s is named', async (_, first, message) => {
    const { code, out } = await importFile([first, row('P21-08')], '--dry-run')
    expect(out).toContain(message)
    expect(code).toBe(3)
  })

  it('whose row has a comma too many is told which', async () => {
    const { out } = await importFile([header, row('P21-08', { text_en: 'Stop, and delete' })])
    expect(out).toContain('FILE:2: P21-08: The row has 14 cells, and there are 13 columns')
  })

  it('that is no table is refused with its line', async () => {
    const { code, errs } = await importFile([header, row('P21-08').replace('"Clear', '"Clear"')])
    expect(errs.join('\n')).toContain('is no table')
    expect(code).toBe(2)
  })

  it('speaks French to who reads French', async () => {
    const { out } = await importFile([header, row('P21-08', { text_en: '' })], '--lang', 'fr')
    expect(out).toContain('« text_en » est vide')
    expect(out).toContain('0 ordonnances lisibles, 1 lignes refusées')
  })
})

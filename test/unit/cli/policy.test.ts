// `concert policy check`: exit codes, JSON and the table, on real files.

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { plain } from '../../../services/cli/kit/output.ts'
import { run } from '../../../services/apps/concert/run.ts'
import { ownPackFolder } from '../../../services/platform/packs.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-check-'))
afterAll(() => rmSync(folder, { recursive: true }))
const bc = path.join(ownPackFolder, 'ca-bc-pipa.json')

/** The BC pack with some of its fields replaced, in a file of its own. */
function bent(
  name: string,
  change: (
    json: Record<string, unknown> & { inForce: object; clocks: Record<string, unknown>[] },
  ) => void,
): string {
  const json = JSON.parse(readFileSync(bc, 'utf8'))
  change(json)
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(json))
  return file
}
function raw(name: string, content: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

async function check(...args: string[]) {
  const [outs, errs]: [string[], string[]] = [[], []]
  const code = await run(['policy', 'check', ...args], {
    out: (text) => void outs.push(text),
    err: (text) => void errs.push(text),
    paint: plain,
    exit: () => {},
  })
  return { code, out: outs.join('\n'), err: errs.join('\n') }
}

/** The federal pack without the rule on offices abroad, which asks for an arrangement that nobody knows: nothing is doubtful of it. */
function withoutArrangements(): string {
  const json = JSON.parse(readFileSync(path.join(ownPackFolder, 'ca-fed-pipeda.json'), 'utf8')) as {
    sharing: { rules: { agreement?: string }[] }
  }
  json.sharing.rules = json.sharing.rules.filter(({ agreement }) => agreement !== 'needed')
  const file = path.join(folder, 'without-arrangements.json')
  writeFileSync(file, JSON.stringify(json))
  return file
}

const hole = () => [
  bent('old.json', (json) => (json.inForce = { ...json.inForce, to: '2023-02-28' })),
  bent('new.json', (json) => (json.inForce = { ...json.inForce, from: '2023-03-05' })),
]

describe('exit codes', () => {
  test.each<[string, () => string[], number, RegExp]>([
    ['a good pack', () => [bc], 0, /^$/],
    [
      'a copy of it',
      () => [(copyFileSync(bc, path.join(folder, 'copy.json')), path.join(folder, 'copy.json'))],
      0,
      /^$/,
    ],
    ['warnings only', () => [path.join(ownPackFolder, 'eu-gdpr.json')], 0, /^$/],
    ['a hole between two', hole, 3, /1 error in .*old\.json/],
    ['an overlap', () => [bc, bent('again.json', () => {})], 3, /1 error/],
    [
      'a rule without a citation',
      () => [bent('uncited.json', (json) => delete json.clocks[0]?.['citations'])],
      3,
      /uncited\.json/,
    ],
    [
      'an unreachable route',
      () => [
        bent(
          'due.json',
          (json) => (json.clocks = json.clocks.filter((clock) => clock['id'] !== 'comply')),
        ),
      ],
      3,
      /due\.json/,
    ],
    [
      'a date that does not exist',
      () => [bent('date.json', (json) => (json.inForce = { ...json.inForce, from: '2023-02-29' }))],
      2,
      /date\.json/,
    ],
    [
      'another form',
      () => [bent('form.json', (json) => (json['surprise'] = true))],
      2,
      /form\.json/,
    ],
    ['no JSON', () => [raw('text.json', '{')], 2, /text\.json/],
    ['no file', () => [path.join(folder, 'nowhere.json')], 2, /nowhere\.json/],
    ['a folder', () => [folder], 2, /1 error/],
    ['nothing named', () => [], 2, /missing required argument/],
  ])('%s', async (_, files, code, said) => {
    const ended = await check(...files())
    expect(ended.code, ended.out).toBe(code)
    expect(ended.err).toMatch(said)
  })
})

test('JSON: every file with what it is, every finding with file, code, place and words, nothing else', async () => {
  const [old = '', fresh = ''] = hole()
  const { out } = await check(old, fresh, raw('list.json', '[]'), '--json')
  expect(JSON.parse(out)).toEqual({
    files: [
      {
        file: old,
        statute: 'ca-bc-pipa',
        version: expect.any(String),
        inForce: { from: '2004-01-01', to: '2023-02-28' },
      },
      {
        file: fresh,
        statute: 'ca-bc-pipa',
        version: expect.any(String),
        inForce: { from: '2023-03-05' },
      },
      { file: path.join(folder, 'list.json') },
    ],
    errors: [
      {
        file: path.join(folder, 'list.json'),
        code: 'form',
        path: '(pack)',
        message: expect.any(String),
      },
      {
        file: old,
        code: 'gap-in-force',
        path: 'inForce.to',
        message: expect.stringContaining('2023-03-05'),
      },
    ],
    // That the limitation of British Columbia's offence rests on what nobody verified, of each file.
    warnings: [old, fresh].map((file) => ({
      file,
      code: 'unverified-refusal',
      path: 'routes.0.limitation',
      message: expect.any(String),
    })),
  })
})

test('the table: at most 100 columns, no path cut off, the code of a missing citation and of an impossible date', async () => {
  const { out } = await check(
    path.join(ownPackFolder, 'eu-gdpr.json'),
    bent('uncited.json', (json) => delete json.clocks[0]?.['citations']),
    bent('date.json', (json) => (json.inForce = { ...json.inForce, from: '2023-02-29' })),
    '--json',
  )
  expect(
    (JSON.parse(out) as { errors: { code: string; path: string }[] }).errors.map(
      ({ code, path: at }) => `${code} ${at}`,
    ),
  ).toEqual(['missing-citation clocks.0.citations', 'impossible-date inForce.from'])
  const human = await check(path.join(ownPackFolder, 'eu-gdpr.json'), withoutArrangements())
  const lines = human.out.split('\n')
  expect(
    Math.max(...lines.filter((line) => line.startsWith('│')).map((line) => line.length)),
  ).toBeLessThanOrEqual(100)
  expect(human.out).toContain('countings.calendar-rolling.citations')
  expect(human.out).toContain('Nothing is wrong.')
  expect(lines.at(-1)).toBe('0 errors, 8 warnings.')
})

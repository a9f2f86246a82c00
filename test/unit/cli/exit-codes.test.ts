// How a run ends: exit codes, what goes to which stream, and that every command's help begins with examples.

import { describe, expect, it } from 'vitest'
import type { Command } from 'commander'
import { catalogue, type ProblemCode } from '../../../shared/kernel/problems.ts'
import {
  exitCodeOf,
  plain,
  reportError,
  reportProblem,
  type Io,
} from '../../../services/cli/kit/output.ts'
import { createProgram } from '../../../services/apps/concert/program.ts'
import * as backup from '../../../services/apps/concert/backup.ts'
import * as federation from '../../../services/apps/concert/federation.ts'
import * as office from '../../../services/apps/concert/office.ts'
import { run } from '../../../services/apps/concert/run.ts'
import * as setup from '../../../services/apps/concert/setup.ts'
import * as verify from '../../../services/apps/concert/verify.ts'

function recorder(): Io & { outs: string[]; errs: string[] } {
  const outs: string[] = []
  const errs: string[] = []
  return {
    outs,
    errs,
    out: (text) => void outs.push(text),
    err: (text) => void errs.push(text),
    lang: 'en',
    paint: plain,
    exit: () => {},
  }
}

describe('exit codes', () => {
  it.each<[ProblemCode, number]>([
    ['invalid-input', 2],
    ['not-json', 2],
    ['too-large', 2],
    ['impossible-date', 2],
    ['future-date', 3],
    ['before-lawful-day', 3],
    ['unknown-order', 3],
    ['not-found', 3],
    ['conflict', 3],
    ['already-exists', 3],
    ['unavailable', 4],
    ['policy-gap', 1],
    ['zone-data-too-old', 1],
  ])('%s ends with %i', (code, exit) => {
    expect(exitCodeOf(code)).toBe(exit)
  })

  it('has one for every code of the catalogue', () => {
    for (const code of Object.keys(catalogue) as ProblemCode[])
      expect([1, 2, 3, 4]).toContain(exitCodeOf(code))
  })

  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [['order', 'serve', '--help'], 0],
    [['coffee'], 2],
    [['order', 'serve', 'ca-bc-oipc:P1'], 2],
    [['order', 'serve', 'ca-bc-oipc:P1', 'more', '--party', 'a', '--means', 'b'], 2],
    [['order', 'outcome', 'ca-bc-oipc:P1', 'offence', 'convicted', '--amount', 'much'], 2],
    [['order', 'challenge', 'ca-bc-oipc:P1', 'c', '--kind', 'complaint', '--forum', 'court'], 2],
    [['deadlines', 'ca-bc-pipa'], 2],
    [['deadlines', 'ca-bc-pipa', '--given', '2021-02-29'], 2],
    [['deadlines', 'ca-bc-pipa', '--given', '2021-12-14', '--days', '3', '--on', '2022-01-01'], 2],
    [['deadlines', 'ca-xx-pipa', '--given', '2021-12-14'], 3],
    [['deadlines', 'ca-bc-pipa', '--given', '1990-01-01'], 3],
    [['deadlines', 'ca-bc-pipa', '--given', '2021-12-14', '--days', '90'], 3],
    [['deadlines', 'ca-bc-pipa', '--given', '2021-12-14'], 0],
    [['replay', '/nowhere/case.json'], 2],
    [['board', '--url', 'http://127.0.0.1:1'], 4],
    [['board', '--data', '/nowhere'], 4],
    [['order', 'show', 'not-an-order', '--url', 'http://127.0.0.1:1'], 4],
    [['order', 'serve', 'not-an-order', '--party', 'a', '--means', 'b'], 2],
  ])('concert %j ends with %i', async (args, code) => {
    const io = recorder()
    expect(await run(args, io), io.errs.join('\n')).toBe(code)
    if (code !== 0) expect(io.errs.join('\n')).not.toBe('')
  })
})

describe('what is said', () => {
  it('tells code, value, rule and what to do of a refusal', () => {
    const io = recorder()
    reportProblem(io, {
      code: 'before-lawful-day',
      message: 'Too early',
      messageFr: 'Trop tôt',
      value: '2024-04-02',
      rule: { statute: 'ca-ab-pipa', section: '54(2)', confidence: 'M' },
    })
    expect(io.errs[0]).toBe(
      [
        'concert: before-lawful-day: Too early',
        '  value  2024-04-02',
        '  rule   ca-ab-pipa s.54(2) (M: general knowledge, unverified)',
        '  do     report it again on a date from the first lawful day on',
      ].join('\n'),
    )
    expect(io.outs).toEqual([])
  })

  it('tells several findings once each, one a line', () => {
    const io = recorder()
    const details = ['statute: missing', 'terms: missing']
    const [en, fr] = [details, ['statute : absent', 'terms : absent']]
    const many = {
      code: 'invalid-input' as const,
      message: `The command "issue": ${en.join('; ')}`,
      messageFr: `La commande « issue » : ${fr.join(' ; ')}`,
      details: en,
      detailsFr: fr,
    }
    reportProblem(io, many)
    reportProblem({ ...io, lang: 'fr' }, many)
    expect(io.errs).toEqual([
      'concert: invalid-input: The command "issue":\n  -      statute: missing\n  -      terms: missing',
      'concert: invalid-input: La commande « issue » :\n  -      statute : absent\n  -      terms : absent',
    ])
  })

  it('gives a refusal as JSON too where JSON was asked for', async () => {
    const io = recorder()
    expect(await run(['deadlines', 'ca-xx-pipa', '--given', '2021-12-14', '--json'], io)).toBe(3)
    expect(JSON.parse(io.outs.join(''))).toMatchObject({
      kind: 'refused',
      problem: { code: 'unknown-statute', value: 'ca-xx-pipa' },
    })
  })

  it('names the causes of a fault', () => {
    const io = recorder()
    expect(reportError(io, new Error('first', { cause: new Error('second') }))).toBe(1)
    expect(io.errs[0]).toBe('concert: first\n  because: second')
  })

  it('documents the exit codes in its help', async () => {
    const io = recorder()
    await run(['--help'], io)
    for (const line of ['0  done', '1  fault', '2  usage', '3  refused', '4  not reachable'])
      expect(io.outs.join('\n')).toContain(line)
  })

  it('begins the help of every command with examples of that command', async () => {
    const io = recorder()
    const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
    for (const command of all(await createProgram(io)).filter((each) => each.name() !== 'help')) {
      io.outs.length = 0
      command.outputHelp()
      expect(io.outs.join('\n'), command.name()).toMatch(/^Examples:\n {2}concert /)
    }
  })
})

describe('the help of every command', () => {
  const everything = (io: Io) => createProgram(io, [backup, federation, office, setup, verify])
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]

  it('fits into 80 columns', async () => {
    const io = recorder()
    for (const command of all(await everything(io))) command.outputHelp()
    const lines = io.outs.join('\n').split('\n')
    expect(lines.length).toBeGreaterThan(1_000)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  })

  it('has examples that the program takes as they stand', async () => {
    const io = recorder()
    const program = await everything(io)
    const run: string[] = []
    for (const command of all(program)) command.action(() => void run.push(command.name()))
    const examples: string[] = []
    for (const command of all(program)) {
      io.outs.length = 0
      command.outputHelp()
      examples.push(...examplesIn(io.outs.join('\n')))
    }
    expect(examples.length).toBeGreaterThan(120)
    for (const example of examples)
      for (const words of commandsIn(example)) {
        const before = run.length
        await program.parseAsync(words, { from: 'user' })
        expect([example, run.length]).toEqual([example, before + 1])
      }
  })
})

/** Under its first line, those that go on joined, as a shell does. */
function examplesIn(help: string): string[] {
  const [first = ''] = help.split('\n\n')
  return first
    .replaceAll(/ \\\n +/g, ' ')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/\s{2,}.*$/, ''))
}

/** The words of each `concert` in one line of a shell. */
function commandsIn(line: string): string[][] {
  return line.split(/ (?:&&|\||>) /).flatMap((part) => {
    const words = (part.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) =>
      word.replaceAll(/['"]/g, ''),
    )
    const at = words.indexOf('concert')
    return at < 0 ? [] : [words.slice(at + 1)]
  })
}

describe('concert deadlines STATUTE --json', () => {
  const compute = async (...args: string[]) => {
    const io = recorder()
    expect(await run(['deadlines', ...args, '--json'], io), io.errs.join('\n')).toBe(0)
    return JSON.parse(io.outs.join('')) as {
      statute: string
      pack: string
      zoneData: string
      deadlines: {
        id: string
        terms: string[]
        date: string
        endsAt: string
        confidence: string
        rules: { section: string }[]
        steps: { date: string; n: number; counted: boolean; why: string }[]
      }[]
    }
  }
  const dates = (computed: Awaited<ReturnType<typeof compute>>) =>
    computed.deadlines.map(({ id, date }) => [id, date])

  it('gives the worked dates', async () => {
    expect(dates(await compute('ca-bc-pipa', '--given', '2021-12-14'))).toEqual([
      ['challenge', '2022-01-25'],
      ['comply', '2022-01-25'],
    ])
    expect(dates(await compute('ca-ab-pipa', '--given', '2021-12-07'))).toEqual([
      ['challenge', '2022-01-21'],
      ['comply-not-before', '2022-01-22'],
      ['comply', '2022-01-26'],
    ])
    expect(
      dates(
        await compute('ca-qc-p391', '--given', '2021-12-14', '--term', 'mandate', '--days', '90'),
      ),
    ).toEqual([
      ['challenge', '2022-01-13'],
      ['enforceable', '2022-01-13'],
      ['comply', '2022-03-14'],
    ])
    expect(
      dates(await compute('ca-qc-p391', '--given', '2021-12-14', '--term', 'prohibition')),
    ).toContainEqual(['enforceable', '2021-12-14'])
    expect(dates(await compute('ca-fed-pipeda', '--given', '2021-02-02'))).toEqual([
      ['challenge', '2022-02-02'],
    ])
  })

  it('says which pack and zone data, when the day ends, and counts every day', async () => {
    const { statute, pack, zoneData, deadlines } = await compute(
      'ca-bc-pipa',
      '--given',
      '2021-12-14',
    )
    expect({ statute, zoneData }).toEqual({ statute: 'ca-bc-pipa', zoneData: process.versions.tz })
    expect(pack).toMatch(/^\d{4}-\d{2}-\d{2}/)
    expect(deadlines[0]).toMatchObject({
      endsAt: '2022-01-26T08:00:00.000Z',
      rules: expect.arrayContaining([expect.objectContaining({ section: '53(1)' })]),
    })
    expect(deadlines[0]?.steps.filter((step) => step.counted)).toHaveLength(30)
    expect(deadlines[0]?.steps.at(-1)).toMatchObject({ date: '2022-01-25', n: 30, counted: true })
  })

  it("takes the order's own date as given", async () => {
    expect(
      dates(
        await compute(
          'ca-qc-p391',
          '--given',
          '2024-03-07',
          '--term',
          'mandate',
          '--on',
          '2024-06-01',
        ),
      ),
    ).toContainEqual(['comply', '2024-06-01'])
  })
})

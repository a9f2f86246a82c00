// The command line as people start it, against the real HTTP application with an office in memory behind it:
// which request each command becomes, what it prints, and how it ends.

import type { Actor } from '../../shared/kernel/actor.ts'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { problem } from '../../shared/kernel/problems.ts'
import { boardSchema } from '../../shared/board/board.schema.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import type { AnyCommand } from '../../shared/rules.ts'
import type { SubmitReply } from '../../shared/contract/reply.ts'
import type { HttpServer } from '../../services/web/server.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

class ListeningOffice extends MemoryOffice {
  readonly sent: { ref: AggregateRef; command: AnyCommand }[] = []
  unavailable = false
  override submit(actor: Actor, ref: AggregateRef, command: AnyCommand): Promise<SubmitReply> {
    this.sent.push({ ref, command })
    if (this.unavailable)
      return Promise.resolve({
        kind: 'refused',
        problem: problem('unavailable', {
          en: 'The broker does not answer',
          fr: 'Le serveur ne répond pas',
        }),
      })
    return super.submit(actor, ref, command)
  }
}

const main = path.join(import.meta.dirname, '..', '..', 'services', 'apps', 'concert', 'main.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'concert-cli-'))
let office: ListeningOffice
let server: HttpServer
let observer: ListeningOffice
let observerServer: HttpServer

beforeAll(async () => {
  office = new ListeningOffice('ca-bc-oipc', '2021-12-20')
  observer = new ListeningOffice('ca-fed-opc', '2021-12-20')
  server = await serve(office)
  observerServer = await serve(observer)
  await office.replay()
  writeFileSync(
    path.join(folder, 'federation.json'),
    JSON.stringify({
      version: 1,
      ports: {
        offices: {
          'ca-fed-opc': { http: observerServer.port },
          'ca-bc-oipc': { http: server.port },
        },
      },
    }),
  )
})
beforeEach(() => {
  vi.stubEnv('CONCERT_DATA', folder)
  vi.stubEnv('CONCERT_URL', undefined)
  office.sent.length = 0
  observer.sent.length = 0
  office.unavailable = false
})
afterEach(() => void vi.unstubAllEnvs())
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await observerServer[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const environment = (): NodeJS.ProcessEnv => {
  const { CONCERT_URL: _, NO_COLOR: __, FORCE_COLOR: ___, ...env } = process.env
  return { ...env, CONCERT_DATA: folder }
}
function concert(
  args: readonly string[],
  { input }: { input?: string } = {},
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...args],
      { env: environment() },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
    if (input !== undefined) child.stdin?.end(input)
  })
}
const order = 'ca-bc-oipc:P21-08'

describe('--dry-run', () => {
  const asked = ['--on', '2021-12-20', '--id', 'dry/1', '--dry-run']
  it('shows what would be recorded and which dates would follow, and sends nothing', async () => {
    const size = office.entries.length
    const set = [
      'order',
      'set-deadline',
      order,
      'audit',
      '--to',
      '2022-06-01',
      '--en',
      'Audit',
      '--fr',
      'Vérification',
      '--reason',
      'agreed',
    ]
    const { code, out } = await runCli([...set, ...asked])
    expect(code).toBe(0)
    expect(out).toMatch(/would be recorded {2}ca-bc-oipc:P21-08 {2}version 4 {2}deadline-set/)
    expect(out).toMatch(/no date → 2022-06-01 {2}date set by hand \(audit\)/)
    expect(out).toContain('Nothing was recorded.')
    const json = await runCli([...set, ...asked, '--json'])
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'preview', event: { kind: 'deadline-set' } })
    expect(office.sent).toEqual([])
    expect(office.entries.length).toBe(size)
  })
  it('of a matter, with the options of its kinds', async () => {
    const notice = [
      'matter',
      'say',
      'clearview-ai',
      'notice-of-intention',
      '--notice',
      'N1',
      '--reply-by',
      '2022-02-10',
    ]
    const { out } = await runCli([...notice, '--office', 'ca-bc-oipc', ...asked])
    expect(out).toMatch(/no date → 2022-02-10 {2}last day to reply \(N1\)/)
    expect(office.sent).toEqual([])
  })
  it('a refusal is the one of the command, with its exit code', async () => {
    const { code, err } = await runCli([
      'order',
      'extend',
      order,
      '--to',
      '2022-03-01',
      '--reason',
      'asked',
      ...asked,
    ])
    const real = await runCli([
      'order',
      'extend',
      order,
      '--to',
      '2022-03-01',
      '--reason',
      'asked',
      '--on',
      '2021-12-20',
    ])
    expect([code, err]).toEqual([real.code, real.err])
    expect(err).toContain('not-extendable')
  })
})

describe('from arguments to a request', () => {
  const base = ['--on', '2021-12-20', '--id', 'test/1', '--json']
  it.each<[string[], Record<string, unknown>]>([
    [
      ['serve', order, '--party', 'acme', '--means', 'courier'],
      { kind: 'serve', party: 'acme', means: 'courier' },
    ],
    [
      ['refuse', order, '--terms', 'T1, T2', '--reason', 'no'],
      { kind: 'refuse', terms: ['T1', 'T2'], reason: 'no' },
    ],
    [['comply', order], { kind: 'comply', outcome: 'complied' }],
    [
      ['comply', order, '--partial', '--terms', 'T3'],
      { kind: 'comply', outcome: 'partial', terms: ['T3'] },
    ],
    [
      [
        'challenge',
        order,
        'bc-jr',
        '--kind',
        'judicial-review',
        '--forum',
        'BCSC',
        '--party',
        'acme',
        '--terms',
        'T1',
      ],
      {
        kind: 'challenge',
        challenge: 'bc-jr',
        challengeKind: 'judicial-review',
        forum: 'BCSC',
        party: 'acme',
        terms: ['T1'],
      },
    ],
    [
      [
        'challenge',
        order,
        'bc-appeal',
        '--kind',
        'appeal',
        '--forum',
        'BCCA',
        '--from',
        '2024 BCSC 2311',
      ],
      {
        kind: 'challenge',
        challenge: 'bc-appeal',
        challengeKind: 'appeal',
        forum: 'BCCA',
        from: '2024 BCSC 2311',
      },
    ],
    [
      ['decide', order, 'bc-jr', 'upheld', '--citation', 'X', '--ends-stay', 'no'],
      { kind: 'decide', challenge: 'bc-jr', outcome: 'upheld', citation: 'X', endsStay: false },
    ],
    [
      ['decide', order, 'bc-jr', 'quashed', '--citation', 'X'],
      { kind: 'decide', challenge: 'bc-jr', outcome: 'quashed', citation: 'X' },
    ],
    [
      ['stay', order, 'ordered', '--forum', 'BCSC'],
      { kind: 'stay', action: 'ordered', forum: 'BCSC' },
    ],
    [
      ['extend', order, '--to', '2022-03-01', '--reason', 'asked'],
      { kind: 'extend', to: '2022-03-01', reason: 'asked', grantedBy: 'office' },
    ],
    [
      ['correct', order, '--reason', 'slip', '--touches-conclusions'],
      { kind: 'correct', reason: 'slip', touchesConclusions: true },
    ],
    [
      ['correct', order, '--reason', 'slip'],
      { kind: 'correct', reason: 'slip', touchesConclusions: false },
    ],
    [
      ['escalate', order, 'offence', '--step', 'referred', '--docket', '77'],
      { kind: 'escalate', route: 'offence', step: 'referred', docket: '77' },
    ],
    [
      [
        'outcome',
        order,
        'offence',
        'convicted',
        '--amount',
        '$60,000',
        '--subsequent',
        '--turnover',
        '1000000',
      ],
      {
        kind: 'record-outcome',
        route: 'offence',
        outcome: 'convicted',
        amount: 60_000,
        subsequent: true,
        turnover: 1_000_000,
      },
    ],
    [
      ['assess', order, 'not-accepted', '--basis', 'a visit', '--party', 'acme', '--terms', 'T1'],
      {
        kind: 'assess',
        finding: 'not-accepted',
        basis: { other: 'a visit' },
        party: 'acme',
        terms: ['T1'],
      },
    ],
    [
      ['extend-challenge-time', order, '--to', '2022-03-01', '--forum', 'BCSC'],
      { kind: 'extend-challenge-time', to: '2022-03-01', forum: 'BCSC' },
    ],
    [
      [
        'set-deadline',
        order,
        'audit',
        '--to',
        '2022-06-01',
        '--en',
        'Audit',
        '--fr',
        'Vérification',
        '--reason',
        'agreed',
      ],
      {
        kind: 'set-deadline',
        deadline: 'audit',
        to: '2022-06-01',
        text: { en: 'Audit', fr: 'Vérification' },
        reason: 'agreed',
      },
    ],
    [
      ['rescind', order, '--reason', 'anew', '--terms', 'T1'],
      { kind: 'rescind', reason: 'anew', terms: ['T1'] },
    ],
    [
      ['record-in-error', order, '3', '--reason', 'another order'],
      { kind: 'record-in-error', fact: 3, reason: 'another order' },
    ],
    [
      [
        'decide',
        order,
        'bc-jr',
        '--citation',
        'X',
        '--result',
        'T1,T2=quashed',
        '--result',
        'T3=upheld',
      ],
      {
        kind: 'decide',
        challenge: 'bc-jr',
        citation: 'X',
        results: [
          { terms: ['T1', 'T2'], outcome: 'quashed' },
          { terms: ['T3'], outcome: 'upheld' },
        ],
      },
    ],
    [
      ['stay', order, 'ordered', '--forum', 'BCSC', '--until-decision', 'bc-jr', '--of', 'penalty'],
      {
        kind: 'stay',
        action: 'ordered',
        forum: 'BCSC',
        until: { decision: 'bc-jr' },
        of: 'penalty',
      },
    ],
    [
      ['withdraw', order, '--reason', 'moot', '--terms', 'T1'],
      { kind: 'withdraw', reason: 'moot', terms: ['T1'] },
    ],
    [
      [
        'close',
        order,
        '--reason',
        'done',
        '--by',
        'A. Clerk',
        '--source',
        'file',
        '--confidence',
        'S',
        '--between',
        '2021-12-18..2021-12-20',
      ],
      {
        kind: 'close',
        reason: 'done',
        by: 'A. Clerk',
        source: 'file',
        confidence: 'S',
        between: ['2021-12-18', '2021-12-20'],
      },
    ],
  ])('concert order %j', async (args, fields) => {
    // Whatever the answer is: what matters here is what was asked.
    office.unavailable = true
    const { err } = await runCli(['order', ...args, ...base])
    expect(office.sent, err).toEqual([
      {
        ref: { office: 'ca-bc-oipc', kind: 'order', id: 'P21-08' },
        command: { id: 'test/1', on: '2021-12-20', ...fields },
      },
    ])
    expect(observer.sent).toEqual([])
  })

  it('says something in a matter, as the office that is named', async () => {
    observer.unavailable = true
    await runCli([
      'matter',
      'say',
      'clearview-ai',
      'noted',
      '--office',
      'ca-fed-opc',
      '--en',
      'Hearing',
      '--fr',
      'Audience',
      ...base,
    ])
    expect(observer.sent).toEqual([
      {
        ref: { office: 'ca-fed-opc', kind: 'matter', id: 'clearview-ai' },
        command: {
          kind: 'noted',
          id: 'test/1',
          on: '2021-12-20',
          text: { en: 'Hearing', fr: 'Audience' },
        },
      },
    ])
    observer.unavailable = false
  })

  it("takes the office's legal day where no date was given, and makes a new id each time", async () => {
    office.unavailable = true
    await runCli(['order', 'close', order, '--reason', 'done'])
    await runCli(['order', 'close', order, '--reason', 'done'])
    expect(office.sent.map(({ command }) => command.on)).toEqual(['2021-12-20', '2021-12-20'])
    expect(new Set(office.sent.map(({ command }) => command.id)).size).toBe(2)
  })
})

describe('issuing an order', () => {
  const term = {
    id: 'T1',
    theme: 'delete',
    kind: 'mandate',
    effort: 'absolute',
    text: { en: 'Delete', fr: 'Supprimer' },
  }
  const file = path.join(folder, 'order.json')

  it('from a file; the same id is the same order; options override the file', async () => {
    writeFileSync(
      file,
      JSON.stringify({
        order: 'ca-bc-oipc:P21-90',
        on: '2021-12-15',
        matter: 'clearview-ai',
        statute: 'ca-bc-pipa',
        respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
        terms: [term],
      }),
    )
    const first = await concert(['order', 'issue', '--file', file, '--id', 'issue/90', '--json'])
    expect(first.code, first.err).toBe(0)
    expect(JSON.parse(first.out)).toMatchObject({
      kind: 'recorded',
      version: 1,
      event: { kind: 'issued', number: 'P21-90', on: '2021-12-15' },
    })
    expect(
      (await runCli(['order', 'issue', '--file', file, '--id', 'issue/90', '--json'])).out,
    ).toBe(first.out.trimEnd())
    const again = await runCli(['order', 'issue', '--file', file, '--on', '2021-12-16', '--json'])
    expect(again.code).toBe(3)
    expect(JSON.parse(again.out)).toMatchObject({
      kind: 'refused',
      problem: { code: 'already-exists' },
    })
    expect(office.sent.at(-1)?.command.on).toBe('2021-12-16')
  })

  it('from options', async () => {
    const done = await runCli([
      'order',
      'issue',
      'ca-bc-oipc:P21-91',
      '--matter',
      'clearview-ai',
      '--statute',
      'ca-bc-pipa',
      '--respondent',
      'acme=Acme, Inc.',
      '--term',
      JSON.stringify(term),
      '--term',
      JSON.stringify({ ...term, id: 'T2' }),
      '--on',
      '2021-12-15',
    ])
    expect(done.code, done.err).toBe(0)
    expect(done.out).toContain('recorded  ca-bc-oipc:P21-91  version 1  issued on 2021-12-15')
    expect(office.sent.at(-1)?.command).toMatchObject({
      respondent: { id: 'acme', name: 'Acme, Inc.', kind: 'organization' },
      terms: [{ id: 'T1' }, { id: 'T2' }],
    })
  })

  it('from standard input', async () => {
    const done = await concert(['order', 'issue', 'ca-bc-oipc:P21-92', '--file', '-', '--json'], {
      input: JSON.stringify({
        on: '2021-12-15',
        matter: 'clearview-ai',
        statute: 'ca-bc-pipa',
        respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
        terms: [term],
      }),
    })
    expect(done.code, done.err).toBe(0)
  })

  it.each([
    ['not JSON', 'not-json'],
    ['[]', 'invalid-input'],
    ['{"order":"ca-bc-oipc:P1","colour":"red"}', 'invalid-input'],
    ['{"order":"ca-bc-oipc:P1","on":"2021-02-30"}', 'impossible-date'],
  ])('refuses the file %j before sending anything', async (text, code) => {
    writeFileSync(file, text)
    const done = await runCli(['order', 'issue', '--file', file])
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(`concert: ${code}: `)
    expect(office.sent).toEqual([])
  })
})

describe('reading', () => {
  it.each([
    [['board']],
    [['board', '--as-of', '2021-12-20']],
    [['board', '--office', 'ca-bc-oipc', '--known-on', '2021-12-20']],
  ])('concert %j --json is a board and nothing else', async (args) => {
    const done = await concert([...args, '--json'])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(boardSchema.parse(JSON.parse(done.out)).office).toBe(
      args.includes('--office') ? 'ca-bc-oipc' : 'ca-fed-opc',
    )
  })

  it('the board for people is plain text where it does not go to a terminal', async () => {
    const done = await concert(['board', '--office', 'ca-bc-oipc', '--as-of', '2021-12-20'])
    expect(done.out).toContain('ca-bc-oipc:P21-08  REFUSED')
    expect(done.out).not.toContain('\u001b')
  })

  it('an order, with why each date is what it is', async () => {
    const done = await concert(['order', 'show', order])
    expect(done.code, done.err).toBe(0)
    expect(done.out.replaceAll(/\s+/g, ' ')).toContain(
      'copy-given 2021-12-14, 30 days (pipa-days), 12 days not counted; ca-bc-pipa s.53(1) V',
    )
    for (const section of ['Why each date', 'Routes', 'History', 'it gives no legal advice'])
      expect(done.out).toContain(section)
    for (const line of done.out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(100)
    expect(JSON.parse((await runCli(['order', 'show', order, '--json'])).out)).toMatchObject({
      view: { order },
      state: { number: 'P21-08' },
    })
  })

  it('orders, filtered', async () => {
    const done = await runCli([
      'order',
      'list',
      '--office',
      'ca-bc-oipc',
      '--of',
      'ca-qc-cai',
      '--json',
    ])
    expect(
      (JSON.parse(done.out) as { orders: { order: string }[] }).orders.map((each) => each.order),
    ).toEqual(['ca-qc-cai:1023158-S'])
    expect(
      (await runCli(['order', 'list', '--url', server.url, '--of', 'ca-qc-cai'])).out,
    ).toContain('ca-qc-cai:1023158-S')
  })

  it('lists by words, order and page; a filter that would be left out is refused', async () => {
    vi.stubEnv('CONCERT_URL', server.url)
    const one = await runCli(['order', 'list', '--filter', 'CLEARVIEW', '--limit', '1', '--json'])
    const page = JSON.parse(one.out) as { total: number; rows: unknown[]; next: string }
    expect([page.total > 2, page.rows.length]).toEqual([true, 1])
    const rest = await runCli(['order', 'list', '--filter', 'clearview', '--after', page.next])
    expect(rest.out).toContain(`${page.total - 1} of ${page.total} orders`)
    expect((await runCli(['order', 'list', '--respondent', 'nobody'])).out).toContain(
      'No such orders',
    )
    expect(
      (await runCli(['matter', 'list', '--filter', 'reconnaissance', '--json'])).out,
    ).toContain('"matter": "clearview-ai"')
    expect((await runCli(['deadlines', '--overdue', '--of', 'ca-qc-cai'])).out).toContain('overdue')
    const mixed = await concert([
      'order',
      'list',
      '--url',
      server.url,
      '--as-of',
      '2021-12-15',
      '--work',
      'overdue',
    ])
    expect(mixed.code).toBe(2)
  })

  it('who has what: claimed, dated, annotated, found by list and by view, and not for whoever comes second', async () => {
    vi.stubEnv('CONCERT_URL', server.url)
    const order = 'ca-bc-oipc:P21-08'
    expect((await runCli(['desk', 'show', order])).out).toContain('has it    nobody')
    expect((await runCli(['desk', 'claim', order])).code).toBe(0)
    expect((await runCli(['desk', 'due', order, '2022-01-10'])).out).toContain('2022-01-10')
    expect((await runCli(['desk', 'priority', order, 'high'])).out).toContain('urgent')
    const noted = await runCli(['desk', 'note', order, 'Called their counsel', '--json'])
    const { notes, owner } = JSON.parse(noted.out) as {
      notes: { id: string }[]
      owner: { name: string }
    }
    expect((await runCli(['desk', 'strike', order, notes[0]?.id ?? ''])).out).toContain(
      'struck out by',
    )
    expect((await runCli(['order', 'list', '--owner', 'me'])).out).toContain(owner.name)
    expect((await runCli(['order', 'list', '--owner', 'nobody'])).out).not.toContain('P21-08')
    const nobody = await runCli(['order', 'list', '--owner', 'Zoë'])
    expect([nobody.code, nobody.err]).toEqual([3, expect.stringContaining('Zoë')])
    const save = ['desk', 'save-view', 'orders', 'mine first', 'owner=me&sort=issued']
    expect((await runCli(save)).code).toBe(0)
    expect((await runCli(['desk', 'views'])).out).toContain('mine first')
    const view = await runCli(['order', 'list', '--view', 'Mine First', '--json'])
    expect((JSON.parse(view.out) as { total: number }).total).toBe(1)
    expect((await runCli(['order', 'list', '--view', 'none such'])).code).toBe(3)
    expect((await runCli(['desk', 'release', order])).out).toContain('has it    nobody')
    expect((await runCli(['desk', 'hand', order, 'Zoë'])).code).toBe(3)
    expect((await runCli(['desk', 'due', order, '2022-02-30'])).code).toBe(2)
    expect((await runCli(['joint', 'list', '--waiting'])).out).toContain('No such joint actions')
  })

  it('matters and what is due', async () => {
    vi.stubEnv('CONCERT_URL', server.url)
    expect((await runCli(['matter', 'list'])).out).toMatch(/Clearview AI facial/)
    expect((await runCli(['matter', 'show', 'clearview-ai'])).out).toContain('findings-published')
    expect((await runCli(['deadlines'])).out).toContain('2022-01-25')
    expect(
      JSON.parse((await runCli(['deadlines', '--until', '2022-01-25', '--json'])).out),
    ).toMatchObject({ today: '2021-12-20' })
  })

  it('the doctor looks at this machine and at every office', async () => {
    const done = await concert(['doctor', '--json'])
    const { findings } = JSON.parse(done.out) as {
      findings: { where: string; check: string; state: string }[]
    }
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ where: 'this machine', check: 'zone data', state: 'ok' }),
        expect.objectContaining({ where: 'ca-bc-oipc', check: 'broker', state: 'ok' }),
        expect.objectContaining({ where: 'ca-fed-opc', check: 'answers', state: 'ok' }),
      ]),
    )
    office.checks = [{ check: 'broker', state: 'failed', found: 'gone', advice: 'start it' }]
    const sick = await runCli(['doctor'])
    office.checks = []
    expect(sick.code).toBe(1)
    expect(sick.out).toMatch(/FAILED +broker: gone\n +do: start it/)
  })

  it('watches what happens, one JSON value a line, until it is asked to stop', async () => {
    const child = spawn(process.execPath, [main, 'order', 'watch', order, '--json'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    try {
      await once(child.stderr, 'data')
      office.emit({
        kind: 'stored',
        office: office.office.id,
        sequence: 99,
        ref: { office: office.office.id, kind: 'order', id: 'OTHER' },
        eventKind: 'issued',
      })
      office.emit({
        kind: 'stored',
        office: office.office.id,
        sequence: 100,
        ref: { office: office.office.id, kind: 'order', id: 'P21-08' },
        eventKind: 'challenge-filed',
      })
      const [data] = (await once(child.stdout, 'data')) as [Buffer]
      expect(JSON.parse(data.toString())).toMatchObject({
        kind: 'stored',
        sequence: 100,
        eventKind: 'challenge-filed',
      })
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      expect(await ended).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
    }
  })
})

describe('refusals and faults', () => {
  it('a refusal by law: exit 3, with code, value, rule and what to do', async () => {
    const done = await concert([
      'order',
      'extend',
      order,
      '--to',
      '2022-03-01',
      '--reason',
      'asked',
      '--on',
      '2021-12-20',
    ])
    expect(done).toMatchObject({ code: 3, out: '' })
    expect(done.err).toContain('concert: not-extendable: ')
    expect(done.err).toContain(
      '  value  2022-03-01\n  rule   ca-bc-pipa s.53 (V: primary text read)',
    )
  })

  it.each([
    [['order', 'show', 'ca-bc-oipc:NOPE'], 3, 'unknown-order'],
    [
      ['order', 'close', 'ca-bc-oipc:NOPE', '--reason', 'x', '--on', '2021-12-20'],
      3,
      'unknown-order',
    ],
    [['order', 'close', order, '--reason', 'x', '--on', '2031-12-20'], 3, 'future-date'],
    [['order', 'close', order, '--reason', 'x', '--on', '2021-02-30'], 2, 'impossible-date'],
    [
      [
        'order',
        'close',
        'ca-ab-oipc:P2021-12',
        '--reason',
        'x',
        '--office',
        'ca-bc-oipc',
        '--on',
        '2021-12-20',
      ],
      3,
      'wrong-office',
    ],
    [['board', '--as-of', 'soon'], 2, 'impossible-date'],
    [['board', '--office', 'ca-on-ipc'], 3, 'not-found'],
    [['board', '--url', 'http://127.0.0.1:1'], 4, 'unavailable'],
    [['board', '--data', '/nowhere'], 4, 'unavailable'],
  ])('concert %j ends with %i, %s', async (args, code, problem) => {
    const done = await runCli(args)
    expect(done.code, done.err).toBe(code)
    expect(done.err).toContain(`concert: ${problem}: `)
    expect(done.out).toBe('')
  })

  it('an office whose parts do not answer: exit 4, and the id to send it again with', async () => {
    office.unavailable = true
    const done = await runCli([
      'order',
      'close',
      order,
      '--reason',
      'x',
      '--on',
      '2021-12-20',
      '--id',
      'close/1',
    ])
    expect(done.code).toBe(4)
    expect(done.err).toContain('concert: unavailable: The broker does not answer')
    expect(done.err).toContain('--id close/1')
  })

  it('something else than an office at the address: exit 1', async () => {
    const done = await runCli(['board', '--url', `${server.url}/static`])
    expect(done.code).not.toBe(0)
    expect(done.out).toBe('')
  })

  it('a reader that has enough is no fault', async () => {
    const child = spawn(process.execPath, [main, 'board', '--office', 'ca-bc-oipc'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let err = ''
    child.stderr.on('data', (data: Buffer) => (err += data.toString()))
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(err).toBe('')
  })
})

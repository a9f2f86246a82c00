// Every refusal that the command line and its client make themselves: told in both languages, and shown in the reader's.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { langOf } from '../../services/cli/kit/lang.ts'
import { officeClient, type OfficeClient } from '../../services/client/office-client.ts'
import { jointStaff } from '../../services/client/replay/joint.ts'
import { legalClocks } from '../../services/client/replay/legal-clock.ts'
import { replayCase } from '../../services/client/replay/replay.ts'
import { untilSettled } from '../../services/client/replay/settle.ts'
import type { HttpServer } from '../../services/web/server.ts'
import { parseCase } from '../../shared/case/case.schema.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import type { JointId, OfficeId } from '../../shared/kernel/ids.ts'
import { maxRequestBytes } from '../../shared/kernel/limits.ts'
import { ProblemError, unwrap, type Problem } from '../../shared/kernel/problems.ts'
import { expectBilingual } from '../support/bilingual.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-problems-'))
const order = 'ca-bc-oipc:P21-08'
const joint = 'ca-bc-oipc:J21-01'
let server: HttpServer

beforeAll(async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  server = await serve(office)
  const http = { http: server.port }
  const settings = { ports: { offices: { 'ca-bc-oipc': http, 'ca-fed-opc': http } } }
  writeFileSync(path.join(folder, 'federation.json'), JSON.stringify(settings))
  writeFileSync(path.join(folder, 'text.json'), 'no JSON')
  writeFileSync(path.join(folder, 'list.json'), '[]')
  writeFileSync(path.join(folder, 'none.json'), '{}')
  writeFileSync(path.join(folder, 'large.json'), JSON.stringify('x'.repeat(maxRequestBytes)))
  mkdirSync(path.join(folder, 'broken'))
  writeFileSync(path.join(folder, 'broken', 'federation.json'), '{}')
})
beforeEach(() => {
  vi.stubEnv('CONCERT_DATA', folder)
  vi.stubEnv('CONCERT_URL', undefined)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const concert = (...args: string[]) => runCli(args)

const file = (name: string) => path.join(folder, name)
const refusals: readonly (readonly [code: Problem['code'], ...args: string[]])[] = [
  ['invalid-input', 'order', 'close', 'P21-08', '--reason', 'x'],
  ['invalid-input', 'order', 'issue'],
  ['not-json', 'order', 'issue', order, '--term', '{'],
  ['invalid-input', 'order', 'issue', order, '--file', file('absent.json')],
  ['not-json', 'order', 'issue', order, '--file', file('text.json')],
  ['invalid-input', 'order', 'issue', order, '--file', file('list.json')],
  ['too-large', 'order', 'issue', order, '--file', file('large.json')],
  ['invalid-input', 'order', 'issue', order, '--file', file('none.json')],
  ['impossible-date', 'order', 'close', order, '--reason', 'x', '--on', '2022-02-30'],
  ['invalid-input', 'deadlines', '--given', '2021-12-14'],
  ['invalid-input', 'deadlines', 'ca-bc-pipa'],
  ['impossible-date', 'deadlines', 'ca-bc-pipa', '--given', '2022-02-30'],
  ['invalid-input', 'simulate', '--lose', '2022-06-01'],
  ['invalid-input', 'simulate', order],
  ['invalid-input', 'matter', 'say', 'a b', 'noted'],
  ['invalid-input', 'matter', 'say', 'clearview-ai', 'whispered'],
  ['not-found', 'board', '--office', 'xx-office'],
  ['unavailable', 'board', '--data', file('nowhere')],
  ['invalid-input', 'order', 'issue', order, '--file', folder],
  ['invalid-input', 'board', '--data', file('broken')],
  ['unavailable', 'board', '--url', 'http://127.0.0.1:9'],
  ['unknown-order', 'order', 'show', 'ca-bc-oipc:NO'],
  ['invalid-input', 'joint', 'show', 'J21-01'],
  ['invalid-input', 'joint', 'abstain', joint],
  ['invalid-input', 'joint', 'go', joint, '--moment', 'noon'],
  ['impossible-date', 'joint', 'go', joint, '--moment', '2022-02-30 12:00'],
  ['invalid-input', 'joint', 'go', joint, '--moment', '2022-03-13 02:30'],
  ['invalid-input', 'joint', 'go', joint, '--moment', '2022-03-13 12:00:30'],
  ['invalid-input', 'joint', 'go', joint, '--moment', '2022-03-13T25:00Z'],
  ['not-found', 'joint', 'go', joint, '--own-moment', 'xx-office=2022-03-13 12:00'],
]

describe('every refusal of the command line', () => {
  it.each(refusals)('%s: concert %s %s %s', async (code, ...args) => {
    const { out } = await concert(...args, '--json')
    const { problem } = JSON.parse(out) as { problem: Problem }
    expect(problem.code).toBe(code)
    expectBilingual({ en: problem.message, fr: problem.messageFr }, args)
    problem.details?.forEach((en, at) => expectBilingual({ en, fr: problem.detailsFr?.[at] }, args))

    const [en, fr] = [await concert(...args), await concert(...args, '--lang', 'fr')]
    // Several findings stand one a line, not in the message as well.
    const oneLine = (err: string) => err.replaceAll(/\n {2}- +/g, ' ').replaceAll(/ ?;/g, '')
    expect(oneLine(en.err)).toContain(oneLine(`concert: ${code}: ${problem.message}`))
    expect(oneLine(fr.err)).toContain(oneLine(`concert: ${code}: ${problem.messageFr}`))
    expect(fr.code).toBe(en.code)
  })
  it('says in French what the value, the rule and the next step are', async () => {
    const { err } = await concert('order', 'show', 'ca-bc-oipc:NO', '--lang=fr')
    expect(err).toBe(
      [
        "concert: unknown-order: Il n'y a pas d'ordonnance « ca-bc-oipc:NO » ici",
        '  valeur  ca-bc-oipc:NO',
        '  faire   voyez ce qui est connu par « concert order list »',
      ].join('\n'),
    )
  })
  it('says how to ask again where a command may have been recorded', async () => {
    const { out } = await concert(
      'order',
      'close',
      order,
      '--reason',
      'x',
      '--on',
      '2022-01-26',
      '--id',
      'again',
      '--url',
      'http://127.0.0.1:9',
      '--json',
    )
    const { problem } = JSON.parse(out) as { problem: Problem }
    expect(problem.message).toContain('send it again with --id again')
    expect(problem.messageFr).toContain('envoyez-la de nouveau avec --id again')
  })
})

describe('the language of the command line', () => {
  it.each([
    [[], {}, 'en'],
    [[], { LANG: 'fr_CA.UTF-8' }, 'fr'],
    [[], { LANG: 'fr_CA.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
    [[], { LANG: 'en_CA.UTF-8', LC_MESSAGES: 'fr_CA' }, 'fr'],
    [['board', '--lang', 'en'], { LANG: 'fr_CA.UTF-8' }, 'en'],
    [['board', '--lang=fr'], { LANG: 'C' }, 'fr'],
    [['board', '--lang', 'de'], { LANG: 'C' }, 'en'],
  ] as const)('%j with %j is %s', (args, env, lang) => {
    expect(langOf(args, env)).toBe(lang)
  })
  it('is taken from the locale of the machine', async () => {
    vi.stubEnv('LC_ALL', 'fr_CA.UTF-8')
    expect((await concert('joint', 'show', 'J21-01')).err).toContain(
      "n'est pas une action conjointe",
    )
  })
  it('is refused where it is none of ours', async () => {
    expect((await concert('board', '--lang', 'de')).code).toBe(2)
  })
})

const office = 'ca-bc-oipc' as OfficeId
const actor = { kind: 'local', name: 'test' } as const
const problemIn = async (doing: Promise<unknown>): Promise<Problem> => {
  const error = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProblemError)) throw new Error('It was not refused', { cause: error })
  return error.problem
}

describe('every refusal of the client', () => {
  const answering = (answer: () => Response) =>
    officeClient('http://office.example', { actor, fetch: () => Promise.resolve(answer()) })
  const broken = () =>
    new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
  const problemBody = JSON.stringify({ no: 'problem' })

  it.each([
    ['an answer that broke off', answering(() => new Response(broken()))],
    ['a proxy in front of nothing', answering(() => new Response('<html>', { status: 502 }))],
  ])('%s', async (_, client) => {
    const problem = await problemIn(client.get('/v1/board', z.object({})))
    expect(problem.code).toBe('unavailable')
    expectBilingual({ en: problem.message, fr: problem.messageFr })
  })
  it('no calendar', async () => {
    const client = answering(() => new Response(problemBody, { status: 500 }))
    const problem = await problemIn(client.text('/calendar/all.ics'))
    expectBilingual({ en: problem.message, fr: problem.messageFr })
  })
  it('no events', async () => {
    const client = answering(() => new Response(problemBody, { status: 500 }))
    const problem = await problemIn(client.events())
    expectBilingual({ en: problem.message, fr: problem.messageFr })
  })
  it('reads both languages of what an office refuses', async () => {
    const problem = await problemIn(
      officeClient(server.url, { actor }).get('/v1/board', z.never(), { asOf: '2022-02-30' }),
    )
    expect(problem.code).toBe('impossible-date')
    expectBilingual({ en: problem.message, fr: problem.messageFr })
    expect(problem.detailsFr).toEqual([problem.messageFr])
  })
})

describe('every refusal of the replay', () => {
  const fact = { on: '2021-12-14', office, what: 'noted', text: { en: 'Noted', fr: 'Noté' } }
  const caseFile = JSON.stringify({
    matter: 'matter',
    title: { en: 'Matter', fr: 'Dossier' },
    respondent: { id: 'x', name: 'X', kind: 'organization' },
    files: { [office]: 'F1' },
    facts: [fact],
  })
  const parsed = () => unwrap(parseCase(caseFile, '2026-01-01' as LocalDate))

  it('nobody runs who could record a fact', async () => {
    const { refused } = await replayCase(parsed(), { offices: [] })
    expect(refused.length).toBeGreaterThan(0)
    for (const { message, messageFr } of refused) expectBilingual({ en: message, fr: messageFr })
  })
  it('an office that stays away', async () => {
    const offices = [{ id: office, url: 'http://127.0.0.1:9' }]
    const problem = await problemIn(replayCase(parsed(), { offices, patienceMs: 10 }))
    expectBilingual({ en: problem.message, fr: problem.messageFr })
    expect(problem.messageFr).toContain('relancez-la pour continuer')
  })
  it('ledgers that are not read everywhere', async () => {
    const behind = officeClient('http://127.0.0.1:9', { actor })
    const problem = await problemIn(untilSettled(new Map([[office, behind]]), -1))
    expect(problem.messageFr).toContain("Tous les organismes n'ont pas lu tous les registres")
    expect(problem.messageFr).not.toBe(problem.message)
  })
  it('a joint action that does not move', async () => {
    const clients = new Map<string, OfficeClient>([
      [office, officeClient('http://127.0.0.1:9', { actor })],
    ])
    const staff = jointStaff({
      clients,
      clocks: legalClocks(clients),
      persist: (_, attempt) => attempt(),
      patiently: (_, attempt) => attempt(),
      matter: 'matter',
      patienceMs: -1,
      signal: new AbortController().signal,
    })
    const problem = await problemIn(staff.untilDone(joint as JointId, office))
    expectBilingual({ en: problem.message, fr: problem.messageFr })
  })
})

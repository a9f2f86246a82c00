// `concert joint` against the real HTTP application: which command each line becomes, by which clock, and to which office.

import type { Actor } from '../../shared/kernel/actor.ts'
import { openStaff } from '../support/staff.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { problem } from '../../shared/kernel/problems.ts'
import type { PublicJointCommand } from '../../shared/contract/joint.schema.ts'
import type { SubmitReply } from '../../shared/contract/reply.ts'
import { startHttp, type HttpServer } from '../../services/web/server.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

class ListeningOffice extends MemoryOffice {
  readonly asked: [string, PublicJointCommand][] = []
  override submitJoint(
    _actor: Actor,
    joint: string,
    command: PublicJointCommand,
  ): Promise<SubmitReply> {
    this.asked.push([joint, command])
    return Promise.resolve({
      kind: 'refused',
      problem: problem('unavailable', {
        en: 'The broker does not answer',
        fr: 'Le serveur ne répond pas',
      }),
    })
  }
}
const joint = 'ca-bc-oipc:J21-01'
const folder = mkdtempSync(path.join(tmpdir(), 'concert-joint-'))
const bc = new ListeningOffice('ca-bc-oipc', '2021-12-01')
const qc = new ListeningOffice('ca-qc-cai', '2021-12-01')
let servers: HttpServer[] = []
beforeAll(async () => {
  servers = [await serve(bc), await serve(qc)]
  writeFileSync(
    path.join(folder, 'federation.json'),
    JSON.stringify({
      version: 1,
      ports: {
        offices: {
          'ca-bc-oipc': { http: servers[0]?.port },
          'ca-qc-cai': { http: servers[1]?.port },
        },
      },
    }),
  )
  writeFileSync(
    path.join(folder, 'parts.json'),
    JSON.stringify({
      parts: [
        { part: 'a', to: 'ca-ab-oipc', text: 'x' },
        { part: 'b', to: 'ca-fed-opc', text: 'y' },
      ],
    }),
  )
  writeFileSync(
    path.join(folder, 'drafts.json'),
    JSON.stringify({
      drafts: [{ order: 'ca-qc-cai:1', command: { kind: 'escalate', route: 'offence' } }],
    }),
  )
  vi.stubEnv('CONCERT_URL', undefined)
  vi.stubEnv('CONCERT_DATA', folder)
})
afterEach(() => void [bc, qc].forEach((office) => (office.asked.length = 0)))
afterAll(async () => {
  vi.unstubAllEnvs()
  for (const server of servers) await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})
const concert = (...args: string[]) => runCli(['joint', ...args])
const base = ['--on', '2021-12-01', '--id', 'c1']
const own = ['--office', 'ca-qc-cai', '--version', '2']

it.each<[string[], object]>([
  [
    ['go', '--moment', '2021-12-14 18:00', '--own-moment', 'ca-qc-cai=2021-12-14 18:00'],
    {
      kind: 'go',
      moment: '2021-12-15T02:00:00.000Z',
      moments: { 'ca-qc-cai': '2021-12-14T23:00:00.000Z' },
    },
  ],
  [
    ['postpone', '--reply-by', '2021-12-14T18:00:00-05:00', '--because', 'ill'],
    { kind: 'postpone', replyBy: '2021-12-14T23:00:00.000Z', because: 'ill' },
  ],
  [
    ['clarify', 'ca-qc-cai', 'Q1', '--text', 'no'],
    { kind: 'clarify', office: 'ca-qc-cai', question: 'Q1', text: 'no' },
  ],
  [['cancel', '--reason', 'moot', '--by', 'D'], { kind: 'cancel', reason: 'moot', by: 'D' }],
  [
    [
      'propose',
      '--action',
      'deconfliction',
      '--offices',
      'ca-qc-cai,ca-ab-oipc',
      '--reply-by',
      '2021-12-03 09:00',
      '--title-en',
      'T',
      '--title-fr',
      'T',
      '--text-en',
      'A',
      '--text-fr',
      'B',
    ],
    {
      kind: 'propose',
      action: 'deconfliction',
      offices: ['ca-qc-cai', 'ca-ab-oipc'],
      replyBy: '2021-12-03T17:00:00.000Z',
      silence: 'abstention',
      windowSeconds: 60,
      start: 'coordinator',
      partition: 'call-off',
      compensation: 'none',
      document: { title: { en: 'T', fr: 'T' }, text: { en: 'A', fr: 'B' } },
    },
  ],
])('the proposer: %j', async ([name = '', ...args], fields) => {
  const { err } = await concert(name, joint, ...args, ...base)
  expect(bc.asked, err).toEqual([[joint, { id: 'c1', on: '2021-12-01', ...fields }]])
  expect(qc.asked).toEqual([])
})

it.each<[string[], object]>([
  [
    [
      'consent',
      '--by',
      'A',
      '--condition-not-before',
      '2021-12-14 18:00',
      '--condition-with',
      'ca-ab-oipc',
      '--condition-text',
      'w',
      ...own,
    ],
    {
      kind: 'consent',
      by: 'A',
      version: 2,
      conditions: [
        { kind: 'not-before', moment: '2021-12-14T23:00:00.000Z' },
        { kind: 'with', offices: ['ca-ab-oipc'] },
        { kind: 'words', text: 'w' },
      ],
    },
  ],
  [
    ['consent', '--by', 'A', '--drafts', path.join(folder, 'drafts.json'), ...own],
    {
      kind: 'consent',
      by: 'A',
      version: 2,
      drafts: [
        {
          order: 'ca-qc-cai:1',
          command: { kind: 'escalate', route: 'offence', id: 'c1/1', on: '2021-12-01' },
        },
      ],
    },
  ],
  [['approve', '--by', 'B', ...own], { kind: 'approve', by: 'B', version: 2 }],
  [
    ['object', '--finding', 'F1', '--risk', 'r', ...own],
    { kind: 'object', version: 2, objections: [{ finding: 'F1', risk: 'r' }] },
  ],
  [['abstain', ...own], { kind: 'abstain', version: 2 }],
  [['delegate', 'B. Registrar', '--office', 'ca-qc-cai'], { kind: 'delegate', to: 'B. Registrar' }],
  [['delegate', 'nobody', '--office', 'ca-qc-cai'], { kind: 'delegate', to: null }],
  [['withdraw', '--reason', 'stay', '--office', 'ca-qc-cai'], { kind: 'withdraw', reason: 'stay' }],
  [
    ['ask', 'Q1', '--text', 'who?', ...own],
    { kind: 'ask', question: 'Q1', text: 'who?', version: 2 },
  ],
  [
    ['forward', 'ca-fed-opc', '--text', 'theirs', ...own],
    { kind: 'forward', to: 'ca-fed-opc', text: 'theirs', version: 2 },
  ],
  [
    ['split', '--file', path.join(folder, 'parts.json'), ...own],
    {
      kind: 'split',
      version: 2,
      parts: [
        { part: 'a', to: 'ca-ab-oipc', text: 'x' },
        { part: 'b', to: 'ca-fed-opc', text: 'y' },
      ],
    },
  ],
  [
    ['answer', 'partly', '--text', 't', ...own],
    { kind: 'answer', answer: 'partly', text: 't', version: 2 },
  ],
])('a participant: %j', async ([name = '', ...args], fields) => {
  const { err } = await concert(name, joint, ...args, ...base)
  expect(qc.asked, err).toEqual([[joint, { id: 'c1', on: '2021-12-01', ...fields }]])
  expect(bc.asked).toEqual([])
})

it('speaks for no office that was not named', async () => {
  const { code, err } = await concert('approve', joint, '--by', 'B', '--version', '1')
  expect({ code, said: err.includes('Which office speaks?') }).toEqual({ code: 2, said: true })
  expect([...bc.asked, ...qc.asked]).toEqual([])
})

it('says how to send it again where it may have been recorded', async () => {
  expect((await concert('cancel', joint, '--reason', 'x', ...base)).err).toContain(
    'send it again with --id c1',
  )
})

it('proposes the example for real, shows it, amends it with what is given, and cancels it', async () => {
  const server = await startHttp(new MemoryOffice('ca-bc-oipc', '2021-12-01'), {
    staff: openStaff(),
    port: 0,
    version: '0.1.0',
    logFault: (error) => {
      throw error
    },
  })
  try {
    const at = ['--url', server.url]
    const proposed = await concert(
      'propose',
      joint,
      '--file',
      path.join(import.meta.dirname, '..', '..', 'cases', 'joint.example.json'),
      ...at,
    )
    expect(proposed.code, proposed.err).toBe(0)
    expect(proposed.out).toContain(`recorded  ${joint}  version 1  proposed on 2021-12-01`)
    expect((await concert('list', ...at)).out).toContain(joint)
    const amended = await concert(
      'amend',
      joint,
      '--text-en',
      'Shorter',
      '--because',
      'too long',
      ...at,
    )
    expect(amended.code, amended.err).toBe(0)
    const shown = await concert('show', joint, ...at)
    expect(shown.code, shown.err).toBe(0)
    for (const said of ['version 2', 'Shorter', 'Trois organismes provinciaux', 'too long'])
      expect(shown.out).toContain(said)
    expect(JSON.parse((await concert('readiness', joint, '--json', ...at)).out)).toMatchObject({
      joint,
      version: 2,
    })
    expect((await concert('document', joint, ...at)).code).toBe(3)
    expect((await concert('cancel', joint, '--reason', 'moot', ...at)).code).toBe(0)
    expect(await concert('watch', joint, '--until-ended', ...at)).toMatchObject({
      code: 0,
      err: `${joint} has ended`,
    })
  } finally {
    await server[Symbol.asyncDispose]()
  }
})

// `concert simulate` against the real HTTP application: which questions become which changes, what is printed, and how it ends.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpServer } from '../../services/web/server.ts'
import { simulationSchema } from '../../shared/contract/simulation.schema.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice } from './http/memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
const folder = mkdtempSync(path.join(tmpdir(), 'concert-simulate-'))
let office: MemoryOffice
let server: HttpServer
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  server = await serve(office)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const simulate = (...args: string[]) => runCli(['simulate', ...args, '--url', server.url])
const asked = async (...args: string[]) =>
  simulationSchema.parse(JSON.parse((await simulate(...args, '--json')).out))

describe('concert simulate', () => {
  it('moves a copy that was given, and shows the dates before and after with their reasons', async () => {
    const { code, out, err } = await simulate(
      order,
      '--serve',
      'clearview-ai-inc=2021-12-20',
      '--as-of',
      '2021-12-31',
    )
    expect(code, err).toBe(0)
    const said = out.replaceAll(/[\s│]+/g, ' ')
    expect(said).toContain('What if, on 2021-12-31')
    expect(said).toMatch(/T1 stop-offering running 2022-01-25 S → 2022-01-31 S/)
    expect(said).toContain(
      'copy-given 2021-12-20, 30 days (pipa-days), 12 days not counted; ca-bc-pipa s.53(1) V',
    )
    expect(said).toContain('ca-qc-cai:1023158-S REFUSED no change')
    expect(said).toContain('Nothing was recorded.')
    for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(100)
  })

  it('several orders, a challenge by the law of each, lost later', async () => {
    const { steps, asOf } = await asked(
      order,
      'ca-qc-cai:1023158-S',
      '--challenge',
      '2022-01-10',
      '--lose',
      '2023-06-01',
    )
    expect(asOf).toBe('2023-06-01')
    expect(
      steps
        .filter(({ change }) => change !== null)
        .map(
          (step) =>
            `${step.order} ${step.kind === 'recorded' && step.event.kind === 'challenge-filed' ? step.event.challengeKind : step.command} ${step.kind}`,
        ),
    ).toEqual([
      `${order} judicial-review recorded`,
      'ca-qc-cai:1023158-S appeal recorded',
      `${order} decide recorded`,
      'ca-qc-cai:1023158-S decide recorded',
    ])
  })

  it('changes from a file, where a command needs no id', async () => {
    const file = path.join(folder, 'changes.json')
    writeFileSync(
      file,
      JSON.stringify({
        asOf: '2022-01-20',
        changes: [
          {
            kind: 'record',
            orders: [order],
            command: { kind: 'stay', on: '2022-01-10', action: 'ordered', forum: 'court' },
          },
        ],
      }),
    )
    expect(
      (await asked('--file', file)).orders.find((each) => each.order === order)?.after.status,
    ).toBe('stayed')
    expect(
      (await asked('--file', file, '--as-of', '2022-01-09')).orders.find(
        (each) => each.order === order,
      )?.after.status,
    ).toBe('refused')
  })

  it('a refusal of what was asked is told with its section, and is the exit code', async () => {
    const refused = await simulate(
      order,
      '--extend',
      '2022-03-01',
      '--extend-by',
      'office',
      '--json',
    )
    expect(refused.code).toBe(3)
    expect(refused.err).toMatch(/concert: not-extendable: .*\n.*\n\s+rule\s+ca-bc-pipa s\.53/)
    expect(
      simulationSchema.parse(JSON.parse(refused.out)).orders.every(({ changed }) => !changed),
    ).toBe(true)
  })

  it.each([
    [[order], 2, 'invalid-input'],
    [['--lose', '2022-06-01'], 2, 'invalid-input'],
    [[order, '--lose', '2022-02-30'], 2, 'impossible-date'],
    [[order, '--serve', 'clearview-ai-inc'], 2, 'expected a party and a day'],
    [['ca-bc-oipc:NONE', '--lose', '2022-06-01'], 3, 'unknown-order'],
  ])('%j ends with %i', async (args, code, said) => {
    const done = await simulate(...args)
    expect(done.code).toBe(code)
    expect(done.err).toContain(said)
    expect(done.out).toBe('')
  })

  it('records nothing', () => {
    expect(office.entries.filter(({ recorded }) => recorded.commandId.includes('what-if'))).toEqual(
      [],
    )
  })
})

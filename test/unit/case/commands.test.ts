// From facts to commands, and what the offices' own rules make of both cases.

import { describe, expect, it } from 'vitest'
import { commandsOf } from '../../../shared/case/commands.ts'
import { jointsOf } from '../../../shared/case/joints.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { orderCommandSchema } from '../../../shared/order/order.schema.ts'
import { statusOf } from '../../../shared/order/terms.ts'
import { caseOf, play, today } from './play.ts'

describe('commandsOf', () => {
  const commands = commandsOf(caseOf('clearview-ai'))

  it('gives commands that have the form of a command', () => {
    for (const { to, command } of commands)
      expect(
        (to === 'order' ? orderCommandSchema : matterCommandSchema).safeParse(command).error,
      ).toBeUndefined()
  })

  it("opens each office's file once, before that office's first fact, on its earliest date", () => {
    const opened = commands.filter((command) => command.what === 'opened')
    expect(opened.map(({ office, on }) => [office, on])).toEqual([
      ['ca-fed-opc', '2020-02-21'],
      ['ca-ab-oipc', '2021-12-07'],
      ['ca-bc-oipc', '2021-12-14'],
      ['ca-qc-cai', '2021-12-14'],
    ])
    for (const { office } of opened)
      expect(commands.find((command) => command.office === office)?.what).toBe('opened')
    expect(opened.find(({ office }) => office === 'ca-bc-oipc')?.command).toMatchObject({
      id: 'case/clearview-ai/opened/ca-bc-oipc',
      kind: 'opened',
      file: 'P20-81997',
    })
  })

  it('opens the file of an office that has no fact, too', () => {
    const file = caseOf('clearview-ai')
    const opened = commandsOf({
      ...file,
      files: { ...file.files, ['ca-on-ipc' as OfficeId]: 'X1' },
    }).filter((command) => command.what === 'opened')
    expect(opened[0]).toMatchObject({ office: 'ca-on-ipc', on: '2020-02-21' })
    expect(opened).toHaveLength(5)
  })

  it('keeps facts in their order, with ids made of the matter and the place in the file', () => {
    const facts = commands.filter((command) => command.index !== null)
    expect(facts.map((command) => command.index)).toEqual(facts.map((_, index) => index))
    expect(facts[5]?.command.id).toBe('case/clearview-ai/5')
    expect(new Set(commands.map(({ command }) => command.id)).size).toBe(commands.length)
  })

  it('replays an assumed date and keeps its range, its confidence and its source', () => {
    const assumed = commands.find(
      (command) => command.what === 'copy-given' && command.office === 'ca-ab-oipc',
    )
    expect(assumed?.command).toMatchObject({
      kind: 'serve',
      on: '2021-12-07',
      between: ['2021-12-07', '2021-12-14'],
      confidence: 'D',
      source: 'dated 2021-12-07, announced 2021-12-14',
    })
  })

  it('leaves out what a fact does not say', () => {
    const decided = commands.find((command) => command.what === 'court-decided')?.command
    expect(decided).toMatchObject({ kind: 'decide', outcome: 'upheld', citation: '2024 BCSC 2311' })
    expect(Object.keys(decided ?? {})).not.toContain('endsStay')
  })

  it("sends an order's fact to the office that states it, whoever owns the order", () => {
    const file = caseOf('exercise')
    const stated = file.facts.map((fact) =>
      fact.index === 15 && 'order' in fact
        ? { ...fact, office: 'ca-fed-opc' as typeof fact.office }
        : fact,
    )
    expect(
      commandsOf({ ...file, facts: stated }).find((command) => command.index === 15),
    ).toMatchObject({ office: 'ca-fed-opc', ref: { office: 'ca-ab-oipc', id: 'EX2024-03' } })
  })
})

describe('jointsOf', () => {
  it("drafts for each office the very commands of its own orders' facts, and nothing for a statement", () => {
    const file = caseOf('clearview-ai')
    const [issuance, statement] = jointsOf(file)
    const facts = commandsOf(file).filter(({ what }) => what === 'order-issued')
    const drafts =
      issuance?.fact.offices.flatMap((office) => issuance.drafts.get(office) ?? []) ?? []
    expect(drafts.map(({ order }) => order)).toEqual([
      'ca-bc-oipc:P21-08',
      'ca-ab-oipc:P2021-12',
      'ca-qc-cai:1023158-S',
    ])
    for (const { command } of drafts)
      expect(facts.map((fact) => fact.command)).toContainEqual(command)
    expect([statement?.joint, [...(statement?.drafts.values() ?? [])].flat()]).toEqual([
      'ca-fed-opc:J21-02',
      [],
    ])
    expect([issuance?.idOf('propose'), statement?.idOf('propose')]).toEqual([
      'case/clearview-ai/22/propose',
      'case/clearview-ai/23/propose',
    ])
  })

  it('is empty for a case without joint actions', () =>
    expect(jointsOf(caseOf('exercise'))).toEqual([]))
})

describe('under the rules of the offices', () => {
  it('the founding case is lawful throughout', () => {
    expect(play('clearview-ai').refused).toEqual([])
  })

  it('the exercise is refused where it is meant to be, by the section that refuses', () => {
    const refused = play('exercise').refused.map(({ step, problem }) => [
      step.office,
      step.what,
      problem.code,
      problem.rule?.section,
    ])
    expect(refused).toEqual([
      ['ca-fed-opc', 'order-issued', 'no-order-power', '13'],
      ['ca-bc-oipc', 'extended', 'not-extendable', '53'],
      ['ca-bc-oipc', 'escalation-decided', 'above-cap', '56'],
      ['ca-qc-cai', 'escalation-decided', 'below-minimum', '91(10)'],
    ])
  })

  it('the exercise ends as its README says', () => {
    const { orders } = play('exercise')
    expect([...orders].map(([order, { state }]) => [order, statusOf(state, today)])).toEqual([
      ['ca-bc-oipc:EX24-01', 'closed'],
      ['ca-bc-oipc:EX24-02', 'withdrawn'],
      ['ca-ab-oipc:EX2024-03', 'escalated'],
      ['ca-qc-cai:EX-1024-S', 'complied'],
      ['ca-ab-oipc:EX2025-01', 'closed'],
    ])
    const bc = orders.get('ca-bc-oipc:EX24-01')?.state
    expect(bc?.challenges).toMatchObject([{ id: 'bc-late', inTime: 'no', stays: [] }])
    expect(bc?.escalations).toMatchObject([
      { route: 'offence', decided: { outcome: 'convicted', amount: 60_000 } },
    ])
    expect(
      orders
        .get('ca-ab-oipc:EX2024-03')
        ?.state.escalations.map(({ route, decided }) => [route, decided?.outcome]),
    ).toEqual([
      ['court-filing', 'filed'],
      ['contempt', 'contempt'],
    ])
    expect(
      orders
        .get('ca-qc-cai:EX-1024-S')
        ?.state.escalations.map(({ route, decided }) => [route, decided?.outcome]),
    ).toEqual([
      ['court-filing', 'filed'],
      ['penal', 'convicted'],
    ])
  })
})

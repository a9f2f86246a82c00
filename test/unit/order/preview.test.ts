// What an officer is shown before a command is recorded is what recording it does; of a fact struck out, the others are told the same after.

import { describe, expect, it } from 'vitest'
import { detailOf } from '../../../shared/contract/event-text.ts'
import { orderEventSchema, type OrderCommand } from '../../../shared/order/order.schema.ts'
import { previewOrder, type OrderPreview } from '../../../shared/order/preview.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import { d, issued, type Loose, type OrderRun } from '../../support/founding.ts'

const look = (run: OrderRun, command: Loose, today: string): OrderPreview =>
  unwrap(
    previewOrder(run.ref, run.aggregate.state, { id: 'p', ...command } as unknown as OrderCommand, {
      ...run.context,
      today: d(today),
    }),
  )
const served = () =>
  issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say({
    kind: 'serve',
    on: '2021-12-14',
    party: 'acme',
    means: 'hand',
  })
const challenge: Loose = {
  kind: 'challenge',
  on: '2022-01-10',
  challenge: 'jr',
  challengeKind: 'judicial-review',
  forum: 'court',
}

describe('a preview', () => {
  it('says which dates come, how each term stands, and which routes open', () => {
    const run = served()
    const filed = look(run, challenge, '2022-02-01')
    expect(filed.event.kind).toBe('challenge-filed')
    expect(filed.difference.terms).toEqual(
      ['T1', 'T2', 'T3'].map((term) => ({
        term,
        before: expect.objectContaining({ stayed: false }),
        after: { clock: 'stayed', stayed: true, uncertain: false },
      })),
    )
    expect(filed.difference.routes).toEqual([
      {
        route: 'offence',
        name: {
          en: 'Referral for prosecution of an offence',
          fr: expect.stringContaining('infraction'),
        },
        open: false,
        why: { en: 'Every term is stayed', fr: 'Chaque disposition est suspendue' },
      },
      expect.objectContaining({ route: 'damages', open: false }),
    ])
  })
  it('records nothing, and what it shows is what recording gives', () => {
    const run = served()
    const shown = look(run, challenge, '2022-02-01')
    expect(run.events).toHaveLength(2)
    run.say(challenge)
    expect(run.state).toEqual(shown.after)
  })
  it('refuses what recording would refuse', () => {
    const run = served()
    const answer = previewOrder(
      run.ref,
      run.state,
      { kind: 'decide', id: 'p', on: '2022-01-01', challenge: 'none', citation: 'c' } as never,
      run.context,
    )
    expect(answer.ok || answer.problem.code).toBe('unknown-challenge')
  })
})

describe('a fact recorded in error', () => {
  // The copy was given on the 20th, not on the 14th: the date, the alarm and the referral all rested on it.
  const strike: Loose = {
    kind: 'record-in-error',
    on: '2022-03-01',
    fact: 2,
    reason: 'another file',
  }
  const life = () => {
    const run = served()
    run.say({
      kind: 'mark-reached',
      on: '2022-01-25',
      deadline: 'comply',
      party: 'acme',
      terms: ['T1', 'T2', 'T3'],
    })
    return run.say({ kind: 'escalate', on: '2022-02-10', route: 'offence' })
  }
  it('shows before it is recorded: dates gone, terms, routes, alarms given, and what is now doubtful', () => {
    const shown = look(life(), strike, '2022-03-01')
    expect(
      shown.difference.dates.map(({ id, before, after }) => [id, before?.date, after]),
    ).toEqual(
      expect.arrayContaining([
        ['challenge', '2022-01-25', undefined],
        ['comply', '2022-01-25', undefined],
      ]),
    )
    expect(shown.difference.terms.map(({ term, after }) => [term, after.clock])).toEqual([
      ['T1', 'not-started'],
      ['T2', 'not-started'],
      ['T3', 'not-started'],
    ])
    expect(shown.difference.routes.map(({ route, open }) => [route, open])).toContainEqual([
      'offence',
      false,
    ])
    expect(shown.alarms).toEqual([3])
    expect(shown.doubtful).toEqual([
      { fact: 4, why: expect.stringContaining('copy'), whyFr: expect.stringContaining('copie') },
    ])
  })
  it('tells the other offices the same in the event, in the form of the ledger and in both languages', () => {
    const run = life()
    const shown = look(run, strike, '2022-03-01')
    run.say(strike)
    const event = orderEventSchema.parse(JSON.parse(JSON.stringify(run.events.at(-1)?.event)))
    if (event.kind !== 'recorded-in-error') throw new Error(event.kind)
    const { dates, terms, routes } = shown.difference
    expect(event.difference).toEqual({ dates, terms, routes })
    const en = detailOf('en', event, (id) => id)
    const fr = detailOf('fr', event, (id) => id)
    expect(en).toContain('last day to comply T1 T2 T3 Tue, Jan 25, 2022 → –')
    expect(en).toContain('alarms given because of it: 1')
    expect(fr).toContain('délai non commencé')
    expect(fr).toContain('sans ce fait, le fait 4 serait refusé')
  })
  it('one of before the difference was told stays readable', () => {
    const run = life().say(strike)
    const now = run.events
      .map(({ event }) => event)
      .find(({ kind }) => kind === 'recorded-in-error')
    const { difference: _, ...old } = { difference: null, ...now }
    expect(orderEventSchema.parse(old)).toMatchObject({ kind: 'recorded-in-error' })
  })
})

it('a fact that was struck out and is recorded again, word for word, has effect again, and its alarm rings again', () => {
  const again: Loose = { kind: 'serve', on: '2021-12-14', party: 'acme', means: 'hand' }
  const run = served()
  const ring = () => {
    const alarm = orderRules.nextAlarm(run.state)
    if (alarm === undefined) throw new Error('nothing rings')
    run.do(alarm.command)
    return alarm.command.id
  }
  const [first, second] = [ring(), ring()]
  run.say({ kind: 'record-in-error', on: '2022-03-01', fact: 2, reason: 'wrong file' })
  expect(orderRules.nextAlarm(run.state)).toBeUndefined()
  run.say(again)
  expect(run.state.copies).toHaveLength(1)
  const rung = [ring(), ring()]
  expect(rung.some((id) => id === first || id === second)).toBe(false)
  expect(run.state.reached).toHaveLength(2)
})

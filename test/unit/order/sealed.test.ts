// What a court keeps from publication: on which days, of what, and that nothing of it is left in what is withheld.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { orderLines } from '../../../shared/lists/order-row.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  sealOf,
  underSeal,
  withhold,
  withheldMark,
  type UnderSeal,
} from '../../../shared/order/sealed.ts'
import { d, orderRun, packs, type OrderRun } from '../../support/founding.ts'

const text = {
  en: 'Delete every scraped photograph',
  fr: 'Détruire chaque photographie moissonnée',
}
const made = (of: 'publication' | 'names' | undefined, more = {}): OrderRun =>
  orderRun('ca-bc-oipc', 'ca-bc-pipa').say(
    {
      kind: 'issue',
      on: '2024-01-10',
      matter: 'photo-match',
      statute: 'ca-bc-pipa',
      respondent: { id: 'acme', name: 'Acme-Photo (Canada) Inc.', kind: 'organization' },
      otherParties: [{ id: 'complainant', name: 'Zoé Tremblay', kind: 'individual' }],
      terms: [{ id: 'T1', theme: 'delete', kind: 'mandate', effort: 'absolute', text }],
    },
    { kind: 'serve', on: '2024-01-10', party: 'acme', means: 'courier' },
    {
      kind: 'challenge',
      on: '2024-01-20',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'BCSC',
    },
    ...(of === undefined
      ? []
      : [
          {
            kind: 'stay' as const,
            on: '2024-02-01',
            action: 'ordered',
            forum: 'BCSC',
            of,
            ...more,
          },
        ]),
    {
      kind: 'decide',
      on: '2024-03-01',
      challenge: 'c',
      outcome: 'upheld',
      citation: 'Acme v. IPC, 2024 BCSC 12',
    },
  )
const under = (run: OrderRun, on = '2024-06-01'): UnderSeal => {
  const found = underSeal([run.state], d(on), () => [
    { en: 'The Acme photographs', fr: 'Les photographies d’Acme' },
  ])
  if (found === undefined) throw new Error('nothing is sealed')
  return found
}

describe('whether it is sealed', () => {
  it('from the day of the court’s order until it is lifted, or until its last day', () => {
    const run = made('publication', { until: '2024-04-30' })
    const days = ['2024-01-31', '2024-02-01', '2024-04-30', '2024-05-01']
    expect(days.map((day) => sealOf(run.state, d(day))?.of)).toEqual([
      undefined,
      'publication',
      'publication',
      undefined,
    ])
    const lifted = made('names').say({
      kind: 'stay',
      on: '2024-05-02',
      action: 'lifted',
      forum: 'BCSC',
      of: 'names',
    })
    expect(sealOf(lifted.upTo('2024-05-01'), d('2024-05-01'))?.of).toBe('names')
    expect(sealOf(lifted.state, d('2024-05-02'))).toBeUndefined()
  })

  it('stays nothing of the order', () => {
    const [open, names] = [made(undefined), made('names')].map((run) =>
      viewOrder({ version: 1, state: run.state }, packs, d('2024-02-20')),
    )
    expect(names?.terms).toEqual(open?.terms)
    expect(open?.sealed).toBeUndefined()
  })

  it('is marked on the line of lists', () => {
    const folded = (run: OrderRun) => ({
      version: 1,
      recordedAt: '2024-06-01T00:00:00.000Z' as Instant,
      state: run.state,
    })
    const row = (run: OrderRun) => orderLines(folded(run), packs, d('2024-06-01')).row
    expect(row(made('names')).sealed).toBe('names')
    expect(row(made(undefined)).sealed).toBeUndefined()
  })
})

describe('what is withheld', () => {
  const everything = (run: OrderRun) => ({
    state: run.state,
    events: run.events,
    view: viewOrder({ version: 1, state: run.state }, packs, d('2024-06-01')),
    said: 'Order O1: ACME-PHOTO (CANADA) INC. was told, and so was Zoé Tremblay; acme answered',
    title: { en: 'The Acme photographs', fr: 'Les photographies d’Acme' },
  })

  it('of names alone: every name and the style of cause, and no text', () => {
    const run = made('names')
    const left = JSON.stringify(withhold(everything(run), under(run)))
    expect(left).not.toMatch(/acme|tremblay/i)
    expect(left).toContain(text.en)
    expect(left).toContain(withheldMark)
  })

  it('of the order: its texts too, in both languages', () => {
    const run = made('publication')
    const left = JSON.stringify(withhold(everything(run), under(run)))
    expect(left).not.toMatch(/acme|tremblay|photograph/i)
  })

  it('dates, sections and the reasons of dates are left as they are', () => {
    const run = made('publication')
    const { state } = withhold({ state: run.state }, under(run))
    const bare = (list: typeof state.deadlines) => list.map((each) => ({ ...each, party: '' }))
    expect(bare(state.deadlines)).toEqual(bare(run.state.deadlines))
  })

  it('a word that only begins like a name is no name, and an address stays an address inside', () => {
    const run = made('names')
    const words = { order: 'ca-bc-oipc:acme', text: 'acmeology, acme-photos and Acme' }
    expect(withhold(words, under(run)).text).toBe(
      'acmeology, acme-photos and Acme'.replace(/acme$/i, withheldMark),
    )
    expect(withhold({ matter: 'photo-match' }, under(run)).matter).toBe('photo-match')
    expect(withhold({ matter: 'photo-match' }, under(run), true).matter).toBe(withheldMark)
  })

  it('nothing, where nothing is sealed', () => {
    const run = made(undefined)
    expect(underSeal([run.state], d('2024-06-01'), () => [])).toBeUndefined()
    const all = everything(run)
    expect(withhold(all, undefined)).toBe(all)
  })
})

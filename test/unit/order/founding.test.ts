// The founding orders through the pure rules: the dates and stays that domain.md and issue "Shown by" name.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import type { TermView } from '../../../shared/board/board.schema.ts'
import { d, issued, packs, type OrderRun } from '../../support/founding.ts'

function termsOn(run: OrderRun, day: string): TermView[] {
  return viewOrder({ version: run.aggregate.version, state: run.upTo(day) }, packs, d(day)).terms
}

const serve = (on: string) => ({ kind: 'serve', on, party: 'acme', means: 'unknown' }) as const
const refuse = { kind: 'refuse', on: '2021-12-14' } as const
const text = { en: 'x', fr: 'x' }
const quebecTerms = [
  { id: 'T1', theme: 'stop-collection', kind: 'prohibition', effort: 'absolute', text },
  { id: 'T2', theme: 'delete', kind: 'mandate', effort: 'absolute', due: { days: 90 }, text },
]

const bc = () =>
  issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say(serve('2021-12-14'), refuse, {
    kind: 'challenge',
    on: '2022-01-25',
    challenge: 'bc-jr',
    challengeKind: 'judicial-review',
    forum: 'Supreme Court of British Columbia',
  })
const alberta = () =>
  issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07').say(serve('2021-12-07'), refuse, {
    kind: 'challenge',
    on: '2022-01-20',
    challenge: 'ab-jr',
    challengeKind: 'judicial-review',
    forum: "Court of King's Bench",
  })
const quebec = () =>
  issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14', quebecTerms).say(serve('2021-12-14'), refuse, {
    kind: 'challenge',
    on: '2022-01-13',
    challenge: 'qc-appeal',
    challengeKind: 'appeal',
    forum: 'Court of Québec',
  })

describe('as of 2021-12-20, six days after the joint announcement', () => {
  it('BC: due 2022-01-25, refused', () => {
    for (const term of termsOn(bc(), '2021-12-20'))
      expect(term).toMatchObject({
        position: 'refused',
        clock: 'running',
        stayed: false,
        notBefore: null,
        due: { date: '2022-01-25', endsAt: '2022-01-26T08:00:00.000Z' },
      })
  })
  it('Alberta: not before 2022-01-22, due 2022-01-26, refused', () => {
    for (const term of termsOn(alberta(), '2021-12-20'))
      expect(term).toMatchObject({
        position: 'refused',
        clock: 'running',
        notBefore: '2022-01-22',
        due: { date: '2022-01-26' },
      })
  })
  it('Quebec: the prohibition binds at once, the mandate is due 2022-03-14', () => {
    const [prohibition, mandate] = termsOn(quebec(), '2021-12-20')
    expect(prohibition).toMatchObject({
      position: 'refused',
      clock: 'lapsed',
      enforceableFrom: '2021-12-14',
      due: { date: '2021-12-14' },
    })
    expect(mandate).toMatchObject({
      position: 'refused',
      clock: 'running',
      enforceableFrom: '2022-01-13',
      due: { date: '2022-03-14' },
    })
  })
})

describe('as of 2022-01-26, after all three challenges', () => {
  it('stays every term in BC and Alberta', () => {
    for (const run of [bc(), alberta()])
      for (const term of termsOn(run, '2022-01-26'))
        expect(term).toMatchObject({ clock: 'stayed', stayed: true, uncertain: false })
  })
  it('stays the mandate in Quebec and not the prohibition', () => {
    const [prohibition, mandate] = termsOn(quebec(), '2022-01-26')
    expect(prohibition).toMatchObject({ stayed: false, clock: 'lapsed' })
    expect(mandate).toMatchObject({ stayed: true, clock: 'stayed' })
  })
  it('was not stayed the day before the challenge', () => {
    for (const term of termsOn(bc(), '2022-01-24'))
      expect(term).toMatchObject({ stayed: false, clock: 'running' })
  })
})

describe('after the courts decided', () => {
  it('BC: nobody says whether the stay still holds', () => {
    const run = bc().say({
      kind: 'decide',
      on: '2024-12-18',
      challenge: 'bc-jr',
      outcome: 'upheld',
      citation: '2024 BCSC 2311',
    })
    for (const term of termsOn(run, '2024-12-18'))
      expect(term).toMatchObject({ stayed: true, uncertain: true })
    run.say(
      {
        kind: 'challenge',
        on: '2025-01-17',
        challenge: 'bc-appeal',
        challengeKind: 'appeal',
        from: '2024 BCSC 2311',
        forum: 'Court of Appeal',
      },
      {
        kind: 'decide',
        on: '2026-02-18',
        challenge: 'bc-appeal',
        outcome: 'upheld',
        citation: '2026 BCCA 67',
        endsStay: true,
      },
    )
    for (const term of termsOn(run, '2026-02-18'))
      expect(term).toMatchObject({
        stayed: false,
        uncertain: false,
        clock: 'running',
        due: { date: '2026-02-18' },
      })
  })
  it('Alberta: the stay ends with the decision; the safe date is that day, the lenient one adds the days that were left', () => {
    const run = alberta().say({
      kind: 'decide',
      on: '2025-05-08',
      challenge: 'ab-jr',
      outcome: 'upheld',
      citation: '2025 ABKB 287',
    })
    for (const term of termsOn(run, '2025-05-08'))
      expect(term).toMatchObject({
        stayed: false,
        clock: 'running',
        due: { date: '2025-05-08', lenientDate: '2025-05-14' },
      })
    for (const term of termsOn(run, '2025-05-15')) expect(term).toMatchObject({ clock: 'lapsed' })
  })
  it('Quebec: a stay that was asked for and of which the record says no more is uncertain, and is no stay', () => {
    const run = quebec().say({
      kind: 'stay',
      action: 'sought',
      on: '2022-02-04',
      terms: ['T1'],
      forum: 'Montréal',
    })
    const [prohibition, mandate] = termsOn(run, '2022-02-07')
    expect(prohibition).toMatchObject({ stayed: false, uncertain: true })
    expect(mandate).toMatchObject({ stayed: true, uncertain: false })
  })
})

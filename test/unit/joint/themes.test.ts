// Joint deadlines by theme: every office's own term beside the others', and none that speaks for another.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { themesOf } from '../../../shared/joint/themes.ts'
import { themeSchema, type Theme } from '../../../shared/joint/themes.schema.ts'
import { d, issued, packs, threeTerms, type Loose, type OrderRun } from '../../support/founding.ts'

const serve = (on: string) => ({ kind: 'serve', on, party: 'acme', means: 'mail' }) as const
const [, prohibition, mandate] = threeTerms as [object, object, object]
const bc = () => issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say(serve('2021-12-14'))
const alberta = () => issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07').say(serve('2021-12-07'))
const quebec = () =>
  issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14', [
    prohibition,
    { ...mandate, due: { days: 90 } },
  ]).say(serve('2021-12-14'))
const comply = (on: string, outcome: 'complied' | 'partial', terms?: readonly string[]): Loose => ({
  kind: 'comply',
  on,
  outcome,
  ...(terms === undefined ? {} : { terms }),
})

const themes = (runs: readonly OrderRun[], day: string): Map<string, Theme> =>
  new Map(
    themesOf(
      runs.map((run) =>
        viewOrder({ version: run.aggregate.version, state: run.upTo(day) }, packs, d(day)),
      ),
    ).map((theme) => [theme.theme, themeSchema.parse(theme)]),
  )
const theme = (runs: readonly OrderRun[], day: string, name: string): Theme => {
  const found = themes(runs, day).get(name)
  if (found === undefined) throw new Error(`no theme ${name}`)
  return found
}
const positions = ({ terms }: Theme) => terms.map(({ office, term }) => [office, term.position])

describe('the founding case', () => {
  it('puts differently worded terms of three offices beside each other, with their own ids and clocks', () => {
    const found = theme([bc(), alberta(), quebec()], '2021-12-20', 'delete')
    expect(
      found.terms.map(({ office, order, term }) => [office, order, term.id, term.due?.date]),
    ).toEqual([
      ['ca-bc-oipc', 'ca-bc-oipc:O1', 'T3', '2022-01-25'],
      ['ca-ab-oipc', 'ca-ab-oipc:O1', 'T3', '2022-01-26'],
      ['ca-qc-cai', 'ca-qc-cai:O1', 'T3', '2022-03-14'],
    ])
    expect([...themes([bc(), alberta(), quebec()], '2021-12-20').keys()].toSorted()).toEqual([
      'delete',
      'stop-collection',
      'stop-offering',
    ])
  })
  it('names the soonest day that runs, and whose it is; one that has passed, or is stayed, runs no more', () => {
    const challenge = {
      kind: 'challenge',
      on: '2022-01-20',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'court',
    } as const
    expect(theme([bc(), alberta(), quebec()], '2021-12-20', 'delete').next).toMatchObject({
      office: 'ca-bc-oipc',
      date: '2022-01-25',
    })
    expect(
      theme([bc().say(challenge), alberta(), quebec()], '2022-01-21', 'delete').next,
    ).toMatchObject({ office: 'ca-ab-oipc', date: '2022-01-26' })
    expect(theme([bc(), alberta(), quebec()], '2022-01-27', 'delete').next).toMatchObject({
      office: 'ca-qc-cai',
      date: '2022-03-14',
    })
    // Quebec's prohibition bound at once.
    expect(theme([quebec()], '2021-12-20', 'stop-collection').next).toBeNull()
  })
  it('shows a stay of one office at that office only', () => {
    const stayed = bc().say({
      kind: 'challenge',
      on: '2022-01-20',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'court',
    })
    expect(
      theme([stayed, alberta(), quebec()], '2022-01-21', 'delete').terms.map(
        ({ term }) => term.stayed,
      ),
    ).toEqual([true, false, false])
  })
  it('is refused where somebody was refused', () => {
    expect(
      theme([bc().say({ kind: 'refuse', on: '2021-12-15' }), quebec()], '2021-12-20', 'delete')
        .standing,
    ).toBe('refused')
  })
})

describe('compliance', () => {
  it('in part, in British Columbia, marks nobody complied: not there, and not in Quebec', () => {
    const found = theme(
      [bc().say(comply('2022-01-10', 'partial', ['T3'])), quebec()],
      '2022-01-11',
      'delete',
    )
    expect(found.standing).toBe('partly')
    expect(positions(found)).toEqual([
      ['ca-bc-oipc', 'partial'],
      ['ca-qc-cai', 'unknown'],
    ])
  })
  it('in full, in British Columbia, leaves Quebec as it is', () => {
    const found = theme(
      [
        bc().say(comply('2022-01-10', 'complied', ['T3']), {
          kind: 'assess',
          on: '2022-01-10',
          terms: ['T3'],
          finding: 'accepted',
          basis: 'report',
        }),
        quebec(),
      ],
      '2022-01-11',
      'delete',
    )
    expect(found.standing).toBe('partly')
    expect(positions(found)).toEqual([
      ['ca-bc-oipc', 'complied'],
      ['ca-qc-cai', 'unknown'],
    ])
    expect(found.next).toMatchObject({ office: 'ca-qc-cai' })
  })
  it('is that of the theme only where it is that of every office, and of this theme only', () => {
    const both = [
      bc().say(comply('2022-01-10', 'complied', ['T3'])),
      quebec().say(comply('2022-01-11', 'complied', ['T3'])),
    ]
    expect(theme(both, '2022-01-11', 'delete').standing).toBe('complied')
    expect(theme(both, '2022-01-10', 'delete').standing).toBe('partly')
    expect(theme(both, '2022-01-11', 'stop-collection').standing).toBe('open')
  })
  it('does not wait for a term that was withdrawn', () => {
    const runs = [
      bc().say(comply('2022-01-10', 'complied', ['T3'])),
      quebec().say({ kind: 'withdraw', on: '2022-01-11', terms: ['T3'], reason: 'x' }),
    ]
    expect([
      theme(runs, '2022-01-10', 'delete').standing,
      theme(runs, '2022-01-11', 'delete').standing,
    ]).toEqual(['partly', 'complied'])
  })
  it('taken back by a refusal is no compliance', () => {
    expect(
      theme(
        [bc().say(comply('2022-01-10', 'complied'), { kind: 'refuse', on: '2022-01-12' })],
        '2022-01-12',
        'delete',
      ).standing,
    ).toBe('refused')
  })
  it('nobody said a word: open', () => {
    expect(theme([bc(), quebec()], '2021-12-20', 'delete').standing).toBe('open')
  })
})

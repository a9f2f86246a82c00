// A stay that follows from a challenge filed after the registry had closed: from which day, by which reading, and what is left of the time after it.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { parsePack } from '../../../shared/policy/parse.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { d, issued, packs, threeTerms, type OrderRun } from '../../support/founding.ts'

/** Given on 2021-12-14, due on 2022-01-25, challenged on the 20th. */
function filed(at: string, change: (pack: Pack) => Pack = (pack) => pack): OrderRun {
  const run = issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14', threeTerms.slice(2))
  ;(run.context as { packs: readonly Pack[] }).packs = packs.map((pack) =>
    unwrap(parsePack(JSON.parse(JSON.stringify(change(pack))))),
  )
  return run.say(
    { kind: 'serve', on: '2021-12-14', party: 'acme', means: 'courier' },
    {
      kind: 'challenge',
      on: '2022-01-20',
      at,
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'BCSC',
    },
  )
}
const verified = (pack: Pack): Pack => ({
  ...pack,
  challenges: pack.challenges.map((rule) =>
    rule.registry === undefined
      ? rule
      : {
          ...rule,
          registry: {
            ...rule.registry,
            citations: rule.registry.citations.map((one) => ({ ...one, confidence: 'V' as const })),
          },
        },
  ),
})
const unsaid = (pack: Pack): Pack => ({
  ...pack,
  challenges: pack.challenges.map((rule) => ({
    ...rule,
    inTime: rule.inTime.map((effect) => ({ ...effect, from: undefined })),
  })),
})
const on = (run: OrderRun, day: string) => {
  const [term] = viewOrder({ version: 1, state: run.upTo(day) }, run.context.packs, d(day)).terms
  return [term?.clock, term?.uncertain, term?.stayedSince?.date, term?.stayedSince?.lenientDate]
}
const ended = (run: OrderRun) =>
  run
    .say({
      kind: 'decide',
      on: '2022-02-10',
      challenge: 'c',
      outcome: 'upheld',
      citation: 'x',
      endsStay: true,
    })
    .state.deadlines.find(({ id }) => id === 'comply')

describe('a challenge filed', () => {
  it('before the registry closes stays from that day', () => {
    const run = filed('15:59')
    expect(on(run, '2022-01-20')).toEqual(['stayed', false, undefined, undefined])
  })

  it('after it, by a rule that nobody verified: from that day or the next, and both are shown', () => {
    const run = filed('16:01')
    expect(on(run, '2022-01-20')).toEqual(['stayed', true, '2022-01-20', '2022-01-21'])
    expect(on(run, '2022-01-21')).toEqual(['stayed', false, '2022-01-20', '2022-01-21'])
  })

  it('after it, by a rule that was read, where the section says that the stay begins with the filing: from the next day', () => {
    const run = filed('16:01', verified)
    expect(on(run, '2022-01-20')).toEqual(['running', false, undefined, undefined])
    expect(on(run, '2022-01-21')).toEqual(['stayed', false, undefined, undefined])
  })

  it('after it, where the section does not say with what the stay begins: both are shown', () => {
    const run = filed('16:01', (pack) => unsaid(verified(pack)))
    expect(on(run, '2022-01-20')).toEqual(['stayed', true, '2022-01-20', '2022-01-21'])
  })
})

describe('what is left of the time after the stay', () => {
  const due = (run: OrderRun) => {
    const found = ended(run)
    return [found?.date, found?.lenientDate]
  }
  it('is counted from either first day: a day less by the later one', () => {
    // 2022-01-21, 24 and 25 were left on the evening of the 20th, two of them on that of the 21st.
    const remaining = (pack: Pack): Pack => ({
      ...pack,
      ...(pack.afterStay === undefined
        ? {}
        : { afterStay: { ...pack.afterStay, clock: 'remaining' as const } }),
    })
    expect(due(filed('15:59', remaining))).toEqual(['2022-02-15', undefined])
    expect(due(filed('16:01', (pack) => verified(remaining(pack))))).toEqual([
      '2022-02-14',
      undefined,
    ])
    expect(due(filed('16:01', remaining))).toEqual(['2022-02-14', '2022-02-15'])
  })

  it('as the law says nothing of it, the safe date is the end of the stay by both', () => {
    expect(due(filed('15:59'))).toEqual(due(filed('16:01')))
    expect(due(filed('16:01', verified))).toEqual(['2022-02-10', '2022-02-14'])
  })
})

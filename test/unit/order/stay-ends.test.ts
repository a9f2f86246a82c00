// A stay with a last day that ends sooner, or is followed by another, leaves the time to comply where it would be had its last day been known.

import { describe, expect, it } from 'vitest'
import { issued, type Loose } from '../../support/founding.ts'

const offices = [
  ['ca-bc-oipc', 'ca-bc-pipa'],
  ['ca-ab-oipc', 'ca-ab-pipa'],
  ['ca-qc-cai', 'ca-qc-p391'],
] as const
const stay = (on: string, more: object): Loose => ({
  kind: 'stay',
  on,
  forum: 'court',
  terms: ['T3'],
  ...more,
})
const ordered = (on: string, until?: string) =>
  stay(on, { action: 'ordered', ...(until === undefined ? {} : { until }) })

describe.each(offices)('%s', (office, statute) => {
  const due = (...acts: Loose[]) =>
    issued(office, statute, '2021-12-14')
      .say({ kind: 'serve', on: '2021-12-14', party: 'acme', means: 'hand' }, ...acts)
      .state.deadlines.filter(({ id, terms }) => id === 'comply' && terms.includes('T3'))
      .map(({ date, lenientDate }) => [date, lenientDate])
  const lifted = stay('2022-02-01', { action: 'lifted' })

  it('lifted early: as if it had had no last day, the rest is counted once', () => {
    expect(due(ordered('2022-01-04', '2022-03-31'), lifted)).toEqual(
      due(ordered('2022-01-04'), lifted),
    )
  })
  it('a longer one takes over before it ends: as one stay', () => {
    expect(due(ordered('2022-01-04', '2022-02-28'), ordered('2022-02-15', '2022-03-31'))).toEqual(
      due(ordered('2022-01-04', '2022-03-31')),
    )
  })
  it('another follows on the day after its last: as one stay', () => {
    expect(due(ordered('2022-01-04', '2022-02-28'), ordered('2022-03-01', '2022-03-31'))).toEqual(
      due(ordered('2022-01-04', '2022-03-31')),
    )
  })
  it('two that followed one another, the second lifted early: as one that was lifted then', () => {
    expect(
      due(ordered('2022-01-04', '2022-01-20'), ordered('2022-01-21', '2022-03-31'), lifted),
    ).toEqual(due(ordered('2022-01-04'), lifted))
  })
})

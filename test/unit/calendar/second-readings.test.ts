// Days that count by one reading of the law and not by another: the safe date drives alarms, the lenient one is shown.

import { describe, expect, it } from 'vitest'
import { deadlines, lines } from '../policy/packs.ts'

const comply = (statute: string, given: string) =>
  lines(
    deadlines(statute, given).filter(({ id, terms }) => id === 'comply' && terms.includes('M')),
  ).at(-1)

describe('a second reading of what is a holiday', () => {
  it.each([
    ['BC over September 30, 2021', 'ca-bc-pipa', '2021-08-18', '2021-09-30~2021-10-01'],
    ['BC over September 19 and 30, 2022', 'ca-bc-pipa', '2022-09-07', '2022-10-20~2022-10-24'],
    ['Quebec on December 26', 'ca-qc-p391', '2025-11-26', '2025-12-26~2025-12-29'],
    ['Quebec on January 2', 'ca-qc-p391', '2025-12-03', '2026-01-02~2026-01-05'],
  ])('%s', (_, statute, given, dates) => {
    expect(comply(statute, given)).toContain(dates)
  })
  it('Alberta on a day in lieu of Remembrance Day', () => {
    const [challenge] = deadlines('ca-ab-pipa', '2023-09-28')
    expect(challenge).toMatchObject({ date: '2023-11-13', lenientDate: '2023-11-14' })
  })
  it('the federal year on December 26', () => {
    expect(deadlines('ca-fed-pipeda', '2022-12-26', [], 'report-sent')).toMatchObject([
      { date: '2023-12-26', lenientDate: '2023-12-27' },
    ])
  })
  it('moves no alarm', () => {
    for (const { date, alarmAt, endsAt } of deadlines('ca-bc-pipa', '2021-08-18')) {
      expect(date).toBe('2021-09-30')
      expect(alarmAt).toBe(endsAt)
    }
  })
  it.each([
    ['ca-bc-pipa', '2021-12-14', '2022-01-25'],
    ['ca-ab-pipa', '2021-12-07', '2022-01-26'],
    ['ca-ab-pipa', '2021-12-14', '2022-02-02'],
  ])('the worked dates stay certain: %s given %s', (statute, given, date) => {
    expect(deadlines(statute, given).find(({ id }) => id === 'comply')).toMatchObject({ date })
    expect(deadlines(statute, given).find(({ id }) => id === 'comply')?.lenientDate).toBeUndefined()
  })
})

// What people read: the board of both cases, within 100 columns, with every date, doubt and trust mark on it.

import { describe, expect, it } from 'vitest'
import type { Board } from '../../../shared/board/board.schema.ts'
import { viewBoard } from '../../../shared/board/view.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { renderBoard } from '../../../services/cli/board.ts'
import { renderReplay } from '../../../services/cli/replay.ts'
import { wrap } from '../../../services/cli/kit/table.ts'
import { packs, play, today } from '../case/play.ts'

const observer = 'ca-fed-opc' as OfficeId
function boardOf(name: string, asOf: string): Board {
  const date = asOf as LocalDate
  const followers = [
    {
      office: 'ca-bc-oipc' as OfficeId,
      seq: 14,
      state: 'current' as const,
      lastHeard: '2026-11-22T01:02:03.000Z',
      quarantined: 0,
    },
    {
      office: 'ca-ab-oipc' as OfficeId,
      seq: 0,
      state: 'unreachable' as const,
      lastHeard: null,
      quarantined: 2,
    },
  ]
  return viewBoard({
    office: observer,
    asOf: date,
    orders: [...play(name, date).orders.values()],
    packs,
    followers,
  })
}
const cells = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

describe('the board', () => {
  it('shows the founding case as it stood on 2022-01-26', () => {
    const text = renderBoard(boardOf('clearview-ai', '2022-01-26'))
    expect(text).toContain('Where every office stands on 2022-01-26, as ca-fed-opc sees it')
    expect(text).toContain(
      'ca-bc-oipc:P21-08  STAYED  Clearview AI, Inc. · ca-bc-pipa · issued 2021-12-14',
    )
    expect(cells(text)).toContainEqual([
      'T1',
      'stop-offering',
      'prohibition',
      'refused',
      'stayed',
      '',
      '2022-01-25 S',
    ])
    expect(cells(text)).toContainEqual([
      'T1',
      'stop-offering',
      'prohibition',
      'refused',
      'stayed',
      '2022-01-22 M',
      '2022-01-26 M',
    ])
  })

  it('says where a stay is in doubt, and what that means', () => {
    const later = renderBoard(boardOf('clearview-ai', '2026-11-22'))
    expect(later).toMatch(/│ stayed \? /)
    expect(later).toContain('neither the law nor the record says whether a stay holds')
    expect(renderBoard(boardOf('clearview-ai', '2021-12-20'))).not.toContain(
      'neither the law nor the record',
    )
  })

  it('shows both dates where two ways of counting could apply, and routes that were taken', () => {
    const text = renderBoard(boardOf('exercise', today))
    expect(text).toContain('or 2024-04-08')
    expect(text).toContain('route   offence ended · s.56(1)(f), 56 S')
  })

  it('shows what comes next', () => {
    expect(renderBoard(boardOf('clearview-ai', '2021-12-20'))).toContain(
      'next    2022-01-21  last day to challenge (clearview-ai-inc)',
    )
  })

  it('says which terms come next, and for whom', () => {
    expect(renderBoard(boardOf('clearview-ai', '2021-12-20'))).toContain(
      'next    2022-01-13  first day to enforce T2 (clearview-ai-inc)',
    )
  })

  it('says who is behind and what was set aside', () => {
    expect(cells(renderBoard(boardOf('clearview-ai', today))).slice(-2)).toEqual([
      ['ca-bc-oipc', '14', 'current', '2026-11-22T01:02:03.000Z', '0'],
      ['ca-ab-oipc', '0', 'unreachable', 'never', '2'],
    ])
  })

  it.each([
    ['clearview-ai', '2021-12-20'],
    ['clearview-ai', '2022-01-26'],
    ['clearview-ai', today],
    ['exercise', '2024-05-06'],
    ['exercise', today],
  ])('%s on %s fits into 100 columns', (name, date) => {
    for (const line of renderBoard(boardOf(name, date)).split('\n'))
      expect([...line].length, line).toBeLessThanOrEqual(100)
  })

  it('has no colours by itself', () => {
    expect(renderBoard(boardOf('exercise', today))).not.toContain('\u001b')
    expect(renderBoard(boardOf('exercise', today), (style, text) => `<${style}>${text}`)).toContain(
      '<green>COMPLIED',
    )
  })

  it('says so when there is nothing', () => {
    expect(renderBoard({ asOf: today, office: observer, orders: [], followers: [] })).toContain(
      'No orders.',
    )
  })
})

it('the summary of a replay names the fact, the code and the section', () => {
  const text = renderReplay(
    {
      matter: 'm',
      facts: 3,
      recorded: 2,
      refused: [
        {
          index: 1,
          office: 'ca-ab-oipc',
          on: '2024-04-02',
          what: 'compliance-reported',
          code: 'before-lawful-day',
          message: 'too early',
          messageFr: 'trop tôt',
          rule: { statute: 'ca-ab-pipa', section: '54(2)', confidence: 'M' },
        },
      ],
    },
    (_, each) => each,
  )
  expect(text).toContain('2 of 3 facts recorded, 1 refused')
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'fact 1 2024-04-02 ca-ab-oipc compliance-reported before-lawful-day: too early [ca-ab-pipa s.54(2) M]',
  )
})

it('wraps by words and indents what follows', () => {
  expect(wrap('one two three four', '  ', 9)).toBe('one two\n  three\n  four')
  expect(wrap('  next    a')).toBe('  next    a')
})

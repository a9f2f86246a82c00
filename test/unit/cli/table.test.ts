// Tables of the terminal's width: what is too wide breaks the frame in every line, what is too narrow hides what was asked for.

import { describe, expect, it } from 'vitest'
import { columnWidths, table } from '../../../services/cli/kit/table.ts'
import { renderOrderList } from '../../../services/cli/kit/lists.ts'
import { plain } from '../../../services/cli/kit/output.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OrderList } from '../../../shared/contract/lists.schema.ts'

const long = 'a text of many words that no column of a narrow terminal holds in one line '.repeat(3)
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

describe('a table', () => {
  it.each([60, 80, 120, 200])('stays within %i columns', (width) => {
    const shown = table([['ca-qc-cai:1023158-S', long, long]], ['Order', 'Why', 'Matter'], width)
    expect(widest(shown)).toBeLessThanOrEqual(width)
  })
  it('takes no more than it needs', () => {
    expect(
      columnWidths(
        [
          ['Order', 'Why'],
          ['O1', 'late'],
        ],
        200,
      ),
    ).toEqual([7, 6])
  })
  it('does not break the number of an order while a text beside it can be broken', () => {
    const shown = table([['ca-qc-cai:1023158-S', long]], ['Order', 'Why'], 60)
    expect(shown).toContain('ca-qc-cai:1023158-S')
  })
  it('cuts nothing off: a word that is too long goes on below', () => {
    const shown = table([['not-started', 'America/Vancouver', long]], ['A', 'B', 'C'], 40)
    expect(shown).not.toContain('…')
    expect(widest(shown)).toBeLessThanOrEqual(40)
    expect(shown.replaceAll(/[^\w/-]/g, '')).toContain('America/')
    expect(shown).toContain('Vancouver')
    const coloured = '\u001b[33mchallenged\u001b[39m'
    const narrow = table([[coloured, long, long, long]], ['A', 'B', 'C', 'D'], 45)
    expect(narrow).not.toContain('…')
    expect(narrow).toContain('\u001b[33mchalleng')
  })
  it('a list says how many there are, and how to go on', () => {
    const list = {
      today: '2022-01-26',
      total: 120,
      next: 'abc',
      previous: null,
      rows: [
        {
          order: 'ca-bc-oipc:P1',
          respondents: ['Acme', 'Acme Two'],
          matter: 'm',
          status: 'lapsed',
          issuedOn: '2022-01-01',
          overdue: { since: '2022-01-25', terms: ['T1'] },
          unserved: ['Acme Two'],
          inCourt: [],
          routes: [],
          next: null,
        },
      ],
      desk: {},
    } as unknown as OrderList
    const shown = renderOrderList(list, plain, 160)
    expect(shown).toContain('1 of 120 orders on 2022-01-26')
    expect(shown).toContain('overdue since 2022-01-25: T1')
    expect(shown).toContain('Acme and 1 more')
    expect(shown).toContain('--after abc')
    expect(shown).not.toContain('Desk')
    const [row] = list.rows
    const desk = {
      [`order ${row?.order}`]: {
        owner: { id: 'p-1', name: 'A. Roy' },
        due: '2022-01-30' as LocalDate,
        priority: 'high' as const,
        notes: 2,
      },
    }
    const onDesk = renderOrderList({ ...list, desk }, plain, 160)
    for (const part of ['Desk', 'A. Roy', 'urgent', 'own date 2022-01-30', '2 notes'])
      expect(onDesk).toContain(part)
    expect(renderOrderList({ ...list, total: 0, rows: [], next: null }, plain)).toBe(
      'No such orders on 2022-01-26.',
    )
  })
})

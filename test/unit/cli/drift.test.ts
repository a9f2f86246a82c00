// `concert drift`: what a person reads, and how it ends.

import { describe, expect, test } from 'vitest'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeId, OrderId } from '../../../shared/kernel/ids.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import { plain } from '../../../services/cli/kit/output.ts'
import { renderDrift } from '../../../services/cli/drift.ts'
import { renderRecorded } from '../../../services/cli/kit/recorded.ts'
import { run } from '../../../services/apps/concert/run.ts'
import type {
  DeadlineDrift,
  DriftChange,
  DriftView,
} from '../../../shared/contract/drift.schema.ts'
import { issued } from '../../support/founding.ts'

const deadline = issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07')
  .say({ kind: 'serve', on: '2021-12-07', party: 'acme', means: 'x' })
  .state.deadlines.find(({ id }) => id === 'comply') as Deadline
const moved: Deadline = { ...deadline, date: '2022-01-27' as LocalDate }
const change = (fields: Partial<DeadlineDrift>): DeadlineDrift => ({
  kind: 'deadline',
  id: 'comply',
  party: 'acme',
  terms: ['T1'],
  before: deadline,
  after: moved,
  why: [],
  ...fields,
})
const view = (own: boolean, ...changes: DriftChange[]): DriftView => ({
  today: '2021-12-20' as LocalDate,
  zoneData: '2026c',
  orders:
    changes.length === 0
      ? []
      : [
          {
            order: 'ca-ab-oipc:O1' as OrderId,
            office: 'ca-ab-oipc' as OfficeId,
            own,
            pack: { before: '1', after: '2' },
            changes,
          },
        ],
  unknown: [],
})
const line =
  'concert drift approve ca-ab-oipc:O1 --deadline comply --party acme --terms T1 --date 2022-01-27 --by NAME --reason TEXT'

describe('the listing', () => {
  test('says that nothing would differ', () =>
    expect(renderDrift(view(true), plain)).toBe(
      'No open date would come out differently today (2021-12-20, zone data 2026c).',
    ))
  test('has before, after, why and the line that approves it, for own orders', () => {
    const day = {
      kind: 'day' as const,
      date: '2022-01-10' as LocalDate,
      why: 'mourning',
      counts: false,
    }
    const text = renderDrift(view(true, change({ why: [day] })), plain)
    expect(text).toContain(
      '2022-01-26 → 2022-01-27  last day to comply with T1 (acme)\n    why  2022-01-10 does not count now (mourning)',
    )
    expect(text).toContain(line)
    expect(renderDrift(view(false, change({ why: [day] })), plain)).not.toContain(
      'concert drift approve',
    )
  })
  test.each<[Partial<DeadlineDrift>, string]>([
    [{}, 'follows from an earlier fact of the order'],
    [
      { why: [{ kind: 'period', before: { days: 50 }, after: { months: 2 } }] },
      'the period is 2 months, before 50 days',
    ],
    [
      { why: [{ kind: 'zone-data', before: '2026c', after: '2027a' }] },
      'zone data 2027a, before 2026c',
    ],
    [
      {
        why: [
          {
            kind: 'rules',
            gone: [{ statute: 's', section: '1', confidence: 'V' }],
            added: [{ statute: 's', section: '2', confidence: 'M' }],
          },
        ],
      },
      'now s s.2 M, no longer s s.1 V',
    ],
    [{ after: null, why: [{ kind: 'gone' }] }, '--date none'],
    [{ before: null, why: [{ kind: 'new' }] }, 'no date → 2022-01-27'],
  ])('says why %#', (fields, said) =>
    expect(renderDrift(view(true, change(fields)), plain)).toContain(said),
  )
  test('tells of what cannot be approved, and of packs that are gone', () => {
    const text = renderDrift(
      {
        ...view(
          true,
          {
            kind: 'refused',
            fact: 'extended',
            on: '2022-01-02' as LocalDate,
            problem: { code: 'not-extendable', message: 'No power', messageFr: 'Aucun pouvoir' },
          },
          {
            kind: 'challenge',
            challenge: 'jr',
            before: { inTime: 'yes', stays: [] },
            after: { inTime: 'no', stays: [] },
          },
        ),
        unknown: [
          {
            order: 'xx-a:1' as OrderId,
            own: true,
            problem: { code: 'unknown-statute', message: 'No pack', messageFr: 'Aucun ensemble' },
          },
        ],
      },
      plain,
    )
    for (const said of [
      'extended of 2022-01-02 would be refused today: No power',
      'in time no (recorded yes)',
      'xx-a:1  cannot be checked: No pack',
    ])
      expect(text).toContain(said)
  })
})

test('an approval tells both dates', () => {
  const ref = { office: 'ca-ab-oipc' as OfficeId, kind: 'order', id: 'O1' } as const
  expect(
    renderRecorded(
      ref,
      { id: 'c', on: '2021-12-20' },
      {
        kind: 'recorded',
        version: 3,
        eventId: 'e',
        event: { kind: 'deadline-corrected', before: deadline, after: moved },
      },
      plain,
    ),
  ).toContain('2022-01-26 → 2022-01-27  last day to comply with T1, T2, T3')
})

test.each([
  [['drift', '--url', 'http://127.0.0.1:1'], 4],
  [['drift', 'approve', 'ca-bc-oipc:P1'], 2],
  [
    [
      'drift',
      'approve',
      'ca-bc-oipc:P1',
      '--deadline',
      'lunch',
      '--party',
      'a',
      '--date',
      '2022-01-26',
      '--by',
      'R',
      '--reason',
      'x',
    ],
    2,
  ],
  [
    [
      'drift',
      'approve',
      'ca-bc-oipc:P1',
      '--deadline',
      'comply',
      '--party',
      'a',
      '--date',
      '2022-02-30',
      '--by',
      'R',
      '--reason',
      'x',
      '--url',
      'http://127.0.0.1:1',
    ],
    2,
  ],
  [
    [
      'drift',
      'approve',
      'not-an-order',
      '--deadline',
      'comply',
      '--party',
      'a',
      '--date',
      'none',
      '--by',
      'R',
      '--reason',
      'x',
    ],
    2,
  ],
  [
    [
      'drift',
      'approve',
      'ca-bc-oipc:P1',
      '--deadline',
      'comply',
      '--party',
      'a',
      '--date',
      'none',
      '--by',
      'R',
      '--reason',
      'x',
      '--url',
      'http://127.0.0.1:1',
    ],
    4,
  ],
])('concert %j ends with %i', async (args, code) => {
  const errs: string[] = []
  expect(
    await run(args, {
      out: () => {},
      err: (text) => void errs.push(text),
      paint: plain,
      exit: () => {},
    }),
    errs.join('\n'),
  ).toBe(code)
})

// What the packs say of sharing, pack by pack: by what section, under which agreement, and what whoever gets it may do with it.

import { describe, expect, test } from 'vitest'
import { checkPacks } from '../../../shared/policy/check.ts'
import type { Pack, ShareClass } from '../../../shared/policy/pack.schema.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { basisFor, shareClasses, sharingOf } from '../../../shared/policy/sharing.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { d, pack, packs } from './packs.ts'

/** `first section, its mark; agreement or what is asked for; passing on`, or `–`. */
function line(statute: string, shareClass: ShareClass, reader: string, on: string): string {
  const law = unwrap(packFor(packs, statute, d(on)))
  const basis = basisFor(law, shareClass, [reader], d(on))
  if (basis === undefined) return '–'
  const { rule, agreement } = basis
  const [first] = rule.citations
  const asked = rule.agreement === undefined ? '' : `, ${agreement?.id ?? 'none known'}`
  return `${first?.section} ${first?.confidence}${asked}, ${rule.onward.may}`
}

const [bc, ab, qc, fed] = ['ca-bc-pipa', 'ca-ab-pipa', 'ca-qc-p391', 'ca-fed-pipeda']
const [au, eu] = ['au-privacy-act', 'eu-gdpr']
const open = 'freely'

describe('by what an office lets another read', () => {
  test.each<[string, ShareClass, string, string, string]>([
    // A decision of British Columbia is for everybody, also abroad.
    [bc, 'act', ab, '2021-12-14', `52 M, ${open}`],
    [bc, 'act', au, '2026-11-27', `52 M, ${open}`],
    [bc, 'proceedings', eu, '2026-11-27', `41(5) V, ${open}`],
    // What is not published goes to counterparts in Canada, and no further.
    [bc, 'coordination', qc, '2021-12-14', '36(1)(k)–(l) V, unstated'],
    [bc, 'coordination', au, '2026-11-27', '–'],
    [bc, 'compliance', fed, '2021-12-14', '36(1)(k) V, three-offices-2012, unstated'],
    [bc, 'compliance', qc, '2021-12-14', '36(1)(k) V, none known, unstated'],
    [bc, 'compliance', qc, '2022-05-09', '36(1)(k) V, none known, unstated'],
    [bc, 'compliance', qc, '2022-05-10', '36(1)(k) V, four-offices-2022, unstated'],
    [bc, 'compliance', fed, '2022-05-09', '36(1)(k) V, three-offices-2012, unstated'],
    [bc, 'compliance', fed, '2022-05-10', '36(1)(k) V, four-offices-2022, unstated'],
    [bc, 'compliance', ab, '2012-01-04', '36(1)(k) V, none known, unstated'],
    [bc, 'compliance', eu, '2026-11-27', '–'],
    [bc, 'file', au, '2026-11-27', '–'],
    // Alberta has not been read: everything is M.
    [ab, 'act', bc, '2021-12-14', `52 M, ${open}`],
    [ab, 'compliance', qc, '2021-12-14', '36(2) M, none known, unstated'],
    [ab, 'coordination', fed, '2024-01-15', '36(2) M, four-offices-2022, unstated'],
    [ab, 'file', au, '2024-01-15', '–'],
    // Quebec was outside of any agreement in December 2021.
    [qc, 'act', bc, '2021-12-14', `83 M, ${open}`],
    [qc, 'coordination', bc, '2021-12-14', '95 D, none known, unstated'],
    [qc, 'compliance', fed, '2021-12-14', '95 D, none known, unstated'],
    [qc, 'compliance', fed, '2024-01-15', '95 V, four-offices-2022, unstated'],
    [qc, 'coordination', eu, '2024-01-15', '–'],
    // The Commissioner's consent, expressly.
    [fed, 'act', qc, '2021-02-02', `20(2) V, ${open}`],
    [fed, 'file', bc, '2021-02-02', '23(2)(a), (d), (3) V, three-offices-2012, with-consent'],
    [fed, 'file', qc, '2021-02-02', '23(2)(a), (d), (3) V, none known, with-consent'],
    [fed, 'file', qc, '2024-01-15', '23(2)(a), (d), (3) V, four-offices-2022, with-consent'],
    // A foreign authority only under a written arrangement, and none is known.
    [fed, 'compliance', au, '2024-01-15', '–'],
    [fed, 'act', au, '2024-01-15', `20(2) V, ${open}`],
    // Australia could not, before section 33A was added.
    [au, 'act', bc, '2020-01-01', `52 M, ${open}`],
    [au, 'compliance', bc, '2022-12-12', '–'],
    [au, 'compliance', bc, '2022-12-13', '33A(1)–(3) V, unstated'],
    [au, 'coordination', eu, '2026-11-27', '33A(1)–(3) V, unstated'],
    // The Union speaks of its own authorities.
    [eu, 'file', eu, '2024-01-15', '60(1), 61(1) S, unstated'],
    [eu, 'file', bc, '2024-01-15', '–'],
    [eu, 'act', bc, '2024-01-15', `unstated M, ${open}`],
  ])('%s, %s, for %s on %s: %s', (statute, shareClass, reader, on, expected) => {
    expect(line(statute, shareClass, reader, on)).toBe(expected)
  })

  test('an arrangement that an office adds to its pack opens what the Act opens only under one', () => {
    const arranged = unwrap(packFor(packs, fed, d('2026-11-27')))
    const withOne: Pack = {
      ...arranged,
      sharing: {
        ...arranged.sharing,
        agreements: [
          {
            id: 'with-australia',
            name: { en: 'An arrangement', fr: 'Une entente' },
            between: [fed, au],
            from: d('2026-11-01'),
            to: d('2026-11-30'),
            citations: [{ section: 'arrangement of 2026-11-01', confidence: 'V' }],
          },
        ],
      },
    }
    const on = (day: string, reader = au) =>
      basisFor(withOne, 'compliance', [reader], d(day))?.agreement?.id
    expect(on('2026-10-31')).toBeUndefined()
    expect(on('2026-11-01')).toBe('with-australia')
    expect(on('2026-11-30')).toBe('with-australia')
    expect(on('2026-12-01')).toBeUndefined()
    expect(on('2026-11-15', eu)).toBeUndefined()
  })

  test('what an order says of its own sharing follows from the rule on acts', () => {
    expect(sharingOf(pack(fed), 'act', d('2026-11-27'))).toMatchObject({
      class: 'public',
      onwardDisclosure: true,
      citations: [{ section: '20(2)', confidence: 'V' }],
    })
    expect(sharingOf(pack(fed), 'file', d('2026-11-27'))).toMatchObject({
      class: 'counterparts',
      onwardDisclosure: false,
    })
    expect(sharingOf(pack(au), 'file', d('2020-01-01'))).toBeUndefined()
  })
})

describe('a pack is checked before it is used', () => {
  const base = pack(bc)
  const [first] = base.sharing.rules
  if (first === undefined) throw new Error('BC has no rule on sharing')
  const found = (sharing: Partial<Pack['sharing']>) => {
    const { errors, warnings } = checkPacks([{ ...base, sharing: { ...base.sharing, ...sharing } }])
    return [...errors, ...warnings]
      .filter(({ path }) => path.startsWith('sharing.'))
      .map(({ code, path }) => `${code} ${path}`)
  }

  test('as they are brought, only the arrangement that nobody knows and the years before section 33A', () => {
    const { errors, warnings } = checkPacks(packs)
    const said = warnings
      .filter(({ code }) => code === 'not-shared' || code === 'unreachable-sharing')
      .map(({ statute, code, path }) => `${statute} ${code} ${path}`)
    expect(errors).toEqual([])
    expect(said).toEqual([
      'au-privacy-act not-shared sharing.rules',
      'au-privacy-act not-shared sharing.rules',
      'au-privacy-act not-shared sharing.rules',
      'ca-fed-pipeda unreachable-sharing sharing.rules.3',
    ])
  })
  test('a class without a rule', () => {
    for (const shareClass of shareClasses)
      expect(
        found({
          rules: base.sharing.rules.flatMap((rule) => {
            const classes = rule.classes.filter((each) => each !== shareClass)
            return classes.length === 0 ? [] : [{ ...rule, classes }]
          }),
        }),
      ).toContain('not-shared sharing.rules')
  })
  test('a class whose rule ends before the pack does', () => {
    const rules = base.sharing.rules.map((rule) =>
      rule === first ? { ...rule, to: d('2020-01-01') } : rule,
    )
    expect(found({ rules })).toEqual(['not-shared sharing.rules'])
  })
  test('a rule without a citation, of sharing or of passing on', () => {
    const without = (change: Partial<typeof first>) =>
      found({ rules: [{ ...first, ...change }, ...base.sharing.rules.slice(1)] })
    expect(without({ citations: [] })).toEqual(['missing-citation sharing.rules.0.citations'])
    expect(without({ onward: { may: 'freely', citations: [] } })).toEqual([
      'missing-citation sharing.rules.0.onward.citations',
    ])
  })
  test('a rule that another one says already, or that is of no day of the pack', () => {
    expect(found({ rules: [...base.sharing.rules, { ...first, with: ['ca-*'] }] })).toEqual([
      'unreachable-sharing sharing.rules.4',
    ])
    expect(found({ rules: [...base.sharing.rules, { ...first, to: d('2003-12-31') }] })).toEqual([
      'unreachable-sharing sharing.rules.4',
    ])
  })
  test('an agreement that is none of this statute, stands on no day, or that no rule asks for', () => {
    const [agreement] = base.sharing.agreements
    if (agreement === undefined) throw new Error('BC has no agreement')
    expect(found({ agreements: [{ ...agreement, between: [ab, fed] }] })).toEqual([
      'unreachable-sharing sharing.agreements.0',
    ])
    expect(found({ agreements: [{ ...agreement, to: d('2022-05-09') }] })).toEqual([
      'unreachable-sharing sharing.agreements.0',
    ])
    expect(found({ agreements: [{ ...agreement, between: [bc, 'nz-privacy'] }] })).toEqual([
      'unused sharing.agreements.0',
    ])
  })
  test('consent without saying whose, and saying whose without consent', () => {
    const onward = { ...first.onward, may: 'with-consent' as const }
    expect(found({ rules: [{ ...first, onward }, ...base.sharing.rules.slice(1)] })).toEqual([
      'contradiction sharing.rules.0.onward',
    ])
    const of = { en: 'somebody', fr: 'quelqu’un' }
    expect(
      found({
        rules: [{ ...first, onward: { ...first.onward, of } }, ...base.sharing.rules.slice(1)],
      }),
    ).toEqual(['contradiction sharing.rules.0.onward'])
  })
})

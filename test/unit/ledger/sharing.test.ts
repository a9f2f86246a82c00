// Which class an event is of, and that nothing leaves without a basis for everybody who reads it.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateKind, OfficeId } from '../../../shared/kernel/ids.ts'
import { asksBeforePassingOn } from '../../../shared/kernel/shared-under.ts'
import { sharedUnderFrom, sharedUnderText } from '../../../shared/ledger/shared-under.schema.ts'
import {
  shareClassOf,
  shareClassesByEvent,
  shareUnder,
  unsharedWith,
  type Reader,
} from '../../../shared/ledger/sharing.ts'
import { matterEventSchema } from '../../../shared/matter/matter.schema.ts'
import { orderEventSchema } from '../../../shared/order/order.schema.ts'
import { basisFor } from '../../../shared/policy/sharing.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { expectBilingual } from '../../support/bilingual.ts'
import { packs } from '../../support/founding.ts'

const kindsIn = (schema: typeof orderEventSchema | typeof matterEventSchema) =>
  schema.options.map((option) => option.shape.kind.value)
const reader = (id: string, ...statutes: string[]): Reader => ({
  id: id as OfficeId,
  statutes,
  short: { en: id, fr: id },
})
const readers = {
  bc: reader('ca-bc-oipc', 'ca-bc-pipa'),
  ab: reader('ca-ab-oipc', 'ca-ab-pipa'),
  qc: reader('ca-qc-cai', 'ca-qc-p391'),
  fed: reader('ca-fed-opc', 'ca-fed-pipeda'),
  au: reader('au-oaic', 'au-privacy-act'),
  eu: reader('eu-dpc', 'eu-gdpr'),
} as const
const office = { id: 'ca-bc-oipc' as OfficeId, short: { en: 'OIPC BC', fr: 'CIPVP C.-B.' } }
const ask = (
  kind: AggregateKind,
  event: { kind: string },
  read: readonly Reader[],
  on = '2021-12-20',
  statute = 'ca-bc-pipa',
) => shareUnder({ kind, event, statute, office, readers: read, packs, today: on as LocalDate })

describe('the class of an event', () => {
  it('is there for every kind of event of orders and matters', () => {
    for (const [kind, schema] of [
      ['order', orderEventSchema],
      ['matter', matterEventSchema],
    ] as const)
      for (const event of kindsIn(schema).filter((each) => each !== 'recorded-in-error'))
        expect(shareClassOf(kind, { kind: event }), `${kind} ${event}`).toBeDefined()
  })
  it('of a fact recorded in error is that of the fact, which it repeats', () => {
    const was = { kind: 'refusal-declared' }
    expect(shareClassOf('order', { kind: 'recorded-in-error', was } as never)).toBe('compliance')
  })
  it('of more time is the court’s where a court gives it', () => {
    const extended = (grantedBy: string) =>
      shareClassOf('order', { kind: 'extended', grantedBy } as never)
    expect([extended('office'), extended('court')]).toEqual(['act', 'proceedings'])
  })
  it('of what the law was never asked about is none, and it is refused', () => {
    expect(shareClassOf('order', { kind: 'invented' })).toBeUndefined()
    expect(shareClassOf('office', { kind: 'issued' })).toBeUndefined()
    const refused = ask('order', { kind: 'invented' }, [readers.ab])
    expect(refused).toMatchObject({ ok: false, problem: { code: 'no-basis-to-share' } })
  })
})

describe('what may leave', () => {
  it('names law, readers, purpose and passing on, of the day on which it does', () => {
    expect(ask('order', { kind: 'refusal-declared' }, [readers.ab, readers.qc])).toEqual({
      ok: true,
      value: {
        class: 'compliance',
        on: '2021-12-20',
        pack: {
          statute: 'ca-bc-pipa',
          version: expect.any(String),
          inForceFrom: '2004-01-01',
        },
        terms: [
          {
            with: ['ca-ab-oipc'],
            agreement: { id: 'three-offices-2012', name: expect.any(Object) },
            basis: [
              { statute: 'ca-bc-pipa', section: '36(1)(k)', confidence: 'V' },
              { statute: 'ca-bc-pipa', section: '41(1), (6)', confidence: 'V' },
              expect.objectContaining({ section: '2012-01-05', confidence: 'S' }),
            ],
            purpose: expect.any(Object),
            onward: expect.objectContaining({ may: 'unstated' }),
          },
          expect.objectContaining({ with: ['ca-qc-cai'], noAgreementWith: ['ca-qc-cai'] }),
        ],
      },
    })
  })
  it('is refused where one reader is beyond the law, whoever else may read it', () => {
    const found = ask('order', { kind: 'refusal-declared' }, [readers.ab, readers.au])
    if (found.ok) throw new Error('it left')
    expect(found.problem).toMatchObject({
      code: 'no-basis-to-share',
      value: 'au-oaic',
      rule: { statute: 'ca-bc-pipa', section: '36(1)(k)', confidence: 'V' },
    })
    expect(found.problem.message).toContain('au-oaic')
    expect(found.problem.message).toContain('36(1)(k)')
    expectBilingual({ en: found.problem.message, fr: found.problem.messageFr }, ['au-oaic'])
  })
  it('is refused without any reader too, where the pack has nothing on it: readers come later', () => {
    const lone = ask('order', { kind: 'refusal-declared' }, [], '2020-01-01', 'au-privacy-act')
    expect(lone).toMatchObject({
      ok: false,
      problem: { code: 'no-basis-to-share', value: 'compliance' },
    })
    if (!lone.ok) expectBilingual({ en: lone.problem.message, fr: lone.problem.messageFr })
    expect(ask('order', { kind: 'issued' }, [], '2020-01-01', 'au-privacy-act').ok).toBe(true)
  })
  it('tells an administrator beforehand whom the law does not reach', () => {
    const today = '2026-11-27' as LocalDate
    const all = [readers.ab, readers.qc, readers.au]
    expect(unsharedWith({ statute: 'ca-bc-pipa', readers: all, packs, today })).toEqual([
      { reader: 'au-oaic', classes: ['compliance', 'file', 'coordination'] },
    ])
  })

  const anyEvent = fc.oneof(
    fc
      .constantFrom(...Object.keys(shareClassesByEvent.order))
      .map((kind) => ['order', kind] as const),
    fc
      .constantFrom(...Object.keys(shareClassesByEvent.matter))
      .map((kind) => ['matter', kind] as const),
    fc.constantFrom('proposed', 'consented').map((kind) => ['joint', kind] as const),
  )
  it('has a basis for each reader, or stays inside', () => {
    const days = ['2018-06-01', '2021-12-14', '2022-05-10', '2022-12-12', '2024-01-15']
    fc.assert(
      fc.property(
        anyEvent,
        fc.subarray(Object.values(readers)),
        fc.constantFrom(...new Set(packs.map(({ statute }) => statute))),
        fc.constantFrom(...days),
        ([kind, event], read, statute, on) => {
          const law = packFor(packs, statute, on as LocalDate)
          const shareClass = shareClassOf(kind, { kind: event })
          if (!law.ok || shareClass === undefined) throw new Error(`${kind} ${event} of ${on}`)
          const without = read.filter(
            ({ statutes }) =>
              basisFor(law.value, shareClass, statutes, on as LocalDate) === undefined,
          )
          const found = ask(kind, { kind: event }, read, on, statute)
          if (!found.ok) {
            expect(found.problem.code).toBe('no-basis-to-share')
            expect(read.length === 0 || without.length > 0).toBe(true)
            return
          }
          expect(without).toEqual([])
          const named = new Set(
            found.value.terms.flatMap(({ with: whom }) =>
              whom === 'anyone' ? read.map(({ id }) => id) : whom,
            ),
          )
          expect(read.every(({ id }) => named.has(id))).toBe(true)
          for (const { basis, onward } of found.value.terms)
            expect([basis.length, onward.basis.length]).not.toContain(0)
          // As a reader has it, who knows nothing but the text.
          expect(sharedUnderFrom(sharedUnderText(found.value))).toEqual(found.value)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('what is read of it', () => {
  it.each(['', 'x', '{}', '{"class":"act","terms":[]}', '[]', `{"class":"${'a'.repeat(20_000)}"}`])(
    'is nothing where it is of another form: %.20s',
    (text) => {
      expect(sharedUnderFrom(text)).toBeUndefined()
    },
  )
  it('is nothing where its texts have control characters', () => {
    const shared = ask('order', { kind: 'issued' }, [readers.ab])
    if (!shared.ok) throw new Error('refused')
    const text = sharedUnderText(shared.value)
    expect(sharedUnderFrom(text)).toBeDefined()
    expect(sharedUnderFrom(text.replace('ca-bc-pipa', 'ca-bc\\u001b[2J'))).toBeUndefined()
  })
  it('is asked about before it is passed on, unless all of it may be', () => {
    const of = (kind: string) => {
      const shared = ask('order', { kind }, [readers.ab])
      return asksBeforePassingOn(shared.ok ? shared.value : undefined)
    }
    expect([of('issued'), of('refusal-declared')]).toEqual([false, true])
    expect(asksBeforePassingOn(undefined)).toBe(true)
  })
})

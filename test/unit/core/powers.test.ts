// The rules that hold for every kind of command: order power, whose it is, and nothing of tomorrow.

import { describe, expect, it } from 'vitest'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { notYetProblem } from '../../../shared/kernel/not-yet.ts'
import {
  hasOrderPower,
  nameOfKind,
  noOrderPower,
  notOwnProblem,
  powerProblem,
} from '../../../shared/office/powers.ts'
import { d, officeEntry, packs } from '../../support/founding.ts'

const bc = 'ca-bc-oipc' as OfficeId
const ab = 'ca-ab-oipc' as OfficeId

describe('what holds for every command', () => {
  it('a commissioner issues orders, an observer does not', () => {
    expect(hasOrderPower(officeEntry(bc, 'ca-bc-pipa'))).toBe(true)
    expect(hasOrderPower(officeEntry('ca-fed-opc', 'ca-fed-pipeda', 'observer'))).toBe(false)
  })
  it('who has no power is told what follows, and by which section', () => {
    const rule = { statute: 'ca-fed-pipeda', section: '13', confidence: 'V' } as const
    expect(noOrderPower(bc, { en: 'so much', fr: 'autant' }, rule)).toEqual({
      code: 'no-order-power',
      message: 'ca-bc-oipc has no order power: so much',
      messageFr: 'ca-bc-oipc n’a pas de pouvoir d’ordonnance : autant',
      value: bc,
      rule,
    })
  })
  it('an office decides on what is its own, and is told whose the other is', () => {
    const order = { id: 'ca-ab-oipc:P1', name: nameOfKind.order }
    expect(notOwnProblem(ab, ab, order)).toBeUndefined()
    expect(notOwnProblem(bc, ab, order)).toMatchObject({
      code: 'wrong-office',
      message: expect.stringContaining(ab),
      messageFr: expect.stringContaining(ab),
      value: 'ca-ab-oipc:P1',
    })
    expect(notOwnProblem(bc, undefined, order)?.code).toBe('wrong-office')
  })
  it('an observer writes its matters and no order, and is told by which section', () => {
    const observer = officeEntry('ca-fed-opc', 'ca-fed-pipeda', 'observer')
    const day = d('2021-12-14')
    const own = (kind: 'order' | 'matter') => ({ office: observer.id, kind, id: 'X1' })
    expect(powerProblem(observer, packs, own('matter'), day)).toBeUndefined()
    expect(powerProblem(observer, packs, own('order'), day)).toMatchObject({
      code: 'no-order-power',
      rule: { statute: 'ca-fed-pipeda' },
    })
    expect(powerProblem(officeEntry(bc, 'ca-bc-pipa'), packs, own('matter'), day)?.code).toBe(
      'wrong-office',
    )
  })
  it('a day is recorded when it has come: today is the last', () => {
    const what = { en: 'go', fr: 'partir' }
    expect(notYetProblem(d('2022-01-01'), d('2022-01-01'), what)).toBeUndefined()
    expect(notYetProblem(d('2022-01-02'), d('2022-01-01'), what)).toEqual({
      code: 'future-date',
      message: 'Cannot go on 2022-01-02: today is 2022-01-01',
      messageFr: 'Impossible de partir en date du 2022-01-02 : nous sommes le 2022-01-01',
      value: '2022-01-02',
    })
  })
})

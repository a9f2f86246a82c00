// What was true and what was known, on a real order in the projection: a back-dated fact that arrives late changes the one for ever and the other not at all.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../services/office/ports.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import { emptyAggregate } from '../../../shared/kernel/aggregate.ts'
import { viewOrder } from '../../../shared/board/view.ts'
import { endOfDay } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { subjectOf, type CommandId } from '../../../shared/kernel/ids.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { rulesOf, type AnyEvent } from '../../../shared/rules.ts'
import { ref } from '../../support/events.ts'
import { d, officeEntry, packs, respondent, threeTerms } from '../../support/founding.ts'

const order = ref('bc', 'P1', 'order')
const office = officeEntry('bc', 'ca-bc-pipa')
let store: Store
let sequence: number
beforeEach(() => {
  store = openStore(':memory:', { rulesOf })
  sequence = 0
})
afterEach(() => store[Symbol.dispose]())

/** One command, decided and recorded on `recordedOn`, whatever day it speaks of. */
function record(
  recordedOn: string,
  command: { kind: string; on: string } & Record<string, unknown>,
): void {
  sequence += 1
  const aggregate = store.aggregate(order) ?? emptyAggregate
  const commandId = `c${sequence}` as CommandId
  const decided = orderRules.decide(
    order,
    aggregate.state as OrderState | undefined,
    { ...command, id: commandId } as never,
    { office, packs, zoneData: '2026c', today: d(recordedOn) },
  )
  if (!decided.ok) throw new Error(decided.problem.message)
  const hash = `h${sequence}`
  const recordedAt = `${recordedOn}T18:00:00.000Z` as Instant
  const recorded = {
    id: `${sequence}`,
    version: aggregate.version + 1,
    sequence,
    commandId,
    recordedAt,
    event: decided.value as unknown as AnyEvent,
  }
  store.write(order.office, (writer) => {
    writer.accept(
      { outcome: 'accepted', ref: order, recorded, epoch: 'e1', keyid: 'k', hash },
      { bytes: new Uint8Array(), hash, subject: subjectOf(order), sequence },
      recordedAt,
    )
    writer.advance(sequence, hash)
  })
}

function stateOn(
  asOf: string,
  knownOn?: string,
): { version: number; state: OrderState } | undefined {
  const known =
    knownOn === undefined
      ? {}
      : {
          knownOn: new Date(
            Date.parse(endOfDay(d(knownOn), 'America/Vancouver')) - 1,
          ).toISOString() as Instant,
        }
  const [found] = store.foldAsOf('order', { asOf: d(asOf), ...known }, order)
  return found === undefined
    ? undefined
    : { version: found.version, state: found.state as OrderState }
}

function statusOn(asOf: string, knownOn?: string): string | undefined {
  const found = stateOn(asOf, knownOn)
  return found === undefined ? undefined : viewOrder(found, packs, d(asOf)).status
}

describe('a petition of January 20 that is recorded on February 1', () => {
  beforeEach(() => {
    record('2021-12-14', {
      kind: 'issue',
      on: '2021-12-14',
      matter: 'm',
      statute: 'ca-bc-pipa',
      respondent,
      terms: threeTerms,
    })
    record('2021-12-14', {
      kind: 'serve',
      on: '2021-12-14',
      party: respondent.id,
      means: 'courier',
    })
    record('2022-02-01', {
      kind: 'challenge',
      on: '2022-01-20',
      challenge: 'jr',
      challengeKind: 'judicial-review',
      forum: 'Supreme Court',
    })
  })
  // Due 2022-01-25.
  it.each([
    ['2021-12-13', '2022-01-31', undefined],
    ['2022-01-19', '2022-01-31', 'served'],
    ['2022-01-19', '2022-02-01', 'served'],
    ['2022-01-20', '2022-01-31', 'served'],
    ['2022-01-20', '2022-02-01', 'stayed'],
    ['2022-01-26', '2022-01-31', 'lapsed'],
    ['2022-01-26', '2022-02-01', 'stayed'],
    ['2022-02-02', '2022-01-31', 'lapsed'],
    ['2022-02-02', undefined, 'stayed'],
    ['2022-02-02', '2021-12-13', undefined],
  ])('on %s, as known on %s: %s', (asOf, knownOn, status) => {
    expect(statusOn(asOf, knownOn)).toBe(status)
  })
})

it('a copy given on December 20 that is recorded on January 10 sets its deadlines from December 20 on, for whoever knew', () => {
  const partner = { id: 'partner', name: 'Partner Inc.', kind: 'organization' }
  record('2021-12-14', {
    kind: 'issue',
    on: '2021-12-14',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    otherParties: [partner],
    terms: threeTerms,
  })
  record('2021-12-14', { kind: 'serve', on: '2021-12-14', party: respondent.id, means: 'courier' })
  record('2022-01-10', { kind: 'serve', on: '2021-12-20', party: partner.id, means: 'courier' })
  const served = (asOf: string, knownOn?: string) => [
    ...new Set(stateOn(asOf, knownOn)?.state.deadlines.map(({ party }) => party)),
  ]
  expect(served('2021-12-21', '2022-01-09')).toEqual([respondent.id])
  expect(served('2021-12-21', '2022-01-10')).toEqual([respondent.id, partner.id])
  expect(served('2021-12-19', '2022-01-10')).toEqual([respondent.id])
  expect(served('2022-01-11')).toEqual([respondent.id, partner.id])
})

it('facts of one order, late and back-dated, leave what was known before untouched', () => {
  record('2021-12-14', {
    kind: 'issue',
    on: '2021-12-14',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    terms: threeTerms,
  })
  record('2021-12-14', { kind: 'serve', on: '2021-12-14', party: respondent.id, means: 'courier' })
  const before = ['2021-12-14', '2022-01-20', '2022-01-26'].map((day) => stateOn(day))
  record('2022-02-01', {
    kind: 'challenge',
    on: '2022-01-20',
    challenge: 'jr',
    challengeKind: 'judicial-review',
    forum: 'Supreme Court',
  })
  record('2022-02-03', { kind: 'refuse', on: '2021-12-15' })
  expect(
    ['2021-12-14', '2022-01-20', '2022-01-26'].map((day) => stateOn(day, '2022-01-31')),
  ).toEqual(before)
  expect(stateOn('2022-01-26')).not.toEqual(before[2])
})

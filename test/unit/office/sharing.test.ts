// The one exit: what the door appends says by what law it is shared, and what the law gives no basis for is not appended.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createActing } from '../../../services/office/acting.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { CommandId } from '../../../shared/kernel/ids.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { sharedUnderFrom } from '../../../shared/ledger/shared-under.schema.ts'
import { rulesOf, type AnyCommand } from '../../../shared/rules.ts'
import { BreakingLedger } from '../../support/breaking-ledger.ts'
import {
  bcEntry,
  doorOf,
  issue,
  noProjection,
  officer,
  orderRef,
  project,
  recordedAt,
  refuse,
  serve,
} from '../../support/door.ts'
import { decode } from '../../support/envelope.ts'
import { d, officeEntry, packs } from '../../support/founding.ts'

const alberta = officeEntry('ab', 'ca-ab-pipa')
const quebec = officeEntry('qc', 'ca-qc-p391')
const australia = officeEntry('au', 'au-privacy-act')
const at = orderRef('P1')
const doorFor = (readers: readonly OfficeEntry[], ledger = new BreakingLedger('bc')) => ({
  ledger,
  door: doorOf({ ledger, store: noProjection, more: { readers: () => readers } }),
})
const sharedIn = (ledger: BreakingLedger) =>
  ledger.messages.map(({ bytes }) => sharedUnderFrom(decode(bytes).sharedunder))

describe('an event in the ledger', () => {
  it('says by what law whoever reads it may, of the day on which it was recorded', async () => {
    const { door, ledger } = doorFor([alberta, quebec])
    await door.submit(officer, at, issue())
    await door.submit(officer, at, refuse('r1'))
    expect(sharedIn(ledger)).toMatchObject([
      { class: 'act', on: '2026-11-22', terms: [{ with: 'anyone', onward: { may: 'freely' } }] },
      {
        class: 'compliance',
        terms: [
          {
            with: ['ab', 'qc'],
            agreement: { id: 'four-offices-2022' },
            basis: [{ section: '36(1)(k)', confidence: 'V' }, {}, { confidence: 'S' }],
          },
        ],
      },
    ])
  })
  it('is not there where one reader is beyond the law: nothing is appended, and the next fact is', async () => {
    const { door, ledger } = doorFor([alberta, australia])
    await door.submit(officer, at, issue())
    expect(await door.submit(officer, at, refuse('r1'))).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'no-basis-to-share',
        value: 'au',
        rule: { statute: 'ca-bc-pipa', section: '36(1)(k)' },
      },
    })
    expect(ledger.messages).toHaveLength(1)
    expect(await door.submit(officer, at, serve('g1'))).toMatchObject({
      kind: 'recorded',
      version: 2,
    })
  })
  it('can be sent again once the reader is gone, under the same id', async () => {
    const { door, ledger } = doorFor([australia])
    await door.submit(officer, at, issue())
    await door.submit(officer, at, refuse('r1'))
    const later = doorFor([alberta], ledger).door
    expect(await later.submit(officer, at, refuse('r1'))).toMatchObject({ kind: 'recorded' })
  })
  it('is asked about anew when the readers are others, by the same door', async () => {
    const ledger = new BreakingLedger('bc')
    let readers: readonly OfficeEntry[] = [alberta]
    const door = doorOf({ ledger, store: noProjection, more: { readers: () => readers } })
    await door.submit(officer, at, issue())
    expect(await door.submit(officer, at, refuse('r1'))).toMatchObject({ kind: 'recorded' })
    readers = [alberta, australia]
    expect(await door.submit(officer, at, refuse('r2', ['T2']))).toMatchObject({
      kind: 'refused',
      problem: { code: 'no-basis-to-share' },
    })
    readers = [quebec]
    expect(await door.submit(officer, at, refuse('r2', ['T2']))).toMatchObject({ kind: 'recorded' })
    expect(sharedIn(ledger).map((shared) => shared?.terms[0]?.with)).toEqual([
      'anyone',
      ['ab'],
      ['qc'],
    ])
  })
  it('is answered again without asking: it has left already', async () => {
    const { door, ledger } = doorFor([alberta])
    await door.submit(officer, at, issue())
    const first = await door.submit(officer, at, refuse('r1'))
    const later = doorFor([alberta, australia], ledger).door
    expect(await later.submit(officer, at, refuse('r1'))).toEqual(first)
  })
  it('keeps what it is shared under in the projection, as a reader has it', async () => {
    const { door, ledger } = doorFor([alberta])
    await door.submit(officer, at, issue())
    using store = openStore(':memory:', { rulesOf, packs })
    for (const message of ledger.messages) project(store, message)
    expect(store.eventsOf(at).map(({ recorded }) => recorded.sharedUnder)).toEqual(sharedIn(ledger))
  })

  it('has a basis for each reader, whatever is sent and whoever reads', async () => {
    const commands = [serve('g1'), refuse('r1'), { ...refuse('r2'), on: '2021-12-21' }]
    let refusals = 0
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([alberta, quebec, australia, officeEntry('eu', 'eu-gdpr')]),
        fc.subarray(commands, { minLength: 1 }),
        async (readers, sent) => {
          const { door, ledger } = doorFor(readers)
          await door.submit(officer, at, issue())
          for (const command of sent)
            if ((await door.submit(officer, at, command)).kind === 'refused') refusals += 1
          for (const shared of sharedIn(ledger)) {
            const named = shared?.terms.flatMap(({ with: whom }) =>
              whom === 'anyone' ? readers.map(({ id }) => id) : whom,
            )
            for (const { id } of readers) expect(named).toContain(id)
          }
        },
      ),
      { numRuns: 60 },
    )
    // A run in which nothing was refused would show nothing.
    expect(refusals).toBeGreaterThan(0)
  })
})

describe('a preview', () => {
  it('meets the refusal that the command would meet', async () => {
    const { door } = doorFor([australia])
    await door.submit(officer, at, issue())
    const acting = createActing({
      door,
      packs,
      context: () => ({ office: bcEntry, packs, zoneData: '2026c', today: d('2026-11-22') }),
      now: () => recordedAt,
      powerProblem: () => undefined,
      readers: () => [australia],
    })
    const command: AnyCommand = { ...refuse('r1'), id: 'r1' as CommandId }
    const sent = await door.submit(officer, at, command)
    expect(sent).toMatchObject({ kind: 'refused', problem: { code: 'no-basis-to-share' } })
    expect(await acting.preview(at, command)).toEqual(sent)
    expect(await acting.preview(at, serve('g1'))).toMatchObject({ kind: 'preview' })
  })
})

// An office changes its keys for events and heads while others read on, on real brokers; and one whose keys were stolen goes on from what counts.

import { renameSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureOfficeKeys, keyFilesIn } from '../../infra/brokers/keys.ts'
import { readSigner } from '../../services/adapters/ledger/sign.ts'
import { changedKeys } from '../../services/apps/concert/changed-keys.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { subjectOf, type CommandId } from '../../shared/kernel/ids.ts'
import { directorySchema } from '../../shared/office/directory.schema.ts'
import type { AnyCommand } from '../../shared/rules.ts'
import { asideOf } from '../support/aside.ts'
import { officer } from '../support/door.ts'
import { eventOf, noted } from '../support/events.ts'
import { d } from '../support/founding.ts'
import { startBrokers, until, type TestBrokers } from '../support/nats.ts'
import { startRecording, type RecordingOffice } from '../support/recording-office.ts'

let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
  stack = new AsyncDisposableStack()
  stack.defer(() => brokers[Symbol.asyncDispose]())
})
afterEach(() => stack.disposeAsync())

/** What an administrator does: other key files, the entry that `concert setup entry` makes of them, and the directory with it. */
function withOtherKeys(id: string, upTo: number, stolenOn?: LocalDate): TestBrokers {
  const { entry, folder } = brokers.office(id)
  const files = keyFilesIn(path.join(folder, 'keys'))
  for (const file of [files.event, files.log]) renameSync(file, `${file}.former`)
  const made = ensureOfficeKeys(path.join(folder, 'keys'), id)
  const changed = changedKeys(
    { ...entry, eventKeys: [made.eventKey], logKeys: made.logKeys },
    entry,
    { upTo, stolenOn, names: undefined },
  )
  const offices = brokers.directory.offices.map((each) => (each.id === id ? changed : each))
  return {
    ...brokers,
    directory: directorySchema.parse({ version: 1, offices }),
    office: (of) =>
      of === id
        ? { ...brokers.office(id), entry: changed, signer: readSigner(files.event) }
        : brokers.office(of),
  }
}

const start = (at: TestBrokers, name: string) => startRecording(at, name, { withArchive: true })

async function record(office: RecordingOffice, count: number): Promise<void> {
  for (let done = 0; done < count; done++) expect(await office.record()).toBe('recorded')
}

const heldBy = (by: RecordingOffice, count: number) =>
  until(`${by.id} to hold and confirm ${count} of bc`, () =>
    by.confirmed('bc').includes(`${by.id} holds ${count}`),
  )

describe('an office that changes its keys for events and heads', () => {
  it('is read on and confirmed by whoever has the new directory, and nothing is set aside', async () => {
    {
      await using bc = await start(brokers, 'bc')
      await using ab = await start(brokers, 'ab')
      await record(bc, 3)
      await heldBy(ab, 3)
    }
    const changed = withOtherKeys('bc', 3)
    await using ab = await start(changed, 'ab')
    await using bc = await start(changed, 'bc')
    await record(bc, 3)
    await heldBy(ab, 6)
    for (const office of [bc, ab]) {
      expect(asideOf(office.store)).toEqual([])
      expect(office.desk.ledgers().ledgers.flatMap(({ stopped }) => stopped ?? [])).toEqual([])
    }
    await until('bc to know it', () => bc.confirmed('bc').includes('ab holds 6'))
  })

  it('is set aside by whoever has not, and taken as soon as it is there', async () => {
    const changed = withOtherKeys('bc', 0)
    await using bc = await start(changed, 'bc')
    {
      await using ab = await start(brokers, 'ab')
      await record(bc, 2)
      await until('it to be set aside', () => asideOf(ab.store).length === 2)
    }
    await using ab = await start(changed, 'ab')
    await until('it to be taken', () => asideOf(ab.store).length === 0)
    await heldBy(ab, 2)
  })
})

describe('an office whose keys for events and heads and broker were stolen', () => {
  it('what its thief recorded is believed nowhere, and what was there before stays', async () => {
    const matter = await recordedAndForged()
    const changed = withOtherKeys('bc', 3, d('2026-08-20'))
    await using ab = await start(changed, 'ab')
    await using bc = await start(changed, 'bc')
    for (const office of [ab, bc]) {
      await until(`${office.id} to read it again`, () => office.follower('bc').status.seq >= 4)
      expect(office.store.aggregate(matter)?.version).toBe(1)
      expect(asideOf(office.store).map(({ sequence, code }) => [sequence, code])).toEqual([
        [4, 'key-ended'],
      ])
    }
    const command = { ...noted('by the office'), id: 'own' as CommandId } as unknown as AnyCommand
    expect(await bc.door.submit(officer, matter, command)).toMatchObject({
      kind: 'recorded',
      version: 2,
    })
    await heldBy(ab, 5)
    await until('ab to have it', () => ab.store.aggregate(matter)?.version === 2)
    expect(ab.store.eventsOf(matter).map(({ keyid }) => keyid)).toEqual(
      changed
        .office('bc')
        .entry.eventKeys.map(({ keyid }) => keyid)
        .toReversed(),
    )
    expect(ab.desk.ledgers().ledgers.flatMap(({ stopped }) => stopped ?? [])).toEqual([])
  })

  /** Three entries that were confirmed, and a fourth that somebody wrote who has the keys; everybody believes it for now. */
  async function recordedAndForged() {
    await using bc = await start(brokers, 'bc')
    await using ab = await start(brokers, 'ab')
    await record(bc, 3)
    await heldBy(ab, 3)
    const [{ ref: matter } = { ref: undefined }] = bc.store.versions(bc.id)
    if (matter === undefined) throw new Error('nothing recorded')
    const thief = await brokers.client('bc', 'bc')
    const forged = eventOf(matter, 2, noted('by somebody'), bc.ledger.epoch)
    await thief.request(subjectOf(matter), brokers.office('bc').signer.sign(forged))
    await until('ab to believe it', () => ab.store.aggregate(matter)?.version === 2)
    await heldBy(ab, 4)
    return matter
  }
})

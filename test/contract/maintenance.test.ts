// An office announces that it will be away, on a real broker; its peer read it before the broker went, and says until when.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMaintenance } from '../../services/office/maintenance.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { officer } from '../support/door.ts'
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

const from = '2026-11-27T08:00:00.000Z'
const end = '2026-11-27T10:00:00.000Z'

const maintenanceOf = ({ id, store, door }: RecordingOffice, now: string) =>
  createMaintenance({
    office: id,
    aggregate: (ref) => store.aggregate(ref),
    now: () => now as Instant,
    today: () => d('2026-11-27'),
    submit: (actor, ref, command) => door.submit(actor, ref, command),
  })

it('is known to a peer that cannot reach the office meanwhile, and over when it said', async () => {
  const bc = stack.use(await startRecording(brokers, 'bc'))
  const ab = stack.use(await startRecording(brokers, 'ab'))
  const said = { from, until: end, reason: 'The broker moves to another machine' }
  await maintenanceOf(bc, from).announce(officer, said)
  await until('ab to have read it', () => maintenanceOf(ab, from).of(bc.id) !== undefined)
  await brokers.office('bc').kill()
  await until('bc to be away', () => ['silent', 'unreachable'].includes(ab.follower('bc').state))
  expect(maintenanceOf(ab, '2026-11-27T09:59:59.000Z').of(bc.id)).toEqual(said)
  expect(maintenanceOf(ab, end).of(bc.id)).toBeUndefined()
})

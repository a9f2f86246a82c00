// An office records without its Temporal: paused for the whole founding case, and with its database gone in the middle, the same record and the same board come out.
// By a clock that is stepped: every command comes at the same legal instant in every run.

import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { doctorSchema } from '../../shared/contract/views.schema.ts'
import { picture, TestFederation } from '../support/federation.ts'

const caseFile = 'clearview-ai.json'
const asOf = '2026-02-01'
/** After the last fact, and after every deadline that can still come of it. */
const end = '2026-11-20T12:00:00.000Z'

/** Whether an alarm came late is the only thing that may differ. */
const withoutLateness = (alarms: readonly string[]) =>
  alarms.map((alarm) => alarm.replace(',"late":true', ''))

/** What the case leaves behind where nothing goes wrong; played once for all tests of this file. */
let played: ReturnType<typeof play> | undefined
function undisturbed(): ReturnType<typeof play> {
  played ??= play()
  // Each test plays its own beside it, and comes back to this one when it is over.
  played.catch(() => undefined)
  return played
}

async function play() {
  await using federation = await new TestFederation({ stepped: true }).start()
  await federation.playStepped(caseFile)
  // Awaited here: the federation stops when this function ends.
  return await whatIsLeft(federation)
}

/** The record and the board at the end, when the lives of everything that fell due have said so. */
async function whatIsLeft(federation: TestFederation) {
  federation.stepTo(end)
  await federation.settled(1_500)
  const { facts, alarms, versions } = await federation.events()
  for (const own of Object.values(versions)) expect(own).toEqual(own.map((_, index) => index + 1))
  const board = picture(await federation.board('ca-fed-opc', asOf))
  return { facts, alarms: withoutLateness(alarms), board }
}

/** Each has a federation of its own, whose clock stands while anything happens: they take nothing from one another but time. */
describe.concurrent('without its Temporal', () => {
  test('Temporal stands still for the whole case: what is recorded, every alarm and the board are the same to the day', async () => {
    const undisturbedPlay = undisturbed()
    await using federation = await new TestFederation({ stepped: true }).start()
    federation.kill('Temporal', 'SIGSTOP')
    try {
      expect(await federation.playStepped(caseFile)).toMatchObject({
        facts: 24,
        recorded: 24,
        refused: [],
      })
      const { checks } = await federation.client('ca-bc-oipc').get('/v1/doctor', doctorSchema)
      expect(checks.find(({ check }) => check === 'Temporal')).toMatchObject({
        state: 'failed',
        found: expect.stringMatching(/Clocks are not watched since 20/),
      })
    } finally {
      federation.kill('Temporal', 'SIGCONT')
    }
    const expected = await undisturbedPlay
    expect(expected.alarms.length).toBeGreaterThan(5)
    expect(await whatIsLeft(federation)).toEqual(expected)
  }, 300_000)

  test('its database is deleted in the middle of the case: the new one is filled from the ledger, also while commands arrive', async () => {
    const undisturbedPlay = undisturbed()
    await using federation = await new TestFederation({ stepped: true }).start()
    const { temporalDb } = federation.running.layout
    const summary = await federation.playStepped(caseFile, (progress) => {
      if (progress.kind !== 'fact' || progress.n !== 14) return
      federation.kill('Temporal')
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${temporalDb}${suffix}`, { force: true })
    })
    expect(summary).toMatchObject({ facts: 24, recorded: 24, refused: [] })
    expect(await whatIsLeft(federation)).toEqual(await undisturbedPlay)
  }, 300_000)
})

// An office records without its Temporal: paused for the whole founding case, and with its database gone in the middle, the same facts and the same standing of every term come out.

import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { doctorSchema } from '../../shared/contract/views.schema.ts'
import { TestFederation } from '../support/federation.ts'

const caseFile = 'clearview-ai.json'
const asOf = '2026-02-01'
/** Slow enough that a command comes on the legal day on which it would have come anyway. */
const rate = 2_500_000

/** Which deadline an alarm is of: each may ring once. On a compressed clock it depends on milliseconds whether one rang before the command that ended it. */
function deadlinesOf(alarms: readonly string[]): string[] {
  return alarms.map((alarm) => {
    const { deadline, party, terms, route, alarmAt } = JSON.parse(
      alarm.slice(alarm.indexOf('{')),
    ) as Record<string, unknown>
    return JSON.stringify([alarm.split(' ')[0], deadline, party, terms, route, alarmAt])
  })
}

/** Where every term stands. */
function termsOf({ orders }: Awaited<ReturnType<TestFederation['board']>>) {
  return orders.map(({ order, status, terms }) => [
    order,
    status,
    terms.map(({ id, stayed, position }) => [id, stayed, position]),
  ])
}

/** What the case leaves behind where nothing goes wrong; played once for all tests of this file. */
let played: ReturnType<typeof play> | undefined
const undisturbed = () => (played ??= play())

async function play() {
  await using federation = await new TestFederation({ rate }).start()
  await federation.replay(caseFile)
  await federation.settled()
  const { facts } = await federation.events()
  return { facts, terms: termsOf(await federation.board('ca-fed-opc', asOf)) }
}

test('Temporal stands still for the whole case: every command is recorded, and what fell due is recorded once when it goes on, marked late', async () => {
  const expected = await undisturbed()
  await using federation = await new TestFederation({ rate }).start()
  federation.kill('Temporal', 'SIGSTOP')
  try {
    expect(await federation.replay(caseFile)).toMatchObject({
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
  await federation.settled()
  const { facts, alarms, versions } = await federation.events()
  expect(facts).toEqual(expected.facts)
  expect(new Set(deadlinesOf(alarms)).size).toBe(alarms.length)
  expect(alarms.some((alarm) => alarm.includes('"late":true'))).toBe(true)
  for (const own of Object.values(versions)) expect(own).toEqual(own.map((_, index) => index + 1))
  expect(termsOf(await federation.board('ca-fed-opc', asOf))).toEqual(expected.terms)
}, 300_000)

test('its database is deleted in the middle of the case: the new one is filled from the ledger, also while commands arrive', async () => {
  const expected = await undisturbed()
  await using federation = await new TestFederation({ rate }).start()
  const { temporalDb } = federation.running.layout
  const summary = await federation.replay(caseFile, (progress) => {
    if (progress.kind !== 'fact' || progress.n !== 14) return
    federation.kill('Temporal')
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${temporalDb}${suffix}`, { force: true })
  })
  expect(summary).toMatchObject({ facts: 24, recorded: 24, refused: [] })
  await federation.settled()
  const { facts, alarms, versions } = await federation.events()
  expect(facts).toEqual(expected.facts)
  expect(new Set(deadlinesOf(alarms)).size).toBe(alarms.length)
  for (const own of Object.values(versions)) expect(own).toEqual(own.map((_, index) => index + 1))
  expect(termsOf(await federation.board('ca-fed-opc', asOf))).toEqual(expected.terms)
}, 300_000)

// The staff of a replay, on a machine that is slower than its clock: who was silent answers late, and a moment that passed is named anew.

import { expect, test } from 'vitest'
import type { OfficeClient, Reply } from '../../../services/client/office-client.ts'
import { jointStaff } from '../../../services/client/replay/joint.ts'
import { legalClocks } from '../../../services/client/replay/legal-clock.ts'
import type { CaseJoint } from '../../../shared/case/joints.ts'
import type { PublicJointCommand } from '../../../shared/contract/joint.schema.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { problemError } from '../../../shared/kernel/problems.ts'

const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc']

/** One proposer and one other; `step` is the other's, and what is sent changes it as an office would. */
function world(step: string, legalNow: string, signal = new AbortController().signal) {
  const sent: { office: string; command: PublicJointCommand }[] = []
  let status = 'open'
  let onClock = () => Promise.resolve()
  const steps = new Map([
    [bc, 'consented'],
    [ab, step],
  ])
  const detailFor = (office: string) => ({
    status,
    step: steps.get(office),
    waitsForUs: office === bc && status === 'open',
    waitsFor: [],
    until: null,
    moment: '2021-12-14T17:00:00.000Z',
    going: status === 'going' ? { moment: '2021-12-14T17:00:00.000Z' } : null,
    offices: [...steps].map(([each, its]) => ({ office: each, step: its })),
  })
  const clientOf = (office: string) =>
    ({
      get: async (path: string) => {
        if (path !== '/v1/clock') return detailFor(office)
        await onClock()
        return { legalToday: legalNow.slice(0, 10), legalNow, zone: 'America/Vancouver', rate: 1 }
      },
      sendJoint: async (_: string, command: PublicJointCommand): Promise<Reply> => {
        sent.push({ office, command })
        if (command.kind === 'approve') steps.set(office, 'consented')
        if (command.kind === 'go') status = 'complete'
        return { kind: 'recorded' } as Reply
      },
    }) as unknown as OfficeClient
  const clients = new Map([bc, ab].map((office) => [office as string, clientOf(office as string)]))
  const staff = jointStaff({
    clients,
    clocks: legalClocks(clients),
    persist: (_, attempt) => attempt(),
    patiently: (_, attempt) => attempt(),
    matter: 'm',
    patienceMs: 2_000,
    signal,
  })
  const joint = {
    joint: `${bc}:J21-01`,
    on: '2021-03-01',
    fact: { office: bc, offices: [ab], moments: { [ab as string]: '2021-12-07T17:00:00.000Z' } },
    drafts: new Map(),
    idOf: (each: string) => `case/m/${each}`,
  } as unknown as CaseJoint
  const goes = (asked: typeof onClock) => {
    status = 'going'
    onClock = asked
  }
  return { staff, joint, sent, goes, acted: () => void steps.set(ab, 'acted') }
}

test('an office whose time to reply is over has not consented: it does so now', async () => {
  const { staff, joint, sent } = world('silent', '2022-01-01T00:00:00.000Z')
  expect(await staff.move(joint)).toBeUndefined()
  expect(sent.map(({ office, command }) => [office, command.kind])).toEqual([
    [ab, 'consent'],
    [ab, 'approve'],
  ])
})

test('once the clock has run out, the coordinator names the present as the moment, for everybody', async () => {
  const now = new Date().toISOString()
  const { staff, joint, sent } = world('consented', now)
  await staff.untilEnded(joint)
  expect(sent).toMatchObject([
    { office: bc, command: { kind: 'go', moment: now, moments: { [ab as string]: now } } },
  ])
})

test('an office that dies while it is asked whether the moment has come is asked again when it is back', async () => {
  const { staff, joint, goes, acted } = world('committed', '2021-12-14T17:00:00.000Z')
  let asked = 0
  goes(async () => {
    asked += 1
    if (asked === 1)
      throw problemError('unavailable', { en: 'It does not answer', fr: 'Il ne répond pas' })
    acted()
  })
  await staff.untilDone(joint.joint, ab as OfficeId)
  expect(asked).toBeGreaterThan(1)
})

test('while the clock still runs, the go comes by itself, and nobody hurries it', async () => {
  const stop = AbortSignal.timeout(300)
  const { staff, joint, sent } = world('consented', '2021-12-20T00:00:00.000Z', stop)
  await expect(staff.untilEnded(joint)).rejects.toThrow()
  expect(sent).toEqual([])
})

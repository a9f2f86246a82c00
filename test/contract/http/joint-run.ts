// One joint statement among the offices in memory, step by step.

import { jointCommandExamples } from '../../../services/web/joint/examples.ts'
import { jointCommandSchema } from '../../../shared/contract/joint.schema.ts'
import type { JointId, OfficeId } from '../../../shared/kernel/ids.ts'
import type { MemoryOffice } from './memory-office.ts'

export const joint = 'ca-fed-opc:J21-01'
export const everybody = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc']
/** Proposed two hours ago, with its moment an hour ago, at the end of its window: released as soon as all have committed. */
export const proposal = proposalOn('2021-12-14')

export function proposalOn(day: string) {
  return {
    ...jointCommandExamples.propose.value,
    start: 'quorum',
    partition: 'wait',
    windowSeconds: 3_600,
    replyBy: `${day}T17:00:00.000Z`,
    moment: `${day}T17:00:00.000Z`,
  } as const
}

let commands = 0

export async function say(
  memory: MemoryOffice,
  office: string,
  command: object,
  id = joint,
): Promise<void> {
  const parsed = jointCommandSchema.parse({
    on: memory.today,
    ...command,
    id: `run-${(commands += 1)}`,
  })
  // There was time to reply when it was proposed.
  memory.time =
    parsed.kind === 'propose' || parsed.kind === 'amend' ? '16:00:00.000Z' : '18:00:00.000Z'
  const reply = await memory.submitJointAs(office as OfficeId, id as JointId, parsed)
  memory.time = '18:00:00.000Z'
  if (reply.kind === 'refused')
    throw new Error(`${office} ${parsed.kind}: ${reply.problem.code} ${reply.problem.message}`)
}

/** Two officers, one after the other. */
export async function prepare(memory: MemoryOffice, office: string): Promise<void> {
  await say(memory, office, { kind: 'consent', by: 'First Officer', version: 1 })
  await say(memory, office, { kind: 'approve', by: 'Second Officer', version: 1 })
}

export async function released(memory: MemoryOffice): Promise<MemoryOffice> {
  await memory.replay()
  await say(memory, 'ca-fed-opc', proposalOn(memory.today))
  for (const office of everybody) await prepare(memory, office)
  return memory
}

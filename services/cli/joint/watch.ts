// `concert joint watch`: one line per event of one joint action, whichever ledger it is in. What was missed while the office was away is told when it is back.

import { parseJointRef, type AggregateRef, type JointId } from '../../../shared/kernel/ids.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import { serverSentEvents, type ServerSentEvent } from '../../client/server-sent-events.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import type { Io } from '../kit/output.ts'
import { entryLine } from './parts.ts'
import { reconnect } from '../kit/reconnect.ts'
import { stopSignal } from '../kit/stop.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { detailOf, jointFrom } from './read.ts'

/** The first connection must work; later ones are tried again. */
export async function watchJoint(
  io: Io,
  id: string,
  options: TargetOptions & { readonly untilEnded?: boolean },
): Promise<void> {
  const joint = jointFrom(id)
  using stop = stopSignal()
  const client = await findOffice(options, { order: joint, signal: stop.signal })
  const told = new Set<string>()
  const news = async (silently = false): Promise<boolean> => {
    const detail = await detailIfKnown(client, joint)
    for (const entry of detail?.history ?? []) {
      const key = `${entry.office}/${entry.part}/${entry.kind}/${entry.version}/${entry.recordedAt}`
      if (told.has(key)) continue
      told.add(key)
      if (!silently)
        io.out(
          options.json === true
            ? JSON.stringify({ joint, status: detail?.status, ...entry })
            : entryLine(entry),
        )
    }
    return options.untilEnded === true && (detail?.ended ?? null) !== null
  }
  try {
    // The stream first: what happens between the two is then told.
    let events = await client.events()
    let ended = await news(true)
    io.err(ended ? `${joint} has ended` : `watching ${joint} at ${client.url}; Ctrl-C ends`)
    while (!ended) {
      try {
        for await (const event of serverSentEvents(events)) {
          if (isAbout(event, joint)) ended = await news()
          if (ended) return
        }
      } catch (error) {
        stop.signal.throwIfAborted()
        io.err(`the stream broke off: ${error instanceof Error ? error.message : String(error)}`)
      }
      events = await reconnect(io, client, stop.signal)
      ended = await news()
    }
    await events.cancel()
  } catch (error) {
    if (!stop.signal.aborted) throw error
  }
}

/** An action may be watched before it is proposed. */
async function detailIfKnown(
  client: OfficeClient,
  joint: JointId,
): Promise<JointDetail | undefined> {
  try {
    return await detailOf(client, joint)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'unknown-joint') return undefined
    throw error
  }
}

function isAbout({ event, data }: ServerSentEvent, joint: JointId): boolean {
  if (event === 'refresh') return true
  const { ref } = JSON.parse(data) as { ref?: AggregateRef }
  return event === 'stored' && ref?.kind === 'joint' && parseJointRef(ref)?.joint === joint
}

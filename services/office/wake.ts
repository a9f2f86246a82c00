// The ledger is the record, Temporal the engine: what the own ledger has open gets its workflow again if Temporal has lost it.

import { setTimeout as sleep } from 'node:timers/promises'
import type { OfficeEntry } from '../../shared/directory.schema.ts'
import { rulesOf } from '../../shared/rules.ts'
import type { Follower } from '../ledger/follower.ts'
import type { Log } from '../platform/log.ts'
import type { Store, StoredAggregate } from '../store/store.ts'
import type { Submitter } from '../temporal/submit.ts'

export interface WakeOptions {
  readonly office: OfficeEntry
  readonly store: Store
  /** Of the own ledger. */
  readonly follower: Follower
  readonly submitter: () => Submitter
  readonly log: Log
  readonly signal: AbortSignal
}

/** How many are asked for at once: an office of a thousand open orders is through in seconds, and commands get their turn. */
const atOnce = 4
const pollMs = 100
const firstPauseMs = 500
const longestPauseMs = 30_000

/** Resolves when the own ledger has been read to its end and every open aggregate has its workflow; ends early, and quietly, with the signal. */
export async function wakeOpenAggregates(options: WakeOptions): Promise<void> {
  const { office, store, follower, log, signal } = options
  while (follower.status.state !== 'current') if (!(await pause(pollMs, signal))) return
  const open = (['order', 'matter'] as const).flatMap((kind) => store.aggregates(kind)).filter(({ ref, aggregate }) => {
    const rules = rulesOf(ref.kind)
    return ref.office === office.id && rules !== undefined && aggregate.state !== undefined && !rules.isEnded(aggregate.state)
  })
  const waiting = open.values()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const each of waiting) await wake(each, options)
  }))
  if (open.length > 0 && !signal.aborted) log.info({ open: open.length }, 'every open order and matter has its workflow')
}

async function wake({ ref, aggregate }: StoredAggregate, { submitter, log, signal }: WakeOptions): Promise<void> {
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      await submitter().wake(ref, aggregate)
      return
    } catch (error) {
      log.warn({ err: error, ref, pauseMs }, 'its workflow cannot be started now; trying again')
      await pause(pauseMs, signal)
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

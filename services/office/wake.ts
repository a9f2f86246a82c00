// The ledger is the record, Temporal the engine: what the own ledger has open has its workflow, which knows all of it, whatever Temporal has lost.

import { setTimeout as sleep } from 'node:timers/promises'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { subjectOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import type { LedgerReader } from './ports.ts'
import type { Log } from '../platform/log.ts'
import type { Store, StoredAggregate } from './ports.ts'
import type { Submitter } from '../adapters/temporal/submit.ts'

export interface WakeOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'aggregate' | 'aggregates'>
  /** Of the own ledger. */
  readonly follower: Pick<LedgerReader, 'state'>
  readonly submitter: () => Submitter
  readonly log: Log
  readonly signal: AbortSignal
  /** Told of what should not happen. */
  readonly onFault: (error: unknown) => void
}

export interface Waking extends AsyncDisposable {
  /** A command was not answered: its event may be in the ledger, and Temporal may have died before the workflow heard of it. */
  again(ref: AggregateRef): void
}

/** How many are asked for at once: an office of a thousand open orders is through in seconds, and commands get their turn. */
const atOnce = 4
const pollMs = 100
const firstPauseMs = 500
const longestPauseMs = 30_000

/** Begins when the own ledger has been read to its end. Disposing waits for what is under way, which the signal ends. */
export function startWaking(options: WakeOptions): Waking {
  const { onFault } = options
  const running = new Map<string, Promise<void>>()
  const run = (key: string, work: Promise<void>) =>
    void running.set(
      key,
      work.catch(onFault).finally(() => running.delete(key)),
    )
  run('all', wakeAllOpen(options))
  return {
    again(ref) {
      const key = subjectOf(ref)
      if (!running.has(key)) run(key, wake(ref, options))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.values())
    },
  }
}

async function wakeAllOpen(options: WakeOptions): Promise<void> {
  const { office, store, follower, log, signal } = options
  while (follower.state !== 'current') if (!(await pause(pollMs, signal))) return
  const open = (['order', 'matter', 'joint'] as const)
    .flatMap((kind) => store.aggregates(kind))
    .filter((each) => each.ref.office === office.id && isOpen(each))
  const waiting = open.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { ref } of waiting) await wake(ref, options)
    }),
  )
  if (open.length > 0 && !signal.aborted)
    log.info({ open: open.length }, 'every open order, matter and joint action has its workflow')
}

async function wake(
  ref: AggregateRef,
  { store, submitter, log, signal }: WakeOptions,
): Promise<void> {
  for (
    let pauseMs = firstPauseMs;
    !signal.aborted;
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
  ) {
    const aggregate = store.aggregate(ref)
    if (aggregate === undefined || !isOpen({ ref, aggregate })) return
    try {
      return await submitter().wake(ref, aggregate)
    } catch (error) {
      log.warn({ err: error, ref, pauseMs }, 'its workflow cannot be started now; trying again')
      await pause(pauseMs, signal)
    }
  }
}

function isOpen({ ref, aggregate }: StoredAggregate): boolean {
  const rules = rulesOf(ref.kind)
  return rules !== undefined && aggregate.state !== undefined && !rules.isEnded(aggregate.state)
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

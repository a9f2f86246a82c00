// After every stored event, asks what this office does next in each open joint action, and has it done, one reaction of an action at a time.
// It remembers only which actions to look at, so a process that died finds the same work again.

import { setTimeout as sleep } from 'node:timers/promises'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { parseJointRef, type JointId } from '../../../shared/kernel/ids.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import { jointRetryMs, longestJointRetryMs } from '../../../shared/kernel/limits.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import { reactionsOf } from '../../../shared/joint/reactions.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { JointState } from '../../../shared/joint/rules.ts'
import { isProposed, nextLawful } from '../../../shared/joint/tally.ts'
import { isFinal } from '../../../shared/joint/participation.ts'
import { catalogue, ProblemError } from '../../../shared/kernel/problems.ts'
import type { Change } from '../../../shared/contract/office-api.ts'
import type { LedgerReader } from '../ports.ts'
import type { Log } from '../../platform/log.ts'
import type { Store } from '../ports.ts'
import type { createCarryOut } from './carry-out.ts'

export interface ReactorOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'aggregates'>
  /** Of the office's own ledger: until it has been read to its end, what the office did already is not known. */
  readonly follower: Pick<LedgerReader, 'state'>
  readonly context: () => DecisionContext & { readonly joint: JointContext }
  readonly carryOut: ReturnType<typeof createCarryOut>
  readonly subscribe: (listener: (change: Change) => void) => () => void
  readonly log: Log
  readonly signal: AbortSignal
}

/** Runs until the signal aborts; disposing waits for what is under way. */
export function startReactor({
  office,
  store,
  follower,
  context,
  carryOut,
  subscribe,
  log,
  signal,
}: ReactorOptions): AsyncDisposable {
  const toLookAt = new Set<JointId>()
  const running = new Map<JointId, Promise<void>>()
  const lawful = new Map<JointId, NodeJS.Timeout>()
  let soon: NodeJS.Timeout | undefined

  const unsubscribe = subscribe((change) => {
    if (change.kind === 'stored' && change.ref.kind === 'joint') {
      const parsed = parseJointRef(change.ref)
      if (parsed !== undefined) look(parsed.joint)
      // A stay, a served copy or an extension of one of its orders can change whether the office may act.
    } else if (
      (change.kind === 'stored' && change.ref.kind === 'order' && change.office === office.id) ||
      change.kind === 'follower' ||
      change.kind === 'day'
    )
      lookSoon()
  })
  const begun = untilOwnLedgerIsRead().then(lookAtAllOpen)

  return {
    async [Symbol.asyncDispose]() {
      unsubscribe()
      clearTimeout(soon)
      for (const timer of lawful.values()) clearTimeout(timer)
      await begun
      await Promise.all(running.values())
    },
  }

  /** An import of a thousand orders causes one look, not a thousand. */
  function lookSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      lookAtAllOpen()
    }, lookSoonMs)
  }

  async function untilOwnLedgerIsRead(): Promise<void> {
    while (!signal.aborted && follower.state !== 'current') await pause(pollMs)
  }

  function lookAtAllOpen(): void {
    const open = new Set<JointId>()
    for (const {
      ref,
      aggregate: { state },
    } of store.aggregates('joint')) {
      const parsed = parseJointRef(ref)
      if (parsed === undefined || state === undefined) continue
      const either = state as JointState
      // An action that just ended may still have to be acknowledged or made good; one that ended long ago needs nothing.
      if (
        either.part === 'proposal' ? isOpen(either) : ref.office === office.id && !isFinal(either)
      )
        open.add(parsed.joint)
    }
    for (const joint of open) look(joint)
  }

  function isOpen({ joint, ended }: ProposalState): boolean {
    return (
      ended === undefined ||
      (ended.how === 'incomplete' &&
        context().joint.snapshotOf(joint).parts.get(office.id)?.state.compensated === undefined)
    )
  }

  function look(joint: JointId): void {
    if (signal.aborted) return
    toLookAt.add(joint)
    if (running.has(joint)) return
    running.set(joint, run(joint))
  }

  async function run(joint: JointId): Promise<void> {
    const pausesAnew = () => backOff({ firstMs: jointRetryMs, longestMs: longestJointRetryMs })
    let pauses = pausesAnew()
    while (toLookAt.delete(joint) && !signal.aborted) {
      try {
        // Without knowing what it did already, the office would do it again, or say that it did not.
        await untilOwnLedgerIsRead()
        await react(joint)
        pauses = pausesAnew()
      } catch (error) {
        const pauseMs = pauses.next().value
        const retryable = error instanceof ProblemError && catalogue[error.problem.code].retryable
        log[retryable ? 'warn' : 'error'](
          { err: error, joint, pauseMs },
          'a joint action cannot be gone on with now; trying again',
        )
        await pause(pauseMs)
        toLookAt.add(joint)
      }
    }
    // In the same step as the last check of what is left, so that no request can fall between the two.
    running.delete(joint)
  }

  async function react(joint: JointId): Promise<void> {
    const { joint: ledgers, today } = context()
    const snapshot = ledgers.snapshotOf(joint)
    if (!isProposed(snapshot)) return
    lookWhenLawful(snapshot, ledgers)
    for (const reaction of reactionsOf(office.id, snapshot, ledgers, today)) {
      const problem = await carryOut(snapshot, reaction)
      // The workflow knows more than the projection had shown, and what it knows is on its way here.
      if (problem !== undefined)
        log.debug(
          { joint, reaction: reaction.do, problem },
          'not done: it is done already, or something has changed',
        )
    }
  }

  /** No event marks the day on which an office first may act, so a timer looks again then. */
  function lookWhenLawful(
    snapshot: Parameters<typeof nextLawful>[0],
    { now, pace }: JointContext,
  ): void {
    const at = nextLawful(snapshot, now)
    clearTimeout(lawful.get(snapshot.joint))
    lawful.delete(snapshot.joint)
    if (at === undefined) return
    const ms = Math.min((Date.parse(at) - Date.parse(now)) / pace + 1, longestTimerMs)
    lawful.set(
      snapshot.joint,
      setTimeout(() => look(snapshot.joint), ms),
    )
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined)
  }
}

const pollMs = 50
/** The longest timer that Node has; a later day is looked at again then. */
const longestTimerMs = 2 ** 31 - 1
const lookSoonMs = 20

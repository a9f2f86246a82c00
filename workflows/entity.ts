// The life of one aggregate as a workflow: commands come as updates, are recorded one at a time, and alarms go off.
// What is allowed is in the rules, what is true is in the ledger; here is only the wiring, and nothing is decided twice.

import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow'
import {
  type Aggregate,
  type Alarm,
  emptyAggregate,
  fold,
  type Recorded,
  type Rules,
} from '../shared/kernel/aggregate.ts'
import type { Instant } from '../shared/kernel/date.ts'
import { legalMs, realMsUntil } from '../shared/kernel/clock.ts'
import {
  alarmRetryMs,
  firstRecordRetryMs,
  localRecordTimeoutMs,
  longestRecordRetryMs,
  maxHistoryEventsPerRun,
  maxUpdatesPerRun,
  recordTimeoutMs,
} from '../shared/kernel/limits.ts'
import type { Problem } from '../shared/kernel/problems.ts'
import {
  type AnyCommand,
  catchUpUpdate,
  type EntityInput,
  faultsNotRetried,
  knownAlready,
  type Ports,
  type RecordReply,
  stateQuery,
  type UpdateReply,
} from './messages.ts'

/**
 * Runs until nothing can follow, or until a new run takes over. A run that was started by a command of an aggregate that
 * does not exist ends at once. `updates` are the kinds of command that may come from outside.
 */
export async function runEntity<S, C extends AnyCommand, E extends { readonly kind: string }>(
  rules: Rules<S, C, E, never>,
  updates: readonly C['kind'][],
  input: EntityInput,
): Promise<void> {
  const { ref, clock } = input
  const limits = input.limits ?? {
    historyEvents: maxHistoryEventsPerRun,
    updates: maxUpdatesPerRun,
  }
  let aggregate = (input.aggregate ?? emptyAggregate) as Aggregate<S>
  let ledgerAsked = input.aggregate !== undefined
  let updatesTaken = 0
  const inTurn = turnstile()

  const isFull = () =>
    updatesTaken >= limits.updates ||
    workflowInfo().historyLength >= limits.historyEvents ||
    workflowInfo().continueAsNewSuggested
  const isEnded = () => aggregate.state === undefined || rules.isEnded(aggregate.state)
  const mayLeave = () => (isEnded() || isFull()) && allHandlersFinished()
  /** Asked several times for each state, worked out once. */
  let looked: { readonly at: Aggregate<S>; readonly alarm: Alarm<C> | undefined } | undefined
  const nextAlarm = () => {
    if (aggregate.state === undefined || isEnded() || isFull()) return undefined
    if (looked?.at !== aggregate)
      looked = { at: aggregate, alarm: rules.nextAlarm(aggregate.state) }
    return looked.alarm
  }

  // Of every promise in a workflow, an `await` included, the SDK keeps a stack trace, which takes about 0.1 ms:
  // the path of a command makes few.

  /** Asks the ledger, and folds what it says. What was recorded counts, whatever today's rules would say. */
  function record(command: C): Promise<RecordReply> {
    const recordedAt = new Date(legalMs(clock, Date.now())).toISOString() as Instant
    return recordSomehow({ ref, known: aggregate, command, recordedAt }).then((reply) => {
      for (const recorded of reply.events)
        aggregate = fold(rules, ref, aggregate, recorded as Recorded<E>)
      ledgerAsked = true
      setCurrentDetails(details(ref, aggregate, nextAlarm()))
      return reply
    })
  }

  /** Refuses before history is written. Changes nothing: a refused update is not there when the workflow is replayed. */
  function validate(command: C, _asked: string, seen = 0): void {
    // A run that knows less than the ledger has leaves the answer to the ledger; a repeated command is answered, not refused.
    if (
      !ledgerAsked ||
      aggregate.version < seen ||
      aggregate.commands.some((known) => known.id === command.id)
    )
      return
    const problem = rules.precheck(ref, aggregate.state, command)
    if (problem !== undefined) throw asFailure(problem)
  }

  function carryOut(command: C, asked: string): Promise<UpdateReply> {
    updatesTaken += 1
    return inTurn(() => record(command)).then((reply) => {
      if (reply.kind === 'refused')
        return { asked, reply: { kind: 'refused', problem: reply.problem } }
      const { version, id, event } = reply.event as Recorded<E>
      return { asked, reply: { kind: 'recorded', version, eventId: id, event } }
    })
  }

  /** What was recorded just before Temporal or the worker died may have been lost here, and with it the alarm that follows from it. */
  function catchUp(projected: Aggregate<S>): Promise<void> {
    return inTurn(async () => {
      if (projected.version <= aggregate.version) return
      aggregate = projected
      ledgerAsked = true
      setCurrentDetails(details(ref, aggregate, nextAlarm()))
    })
  }

  /** Records that the alarm went off; what cannot be recorded is said and tried again later, and never ends the workflow. */
  async function goOff(alarm: Alarm<C>): Promise<void> {
    let trouble: string
    try {
      const reply = await inTurn(async () =>
        nextAlarm()?.key === alarm.key ? record(alarm.command) : undefined,
      )
      if (reply === undefined || nextAlarm()?.key !== alarm.key) return
      // What was recorded and sets the same alarm again would go off for ever.
      trouble =
        reply.kind === 'refused'
          ? `${reply.problem.code}: ${reply.problem.message}`
          : 'recorded already, and still set'
    } catch (error) {
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error
      trouble = activityError(error).message
    }
    log.error('An alarm could not be recorded', {
      alarm: alarm.key,
      trouble,
      retryMs: alarmRetryMs,
    })
    await condition(() => mayLeave() || nextAlarm()?.key !== alarm.key, alarmRetryMs, {
      summary: 'alarm again',
    })
  }

  setHandler(defineQuery<Aggregate<S>>(stateQuery), () => aggregate)
  setCurrentDetails(details(ref, aggregate, nextAlarm()))
  for (const kind of updates)
    setHandler(defineUpdate<UpdateReply, [C, string, number?]>(kind), carryOut, {
      validator: validate,
    })
  setHandler(defineUpdate<void, [Aggregate<S>]>(catchUpUpdate), catchUp, {
    validator: ({ version }) => {
      if (version <= aggregate.version)
        throw ApplicationFailure.nonRetryable(
          `version ${aggregate.version} is known here`,
          knownAlready,
        )
    },
  })

  while (!mayLeave()) {
    const alarm = nextAlarm()
    // A timer is left alone while its alarm stays the same: every change of it is two events in the history.
    const moved = () => mayLeave() || nextAlarm()?.key !== alarm?.key
    if (alarm === undefined) {
      await condition(moved)
      continue
    }
    const waitMs = realMsUntil(clock, Date.now(), alarm.at)
    if (waitMs > 0) await condition(moved, waitMs, { summary: alarm.key })
    else await goOff(alarm)
  }
  if (isEnded()) return
  await continueAsNew<(input: EntityInput) => Promise<void>>({ ...input, aggregate })
}

// Within the workflow task: one task and no activity events for a command. One try: what it cannot do at once is left to the other.
const local = proxyLocalActivities<Ports>({
  startToCloseTimeout: localRecordTimeoutMs,
  retry: { maximumAttempts: 1, nonRetryableErrorTypes: [...faultsNotRetried] },
})

// The broker is away: tried for as long as it takes, which adds nothing to the history. What a person must mend is not tried again.
const patient = proxyActivities<Ports>({
  startToCloseTimeout: recordTimeoutMs,
  retry: {
    initialInterval: firstRecordRetryMs,
    backoffCoefficient: 2,
    maximumInterval: longestRecordRetryMs,
    nonRetryableErrorTypes: [...faultsNotRetried],
  },
})

function recordSomehow(request: Parameters<Ports['record']>[0]): Promise<RecordReply> {
  return local.record(request).catch((error: unknown) => {
    if (
      !(error instanceof TemporalFailure) ||
      isCancellation(error) ||
      isNotRetried(activityError(error))
    )
      throw error
    return patient.record(request)
  })
}

/** A local activity's failure comes as it is, a regular one's within an ActivityFailure. */
function activityError(error: TemporalFailure): Error {
  return error instanceof ActivityFailure ? (error.cause ?? error) : error
}

function isNotRetried(error: Error): boolean {
  return (
    error instanceof ApplicationFailure &&
    (error.nonRetryable === true || faultsNotRetried.some((name) => name === error.type))
  )
}

function asFailure(problem: Problem): ApplicationFailure {
  return ApplicationFailure.nonRetryable(problem.message, problem.code, problem)
}

/** One at a time, in the order of asking; a failure does not stop those behind it. Who comes alone waits for nobody. */
function turnstile(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> | undefined
  return (work) => {
    const mine = last === undefined ? work() : last.then(work)
    const left: Promise<void> = mine.then(leave, leave)
    last = left
    return mine

    function leave(): void {
      if (last === left) last = undefined
    }
  }
}

/** What Temporal's own pages show of the workflow. */
function details(
  ref: EntityInput['ref'],
  aggregate: Aggregate<unknown>,
  alarm: Alarm<AnyCommand> | undefined,
): string {
  const next = alarm === undefined ? 'no alarm set' : `next alarm ${alarm.at} (${alarm.key})`
  return `${ref.kind} ${ref.office}:${ref.id}, version ${aggregate.version}, ${next}`
}

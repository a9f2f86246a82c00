// The workflow of one aggregate: it is told what was recorded, sleeps until the next legal instant, for years if need be, and records that it has come.
// The rules say what is allowed, the ledger what is true. No law and no zone data is computed here, so a replay years later sees the facts of that time.

import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  upsertSearchAttributes,
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
import { legalMs, paceOf, realMsUntil } from '../shared/kernel/clock.ts'
import {
  alarmRetryMs,
  firstAlarmRetryMs,
  firstRecordRetryMs,
  lateAfterMs,
  localRecordTimeoutMs,
  longestRecordRetryMs,
  maxHistoryEventsPerRun,
  recordTimeoutMs,
} from '../shared/kernel/limits.ts'
import {
  type AlarmReply,
  type AlarmRequest,
  type AnyCommand,
  faultsNotRetried,
  type LifeActivities,
  type LifeInput,
  searchAttributes,
  stateQuery,
  type Told,
  toldSignal,
} from './messages.ts'

export interface Living<S, C extends AnyCommand, E> {
  readonly rules: Pick<Rules<S, C, E, never>, 'evolve' | 'nextAlarm' | 'isEnded'>
  /** The domain's word for the state it is in. */
  readonly phaseOf: (state: S) => string
}

/** Runs until nothing can follow, or until a new run takes over. */
export async function live<S, C extends AnyCommand, E>(
  { rules, phaseOf }: Living<S, C, E>,
  input: LifeInput,
): Promise<void> {
  const { ref } = input
  let { clock } = input
  const maxHistoryEvents = input.limits?.historyEvents ?? maxHistoryEventsPerRun
  let aggregate = (input.aggregate ?? emptyAggregate) as Aggregate<S>
  let ledgerHas = aggregate.version
  let shown = input.shown
  let detailed: number | undefined
  let failures = { key: '', count: 0 }
  /** Computed once for each state, and asked for several times. */
  let looked: { readonly at: Aggregate<S>; readonly alarm: Alarm<C> | undefined } | undefined

  const isEnded = () => aggregate.state !== undefined && rules.isEnded(aggregate.state)
  const isFull = () =>
    workflowInfo().historyLength >= maxHistoryEvents || workflowInfo().continueAsNewSuggested
  const lacks = () => ledgerHas > aggregate.version
  const nextAlarm = () => {
    if (aggregate.state === undefined || isEnded()) return undefined
    if (looked?.at !== aggregate)
      looked = { at: aggregate, alarm: rules.nextAlarm(aggregate.state) }
    return looked.alarm
  }

  setHandler(defineQuery<Aggregate<S>>(stateQuery), () => aggregate)
  setHandler(defineSignal<[Told]>(toldSignal), ({ version, events, clock: stepped }) => {
    clock = stepped ?? clock
    learn(events as Recorded<E>[])
    ledgerHas = Math.max(ledgerHas, version)
  })

  /** Folds new events in; known ones are passed over. */
  function learn(events: readonly Recorded<E>[]): void {
    for (const recorded of events)
      if (recorded.version === aggregate.version + 1)
        aggregate = fold(rules, ref, aggregate, recorded)
    ledgerHas = Math.max(ledgerHas, aggregate.version)
    show()
  }

  /** Reads from the ledger what it was not told, for example because Temporal lost a signal. */
  async function readOn(): Promise<void> {
    const before = aggregate.version
    learn((await patient.read({ ref, after: before })) as Recorded<E>[])
    if (aggregate.version > before) return
    log.error('The ledger does not have what this life was told of', {
      told: ledgerHas,
      known: before,
    })
    ledgerHas = before
  }

  /** Records that the instant has come. What cannot be recorded is tried again later, and never ends the workflow. */
  async function ring(alarm: Alarm<C>): Promise<void> {
    const lateMs = (legalMs(clock, Date.now()) - Date.parse(alarm.at)) / paceOf(clock, Date.now())
    const late = lateMs > lateAfterMs
    const request = { ref, command: alarm.command, late, after: aggregate.version }
    let trouble: string
    try {
      const { events, refused } = await recordWithFallback(request)
      learn(events as Recorded<E>[])
      if (nextAlarm()?.key !== alarm.key) return
      // An event that sets the same alarm again would ring for ever.
      trouble =
        refused === undefined ? 'recorded, and still set' : `${refused.code}: ${refused.message}`
    } catch (error) {
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error
      trouble = causeOf(error).message
    }
    // The office's clock may be a moment behind Temporal's: the first pauses are short.
    failures =
      failures.key === alarm.key
        ? { ...failures, count: failures.count + 1 }
        : { key: alarm.key, count: 0 }
    const pauseMs = Math.min(firstAlarmRetryMs * 2 ** failures.count, alarmRetryMs)
    log.warn('An alarm could not be recorded yet', { alarm: alarm.key, trouble, pauseMs })
    await condition(() => lacks() || nextAlarm()?.key !== alarm.key, pauseMs, {
      summary: `again: ${alarm.key}`,
    })
  }

  show()
  while (true) {
    while (lacks()) await readOn()
    if (aggregate.state === undefined) {
      // Just started: the signal that started it follows at once.
      await condition(() => lacks() || aggregate.state !== undefined)
      continue
    }
    if (isEnded()) return
    if (isFull()) break
    const alarm = nextAlarm()
    // A timer is left alone while its alarm stays the same: every change of it is two events in the history.
    const standing = clock
    const moved = () =>
      lacks() || isEnded() || isFull() || nextAlarm()?.key !== alarm?.key || clock !== standing
    const waitMs = alarm === undefined ? Infinity : realMsUntil(clock, Date.now(), alarm.at)
    if (alarm === undefined || waitMs === Infinity) await condition(moved)
    else if (waitMs > 0) await condition(moved, waitMs, { summary: alarm.key })
    else await ring(alarm)
  }
  const { shown: _, ...next } = input
  await continueAsNew<(input: LifeInput) => Promise<void>>({ ...next, clock, aggregate })

  /** What Temporal's own pages and the office's comparison see; written once for every version. */
  function show(): void {
    if (aggregate.state === undefined || detailed === aggregate.version) return
    detailed = aggregate.version
    const alarm = nextAlarm()
    const phase = phaseOf(aggregate.state)
    const next = alarm === undefined ? 'nothing is due' : `next: ${alarm.key} at ${alarm.at}`
    setCurrentDetails(`${phase}, version ${aggregate.version}; ${next}`)
    if (shown === aggregate.version) return
    shown = aggregate.version
    upsertSearchAttributes({
      [searchAttributes.phase]: [phase],
      [searchAttributes.version]: [aggregate.version],
      [searchAttributes.until]: alarm === undefined ? [] : [new Date(alarm.at)],
    })
  }
}

// Runs within the workflow task, so that an alarm adds no activity events to the history. One try: what fails is left to the regular activity.
const local = proxyLocalActivities<LifeActivities>({
  startToCloseTimeout: localRecordTimeoutMs,
  retry: { maximumAttempts: 1, nonRetryableErrorTypes: [...faultsNotRetried] },
})

// For when the broker is away: retried for as long as it takes, which adds nothing to the history. What a person must mend is not retried.
const patient = proxyActivities<LifeActivities>({
  startToCloseTimeout: recordTimeoutMs,
  retry: {
    initialInterval: firstRecordRetryMs,
    backoffCoefficient: 2,
    maximumInterval: longestRecordRetryMs,
    nonRetryableErrorTypes: [...faultsNotRetried],
  },
})

function recordWithFallback(request: AlarmRequest): Promise<AlarmReply> {
  return local.record(request).catch((error: unknown) => {
    if (!(error instanceof TemporalFailure) || isCancellation(error) || mustBeMended(error))
      throw error
    return patient.record(request)
  })
}

/** A local activity's failure arrives as it is, a regular one's inside an ActivityFailure. */
function causeOf(error: TemporalFailure): Error {
  return error instanceof ActivityFailure ? (error.cause ?? error) : error
}

function mustBeMended(error: TemporalFailure): boolean {
  const cause = causeOf(error)
  return (
    cause instanceof ApplicationFailure &&
    (cause.nonRetryable === true || faultsNotRetried.some((name) => name === cause.type))
  )
}

// The composition root of one office, with or without order power: everything it is made of, started in order and stopped in reverse.
// Nothing is decided here; see shared/ for the rules, ledger/ for the record, temporal/ for the engine.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { permit } from '../../office/permit.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '../../../shared/kernel/date.ts'
import { dateAt } from '../../../shared/calendar/zone.ts'
import { agreedTime, paceOf, type ClockSetting } from '../../../shared/kernel/clock.ts'
import { taskQueueOf, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { firstReadPatienceMs } from '../../../shared/kernel/limits.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { rulesOf } from '../../../shared/rules.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { startHttp } from '../../web/server.ts'
import { jointContext } from '../../office/joint/context.ts'
import { createJoint, type JointOptions } from '../../office/joint/joint.ts'
import { withLatest } from '../../office/joint/latest.ts'
import { readBrokerSeed } from '../../adapters/ledger/broker.ts'
import { Follower } from '../../adapters/ledger/follower.ts'
import { openLedger } from '../../adapters/ledger/ledger.ts'
import { createRecorder } from '../../adapters/ledger/recorder.ts'
import { readSigner, verifySignature } from '../../adapters/ledger/sign.ts'
import { openClock, zoneData as checkedZoneData } from '../../platform/clock.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { Log } from '../../platform/log.ts'
import { loadPacks } from '../../platform/packs.ts'
import { readSealer } from '../../adapters/seal/seal.ts'
import { openStore } from '../../adapters/store/store.ts'
import { workflowBundle } from '../../adapters/temporal/bundle.ts'
import { officeConverter } from '../../adapters/temporal/codec.ts'
import { connectTemporal, type TemporalLink } from '../../adapters/temporal/connection.ts'
import { installRuntime } from '../../adapters/temporal/runtime.ts'
import { createSubmitter } from '../../adapters/temporal/submit.ts'
import { createOfficeWorker } from '../../adapters/temporal/worker.ts'
import { Changes } from '../../office/changes.ts'
import { createChecks } from '../../office/checks.ts'
import { createDrift } from '../../office/orders/drift.ts'
import { powerProblem } from '../../office/power.ts'
import { createSimulations } from '../../office/orders/simulations.ts'
import { createViews } from '../../office/views.ts'
import { startWaking } from '../../office/wake.ts'

export interface RunningOffice {
  readonly url: string
  readonly api: OfficeApi
  /** Sets when a compressed clock starts; nothing is taken before it has. */
  startClock(setting: ClockSetting): void
}

/** Starts everything as parts of `life`, waiting for a broker and a Temporal that are not there yet. Throws what a person has to mend. */
export async function startOffice(
  loaded: LoadedConfig,
  life: Lifecycle,
  log: Log,
): Promise<RunningOffice> {
  const { config, directory, office } = loaded
  const zoneData = checkedZoneData()
  const packs = loadPacks(config.packFolders, office.statutes)
  const clock = openClock(config.clock, office.zone)
  const version = programVersion()
  installRuntime(log)

  const store = await life.part(
    'projection',
    () => openStore(path.join(config.dataDir, 'projection.sqlite'), { rulesOf }),
    (opened) => opened[Symbol.dispose](),
  )
  const changes = await life.part(
    'changes',
    () => new Changes(store, clock),
    (each) => each[Symbol.dispose](),
  )
  const access = {
    as: office.id,
    seed: readBrokerSeed(config.keys.broker),
    name: `concert ${office.id}`,
    log: log.child({ part: 'ledger' }),
  }
  const ledger = await life.part(
    'ledger',
    () => openLedger(office, access, { signal: life.signal }),
    dispose,
  )

  const followers: Follower[] = []
  /** `heard`: when a command came, by the clock of Temporal. */
  const context = (heard?: Instant): ReturnType<JointOptions['context']> => {
    const [own, pace] = [clock.now(), paceOf(clock.setting, Date.now())]
    const now = heard === undefined ? own : agreedTime(own, heard, pace)
    return {
      office,
      packs,
      zoneData,
      today: dateAt(now, office.zone),
      joint: jointContext({
        store: { aggregate: (ref) => latest.aggregate(ref) },
        directory,
        now,
        pace,
        followers: () => followers,
      }),
    }
  }
  const signer = readSigner(config.keys.event)
  const latest = withLatest(
    createRecorder({ office, ledger, signer, verifySignature, rulesOf, context }),
    store,
  )

  // Before the worker, which decides what is overdue at once: on what the other ledgers say now, not on what they said when this process died.
  for (const peer of directory.offices) {
    followers.push(
      await life.part(
        `follower of ${peer.id}`,
        () =>
          new Follower({
            office: peer,
            access,
            store,
            verifySignature,
            onChange: () => changes.emit({ kind: 'follower', office: peer.id }),
          }),
        dispose,
      ),
    )
  }

  await untilRead(followers, life.signal)

  const { address, namespace, taskQueue = taskQueueOf(office.id) } = config.temporal
  const converter = officeConverter(readFileSync(config.keys.payload))
  const temporal = await life.part(
    'Temporal connections',
    () => connectPatiently({ address, namespace, converter }, life.signal, log),
    dispose,
  )
  const bundlePath =
    config.workflowBundle ?? (await workflowBundle({ report: (line) => log.info(line) }))
  const worker = await life.part(
    'worker',
    () =>
      createOfficeWorker({
        connection: temporal.native,
        namespace,
        taskQueue,
        activities: { record: latest.record },
        bundlePath,
        converter,
      }),
    dispose,
  )
  worker.finished.then(
    () => life.stop('the worker has stopped'),
    (error: unknown) => life.fail(new Error('The Temporal worker failed', { cause: error })),
  )

  const newSubmitter = () =>
    createSubmitter(temporal.client, {
      taskQueue,
      clock: clock.setting,
      seen: (ref) => latest.aggregate(ref)?.version ?? 0,
    })
  let submitter = newSubmitter()
  const own = followers.find((follower) => follower.office === office.id)
  if (own === undefined) throw new Error(`No follower of the own ledger of ${office.id}`)
  const waking = await life.part(
    'waking',
    () =>
      startWaking({
        office,
        store,
        follower: own,
        submitter: () => submitter,
        log,
        signal: life.signal,
        onFault: (error) => life.fail(error),
      }),
    dispose,
  )

  async function submit(
    _actor: Actor,
    ref: AggregateRef,
    command: Parameters<JointOptions['submit']>[2],
  ): Promise<SubmitReply> {
    const problem = powerProblem(office, packs, ref, command.on)
    if (problem !== undefined) return { kind: 'refused', problem }
    if (!clock.isStarted)
      return {
        kind: 'refused',
        problem: {
          code: 'unavailable',
          message:
            'The legal clock of this demonstration has not been started yet: send the command again in a moment',
        },
      }
    return submitter.submit(ref, command).catch((error: unknown) => {
      waking.again(ref)
      throw error
    })
  }
  const joint = createJoint({
    office,
    directory,
    store,
    sealer: readSealer(config.keys.seal),
    signer,
    verifySignature,
    context,
    submit,
  })
  const drift = createDrift({ office, store, packs, zoneData, today: () => clock.today(), submit })

  const views = createViews({
    office,
    store,
    packs,
    today: () => clock.today(),
    followers: () =>
      followers.map(({ status: { office: of, seq, state, lastHeard, quarantined } }) => ({
        office: of,
        seq,
        state,
        lastHeard,
        quarantined,
      })),
  })
  const simulations = createSimulations({
    office,
    store,
    packs,
    zoneData,
    today: () => clock.today(),
  })
  const checks = createChecks({
    loaded,
    version,
    zoneData,
    packs,
    clock,
    ledger,
    temporal,
    followers,
    store,
    drift: drift.drift,
  })
  const api: OfficeApi = {
    office,
    directory,
    get clock() {
      return clock.setting
    },
    legalNow: () => clock.now(),
    legalToday: () => clock.today(),
    packOf: (statute, issuedOn) => {
      const found = packFor(packs, statute, issuedOn)
      return found.ok ? found.value : undefined
    },

    submit,
    approveCorrection: drift.approveCorrection,
    submitJoint: joint.submitJoint,

    board: permit('read', views.board),
    order: permit('read', views.order),
    matters: permit('read', views.matters),
    matter: permit('read', views.matter),
    chronology: permit('read', views.chronology),
    deadlines: permit('read', views.deadlines),
    due: permit('read', views.due),
    quarantine: permit('read', views.quarantine),
    simulate: permit('read', simulations.simulate),
    drift: permit('read', drift.drift),
    jointActions: permit('read', joint.jointActions),
    jointAction: permit('read', joint.jointAction),
    jointReadiness: permit('read', joint.jointReadiness),
    jointDocument: permit('read', joint.jointDocument),
    subscribe: permit('read', (listener) => changes.subscribe(listener)),
    health: permit('read', checks.health),
    doctor: permit('operate', checks.doctor),
  }
  await life.part(
    'joint actions',
    () =>
      joint.start({
        follower: own,
        subscribe: (listener) => changes.subscribe(listener),
        log: log.child({ part: 'joint' }),
        signal: life.signal,
      }),
    dispose,
  )
  const http = await life.part(
    'HTTP',
    () =>
      startHttp(api, {
        ...config.http,
        version,
        logFault: (error, request) => log.error({ err: error, ...request }, 'a request failed'),
      }),
    dispose,
  )
  return {
    url: http.url,
    api,
    startClock(setting) {
      clock.startAt(setting)
      submitter = newSubmitter()
    },
  }
}

/** Until every ledger has been read to its end, or its broker stays away for longer than a start may wait. */
async function untilRead(followers: readonly Follower[], signal: AbortSignal): Promise<void> {
  for (
    const giveUpAt = Date.now() + firstReadPatienceMs;
    followers.some(({ state }) => state !== 'current') && Date.now() < giveUpAt && !signal.aborted;
  )
    await sleep(readPollMs, undefined, { signal }).catch(() => undefined)
}

const readPollMs = 20
const firstPauseMs = 200
const longestPauseMs = 5_000

/** Temporal may come up after its offices, and its namespace after it. */
async function connectPatiently(
  options: Parameters<typeof connectTemporal>[0],
  signal: AbortSignal,
  log: Log,
): Promise<TemporalLink> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    signal.throwIfAborted()
    try {
      return await connectTemporal(options)
    } catch (error) {
      log.warn({ err: error, pauseMs }, 'Temporal not reached; trying again')
    }
    await sleep(pauseMs, undefined, { signal })
  }
}

function dispose(part: AsyncDisposable): PromiseLike<void> {
  return part[Symbol.asyncDispose]()
}

function programVersion(): string {
  const file = path.join(import.meta.dirname, '..', '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

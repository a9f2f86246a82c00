// The composition root of one office, with or without order power: everything it is made of, started in order and stopped in reverse.
// Nothing is decided here; see shared/ for the rules, services/office for the application, services/adapters for the engines.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dateAt } from '../../../shared/calendar/zone.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Reach } from '../../../shared/contract/reach.schema.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import type { JointContext, JointDecisionContext } from '../../../shared/joint/snapshot.ts'
import { paceOf, type ClockSetting } from '../../../shared/kernel/clock.ts'
import { taskQueueOf, type AggregateRef, type OfficeId } from '../../../shared/kernel/ids.ts'
import { firstReadPatienceMs, lateAfterMs } from '../../../shared/kernel/limits.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { present } from '../../../shared/kernel/present.ts'
import { boundedEventKeys, keysOf, type OfficeKey } from '../../../shared/office/keys.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { rulesOf, type AnyCommand } from '../../../shared/rules.ts'
import { openArchive } from '../../adapters/archive/archive.ts'
import { readBrokerSeed, type BrokerAccess } from '../../adapters/ledger/broker.ts'
import { Follower } from '../../adapters/ledger/follower.ts'
import { tryWay } from '../../adapters/ledger/way.ts'
import { openLedger } from '../../adapters/ledger/ledger.ts'
import { readSigner, verifySignature } from '../../adapters/ledger/sign.ts'
import { sha256 } from '../../adapters/log/crypto.ts'
import { logKeysName } from '../../adapters/log/keys.ts'
import { commandMac } from '../../adapters/seal/mac.ts'
import { readSealer } from '../../adapters/seal/seal.ts'
import { openStore } from '../../adapters/store/store.ts'
import { workflowBundle } from '../../adapters/temporal/bundle.ts'
import { officeConverter } from '../../adapters/temporal/codec.ts'
import { startEngine, type Engine } from '../../adapters/temporal/engine.ts'
import { installRuntime } from '../../adapters/temporal/runtime.ts'
import { createActing } from '../../office/acting.ts'
import { Changes } from '../../office/changes.ts'
import { createChecks } from '../../office/checks.ts'
import type { Desk } from '../../office/desk/desk.ts'
import { createDoor, type Door } from '../../office/door.ts'
import { jointContext } from '../../office/joint/context.ts'
import { createJoint, type JointOptions } from '../../office/joint/joint.ts'
import { createLists, ListKeeper } from '../../office/lists.ts'
import { watchSeals, type Seals } from '../../office/seals.ts'
import { createLifeActivities } from '../../office/life-activities.ts'
import { guardEntry, openDesk, openStaff } from './entry.ts'
import { createDrift } from '../../office/orders/drift.ts'
import { DriftKeeper } from '../../office/orders/drift-keeper.ts'
import { createSimulations } from '../../office/orders/simulations.ts'
import { untilOwnWritesAreSeen } from '../../office/own-writes.ts'
import { createEvidence } from '../../office/trust/evidence-of.ts'
import { createMaintenance } from '../../office/maintenance.ts'
import { createTrustCalls } from '../../office/trust/calls.ts'
import { standingsOf } from '../../office/trust/standing.ts'
import { formerEpochs } from '../../office/trust/successions.ts'
import { guardedLedger } from '../../office/trust/guarded-ledger.ts'
import { whoeverAsks } from '../../office/whoever-asks.ts'
import type { Archive, Ledger, Signer, Store } from '../../office/ports.ts'
import { ledgersRef } from '../../../shared/office/ledgers.schema.ts'
import { powerProblem } from '../../../shared/office/powers.ts'
import { startTelling, type Telling } from '../../office/telling.ts'
import { createViews } from '../../office/views.ts'
import { openClock, zoneData as checkedZoneData, type LegalClock } from '../../platform/clock.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import { spaceOf } from '../../platform/space.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { Log } from '../../platform/log.ts'
import { loadPacks } from '../../platform/packs.ts'
import { createNotificationViews } from '../../office/notifications/views.ts'
import { tellPeople, type People } from './notifications.ts'
import { startHttp } from '../../web/server.ts'
import { startTrust, type OfficeTrust } from './trust.ts'

export interface RunningOffice {
  readonly url: string
  readonly api: OfficeApi
  /** Sets when a compressed clock starts; nothing is taken before it has. */
  startClock(setting: ClockSetting): void
}

/** What every part of an office looks at. */
interface Setting {
  readonly loaded: LoadedConfig
  readonly life: Lifecycle
  readonly log: Log
  readonly packs: readonly Pack[]
  readonly zoneData: string
  readonly clock: LegalClock
  readonly version: string
  readonly onStoresNothing: StoresNothing
}

/** Told since when the own broker, though it is connected, has stored nothing; undefined when it stores again. Must not throw. */
export type StoresNothing = (since: Instant | undefined) => void

/** The office's own record, and what it has read of the others'. */
interface Record {
  readonly store: Store
  readonly changes: Changes
  readonly ledger: Ledger
  readonly followers: readonly Follower[]
  readonly own: Follower
  readonly signer: Signer
  readonly door: Door
  readonly trust: OfficeTrust
  readonly archive: Archive
  /** With which it reads ledgers. */
  readonly access: Omit<BrokerAccess, 'url'>
  readonly context: () => JointDecisionContext & { readonly joint: JointContext }
  /** Whoever reads the own ledger besides this office. */
  readonly readers: readonly OfficeEntry[]
  /** What this office may not record at all, whatever the state. */
  readonly mayNotWrite: (ref: AggregateRef, command: AnyCommand) => Problem | undefined
  readonly seals: Seals
}

/** The clocks that are watched for it. */
interface Watch {
  readonly engine: Engine
  readonly telling: Telling
  readonly people: People
}

/** Starts everything as parts of `life`. It waits for the own broker; Temporal may come later. Throws what a person has to mend. */
export async function startOffice(
  loaded: LoadedConfig,
  life: Lifecycle,
  log: Log,
  onStoresNothing: StoresNothing = () => undefined,
): Promise<RunningOffice> {
  const { config, office } = loaded
  const setting: Setting = {
    loaded,
    life,
    log,
    packs: loadPacks(config.packFolders, office.statutes),
    zoneData: checkedZoneData(),
    clock: openClock(config.clock, office.zone),
    version: programVersion(),
    onStoresNothing,
  }
  installRuntime(log)
  const record = await openRecord(setting)
  const watch = await watchClocks(setting, record)
  const staff = await openStaff(setting, record)
  const desk = await openDesk(setting, record, staff)
  const { api, joint } = createApi(setting, record, watch, desk)
  const entry = guardEntry(loaded, record, api, staff, () => record.seals.underSeal())
  await life.part(
    'joint actions',
    () =>
      joint.start({
        follower: record.own,
        subscribe: (listener) => record.changes.subscribe(listener),
        log: log.child({ part: 'joint' }),
        signal: life.signal,
      }),
    dispose,
  )
  const http = await life.part(
    'HTTP',
    () =>
      startHttp(entry.api, {
        ...config.http,
        ...entry.web,
        version: setting.version,
        logFault: (error, request) => log.error({ err: error, ...request }, 'a request failed'),
      }),
    dispose,
  )
  return {
    url: http.url,
    api,
    startClock: (started) => {
      setting.clock.startAt(started)
      record.changes.emit({ kind: 'day', today: setting.clock.today() })
      watch.telling.clockMoved()
    },
  }
}

async function openRecord(setting: Setting): Promise<Record> {
  const { loaded, life, log, packs, zoneData, clock } = setting
  const { config, directory, office } = loaded
  const store = await life.part(
    'projection',
    () =>
      openStore(path.join(config.dataDir, 'projection.sqlite'), {
        rulesOf,
        packs,
        bounded: boundedEventKeys(directory),
        onSetAside: (file, why) =>
          log.warn(
            { file, why },
            'the projection was set aside, and is made anew from the ledgers',
          ),
      }),
    (opened) => opened[Symbol.dispose](),
  )
  const archive = await life.part(
    'archive',
    () => openArchive(path.join(config.dataDir, 'archive.sqlite')),
    (opened) => opened[Symbol.dispose](),
  )
  if (archive.setAside !== undefined)
    log.error(archive.setAside, 'the archive was damaged: it was set aside, and is filled again')
  await life.part(
    'lists',
    () =>
      new ListKeeper({
        store,
        own: office.id,
        today: () => clock.today(),
        now: () => clock.now(),
        onFault: (error) => log.warn({ err: error }, 'lists could not be brought up to date'),
      }),
    (each) => each[Symbol.dispose](),
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
    tls: config.tls,
    log: log.child({ part: 'ledger' }),
  }
  const ledger = await life.part(
    'ledger',
    () =>
      openLedger(office, access, {
        signal: life.signal,
        onDisconnect: () => trust?.guard.disconnected(),
        onStoresNothing: setting.onStoresNothing,
      }),
    dispose,
  )
  const followers: Follower[] = []
  const trust: OfficeTrust = await startTrust({
    loaded,
    life,
    log: log.child({ part: 'heads' }),
    ledger,
    store,
    archive,
    followers: () => followers,
    onChange: (id) => changes.emit({ kind: 'follower', office: id }),
  })
  const context = () => {
    const now = clock.now()
    const joint = jointContext({
      store: { aggregate: (ref) => door.newest(ref) },
      directory,
      now,
      pace: paceOf(clock.setting, Date.now()),
      followers: () => followers,
    })
    return { office, packs, zoneData, today: dateAt(now, office.zone), joint }
  }
  const mayNotWrite = (ref: AggregateRef, command: AnyCommand) =>
    powerProblem(office, packs, ref, command.on as LocalDate) ??
    (clock.isStarted ? undefined : clockStands)
  const readers = directory.offices.filter(({ id }) => id !== office.id)
  const signer = readSigner(config.keys.event)
  const door: Door = createDoor({
    office,
    ledger: guardedLedger(ledger, trust.guard),
    store,
    signer,
    verifySignature,
    rulesOf,
    context,
    now: () => clock.now(),
    isLate: (at) => {
      const lateMs = Date.parse(clock.now()) - Date.parse(at)
      return lateMs / paceOf(clock.setting, Date.now()) > lateAfterMs
    },
    powerProblem: mayNotWrite,
    formerEpochs: () => formerEpochs(trust.logStore, office.id),
    readers: () => readers,
    ...commandMac(readFileSync(config.keys.payload)),
  })
  // Before anything acts by itself: on what the other ledgers say now, not on what they said when this process died.
  for (const peer of directory.offices) {
    const follow = () =>
      new Follower({
        office: peer,
        access,
        store,
        verifySignature,
        archive,
        entries: trust.exchange.entriesOf(peer.id),
        ...(peer.id === office.id
          ? {
              justRecorded: door.justRecorded,
              isCrowded: () => door.underWay > 1,
              isAnswering: () => door.underWay > 0,
            }
          : {}),
        onHead: (shown) => trust.exchange.heard(peer.id, shown),
        onChange: () => changes.emit({ kind: 'follower', office: peer.id }),
      })
    followers.push(await life.part(`follower of ${peer.id}`, follow, dispose))
  }
  await untilRead(followers, life.signal)
  await trust.guard.ensure().catch((error: unknown) => {
    log.warn({ err: error }, 'the own ledger cannot be compared yet')
  })
  const own = followers.find((follower) => follower.office === office.id)
  if (own === undefined) throw new Error(`The directory does not have ${office.id}`)
  return {
    store,
    changes,
    ledger,
    followers,
    own,
    signer,
    door,
    trust,
    archive,
    access,
    context,
    readers,
    mayNotWrite,
    seals: await life.part(
      'seals',
      () => watchSeals(store, () => clock.today()),
      (started) => started[Symbol.dispose](),
    ),
  }
}

async function watchClocks(setting: Setting, record: Record): Promise<Watch> {
  const { loaded, life, log, clock } = setting
  const { config, office } = loaded
  const { store, own, door, changes } = record
  const { taskQueue = taskQueueOf(office.id), ...temporal } = config.temporal
  // It delivers on Temporal's time: the engine is there before the first event is looked at.
  const people = await tellPeople(loaded, life, {
    store,
    wake: async (recipient) => engine.wake(recipient),
    underSeal: () => record.seals.underSeal(),
    log,
  })
  const engine: Engine = await life.part(
    'Temporal',
    () =>
      startEngine({
        ...temporal,
        taskQueue,
        converter: officeConverter(
          readFileSync(config.keys.payload),
          config.keys.formerPayload?.map((file) => readFileSync(file)),
        ),
        clock: () => clock.setting,
        activities: {
          ...createLifeActivities({ door }),
          deliver: async ({ recipient }) => {
            const waitMs = await people.notifications.deliver(recipient)
            return waitMs === undefined ? {} : { waitMs }
          },
        },
        bundlePath: async () =>
          config.workflowBundle ?? workflowBundle({ report: (line) => log.info(line) }),
        log: log.child({ part: 'Temporal' }),
        onFault: (error) => life.fail(error),
      }),
    dispose,
  )
  const telling = await life.part(
    'telling',
    () =>
      startTelling({
        office: office.id,
        store,
        lives: engine,
        // A demonstration's clock starts when everything is up: a life that began before would sleep by another one.
        isRead: () => own.state === 'current' && clock.isStarted,
        subscribe: (listener) => store.subscribe(listener),
        clock: () => clock.setting,
        commandsUnderWay: () => door.underWay,
        log: log.child({ part: 'telling' }),
        onChange: () => changes.emit({ kind: 'follower', office: office.id }),
      }),
    dispose,
  )
  return { engine, telling, people }
}

function createApi(
  setting: Setting,
  record: Record,
  { engine, telling, people }: Watch,
  desk: Desk,
) {
  const { loaded, packs, zoneData, clock, version } = setting
  const { config, directory, office } = loaded
  const { store, changes, ledger, followers, signer, door, trust, context, mayNotWrite } = record
  const evidence = createEvidence({
    office: office.id,
    signer,
    store: trust.logStore,
    witnesses: trust.asked.map(({ witness }) => witness),
    trust: trust.trust,
    sha256,
    directory: directory.offices,
    offices: trust.offices,
    projection: store,
    archive: record.archive,
    packs,
    zoneData,
    now: () => new Date().toISOString() as Instant,
  })
  const today = () => clock.today()
  const submit: JointOptions['submit'] = door.submit
  const joint = createJoint({
    office,
    directory,
    store: { ...queriesOf(store), lists: store.lists, aggregate: (ref) => door.newest(ref) },
    sealer: readSealer(config.keys.seal, config.keys.formerSeal),
    signer,
    verifySignature,
    context,
    submit,
    reach: () => followers.map(reachOf),
  })
  const drift = createDrift({ office, store, packs, zoneData, today, door })
  // Nothing of it is written: it ends with the process.
  const driftKeeper = new DriftKeeper({
    own: office.id,
    offices: directory.offices.map(({ id }) => id),
    store,
    today,
    isDrifting: drift.isDrifting,
    onFault: (error) => setting.log.warn({ err: error }, 'orders could not be looked at for drift'),
  })
  setting.life.signal.addEventListener('abort', () => driftKeeper[Symbol.dispose](), { once: true })
  const maintenance = createMaintenance({
    office: office.id,
    aggregate: (ref) => door.newest(ref),
    now: () => clock.now(),
    today,
    submit: (actor, ref, command) => door.submit(actor, ref, command),
  })
  const announced = (id: OfficeId) => present({ maintenance: maintenance.of(id) })
  const ledgers = () => followers.map((each) => ({ ...viewOf(each), ...announced(each.office) }))
  const views = createViews({ office, store, packs, today, followers: ledgers })
  const lists = createLists({
    office,
    store,
    today,
    followers: ledgers,
    desk,
    drift: () => driftKeeper.counts,
    jointList: joint.jointList,
    underSeal: () => record.seals.underSeal(),
  })
  const simulations = createSimulations({ office, store, packs, zoneData, today })
  const acting = createActing({
    door,
    packs,
    context,
    now: () => clock.now(),
    powerProblem: mayNotWrite,
    readers: () => record.readers,
  })
  const trustCalls = createTrustCalls({
    office: office.id,
    guard: trust.guard,
    trust: trust.trust,
    store: trust.logStore,
    followers: () => followers,
    verifierKey: trust.verifierKey,
    maintenanceOf: maintenance.of,
    keys: () =>
      directory.offices.flatMap((each) =>
        keysNow(each, today()).map((key) => ({ ...key, office: each.id })),
      ),
    witnessProblems: () => trust.witnesses.problems,
    readers: trust.readers,
    nowMs: () => Date.now(),
    successions: trust.successions,
    eventsOf: (ref) => store.eventsOf(ref),
    offices: directory.offices.map(({ id }) => id),
    today,
    record: (actor, command, content) =>
      door.submit(actor, ledgersRef(office.id), command, content),
  })
  const checks = createChecks({
    loaded,
    version,
    zoneData,
    packs,
    clock,
    ledger,
    ownLedger: () => trust.guard.state,
    copy: trust.copy,
    readers: trust.readers,
    standings: () => standingsOf(trust.logStore, Date.now()),
    succession: (id) =>
      trustCalls.ledgers().ledgers.find((each) => each.office === id)?.succession ?? null,
    engine,
    telling,
    followers,
    store,
    drift: drift.drift,
    ways: () => Promise.all(directory.offices.map((each) => tryWay(each, record.access))),
    space: () => spaceOf(config.dataDir),
    keysOf: keysNow,
    maintenanceOf: maintenance.of,
  })
  const notifications = createNotificationViews({
    ...people,
    sendAgain: (recipient, message) => people.notifications.sendAgain(recipient, message),
    now: () => new Date().toISOString() as Instant,
  })
  const ownWritesAreSeen = untilOwnWritesAreSeen({
    office: office.id,
    store,
    subscribe: (listener) => store.subscribe(listener),
    door,
  })
  const readAs =
    <A extends unknown[], R>(call: (actor: Actor, ...args: A) => R | Promise<R>) =>
    async (actor: Actor, ...args: A): Promise<R> => {
      await ownWritesAreSeen()
      return call(actor, ...args)
    }
  const read = <A extends unknown[], R>(call: (...args: A) => R | Promise<R>) =>
    readAs((_: Actor, ...args: A) => call(...args))
  const api: OfficeApi = {
    office,
    directory,
    get clock() {
      return clock.setting
    },
    legalNow: () => clock.now(),
    legalToday: today,
    get clocksUnwatchedSince() {
      return telling.status.awaySince
    },
    get space() {
      return {
        brokerStoresNothingSince: ledger.storesNothingSince ?? null,
        isDiskShort: spaceOf(config.dataDir).isShort,
      }
    },
    get reach() {
      return followers.map((each) => ({ ...reachOf(each), ...announced(each.office) }))
    },
    packOf: (statute, issuedOn) => {
      const found = packFor(packs, statute, issuedOn)
      return found.ok ? found.value : undefined
    },

    submit: (actor, ref, command) => door.submit(actor, ref, command),
    allowed: whoeverAsks(acting.allowed),
    preview: whoeverAsks(acting.preview),
    submitJoint: joint.submitJoint,
    previewJoint: joint.previewJoint,
    approveCorrection: async (...asked) => {
      await ownWritesAreSeen()
      return drift.approveCorrection(...asked)
    },

    board: read(views.board),
    order: read(views.order),
    matters: read(views.matters),
    matter: read(views.matter),
    matterPicture: read(views.matterPicture),
    chronology: read(views.chronology),
    deadlines: read(views.deadlines),
    due: read(views.due),
    orderList: readAs(lists.orderList),
    matterList: readAs(lists.matterList),
    dueList: readAs(lists.dueList),
    work: readAs(lists.work),
    statistics: read(lists.statistics),
    changesSince: read(lists.changesSince),
    followers: read(lists.followers),
    quarantine: read(lists.quarantine),
    simulate: read(simulations.simulate),
    drift: read(drift.drift),
    jointActions: readAs(joint.jointActions),
    jointList: readAs(lists.jointList),
    jointAction: read(joint.jointAction),
    jointReadiness: read(joint.jointReadiness),
    jointDocument: read(joint.jointDocument),
    subscribe: whoeverAsks((listener) => changes.subscribe(listener)),
    evidence: read(evidence),
    deskEntries: desk.deskEntries,
    deskItem: readAs(desk.deskItem),
    changeDesk: readAs(desk.changeDesk),
    colleagues: desk.colleagues,
    savedViews: desk.savedViews,
    saveView: desk.saveView,
    removeView: desk.removeView,
    drafts: desk.drafts,
    saveDraft: desk.saveDraft,
    removeDraft: desk.removeDraft,
    handDraft: desk.handDraft,
    draftsHandedOver: desk.draftsHandedOver,
    ledgers: whoeverAsks(trustCalls.ledgers),
    checkLedger: whoeverAsks(trustCalls.checkLedger),
    decideFork: (actor, id, reason) =>
      whoeverAsks(() => trustCalls.decideFork(actor, id, reason))(actor),
    acceptSuccession: (actor, id, reason) =>
      whoeverAsks(() => trustCalls.acceptSuccession(actor, id, reason))(actor),
    announceMaintenance: maintenance.announce,
    retryQuarantine: whoeverAsks(trustCalls.retryQuarantine),
    notifications: whoeverAsks(notifications.notifications),
    acknowledge: notifications.acknowledge,
    sendAgain: whoeverAsks(notifications.sendAgain),
    health: whoeverAsks(checks.health),
    doctor: whoeverAsks(checks.doctor),
  }
  return { api, joint }
}

/** The projection's questions as plain functions, so that one of them can be answered otherwise. */
function queriesOf(store: Store): Pick<Store, 'aggregates' | 'eventsOf'> {
  return {
    aggregates: (kind) => store.aggregates(kind),
    eventsOf: (ref) => store.eventsOf(ref),
  }
}

/** Every key that the directory has of an office, and which of them is due. */
function keysNow(office: OfficeEntry, today: LocalDate): OfficeKey[] {
  return keysOf(office, today, (keys) => logKeysName(office.id, keys))
}

function viewOf({ status: { office, seq, state, lastHeard, quarantined } }: Follower) {
  return { office, seq, state, lastHeard, quarantined }
}

function reachOf({ status: { office, state, lastHeard } }: Follower): Reach {
  return { office, state, lastHeard }
}

const clockStands = problem('unavailable', {
  en: 'The legal clock of this demonstration has not been started yet: send the command again in a moment',
  fr: "L'horloge légale de cette démonstration n'est pas encore lancée : renvoyez la commande dans un instant",
})

/** Until every ledger has been read to its end, or its broker stays away for longer than a start may wait. */
async function untilRead(followers: readonly Follower[], signal: AbortSignal): Promise<void> {
  for (
    const giveUpAt = Date.now() + firstReadPatienceMs;
    followers.some(({ state }) => state !== 'current') && Date.now() < giveUpAt && !signal.aborted;
  )
    await sleep(readPollMs, undefined, { signal }).catch(() => undefined)
}

const readPollMs = 20

function dispose(part: AsyncDisposable): PromiseLike<void> {
  return part[Symbol.asyncDispose]()
}

function programVersion(): string {
  const file = path.join(import.meta.dirname, '..', '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

// An office in memory behind the HTTP port: the real rules, packs, projection, views and founding case; no broker, no signature, no workflow.

import { randomUUID } from 'node:crypto'
import { actorText, type Actor, type Identity } from '../../../shared/kernel/actor.ts'
import { openDeskStore } from '../../../services/adapters/desk/store.ts'
import { createDesk, type Desk } from '../../../services/office/desk/desk.ts'
import { isKnown } from '../../../services/office/desk/known.ts'
import { sharedUnder } from '../../../services/office/door.ts'
import { whoeverAsks } from '../../../services/office/whoever-asks.ts'
import { readFileSync } from 'node:fs'
import { emptyAggregate, type Recorded } from '../../../shared/kernel/aggregate.ts'
import type { Maintenance } from '../../../shared/office/ledgers.schema.ts'
import { d } from '../../support/founding.ts'
import type { ClockSetting } from '../../../shared/kernel/clock.ts'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { commandsOf } from '../../../shared/case/commands.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import type { Directory, OfficeEntry } from '../../../shared/office/directory.schema.ts'
import {
  eventIdOf,
  subjectOf,
  type AggregateRef,
  type CommandId,
  type JointId,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../../../shared/kernel/ids.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { powerProblem } from '../../../shared/office/powers.ts'
import { refuse, unwrap } from '../../../shared/kernel/problems.ts'
import { rulesOf, type AnyCommand, type AnyEvent } from '../../../shared/rules.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type {
  BoardQuery,
  Change,
  EvidenceAbout,
  OfficeApi,
  OfMatters,
} from '../../../shared/contract/office-api.ts'
import type { SimulationRequest } from '../../../shared/contract/simulation.schema.ts'
import type { PublicJointCommand } from '../../../shared/contract/joint.schema.ts'
import type { Reach } from '../../../shared/contract/reach.schema.ts'
import {
  cursorText,
  type DueListQuery,
  type JointListQuery,
  type MatterListQuery,
  type OrderListQuery,
  type QuarantineList,
  type QuarantineQuery,
  type Seen,
  type WorkQuery,
} from '../../../shared/contract/lists.schema.ts'
import type { LedgersView, LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import type { Check, Quarantined } from '../../../shared/contract/views.schema.ts'
import { createActing } from '../../../services/office/acting.ts'
import { barredReaders } from '../../../services/office/trust/barred.ts'
import { createDrift } from '../../../services/office/orders/drift.ts'
import { preparerOf } from '../../../services/office/joint/preparer.ts'
import { createLists } from '../../../services/office/lists.ts'
import { watchSeals, type Seals } from '../../../services/office/seals.ts'
import { createSimulations } from '../../../services/office/orders/simulations.ts'
import type { Store } from '../../../services/office/ports.ts'
import { createViews, type Views } from '../../../services/office/views.ts'
import { ownPackFolder, loadPacks } from '../../../services/platform/packs.ts'
import { openOutbox } from '../../../services/adapters/notifications/outbox.ts'
import { createNotificationViews } from '../../../services/office/notifications/views.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import { memoryJoint } from './memory-joint.ts'

export const caseFile = new URL('../../../cases/clearview-ai.json', import.meta.url)
const packs = loadPacks()
export const office = (
  id: string,
  role: OfficeEntry['role'],
  statute: string,
  zone: string,
  en: string,
  fr: string,
  short: string,
  shortFr = short,
): OfficeEntry => ({
  id: id as OfficeId,
  role,
  statutes: [statute],
  zone,
  name: { en, fr },
  short: { en: short, fr: shortFr },
  jurisdiction: { en: short, fr: shortFr },
  broker: { url: 'nats://127.0.0.1:4222', publicKey: `U${'A'.repeat(55)}` },
  eventKeys: [{ keyid: `${id}-2021`, publicKey: 'A'.repeat(43) }],
  sealKeys: [{ keyid: id, publicKey: 'A'.repeat(43) }],
})
export const offices = [
  office(
    'ca-bc-oipc',
    'commissioner',
    'ca-bc-pipa',
    'America/Vancouver',
    'Information and Privacy Commissioner for British Columbia',
    "Commissaire à l'information et à la protection de la vie privée de la Colombie-Britannique",
    'OIPC BC',
    'OIPC C.-B.',
  ),
  office(
    'ca-ab-oipc',
    'commissioner',
    'ca-ab-pipa',
    'America/Edmonton',
    'Information and Privacy Commissioner of Alberta',
    "Commissaire à l'information et à la protection de la vie privée de l'Alberta",
    'OIPC Alberta',
  ),
  office(
    'ca-qc-cai',
    'commissioner',
    'ca-qc-p391',
    'America/Toronto',
    "Commission d'accès à l'information du Québec",
    "Commission d'accès à l'information du Québec",
    'CAI Quebec',
    'CAI Québec',
  ),
  office(
    'ca-fed-opc',
    'observer',
    'ca-fed-pipeda',
    'America/Toronto',
    'Privacy Commissioner of Canada',
    'Commissaire à la protection de la vie privée du Canada',
    'OPC',
    'CPVP',
  ),
]

interface Entry {
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
}

/** Whoever asks, where a test does not care who. */
export const anybody: Actor = { kind: 'local', name: 'anybody' }

export class MemoryOffice implements OfficeApi {
  readonly office: OfficeEntry
  readonly directory: Directory = { version: 1, offices }
  clock: ClockSetting = { kind: 'real' }
  today: LocalDate
  /** When what is sent is recorded; on the fact's own day while there is none. */
  recordedAt: Instant | undefined
  readonly entries: Entry[] = []
  /** Who sent each command. */
  readonly actors: Actor[] = []
  readonly quarantined: Quarantined[] = []
  readonly accepted: NonNullable<LedgerStanding['succession']>['accepted'] = []
  readonly decided: { office: OfficeId; decision: LedgerStanding['decisions'][number] }[] = []
  readonly #store: Store
  readonly #views: Views
  readonly #lists: ReturnType<typeof createLists>
  readonly #joint: ReturnType<typeof memoryJoint>
  readonly listeners = new Set<(change: Change) => void>()
  readonly deskStore = openDeskStore(':memory:')
  /** Who may have something on their desk. */
  colleaguesHere: Identity[] = []
  driftCounts = { own: 0, others: 0 }
  readonly deskAudit: object[] = []
  readonly desk: Desk
  readonly deskEntries: OfficeApi['deskEntries']
  readonly deskItem: OfficeApi['deskItem']
  readonly changeDesk: OfficeApi['changeDesk']
  readonly seals: Seals
  readonly colleagues: OfficeApi['colleagues']
  readonly savedViews: OfficeApi['savedViews']
  readonly saveView: OfficeApi['saveView']
  readonly removeView: OfficeApi['removeView']
  readonly drafts: OfficeApi['drafts']
  readonly saveDraft: OfficeApi['saveDraft']
  readonly removeDraft: OfficeApi['removeDraft']
  readonly handDraft: OfficeApi['handDraft']
  readonly draftsHandedOver: OfficeApi['draftsHandedOver']
  /** What the drift is looked for with, as if the office had been started again with them. */
  laterPacks: readonly Pack[] = packs
  checks: Check[] = [{ check: 'broker', state: 'ok', found: 'nats-server 2.15.2', advice: null }]

  /** Who reads these ledgers besides the four offices. */
  moreReaders: readonly OfficeEntry[] = []

  /** Of day, UTC. */
  time = '18:00:00.000Z'

  constructor(
    id = 'ca-bc-oipc',
    today = '2021-12-20',
    store = openStore(':memory:', { rulesOf, packs }),
  ) {
    this.#store = store
    this.seals = watchSeals(store, () => this.today as LocalDate)
    this.office = offices.find((entry) => entry.id === id) as OfficeEntry
    this.today = today as LocalDate
    this.#views = createViews({
      office: this.office,
      store: this.#store,
      packs,
      today: () => this.today,
      followers: () => this.#followers(),
    })
    this.desk = createDesk({
      store: this.deskStore,
      isKnown: (about) => isKnown(this.#store, about),
      colleagues: () => this.colleaguesHere,
      audit: (entry, actor) => void this.deskAudit.push({ ...entry, who: actor.name }),
      now: () => new Date().toISOString() as Instant,
      newId: () => randomUUID(),
    })
    this.#lists = createLists({
      office: this.office,
      store: this.#store,
      today: () => this.today,
      followers: () => this.#followers(),
      desk: this.desk,
      drift: () => this.driftCounts,
      jointList: (query) => this.#joint.views(this.office.id).jointList(query),
      underSeal: () => this.seals.underSeal(),
    })
    this.deskEntries = this.desk.deskEntries
    this.deskItem = this.desk.deskItem
    this.changeDesk = this.desk.changeDesk
    this.colleagues = this.desk.colleagues
    this.savedViews = this.desk.savedViews
    this.saveView = this.desk.saveView
    this.removeView = this.desk.removeView
    this.drafts = this.desk.drafts
    this.saveDraft = this.desk.saveDraft
    this.removeDraft = this.desk.removeDraft
    this.handDraft = this.desk.handDraft
    this.draftsHandedOver = this.desk.draftsHandedOver
    this.#joint = memoryJoint({
      directory: this.directory,
      store: this.#store,
      packs,
      today: () => this.today,
      now: () => this.legalNow(),
      submit: (ref, command, actor) => this.record(ref, command, actor),
      reach: () => this.reach,
    })
  }

  /** The founding case, as far as it had come by today; a refused fact is a fault of the fixture. */
  async replay(): Promise<this> {
    const parsed = unwrap(parseCase(readFileSync(caseFile, 'utf8'), '2026-11-22' as LocalDate))
    for (const { ref, command } of commandsOf(parsed.case)) {
      if (command.on > this.today) continue
      const reply = await this.record(ref, command)
      if (reply.kind === 'refused')
        throw new Error(`${ref.office} ${command.kind} ${command.on}: ${reply.problem.message}`)
    }
    return this
  }

  legalToday(): LocalDate {
    return this.today
  }
  clocksUnwatchedSince: Instant | null = null
  space: OfficeApi['space'] = { brokerStoresNothingSince: null, isDiskShort: false }
  /** Of the office itself and the others, in the order of the directory; read by pages. */
  reach: Reach[] = offices.map(({ id }) => ({
    office: id,
    state: 'current',
    lastHeard: '2021-12-20T18:00:00.000Z',
  }))
  legalNow(): Instant {
    return `${this.today}T${this.time}` as Instant
  }

  submit(actor: Actor, ref: AggregateRef, command: AnyCommand): Promise<SubmitReply> {
    this.actors.push(actor)
    const problem = powerProblem(this.office, packs, ref, command.on as LocalDate)
    return problem === undefined
      ? this.record(ref, command, actor)
      : Promise.resolve({ kind: 'refused', problem })
  }
  /** As the office's own staff would. */
  record(ref: AggregateRef, command: AnyCommand, actor?: Actor): Promise<SubmitReply> {
    const rules = rulesOf(ref.kind)
    if (rules === undefined) throw new Error(`no rules for ${ref.kind}`)
    const reply = (recorded: Recorded<AnyEvent>): SubmitReply => ({
      kind: 'recorded',
      version: recorded.version,
      eventId: recorded.id,
      event: recorded.event,
    })
    const before = this.#store
      .eventsOf(ref)
      .find(({ recorded }) => recorded.commandId === command.id)
    if (before !== undefined) return Promise.resolve(reply(before.recorded))
    const aggregate = this.#store.aggregate(ref) ?? emptyAggregate
    const own = offices.find((entry) => entry.id === ref.office) as OfficeEntry
    const decided = rules.decide(ref, aggregate.state, command, this.#joint.contextOf(own)())
    if (!decided.ok) return Promise.resolve({ kind: 'refused', problem: decided.problem })
    const shared = sharedUnder(
      {
        context: () => ({ ...this.#joint.contextOf(own)(), today: command.on as LocalDate }),
        readers: () => this.#readersOf(own),
      },
      ref,
      aggregate.state,
      decided.value,
    )
    if (!shared.ok) return Promise.resolve({ kind: 'refused', problem: shared.problem })
    const version = aggregate.version + 1
    const sequence = 1 + this.entries.filter((entry) => entry.ref.office === ref.office).length
    const recorded = {
      id: eventIdOf(ref, 'e1', version),
      version,
      sequence,
      commandId: command.id,
      recordedAt: this.recordedAt ?? (`${command.on}T18:00:00.000Z` as Instant),
      sharedUnder: shared.value,
      event: decided.value,
      ...(actor === undefined ? {} : { actor }),
    }
    this.entries.push({ ref, recorded })
    this.#keep({ ref, recorded })
    this.emit({ kind: 'stored', office: ref.office, sequence, ref, eventKind: decided.value.kind })
    return Promise.resolve(reply(recorded))
  }

  allowed = whoeverAsks((ref: AggregateRef) => this.#acting().allowed(ref))
  preview: OfficeApi['preview'] = (_actor, ref, command) => this.#acting().preview(ref, command)

  board = whoeverAsks((query: BoardQuery & OfMatters) => this.#views.board(query))
  order = whoeverAsks((order: OrderId, query: BoardQuery) => this.#views.order(order, query))
  matters = whoeverAsks(() => this.#views.matters())
  matter = whoeverAsks((matter: MatterId) => this.#views.matter(matter))
  matterPicture = whoeverAsks((matter: MatterId) => this.#views.matterPicture(matter))
  chronology = whoeverAsks((matter: MatterId, query: BoardQuery) =>
    this.#views.chronology(matter, query),
  )
  deadlines = whoeverAsks((query: BoardQuery & { readonly until?: LocalDate }) =>
    this.#views.deadlines(query),
  )
  due = whoeverAsks((query: Parameters<OfficeApi['due']>[1]) => this.#views.due(query))
  orderList = (actor: Actor, query: OrderListQuery) => this.#lists.orderList(actor, query)
  matterList = (actor: Actor, query: MatterListQuery) => this.#lists.matterList(actor, query)
  dueList = (actor: Actor, query: DueListQuery) => this.#lists.dueList(actor, query)
  jointList = (actor: Actor, query: JointListQuery) => this.#lists.jointList(actor, query)
  work = (actor: Actor, query: WorkQuery = {}) => this.#lists.work(actor, query)
  changesSince = whoeverAsks((seen: Seen, limit: number) => this.#lists.changesSince(seen, limit))
  followers = whoeverAsks(() => this.#lists.followers())
  statistics = whoeverAsks(() => this.#lists.statistics())
  drift = whoeverAsks(() => this.#drift().drift())
  approveCorrection: OfficeApi['approveCorrection'] = (actor, order, approval) =>
    this.#drift().approveCorrection(actor, order, approval)
  simulate = whoeverAsks((request: SimulationRequest) =>
    createSimulations({
      office: this.office,
      store: this.#store,
      packs,
      zoneData: '2026c',
      today: () => this.today,
    }).simulate(request),
  )

  submitJoint(actor: Actor, joint: JointId, command: PublicJointCommand): Promise<SubmitReply> {
    this.actors.push(actor)
    return this.#joint.submitJoint(this.office.id, joint, command, actor)
  }
  /** Who prepared the consent of this office that waits, as its ledger says. */
  preparerOf(joint: JointId): Actor | undefined {
    return preparerOf(this.#store, joint, this.office.id)
  }
  previewJoint(_actor: Actor, joint: JointId, command: PublicJointCommand) {
    return this.#joint.previewJoint(this.office.id, joint, command)
  }
  /** As another office's staff would, at their own instance. */
  submitJointAs(
    office: OfficeId,
    joint: JointId,
    command: PublicJointCommand,
  ): Promise<SubmitReply> {
    return this.#joint.submitJoint(office, joint, command)
  }
  jointActions = (actor: Actor) => this.#joint.views(this.office.id).jointActions(actor)
  jointAction = whoeverAsks((joint: JointId) =>
    this.#joint.views(this.office.id).jointAction(joint),
  )
  jointReadiness = whoeverAsks((joint: JointId) =>
    this.#joint.views(this.office.id).jointReadiness(joint),
  )
  jointDocument = whoeverAsks((joint: JointId) =>
    this.#joint.views(this.office.id).jointDocument(joint),
  )

  /** There are no ledgers here, so nothing can be proved. */
  evidence(_: Actor, { id }: EvidenceAbout) {
    return refuse('not-found', {
      en: `Nothing is held here of "${id}".`,
      fr: `Rien n'est détenu ici de « ${id} ».`,
    })
  }

  packOf(statute: string, issuedOn: LocalDate) {
    const found = packFor(packs, statute, issuedOn)
    return found.ok ? found.value : undefined
  }

  readonly outbox = openOutbox(':memory:')
  readonly #told = createNotificationViews({
    recipients: [{ name: 'duty-officer', lang: 'en', supervisor: false }],
    outbox: this.outbox,
    sendAgain: async (recipient, message) => this.outbox.again(recipient, message),
    now: () => this.legalNow(),
  })
  notifications = whoeverAsks(this.#told.notifications)
  acknowledge = this.#told.acknowledge
  sendAgain = whoeverAsks(this.#told.sendAgain)

  quarantine(_: Actor, query: QuarantineQuery): QuarantineList {
    const { office, outcome, limit = 50, after } = query
    const all = this.quarantined.filter(
      (each) =>
        (office === undefined || each.office === office) &&
        (outcome === undefined || each.outcome === outcome),
    )
    const from = Number(after?.[1] ?? 0)
    const rows = all.slice(from, from + limit)
    const end = from + rows.length
    const next = end < all.length ? cursorText(['after', String(end)]) : null
    return { total: all.length, rows, next, previous: null }
  }
  health() {
    const status = this.checks.some(({ state }) => state === 'failed')
      ? ('failed' as const)
      : ('ok' as const)
    return { status, office: this.office.id, version: '0.1.0', checks: this.checks }
  }
  ledgers(): LedgersView {
    const own = this.office.id
    const at = this.legalNow()
    return {
      own: { state: 'intact', compared: 'last', length: this.entries.length, problem: null },
      keys: [
        {
          office: own,
          use: 'event' as const,
          name: `${own}-0a1b2c3d`,
          state: 'ends' as const,
          period: { from: d('2016-11-27'), until: d('2026-12-20') },
        },
        {
          office: own,
          use: 'log' as const,
          name: `${own}-log-4e5f6a7b`,
          state: 'stolen' as const,
          period: { upTo: 4650, stolenOn: d('2026-05-02') },
        },
      ],
      verifierKey: `concert/${own}/e1+0a1b2c3d+AaBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789+/aBcDeFg=`,
      witnessProblems: [
        {
          name: 'w2.example/2026',
          since: at,
          problem: {
            en: 'It does not know this ledger: give it the key below.',
            fr: 'Il ne connaît pas ce registre\u00a0: donnez-lui la clé ci-dessous.',
          },
        },
      ],
      barredReaders: barredReaders({
        kind: 'looked-at',
        barred: [
          {
            reader: offices[1]?.id ?? own,
            taken: { kind: 'bytes', count: 734_003_200 },
            sinceMs: Date.parse(at),
            untilMs: Date.parse(at) + 600_000,
          },
        ],
      }).map(({ problem, ...each }) => ({ ...each, problem: { ...problem } })),
      ledgers: offices.map(({ id }, index) => ({
        office: id,
        epoch: 'e1',
        state: (['current', 'stopped', 'behind', 'silent'] as const)[index] ?? 'unreachable',
        held: this.entries.filter((entry) => entry.ref.office === id).length,
        seen: index === 3 ? null : { size: 4, at },
        confirmations: offices
          .filter((each) => each.id !== id && each.id !== own)
          .flatMap(({ id: by }, place) => [
            { by, role: 'witness' as const, size: 4, at, stale: place > 0 },
            { by, role: 'mirror' as const, size: 3, at, stale: place > 0 },
          ]),
        witnesses: id === own ? [{ by: 'w1.example/2026', size: 4, at, stale: false }] : [],
        stopped: index === 1 ? { agreedSize: 2, since: at } : null,
        decisions: this.decided
          .filter((each) => each.office === id)
          .map(({ decision }) => decision),
        succession:
          index === 2
            ? {
                state: 'waits' as const,
                formerEpoch: 'epoch-1',
                epoch: 'epoch-2',
                size: 3,
                known: 5,
                reason: 'Its disk failed',
                recordedAt: at,
                accepted: this.accepted,
                needed: 2,
                holders: [own],
                leftOut: 0,
              }
            : null,
      })),
    }
  }
  checkLedger() {
    return Promise.resolve(this.ledgers().own)
  }
  decideFork(actor: Actor, office: OfficeId, reason: string) {
    this.decided.push({
      office,
      decision: {
        office: this.office.id,
        agreedSize: 2,
        by: actorText(actor),
        reason,
        at: this.legalNow(),
      },
    })
    const standing = this.ledgers().ledgers.find((each) => each.office === office)
    if (standing === undefined) throw new Error(`no office ${office}`)
    return standing
  }
  acceptSuccession(actor: Actor, office: OfficeId, reason: string) {
    const found = this.ledgers().ledgers.find((each) => each.office === office)
    if (found?.succession?.state !== 'waits') throw new Error(`no successor of ${office}`)
    const at = this.legalNow()
    this.accepted.push({ office: this.office.id, by: actorText(actor), reason, at })
    return this.ledgers().ledgers.find((each) => each.office === office) ?? found
  }
  announceMaintenance(_: Actor, said: Maintenance) {
    return Promise.resolve(said)
  }
  retryQuarantine() {
    return Promise.resolve({ retried: this.quarantined.length, accepted: 0 })
  }
  doctor() {
    return {
      office: this.office.id,
      version: '0.1.0',
      zoneData: '2026c',
      checks: [
        ...this.checks,
        { check: 'policy packs', state: 'ok' as const, found: ownPackFolder, advice: null },
      ],
    }
  }
  subscribe(_actor: Actor, listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  emit(change: Change): void {
    for (const listener of this.listeners) listener(change)
  }

  #drift() {
    return createDrift({
      office: this.office,
      store: this.#store,
      packs: this.laterPacks,
      zoneData: '2026c',
      today: () => this.today,
      door: {
        submit: (_actor, ref, command) => this.record(ref, command),
        answered: this.#answered,
      },
    })
  }

  #acting() {
    return createActing({
      door: { newest: (ref) => this.#store.aggregate(ref), answered: this.#answered },
      packs,
      context: this.#joint.contextOf(this.office),
      now: () => this.legalNow(),
      powerProblem: (ref, command) =>
        powerProblem(this.office, packs, ref, command.on as LocalDate),
      readers: () => this.#readersOf(this.office),
    })
  }

  #readersOf({ id }: OfficeEntry): readonly OfficeEntry[] {
    return [...offices, ...this.moreReaders].filter((each) => each.id !== id)
  }

  readonly #answered = async (
    ref: AggregateRef,
    id: CommandId,
  ): Promise<SubmitReply | undefined> => {
    const before = this.#store.eventOfCommand(ref, id)?.recorded
    return before === undefined
      ? undefined
      : { kind: 'recorded', version: before.version, eventId: before.id, event: before.event }
  }

  #followers(): FollowerView[] {
    return offices.map(({ id }, at) => ({
      office: id,
      seq: this.entries.filter((entry) => entry.ref.office === id).length,
      state: (['current', 'current', 'behind', 'silent'] as const)[at] ?? 'unreachable',
      lastHeard: at === 3 ? null : this.legalNow(),
      quarantined: this.quarantined.filter((item) => item.office === id).length,
    }))
  }

  /** As a follower does after it verified. */
  #keep({ ref, recorded }: Entry): void {
    const hash = recorded.id
    this.#store.write(ref.office, (writer) => {
      writer.accept(
        { outcome: 'accepted', ref, recorded, epoch: 'e1', keyid: `${ref.office}-2021`, hash },
        { bytes: new Uint8Array(), hash, subject: subjectOf(ref), sequence: recorded.sequence },
        recorded.recordedAt,
      )
      writer.advance(recorded.sequence, hash)
    })
  }
}

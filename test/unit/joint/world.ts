// Several offices and the lines between them, without any engine: the real rules, reactions and alarms, over ledgers that are lists.
// Lines are cut and mended, processes die and come back, news comes late, in bursts, and again.

import { createHash } from 'node:crypto'
import type { JointDecisionContext } from '../../../shared/joint/snapshot.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { dateAt } from '../../../shared/calendar/zone.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import {
  eventIdOf,
  orderIdOf,
  parseJointRef,
  parseOrderId,
  participationRef,
  proposalRef,
  type AggregateRef,
  type CommandId,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { JointContext, JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionId, reactionsOf, type Reaction } from '../../../shared/joint/reactions.ts'
import type { SaltedDocument } from '../../../shared/joint/terms.schema.ts'
import type { Sealed } from '../../../shared/joint/sealed.schema.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import { rulesOf, type AnyCommand, type AnyEvent } from '../../../shared/rules.ts'
import { loadPacks } from '../../../services/platform/packs.ts'
import { spokenFaults } from '../../support/spoken.ts'
import { offices as entries } from '../../contract/http/memory-office.ts'

export const joint = 'ca-bc-oipc:J1' as JointId
export const sealed: Sealed = { protected: 'a', iv: 'a', ciphertext: 'a', tag: 'a', recipients: [] }
const packs = loadPacks()

export interface Entry {
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
}
interface Node {
  readonly entry: OfficeEntry
  /** What it has recorded: its ledger. */
  readonly ledger: Entry[]
  /** How far it has read each other office. */
  readonly read: Map<OfficeId, number>
  /** Its projection. */
  readonly known: Map<string, Aggregate<unknown>>
  up: boolean
  blocked: boolean
}

export const digestOf = (value: unknown) =>
  createHash('sha256').update(canonical(value)).digest('hex')
export const documentOf = (version: number): SaltedDocument => ({
  title: { en: `T${version}`, fr: `T${version}` },
  text: { en: 'Text', fr: 'Texte' },
  correction: { en: 'C', fr: 'C' },
  salt: 'a'.repeat(32),
})

export class World {
  nowMs = Date.parse('2021-12-14T17:00:00.000Z')
  readonly nodes = new Map<OfficeId, Node>(
    entries.map((entry) => [
      entry.id,
      { entry, ledger: [], read: new Map(), known: new Map(), up: true, blocked: false },
    ]),
  )
  readonly cut = new Set<string>()
  /** What each reader believes of its lines may lag behind. */
  readonly believedCut = new Set<string>()
  /** Whose line is back, and whose news are not read yet. */
  readonly unread = new Set<OfficeId>()
  readonly drafts: boolean
  #ids = 0

  constructor(drafts: boolean) {
    this.drafts = drafts
  }

  get offices(): OfficeId[] {
    return [...this.nodes.keys()]
  }
  get now(): Instant {
    return new Date(this.nowMs).toISOString() as Instant
  }
  node(office: OfficeId): Node {
    const found = this.nodes.get(office)
    if (found === undefined) throw new Error(`No office ${office}`)
    return found
  }
  events(office: OfficeId, ref?: AggregateRef): Entry[] {
    return this.node(office).ledger.filter(
      (each) => ref === undefined || keyOf(each.ref) === keyOf(ref),
    )
  }
  id(): CommandId {
    return `p/${(this.#ids += 1)}` as CommandId
  }

  snapshotOf(reader: OfficeId, of: JointId = joint): JointSnapshot {
    const { known } = this.node(reader)
    const parts = this.offices.flatMap(
      (
        office,
      ): [
        OfficeId,
        JointSnapshot['parts'] extends ReadonlyMap<OfficeId, infer P> ? P : never,
      ][] => {
        const aggregate = known.get(keyOf(participationRef(of, office)))
        return aggregate?.state === undefined
          ? []
          : [[office, { version: aggregate.version, state: aggregate.state as ParticipationState }]]
      },
    )
    return {
      joint: of,
      proposal: known.get(keyOf(proposalRef(of)))?.state as ProposalState | undefined,
      parts: new Map(parts),
    }
  }

  ledgersOf(reader: OfficeId): JointContext {
    const unreachable = new Set(
      this.offices.filter((office) => this.believedCut.has(line(reader, office))),
    )
    return {
      now: this.now,
      pace: 1,
      unreachable,
      unread: new Set([...unreachable, ...this.unread]),
      snapshotOf: (of) => this.snapshotOf(reader, of),
      digestOf,
    }
  }

  contextOf(office: OfficeId): JointDecisionContext {
    const { entry } = this.node(office)
    return {
      office: entry,
      packs,
      zoneData: '2026c',
      today: dateAt(this.now, entry.zone),
      joint: this.ledgersOf(office),
    }
  }

  /** As the office's workflow would: decided on the whole of its own ledger, and on what it has read of others'. */
  record(office: OfficeId, ref: AggregateRef, command: AnyCommand): Problem | undefined {
    const node = this.node(office)
    if (ref.office !== office)
      throw new Error(`${office} was made to write in ${ref.office}'s ledger`)
    const rules = rulesOf(ref.kind)
    if (rules === undefined || !node.up)
      return problem('unavailable', { en: 'down', fr: 'en panne' })
    const own = this.events(office, ref)
    if (own.some(({ recorded }) => recorded.commandId === command.id)) return undefined
    const aggregate = own.reduce<Aggregate<unknown>>(
      (folded, { recorded }) => fold(rules, ref, folded, recorded),
      emptyAggregate,
    )
    const decided = rules.decide(ref, aggregate.state, command, this.contextOf(office))
    if (!decided.ok) {
      // Every refusal that any scenario provokes, random ones too, is one that people can read.
      const faults = ref.kind === 'joint' ? spokenFaults(decided.problem) : []
      if (faults.length > 0) throw new Error(`Refused "${command.kind}" with ${faults.join('; ')}`)
      return decided.problem
    }
    const version = aggregate.version + 1
    node.ledger.push({
      ref,
      recorded: {
        id: eventIdOf(ref, 'e', version),
        version,
        sequence: node.ledger.length + 1,
        commandId: command.id,
        recordedAt: this.now,
        event: decided.value,
      },
    })
    this.deliver(office, office)
    return undefined
  }

  /** Reads on in another's ledger, if the line is there; `most` events, and the same may be tried again. */
  deliver(reader: OfficeId, peer: OfficeId, most = Infinity): void {
    const node = this.node(reader)
    if (!node.up || this.cut.has(line(reader, peer))) return
    const from = node.read.get(peer) ?? 0
    const news = this.node(peer).ledger.slice(from, from + most)
    for (const { ref, recorded } of news) {
      const rules = rulesOf(ref.kind)
      if (rules !== undefined)
        node.known.set(
          keyOf(ref),
          fold(rules, ref, node.known.get(keyOf(ref)) ?? emptyAggregate, recorded),
        )
    }
    node.read.set(peer, from + news.length)
  }

  /** Alarms that have come, then what the office does by itself: until it rests. */
  run(office: OfficeId): void {
    const node = this.node(office)
    for (let before = -1; node.up && before !== node.ledger.length;) {
      before = node.ledger.length
      for (const ref of new Map(node.ledger.map((each) => [keyOf(each.ref), each.ref])).values()) {
        const rules = rulesOf(ref.kind)
        const state = node.known.get(keyOf(ref))?.state
        if (
          ref.kind !== 'joint' ||
          rules === undefined ||
          state === undefined ||
          rules.isEnded(state)
        )
          continue
        const alarm = rules.nextAlarm(state)
        if (alarm !== undefined && alarm.at <= this.now) this.record(office, ref, alarm.command)
      }
      const ledgers = this.ledgersOf(office)
      for (const reaction of reactionsOf(
        office,
        this.snapshotOf(office),
        ledgers,
        dateAt(this.now, node.entry.zone),
      ))
        this.#carryOut(office, reaction)
    }
  }

  #carryOut(office: OfficeId, reaction: Reaction): void {
    const ref = participationRef(joint, office)
    const on = dateAt(this.now, this.node(office).entry.zone)
    const { proposal, parts } = this.snapshotOf(office)
    const state = parts.get(office)?.state
    if (proposal === undefined) return
    if (reaction.do === 'send')
      return void this.record(office, reaction.ref, reaction.command as AnyCommand)
    if (reaction.do === 'receive') {
      const received = {
        kind: 'receive',
        id: reactionId('receive', reaction.version),
        on,
        version: reaction.version,
        digest: digestOf(documentOf(reaction.version)),
      }
      return void this.record(office, ref, received)
    }
    if (state === undefined) return
    if (reaction.do === 'report') {
      const {
        blocked,
        entry: { zone },
      } = this.node(office)
      if (
        state.readiness?.version === reaction.version &&
        (state.readiness.readiness.state === 'blocked') === blocked
      )
        return
      const readiness = blocked
        ? { state: 'blocked', reason: { code: 'no-stay', message: 'stayed' } }
        : {
            state: 'ready',
            from: '2021-12-14T08:00:00.000Z',
            date: on,
            zone,
            why: { en: 'ready', fr: 'prêt' },
          }
      return void this.record(office, ref, {
        kind: 'report',
        id: reactionId('report', reaction.version, state.reports + 1),
        on,
        version: reaction.version,
        readiness,
      } as AnyCommand)
    }
    if (reaction.do === 'act') {
      const { version, round } = reaction.committed
      const fail = (message: string) =>
        void this.record(office, ref, {
          kind: 'fail',
          id: reactionId('fail', version, round),
          on,
          version,
          round,
          reason: { code: 'not-ready', message },
          done: [],
        } as AnyCommand)
      if (this.node(office).blocked) return fail('stayed')
      const done =
        this.drafts && this.node(office).entry.role === 'commissioner' ? [this.issue(office)] : []
      const revealed = this.drafts
        ? {}
        : { document: documentOf(version), signature: { keyid: 'k', sig: 'AAAA' } }
      const act = {
        kind: 'act',
        id: reactionId('act', version, round),
        on,
        version,
        round,
        at: this.now,
        done,
        ...revealed,
      }
      return void this.record(office, ref, act)
    }
    const done =
      reaction.with === 'withdraw'
        ? (state.acted?.done ?? []).map(({ order }) => {
            const own = parseOrderId(order)
            if (own !== undefined)
              this.record(office, own, {
                kind: 'withdraw',
                id: 'withdraw' as CommandId,
                on,
                reason: 'incomplete',
              } as AnyCommand)
            return { order, version: 2, did: 'withdraw' }
          })
        : []
    this.record(office, ref, {
      kind: 'compensate',
      id: reactionId('compensate', reaction.version),
      on,
      version: reaction.version,
      with: reaction.with,
      done,
    } as AnyCommand)
  }

  /** The office's own draft, carried out by its own rules. */
  issue(office: OfficeId): { order: string; version: number; did: string } {
    const { entry } = this.node(office)
    const order = orderIdOf(office, 'D1')
    const command: OrderCommand = {
      kind: 'issue',
      id: 'draft' as CommandId,
      on: dateAt(this.now, entry.zone),
      matter: 'm' as never,
      statute: entry.statutes[0] ?? '',
      respondent: { id: 'r', name: 'R', kind: 'organization' },
      terms: [
        {
          id: 'T1',
          theme: 'delete',
          kind: 'mandate',
          effort: 'absolute',
          text: { en: 'Delete', fr: 'Supprimer' },
        },
      ],
    }
    const problem = this.record(office, { office, kind: 'order', id: 'D1' }, command as AnyCommand)
    if (problem !== undefined) throw new Error(`${office} cannot issue: ${problem.message}`)
    return { order, version: 1, did: 'issue' }
  }

  /** Every line is mended, every process is back, and time goes on past every window, with nobody saying anything more. */
  rest(): void {
    this.cut.clear()
    this.believedCut.clear()
    this.unread.clear()
    for (const node of this.nodes.values()) node.up = true
    for (let quiet = 0, before = ''; quiet < 40;) {
      for (const reader of this.offices) for (const peer of this.offices) this.deliver(reader, peer)
      for (const office of this.offices) this.run(office)
      const after = this.offices.map((office) => this.node(office).ledger.length).join()
      quiet = after === before ? quiet + 1 : 0
      before = after
      if (quiet > 1) this.nowMs += 30_000
    }
  }
}

export function keyOf({ office, kind, id }: AggregateRef): string {
  return `${office}/${kind}/${id}`
}
export function line(a: string, b: string): string {
  return [a, b].toSorted().join('|')
}
export function isJoint({ ref }: Entry): boolean {
  return ref.kind === 'joint' && parseJointRef(ref)?.joint === joint
}

// An office in memory behind the HTTP port: the real rules, packs and founding case; no broker, no workflow, no store.

import { readFileSync } from 'node:fs'
import { fold, emptyAggregate, type Aggregate, type Recorded } from '../../../shared/aggregate.ts'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import { viewBoard, viewOrder, type FoldedOrder } from '../../../shared/board/view.ts'
import type { Instant, LocalDate } from '../../../shared/calendar/date.ts'
import { commandsOf } from '../../../shared/case/commands.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import type { Directory, OfficeEntry } from '../../../shared/directory.schema.ts'
import { eventIdOf, orderOf, parseOrderId, type AggregateRef, type MatterId, type OfficeId } from '../../../shared/ids.ts'
import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import { pendingDeadlines } from '../../../shared/order/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { stayOf } from '../../../shared/order/stays.ts'
import { packFor } from '../../../shared/policy/select.ts'
import { unwrap } from '../../../shared/problems.ts'
import { rulesOf, type AnyCommand, type AnyEvent } from '../../../shared/rules.ts'
import { ownPackFolder, loadPacks } from '../../../services/platform/packs.ts'
import type { Change, OfficeApi, SubmitReply } from '../../../services/http/port.ts'
import type { Check, MatterDetail, MatterSummary, OrderDetail, Quarantined } from '../../../services/http/views.schema.ts'

export const caseFile = new URL('../../../cases/clearview-ai.json', import.meta.url)
const packs = loadPacks()
const office = (id: string, role: OfficeEntry['role'], statute: string, zone: string, en: string, fr: string, short: string, shortFr = short): OfficeEntry => ({
  id: id as OfficeId, role, statutes: [statute], zone, name: { en, fr }, short: { en: short, fr: shortFr }, jurisdiction: { en: short, fr: shortFr },
  broker: { url: 'nats://127.0.0.1:4222', publicKey: `U${'A'.repeat(55)}` }, eventKeys: [{ keyid: `${id}-2021`, publicKey: 'A'.repeat(43) }],
})
export const offices = [
  office('ca-bc-oipc', 'commissioner', 'ca-bc-pipa', 'America/Vancouver', 'Information and Privacy Commissioner for British Columbia', "Commissaire à l'information et à la protection de la vie privée de la Colombie-Britannique", 'OIPC BC', 'OIPC C.-B.'),
  office('ca-ab-oipc', 'commissioner', 'ca-ab-pipa', 'America/Edmonton', 'Information and Privacy Commissioner of Alberta', "Commissaire à l'information et à la protection de la vie privée de l'Alberta", 'OIPC Alberta'),
  office('ca-qc-cai', 'commissioner', 'ca-qc-p391', 'America/Toronto', "Commission d'accès à l'information du Québec", "Commission d'accès à l'information du Québec", 'CAI Quebec', 'CAI Québec'),
  office('ca-fed-opc', 'observer', 'ca-fed-pipeda', 'America/Toronto', 'Privacy Commissioner of Canada', 'Commissaire à la protection de la vie privée du Canada', 'OPC', 'CPVP'),
]

interface Entry {
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
}

export class MemoryOffice implements OfficeApi {
  readonly office: OfficeEntry
  readonly directory: Directory = { version: 1, offices }
  readonly clock = { kind: 'real' } as const
  today: LocalDate
  readonly entries: Entry[] = []
  readonly quarantined: Quarantined[] = []
  readonly listeners = new Set<(change: Change) => void>()
  checks: Check[] = [{ check: 'broker', state: 'ok', found: 'nats-server 2.15.2', advice: null }]

  constructor(id = 'ca-bc-oipc', today = '2021-12-20') {
    this.office = offices.find((entry) => entry.id === id) as OfficeEntry
    this.today = today as LocalDate
  }

  /** The founding case, as far as it had come by today; a refused fact is a fault of the fixture. */
  async replay(): Promise<this> {
    const parsed = unwrap(parseCase(readFileSync(caseFile, 'utf8'), '2026-11-22' as LocalDate))
    for (const { ref, command } of commandsOf(parsed.case)) {
      if (command.on > this.today) continue
      const reply = await this.submit(ref, command)
      if (reply.kind === 'refused') throw new Error(`${ref.office} ${command.kind} ${command.on}: ${reply.problem.message}`)
    }
    return this
  }

  legalToday(): LocalDate {
    return this.today
  }
  legalNow(): Instant {
    return `${this.today}T18:00:00.000Z` as Instant
  }

  submit(ref: AggregateRef, command: AnyCommand): Promise<SubmitReply> {
    const rules = rulesOf(ref.kind)
    if (rules === undefined) throw new Error(`no rules for ${ref.kind}`)
    const reply = (recorded: Recorded<AnyEvent>): SubmitReply => ({ kind: 'recorded', version: recorded.version, eventId: recorded.id, event: recorded.event })
    const before = this.#of(ref).find(({ recorded }) => recorded.commandId === command.id)
    if (before !== undefined) return Promise.resolve(reply(before.recorded))
    const aggregate = this.#fold(ref)
    const own = offices.find((entry) => entry.id === ref.office) as OfficeEntry
    const decided = rules.decide(ref, aggregate.state, command, { office: own, packs, zoneData: '2026c', today: this.today })
    if (!decided.ok) return Promise.resolve({ kind: 'refused', problem: decided.problem })
    const version = aggregate.version + 1
    const sequence = 1 + this.entries.filter((entry) => entry.ref.office === ref.office).length
    const recorded = { id: eventIdOf(ref, 'e1', version), version, sequence, commandId: command.id, recordedAt: `${command.on}T18:00:00.000Z` as Instant, event: decided.value }
    this.entries.push({ ref, recorded })
    this.emit({ kind: 'stored', office: ref.office, sequence, ref, eventKind: decided.value.kind })
    return Promise.resolve(reply(recorded))
  }

  board({ asOf = this.today, knownOn = '9999-12-31' as LocalDate }: { asOf?: LocalDate; knownOn?: LocalDate }) {
    const followers: FollowerView[] = offices.map(({ id }, at) => ({
      office: id, seq: this.entries.filter((entry) => entry.ref.office === id).length, state: (['current', 'current', 'behind', 'silent'] as const)[at] ?? 'unreachable',
      lastHeard: at === 3 ? null : this.legalNow(), quarantined: this.quarantined.filter((item) => item.office === id).length,
    }))
    return viewBoard({ office: this.office.id, asOf, orders: this.#orders(asOf, knownOn), packs, followers })
  }

  order(order: string, { asOf = this.today }: { asOf?: LocalDate }): OrderDetail | undefined {
    const ref = parseOrderId(order)
    const folded = this.#orders(asOf).find(({ state }) => state.order === order)
    if (ref === undefined || folded === undefined) return undefined
    return { asOf, view: viewOrder(folded, packs, asOf), state: folded.state, history: this.#of(ref, asOf).map((entry) => this.#history<OrderEvent>(entry)) }
  }

  packOf(statute: string, issuedOn: LocalDate) {
    const found = packFor(packs, statute, issuedOn)
    return found.ok ? found.value : undefined
  }

  matters(): MatterSummary[] {
    return [...new Set(this.entries.filter(({ ref }) => ref.kind === 'matter').map(({ ref }) => ref.id))].flatMap((id) => {
      const { matter, title, respondent, offices: who, orders } = this.matter(id) ?? {}
      return matter === undefined ? [] : [{ matter, title: title ?? null, respondent: respondent ?? null, offices: who ?? [], orders: orders ?? [] }]
    })
  }

  matter(id: string): MatterDetail | undefined {
    const entries = this.entries.filter(({ ref }) => ref.kind === 'matter' && ref.id === id)
    const opened = entries.flatMap(({ ref, recorded }) => (recorded.event.kind === 'opened' ? [{ ref, event: recorded.event as Extract<MatterEvent, { kind: 'opened' }> }] : []))
    const first = opened[0]
    if (first === undefined) return undefined
    const orderViews = this.board({}).orders.filter((order) => order.matter === id)
    return {
      matter: id as MatterId, title: first.event.title, respondent: first.event.respondent, offices: opened.map(({ ref }) => ref.office), orders: orderViews.map(({ order }) => order), orderViews,
      files: opened.flatMap(({ ref, event }) => (event.file === undefined ? [] : [{ office: ref.office, file: event.file }])), entries: entries.map((entry) => this.#history<MatterEvent>(entry)),
    }
  }

  deadlines({ asOf = this.today, until = '9999-12-31' as LocalDate }: { asOf?: LocalDate; until?: LocalDate }) {
    return this.#orders(asOf)
      .flatMap(({ state }) => state.deadlines.map((deadline) => ({ order: state.order, matter: state.matter, respondent: state.respondent.name, deadline, stayed: deadline.terms.length > 0 && deadline.terms.every((term) => stayOf(state, term).stayed), pending: pendingDeadlines(state).includes(deadline) })))
      .filter(({ deadline, pending, stayed }) => (pending || stayed) && deadline.date >= asOf && deadline.date <= until)
      .map(({ order, matter, respondent, deadline, stayed }) => ({ order, matter, respondent, deadline, stayed }))
      .toSorted((a, b) => (a.deadline.date < b.deadline.date ? -1 : 1))
  }

  quarantine(): Quarantined[] {
    return this.quarantined
  }
  health() {
    const status = this.checks.some(({ state }) => state === 'failed') ? ('failed' as const) : ('ok' as const)
    return { status, office: this.office.id, version: '0.1.0', checks: this.checks }
  }
  doctor() {
    return { office: this.office.id, version: '0.1.0', zoneData: '2026c', checks: [...this.checks, { check: 'policy packs', state: 'ok' as const, found: ownPackFolder, advice: null }] }
  }
  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  emit(change: Change): void {
    for (const listener of this.listeners) listener(change)
  }

  #of(ref: AggregateRef, asOf = '9999-12-31'): Entry[] {
    return this.entries.filter((entry) => entry.ref.office === ref.office && entry.ref.kind === ref.kind && entry.ref.id === ref.id && entry.recorded.event.on <= asOf)
  }

  #fold(ref: AggregateRef): Aggregate<unknown> {
    const rules = rulesOf(ref.kind)
    if (rules === undefined) throw new Error(`no rules for ${ref.kind}`)
    return this.#of(ref).reduce<Aggregate<unknown>>((aggregate, { recorded }) => fold(rules, ref, aggregate, recorded), emptyAggregate)
  }

  #orders(asOf: string, knownOn = '9999-12-31'): FoldedOrder[] {
    const refs = new Map(this.entries.filter(({ ref }) => ref.kind === 'order').map(({ ref }) => [orderOf(ref), ref]))
    return [...refs.values()].flatMap((ref) => {
      const known = this.#of(ref, asOf).filter(({ recorded }) => recorded.recordedAt.slice(0, 10) <= knownOn)
      const state = known.reduce<unknown>((before, { recorded }) => rulesOf('order')?.evolve(ref, before, recorded.event), undefined)
      return state === undefined ? [] : [{ version: known.length, state: state as OrderState }]
    })
  }

  #history<E>({ ref, recorded }: Entry) {
    const { on, between, by, confidence, source } = recorded.event as unknown as OrderEvent
    return { id: recorded.id, office: ref.office, version: recorded.version, sequence: recorded.sequence, on, between: between ?? null, recordedAt: recorded.recordedAt as string, by: by ?? null, confidence: confidence ?? null, source: source ?? null, verifiedKey: `${ref.office}-2021`, event: recorded.event as unknown as E }
  }
}

// Runs commands through the pure rules, as the founding case has them: no broker, no workflow.

import { readFileSync, readdirSync } from 'node:fs'
import type { DecisionContext } from '../../shared/policy/decision.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
  type Rules,
} from '../../shared/kernel/aggregate.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { AggregateRef, CommandId, OfficeId } from '../../shared/kernel/ids.ts'
import type { OrderCommand, OrderEvent } from '../../shared/order/order.schema.ts'
import { orderRules } from '../../shared/order/rules.ts'
import type { OrderState } from '../../shared/order/state.ts'
import { parsePack } from '../../shared/policy/parse.schema.ts'
import { unwrap, type Problem } from '../../shared/kernel/problems.ts'

const folder = new URL('../../shared/policy/packs/', import.meta.url)
export const packs = readdirSync(folder).map((file) =>
  unwrap(parsePack(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))),
)

/** As they would be, had somebody read the limitation periods: then their end closes a route, and does not only warn. */
export const readPacks = packs.map((pack) => ({
  ...pack,
  routes: pack.routes.map((route) => {
    if (route.limitation === undefined) return route
    const { continuing: _, ...limitation } = route.limitation
    const citations = limitation.citations.map((one) => ({ ...one, confidence: 'S' as const }))
    return { ...route, limitation: { ...limitation, citations } }
  }),
}))

export function officeEntry(
  id: string,
  statute: string,
  role: OfficeEntry['role'] = 'commissioner',
): OfficeEntry {
  const text = { en: id, fr: id }
  return {
    id: id as OfficeId,
    name: text,
    short: text,
    jurisdiction: text,
    role,
    statutes: [statute],
    zone: 'America/Toronto',
    broker: { url: 'nats://127.0.0.1:4222', publicKey: `U${'A'.repeat(55)}` },
    eventKeys: [{ keyid: 'k', publicKey: 'A'.repeat(43) }],
  }
}

export const d = (text: string): LocalDate => text as LocalDate

/** A little simulator of one aggregate. */
export class Run<S, C extends { readonly id: CommandId }, E> {
  readonly rules: Rules<S, C, E, DecisionContext>
  readonly ref: AggregateRef
  readonly context: DecisionContext
  readonly events: Recorded<E>[] = []
  aggregate: Aggregate<S> = emptyAggregate

  constructor(rules: Rules<S, C, E, DecisionContext>, ref: AggregateRef, context: DecisionContext) {
    this.rules = rules
    this.ref = ref
    this.context = context
  }

  /** Records, or answers why not. */
  try(command: Omit<C, 'id'> & { id?: CommandId }): Problem | undefined {
    const id = (command.id ?? `c${this.aggregate.version + 1}`) as CommandId
    const result = this.rules.decide(
      this.ref,
      this.aggregate.state,
      { ...command, id } as unknown as C,
      this.context,
    )
    if (!result.ok) return result.problem
    const version = this.aggregate.version + 1
    const recorded = {
      id: `${version}`,
      version,
      sequence: version,
      commandId: id,
      recordedAt: '2022-01-01T00:00:00.000Z' as Recorded<E>['recordedAt'],
      event: result.value,
    }
    this.events.push(recorded)
    this.aggregate = fold(this.rules, this.ref, this.aggregate, recorded)
    return undefined
  }

  do(command: Omit<C, 'id'> & { id?: CommandId }): this {
    const problem = this.try(command)
    if (problem !== undefined) throw new Error(`${problem.code}: ${problem.message}`)
    return this
  }

  get state(): S {
    if (this.aggregate.state === undefined) throw new Error('nothing recorded yet')
    return this.aggregate.state
  }

  /** The state from the facts up to a day only. */
  upTo(day: string): S {
    let state: S | undefined
    for (const { event } of this.events)
      if ((event as { on: string }).on <= day) state = this.rules.evolve(this.ref, state, event)
    if (state === undefined) throw new Error(`nothing had happened by ${day}`)
    return state
  }
}

export type Loose = { kind: OrderCommand['kind']; on: string } & Record<string, unknown>

export class OrderRun extends Run<OrderState, OrderCommand, OrderEvent> {
  say(...commands: Loose[]): this {
    for (const command of commands) this.do(command as never)
    return this
  }
  refusal(command: Loose): Problem | undefined {
    return this.try(command as never)
  }
}

export const respondent = { id: 'acme', name: 'Acme Inc.', kind: 'organization' as const }
const text = { en: 'x', fr: 'x' }
export const threeTerms = [
  { id: 'T1', theme: 'stop-offering', kind: 'prohibition', effort: 'absolute', text },
  { id: 'T2', theme: 'stop-collection', kind: 'prohibition', effort: 'absolute', text },
  { id: 'T3', theme: 'delete', kind: 'mandate', effort: 'absolute', text },
]

export function orderRun(
  office: string,
  statute: string,
  number = 'O1',
  today = '2026-11-22',
  role: OfficeEntry['role'] = 'commissioner',
): OrderRun {
  const ref: AggregateRef = { office: office as OfficeId, kind: 'order', id: number }
  return new OrderRun(orderRules, ref, {
    office: officeEntry(office, statute, role),
    packs,
    zoneData: '2026c',
    today: d(today),
  })
}

export function issued(
  office: string,
  statute: string,
  on: string,
  terms: readonly object[] = threeTerms,
): OrderRun {
  return orderRun(office, statute).say({
    kind: 'issue',
    on,
    matter: 'm',
    statute,
    respondent,
    terms,
  })
}

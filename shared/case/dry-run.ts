// A case file folded by the offices' own rules, without engines, network or keys: what every board would show at the end of it.
// Alarms go off as the orders' own workflows let them; a fact that is refused is listed and the rest goes on.

import type { BoardOrder } from '../board/board.schema.ts'
import { viewBoard } from '../board/view.ts'
import { endOfDay, startOfDay } from '../calendar/zone.ts'
import type { Rules } from '../kernel/aggregate.ts'
import type { Instant, LocalDate } from '../kernel/date.ts'
import type { AggregateRef, CommandId, OfficeId } from '../kernel/ids.ts'
import { dueBy, foldAsOf, type Fact } from '../kernel/life.ts'
import { present } from '../kernel/present.ts'
import { refuse, type Problem, type ProblemCode, type Result } from '../kernel/problems.ts'
import type { RuleRef } from '../kernel/problems.ts'
import { viewMatter, type MatterView } from '../matter/view.ts'
import { matterRules } from '../matter/rules.ts'
import type { MatterCommand, MatterEvent } from '../matter/matter.schema.ts'
import type { OfficeEntry } from '../office/directory.schema.ts'
import { nameOfKind, notOwnProblem } from '../office/powers.ts'
import type { OrderCommand, OrderEvent } from '../order/order.schema.ts'
import { orderRules } from '../order/rules.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack } from '../policy/pack.schema.ts'
import type { ParsedCase } from './case.schema.ts'
import { commandsOf, type CaseCommand } from './commands.ts'

export interface DryRunInput {
  readonly parsed: ParsedCase
  readonly officeOf: (id: OfficeId) => OfficeEntry | undefined
  readonly packs: readonly Pack[]
  readonly zoneData: string
  readonly today: LocalDate
  /** The day to look at; absent: today. */
  readonly asOf?: LocalDate | undefined
  /** Only facts that were known by the end of this day. */
  readonly knownOn?: LocalDate | undefined
}
export interface DryRunRefusal {
  readonly index: number | null
  readonly what: string | null
  readonly on: string | null
  readonly code: ProblemCode
  readonly message: string
  readonly messageFr: string
  readonly value?: string
  readonly rule?: RuleRef
}
export interface DryRun {
  readonly asOf: LocalDate
  readonly knownOn?: LocalDate
  readonly matters: readonly MatterView[]
  readonly orders: readonly BoardOrder[]
  readonly refused: readonly DryRunRefusal[]
}

/** One aggregate with its record, as its office's ledger would have it. */
export interface Life<E> {
  readonly ref: AggregateRef
  readonly context: DecisionContext
  readonly facts: Fact<E>[]
  readonly versions: Map<CommandId, number>
  state: unknown
}
/** What the ledgers would hold after a case, alarms among it. */
export interface ToldCase {
  readonly orders: readonly Life<OrderEvent>[]
  readonly matters: readonly Life<MatterEvent>[]
  readonly refused: readonly DryRunRefusal[]
}

export function dryRun(input: DryRunInput): DryRun {
  const { packs, today, knownOn } = input
  const asOf = input.asOf ?? today
  const { orders, matters, refused } = tellCase(input)
  const folded = orders.flatMap(({ ref, facts }) => foldAsOf(orderRules, ref, facts, asOf) ?? [])
  // The one view of every office: whose board it is, and whom it follows, a case does not say.
  const board = viewBoard({ office: '' as OfficeId, asOf, orders: folded, packs, followers: [] })
  return {
    asOf,
    ...(knownOn === undefined ? {} : { knownOn }),
    matters: matters.flatMap(({ ref, facts }) => {
      const found = foldAsOf(matterRules, ref, facts, asOf)
      return found === undefined ? [] : [viewMatter(ref.office, found.state, asOf)]
    }),
    orders: board.orders,
    refused,
  }
}

/** Records the facts in their order, each after what fell due before it, and at the end what fell due since. */
export function tellCase(input: DryRunInput): ToldCase {
  const { parsed, today, knownOn } = input
  const asOf = input.asOf ?? today
  const orders = new Map<string, Life<OrderEvent>>()
  const matters = new Map<string, Life<MatterEvent>>()
  const refused: DryRunRefusal[] = parsed.refused.map(({ index, what, on, problem }) => ({
    index,
    what,
    on,
    ...saidOf(problem),
  }))
  let known: LocalDate | undefined
  for (const step of commandsOf(parsed.case)) {
    // Facts stand in the order in which they became known: none was known before those above it.
    known = known === undefined || step.on > known ? step.on : known
    if (knownOn !== undefined && known > knownOn) break
    const result = record(input, step, known, orders, matters)
    if (!result.ok)
      refused.push({ index: step.index, what: step.what, on: step.on, ...saidOf(result.problem) })
  }
  const until = asOf < today ? today : asOf
  const seen = knownOn !== undefined && knownOn < until ? knownOn : until
  for (const life of orders.values())
    ring(life, orderRules, endOfDay(seen, life.context.office.zone))
  for (const life of matters.values())
    ring(life, matterRules, endOfDay(seen, life.context.office.zone))
  return {
    orders: [...orders.values()],
    matters: [...matters.values()],
    refused: refused.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)),
  }
}

function record(
  input: DryRunInput,
  step: CaseCommand,
  known: LocalDate,
  orders: Map<string, Life<OrderEvent>>,
  matters: Map<string, Life<MatterEvent>>,
): Result<unknown> {
  const { office, ref } = step
  const entry = input.officeOf(office) ?? strangerOf(input, office)
  if (entry === undefined)
    return refuse(
      'not-found',
      {
        en: `Office "${office}" is not known here`,
        fr: `L’organisme « ${office} » est inconnu ici`,
      },
      { value: office },
    )
  const foreign =
    step.to === 'order'
      ? notOwnProblem(office, ref.office, { id: step.order, name: nameOfKind.order })
      : undefined
  if (foreign !== undefined) return { ok: false, problem: foreign }
  const { packs, zoneData, today } = input
  const context: DecisionContext = { office: entry, packs, zoneData, today }
  const at = startOfDay(known, entry.zone)
  return step.to === 'order'
    ? add(orders, step.order, orderRules, { ref, context }, step, step.command, at)
    : add(matters, `${office}:${ref.id}`, matterRules, { ref, context }, step, step.command, at)
}

/** An office of another jurisdiction: it acts under the statutes that its own facts name, if packs have them. */
function strangerOf({ parsed, packs }: DryRunInput, id: OfficeId): OfficeEntry | undefined {
  const named = parsed.case.facts.flatMap((fact) =>
    fact.office === id && fact.what === 'order-issued' ? [fact.statute] : [],
  )
  const pack = packs.find(({ statute }) => named.includes(statute))
  if (pack === undefined) return undefined
  const name = { en: id, fr: id }
  return {
    id,
    name,
    short: name,
    jurisdiction: pack.title,
    role: 'commissioner',
    statutes: [...new Set(named)],
    zone: pack.zone,
    broker: { url: 'nats://127.0.0.1:4222', publicKey: '' },
    eventKeys: [],
  }
}

function add<S, C extends OrderCommand | MatterCommand, E>(
  lives: Map<string, Life<E>>,
  name: string,
  rules: Rules<S, C, E, DecisionContext>,
  made: Pick<Life<E>, 'ref' | 'context'>,
  step: CaseCommand,
  command: C,
  at: Instant,
): Result<unknown> {
  const life = lives.get(name) ?? { ...made, facts: [], versions: new Map(), state: undefined }
  ring(life, rules, at)
  const version = step.strikes === undefined ? undefined : life.versions.get(step.strikes)
  if (step.strikes !== undefined && version === undefined)
    return refuse('not-found', {
      en: 'What is to be struck out was not recorded: it was refused, or is not in the file',
      fr: 'Ce qui doit être radié n’a pas été consigné : refusé, ou absent du fichier',
    })
  const said = version === undefined ? command : { ...command, fact: version }
  const decided = rules.decide(life.ref, life.state as S | undefined, said, life.context)
  if (!decided.ok) return decided
  push(life, decided.value, rules.evolve(life.ref, life.state as S | undefined, decided.value))
  life.versions.set(command.id, life.facts.length)
  lives.set(name, life)
  return decided
}

function push<E>(life: Life<E>, event: E, state: unknown): void {
  life.facts.push({ version: life.facts.length + 1, event })
  life.state = state
}

/** Lets every alarm go off that the aggregate's own workflow would have had by `until`. */
function ring<S, C extends { readonly id: CommandId }, E>(
  life: Life<E>,
  rules: Rules<S, C, E, DecisionContext>,
  until: Instant,
): void {
  if (life.state === undefined) return
  for (const { event, state } of dueBy(rules, life.ref, life.state as S, until, life.context))
    push(life, event, state)
}

function saidOf(problem: Problem): Omit<DryRunRefusal, 'index' | 'what' | 'on'> {
  const { code, message, messageFr, value, rule } = problem
  return { code, message, messageFr, ...present({ value, rule }) }
}

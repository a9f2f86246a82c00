// One order told twice, in the order of legal dates: as it was recorded, and with hypothetical changes among the facts.

import type { DecisionContext } from '../policy/decision.ts'
import type { Recorded } from '../kernel/aggregate.ts'
import { dueBy, foldAsOf, type Fact, type Folded } from '../kernel/life.ts'
import type { Instant, LocalDate } from '../kernel/date.ts'
import { endOfDay, startOfDay } from '../calendar/zone.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { commandOf } from '../order/command-of.ts'
import type {
  OrderCommand,
  OrderEvent,
  OrderEventOf,
  PlainOrderEvent,
} from '../order/order.schema.ts'
import { orderRules } from '../order/rules.ts'
import { effectiveVersions } from '../order/evolve.ts'
import type { OrderState } from '../order/state.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { decideAgain, type SaidEvent } from './again.ts'
import type { Change, Step } from './steps.ts'

export interface Wanted {
  /** Place among the changes that were asked for. */
  readonly index: number
  readonly change: Change
}
export type Told = Folded<OrderState>
export interface Retold {
  /** Undefined for an order that had not been issued by the day. */
  readonly before: Told | undefined
  readonly after: Told | undefined
  readonly steps: readonly Step[]
}

/** One way things went, so far. */
interface World extends Told {
  readonly facts: readonly Fact<OrderEvent>[]
}

type Entry = { readonly at: Instant; readonly on: LocalDate; readonly rank: number } & (
  | { readonly kind: 'alarm' | 'moved'; readonly recorded: Recorded<PlainOrderEvent> }
  | {
      readonly kind: 'fact'
      readonly recorded: Recorded<PlainOrderEvent>
      readonly event: SaidEvent
    }
  | { readonly kind: 'supposed'; readonly wanted: Wanted; readonly command: OrderCommand }
)

/** `context.today` must be late enough for whatever is supposed. */
export function retell(
  ref: AggregateRef,
  events: readonly Recorded<OrderEvent>[],
  changes: readonly Wanted[],
  context: DecisionContext,
  asOf: LocalDate,
): Retold {
  const [first, ...later] = effectiveRecords(events)
  if (first?.event.kind !== 'issued')
    throw new Error(`The history of order ${orderOf(ref)} does not begin with its issuance`)
  const { entries, steps: unable } = entriesOf(ref, first.event, later, changes)
  const told = tell(ref, first, entries, context, asOf)
  const failed = told.steps.filter(
    (step) =>
      step.kind === 'refused' &&
      changes.some(({ index, change }) => index === step.change && change.kind === 'move-service'),
  )
  const steps = [...unable, ...told.steps]
  if (failed.length === 0) return { ...told, steps }
  // A copy that cannot have been given on another day was given on its own.
  const possible = changes.filter(
    ({ index }) => ![...unable, ...failed].some((step) => step.change === index),
  )
  const again = retell(ref, events, possible, context, asOf)
  return { ...again, steps: [...unable, ...failed, ...again.steps] }
}

/** The record as the newest correction has it: what was recorded in error is no part of the order's life. */
function effectiveRecords(events: readonly Recorded<OrderEvent>[]): Recorded<PlainOrderEvent>[] {
  const effective = effectiveVersions(events.map(({ event }) => event))
  return events.flatMap((recorded, at) => {
    const event = effective[at]
    return event === undefined || event === null ? [] : [{ ...recorded, event }]
  })
}

function tell(
  ref: AggregateRef,
  first: Recorded<PlainOrderEvent>,
  entries: readonly Entry[],
  context: DecisionContext,
  asOf: LocalDate,
): Retold {
  const order = orderOf(ref)
  const steps: Step[] = []
  let recorded = add(ref, { version: first.version - 1, state: undefined, facts: [] }, first.event)
  let supposed = recorded
  // Until a change has an effect both are the same history: what was recorded is not decided again for nothing.
  let differs = false

  for (const entry of entries) {
    if (entry.kind === 'supposed') {
      const {
        wanted: { index },
        command,
      } = entry
      const ready = ring(ref, supposed, entry.at, context)
      const decided = orderRules.decide(ref, ready.state, command, context)
      const step = { order, change: index, on: command.on, command: command.kind }
      steps.push(
        decided.ok
          ? { kind: 'recorded', ...step, event: decided.value }
          : { kind: 'refused', ...step, problem: decided.problem },
      )
      if (!decided.ok) continue
      differs = true
      supposed = add(ref, ready, decided.value)
      continue
    }
    const was = recorded.state
    recorded = add(ref, recorded, entry.recorded.event, entry.recorded.version)
    if (entry.kind === 'moved') differs = true
    else if (!differs) supposed = recorded
    else if (entry.kind === 'fact') {
      const ready = ring(ref, supposed, entry.at, context)
      const decided = decideAgain(ref, was, ready.state, entry.event, context)
      const step = { order, change: null, on: entry.on, command: commandOf(entry.event).kind }
      if (!decided.ok) steps.push({ kind: 'refused', ...step, problem: decided.problem })
      else if (effectOf(decided.value) !== effectOf(entry.event))
        steps.push({ kind: 'recorded', ...step, event: decided.value })
      supposed = decided.ok ? add(ref, ready, decided.value) : ready
    }
  }
  const until = endOfDay(asOf, recorded.state.zone)
  const lookAt = (world: World): Told | undefined =>
    foldAsOf(orderRules, ref, ring(ref, world, until, context).facts, asOf)
  const before = lookAt(recorded)
  return {
    before,
    after: differs ? lookAt(supposed) : before,
    steps,
  }
}

function entriesOf(
  ref: AggregateRef,
  issued: OrderEventOf<'issued'>,
  later: readonly Recorded<PlainOrderEvent>[],
  changes: readonly Wanted[],
): { entries: Entry[]; steps: Step[] } {
  const moves = new Map<Recorded<PlainOrderEvent>, Entry>()
  const steps: Step[] = []
  const supposed = changes.flatMap((wanted): Entry[] => {
    const { index, change } = wanted
    if (change.kind === 'record')
      return [
        {
          kind: 'supposed',
          at: startOfDay(change.command.on, issued.zone),
          on: change.command.on,
          rank: afterRecorded + index,
          wanted,
          command: change.command,
        },
      ]
    const copy = later.findLast(
      ({ event }) => event.kind === 'copy-given' && event.party === change.party,
    )
    if (copy?.event.kind !== 'copy-given' || moves.has(copy)) {
      steps.push({
        kind: 'refused',
        order: orderOf(ref),
        change: index,
        on: change.to,
        command: 'serve',
        problem: noSuchCopy(ref, change.party, copy !== undefined),
      })
      return []
    }
    // The range of an assumed date is not that of a supposed one.
    const { between: _, ...command } = commandOf(copy.event)
    const entry: Entry = {
      kind: 'supposed',
      at: startOfDay(change.to, issued.zone),
      on: change.to,
      rank: copy.version,
      wanted,
      command: { ...command, on: change.to } as OrderCommand,
    }
    moves.set(copy, entry)
    return [entry]
  })
  const recorded = later.map((each): Entry => {
    const { event, version: rank } = each
    // An alarm stands where it goes off: before the facts of the day that begins then, after those of the day that ends.
    if (event.kind === 'deadline-reached')
      return { kind: 'alarm', at: event.alarmAt as Instant, on: event.on, rank: -1, recorded: each }
    if (event.kind === 'issued') throw new Error(`Order ${orderOf(ref)} was issued twice`)
    const place = { at: startOfDay(event.on, issued.zone), on: event.on, rank, recorded: each }
    return moves.has(each) ? { kind: 'moved', ...place } : { kind: 'fact', ...place, event }
  })
  return {
    entries: [...recorded, ...supposed].toSorted((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank,
    ),
    steps,
  }
}

/** A rank higher than every version: on one day, what is supposed comes after what was recorded. */
const afterRecorded = 1_000_000_000

/** Lets every alarm go off that the order's workflow would have had by `until`. */
function ring(ref: AggregateRef, world: World, until: Instant, context: DecisionContext): World {
  const facts = [...world.facts]
  let { version, state } = world
  for (const due of dueBy(orderRules, ref, state, until, context)) {
    version += 1
    facts.push({ version, event: due.event })
    state = due.state
  }
  return version === world.version ? world : { version, state, facts }
}

function add(
  ref: AggregateRef,
  { version, state, facts }: Omit<World, 'state'> & { state: OrderState | undefined },
  event: OrderEvent,
  as = version + 1,
): World {
  return {
    version: Math.max(version, as),
    state: orderRules.evolve(ref, state, event),
    facts: [...facts, { version: as, event }],
  }
}

/** What a fact decides besides dates: whether a challenge is in time, and what it stays. */
function effectOf(event: OrderEvent): string {
  return event.kind === 'challenge-filed'
    ? `${event.inTime} ${event.stays.map((stay) => stay.terms.join()).join(';')}`
    : ''
}

function noSuchCopy(ref: AggregateRef, party: string, twice: boolean): Problem {
  const order = orderOf(ref)
  return twice
    ? problem(
        'already-exists',
        {
          en: `The copy of order "${order}" given to "${party}" is moved by an earlier change already`,
          fr: `La copie de l’ordonnance « ${order} » remise à « ${party} » est déjà déplacée par un changement antérieur`,
        },
        party,
      )
    : problem(
        'not-served',
        {
          en: `No copy of order "${order}" given to "${party}" is recorded: suppose that one is given instead of moving one`,
          fr: `Aucune copie de l’ordonnance « ${order} » remise à « ${party} » n’est consignée : supposer une remise plutôt que d’en déplacer une`,
        },
        party,
      )
}

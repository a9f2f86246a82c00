// What every stream of events has in common: a version, the commands it remembers, and one set of pure rules.
// An order and a matter are aggregates; the door, the lives, the projection and the tests use the same rules.

import type { Actor } from './actor.ts'
import type { Instant } from './date.ts'
import type { AggregateRef, CommandId } from './ids.ts'
import { maxRememberedCommands } from './limits.ts'
import type { Problem, Result } from './problems.ts'
import type { SharedUnder } from './shared-under.ts'

/** An event as it stands in a ledger. `sequence` is its place in the office's stream. */
export interface Recorded<E> {
  readonly id: string
  readonly version: number
  readonly sequence: number
  readonly commandId: CommandId
  readonly recordedAt: Instant
  /** Who recorded it; absent in events before 2026-11. */
  readonly actor?: Actor
  /** Ties the command's content to its id; absent in events before 2026-11. */
  readonly commandMac?: string
  /** By what law, for what, and whether it may be passed on; absent in events before 2026-11-28. */
  readonly sharedUnder?: SharedUnder
  readonly event: E
}

/** A command that became an event. */
export interface RememberedCommand {
  readonly id: CommandId
  readonly version: number
  readonly mac?: string
}

/** An aggregate at one version. `state` is undefined until its first event. */
export interface Aggregate<S> {
  readonly version: number
  /** Stream sequence of its last event: what an append expects. */
  readonly sequence: number
  /** The latest commands, oldest first: a command that is sent again is answered with its event. */
  readonly commands: readonly RememberedCommand[]
  readonly state: S | undefined
}

export interface Alarm<C> {
  readonly at: Instant
  /** Stable while nothing that matters to it changes. */
  readonly key: string
  /** The command that says it went off. */
  readonly command: C
}

/** The pure rules of one kind of aggregate. `X` is what a decision may look at besides the state: the law, the office, today. */
export interface Rules<S, C extends { readonly id: CommandId }, E, X> {
  /** What can be refused without the law: run by the workflow's validator and again by `decide`. */
  precheck(ref: AggregateRef, state: S | undefined, command: C): Problem | undefined
  decide(ref: AggregateRef, state: S | undefined, command: C, context: X): Result<E>
  evolve(ref: AggregateRef, state: S | undefined, event: E): S
  nextAlarm(state: S): Alarm<C> | undefined
  /** Nothing can follow: the workflow may complete. */
  isEnded(state: S): boolean
}

export const emptyAggregate: Aggregate<never> = {
  version: 0,
  sequence: 0,
  commands: [],
  state: undefined,
}

function remembered({ commandId, version, commandMac }: Recorded<unknown>): RememberedCommand {
  return { id: commandId, version, ...(commandMac === undefined ? {} : { mac: commandMac }) }
}

/** Folds one recorded event. Events must come in version order; another order is a fault, not a refusal. */
export function fold<S, E>(
  rules: { evolve(ref: AggregateRef, state: S | undefined, event: E): S },
  ref: AggregateRef,
  aggregate: Aggregate<S>,
  recorded: Recorded<E>,
): Aggregate<S> {
  if (recorded.version !== aggregate.version + 1)
    throw new Error(
      `Cannot fold version ${recorded.version} of ${ref.kind} ${ref.office}:${ref.id}: it is at version ${aggregate.version}`,
    )
  return {
    version: recorded.version,
    sequence: recorded.sequence,
    commands: [...aggregate.commands.slice(-(maxRememberedCommands - 1)), remembered(recorded)],
    state: rules.evolve(ref, aggregate.state, recorded.event),
  }
}

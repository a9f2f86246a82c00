// An office's ledger and door in a file, as far as a life sees them: real enough for a worker that is killed to find again what it wrote.
// The real door is tested with the ledger.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import {
  type Aggregate,
  emptyAggregate,
  fold,
  type Recorded,
  type Rules,
} from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { type AggregateRef, workflowIdOf } from '../../../shared/kernel/ids.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type {
  AlarmReply,
  AlarmRequest,
  AnyCommand,
  LifeActivities,
} from '../../../workflows/messages.ts'

interface Line {
  readonly of: string
  readonly recorded: Recorded<unknown>
}

export type RulesOf = (kind: string) => Rules<unknown, AnyCommand, unknown, unknown>

export class FileLedger implements LifeActivities {
  readonly requests: AlarmRequest[] = []
  readonly reads: AggregateRef[] = []
  /** Called before an alarm is recorded: throw to be away. */
  before: (request: AlarmRequest) => void | Promise<void> = () => undefined
  /** Called after an event was written, before it is answered. */
  after: (recorded: Recorded<unknown>) => void = () => undefined
  readonly #file: string
  readonly #rules: RulesOf
  readonly #context: (ref: AggregateRef, now: Instant) => unknown

  constructor(
    file: string,
    rules: RulesOf,
    context: (ref: AggregateRef, now: Instant) => unknown = () => undefined,
  ) {
    this.#file = file
    this.#rules = rules
    this.#context = context
  }

  eventsOf(ref: AggregateRef): Recorded<unknown>[] {
    return this.#lines()
      .filter((line) => line.of === workflowIdOf(ref))
      .map((line) => line.recorded)
  }

  aggregateOf(ref: AggregateRef): Aggregate<unknown> {
    const rules = this.#rules(ref.kind)
    return this.eventsOf(ref).reduce<Aggregate<unknown>>(
      (folded, event) => fold(rules, ref, folded, event),
      emptyAggregate,
    )
  }

  /** As the door does: one event for one command, or a refusal. */
  say(
    ref: AggregateRef,
    command: AnyCommand,
    recordedAt = '2022-01-01T00:00:00.000Z' as Instant,
  ): Problem | undefined {
    if (this.eventsOf(ref).some((event) => event.commandId === command.id)) return undefined
    const { state, version } = this.aggregateOf(ref)
    const decided = this.#rules(ref.kind).decide(
      ref,
      state,
      command,
      this.#context(ref, recordedAt),
    )
    if (!decided.ok) return decided.problem
    const recorded: Recorded<unknown> = {
      id: `${workflowIdOf(ref)}/${version + 1}`,
      version: version + 1,
      sequence: this.#lines().length + 1,
      commandId: command.id,
      recordedAt,
      event: decided.value,
    }
    const line: Line = { of: workflowIdOf(ref), recorded }
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
    this.after(recorded)
    return undefined
  }

  // Arrow functions, as activities are taken from their object.
  readonly record = async (request: AlarmRequest): Promise<AlarmReply> => {
    this.requests.push(request)
    await this.before(request)
    const { ref, command, late, after } = request
    const at = (command as { at?: Instant }).at
    const refused = this.say(ref, late ? ({ ...command, late } as AnyCommand) : command, at)
    const events = this.eventsOf(ref).filter((event) => event.version > after)
    return refused === undefined ? { events } : { events, refused }
  }

  readonly read: LifeActivities['read'] = async ({ ref, after }) => {
    this.reads.push(ref)
    return this.eventsOf(ref).filter((event) => event.version > after)
  }

  #lines(): Line[] {
    if (!existsSync(this.#file)) return []
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  }
}

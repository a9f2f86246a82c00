// A ledger in a file, for the `record` port: real enough for a worker that is killed to find again what it wrote.
// It keeps the port's promise (one event per command id, missed events returned); the real recorder is tested with the ledger.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import {
  type Aggregate,
  emptyAggregate,
  fold,
  type Recorded,
  type Rules,
} from '../../../shared/kernel/aggregate.ts'
import { type AggregateRef, workflowIdOf } from '../../../shared/kernel/ids.ts'
import type { AnyCommand, Ports, RecordReply, RecordRequest } from '../../../workflows/messages.ts'

interface Line {
  readonly of: string
  readonly recorded: Recorded<unknown>
}

export type RulesOf = (kind: string) => Rules<unknown, AnyCommand, unknown, DecisionContext>
export type ContextOf = (request: RecordRequest) => DecisionContext

export class FileLedger implements Ports {
  readonly requests: RecordRequest[] = []
  /** Called before a request is looked at: throw to be away. */
  before: (request: RecordRequest) => void | Promise<void> = () => undefined
  /** Called after an event was written, before it is answered. */
  after: (recorded: Recorded<unknown>) => void = () => undefined
  readonly #file: string
  readonly #rules: RulesOf
  readonly #context: ContextOf

  constructor(file: string, rules: RulesOf, context: ContextOf) {
    this.#file = file
    this.#rules = rules
    this.#context = context
  }

  eventsOf(ref: AggregateRef): Recorded<unknown>[] {
    return this.#lines()
      .filter((line) => line.of === workflowIdOf(ref))
      .map((line) => line.recorded)
  }

  // An arrow function, as activities are taken from their object.
  readonly record = async (request: RecordRequest): Promise<RecordReply> => {
    this.requests.push(request)
    await this.before(request)
    const { ref, known, command } = request
    const rules = this.#rules(ref.kind)
    const all = this.eventsOf(ref)
    const events = all.filter((event) => event.version > known.version)
    const before = all.find((event) => event.commandId === command.id)
    if (before !== undefined) return { kind: 'recorded', events, event: before }
    const aggregate: Aggregate<unknown> = all.reduce(
      (folded, event) => fold(rules, ref, folded, event),
      emptyAggregate as Aggregate<unknown>,
    )
    const decided = rules.decide(ref, aggregate.state, command, this.#context(request))
    if (!decided.ok) return { kind: 'refused', problem: decided.problem, events }
    const version = aggregate.version + 1
    const event: Recorded<unknown> = {
      id: `${workflowIdOf(ref)}/${version}`,
      version,
      sequence: this.#lines().length + 1,
      commandId: command.id,
      recordedAt: request.recordedAt,
      event: decided.value,
    }
    appendFileSync(
      this.#file,
      `${JSON.stringify({ of: workflowIdOf(ref), recorded: event } satisfies Line)}\n`,
    )
    this.after(event)
    return { kind: 'recorded', events: [...events, event], event }
  }

  #lines(): Line[] {
    if (!existsSync(this.#file)) return []
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  }
}

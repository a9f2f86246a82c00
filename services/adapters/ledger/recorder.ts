// One command becomes one event in the office's own ledger: decide, sign, append; or a refusal. The ledger is the record of which commands were carried out.
// It tries with what the workflow knows, and reads the ledger only where that turns out to be not all.

import type { DecisionContext } from '../../../shared/policy/decision.ts'
import { fold, type Aggregate, type Recorded } from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import {
  subjectOf,
  type AggregateKind,
  type AggregateRef,
  type CommandId,
} from '../../../shared/kernel/ids.ts'
import { cloudEventOf } from '../../../shared/ledger/event.ts'
import { parseEvent } from '../../../shared/ledger/parse.schema.ts'
import {
  verifyEvent,
  type LedgerMessage,
  type VerifySignature,
} from '../../../shared/ledger/verify.ts'
import { maxAppendAttempts, maxEventBytes } from '../../../shared/kernel/limits.ts'
import type { AnyCommand, AnyEvent, AnyRules } from '../../../shared/rules.ts'
import type { RecordReply, RecordRequest } from '../../../workflows/messages.ts'
import { LedgerIntegrityError, LedgerUnavailableError } from '../../office/faults.ts'
import type { Ledger } from '../../office/ports.ts'
import { hashOf } from './read.ts'
import type { Signer } from '../../office/ports.ts'

export interface RecorderOptions {
  readonly office: OfficeEntry
  readonly ledger: Ledger
  readonly signer: Signer
  readonly verifySignature: VerifySignature
  readonly rulesOf: (kind: AggregateKind) => AnyRules | undefined
  /** The law and today's legal date, as they are when the command is decided; `recordedAt` is when it came, by the workflow's clock. */
  readonly context: (recordedAt: Instant) => DecisionContext
}

export interface Recorder {
  /** Throws `LedgerUnavailableError` (try again), `LedgerPermissionError` or `LedgerIntegrityError` (somebody must look). */
  record(request: RecordRequest): Promise<RecordReply>
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { office, ledger, signer, verifySignature, rulesOf, context } = options

  async function record(request: RecordRequest): Promise<RecordReply> {
    const { ref, known, recordedAt } = request
    // The command was parsed by its own kind's schema where it came in.
    const command = request.command as AnyCommand
    const rules = rulesOf(ref.kind)
    if (ref.office !== office.id)
      return refused({
        code: 'wrong-office',
        message: `${subjectOf(ref)} is not kept by ${office.id}`,
        value: ref.office,
      })
    if (rules === undefined)
      return refused({
        code: 'not-found',
        message: `Nothing of kind "${ref.kind}" is kept here`,
        value: ref.kind,
      })
    const earlier = await earlierEvent(ref, known, command.id)
    if (earlier !== undefined) return { kind: 'recorded', events: [], event: earlier }

    let aggregate = known
    const events: Recorded<AnyEvent>[] = []
    /** Reads what the ledger has beyond `aggregate`; answers whether there was anything. */
    const catchUp = async () => {
      const missed = verified(ref, aggregate, await ledger.read(ref, aggregate.sequence))
      for (const each of missed) aggregate = fold(rules, ref, aggregate, each)
      events.push(...missed)
      return missed.length > 0
    }

    for (let attempt = 1; attempt <= maxAppendAttempts; attempt++) {
      const event = events.find((each) => each.commandId === command.id)
      if (event !== undefined) return { kind: 'recorded', events, event }
      const decided = rules.decide(ref, aggregate.state, command, context(recordedAt))
      if (!decided.ok) {
        // A refusal by an old state is none.
        if (await catchUp()) continue
        return { kind: 'refused', problem: decided.problem, events }
      }
      const cloudEvent = cloudEventOf({
        ref,
        epoch: ledger.epoch,
        version: aggregate.version + 1,
        commandId: command.id,
        recordedAt,
        event: decided.value,
      })
      const bytes = signer.sign(cloudEvent)
      if (bytes.length > maxEventBytes)
        return refused(
          {
            code: 'too-large',
            message: `Cannot record "${command.kind}": its event has ${bytes.length} bytes, and a ledger takes ${maxEventBytes}. Shorten its texts, or divide it.`,
            value: String(bytes.length),
          },
          events,
        )
      const fact = readBack(ref, decided.value)
      const appended = await ledger.append({
        ref,
        eventId: cloudEvent.id,
        bytes,
        expectedSequence: aggregate.sequence,
      })
      if (appended.kind === 'appended') {
        const own: Recorded<AnyEvent> = {
          id: cloudEvent.id,
          version: cloudEvent.version,
          sequence: appended.sequence,
          commandId: command.id,
          recordedAt,
          event: fact,
        }
        return { kind: 'recorded', events: [...events, own], event: own }
      }
      if (!(await catchUp()))
        throw new LedgerIntegrityError(
          `The ledger refuses version ${cloudEvent.version} of ${subjectOf(ref)} after sequence ${aggregate.sequence}, and has nothing later: it is not the ledger that the workflow knows`,
        )
    }
    throw new LedgerUnavailableError(
      `${subjectOf(ref)}: something else was recorded first ${maxAppendAttempts} times`,
    )
  }

  /** The event of a command that is in what the workflow knows: a retry. Only the latest ids are remembered; earlier ones are in the ledger. */
  async function earlierEvent(
    ref: AggregateRef,
    known: Aggregate<unknown>,
    id: CommandId,
  ): Promise<Recorded<AnyEvent> | undefined> {
    const remembered = known.commands.some((each) => each.id === id)
    if (!remembered && known.version === known.commands.length) return undefined
    const all = verified(ref, { version: 0 }, await ledger.read(ref, 0))
    const found = all.find((each) => each.commandId === id && each.version <= known.version)
    if (found === undefined && remembered)
      throw new LedgerIntegrityError(
        `Command "${id}" was recorded on ${subjectOf(ref)}, and the ledger does not have it`,
      )
    return found
  }

  function verified(
    ref: AggregateRef,
    { version }: { readonly version: number },
    messages: readonly LedgerMessage[],
  ): Recorded<AnyEvent>[] {
    return messages.map((message, index) => {
      const known = {
        cursor: message.sequence - 1,
        epoch: ledger.epoch,
        versionOf: () => version + index,
        hashOf: () => undefined,
      }
      const verdict = verifyEvent({ message, known, office, verifySignature })
      if (verdict.outcome === 'accepted') return verdict.recorded
      throw new LedgerIntegrityError(
        `Sequence ${message.sequence} on ${subjectOf(ref)} is not what this office recorded: ${'reason' in verdict ? verdict.reason : verdict.outcome} (SHA-256 ${hashOf(message.bytes)})`,
      )
    })
  }

  return { record }
}

/** The event as every reader will read it. What they could not read must not be written. */
function readBack(ref: AggregateRef, event: AnyEvent): AnyEvent {
  const parsed = parseEvent(ref.kind, JSON.parse(JSON.stringify(event)))
  if (!parsed.ok)
    throw new LedgerIntegrityError(
      `Decided an event that nobody could read, on ${subjectOf(ref)}: ${parsed.reason}`,
    )
  return parsed.value
}

function refused(
  problem: Extract<RecordReply, { kind: 'refused' }>['problem'],
  events: readonly Recorded<unknown>[] = [],
): RecordReply {
  return { kind: 'refused', problem, events }
}

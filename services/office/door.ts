// The door of an office: one command becomes one event in its own ledger, or a refusal with its rule. Nothing else stands between a person and the record.
// It decides on the newest state it knows, appends only if the ledger agrees that it is the newest, and otherwise reads what came first and decides again.

import type { Actor } from '../../shared/kernel/actor.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../shared/kernel/aggregate.ts'
import type { SubmitReply } from '../../shared/contract/reply.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import {
  subjectOf,
  type AggregateKind,
  type AggregateRef,
  type CommandId,
  workflowIdOf,
} from '../../shared/kernel/ids.ts'
import {
  maxAggregatesInMemory,
  maxAppendAttempts,
  maxEventBytes,
  maxSharedUnderKept,
  submitTimeoutMs,
} from '../../shared/kernel/limits.ts'
import { present } from '../../shared/kernel/present.ts'
import {
  ok,
  problem,
  ProblemError,
  type Problem,
  type Result,
} from '../../shared/kernel/problems.ts'
import type { SharedUnder } from '../../shared/kernel/shared-under.ts'
import type { JointDecisionContext } from '../../shared/joint/snapshot.ts'
import { cloudEventOf } from '../../shared/ledger/event.ts'
import { parseEvent } from '../../shared/ledger/parse.schema.ts'
import { implausible } from '../../shared/ledger/plausible.ts'
import { shareClassOf, shareUnder, type Reader } from '../../shared/ledger/sharing.ts'
import {
  verifyEvent,
  type Accepted,
  type LedgerMessage,
  type Verdict,
  type VerifySignature,
} from '../../shared/ledger/verify.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { AnyCommand, AnyEvent, AnyRules } from '../../shared/rules.ts'
import { retrying } from '../platform/back-off.ts'
import { keyedMutex } from '../platform/mutex.ts'
import { LedgerIntegrityError, LedgerPermissionError, LedgerUnavailableError } from './faults.ts'
import type { Ledger, Signer, Store } from './ports.ts'

export interface DoorOptions {
  readonly office: OfficeEntry
  readonly ledger: Ledger
  readonly store: Pick<Store, 'aggregate' | 'versionOf' | 'eventOfCommand'>
  readonly signer: Signer
  readonly verifySignature: VerifySignature
  readonly rulesOf: (kind: AggregateKind) => AnyRules | undefined
  /** The law, the office, today, and what the other ledgers say: as they are when a command is decided. */
  readonly context: () => JointDecisionContext
  /** The legal clock, for when it was recorded. */
  readonly now: () => Instant
  /** Whether an instant passed so long ago that somebody should have said so. */
  readonly isLate: (at: Instant) => boolean
  /** What this office may not record at all, whatever the state: another office's, or an order without order power. */
  readonly powerProblem: (ref: AggregateRef, command: AnyCommand) => Problem | undefined
  /** Who reads this ledger besides the office itself: what is recorded has to have a basis in law for each of them. */
  readonly readers: () => readonly Reader[]
  /** Ties a command's content to its id; see `mac.ts`. */
  readonly macOf: (content: unknown) => string
  /** Whether two marks may be of the same content: they are equal, or one was made with a key that is not here any more. */
  readonly sameMac: (known: string, asked: string) => boolean
  /** Epochs of lost ledgers whose entries the present one goes on with. */
  readonly formerEpochs?: () => readonly string[]
  readonly timeoutMs?: number
}

export interface Door {
  /**
   * Answers with the event, or with a refusal. A command whose id and content are in the ledger already is answered with its event;
   * `content` is what makes a command the same where it is not all of the command (what is sealed anew each time; what its id says whole).
   * Throws ProblemError `unavailable` where the ledger does not answer (sent again, it is recorded once), `internal-fault` where somebody must look.
   */
  submit(
    actor: Actor,
    ref: AggregateRef,
    command: AnyCommand,
    content?: unknown,
  ): Promise<SubmitReply>
  /** The answer to a command that was recorded before, or refused because its id was used for another; undefined for a new one. */
  answered(ref: AggregateRef, id: CommandId, content: unknown): Promise<SubmitReply | undefined>
  /** What the own ledger has of an aggregate after a version, in order. Throws where it does not answer. */
  eventsAfter(ref: AggregateRef, version: number): Promise<readonly Recorded<unknown>[]>
  /** An own aggregate with all that this process recorded, which the projection may not have yet; any other as it was projected. */
  newest(ref: AggregateRef): Aggregate<unknown> | undefined
  /**
   * What a message says that this very process signed and appended a moment ago, byte for byte; asked once. Undefined for any other.
   * So that its own follower need not parse and verify what was just written.
   */
  justRecorded(message: LedgerMessage): Accepted | undefined
  /** Stream sequence of the last event that this process appended; 0 before the first. */
  readonly lastSequence: number
  /** How many commands it is working on now. */
  readonly underWay: number
}

export function createDoor(options: DoorOptions): Door {
  const { office, ledger, store, rulesOf, powerProblem, macOf } = options
  const { timeoutMs = submitTimeoutMs } = options
  const inTurn = keyedMutex()
  const memory = newestAggregates()
  const appendedLately = lately(maxAggregatesInMemory)
  const read = readVerified(options)
  const underWhat = rememberedSharing(options)
  let lastSequence = 0
  let underWay = 0

  function newest(ref: AggregateRef): Aggregate<unknown> | undefined {
    const recorded = ref.office === office.id ? memory.get(ref) : undefined
    if (recorded === undefined) return store.aggregate(ref)
    // Another process of this office may have recorded what this one has only read since.
    const projected = store.versionOf(ref)?.version ?? 0
    return projected > recorded.version ? store.aggregate(ref) : recorded
  }

  async function record(
    actor: Actor,
    ref: AggregateRef,
    command: AnyCommand,
    mac: string,
  ): Promise<SubmitReply> {
    const rules = rulesOf(ref.kind)
    if (rules === undefined)
      return refused(
        problem(
          'not-found',
          {
            en: `Nothing of kind "${ref.kind}" is kept here`,
            fr: `Rien de la nature « ${ref.kind} » n'est conservé ici`,
          },
          ref.kind,
        ),
      )
    const known = newest(ref) ?? (emptyAggregate as Aggregate<unknown>)
    const earlier = await earlierEvent(ref, known, command.id)
    if (earlier !== undefined) return answerAgain(earlier, mac)
    const state = actor.kind === 'workflow' ? known : await recordWhatFellDue(rules, ref, known)
    return decideAndAppend(rules, actor, ref, state, command, mac)
  }

  /**
   * Instants that passed before this command came: said first, so that the record is the same whether anybody watched the clocks or not.
   * Mostly there are none, because the aggregate's life has said them. Resolves with what is newest then.
   */
  async function recordWhatFellDue(
    rules: AnyRules,
    ref: AggregateRef,
    known: Aggregate<unknown>,
  ): Promise<Aggregate<unknown>> {
    const actor: Actor = { kind: 'workflow', name: workflowIdOf(ref) }
    for (let aggregate = known; ; aggregate = newest(ref) ?? aggregate) {
      const { state } = aggregate
      const alarm = state === undefined ? undefined : rules.nextAlarm(state)
      if (alarm === undefined || !isMark(alarm.command) || alarm.at > options.now())
        return aggregate
      const { id } = alarm.command
      const said = options.isLate(alarm.at) ? { ...alarm.command, late: true } : alarm.command
      const mac = macOf({ ref: subjectOf(ref), content: id })
      const reply = await decideAndAppend(rules, actor, ref, aggregate, said, mac)
      if (reply.kind === 'refused') return newest(ref) ?? aggregate
    }
  }

  async function decideAndAppend(
    rules: AnyRules,
    actor: Actor,
    ref: AggregateRef,
    known: Aggregate<unknown>,
    command: AnyCommand,
    mac: string,
  ): Promise<SubmitReply> {
    let aggregate = known
    for (let attempt = 1; attempt <= maxAppendAttempts; attempt++) {
      const decided = rules.decide(ref, aggregate.state, command, options.context())
      const appended = decided.ok
        ? await append(actor, ref, aggregate, command, mac, decided.value)
        : undefined
      if (appended?.kind === 'refused') return appended
      if (appended?.kind === 'appended') {
        memory.set(ref, fold(rules, ref, aggregate, appended.recorded))
        lastSequence = Math.max(lastSequence, appended.recorded.sequence)
        return answer(appended.recorded)
      }
      // A refusal by an old state is none: the ledger is asked whether there is more.
      const { recorded: missed, last } = await read(ref, aggregate)
      if (last === aggregate.sequence && decided.ok)
        throw new LedgerIntegrityError(
          `The ledger refuses version ${aggregate.version + 1} of ${subjectOf(ref)} after sequence ${aggregate.sequence}, and has nothing later: it is not the ledger that this office knows`,
        )
      for (const each of missed) aggregate = fold(rules, ref, aggregate, each)
      // Behind what counts there may be something that does not: the next event comes after it all the same.
      if (last > aggregate.sequence) aggregate = { ...aggregate, sequence: last }
      if (missed.length > 0) memory.set(ref, aggregate)
      const own = missed.find(({ commandId }) => commandId === command.id)
      if (own !== undefined) return answerAgain(own, mac)
      if (!decided.ok && missed.length === 0) return refused(decided.problem)
    }
    throw new LedgerUnavailableError(
      `${subjectOf(ref)}: something else was recorded first ${maxAppendAttempts} times`,
    )
  }

  async function append(
    actor: Actor,
    ref: AggregateRef,
    { version, sequence, state }: Aggregate<unknown>,
    command: AnyCommand,
    mac: string,
    event: AnyEvent,
  ): Promise<
    | { readonly kind: 'appended'; readonly recorded: Recorded<AnyEvent> }
    | { readonly kind: 'conflict' }
    | Extract<SubmitReply, { kind: 'refused' }>
  > {
    // The one way out: what stands in the ledger is read by others.
    // What an office says about ledgers is about no matter and no person, and no law on sharing was read for it.
    const shared: Result<SharedUnder | undefined> =
      ref.kind === 'office' ? ok(undefined) : underWhat(ref, state, event)
    if (!shared.ok) return refused(shared.problem)
    const said = present({ sharedUnder: shared.value })
    const recordedAt = options.now()
    const recording = { ref, epoch: ledger.epoch, version: version + 1, recordedAt, actor }
    const cloudEvent = cloudEventOf({
      ...recording,
      commandId: command.id,
      commandMac: mac,
      ...said,
      event,
    })
    const bytes = options.signer.sign(cloudEvent)
    if (bytes.length > maxEventBytes) return refused(tooLarge(command, bytes.length))
    const fact = readBack(ref, event)
    const flaw = implausible({
      ref,
      version: version + 1,
      commandId: command.id,
      event: fact,
      statutes: office.statutes,
      // Looked up before it was decided.
      isKnownCommand: () => false,
    })
    if (flaw !== undefined) return refused(problem('invalid-input', flaw, command.id))
    const appended = await ledger.append({
      ref,
      eventId: cloudEvent.id,
      bytes,
      expectedSequence: sequence,
    })
    if (appended.kind === 'conflict') return appended
    const recorded: Recorded<AnyEvent> = {
      id: cloudEvent.id,
      version: cloudEvent.version,
      sequence: appended.sequence,
      commandId: command.id,
      recordedAt,
      actor,
      commandMac: mac,
      ...said,
      event: fact,
    }
    appendedLately.add({ ref, recorded, epoch: ledger.epoch, bytes })
    return { kind: 'appended', recorded }
  }

  /** The event of a command that was recorded before: the latest are remembered, the projection has the others. */
  async function earlierEvent(
    ref: AggregateRef,
    known: Aggregate<unknown>,
    id: CommandId,
  ): Promise<Recorded<AnyEvent> | undefined> {
    const remembered = known.commands.some((each) => each.id === id)
    const forgotten = known.version - known.commands.length
    if (!remembered && forgotten === 0) return undefined
    const projected = store.eventOfCommand(ref, id)?.recorded
    if (projected !== undefined) return projected
    // What the projection has not read yet is remembered; only a projection that is made anew leaves a question.
    if (!remembered && (store.versionOf(ref)?.version ?? 0) >= forgotten) return undefined
    const { recorded } = await read(ref, emptyAggregate)
    return recorded.find(({ commandId }) => commandId === id)
  }

  function answerAgain(recorded: Recorded<AnyEvent>, mac: string): SubmitReply {
    const { commandId, commandMac, version } = recorded
    if (commandMac === undefined || options.sameMac(commandMac, mac)) return answer(recorded)
    return refused(
      problem(
        'id-reused',
        {
          en: `A command "${commandId}" with another content was recorded as version ${version}: give this one an id of its own`,
          fr: `Une commande « ${commandId} » d'un autre contenu a été consignée (version ${version}) : donnez à celle-ci un identifiant propre`,
        },
        commandId,
      ),
    )
  }

  return {
    newest,
    async answered(ref, id, content) {
      const known = newest(ref) ?? (emptyAggregate as Aggregate<unknown>)
      const earlier = await earlierEvent(ref, known, id)
      return earlier === undefined
        ? undefined
        : answerAgain(earlier, macOf({ ref: subjectOf(ref), content }))
    },
    justRecorded(message) {
      const found = appendedLately.take(message)
      if (found === undefined) return undefined
      const { ref, recorded, epoch } = found
      const { keyid } = options.signer
      return { outcome: 'accepted', ref, recorded, epoch, keyid, hash: message.hash }
    },
    eventsAfter: async (ref, version) =>
      (await read(ref, emptyAggregate)).recorded.filter((each) => each.version > version),
    get lastSequence() {
      return lastSequence
    },
    get underWay() {
      return underWay
    },
    async submit(actor, ref, command, content = command) {
      const forbidden = powerProblem(ref, command)
      if (forbidden !== undefined) return refused(forbidden)
      const mac = macOf({ ref: subjectOf(ref), content })
      underWay += 1
      try {
        return await inTurn(subjectOf(ref), () =>
          retrying(() => record(actor, ref, command, mac), {
            isRetryable: (error) => error instanceof LedgerUnavailableError,
            timeoutMs,
          }),
        )
      } catch (error) {
        throw faultOf(error, command, ref)
      } finally {
        underWay -= 1
      }
    },
  }
}

/** The latest aggregates that this process recorded, as many as memory is meant for. */
function newestAggregates() {
  const kept = new Map<string, Aggregate<unknown>>()
  return {
    get: (ref: AggregateRef) => kept.get(subjectOf(ref)),
    set(ref: AggregateRef, aggregate: Aggregate<unknown>): void {
      const key = subjectOf(ref)
      kept.delete(key)
      kept.set(key, aggregate)
      const [oldest] = kept.keys()
      if (kept.size > maxAggregatesInMemory && oldest !== undefined) kept.delete(oldest)
    },
  }
}

interface Appended {
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
  readonly epoch: string
  readonly bytes: Uint8Array
}

/** The latest events that this process appended, until its own follower has met them; the oldest go first where it lags. */
function lately(atMost: number) {
  const kept = new Map<number, Appended>()
  return {
    add(appended: Appended): void {
      kept.set(appended.recorded.sequence, appended)
      const [oldest] = kept.keys()
      if (kept.size > atMost && oldest !== undefined) kept.delete(oldest)
    },
    take({ sequence, subject, bytes }: LedgerMessage): Appended | undefined {
      const found = kept.get(sequence)
      kept.delete(sequence)
      if (found === undefined || subject !== subjectOf(found.ref)) return undefined
      return Buffer.compare(found.bytes, bytes) === 0 ? found : undefined
    },
  }
}

/**
 * What the own ledger has of an aggregate beyond what is known, each event checked as a peer would check it, and the sequence of the last message.
 * An event of a stolen key behind its place is passed over, as every peer does.
 */
function readVerified({ office, ledger, verifySignature, formerEpochs }: DoorOptions) {
  const isOwnEpoch = (epoch: string) =>
    epoch === ledger.epoch || formerEpochs?.().includes(epoch) === true
  return async (
    ref: AggregateRef,
    known: Pick<Aggregate<unknown>, 'version' | 'sequence'>,
  ): Promise<{ readonly recorded: readonly Recorded<AnyEvent>[]; readonly last: number }> => {
    const messages = await ledger.read(ref, known.sequence)
    const recorded: Recorded<AnyEvent>[] = []
    for (const message of messages) {
      const counted = verified(message, known.version + recorded.length)
      if (counted !== undefined) recorded.push(counted)
    }
    return { recorded, last: messages.at(-1)?.sequence ?? known.sequence }

    function verified(message: LedgerMessage, version: number): Recorded<AnyEvent> | undefined {
      const ledgerSoFar = {
        cursor: message.sequence - 1,
        epoch: undefined,
        versionOf: () => version,
        hashOf: () => undefined,
        // It is the office's own: what it once took is its record.
        isKnownCommand: () => false,
      }
      const verdict = verifyEvent({ message, known: ledgerSoFar, office, verifySignature })
      if (verdict.outcome === 'accepted' && isOwnEpoch(verdict.epoch)) return verdict.recorded
      if (verdict.outcome === 'forged' && verdict.code === 'key-ended') return undefined
      throw new LedgerIntegrityError(
        `Sequence ${message.sequence} on ${subjectOf(ref)} is not what this office recorded: ${whyNot(verdict)} (SHA-256 ${message.hash})`,
      )
    }
  }
}

function whyNot(verdict: Verdict): string {
  if ('reason' in verdict) return verdict.reason
  return verdict.outcome === 'accepted'
    ? `epoch "${verdict.epoch}" is not one of this ledger`
    : verdict.outcome
}

/** The same, each answer once: it is the same for every event of a class on a day, as long as packs and readers are. */
function rememberedSharing(options: Pick<DoorOptions, 'context' | 'readers'>) {
  let packs: unknown
  let readers: unknown
  const answers = new Map<string, Result<SharedUnder>>()
  return (ref: AggregateRef, state: unknown, event: AnyEvent): Result<SharedUnder> => {
    const now = options.context()
    if (now.packs !== packs || options.readers() !== readers || answers.size > maxSharedUnderKept)
      answers.clear()
    packs = now.packs
    readers = options.readers()
    const statute = statuteOf(ref, state, event)
    const key = `${now.today} ${statute} ${shareClassOf(ref.kind, event) ?? `? ${event.kind}`}`
    const answer = answers.get(key) ?? sharedUnder(options, ref, state, event)
    answers.set(key, answer)
    return answer
  }
}

/** An order's own; of everything else it is the office's first. */
function statuteOf(ref: AggregateRef, state: unknown, event: AnyEvent): string | undefined {
  const { statute } = (state ?? event) as { readonly statute?: string }
  return ref.kind === 'order' ? statute : undefined
}

/** Under what an event may leave, by the law of the day on which it does: `no-basis-to-share` where there is none. */
export function sharedUnder(
  { context, readers }: Pick<DoorOptions, 'context' | 'readers'>,
  ref: AggregateRef,
  state: unknown,
  event: AnyEvent,
): Result<SharedUnder> {
  const { office, packs, today } = context()
  return shareUnder({
    kind: ref.kind,
    event,
    statute: statuteOf(ref, state, event) ?? office.statutes[0] ?? '',
    office,
    readers: readers(),
    packs,
    today,
  })
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

/** A clock that reached its day: nothing is decided by saying so. */
export function isMark({ kind }: { readonly kind: string }): boolean {
  return kind === 'mark-reached'
}

function answer({ id, version, event }: Recorded<AnyEvent>): SubmitReply {
  return { kind: 'recorded', version, eventId: id, event }
}

function refused(found: Problem): Extract<SubmitReply, { kind: 'refused' }> {
  return { kind: 'refused', problem: found }
}

function tooLarge({ kind }: AnyCommand, bytes: number): Problem {
  return problem(
    'too-large',
    {
      en: `Cannot record "${kind}": its event has ${bytes} bytes, and a ledger takes ${maxEventBytes}. Shorten its texts, or divide it.`,
      fr: `Impossible de consigner « ${kind} » : l'événement compte ${bytes} octets, et un registre en accepte ${maxEventBytes}. Abrégez ses textes, ou divisez-le.`,
    },
    String(bytes),
  )
}

/** What a failed append means to whoever sent the command. */
function faultOf(error: unknown, { id, kind }: AnyCommand, ref: AggregateRef): unknown {
  const what = `"${id}" (${kind}, ${ref.kind} ${ref.office}:${ref.id})`
  if (error instanceof LedgerUnavailableError)
    return new ProblemError(
      problem('unavailable', {
        en: `Command ${what}: the office's ledger does not answer. Sent again with the same id, it is recorded once`,
        fr: `Commande ${what} : le registre de l'organisme ne répond pas. Renvoyée avec le même identifiant, elle n'est consignée qu'une fois`,
      }),
      { cause: error },
    )
  if (error instanceof LedgerPermissionError || error instanceof LedgerIntegrityError)
    return new ProblemError(
      problem('internal-fault', {
        en: `Command ${what} could not be recorded: ${error.message}. Somebody must look; "concert doctor" says where to begin`,
        fr: `La commande ${what} n'a pas pu être consignée. Une personne doit examiner le registre; « concert doctor » indique par où commencer`,
      }),
      { cause: error },
    )
  return error
}

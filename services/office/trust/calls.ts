// What people ask about ledgers: who holds and confirmed which, whether the own one is the one that is known, and what is to be done about one that forked or was succeeded.
// What a person decides is an event in this office's own ledger first, so that the others see it too.

import { actorText, type Actor } from '../../../shared/kernel/actor.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateRef, CommandId, OfficeId } from '../../../shared/kernel/ids.ts'
import { maxTextLength } from '../../../shared/kernel/limits.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { present } from '../../../shared/kernel/present.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type {
  LedgersView,
  LedgerStanding,
  OfficeKeyView,
  OwnLedgerView,
  Retried,
} from '../../../shared/contract/ledgers.schema.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import type { LedgersCommand, Maintenance } from '../../../shared/office/ledgers.schema.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import type { LedgerReader, StoredEvent } from '../ports.ts'
import { problemOf, type OwnHeadGuard, type OwnLedgerState } from './own-head.ts'
import { barredReaders } from './barred.ts'
import type { LogStore, ReadersState } from './ports.ts'
import { standingsOf } from './standing.ts'
import { decisionsOf, successionViewOf } from './said-of-ledgers.ts'
import type { Successions } from './successions.ts'
import type { Trust } from './trust.ts'
import type { WitnessProblem } from './witnesses.ts'

/** A follower, as far as people may ask something of it. */
export type AskedReader = Pick<LedgerReader, 'office' | 'state' | 'status'> & {
  lookAgain(): void
  /** Reads what was set aside once more, and judges it again. */
  retryAside(): Promise<Retried>
}

export interface TrustCallOptions {
  readonly office: OfficeId
  readonly guard: OwnHeadGuard
  readonly trust: Pick<Trust, 'decide' | 'stoppedAt'>
  readonly store: LogStore
  readonly followers: () => readonly AskedReader[]
  readonly verifierKey: () => string
  readonly maintenanceOf: (office: OfficeId) => Maintenance | undefined
  /** What the directory has of everybody. */
  readonly keys: () => readonly OfficeKeyView[]
  readonly witnessProblems: () => readonly WitnessProblem[]
  readonly readers: () => ReadersState
  readonly nowMs: () => number
  readonly successions: Pick<Successions, 'announced' | 'acceptance'>
  /** Of an aggregate, as it was projected. */
  readonly eventsOf: (ref: AggregateRef) => readonly StoredEvent[]
  /** Everybody of the directory. */
  readonly offices: readonly OfficeId[]
  readonly today: () => LocalDate
  /** Records what this office says about ledgers. `content`: what makes it the same command. */
  readonly record: (actor: Actor, command: AnyCommand, content: unknown) => Promise<SubmitReply>
}

/** What a follower says in both languages, which it does of a ledger that ends too early. */
function shortOf(reader: Pick<LedgerReader, 'status'> | undefined): Text | undefined {
  const { problem: en = null, problemFr: fr } = reader?.status ?? {}
  return en === null || fr === undefined ? undefined : { en, fr }
}

export function createTrustCalls(options: TrustCallOptions) {
  const { office, guard, trust, store, followers, nowMs, successions, today } = options
  const find = (id: OfficeId) => {
    const found = followers().find((each) => each.office === id)
    if (found !== undefined) return found
    throw notFound(id, {
      en: `"${id}" is not in the office directory.`,
      fr: `« ${id} » ne figure pas au répertoire des organismes.`,
    })
  }
  const ledgers = (): LedgersView => ({
    own: ownView(office, guard.state),
    verifierKey: options.verifierKey(),
    keys: [...options.keys()],
    witnessProblems: options
      .witnessProblems()
      .map(({ name, since, words }) => ({ name, since, problem: { ...words } })),
    barredReaders: barredReaders(options.readers()).map(({ problem, ...each }) => ({
      ...each,
      problem: { ...problem },
    })),
    ledgers: standingsOf(store, nowMs()).map(({ origin, stopped, ...standing }) => ({
      ...standing,
      confirmations: [...standing.confirmations],
      witnesses: standing.witnesses.map(({ by, size, at, stale }) => ({ by, size, at, stale })),
      epoch: parseOrigin(origin)?.epoch ?? '',
      state: followers().find((each) => each.office === standing.office)?.state ?? 'unreachable',
      stopped,
      ...present({ maintenance: options.maintenanceOf(standing.office) }),
      ...present({ short: shortOf(followers().find((each) => each.office === standing.office)) }),
      decisions: decisionsOf(options, standing.office),
      succession: successionViewOf(options, standing.office, origin),
    })),
  })
  const standingOf = (id: OfficeId): LedgerStanding => {
    const standing = ledgers().ledgers.find((each) => each.office === id)
    if (standing === undefined) throw new Error(`No standing of ${id}`)
    return standing
  }
  /** Nothing is decided that is not on the record: a refusal of the ledger is one of the decision. */
  const record = async (actor: Actor, command: LedgersCommand, content: unknown) => {
    const reply = await options.record(actor, command, content)
    if (reply.kind === 'refused') throw new ProblemError(reply.problem)
  }
  return {
    ledgers,
    /** Every entry, whatever it costs. Throws where the broker is away. */
    checkLedger: async (): Promise<OwnLedgerView> => ownView(office, await guard.compare('full')),
    /** What is held here is gone on with; the other side is kept as evidence and does not stop the ledger again. */
    async decideFork(actor: Actor, id: OfficeId, reason: string): Promise<LedgerStanding> {
      const reader = find(id)
      const origin = store.origins().find((each) => {
        return parseOrigin(each)?.office === id && trust.stoppedAt(each) !== undefined
      })
      const fork = origin === undefined ? undefined : trust.stoppedAt(origin)
      if (origin === undefined || fork === undefined)
        throw notFound(id, {
          en: `The ledger of ${id} does not have two histories that wait for a decision.`,
          fr: `Le registre de ${id} n'a pas deux historiques en attente d'une décision.`,
        })
      const epoch = parseOrigin(origin)?.epoch ?? ''
      const command = {
        id: `fork/${id}/${epoch}/${fork.foundMs}` as CommandId,
        kind: 'decide-fork',
        on: today(),
        ledger: id,
        epoch,
        agreedSize: fork.agreedSize,
        heads: fork.notes.filter(({ length }) => length <= maxTextLength).slice(0, 2),
        reason,
      } as const
      await record(actor, command, { ...command, on: '' })
      trust.decide(origin, actorText(actor), reason)
      reader.lookAgain()
      return standingOf(id)
    },
    /** This office's word that it holds all that goes on, with a person's reason; the others count it. */
    async acceptSuccession(actor: Actor, id: OfficeId, reason: string): Promise<LedgerStanding> {
      const reader = find(id)
      const found = successions.announced(id)
      if (found === undefined)
        throw notFound(id, {
          en: `The ledger of ${id} has no successor that waits to be accepted here.`,
          fr: `Le registre de ${id} n'a pas de successeur en attente d'acceptation ici.`,
        })
      const command = {
        id: `accept/${id}/${found.successor.epoch}` as CommandId,
        ...successions.acceptance(found, { on: today(), reason }),
      }
      await record(actor, command, { ledger: id, head: command.successor, reason })
      reader.lookAgain()
      return standingOf(id)
    },
    retryQuarantine: async (id?: OfficeId): Promise<Retried> => {
      const asked = id === undefined ? followers() : [find(id)]
      const all = await Promise.all(asked.map((each) => each.retryAside()))
      return {
        retried: all.reduce((sum, { retried }) => sum + retried, 0),
        accepted: all.reduce((sum, { accepted }) => sum + accepted, 0),
      }
    },
  }
}

function notFound(value: string, words: Text): ProblemError {
  return problemError('not-found', words, value)
}

function ownView(office: OfficeId, state: OwnLedgerState): OwnLedgerView {
  const found = state.kind === 'not-compared' ? undefined : problemOf(office, state)
  return {
    state: state.kind,
    compared: state.kind === 'intact' ? state.depth : null,
    length: state.kind === 'intact' || state.kind === 'shorter' ? state.length : null,
    problem: found === undefined ? null : { en: found.message, fr: found.messageFr },
  }
}

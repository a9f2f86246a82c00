// What people ask about ledgers: who holds and confirmed which, whether the own one is the one that is known, and what is to be done about a fork.

import { actorText, type Actor } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type {
  LedgersView,
  OwnLedgerView,
  Retried,
} from '../../../shared/contract/ledgers.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import type { LedgerReader } from '../ports.ts'
import { problemOf, type OwnHeadGuard, type OwnLedgerState } from './own-head.ts'
import type { LogStore } from './ports.ts'
import { standingsOf } from './standing.ts'
import type { Trust } from './trust.ts'
import type { WitnessProblem } from './witnesses.ts'

/** A follower, as far as people may ask something of it. */
export type AskedReader = Pick<LedgerReader, 'office' | 'state'> & {
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
  readonly witnessProblems: () => readonly WitnessProblem[]
  readonly nowMs: () => number
}

export function createTrustCalls(options: TrustCallOptions) {
  const { office, guard, trust, store, followers, nowMs } = options
  const find = (id: OfficeId) => {
    const found = followers().find((each) => each.office === id)
    if (found !== undefined) return found
    throw new ProblemError(
      problem(
        'not-found',
        {
          en: `"${id}" is not in the office directory.`,
          fr: `« ${id} » ne figure pas au répertoire des organismes.`,
        },
        id,
      ),
    )
  }
  return {
    ledgers: (): LedgersView => ({
      own: ownView(office, guard.state),
      verifierKey: options.verifierKey(),
      witnessProblems: options
        .witnessProblems()
        .map(({ name, since, words }) => ({ name, since, problem: { ...words } })),
      ledgers: standingsOf(store, nowMs()).map(({ origin, stopped, ...standing }) => ({
        ...standing,
        confirmations: [...standing.confirmations],
        witnesses: standing.witnesses.map(({ by, size, at, stale }) => ({ by, size, at, stale })),
        epoch: parseOrigin(origin)?.epoch ?? '',
        state: followers().find((each) => each.office === standing.office)?.state ?? 'unreachable',
        stopped,
        decisions: store.forks(origin).flatMap(({ agreedSize, decision }) =>
          decision === undefined
            ? []
            : [
                {
                  agreedSize,
                  by: decision.by,
                  reason: decision.reason,
                  at: new Date(decision.decidedMs).toISOString() as Instant,
                },
              ],
        ),
      })),
    }),
    /** Every entry, whatever it costs. Throws where the broker is away. */
    checkLedger: async (): Promise<OwnLedgerView> => ownView(office, await guard.compare('full')),
    /** What is held here is gone on with; the other side is kept as evidence and does not stop the ledger again. */
    decideFork: (actor: Actor, id: OfficeId, reason: string): LedgersView['ledgers'][number] => {
      const reader = find(id)
      const origin = store.origins().find((each) => {
        return parseOrigin(each)?.office === id && trust.stoppedAt(each) !== undefined
      })
      if (origin === undefined)
        throw new ProblemError(
          problem(
            'not-found',
            {
              en: `The ledger of ${id} does not have two histories that wait for a decision.`,
              fr: `Le registre de ${id} n'a pas deux historiques en attente d'une décision.`,
            },
            id,
          ),
        )
      trust.decide(origin, actorText(actor), reason)
      reader.lookAgain()
      const standing = createTrustCalls(options)
        .ledgers()
        .ledgers.find((each) => each.office === id)
      if (standing === undefined) throw new Error(`No standing of ${id}`)
      return standing
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

function ownView(office: OfficeId, state: OwnLedgerState): OwnLedgerView {
  const found = state.kind === 'not-compared' ? undefined : problemOf(office, state)
  return {
    state: state.kind,
    compared: state.kind === 'intact' ? state.depth : null,
    length: state.kind === 'intact' || state.kind === 'shorter' ? state.length : null,
    problem: found === undefined ? null : { en: found.message, fr: found.messageFr },
  }
}

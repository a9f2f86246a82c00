// The state of an order as an older version folded it, read as this one folds: snapshots in workflows that began before.
// It has no facts, so a fact recorded in error cannot be taken out of it; whoever records folds the ledger anew.

import { belowOf } from './below.ts'
import { effectOfRecord } from './outcomes.ts'
import type { Challenge, CourtDecision, OrderState } from './state.ts'

type OldDecision = Pick<CourtDecision, 'on' | 'outcome' | 'citation' | 'terms' | 'endsStay'>
type OldChallenge = Omit<Challenge, 'decisions' | 'decision'> & { readonly decision?: OldDecision }
type OldState = Omit<OrderState, 'facts' | 'findings' | 'rescinded' | 'challenges'> & {
  readonly challenges: readonly OldChallenge[]
}

/** The same object where nothing is missing. */
export function upToDate(state: OrderState | undefined): OrderState | undefined {
  if (state === undefined || 'facts' in state) return state
  const old = state as OldState
  let next: OrderState = { ...old, facts: [], findings: [], rescinded: [], challenges: [] }
  // A challenge stands before the appeals from it, so what is below is read first.
  for (const challenge of old.challenges)
    next = { ...next, challenges: [...next.challenges, read(next, challenge)] }
  return next
}

function read(state: OrderState, { decision, ...challenge }: OldChallenge): Challenge {
  if (decision === undefined) return { ...challenge, decisions: [] }
  const results = decision.terms.map((term) => ({
    terms: [term],
    effect: effectOfRecord(
      { terms: [term], outcome: decision.outcome },
      challenge.from !== undefined,
      belowOf(state, challenge, term),
    ),
  }))
  const now: CourtDecision = { ...decision, results }
  return { ...challenge, decisions: [now], decision: now }
}

// The rules of what an office says about ledgers: each decision once. What a succession rests on is checked where it is accepted, not here.

import type { Rules } from '../kernel/aggregate.ts'
import { ok, problem, type Problem } from '../kernel/problems.ts'
import type { LedgersCommand, LedgersEvent, LedgersEventOf } from './ledgers.schema.ts'

export interface LedgersState {
  readonly accepted: readonly LedgersEventOf<'succession-accepted'>[]
  readonly successions: readonly LedgersEventOf<'succeeded'>[]
  readonly decisions: readonly LedgersEventOf<'fork-decided'>[]
}

export const ledgersRules: Rules<LedgersState, LedgersCommand, LedgersEvent, unknown> = {
  precheck: (_, state, command) => precheck(state, command),
  decide(_, state, command) {
    const found = precheck(state, command)
    if (found !== undefined) return { ok: false, problem: found }
    const { id: _id, kind, ...fact } = command
    return ok({ ...fact, kind: eventOf[kind] } as LedgersEvent)
  },
  evolve(_, state = { accepted: [], successions: [], decisions: [] }, event) {
    switch (event.kind) {
      case 'fork-decided':
        return { ...state, decisions: [...state.decisions, event] }
      case 'succession-accepted':
        return { ...state, accepted: [...state.accepted, event] }
      case 'succeeded':
        return { ...state, successions: [...state.successions, event] }
    }
  },
  nextAlarm: () => undefined,
  // No clock runs in it: it has no life of its own.
  isEnded: () => true,
}

const eventOf = {
  'decide-fork': 'fork-decided',
  'accept-succession': 'succession-accepted',
} as const satisfies Record<LedgersCommand['kind'], LedgersEvent['kind']>

function precheck(state: LedgersState | undefined, command: LedgersCommand): Problem | undefined {
  if (command.kind !== 'accept-succession') return undefined
  const { ledger, successor } = command
  const isAccepted = state?.accepted.some(
    (each) => each.ledger === ledger && each.successor.epoch === successor.epoch,
  )
  return isAccepted === true
    ? problem(
        'already-exists',
        {
          en: `That the ledger of ${ledger} goes on under epoch ${successor.epoch} was accepted before`,
          fr: `Que le registre de ${ledger} continue sous l’époque ${successor.epoch} a déjà été accepté`,
        },
        successor.epoch,
      )
    : undefined
}

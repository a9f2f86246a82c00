// The rules of what an office says about ledgers: each decision once. What a succession rests on is checked where it is accepted, not here.

import type { Rules } from '../kernel/aggregate.ts'
import { ok, problem, type Problem } from '../kernel/problems.ts'
import type { Instant } from '../kernel/date.ts'
import { maxMaintenanceDays } from '../kernel/limits.ts'
import type { LedgersCommand, LedgersEvent, LedgersEventOf, Maintenance } from './ledgers.schema.ts'

export interface LedgersState {
  readonly accepted: readonly LedgersEventOf<'succession-accepted'>[]
  readonly successions: readonly LedgersEventOf<'succeeded'>[]
  readonly decisions: readonly LedgersEventOf<'fork-decided'>[]
  readonly maintenances: readonly LedgersEventOf<'maintenance-announced'>[]
}

export const ledgersRules: Rules<LedgersState, LedgersCommand, LedgersEvent, unknown> = {
  precheck: (_, state, command) => precheck(state, command),
  decide(_, state, command) {
    const found = precheck(state, command)
    if (found !== undefined) return { ok: false, problem: found }
    const { id: _id, kind, ...fact } = command
    return ok({ ...fact, kind: eventOf[kind] } as LedgersEvent)
  },
  evolve(_, state = { accepted: [], successions: [], decisions: [], maintenances: [] }, event) {
    switch (event.kind) {
      case 'fork-decided':
        return { ...state, decisions: [...state.decisions, event] }
      case 'succession-accepted':
        return { ...state, accepted: [...state.accepted, event] }
      case 'succeeded':
        return { ...state, successions: [...state.successions, event] }
      case 'maintenance-announced':
        return { ...state, maintenances: [...state.maintenances, event] }
    }
  },
  nextAlarm: () => undefined,
  // No clock runs in it: it has no life of its own.
  isEnded: () => true,
}

/** What an office has announced and is under way: an office that is away meanwhile is away as it said. */
export function maintenanceNow(
  state: LedgersState | undefined,
  now: Instant,
): Maintenance | undefined {
  const last = state?.maintenances.at(-1)
  if (last === undefined || !isMaintenance(last)) return undefined
  const { from, until, reason } = last
  return from <= now && now < until ? { from, until, reason } : undefined
}

/** Longer than that nobody should take an office for well that cannot be read, whatever it announced. */
function isMaintenance({ from, until }: Pick<Maintenance, 'from' | 'until'>): boolean {
  return from < until && until <= instantAfter(from)
}

function instantAfter(from: string): string {
  return new Date(Date.parse(from) + maxMaintenanceDays * 24 * 60 * 60 * 1_000).toISOString()
}

const eventOf = {
  'decide-fork': 'fork-decided',
  'accept-succession': 'succession-accepted',
  'announce-maintenance': 'maintenance-announced',
} as const satisfies Record<LedgersCommand['kind'], LedgersEvent['kind']>

function precheck(state: LedgersState | undefined, command: LedgersCommand): Problem | undefined {
  if (command.kind === 'announce-maintenance' && !isMaintenance(command))
    return problem(
      'invalid-input',
      {
        en: `A maintenance ends after it begins, and within ${maxMaintenanceDays} days of that`,
        fr: `Une interruption prend fin après son début, et dans les ${maxMaintenanceDays} jours qui le suivent`,
      },
      command.until,
    )
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

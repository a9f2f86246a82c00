// One word for where an order is in its life, from its recorded facts alone: no day is looked at, so that a replay says the same for ever.

import type { OrderState } from './state.ts'
import { stayOf } from './stays.ts'
import { endOf } from './terms.ts'

const orderPhases = [
  'issued',
  'window-running',
  'refused',
  'stayed',
  'lapsed',
  'escalated',
  'ended',
] as const
export type OrderPhase = (typeof orderPhases)[number]

/** The strongest word that holds: what ended, what is in court for enforcement, what is held by a stay, what ran out. */
export function orderPhase(state: OrderState): OrderPhase {
  const live = state.terms.filter(({ id }) => endOf(state, id) === undefined)
  if (state.closedOn !== undefined || live.length === 0) return 'ended'
  if (state.escalations.some(({ decided }) => decided === undefined)) return 'escalated'
  if (live.every(({ id }) => stayOf(state, id).stayed)) return 'stayed'
  if (state.reached.some((key) => key.startsWith('comply|'))) return 'lapsed'
  if (
    live.some(
      ({ id }) => state.positions.findLast(({ term }) => term === id)?.position === 'refused',
    )
  )
    return 'refused'
  return state.copies.length === 0 ? 'issued' : 'window-running'
}

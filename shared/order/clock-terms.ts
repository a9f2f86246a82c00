// An order's terms as the pack's clocks look at them: which bind a party, of what kind, with what time of their own.

import type { ClockTerm } from '../policy/clocks.ts'
import { termsOf } from './scope.ts'
import { respondentsOf, type OrderState } from './state.ts'

export function clockTerms(state: OrderState, party: string): ClockTerm[] {
  const live = termsOf(state, {})
  return state.terms
    .filter(
      (term) =>
        live.includes(term.id) &&
        (term.respondents === undefined ||
          term.respondents.includes(party) ||
          !respondentsOf(state).includes(party)),
    )
    .map(clockTerm)
}

export function clockTerm({ id, kind, due }: OrderState['terms'][number]): ClockTerm {
  return { id, kind, ...(due === undefined ? {} : { due }) }
}

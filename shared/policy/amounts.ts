// Whether an amount of money is one that a route can end in. What a court or office decides is theirs; this only knows the limits.

import type { Problem, RuleRef } from '../kernel/problems.ts'
import type { Pack } from './pack.schema.ts'
import { routeOf, ruleRef } from './select.ts'

export interface Amount {
  readonly party: 'individual' | 'organization'
  /** The outcome's id; without it, only the caps are checked. */
  readonly outcome?: string | undefined
  /** Dollars. */
  readonly amount?: number | undefined
  readonly subsequent?: boolean | undefined
  /** Worldwide turnover, dollars. */
  readonly turnover?: number | undefined
}

/** What is wrong with the amount, if anything: `unknown-route`, `unknown-outcome`, `invalid-input`, `above-cap`, `below-minimum`. */
export function checkAmount(pack: Pack, routeId: string, input: Amount): Problem | undefined {
  const { party, amount, subsequent = false, turnover } = input
  const found = routeOf(pack, routeId)
  if (!found.ok) return found.problem
  const route = found.value
  const own = ruleRef(pack, route.citations[0])
  if (input.outcome !== undefined) {
    const outcome = route.outcomes.find((candidate) => candidate.id === input.outcome)
    if (outcome === undefined)
      return problem(
        'unknown-outcome',
        `Route "${route.id}" cannot end in ${JSON.stringify(input.outcome)}: it ends in ${route.outcomes.map((each) => each.id).join(', ')}`,
        input.outcome,
        own,
      )
    if (outcome.amount === 'required' && amount === undefined)
      return problem(
        'invalid-input',
        `Outcome "${outcome.id}" of route "${route.id}" needs an amount in dollars`,
        '',
        own,
      )
    if (outcome.amount === 'none' && amount !== undefined)
      return problem(
        'invalid-input',
        `Outcome "${outcome.id}" of route "${route.id}" has no amount; got ${amount}`,
        String(amount),
        own,
      )
  }
  if (amount === undefined) return undefined
  if (!Number.isFinite(amount) || amount < 0)
    return problem('invalid-input', `An amount in dollars cannot be ${amount}`, String(amount), own)
  if (turnover !== undefined && (!Number.isFinite(turnover) || turnover < 0))
    return problem(
      'invalid-input',
      `A turnover in dollars cannot be ${turnover}`,
      String(turnover),
      own,
    )
  if (route.caps === undefined) return undefined

  const higher = subsequent ? route.caps.subsequent : undefined
  const cap = (higher ?? route.caps.first)[party]
  const rule = ruleRef(pack, (higher ?? route.caps).citations[0])
  const where = `s.${rule.section} of ${pack.citation}`
  const whom = `${party === 'individual' ? 'an individual' : 'an organization'}${higher === undefined ? '' : ', subsequent offence'}`
  if (cap.min !== undefined && amount < cap.min)
    return problem(
      'below-minimum',
      `${dollars(amount)} is below the minimum of ${dollars(cap.min)} for ${whom} (${where})`,
      String(amount),
      rule,
    )
  if (cap.max === undefined) return undefined
  const ofTurnover =
    cap.percent === undefined || turnover === undefined ? 0 : (turnover * cap.percent) / 100
  const max = Math.max(cap.max, ofTurnover)
  if (amount <= max) return undefined
  const percent =
    cap.percent === undefined
      ? ''
      : turnover === undefined
        ? `, or ${cap.percent} % of worldwide turnover if that is greater: give the turnover`
        : `, the greater of ${dollars(cap.max)} and ${cap.percent} % of a turnover of ${dollars(turnover)}`
  return problem(
    'above-cap',
    `${dollars(amount)} is above the maximum of ${dollars(max)} for ${whom} (${where})${percent}`,
    String(amount),
    rule,
  )
}

function problem(code: Problem['code'], message: string, value: string, rule: RuleRef): Problem {
  return { code, message, ...(value === '' ? {} : { value }), rule }
}

/** `$25,000,000`, with cents only where there are any. No Intl: the same text everywhere. */
function dollars(amount: number): string {
  const [whole = '', cents] = amount.toFixed(2).split('.')
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents === '00' ? '' : `.${cents}`}`
}

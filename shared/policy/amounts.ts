// Whether an amount of money is one that a route can end in. What a court or office decides is theirs; this only knows the limits.

import { problem, type Problem, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { Pack, Route } from './pack.schema.ts'
import { readRule, unread } from './doubt.ts'
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
  const found = routeOf(pack, routeId, { outcome: input.outcome })
  if (!found.ok) return found.problem
  const route = found.value
  // What was typed has no such form, whatever the law: the section is named only where somebody read it.
  const law = readRule(ruleRef(pack, route.citations[0]))
  const wrong = outcomeProblem(route, input, law) ?? numberProblem(input, law)
  if (wrong !== undefined) return wrong
  const beyond = capProblem(pack, route, input)
  return beyond?.rule?.confidence === 'M' ? undefined : beyond
}

/** An amount beyond a limit that nobody verified is recorded: a court decided it. It is said to be doubtful. */
export function amountDoubts(pack: Pack, routeId: string, input: Amount): Text[] {
  const found = routeOf(pack, routeId)
  const beyond = found.ok ? capProblem(pack, found.value, input) : undefined
  return beyond?.rule?.confidence === 'M'
    ? [unread({ en: beyond.message, fr: beyond.messageFr }, [beyond.rule])]
    : []
}

function outcomeProblem(
  route: Route,
  { outcome: named, amount }: Amount,
  law: { rule?: RuleRef },
): Problem | undefined {
  if (named === undefined) return undefined
  const outcome = route.outcomes.find(({ id }) => id === named)
  const way = { en: `The route "${route.name.en}"`, fr: `La voie « ${route.name.fr} »` }
  if (outcome === undefined) {
    const known = (lang: 'en' | 'fr') =>
      route.outcomes.map(({ id, name }) => `${id} (${name[lang]})`).join(', ')
    return problem(
      'unknown-outcome',
      {
        en: `${way.en} cannot end in ${JSON.stringify(named)}: it ends in ${known('en')}`,
        fr: `${way.fr} ne peut aboutir à « ${named} » : elle aboutit à ${known('fr')}`,
      },
      named,
      law,
    )
  }
  if (outcome.amount === 'required' && amount === undefined)
    return problem(
      'invalid-input',
      {
        en: `${way.en} ends in "${outcome.name.en}" with an amount in dollars: give it`,
        fr: `${way.fr} aboutit à « ${outcome.name.fr} » avec un montant en dollars : l’indiquer`,
      },
      undefined,
      law,
    )
  if (outcome.amount === 'none' && amount !== undefined)
    return problem(
      'invalid-input',
      {
        en: `${way.en} ends in "${outcome.name.en}" without an amount; got ${amount}`,
        fr: `${way.fr} aboutit à « ${outcome.name.fr} » sans montant; reçu : ${amount}`,
      },
      String(amount),
      law,
    )
  return undefined
}

function numberProblem({ amount, turnover }: Amount, law: { rule?: RuleRef }): Problem | undefined {
  const wrong = (value: number | undefined): boolean =>
    value !== undefined && (!Number.isFinite(value) || value < 0)
  if (wrong(amount))
    return problem(
      'invalid-input',
      {
        en: `An amount in dollars cannot be ${amount}`,
        fr: `Un montant en dollars ne peut être ${amount}`,
      },
      String(amount),
      law,
    )
  return amount !== undefined && wrong(turnover)
    ? problem(
        'invalid-input',
        {
          en: `A turnover in dollars cannot be ${turnover}`,
          fr: `Un chiffre d’affaires en dollars ne peut être ${turnover}`,
        },
        String(turnover),
        law,
      )
    : undefined
}

function capProblem(pack: Pack, { caps }: Route, input: Amount): Problem | undefined {
  const { party, amount, subsequent = false, turnover } = input
  if (amount === undefined || caps === undefined) return undefined
  const higher = subsequent ? caps.subsequent : undefined
  const cap = (higher ?? caps.first)[party]
  const rule = ruleRef(pack, (higher ?? caps).citations[0])
  const whom = whomOf(party, higher !== undefined)
  const where = {
    en: `s.${rule.section} of ${pack.citation}`,
    fr: `art. ${rule.section} de ${pack.citation}`,
  }
  if (cap.min !== undefined && amount < cap.min)
    return problem(
      'below-minimum',
      {
        en: `${dollars.en(amount)} is below the minimum of ${dollars.en(cap.min)} for ${whom.en} (${where.en})`,
        fr: `${dollars.fr(amount)} est inférieur au minimum de ${dollars.fr(cap.min)} pour ${whom.fr} (${where.fr})`,
      },
      String(amount),
      { rule },
    )
  const ofTurnover = ((turnover ?? 0) * (cap.percent ?? 0)) / 100
  const max = cap.max === undefined ? undefined : Math.max(cap.max, ofTurnover)
  if (cap.max === undefined || max === undefined || amount <= max) return undefined
  const more = percentWords(cap.percent, cap.max, turnover)
  return problem(
    'above-cap',
    {
      en: `${dollars.en(amount)} is above the maximum of ${dollars.en(max)} for ${whom.en} (${where.en})${more.en}`,
      fr: `${dollars.fr(amount)} dépasse le maximum de ${dollars.fr(max)} pour ${whom.fr} (${where.fr})${more.fr}`,
    },
    String(amount),
    { rule },
  )
}

function whomOf(party: Amount['party'], again: boolean): Text {
  const whom =
    party === 'individual'
      ? { en: 'an individual', fr: 'un particulier' }
      : { en: 'an organization', fr: 'une organisation' }
  return again
    ? { en: `${whom.en}, subsequent offence`, fr: `${whom.fr}, en cas de récidive` }
    : whom
}

function percentWords(
  percent: number | undefined,
  max: number,
  turnover: number | undefined,
): Text {
  if (percent === undefined) return { en: '', fr: '' }
  return turnover === undefined
    ? {
        en: `, or ${percent} % of worldwide turnover if that is greater: give the turnover`,
        fr: `, ou ${percent} % du chiffre d’affaires mondial s’il est plus élevé : indiquer le chiffre d’affaires`,
      }
    : {
        en: `, the greater of ${dollars.en(max)} and ${percent} % of a turnover of ${dollars.en(turnover)}`,
        fr: `, soit le plus élevé de ${dollars.fr(max)} et de ${percent} % d’un chiffre d’affaires de ${dollars.fr(turnover)}`,
      }
}

/** `$25,000,000` and `25 000 000 $`, with cents only where there are any. No Intl: the same text everywhere. */
const dollars = {
  en: (amount: number): string => {
    const [whole, cents] = partsOf(amount, ',')
    return `$${whole}${cents === '00' ? '' : `.${cents}`}`
  },
  fr: (amount: number): string => {
    const [whole, cents] = partsOf(amount, '\u00a0')
    return `${whole}${cents === '00' ? '' : `,${cents}`}\u00a0$`
  },
}

function partsOf(amount: number, between: string): [whole: string, cents: string] {
  const [whole = '', cents = ''] = amount.toFixed(2).split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, between), cents]
}

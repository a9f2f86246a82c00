// Refusals that several capabilities give in the same words: what was asked for is not here.

import { problem, type Problem } from '../../../shared/kernel/problems.ts'

export function unknownOrder(order: string): Problem {
  const quoted = JSON.stringify(order)
  return problem(
    'unknown-order',
    {
      en: `There is no order ${quoted} here`,
      fr: `Il n'y a pas d'ordonnance « ${order} » ici`,
    },
    order,
    { path: 'order' },
  )
}

export function unknownMatter(matter: string): Problem {
  const quoted = JSON.stringify(matter)
  return problem(
    'not-found',
    {
      en: `There is no matter ${quoted} here`,
      fr: `Il n'y a pas de dossier « ${matter} » ici`,
    },
    matter,
    { path: 'matter' },
  )
}

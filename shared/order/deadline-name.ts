// Which deadline a command about one names: a fold by legal dates has no other name for it.

import type { Deadline } from '../policy/deadline.schema.ts'

export interface NamedDeadline {
  readonly deadline: Deadline['id']
  readonly party: string
  readonly terms: readonly string[]
  readonly route?: string | undefined
  readonly name?: string | undefined
}

export function sameDeadline(deadline: Deadline, named: NamedDeadline): boolean {
  return (
    deadline.id === named.deadline &&
    deadline.party === named.party &&
    deadline.route === named.route &&
    deadline.name === named.name &&
    deadline.terms.join() === named.terms.join()
  )
}

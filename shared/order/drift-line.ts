// The command line that approves one listed correction, for people to copy: the page and the command line show the same one.

import type { LocalDate } from '../kernel/date.ts'

export interface ListedDeadline {
  readonly id: string
  readonly party: string
  readonly terms: readonly string[]
  readonly route?: string | undefined
  readonly after: { readonly date: LocalDate } | null
}

export function approvalLine(
  order: string,
  { id, party, terms, route, after }: ListedDeadline,
): string {
  const which = [
    `--deadline ${id}`,
    `--party ${party}`,
    ...(terms.length === 0 ? [] : [`--terms ${terms.join(',')}`]),
    ...(route === undefined ? [] : [`--route ${route}`]),
  ]
  return `concert drift approve ${order} ${which.join(' ')} --date ${after?.date ?? 'none'} --by NAME --reason TEXT`
}

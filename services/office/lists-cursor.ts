// What is said of a cursor that does not belong to the list that was asked for.

import { ProblemError, problemError } from '../../shared/kernel/problems.ts'

export function wrongCursor(): ProblemError {
  return problemError(
    'invalid-input',
    {
      en: 'This cursor belongs to another list: begin at the first page',
      fr: 'Ce repère de page appartient à une autre liste : recommencez à la première page',
    },
    undefined,
    { path: 'after' },
  )
}

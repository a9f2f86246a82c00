// The colleague that somebody names, by id or by name, among those who come into question.

import type { Identity } from '../../../shared/kernel/actor.ts'
import { problemError } from '../../../shared/kernel/problems.ts'

/** Throws ProblemError `not-found` where nobody, or more than one person, is meant. */
export function colleagueOf(known: readonly Identity[], to: string): Identity {
  const byId = known.find(({ id }) => id === to)
  if (byId !== undefined) return byId
  const same = known.filter(({ name }) => name.toLowerCase() === to.trim().toLowerCase())
  const [one] = same
  if (one !== undefined && same.every(({ id }) => id === one.id)) return one
  const names = [...new Set(known.map(({ name }) => name))].join(', ')
  throw problemError(
    'not-found',
    {
      en: `Nobody called "${to}" can have this on their desk; these can: ${names}`,
      fr: `Personne du nom de « ${to} » ne peut s’en charger; ces personnes le peuvent : ${names}`,
    },
    to,
  )
}

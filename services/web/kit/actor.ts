// Who sent a request. Until people sign in, the name is the sender's own word: a program, a replay or the command line says it in a header.

import type { Context } from 'hono'
import { parseActor, type Actor } from '../../../shared/kernel/actor.ts'
import { actorHeader } from '../../../shared/contract/actor.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'

/** A workflow has no way in here: it acts inside the office. Throws `invalid-input` where the header says no actor. */
export function actorOf(c: Context): Actor {
  const text = c.req.header(actorHeader)
  if (text === undefined) return { kind: 'local', name: 'page' }
  const actor = parseActor(decoded(text))
  if (actor === undefined || actor.kind === 'workflow')
    throw new ProblemError(
      problem(
        'invalid-input',
        {
          en: `The header ${actorHeader} is not an actor such as "local:M. Roy" or "program:import"`,
          fr: `L'en-tête ${actorHeader} ne nomme pas d'acteur, par exemple « local:M. Roy » ou « program:import »`,
        },
        text.slice(0, 100),
        { path: actorHeader },
      ),
    )
  return actor
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

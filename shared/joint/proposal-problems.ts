// What is refused of a proposal, in both languages. When, is for `proposal-rules.ts`.

import type { LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { ProposalTerms } from './terms.schema.ts'
import { kindNames } from './words.ts'

/** `name`: office and number of the joint action. */
export function alreadyProposed(name: string, on: LocalDate): Problem {
  return problem(
    'already-exists',
    {
      en: `Joint action "${name}" was proposed on ${on} already`,
      fr: `L’action conjointe « ${name} » a déjà été proposée le ${on}`,
    },
    name,
  )
}

export function noNumber(id: string): Problem {
  return problem(
    'invalid-input',
    {
      en: `${JSON.stringify(id)} is not a number of a joint action: letters, digits and "-", at most 24`,
      fr: `« ${id} » n’est pas un numéro d’action conjointe : des lettres, des chiffres et « - », au plus 24`,
    },
    id,
  )
}

export function notProposed(office: OfficeId, name: string): Problem {
  return problem(
    'unknown-joint',
    {
      en: `${office} has proposed no joint action "${name}"`,
      fr: `${office} n’a proposé aucune action conjointe « ${name} »`,
    },
    name,
  )
}

export function notTheNext(name: string, version: number, asked: number): Problem {
  return problem(
    'outdated',
    {
      en: `"${name}" is at version ${version}: look at it again before you make version ${asked} of it`,
      fr: `« ${name} » en est à la version ${version} : relisez-la avant d’en faire la version ${asked}`,
    },
    String(asked),
  )
}

export function nothingToPostpone(name: string): Problem {
  return problem(
    'invalid-input',
    {
      en: 'Nothing to postpone: give a new time to reply, or a new moment',
      fr: 'Rien à reporter : donnez un nouveau délai de réponse ou un nouveau moment',
    },
    name,
  )
}

export function noGoOfThisKind(action: ProposalTerms['action']): Problem {
  return problem(
    'not-this-kind',
    {
      en: `A ${kindNames[action].en} is answered by each office: there is no go`,
      fr: `Chaque organisme répond à une ${kindNames[action].fr} : il n’y a pas de feu vert`,
    },
    action,
  )
}

export function repliesClosed(name: string, version: number): Problem {
  return problem(
    'outdated',
    {
      en: `The time to reply to version ${version} of "${name}" is over already, or it is another version now`,
      fr: `Le délai de réponse à la version ${version} de « ${name} » est déjà écoulé, ou la version n’est plus la même`,
    },
    String(version),
  )
}

export function releasedBefore(name: string, version: number, on: LocalDate): Problem {
  return problem(
    'already-released',
    {
      en: `Version ${version} of "${name}" was released on ${on}`,
      fr: `L’exécution de la version ${version} de « ${name} » a été autorisée le ${on}`,
    },
    name,
  )
}

export function alreadyClarified(joint: string, office: OfficeId, question: string): Problem {
  return problem(
    'already-exists',
    {
      en: `Question "${question}" of ${office} in "${joint}" was answered already`,
      fr: `La question « ${question} » de ${office} dans « ${joint} » a déjà reçu une réponse`,
    },
    question,
  )
}

export function noQuestion(joint: string, office: OfficeId, question: string): Problem {
  return problem(
    'not-found',
    {
      en: `${office} has asked no question "${question}" in "${joint}"`,
      fr: `${office} n’a posé aucune question « ${question} » dans « ${joint} »`,
    },
    question,
  )
}

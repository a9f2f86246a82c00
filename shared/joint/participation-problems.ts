// What is refused of an office's part in a joint action, in both languages. When, is for `participation-rules.ts`.

import type { LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import type { ParticipationState } from './participation.ts'
import type { ParticipationCommand } from './participation.schema.ts'
import type { Lacking } from './proposal.schema.ts'
import type { ProposalTerms } from './terms.schema.ts'
import { endings, formatBlockers, kindNames } from './words.ts'

/** Whose part, in which joint action. */
export interface Part {
  readonly office: OfficeId
  readonly joint: string
}

export function alreadyReceived({ joint }: Part, known: number, asked: number): Problem {
  return problem(
    'already-exists',
    {
      en: `Version ${known} of "${joint}" was received already`,
      fr: `La version ${known} de « ${joint} » a déjà été reçue`,
    },
    String(asked),
  )
}

export function alreadyMadeGood({ office, joint }: Part): Problem {
  return problem(
    'already-exists',
    {
      en: `${office} has made good for "${joint}" already`,
      fr: `${office} a déjà réparé dans « ${joint} »`,
    },
    joint,
  )
}

export function partIsOver({ office, joint }: Part, state: ParticipationState): Problem {
  return problem('already-ended', overWords(office, joint, state), joint)
}

export function otherVersionHere({ joint }: Part, here: number, asked: number): Problem {
  return problem(
    'outdated',
    {
      en: `"${joint}" is at version ${here} here: look at it again before you speak of version ${asked}`,
      fr: `« ${joint} » en est ici à la version ${here} : relisez-la avant de vous prononcer sur la version ${asked}`,
    },
    String(asked),
  )
}

export function nothingToWithdraw({ office, joint }: Part): Problem {
  return problem(
    'not-found',
    {
      en: `${office} has no answer to "${joint}" to withdraw`,
      fr: `${office} n’a pas de réponse à retirer dans « ${joint} »`,
    },
    joint,
  )
}

export function alreadyDelegated({ joint }: Part, to: string | null): Problem {
  return problem(
    'already-exists',
    to === null
      ? {
          en: 'Nobody is named who alone may approve',
          fr: 'Personne n’est désigné pour approuver seul',
        }
      : {
          en: `"${to}" is already who alone may approve`,
          fr: `« ${to} » est déjà la seule personne à pouvoir approuver`,
        },
    joint,
  )
}

export function alreadyAsked(question: string): Problem {
  return problem(
    'already-exists',
    {
      en: `Question "${question}" was asked already`,
      fr: `La question « ${question} » a déjà été posée`,
    },
    question,
  )
}

export function alreadyCommitted({ office, joint }: Part, round: number): Problem {
  return problem(
    'already-exists',
    {
      en: `${office} has committed to go number ${round} of "${joint}" already`,
      fr: `${office} s’est déjà engagé au feu vert no ${round} de « ${joint} »`,
    },
    String(round),
  )
}

export function notCommitted({ office, joint }: Part, round: number): Problem {
  return problem(
    'not-agreed',
    {
      en: `${office} has not committed to go number ${round} of "${joint}"`,
      fr: `${office} ne s’est pas engagé au feu vert no ${round} de « ${joint} »`,
    },
    String(round),
  )
}

export function notToCommit({ office, joint }: Part, round: number): Problem {
  return problem(
    'outdated',
    {
      en: `${office} is not to commit to go number ${round} of "${joint}"`,
      fr: `${office} n’a pas à s’engager au feu vert no ${round} de « ${joint} »`,
    },
    String(round),
  )
}

export function notConsented({ office, joint }: Part, digest: string): Problem {
  return problem(
    'text-differs',
    {
      en: `${office} has not consented to that text of "${joint}"`,
      fr: `${office} n’a pas consenti à ce texte de « ${joint} »`,
    },
    digest,
  )
}

export function agreementNotSeen(
  { office, joint }: Part,
  round: number,
  lacking: readonly Lacking[],
  missing: readonly OfficeId[],
): Problem {
  const others = missing.join(', ')
  const named = lacking.length > 0 ? formatBlockers(lacking) : { en: others, fr: others }
  return problem(
    'not-agreed',
    {
      en: `${office} does not see the agreement that go number ${round} of "${joint}" speaks of: missing are ${named.en}`,
      fr: `${office} ne voit pas l’accord dont parle le feu vert no ${round} de « ${joint} » : il manque ${named.fr}`,
    },
    joint,
  )
}

export function timeToActEnded({ office, joint }: Part, until: string, now: string): Problem {
  return problem(
    'moment-passed',
    {
      en: `The time to act of ${office} in "${joint}" ended on ${until}`,
      fr: `Le temps pour agir de ${office} dans « ${joint} » a pris fin le ${until}`,
    },
    now,
  )
}

export function nothingToMark(what: 'moment' | 'window', round: number): Problem {
  const isMoment = what === 'moment'
  return problem(
    'outdated',
    {
      en: `Nothing to say of ${isMoment ? 'the moment' : 'the time to act'} of go number ${round}`,
      fr: `Rien à dire ${isMoment ? 'du moment' : 'du temps pour agir'} du feu vert no ${round}`,
    },
    String(round),
  )
}

export function noProposalRead(joint: string): Problem {
  return problem(
    'unknown-joint',
    {
      en: `No proposal of "${joint}" has been read here`,
      fr: `Aucune proposition de « ${joint} » n’a été lue ici`,
    },
    joint,
  )
}

export function notEnded(joint: string): Problem {
  return problem(
    'conflict',
    { en: `"${joint}" has not ended`, fr: `« ${joint} » n’a pas pris fin` },
    joint,
  )
}

/** Others rely on what was promised: it can be taken back whole, or renewed for another moment. */
export function bound({ office, joint }: Part, round: number, proposer: OfficeId): Problem {
  return problem(
    'conflict',
    {
      en: `${office} has committed to go number ${round} of "${joint}" with the consent that it gave: it can withdraw it, or consent to something else when ${proposer} has postponed it`,
      fr: `${office} s’est engagé au feu vert no ${round} de « ${joint} » avec le consentement donné : il peut le retirer, ou consentir à autre chose quand ${proposer} aura reporté l’action`,
    },
    joint,
  )
}

export function anotherText(
  { office, joint }: Part,
  { version, digest }: { readonly version: number; readonly digest: string },
): Problem {
  return problem(
    'text-differs',
    {
      en: `The text of version ${version} of "${joint}" is another one than that which ${office} has seen`,
      fr: `Le texte de la version ${version} de « ${joint} » n’est pas celui que ${office} a vu`,
    },
    digest,
  )
}

/** What cannot be said of this kind of joint action at all. */
export function notOfThisKind(
  action: ProposalTerms['action'],
  { kind }: Pick<ParticipationCommand, 'kind'>,
): Problem | undefined {
  const { together } = kindRules[action]
  const { en, fr } = kindNames[action]
  const not = (words: Text) => problem('not-this-kind', words, action)
  if ((kind === 'prepare' || kind === 'approve') && !together)
    return not({
      en: `A ${en} is answered, not consented to`,
      fr: `On répond à une ${fr}, on n’y consent pas`,
    })
  if (kind === 'delegate' && !together)
    return not({
      en: `A ${en} needs no approval: there is none to delegate`,
      fr: `Aucune approbation à déléguer : ${fr}`,
    })
  if (kind === 'answer' && together)
    return not({
      en: `A ${en} is consented to or not: there is nothing to answer`,
      fr: `On consent ou non, il n’y a rien à répondre : ${fr}`,
    })
  if ((kind === 'forward' || kind === 'split') && action !== 'assistance')
    return not({
      en: `Only a request for assistance can be forwarded or split, not a ${en}`,
      fr: `Seule une demande d’assistance peut être transmise ou scindée ; c’est ici autre chose : ${fr}`,
    })
  return undefined
}

export function toItself(office: OfficeId): Problem {
  return problem(
    'invalid-input',
    {
      en: `${office} cannot forward a request to itself`,
      fr: `${office} ne peut pas se transmettre une demande à lui-même`,
    },
    office,
  )
}

export function alreadyReleased(joint: string, on: LocalDate): Problem {
  return problem(
    'already-released',
    {
      en: `"${joint}" was released on ${on}: what counts was said before`,
      fr: `L’exécution de « ${joint} » a été autorisée le ${on} : ce qui compte a été dit avant`,
    },
    joint,
  )
}

/** Why nothing is known here of a joint action, and what to do. */
export function notReceived(office: OfficeId, joint: string): Text {
  return {
    en: `${office} has received no joint action "${joint}": ask whether it is invited, and whether its line to the proposer is up`,
    fr: `${office} n’a reçu aucune action conjointe « ${joint} » : demandez s’il est invité, et si sa liaison avec le proposant fonctionne`,
  }
}

export function notPrepared(office: OfficeId, joint: string, version: number): Text {
  return {
    en: `No consent of ${office} to version ${version} of "${joint}" waits for approval: prepare one first`,
    fr: `Aucun consentement de ${office} à la version ${version} de « ${joint} » n’attend d’approbation : préparez-en un d’abord`,
  }
}

export function notInvited(office: OfficeId, joint: string): Text {
  return {
    en: `${office} is not invited to "${joint}"`,
    fr: `${office} n’est pas invité à « ${joint} »`,
  }
}

export function atVersion(joint: string, version: number): Text {
  return {
    en: `"${joint}" is at version ${version}: look at it again`,
    fr: `« ${joint} » en est à la version ${version} : relisez-la`,
  }
}

export function notSeen(office: OfficeId, joint: string, { received }: ParticipationState): Text {
  const { problem: why, version } = received
  return {
    en: `The text of version ${version} of "${joint}" was not seen by ${office}: ${why?.message ?? 'it is another one than was announced'}`,
    fr: `Le texte de la version ${version} de « ${joint} » n’a pas été vu par ${office} : ${why?.messageFr ?? 'ce n’est pas celui qui était annoncé'}`,
  }
}

function overWords(
  office: OfficeId,
  joint: string,
  { acted, notActed, stoodDown }: ParticipationState,
): Text {
  const because = stoodDown?.because
  const why =
    acted !== undefined
      ? { en: `it acted on ${acted.on}`, fr: `il a agi le ${acted.on}` }
      : notActed !== undefined
        ? { en: 'it could not act', fr: 'il n’a pas pu agir' }
        : because === undefined || because === 'not-invited'
          ? { en: 'it is not invited any more', fr: 'il n’est plus invité' }
          : endings[because]
  return {
    en: `The part of ${office} in "${joint}" is over: ${why.en}`,
    fr: `La participation de ${office} à « ${joint} » est terminée : ${why.fr}`,
  }
}

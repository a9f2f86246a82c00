// Words for the codes of a joint action, in both languages, for problems: a refusal never shows a code.

import type { Instant } from '../kernel/date.ts'
import type { Text } from '../kernel/text.ts'
import { wallClock } from '../calendar/zone.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import type { ParticipationCommand } from './participation.schema.ts'
import type { Lacking, ProposalCommand } from './proposal.schema.ts'
import type { ProposalState } from './proposal.ts'
import type { JointKind } from './terms.schema.ts'

export const kindNames: Readonly<Record<JointKind, Text>> = {
  issuance: { en: 'joint issuance of orders', fr: 'ordonnances rendues conjointement' },
  statement: { en: 'joint statement', fr: 'déclaration conjointe' },
  'compliance-date': { en: 'common compliance date', fr: 'date commune de conformité' },
  escalation: { en: 'joint escalation', fr: 'exécution forcée conjointe' },
  request: { en: 'joint request', fr: 'demande conjointe' },
  hearing: { en: 'joint hearing', fr: 'audience conjointe' },
  assistance: { en: 'request for assistance', fr: 'demande d’assistance' },
  deconfliction: { en: 'question of deconfliction', fr: 'question de coordination' },
}

/** What a command does, to follow "Cannot" and « Impossible de ». */
export const doing: Readonly<Record<ProposalCommand['kind'] | ParticipationCommand['kind'], Text>> =
  {
    propose: { en: 'propose it', fr: 'la proposer' },
    amend: { en: 'amend it', fr: 'la modifier' },
    postpone: { en: 'postpone it', fr: 'la reporter' },
    clarify: { en: 'answer a question', fr: 'répondre à une question' },
    go: { en: 'give the go', fr: 'donner le feu vert' },
    cancel: { en: 'cancel it', fr: 'la retirer' },
    'close-replies': { en: 'end the time to reply', fr: 'clore le délai de réponse' },
    release: { en: 'release it', fr: 'en autoriser l’exécution' },
    conclude: { en: 'conclude it', fr: 'la conclure' },
    receive: { en: 'receive it', fr: 'la recevoir' },
    prepare: { en: 'prepare a consent', fr: 'préparer un consentement' },
    approve: { en: 'approve a consent', fr: 'approuver un consentement' },
    object: { en: 'object', fr: 'faire opposition' },
    abstain: { en: 'abstain', fr: 's’abstenir' },
    delegate: { en: 'delegate the approval', fr: 'déléguer l’approbation' },
    withdraw: { en: 'withdraw an answer', fr: 'retirer une réponse' },
    ask: { en: 'ask a question', fr: 'poser une question' },
    forward: { en: 'forward it', fr: 'la transmettre' },
    split: { en: 'split it', fr: 'la scinder' },
    answer: { en: 'answer', fr: 'répondre' },
    report: { en: 'report readiness', fr: 'indiquer l’état de préparation' },
    commit: { en: 'commit to it', fr: 's’y engager' },
    act: { en: 'act', fr: 'agir' },
    fail: { en: 'say that nothing was done', fr: 'dire que rien n’a été fait' },
    'stand-down': { en: 'stand down', fr: 'cesser d’y participer' },
    compensate: { en: 'make good', fr: 'réparer' },
    'mark-moment': { en: 'mark its moment', fr: 'marquer son moment' },
  }

export const endings: Readonly<Record<NonNullable<ProposalState['ended']>['how'], Text>> = {
  cancelled: { en: 'it was cancelled', fr: 'elle a été retirée' },
  'called-off': { en: 'it was called off, and nobody acted', fr: 'elle a été annulée sans effet' },
  complete: { en: 'all have acted', fr: 'tous ont agi' },
  incomplete: { en: 'not all have acted', fr: 'tous n’ont pas agi' },
  answered: { en: 'all answers are in', fr: 'toutes les réponses sont données' },
}

const blockers: Readonly<Record<Lacking['why'], Text>> = {
  'no-consent': { en: 'has not consented', fr: 'n’a pas consenti' },
  lapsed: { en: 'consented to an older version', fr: 'a consenti à une version antérieure' },
  conditional: { en: 'sets a condition that is not met', fr: 'pose une condition non remplie' },
  'not-ready': { en: 'may not lawfully act then', fr: 'ne peut pas agir légalement alors' },
  'not-committed': { en: 'has made no commitment yet', fr: 'ne s’est pas encore engagé' },
  withdrawn: { en: 'took its answer back', fr: 'a retiré sa réponse' },
  unreachable: { en: 'cannot be reached', fr: 'est injoignable' },
  'not-acted': { en: 'did not act', fr: 'n’a pas agi' },
  'not-heard': { en: 'has not been heard of', fr: 'est sans nouvelles' },
}

export const draftWords: Readonly<Partial<Record<OrderCommand['kind'], Text>>> = {
  issue: { en: 'an order to issue', fr: 'une ordonnance à rendre' },
  extend: { en: 'a date to set', fr: 'une date à fixer' },
  escalate: { en: 'a route to take', fr: 'une voie à prendre' },
}

export const answerWords = {
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
  ask: { en: 'ask us', fr: 'demandez-nous' },
  granted: { en: 'granted', fr: 'accordée' },
  partly: { en: 'granted in part', fr: 'accordée en partie' },
  declined: { en: 'declined', fr: 'refusée' },
} as const satisfies Record<string, Text>

/** Who is missing and why; "nobody" where nobody is. */
export function formatBlockers(lacking: readonly Lacking[]): Text {
  const each = (lang: keyof Text) =>
    lacking.map(({ office, why }) => `${office} (${blockers[why][lang]})`).join(', ')
  return { en: each('en') || 'nobody', fr: each('fr') || 'personne' }
}

/** A moment as people at an office say it: `2021-12-14 09:00 (America/Vancouver)`. */
export function formatMoment(moment: Instant, zone: string): string {
  return `${wallClock(moment, zone).local} (${zone})`
}

/** How a joint action ended, as the reason why nothing more can be said of it. */
export function endedWords(joint: string, { on, how }: NonNullable<ProposalState['ended']>): Text {
  return {
    en: `Joint action "${joint}" ended on ${on}: ${endings[how].en}`,
    fr: `L’action conjointe « ${joint} » a pris fin le ${on} : ${endings[how].fr}`,
  }
}

/** No such go, or none at all. */
export function noGo(
  joint: string,
  go?: { readonly version: number; readonly round: number },
): Text {
  return go === undefined
    ? {
        en: `No go stands in "${joint}"`,
        fr: `Aucun feu vert n’est donné dans « ${joint} »`,
      }
    : {
        en: `Go number ${go.round} for version ${go.version} of "${joint}" does not stand`,
        fr: `Le feu vert no ${go.round} de la version ${go.version} de « ${joint} » ne tient pas`,
      }
}

// What a person has chosen, before it is sealed: what is left out is filled in, and what cannot be is refused. Whether it is allowed now is for the rules.

import type { Directory, OfficeEntry } from '../office/directory.schema.ts'
import { hasOrderPower, noOrderPower } from '../office/powers.ts'
import { canonical } from '../kernel/canonical.ts'
import type { CommandId, OfficeId, OrderId } from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { Draft, Prepared } from './draft.schema.ts'
import { draftsProblem } from './drafts.ts'
import { kindRules } from './kinds.ts'
import type { ParticipationState } from './participation.ts'
import type { Choices, JointDocument, JointKind } from './terms.schema.ts'
import { answerWords, kindNames } from './words.ts'

/** Whom a proposal needs where it does not say: all that are invited, each of them. */
export function neededOf({
  offices,
  required = offices,
  quorum = required.length || 1,
}: Pick<Choices, 'offices'> & {
  readonly required?: readonly OfficeId[] | undefined
  readonly quorum?: number | undefined
}): Pick<Choices, 'required' | 'quorum'> {
  return { required: [...required], quorum }
}

/** `no-order-power` where somebody is required who can never act; `invalid-input` where a correction has no text. */
export function proposalProblem(
  { action, required, compensation }: Pick<Choices, 'action' | 'required' | 'compensation'>,
  document: JointDocument,
  directory: Directory,
): Problem | undefined {
  const powerless =
    kindRules[action].drafts.length === 0
      ? undefined
      : directory.offices.find((each) => required.includes(each.id) && !hasOrderPower(each))
  if (powerless !== undefined)
    return noOrderPower(powerless.id, {
      en: `it cannot be required here (${kindNames[action].en}). Invite it without requiring it, or leave it out`,
      fr: `il ne peut pas être requis ici (${kindNames[action].fr}). Invitez-le sans le requérir, ou laissez-le de côté`,
    })
  return compensation === 'correction' && document.correction === undefined
    ? problem(
        'invalid-input',
        {
          en: 'A compensation by correction needs the text of the correction in the document',
          fr: 'Une réparation par rectificatif exige le texte du rectificatif dans le document',
        },
        undefined,
        { path: 'document.correction' },
      )
    : undefined
}

type AnswerWord = keyof typeof answerWords

/** The words with which a question of this kind is answered. */
export function answersTo(action: JointKind): readonly AnswerWord[] {
  return action === 'deconfliction' ? ['yes', 'no', 'ask'] : ['granted', 'partly', 'declined']
}

/** `invalid-input` where the answer is none to this question, or says more than one word to a question of deconfliction. */
export function answerProblem(
  action: JointKind,
  answer: AnswerWord,
  text: string | undefined,
): Problem | undefined {
  const allowed = answersTo(action)
  if (!allowed.includes(answer))
    return problem(
      'invalid-input',
      {
        en: `A ${kindNames[action].en} is answered with ${allowed.map((each) => answerWords[each].en).join(', ')}, not with "${answerWords[answer].en}"`,
        fr: `Les réponses possibles (${kindNames[action].fr}) sont ${allowed.map((each) => answerWords[each].fr).join(', ')}, et non « ${answerWords[answer].fr} »`,
      },
      answer,
      { path: 'answer' },
    )
  // No more than one word may be learnt from it.
  return action === 'deconfliction' && text !== undefined
    ? problem(
        'invalid-input',
        {
          en: 'A question of deconfliction is answered with yes, no or ask us, and nothing else',
          fr: 'On répond à une question de coordination par oui, non ou demandez-nous, et rien d’autre',
        },
        undefined,
        { path: 'text' },
      )
    : undefined
}

/** What is wrong with a consent's own drafts. `hasCommand`: whether an order has a command of this id already. */
export function consentProblem(
  action: JointKind,
  office: Pick<OfficeEntry, 'id' | 'role'>,
  drafts: readonly Draft[],
  hasCommand: (order: OrderId, id: CommandId) => boolean,
): Problem | undefined {
  const wrong = draftsProblem(action, office, drafts)
  if (wrong !== undefined) return wrong
  const known = drafts.find(({ order, command }) => hasCommand(order, command.id))
  return known === undefined
    ? undefined
    : problem(
        'already-exists',
        {
          en: `Order "${known.order}" has a command of the id of this draft already: a draft is a new one, with an id of its own`,
          fr: `L’ordonnance « ${known.order} » a déjà une commande de l’identifiant de ce projet : un projet est nouveau et a le sien`,
        },
        known.command.id,
      )
}

/** What was promised before is the same promise, if it is the same: its salt, and so its hash, stay. */
export function isSamePromise(
  before: Prepared,
  now: Pick<Prepared, 'drafts' | 'conditions'>,
): boolean {
  const what = ({ drafts, conditions }: Pick<Prepared, 'drafts' | 'conditions'>) =>
    canonical({ drafts, conditions })
  return what(before) === what(now)
}

/** The consent to approve: the one that waits, or the one approved before, so that a repeated approval is answered as the first was. */
export function consentToApprove({
  prepared,
  answer,
}: ParticipationState): ParticipationState['prepared'] {
  if (prepared !== undefined || answer?.kind !== 'consented') return prepared
  const { on, version, digest, sealed, preparedBy } = answer
  return { on, version, digest, sealed, prepared: answer.prepared, by: preparedBy }
}

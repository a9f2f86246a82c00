// The words with which a court's decision is recorded, read to what they do. A word that can mean two things is never guessed.

import { refuse, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { Effect } from './calculus.ts'
import type { SaidOutcome, Then } from './order.schema.ts'

export interface SaidResult {
  readonly terms: readonly string[]
  /** As against which respondents; absent: all. */
  readonly parties?: readonly string[] | undefined
  readonly outcome: SaidOutcome
  readonly then?: Then | undefined
}

/** The effect of a challenge's latest decision on a term, as it stands now: what an appeal from it is about. */
export type Below = Effect | undefined

/**
 * What one result does. `below` is what the decision appealed did to the terms; absent for a challenge of the order itself.
 * `undefined` where the word can mean two things.
 */
export function effectOf(
  { outcome, then }: Pick<SaidResult, 'outcome' | 'then'>,
  appeal: boolean,
  below: Below,
): Effect | undefined {
  if (outcome === 'withdrawn') return appeal ? 'below-stands' : 'ended'
  if (outcome === 'allowed') return then === undefined ? undefined : afterAllowed(then, appeal)
  if (!appeal) return outcome === 'upheld' || outcome === 'dismissed' ? 'stands' : outcome
  if (outcome === 'dismissed') return 'below-stands'
  // The first edition's words: of an order that stands below, each has one meaning only; "remitted" never has.
  const stands = below === 'stands' || below === 'varied' || below === 'ended'
  if (!stands || outcome === 'remitted') return undefined
  return outcome === 'upheld' ? 'below-stands' : outcome
}

function afterAllowed(then: Then, appeal: boolean): Effect | undefined {
  switch (then) {
    case 'order-stands':
      return appeal ? 'stands' : undefined
    case 'order-quashed':
      return 'quashed'
    case 'order-varied':
      return 'varied'
    case 'back-to-office':
      return 'remitted'
    case 'back-to-court':
      return appeal ? 'reopened' : undefined
  }
}

/** A word of an old record that could mean two things: upholding leaves what is below; the others are not clear. */
export function effectOfRecord(said: SaidResult, appeal: boolean, below: Below): Effect {
  return effectOf(said, appeal, below) ?? (said.outcome === 'upheld' ? 'below-stands' : 'unclear')
}

/** Why these words cannot be recorded, with the words to choose from. */
export function unclearWord(
  challenge: string,
  { outcome, then }: Pick<SaidResult, 'outcome' | 'then'>,
  appeal: boolean,
): Problem {
  const said = then === undefined ? outcome : `${outcome} + ${then}`
  const words = appeal ? onAppeal : onChallenge
  const [en, fr] = (['en', 'fr'] as const).map((lang) =>
    words.map(({ word, means }) => `${word} (${means[lang]})`).join('; '),
  )
  return refuse(
    'invalid-input',
    {
      en: `"${said}" does not say what becomes of the order after "${challenge}": choose one of ${en}`,
      fr: `« ${said} » ne dit pas ce que devient l’ordonnance après « ${challenge} » : choisir parmi ${fr}`,
    },
    { value: said, details: words.map(({ word }) => word) },
  ).problem
}

/** The words to choose from, as they are entered, and what each means. */
const onChallenge: readonly { word: string; means: Text }[] = [
  { word: 'upheld', means: { en: 'the order stands', fr: 'l’ordonnance tient' } },
  { word: 'quashed', means: { en: 'the order is gone', fr: 'l’ordonnance est annulée' } },
  { word: 'varied', means: { en: 'it stands as changed', fr: 'elle tient, modifiée' } },
  { word: 'remitted', means: { en: 'back to the office', fr: 'renvoi à l’organisme' } },
  { word: 'withdrawn', means: { en: 'nothing was decided', fr: 'rien n’a été tranché' } },
]
const onAppeal: readonly { word: string; means: Text }[] = [
  {
    word: 'dismissed',
    means: { en: 'the decision below stands', fr: 'la décision portée en appel tient' },
  },
  { word: 'allowed + order-stands', means: { en: 'the order stands', fr: 'l’ordonnance tient' } },
  {
    word: 'allowed + order-quashed',
    means: { en: 'the order is gone', fr: 'l’ordonnance est annulée' },
  },
  {
    word: 'allowed + order-varied',
    means: { en: 'it stands as changed', fr: 'elle tient, modifiée' },
  },
  {
    word: 'allowed + back-to-court',
    means: { en: 'heard again below', fr: 'nouvelle audience en première instance' },
  },
  {
    word: 'allowed + back-to-office',
    means: { en: 'back to the office', fr: 'renvoi à l’organisme' },
  },
  {
    word: 'withdrawn',
    means: { en: 'the decision below stands', fr: 'la décision portée en appel tient' },
  },
]

// How a copy was given: a closed list, and `other` in words. Apart from its schema, because a workflow takes no schema.

import type { Text } from '../kernel/text.ts'

export const knownMeans = [
  'hand',
  'mail',
  'courier',
  'email',
  'substituted',
  'abroad',
  'deemed',
  'unknown',
] as const

/** What no pack says of some means. The dates are counted all the same, from the day that is recorded: that is the safe reading. */
export function meansDoubt(means: string): Text | undefined {
  return doubtful.has(means)
    ? {
        en: 'whether a copy given so counts, and from which day, the policy pack does not say; the dates run from the day recorded',
        fr: 'le cadre ne dit pas si une copie remise ainsi est valable, ni à partir de quel jour; les délais courent du jour consigné',
      }
    : undefined
}
const doubtful: ReadonlySet<string> = new Set(['email', 'abroad', 'deemed', 'unknown'])

/** The word of the list, or the words in its place; records from before the list have plain words. */
export function wordOfMeans(means: string | { readonly other: string }): string {
  return typeof means === 'string' ? means : means.other
}

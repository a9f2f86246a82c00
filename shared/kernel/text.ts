// Text in both official languages, and the small words every other part uses about trust.

/** English and French of one text. Both are required of what Concert itself says. */
export interface Text {
  readonly en: string
  readonly fr: string
}

export type Lang = keyof Text

/**
 * How far a legal fact can be trusted: `V` primary text read, `S` secondary source,
 * `D` derived here from V or S, `M` general knowledge, unverified. Never upgraded.
 */
export type Confidence = 'V' | 'S' | 'D' | 'M'

/**
 * French as it is set in Canada: a colon and guillemets keep to their word over the end of a line, and apostrophes are round.
 * For what Concert itself says, not for what somebody wrote.
 */
export function typeset(french: string): string {
  return french
    .replaceAll(/ (?=[:;?!»])|(?<=«) /g, '\u00a0')
    .replaceAll(/(?<=\p{L})'(?=\p{L})/gu, '’')
}

/** What a policy pack says, in the reader's language. */
export function said(lang: Lang, { en, fr }: Text): string {
  return lang === 'en' ? en : typeset(fr)
}

const order: readonly Confidence[] = ['V', 'S', 'D', 'M']

/** The least trustworthy of several marks; a chain of rules is as sure as its weakest link. */
export function weakest(marks: readonly Confidence[]): Confidence {
  let worst: Confidence = 'V'
  for (const mark of marks) if (order.indexOf(mark) > order.indexOf(worst)) worst = mark
  return worst
}

/** Whether it rests on general knowledge only: that warns, and refuses nothing. */
export function unverified(marks: readonly Confidence[]): boolean {
  return weakest(marks) === 'M'
}

/** Exhaustiveness for unions that we produce ourselves. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value ${JSON.stringify(value)}`)
}

// How a copy was given: a closed list, and `other` in words. Apart from its schema, because a workflow takes no schema.

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

/** The word of the list, or the words in its place; records from before the list have plain words. */
export function wordOfMeans(means: string | { readonly other: string }): string {
  return typeof means === 'string' ? means : means.other
}

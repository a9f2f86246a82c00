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

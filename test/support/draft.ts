// A draft that somebody has on their desk.

import type { Draft } from '../../shared/contract/desk.schema.ts'

/** Of a form of this office; `words` is its title and what it is about. */
export function draftOf(words: string, more: Partial<Draft> = {}): Draft {
  const text = { en: words, fr: words }
  return {
    id: 'page/1',
    act: 'order/serve',
    title: text,
    about: text,
    path: '/x',
    values: {},
    ...more,
  }
}

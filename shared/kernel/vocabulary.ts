// Words in both languages, looked up by name: what pages and events are told with. It holds no words itself.

import { typeset, type Lang, type Text } from './text.ts'

export type Values = Readonly<Record<string, string | number>>

/** `status` of `status.issued`. */
type GroupOf<Word> = Word extends `${infer Group}.${string}` ? Group : never

export interface Vocabulary<Word extends string> {
  /** The text of `word`; `{name}` is replaced from `values`. It is plain text: whoever shows it escapes it. */
  t(lang: Lang, word: Word, values?: Values): string
  /** The word for a value that comes from data, `group.value`; where there is none, the value itself, readable. */
  label(lang: Lang, group: GroupOf<Word>, value: string): string
}

export function vocabulary<const Words extends Readonly<Record<string, Text>>>(
  words: Words,
): Vocabulary<keyof Words & string> {
  const set = new Map<string, Text>(
    Object.entries(words).map(([word, { en, fr }]) => [word, { en, fr: typeset(fr) }]),
  )
  return {
    t: (lang, word, values = {}) => fill((set.get(word) as Text)[lang], values),
    label: (lang, group, value) => {
      const found = set.get(`${group}.${value}`)
      return found !== undefined
        ? found[lang]
        : group === 'means'
          ? value
          : value.replaceAll('-', ' ')
    },
  }
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

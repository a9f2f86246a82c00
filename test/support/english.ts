// The words by which English is found on a French page: those of the product's own English texts that none of its French texts has.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..', '..')

/** What only English has, whatever the tables say. */
const small =
  'the and of with not by from this that which has have had was were are is been will would may must shall should order orders office offices days due until since here there when where who what why how no yes only each every all any none unknown recorded signed because before after today tomorrow'.split(
    ' ',
  )

/** In both languages, or a name: no sign of either. */
const inBoth = new Set(
  'concert temporal openapi asyncapi markdown brotli gzip clearview example first officer director canada alberta columbia british'.split(
    ' ',
  ),
)
const leastLetters = 4

let known: readonly string[] | undefined

export function englishWords(): readonly string[] {
  return (known ??= findWords())
}

function findWords(): string[] {
  const tables = globSync(
    ['services/web/**/words.ts', 'shared/**/*words*.ts', 'shared/contract/event-text.ts'],
    { cwd: root },
  ).map((file) => readFileSync(path.join(root, file), 'utf8'))
  const french = new Set(
    [
      ...tables,
      ...globSync(
        ['shared/**/*.ts', 'services/**/*.ts', 'shared/policy/packs/**/*.json', 'cases/*.json'],
        {
          cwd: root,
        },
      ).map((file) => readFileSync(path.join(root, file), 'utf8')),
    ].flatMap((text) => wordsOf(text, 'fr')),
  )
  const english = new Set(tables.flatMap((text) => wordsOf(text, 'en')))
  return [
    ...small,
    ...[...english].filter(
      (word) => word.length >= leastLetters && !french.has(word) && !inBoth.has(word),
    ),
  ]
}

/** `en: 'Board'`, `"fr": "Tableau"`: in TypeScript and in JSON. */
function wordsOf(source: string, lang: 'en' | 'fr'): string[] {
  const texts = source.matchAll(
    new RegExp(
      `\\b${lang}"?:\\s*(?:'((?:\\\\.|[^'\\\\])*)'|"((?:\\\\.|[^"\\\\])*)"|\`((?:\\\\.|[^\`\\\\])*)\`)`,
      'g',
    ),
  )
  return [...texts].flatMap(([, a, b, c]) =>
    (a ?? b ?? c ?? '')
      .replaceAll(/\{\w+\}|\$\{[^}]*\}/g, ' ')
      .toLowerCase()
      .split(/[^\p{L}]+/u),
  )
}

/** Sentences of the cases that these tests show: whoever wrote them chose their spaces. */
export function frenchOfOthers(): readonly string[] {
  return globSync('cases/*.json', { cwd: root }).flatMap((file) =>
    [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(
        /"fr":\s*"((?:[^"\\]|\\.)*[:;?!»](?:[^"\\]|\\.)*)"/g,
      ),
    ].map(([, text = '']) => JSON.parse(`"${text}"`) as string),
  )
}

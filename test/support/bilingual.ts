// What every refusal has to be: told in both languages, in words, without anything that only the program understands.

import { expect } from 'vitest'
import { catalogue } from '../../shared/kernel/problems.ts'

interface Said {
  readonly en: string
  readonly fr: string | undefined
}

const codes = Object.keys(catalogue).filter((code) => code.includes('-'))
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a code of the catalogue', new RegExp(`(?<![\\w"/-])(${codes.join('|')})(?![\\w"/-])`)],
  ['an instant in UTC', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z/],
  ['a random id', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/],
  ['an event id', /\b[a-z-]+\/[0-9A-Z]{5,26}\/(order|matter|joint)\//],
  ['a placeholder', /\{\w+\}|undefined|\[object|NaN/],
]
/** Words that no French sentence of ours has. */
const english =
  /\b(the|there|is not|expected|got|missing|must|does not|with its|too (small|big)|invalid)\b/i

/** `given` is what the sender wrote: it is quoted as it came, whatever it looks like. */
export function expectBilingual({ en, fr }: Said, given: readonly string[] = []): void {
  expect(fr, `no French for: ${en}`).toBeTypeOf('string')
  expect(fr).not.toBe(en)
  const without = (text: string) => given.reduce((rest, each) => rest.replaceAll(each, '…'), text)
  for (const text of [en, fr ?? ''].map(without))
    for (const [what, pattern] of forbidden)
      expect(pattern.exec(text)?.[0], `${what} in: ${text}`).toBeUndefined()
  expect(english.exec(without(fr ?? ''))?.[0], `English in: ${fr}`).toBeUndefined()
}

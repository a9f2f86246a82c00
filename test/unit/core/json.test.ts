// JSON and texts from outside: what is refused, with which code, and what is left alone.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeeperThan, parseJson, parseJsonBytes } from '../../../shared/kernel/json.ts'
import { flawOf, visible } from '../../../shared/kernel/plain-text.ts'
import { multiLineText, oneLineText } from '../../../shared/kernel/plain-text.schema.ts'
import { parseCloudEvent } from '../../../shared/ledger/parse.schema.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const codeOf = (result: ReturnType<typeof parseJson>) => (result.ok ? 'ok' : result.problem.code)

describe('JSON from outside', () => {
  it('is parsed as ever where it is not too deep', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it.each([
    ['100,000 lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100,000 objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['100,000 brackets that never close', '['.repeat(100_000)],
    ['one level too many', '['.repeat(65) + ']'.repeat(65)],
  ])('is refused as too deep: %s', (_, text) => {
    expect(codeOf(parseJson(text))).toBe('too-deep')
  })

  it('may have as many brackets in texts as it likes, and 64 levels', () => {
    expect(codeOf(parseJson(JSON.stringify('["\\'.repeat(1_000))))).toBe('ok')
    expect(codeOf(parseJson('['.repeat(64) + ']'.repeat(64)))).toBe('ok')
    expect(isDeeperThan('[][][][]', 1)).toBe(false)
  })

  it.each([
    ['invalid UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
    ['an encoded surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['a byte order mark', bytes('\ufeff{}')],
    ['nothing', bytes('')],
    ['half of it', bytes('{"a":')],
  ])('is refused as no JSON: %s', (_, input) => {
    expect(codeOf(parseJsonBytes(input))).toBe('not-json')
  })

  it('is refused in both languages', () => {
    for (const text of ['[', '['.repeat(65)]) {
      const result = parseJson(text)
      expect(result.ok).toBe(false)
      if (!result.ok) expect(result.problem.messageFr).not.toBe(result.problem.message)
    }
  })

  it('of a peer is set aside with a reason, and does not exhaust the stack', () => {
    expect(parseCloudEvent(bytes(`{"data":${'['.repeat(100_000)}`))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nested too deep'),
    })
  })
})

const hostile: readonly (readonly [what: string, text: string, inLines: boolean])[] = [
  ['NUL', 'a\0b', true],
  ['ESC', 'a\u001b[2Jb', true],
  ['DEL', 'a\u007fb', true],
  ['C1', 'a\u009bb', true],
  ['a bidi override', 'a\u202eb', true],
  ['a bidi isolate', 'a\u2066b', true],
  ['a right-to-left mark', 'a\u200fb', true],
  ['a line separator', 'a\u2028b', true],
  ['a byte order mark', '\ufeffab', true],
  ['a lone surrogate', 'a\ud800b', true],
  ['a carriage return', 'a\rb', true],
  ['a line break', 'a\nb', false],
  ['a tab', 'a\tb', false],
]

describe('a text from outside', () => {
  it.each(hostile)('of one line is refused with %s', (_, text) => {
    expect(oneLineText().safeParse(text).success).toBe(false)
    expect(flawOf(visible(text, 'one-line'), 'one-line')).toBeUndefined()
  })
  it.each(hostile)('of several lines: %s', (_, text, refused) => {
    expect(multiLineText().safeParse(text).success).toBe(!refused)
    expect(flawOf(visible(text, 'lines'), 'lines')).toBeUndefined()
  })
  it('that a form sent has plain line breaks', () =>
    expect(multiLineText().parse('a\r\nb\r\n')).toBe('a\nb\n'))
  it('of people is taken as it is', () => {
    for (const name of [
      'Noëlle Ó Súilleabháin',
      'ᐃᓄᒃᑎᑐᑦ',
      '王小明',
      'محمد',
      'क्‍ष',
      '👩‍⚖️',
      "L'Heureux-Dubé",
    ]) {
      expect(oneLineText().safeParse(name).success, name).toBe(true)
      expect(visible(name, 'one-line')).toBe(name)
    }
  })
  it('is refused where it is empty or too long', () => {
    expect(oneLineText().safeParse(' ').success).toBe(false)
    expect(oneLineText(3).safeParse('abcd').success).toBe(false)
    expect(oneLineText(3).safeParse('abc').success).toBe(true)
  })
  it('names the character and its place', () => {
    expect(oneLineText().safeParse('ab\u001bc').error?.issues[0]?.message).toBe(
      'not a text: it has the control character U+001B at position 3',
    )
  })
})

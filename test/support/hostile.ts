// Values that are nearly right, and some that are nothing of the kind, for whoever tries every route with them. The same each time.

/** What HTML, headers, terminals, files, SQL, spreadsheets and JSON could take for something of theirs. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  marker(),
  "' OR 1=1 --",
  '../../../../etc/passwd',
  'a\r\nSet-Cookie: x=1',
  'a\0b',
  '\u001b[2J\u001b]0;x\u0007',
  'a\u202eb',
  '\ufeffa',
  '\ud83d\udc69\u200d\u2696\ufe0f',
  '=HYPERLINK("http://evil.example")',
  '__proto__',
  'constructor',
  '//evil.example/',
  '/\\evil.example/',
  '%00%0d%0a%ff',
  '9999-12-31',
  '0000-02-30',
  '2022-01-26T25:61:61Z',
  'ca-bc-oipc:',
  ':',
  'x'.repeat(5_000),
]

/** Where this stands unescaped in a page, somebody's script would run. */
export function marker(): string {
  return '"\'><img src=x onerror=alert(1)>'
}

const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  [[]],
  {},
  { constructor: { prototype: 1 } },
  'a\ud800',
  ...hostileTexts,
]

type Json = Readonly<Record<string, unknown>> | readonly unknown[]

/** The same value with one thing changed, left out or added, at every place in turn. `perPlace`: how many of the values each place gets. */
export function mutantsOf(value: unknown, perPlace: number): unknown[] {
  const mutants: unknown[] = []
  let turn = 0
  const next = () => hostileValues[turn++ % hostileValues.length]
  const walk = (at: unknown, put: (other: unknown) => unknown): void => {
    for (let n = 0; n < perPlace; n += 1) mutants.push(put(next()))
    if (Array.isArray(at)) {
      mutants.push(put(Array.from({ length: 300 }, () => at[0])))
      at.forEach((each, index) => walk(each, (other) => put(at.with(index, other))))
    } else if (typeof at === 'object' && at !== null) {
      const members = Object.entries(at as Json)
      mutants.push(put({ ...at, unexpected: next() }))
      for (const [key, each] of members) {
        mutants.push(put(Object.fromEntries(members.filter(([name]) => name !== key))))
        walk(each, (other) => put({ ...at, [key]: other }))
      }
    }
  }
  walk(value, (other) => other)
  return mutants
}

/** Bodies that are no JSON object, or one that means two things. */
export const hostileBodies: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'null',
  '[]',
  '"x"',
  '1e999',
  'NaN',
  '{',
  '{"kind":"serve","kind":"refuse"}',
  '{"__proto__":{"kind":"serve"},"kind":"serve"}',
  '\ufeff{}',
  '{"a":1}\0',
  Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00),
]

/** Cursors that nobody answered. */
export const hostileCursors: readonly string[] = [
  ...[
    '[]',
    '["a"]',
    '["a","b"]',
    '["a","b","c","d","e","f","g"]',
    '["a",1]',
    '[1e308,-1]',
    '["x",-1]',
    '["x",9007199254740993]',
    '["x",1.5]',
    '{"length":2}',
    'null',
    '["\\u0000","\\ud800"]',
  ].map((text) => Buffer.from(text).toString('base64url')),
  '====',
  'A'.repeat(3_000),
]

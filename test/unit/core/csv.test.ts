// A file for a spreadsheet: what somebody else wrote is text there, whatever it begins with and wherever a cell begins.

import { expect, test } from 'vitest'
import { csvOf } from '../../../shared/kernel/csv.ts'

const formula = /(^|[;\t\r\n,])"?[=+\-@\uff1d\uff0b\uff0d\uff20]/

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\uff1d1+1',
  'Acme;=cmd|x',
  'Acme;\t=1',
  'a;-1;+2',
  'one\n=two',
])('%j becomes no formula, where a comma divides cells and where a semicolon does', (text) => {
  const line = csvOf([['office', text, 'x']]).slice(1)
  expect(line.replaceAll('\r\n', ' ')).not.toMatch(formula)
})

test('other text stays as it is', () => {
  for (const text of ['Acme Inc.; Beta-Gamma', 'a = b', 'x-y@example.ca', '; ', '2022-01-26'])
    expect(csvOf([[text]])).toBe(`\ufeff${text}\r\n`)
  expect(csvOf([['a,"b"', -1]])).toBe('\ufeff"a,""b""",-1\r\n')
})

// Case files: good ones, and every way in which one, or one fact of one, can be wrong.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { maxCaseBytes } from '../../../shared/kernel/limits.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'

const today = '2026-11-22' as LocalDate
const read = (name: string) =>
  readFileSync(new URL(`../../../cases/${name}.json`, import.meta.url), 'utf8')

const outer = {
  matter: 'm1',
  title: { en: 'Matter', fr: 'Affaire' },
  respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
  files: { 'ca-bc-oipc': 'P1' },
}
const good = {
  on: '2022-01-10',
  office: 'ca-bc-oipc',
  what: 'copy-given',
  order: 'ca-bc-oipc:P1',
  party: 'acme',
  means: 'courier',
  confidence: 'V',
  source: 's',
}
const parse = (facts: unknown, change: object = {}) =>
  parseCase(JSON.stringify({ ...outer, facts, ...change }), today)
const refusalOf = (fact: unknown) => {
  const { case: file, refused } = unwrap(parse([good, fact, good]))
  expect(file.facts.map((each) => each.index)).toEqual([0, 2])
  expect(refused).toHaveLength(1)
  expect(refused[0]?.index).toBe(1)
  return refused[0]?.problem
}

describe('whole files', () => {
  it.each([
    ['clearview-ai', 24],
    ['exercise', 58],
  ])('%s parses without a refusal', (name, facts) => {
    const parsed = unwrap(parseCase(read(name), today))
    expect(parsed.refused).toEqual([])
    expect(parsed.case.facts).toHaveLength(facts)
  })

  it('marks the exercise as invented', () => {
    const { case: file } = unwrap(parseCase(read('exercise'), today))
    expect(file.title.en).toMatch(/EXERCISE \(invented\)/)
    expect(file.respondent.name).toMatch(/invented/)
    for (const office of Object.keys(file.files))
      expect(file.facts.find((fact) => fact.office === office)).toMatchObject({
        what: 'noted',
        text: { en: expect.stringMatching(/^EXERCISE\. Nothing here happened/) },
      })
    expect(file.facts.every((fact) => fact.source === 'invented for this exercise')).toBe(true)
  })

  it('refuses what is not JSON, quoting it', () => {
    const result = parseCase('{ "matter": ', today)
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'not-json', value: '"{ \\"matter\\": "' },
    })
  })

  it('refuses what is too large before reading it', () => {
    expect(parseCase('é'.repeat(maxCaseBytes / 2 + 1), today)).toMatchObject({
      ok: false,
      problem: { code: 'too-large' },
    })
  })

  it.each(['matter', 'respondent', 'title', 'files', 'facts'])(
    'refuses a file without %s as a whole',
    (field) => {
      expect(parse([good], { [field]: undefined })).toMatchObject({
        ok: false,
        problem: {
          code: 'invalid-input',
          path: field,
          message: expect.stringContaining('missing'),
        },
      })
    },
  )

  it('refuses a field of the file that is not known', () => {
    expect(parse([good], { extra: 1 })).toMatchObject({
      ok: false,
      problem: { code: 'invalid-input', path: 'extra', value: '1' },
    })
  })

  it.each([['null'], ['[]'], ['"text"'], ['3']])('refuses %s', (text) => {
    expect(parseCase(text, today)).toMatchObject({ ok: false, problem: { code: 'invalid-input' } })
  })

  it('reads a file that begins with a byte order mark', () => {
    expect(parseCase(`\uFEFF${JSON.stringify({ ...outer, facts: [good] })}`, today).ok).toBe(true)
  })
})

describe('single facts', () => {
  it('refuses an unknown field by its name and value', () => {
    expect(refusalOf({ ...good, colour: 'red' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.colour',
      value: '"red"',
      message: expect.stringContaining('unknown field "colour"'),
    })
  })

  it.each(['2021-02-29', '2021-13-01', '2022-1-1', 'soon', ''])(
    'refuses the impossible date %j',
    (on) => {
      expect(refusalOf({ ...good, on })).toMatchObject({
        code: 'impossible-date',
        path: 'facts.1.on',
        value: JSON.stringify(on),
      })
    },
  )

  it('names an impossible date even where more is wrong, and lists everything', () => {
    expect(refusalOf({ ...good, means: undefined, on: '2021-02-29' })).toMatchObject({
      code: 'impossible-date',
      details: [expect.stringContaining('on:'), expect.stringContaining('means:')],
    })
  })

  it('refuses an unknown kind of fact', () => {
    expect(refusalOf({ ...good, what: 'coffee-served' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.what',
      value: '"coffee-served"',
      message: expect.stringContaining('unknown kind of fact'),
    })
  })

  it.each(['order', 'party', 'office', 'what', 'on'])('refuses a fact without %s', (field) => {
    expect(refusalOf({ ...good, [field]: undefined })).toMatchObject({
      code: 'invalid-input',
      path: `facts.1.${field}`,
    })
  })

  it.each([[null], ['text'], [[]], [7]])('refuses %j', (fact) => {
    expect(refusalOf(fact)).toMatchObject({ code: 'invalid-input' })
  })

  it('refuses what has not happened, and takes what happened today', () => {
    expect(refusalOf({ ...good, on: '2026-11-23' })).toMatchObject({
      code: 'future-date',
      value: '2026-11-23',
    })
    expect(unwrap(parse([{ ...good, on: '2026-11-22' }])).refused).toEqual([])
  })

  it('refuses an assumed date in the future, by the assumed date', () => {
    expect(
      refusalOf({
        ...good,
        on: undefined,
        assume: '2027-01-01',
        between: ['2026-01-01', '2027-02-01'],
      }),
    ).toMatchObject({ code: 'future-date', value: '2027-01-01' })
  })

  it.each([
    [{ assume: '2022-01-10' }, 'between'],
    [{ assume: '2022-01-10', between: ['2022-01-11', '2022-01-12'] }, 'assume'],
    [{ on: '2022-01-10', assume: '2022-01-10', between: ['2022-01-01', '2022-01-12'] }, 'assume'],
    [{ on: '2022-01-10', between: ['2022-01-01', '2022-01-12'] }, 'assume'],
  ])('refuses the date %j', (dates, field) => {
    expect(refusalOf({ ...good, on: undefined, ...dates })).toMatchObject({
      code: 'invalid-input',
      path: `facts.1.${field}`,
    })
  })

  it('refuses an office without a file in the matter', () => {
    expect(refusalOf({ ...good, office: 'ca-on-ipc' })).toMatchObject({
      code: 'not-found',
      value: 'ca-on-ipc',
    })
  })

  it("refuses a number that is not the order's own", () => {
    const term = {
      id: 'T1',
      theme: 't',
      kind: 'mandate',
      effort: 'absolute',
      text: { en: 'a', fr: 'b' },
    }
    const issued = {
      on: '2022-01-01',
      office: 'ca-bc-oipc',
      what: 'order-issued',
      order: 'ca-bc-oipc:P1',
      number: 'P1',
      statute: 's',
      terms: [term],
    }
    expect(unwrap(parse([issued])).refused).toEqual([])
    expect(refusalOf({ ...issued, number: 'P2' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.number',
    })
  })

  it('checks a joint action: its number, its moments, and whose orders it issues', () => {
    const both = { en: 'a', fr: 'b' }
    const joint = {
      on: '2022-01-01',
      office: 'ca-bc-oipc',
      what: 'joint-proposed',
      action: 'J22-01',
      kind: 'issuance',
      offices: ['ca-bc-oipc'],
      orders: ['ca-bc-oipc:P1'],
      title: both,
      text: both,
      moment: '2022-02-01T17:00:00.000Z',
      replyBy: '2022-01-20T17:00:00.000Z',
    }
    expect(unwrap(parse([joint])).refused).toEqual([])
    expect(refusalOf({ ...joint, action: 'J22_01' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.action',
    })
    expect(refusalOf({ ...joint, kind: 'statement' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.orders',
    })
    expect(refusalOf({ ...joint, orders: ['ca-ab-oipc:P1'] })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.orders',
      message: expect.stringContaining('ca-ab-oipc:P1'),
    })
    expect(refusalOf({ ...joint, moment: '2022-02-01' })).toMatchObject({
      code: 'invalid-input',
      path: 'facts.1.moment',
    })
    expect(refusalOf({ ...joint, text: { en: 'a', fr: '' } })).toMatchObject({
      code: 'invalid-input',
    })
  })

  it('keeps what a refused fact said about itself', () => {
    const { refused } = unwrap(parse([{ ...good, colour: 'red' }, 7]))
    expect(refused[0]).toMatchObject({
      index: 0,
      office: 'ca-bc-oipc',
      on: '2022-01-10',
      what: 'copy-given',
    })
    expect(refused[1]).toMatchObject({ index: 1, office: null, on: null, what: null })
  })

  it('does not repeat a huge value', () => {
    expect(
      (refusalOf({ ...good, what: 'x'.repeat(100_000) })?.message.length ?? Infinity) < 500,
    ).toBe(true)
  })
})

// What a peer's event may not say though its form is right: each small input of a hostile reading, and that real events pass.

import { describe, expect, it } from 'vitest'
import { implausible, type PlausibleInput } from '../../../shared/ledger/plausible.ts'
import { issued, noted, ref } from '../../support/events.ts'
import { foundingEvidence } from '../../support/evidence.ts'
import { parseCloudEvent, parseEnvelope } from '../../../shared/ledger/parse.schema.ts'
import { parseSubject } from '../../../shared/kernel/ids.ts'

const order = ref('ca-bc-oipc', 'P21-08', 'order')
const matter = ref('ca-bc-oipc', 'm')
function judge(event: object, more: Partial<PlausibleInput> = {}): string | undefined {
  return implausible({
    ref: order,
    version: 1,
    commandId: 'c1',
    event: event as { kind: string },
    statutes: ['ca-bc-pipa'],
    isKnownCommand: () => false,
    ...more,
  })?.en
}
const good = issued('P21-08')
const respondent = good.respondent

describe('an order', () => {
  it('as it is issued is taken', () => {
    expect(judge(good)).toBeUndefined()
  })
  it.each<[string, object, Partial<PlausibleInput>, string]>([
    ['a second issuance', good, { version: 2 }, 'says "issued" a second time, at version 2'],
    ['a beginning that is none', { kind: 'closed', reason: 'x' }, {}, 'begins with "closed"'],
    ['another number than its subject', issued('P21-09'), {}, 'calls itself "P21-09"'],
    ['a statute of another office', { ...good, statute: 'ca-qc-p391' }, {}, 'does not act under'],
    [
      'two parties with one id',
      { ...good, otherParties: [respondent] },
      {},
      'two parties have the id',
    ],
    ['two terms with one id', { ...good, terms: [...good.terms, good.terms[0]] }, {}, 'two terms'],
    [
      'a command id twice',
      good,
      { isKnownCommand: (id) => id === 'c1' },
      'command "c1" was recorded',
    ],
    ['the year 0000', { ...good, on: '0000-01-01' }, {}, 'the year 0000'],
    ['the year 1799', { ...good, on: '1799-12-31' }, {}, 'the year 1799'],
    ['the year 9999', { ...good, on: '9999-12-31' }, {}, 'the year 9999'],
    ['an instant in 2201', { ...good, at: '2201-01-01T00:00:00.000Z' }, {}, 'the year 2201'],
    ['a text of 200 kB', { ...good, note: 'x'.repeat(200_000) }, {}, '200000 characters'],
    ['NUL in a text', { ...good, note: 'a\0b' }, {}, 'U+0000'],
    ['a lone surrogate', { ...good, note: 'a\udfffb' }, {}, 'a surrogate stands alone'],
    [
      'a line break in a name',
      { ...good, respondent: { ...respondent, name: 'a\nb' } },
      {},
      'U+000A',
    ],
    ['an escape in a member name', { ...good, 'a\u001b': 1 }, {}, 'the name of a member'],
  ])('with %s is set aside', (_, event, more, reason) => {
    expect(judge(event, more)).toContain(reason)
  })
  it('of the first and the last plausible year is taken', () => {
    expect(judge({ ...good, on: '1800-01-01' })).toBeUndefined()
    expect(judge({ ...good, on: '2200-12-31' })).toBeUndefined()
  })
})

it('leaves long sealed content of joint actions alone, and nothing else that is long', () => {
  const joint = ref('ca-bc-oipc', 'J26-01', 'joint')
  const sealed = { kind: 'proposed', sealed: 'A_-9'.repeat(20_000) }
  expect(judge(sealed, { ref: joint })).toBeUndefined()
  expect(judge(sealed, { ref: matter })).toContain('80000 characters')
  expect(judge({ ...sealed, text: 'a b'.repeat(20_000) }, { ref: joint })).toContain('characters')
})

it('takes lines in a note, but not in its source', () => {
  expect(judge(noted('one\ntwo'), { ref: matter, version: 3 })).toBeUndefined()
  expect(judge({ ...noted('one'), source: 'one\ntwo' }, { ref: matter, version: 3 })).toContain(
    'U+000A',
  )
})

it('takes everything that the offices of these tests recorded', () => {
  let taken = 0
  for (const { bytes, subject } of foundingEvidence().recorded) {
    const opened = parseEnvelope(bytes)
    const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
    const at = parseSubject(subject)
    if (!event.ok || at === undefined) throw new Error('not an event')
    const { data, type, version, commandid: commandId } = event.value
    const kind = type.split('.')[2] ?? ''
    expect(judge({ ...data, kind }, { ref: at, version, commandId })).toBeUndefined()
    taken++
  }
  expect(taken).toBe(5)
})

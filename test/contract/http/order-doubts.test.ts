// What is not certain of an order stands on its page, in both languages: a copy that is disputed, a publication that is sealed,
// what a route rests on, and how each respondent and finding stands.

import { expect, test } from 'vitest'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
const path = '/orders/ca-bc-oipc/P21-08'

async function pageAfter(
  facts: readonly object[],
  lang: 'en' | 'fr',
  today = '2022-02-20',
): Promise<string> {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-01').replay()
  office.today = today as typeof office.today
  for (const [at, fact] of facts.entries()) {
    const command = { id: `f${at}`, ...fact }
    const reply = await office.record(parseOrderId(order) as AggregateRef, command as never)
    if (reply.kind === 'refused') throw new Error(reply.problem.message)
  }
  const browser = await PlainBrowser.open(clientOf(office).send, path, lang)
  expect(browser.status).toBe(200)
  expect(browser.text).not.toMatch(/undefined|\[object/)
  return browser.words
}

const dispute = {
  kind: 'dispute-service',
  on: '2022-02-18',
  party: 'clearview-ai-inc',
  reason: 'never came',
}
const seal = {
  kind: 'stay',
  action: 'ordered',
  on: '2022-01-10',
  forum: 'a court',
  of: 'publication',
  until: '2023-01-31',
}

test.each([
  [
    'en',
    /disputes its copy\. Without it: not started/,
    /Not certain: .*disputes that it was given/,
  ],
  [
    'fr',
    /conteste la remise de sa copie\. Sans elle\s: non commencé/,
    /Incertain\s: .*conteste la remise/,
  ],
] as const)(
  'a copy that is disputed, in %s: the other reading, and what rests on it',
  async (lang, other, rests) => {
    const page = await pageAfter([dispute], lang)
    expect(page).toMatch(other)
    expect(page).toMatch(rests)
  },
)

test.each([
  ['en', /Not to be published, from .* until .*\(a court\)/, /of the publication/],
  ['fr', /Ne pas publier, du .* au .*\(a court\)/, /de la publication/],
] as const)('a publication that is sealed, in %s', async (lang, sealed, act) => {
  const page = await pageAfter([seal], lang)
  expect(page).toMatch(sealed)
  expect(page).toMatch(act)
})

test.each([
  ['en', /found not complied with/, /withdrawn on/],
  ['fr', /inexécution constatée/, /retirée le/],
] as const)('what the office found, and why a term ended, in %s', async (lang, found, ended) => {
  const page = await pageAfter(
    [
      { kind: 'assess', on: '2022-02-01', finding: 'not-accepted', basis: 'audit', terms: ['T1'] },
      { kind: 'withdraw', on: '2022-02-02', terms: ['T3'], reason: 'r' },
    ],
    lang,
  )
  expect(page).toMatch(found)
  expect(page).toMatch(ended)
})

test('an open route says what it rests on', async () => {
  expect(await pageAfter([], 'en')).toMatch(/Not certain: .*rests on the respondent's own word/)
})

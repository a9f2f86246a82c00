// What is not certain of an order stands on its page, in both languages: a copy that is disputed, a publication that is sealed,
// what a route rests on, and how each respondent and finding stands.

import { expect, test } from 'vitest'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const founding = 'ca-bc-oipc:P21-08'
const pathOf = (order: string) => `/orders/${order.replace(':', '/')}`

async function pageAfter(
  facts: readonly object[],
  lang: 'en' | 'fr',
  { today = '2022-02-20', order = founding, at: path = pathOf(order) } = {},
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

const minors = { en: 'Delete the images of minors', fr: 'Supprimer les images des mineurs' }
const ofTwo = [
  {
    kind: 'issue',
    on: '2022-01-03',
    matter: 'clearview-ai',
    statute: 'ca-bc-pipa',
    respondent: { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
    respondents: [{ id: 'sub', name: 'Sub Inc.', kind: 'organization' }],
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete the images', fr: 'Supprimer les images' },
      },
    ],
  },
  { kind: 'serve', on: '2022-01-03', party: 'acme', means: 'hand' },
  { kind: 'serve', on: '2022-01-03', party: 'sub', means: 'hand' },
  {
    kind: 'challenge',
    on: '2022-01-12',
    challenge: 'C1',
    challengeKind: 'judicial-review',
    forum: 'BCSC',
  },
  {
    kind: 'decide',
    on: '2022-02-10',
    challenge: 'C1',
    citation: '2022 BCSC 1',
    results: [
      { terms: ['T1'], parties: ['acme'], outcome: 'quashed' },
      { terms: ['T1'], parties: ['sub'], outcome: 'varied' },
    ],
  },
  {
    kind: 'reword',
    on: '2022-02-12',
    term: 'T1',
    parties: ['sub'],
    decision: '2022 BCSC 1',
    text: minors,
  },
]

test.each([
  [
    'en',
    /Acme Inc\.: ended, quashed on/,
    /to Sub Inc\. it says: .*Delete the images of minors/,
    /as against Sub Inc\. only/,
    /As against whom.*Acme Inc\..*Sub Inc\./s,
  ],
  [
    'fr',
    /Acme Inc\.\s: terminée?, annulée le/,
    /à Sub Inc\., elle dit\s: .*Supprimer les images des mineurs/,
    /à l’égard de Sub Inc\. seulement/,
    /À l’égard de qui.*Acme Inc\..*Sub Inc\./s,
  ],
] as const)(
  'what a court decided as against one respondent, and what it says to the other, in %s',
  async (lang, ended, says, history, asked) => {
    const order = 'ca-bc-oipc:P22-01'
    const page = await pageAfter(ofTwo, lang, { order })
    expect(page).toMatch(ended)
    expect(page).toMatch(says)
    expect(page).toMatch(history)
    expect(await pageAfter(ofTwo, lang, { order, at: `${pathOf(order)}/act/rescind` })).toMatch(
      asked,
    )
  },
)

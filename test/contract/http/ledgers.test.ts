// The page and the API of ledgers: what is held, signed and confirmed, what stopped, and a decision with its reason.

import { beforeEach, expect, test } from 'vitest'
import { ledgersSchema, ledgerStandingSchema } from '../../../shared/contract/ledgers.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

let client: ReturnType<typeof clientOf>
beforeEach(() => {
  client = clientOf(new MemoryOffice('ca-bc-oipc', '2022-01-26'))
})
const page = async (lang: string) => (await client.get(`/ledgers?lang=${lang}`)).text()

test.each([
  ['en', 'holds 3', 'not confirmed since', 'It has two signed histories'],
  ['fr', 'détient 3', 'non confirmé depuis', 'Il a deux historiques signés'],
])('the page says in %s who confirmed what, and what stopped', async (lang, ...words) => {
  const text = await page(lang)
  for (const word of words) expect(text).toContain(word)
  expect(text.replace(/ lang="en"|lang=en/g, '')).not.toContain('undefined')
})

test.each([
  ['en', 'Witness w1.example/2026 saw 4', 'It does not know this ledger', 'Key of this ledger'],
  ['fr', 'Le témoin w1.example/2026 a vu 4', 'Il ne connaît pas ce registre', 'Clé de ce registre'],
])('the page says in %s what witnesses said that are no offices', async (lang, ...words) => {
  const text = await page(lang)
  for (const word of words) expect(text).toContain(word)
  expect(text).toContain('concert/ca-bc-oipc/e1+0a1b2c3d+')
})

test.each([
  ['en', 'The ledger shows 3 entries, and 4 are known to be in it.'],
  ['fr', 'Le registre montre 3 entrées, alors que 4 y sont connues.'],
])(
  'the page says in %s that nothing is taken from a ledger that ends too early',
  async (lang, words) => {
    class Short extends MemoryOffice {
      override ledgers() {
        const view = super.ledgers()
        const short = {
          en: 'The ledger shows 3 entries, and 4 are known to be in it',
          fr: 'Le registre montre 3 entrées, alors que 4 y sont connues',
        }
        return { ...view, ledgers: view.ledgers.map((each) => ({ ...each, stopped: null, short })) }
      }
    }
    client = clientOf(new Short('ca-bc-oipc', '2022-01-26'))
    const text = await page(lang)
    expect(text).toContain(words)
    expect(text).not.toContain(
      lang === 'en' ? 'It is not what was read' : 'Il n’est plus ce qui avait',
    )
  },
)

test('the API has the form that it promises', async () => {
  const view = ledgersSchema.parse(await (await client.get('/v1/ledgers')).json())
  expect(view.own.state).toBe('intact')
  expect(view.ledgers.some(({ stopped }) => stopped !== null)).toBe(true)
})

test('a decision needs a reason, and is shown with who made it', async () => {
  const path = '/v1/ledgers/ca-ab-oipc/decision'
  expect((await client.post(path, {})).status).toBe(400)
  expect((await client.post(path, { reason: 'a\u001b[2Jb' })).status).toBe(400)
  const decided = await client.post(path, { reason: 'Its archive <was> put back' })
  expect(decided.status).toBe(200)
  expect(ledgerStandingSchema.parse(await decided.json()).decisions).toHaveLength(1)
  const text = await page('en')
  expect(text).toContain('Its archive &lt;was&gt; put back')
})

test.each([
  ['en', 'lost this ledger', 'At least 2 entries are lost', 'Its disk failed'],
  ['fr', 'avoir perdu ce registre', 'Au moins 2 entrées sont perdues', 'Its disk failed'],
])(
  'the page says in %s that a ledger succeeds a lost one, what is lost and who must accept it',
  async (lang, ...words) => {
    const text = await page(lang)
    for (const word of words) expect(text).toContain(word)
    expect(text).toContain('concert ledger accept')
  },
)

test('a successor is accepted with a reason, and that is shown with who did', async () => {
  const { ledgers } = ledgersSchema.parse(await (await client.get('/v1/ledgers')).json())
  const lost = ledgers.find(({ succession }) => succession?.state === 'waits')
  const path = `/v1/ledgers/${lost?.office}/succession`
  expect((await client.post(path, {})).status).toBe(400)
  const accepted = await client.post(path, { reason: 'Its registrar <confirmed> it' })
  expect(accepted.status).toBe(200)
  expect(ledgerStandingSchema.parse(await accepted.json()).succession?.accepted).toHaveLength(1)
  expect(await page('en')).toContain('Its registrar &lt;confirmed&gt; it')
})

test.each([
  ['en', ['Keys', 'meant until 2026-12-20', 'counts up to entry 4650 of its ledger']],
  ['fr', ['Clés', 'prévue jusqu’au 2026-12-20', 'vaut jusqu’à l’inscription 4650 de son registre']],
])(
  'the page says in %s which keys an office has, until when, and what they count for',
  async (lang, words) => {
    const text = await page(lang)
    for (const word of words) expect(text).toContain(word)
  },
)

test.each([
  ['en', 'announced a maintenance until', 'announced maintenance until', 'cannot be read'],
  [
    'fr',
    'a annoncé une interruption jusqu’au',
    'interruption annoncée jusqu’au',
    'ne peut être lu',
  ],
])(
  'an office that is away as it announced is shown so in %s, on every page and among the ledgers, and one that did not is away',
  async (lang, notice, badge, away) => {
    const maintenance = {
      from: '2022-01-26T18:00:00.000Z',
      until: '2022-01-26T20:00:00.000Z',
      reason: 'Its broker moves',
    }
    class Announced extends MemoryOffice {
      override ledgers() {
        const view = super.ledgers()
        return { ...view, ledgers: view.ledgers.map((each) => ({ ...each, maintenance })) }
      }
    }
    const office = new Announced('ca-bc-oipc', '2022-01-26')
    const cut = (said: object) =>
      office.reach.map((each) =>
        each.office === 'ca-ab-oipc'
          ? { office: each.office, state: 'unreachable' as const, lastHeard: null, ...said }
          : each,
      )
    office.reach = cut({ maintenance })
    client = clientOf(office)
    const announced = await (await client.get(`/matters?lang=${lang}`)).text()
    expect(announced).toContain(notice)
    expect(announced).toContain('Its broker moves')
    expect(announced).not.toContain(away)
    // Of four ledgers the one that is silent, and no other.
    expect((await page(lang)).split(badge)).toHaveLength(2)
    office.reach = cut({})
    expect(await (await client.get(`/matters?lang=${lang}`)).text()).toContain(away)
  },
)

// The chronology of a matter as a page: everything that a file needs, in both languages.

import { beforeAll, expect, test } from 'vitest'
import { chronologySchema, type Chronology } from '../../../shared/contract/views.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

let client: ReturnType<typeof clientOf>
let chronology: Chronology
beforeAll(async () => {
  client = clientOf(await new MemoryOffice('ca-fed-opc', '2026-11-22').replay())
  chronology = chronologySchema.parse(await client.json('/v1/matters/clearview-ai/chronology'))
})
const page = async (query = '') =>
  (await client.get(`/matters/clearview-ai/chronology${query}`, { accept: 'text/html' })).text()
const rowsOf = (text: string) =>
  (text.split('<table class="list chronology"')[1] ?? '')
    .split('</table>')[0]
    ?.split('<tr role="row">')
    .slice(2) ?? []

test('has a row for every fact of every office, in the order of the legal dates', async () => {
  const matter = (await client.json('/v1/matters/clearview-ai')) as {
    entries: unknown[]
    orders: string[]
  }
  const histories = await Promise.all(
    matter.orders.map(
      async (order) =>
        ((await client.json(`/v1/orders/${order}/history`)) as { history: unknown[] }).history
          .length,
    ),
  )
  expect(chronology.entries).toHaveLength(
    matter.entries.length + histories.reduce((sum, n) => sum + n, 0),
  )
  const dates = chronology.entries.map(({ on }) => on)
  expect(dates).toEqual(dates.toSorted())
  expect(new Set(chronology.entries.map(({ office }) => office)).size).toBe(4)
  const rows = rowsOf(await page())
  expect(rows.map((row) => /datetime="([^"]+)"/.exec(row)?.[1])).toEqual(dates)
  for (const [
    at,
    { office, sequence, version, verifiedKey, recordedAt, source },
  ] of chronology.entries.entries()) {
    const row = rows[at] ?? ''
    for (const part of [
      verifiedKey,
      `entry ${sequence}, version ${version}`,
      `datetime="${recordedAt}"`,
      ...(source === null ? [] : [source.replaceAll('"', '&quot;').replaceAll("'", '&#39;')]),
    ])
      expect(row, `${office} ${sequence}`).toContain(part)
  }
})

test('tells the range of an assumed date, how sure it is, and the deadlines that the fact set with their rules', async () => {
  const served =
    rowsOf(await page()).find(
      (row) => row.includes('Copy given') && row.includes('OIPC Alberta'),
    ) ?? ''
  for (const part of [
    'assumed, between Tue, Dec 7, 2021 and Tue, Dec 14, 2021',
    'class="sure sure-D"',
    'last day to comply T1, T2, T3: ',
    'datetime="2022-01-26"',
    'Personal Information Protection Act (Alberta), s. 54(1)',
    'Interpretation Act, RSA 2000 c I-8, s. 22',
  ])
    expect(served).toContain(part)
})

test('says whose reading it is, how far each ledger was read, and that it gives no advice', async () => {
  const text = await page()
  expect(text).toContain(`${chronology.entries.length} facts`)
  expect(text).toContain('by Privacy Commissioner of Canada')
  expect(text.split('id="ledgers"')[1]?.match(/<th role="rowheader" scope="row">/g)).toHaveLength(4)
  expect(text.split('gives no legal advice')).toHaveLength(2)
})

test('in French', async () => {
  const text = await page('?lang=fr')
  for (const part of [
    '<html lang="fr-CA">',
    'Chronologie\u00a0: Reconnaissance faciale de Clearview AI',
    'Chaque fait de chaque organisme',
    'dernier jour pour se conformer T1, T2, T3\u00a0: ',
    'art. 54(1)',
    'Consigné (heure de l’Est), et signé avec',
    'Connu le',
  ])
    expect(text).toContain(part)
  expect(rowsOf(text)).toHaveLength(chronology.entries.length)
  expect(
    /\b(Recorded|Source and how sure|\d+ facts|Known on|Sets|last day)\b/.exec(text)?.[0],
  ).toBeUndefined()
})

test('before the matter began there is nothing, and that is said', async () => {
  expect(await page('?asOf=2019-01-01')).toContain('Nothing had been recorded by then.')
  expect((await client.get('/matters/nope/chronology', { accept: 'text/html' })).status).toBe(404)
})

test('the matter page leads to it', async () => {
  expect(
    await (await client.get('/matters/clearview-ai', { accept: 'text/html' })).text(),
  ).toContain('href="/matters/clearview-ai/chronology"')
})

test('goes on paper: pages have a size and a number, and what is for the screen only is left out', async () => {
  const style = (await (await client.get('/style.css')).text()).replaceAll(/\s+/g, ' ')
  expect(style).toMatch(/@page \{[^}]*size: letter;[^}]*@bottom-right \{ content: counter\(page\)/)
  expect(style).toMatch(/@media print \{\s*\.skip, \.top nav,[^}]*\.as-of[^}]*display: none/)
})

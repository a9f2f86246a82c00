// Each role's way through the pages, as people who signed in: what they find, what they may do, what they are told they may not. And two people for what needs two.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import {
  ask,
  launch,
  narrow,
  serve,
  signIn,
  violations,
  visit,
  wide,
  wordsOf,
} from '../support/browser.ts'
import { staffed } from '../support/staffed.ts'

const people = [
  { subject: 'roy', name: 'Camille Roy', roles: ['officer'] },
  { subject: 'singh', name: 'Alex Singh', roles: ['approver'] },
  { subject: 'chen', name: 'Dominique Chen', roles: ['auditor'] },
  { subject: 'kim', name: 'Kim Tremblay', roles: ['operator'] },
  { subject: 'ito', name: 'Sam Ito', roles: ['coordinator'] },
  { subject: 'vega', name: 'Noor Vega', roles: ['viewer'] },
  { subject: 'okafor', name: 'Ada Okafor', roles: ['officer'] },
] as const
const order = '/orders/ca-bc-oipc/P21-08'

let browser: Browser
let office: MemoryOffice
let server: Awaited<ReturnType<typeof serve>>
const contexts: BrowserContext[] = []
beforeAll(async () => void (browser = await launch()))
beforeEach(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  const { api, staff } = staffed(office, { identity: 'local', realTime: true, people })
  server = await serve(api, { staff, heartbeatMs: 200 })
})
afterEach(async () => {
  for (const each of contexts.splice(0)) await each.close()
  await server[Symbol.asyncDispose]()
  expect(server.faults).toEqual([])
})
afterAll(() => browser?.close())

async function comes(name: string, path = '/'): Promise<Page> {
  const { page, context } = await visit(browser, server.url)
  contexts.push(context)
  await signIn(page, name, path)
  return page
}
const acts = (page: Page) => page.locator('ul.acts a').allInnerTexts()
const press = (page: Page) => page.locator('button.primary').click()

test('a viewer reads everything, is offered nothing to record, and is refused by the rule where they try', async () => {
  const page = await comes('Noor Vega')
  expect(await wordsOf(page, 'h1')).toBe('Work list')
  await page.goto(order)
  expect(await acts(page)).toEqual([])
  expect(await wordsOf(page)).toContain('Your roles let you read this')
  await page.goto(`${order}/act/refuse`)
  await press(page)
  await press(page)
  expect(await wordsOf(page, '#errors')).toContain('recorded by officers')
})

test('an officer goes from the work list to an order, records, and has a receipt in their name', async () => {
  const page = await comes('Camille Roy')
  await page.locator('.numbers a').first().click()
  await page.goto(order)
  expect(await acts(page)).toContain('Record a refusal')
  await page.getByRole('link', { name: 'Record a refusal' }).click()
  await page.locator('[name="reason"]').fill('They said no.')
  await press(page)
  expect(await wordsOf(page)).toContain('They said no.')
  await press(page)
  await page.waitForURL(/receipt/)
  expect(office.actors.at(-1)?.name).toBe('Camille Roy')
})

test('two people in two browsers: one prepares, and may not approve; the other finds it in the morning and approves', async () => {
  const first = await comes('Camille Roy', `${order}/act/withdraw`)
  await first.locator('[name="terms"]').first().check()
  await first.locator('[name="reason"]').fill('no longer needed')
  await press(first)
  const before = office.entries.length
  await press(first)
  await first.waitForURL(/approvals/)
  expect(await wordsOf(first)).toContain('Nothing is recorded before another person approves it')
  expect(await first.getByRole('button', { name: 'Approve and record' }).count()).toBe(0)
  expect(office.entries.length).toBe(before)

  const second = await comes('Alex Singh')
  await second.locator('.numbers a', { hasText: 'approve' }).click()
  await second.waitForURL(/approvals\/./)
  expect(await wordsOf(second)).toContain('no longer needed')
  expect(await wordsOf(second)).toContain('Camille Roy')
  await second.getByRole('button', { name: 'Approve and record' }).click()
  await second.waitForURL(/receipt/)
  expect(office.entries.length).toBe(before + 1)
  expect(office.actors.at(-1)).toMatchObject({
    name: 'Alex Singh',
    preparedBy: { name: 'Camille Roy' },
  })
})

test('a coordinator proposes a joint action, and sees before it is signed what the others will read', async () => {
  const page = await comes('Sam Ito', '/joint/new')
  await page.getByRole('link', { name: 'Joint statement' }).click()
  for (const lang of ['en', 'fr'])
    for (const part of ['title', 'text'])
      await page.locator(`[name="document.${part}.${lang}"]`).fill(`${part} ${lang}`)
  await page.locator('[name="offices"][value="ca-ab-oipc"]').check()
  await page.locator('[name="moment"]').fill('2022-01-29T10:00')
  await press(page)
  expect(await wordsOf(page)).toContain('title fr')
  await press(page)
  await page.waitForURL(/receipt/)
  // This office's own part has received it since.
  expect(office.entries.map(({ recorded }) => recorded.event.kind)).toContain('proposed')
  await page.goto(order)
  expect(await acts(page)).toEqual([])
})

test('an operator gives a role, which is there at the next page of whoever has it', async () => {
  const reader = await comes('Noor Vega', order)
  expect(await acts(reader)).toEqual([])
  const page = await comes('Kim Tremblay')
  await page.getByRole('link', { name: 'Roles' }).click()
  const form = page.locator('form[action="/people/give"]')
  const vega = form.locator('option', { hasText: 'Noor Vega' })
  if ((await vega.count()) > 0)
    await form.locator('[name="person"]').selectOption((await vega.getAttribute('value')) ?? '')
  else await form.locator('[name="person"]').fill('vega')
  await form.locator('[name="role"]').selectOption('officer')
  await form.locator('button').click()
  await page.waitForURL(/done=give/)
  await reader.reload()
  expect(await acts(reader)).toContain('Record a refusal')
})

test('an auditor reads who was refused what, and by which rule', async () => {
  const viewer = await comes('Noor Vega', `${order}/act/refuse`)
  await press(viewer)
  await press(viewer)
  const page = await comes('Dominique Chen')
  await page.getByRole('link', { name: 'Audit list' }).click()
  const said = await wordsOf(page)
  expect(said).toContain('Noor Vega')
  expect(said).toContain('refused')
})

test('whoever signs out in one window is told so in the other, which keeps what it shows, and comes back where it was', async () => {
  const page = await comes('Camille Roy', order)
  await page.waitForSelector('#live-state.on')
  const other = await page.context().newPage()
  await other.goto('/')
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.waitForURL(/sign-in/)
  const notice = page.locator('#no-link')
  await notice.getByRole('link', { name: 'Sign in' }).waitFor()
  expect(await notice.innerText()).toContain('You are signed out here')
  expect(await wordsOf(page, 'h1')).toContain('P21-08')
  await notice.getByRole('link').click()
  await page.locator('.people li', { hasText: 'Camille Roy' }).locator('button').click()
  await page.waitForURL(`**${order}`)
})

test('an officer hands a draft to a colleague; an operator ends a session, whose open page says so at once', async () => {
  const kim = await comes('Kim Tremblay', '/sessions')
  const ada = await comes('Ada Okafor', order)
  await ada.waitForSelector('#live-state.on')
  const page = await comes('Camille Roy', `${order}/act/refuse?lang=fr`)
  office.colleaguesHere.push(
    ...people
      .filter(({ subject }) => ['roy', 'okafor'].includes(subject))
      .map(({ subject, name }) => ({ id: `p-local-${subject}`, name })),
  )
  const found: string[] = []
  const look = async (on: Page, lang: 'en' | 'fr') => {
    for (const size of [wide, narrow]) {
      await on.setViewportSize({ width: size, height: 900 })
      found.push(...(await violations(on)), ...(await ask(on, 'tooWide')))
    }
    if (lang === 'fr') found.push(...(await ask(on, 'english')), ...(await ask(on, 'typography')))
  }
  await page.locator('button[value="save"]').click()
  await page.goto('/')
  await page.locator('a[href^="/drafts/hand"]').click()
  await look(page, 'fr')
  await page.locator('button[value="hand-draft"]').click()
  await page.waitForURL(/#drafts$/)
  expect(await wordsOf(page)).toContain('Ada Okafor')
  const other = await ada.context().newPage()
  await other.goto('/')
  expect(await wordsOf(other)).toContain('handed over by Camille Roy')

  await kim.reload()
  await look(kim, 'en')
  await kim.getByRole('button', { name: /^End: .*, Ada Okafor$/ }).click()
  await kim.waitForURL(/done=end/)
  await ada.locator('#no-link').getByRole('link', { name: 'Sign in' }).waitFor({ timeout: 5_000 })
  await kim.goto('/sessions?lang=fr')
  await look(kim, 'fr')
  expect(found).toEqual([])
}, 120_000)

// Acting in a real browser: the larger forms, what is wrong with one, the check and the receipt, as a checker, a narrow screen and a French reader find them;
// by keyboard alone, and without script.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import { ask, launch, narrow, picture, serve, violations, visit, wide } from '../support/browser.ts'

let browser: Browser
let office: MemoryOffice
let server: Awaited<ReturnType<typeof serve>>
const order = '/orders/ca-bc-oipc/P21-08'
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  server = await serve(office)
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

test.each(['en', 'fr'] as const)('every state of a form: %s', async (lang) => {
  const { page, context, troubles } = await visit(browser, server.url, { lang, script: true })
  const found: string[] = []
  const look = async (state: string) => found.push(...(await faultsOf(page, lang, state)))
  await page.goto('/matters/clearview-ai/act/issue')
  await look('issue')
  await page.goto(`${order}/act/challenge`)
  await page.locator('[name="challengeKind"]').selectOption('judicial-review')
  await page.locator('button.primary').click()
  await look('errors')
  await page.locator('[name="forum"]').fill('Cour')
  await page.locator('button.primary').click()
  await look('check')
  await page.locator('button.primary').click()
  await page.waitForURL(/receipt/)
  await look('receipt')
  await context.close()
  // The answer to a form that has to be filled in again is no fault of the page.
  expect([...found, ...troubles.filter((each) => !/status of 422/.test(each))]).toEqual([])
  expect(server.faults).toEqual([])
})

test('by keyboard alone, without script: what is wrong has the focus, its link leads to the field, Enter checks and records nothing', async () => {
  const { page, context } = await visit(browser, server.url, { script: false })
  await page.goto(`${order}/act/close`)
  const size = office.entries.length
  await page.locator('[name="on"]').focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('#errors')
  expect(await page.locator('#errors').evaluate('document.activeElement.id')).toBe('errors')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(new URL(page.url()).hash).toBe('#f-reason')
  await page.keyboard.type('done')
  expect(await page.locator('[name="reason"]').inputValue()).toBe('done')
  await page.locator('[name="on"]').focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('#signed')
  expect(new URL(page.url()).search).toBe('')
  expect(office.entries.length).toBe(size)
  await context.close()
})

async function faultsOf(page: Page, lang: 'en' | 'fr', state: string): Promise<string[]> {
  const found: string[] = []
  const say = (width: string, faults: readonly string[]) =>
    found.push(...faults.map((each) => `${state} (${lang}, ${width}): ${each}`))
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: wide, height: 900 })
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
  await picture(page, `acting-${lang}-${state}-wide`)
  say('wide', [
    ...(await violations(page)),
    ...(await ask(page, 'shape')),
    ...(await ask(page, 'tooWide')),
    ...(lang === 'fr' ? await ask(page, 'english') : []),
  ])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: narrow, height: 900 })
  await picture(page, `acting-${lang}-${state}-narrow-dark`)
  say('narrow, dark', [
    ...(await violations(page, ['color-contrast', 'target-size'])),
    ...(await ask(page, 'tooWide')),
  ])
  return found
}

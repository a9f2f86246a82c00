// Every page that a link leads to, in both languages, light and dark, wide and narrow: what a checker, a narrow screen and a French reader would find.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { clientOf } from '../contract/http/client.ts'
import { ask, launch, narrow, picture, serve, violations, visit, wide } from '../support/browser.ts'
import { pagesOf } from '../support/links.ts'
import { officeWithEverything } from './office.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
let pages: readonly string[]
beforeAll(async () => {
  const office = await officeWithEverything()
  server = await serve(office)
  pages = [
    ...(await pagesOf(clientOf(office).get)),
    // Of this office: with what may be done, and what may not.
    '/orders/ca-bc-oipc/P21-08?if-serve=2021-12-15&if-challenge=2021-12-20',
    '/nowhere',
    '/?asOf=2021-02-31',
    '/?asOf=2021-06-01',
  ]
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** Some thirty pages, each looked at twice: two seconds each where nothing else runs. */
const everyPageMs = 300_000

test.each(['en', 'fr'] as const)(
  'every page: %s',
  async (lang) => {
    const { page, context, troubles } = await visit(browser, server.url, { lang })
    const found: string[] = []
    for (const path of pages) {
      await page.goto(path)
      found.push(...(await faultsOf(page, lang, path)))
    }
    await context.close()
    expect([...found, ...troubles.filter((each) => !/status of (400|404)/.test(each))]).toEqual([])
    expect(server.faults).toEqual([])
    expect(pages.length).toBeGreaterThan(10)
  },
  everyPageMs,
)

async function faultsOf(page: Page, lang: 'en' | 'fr', path: string): Promise<string[]> {
  const found: string[] = []
  const say = (state: string, faults: readonly string[]) =>
    found.push(...faults.map((each) => `${path} (${lang}, ${state}): ${each}`))
  const name = `${lang}${path.replaceAll(/[^\w]+/g, '-')}`
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: wide, height: 900 })
  await picture(page, `${name}-wide`)
  // What is folded away is part of the page.
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
  say('wide', [
    ...(await violations(page)),
    ...(await ask(page, 'shape')),
    ...(await ask(page, 'tooWide')),
    ...(await ask(page, 'cutOff')),
    ...(await ask(page, 'machine')),
    ...(lang === 'fr' ? await ask(page, 'english') : []),
    ...(lang === 'fr' ? await ask(page, 'typography') : []),
  ])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: narrow, height: 900 })
  say('narrow, dark', [
    ...(await violations(page, ['color-contrast', 'target-size', 'scrollable-region-focusable'])),
    ...(await ask(page, 'tooWide')),
    ...(await ask(page, 'cutOff')),
    ...(await ask(page, 'sideways')),
  ])
  await picture(page, `${name}-narrow-dark`)
  return found
}

// Every form in French, and what is said of one that is sent empty: no English word of the product's own, and French spaces.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { ask, launch, serve, visit } from '../support/browser.ts'
import { officeWithEverything } from './office.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve(await officeWithEverything())
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** Pages whose links lead to forms. */
const places = [
  '/orders/ca-bc-oipc/P21-08',
  '/matters/clearview-ai',
  '/joint/ca-fed-opc/J21-02',
  '/joint/ca-bc-oipc/J21-03',
  '/joint/ca-qc-cai/J21-04',
  '/joint/new',
]

test('forms and their errors have no English and no space that breaks', async () => {
  const { page, context } = await visit(browser, server.url, { lang: 'fr' })
  const forms: string[] = ['/open-matter']
  for (const place of places) {
    await page.goto(place)
    forms.push(
      ...((await page.evaluate(
        '[...document.querySelectorAll("ul.acts a")].map((each) => each.pathname + each.search)',
      )) as string[]),
    )
  }
  expect(forms.length).toBeGreaterThan(25)
  const found: string[] = []
  const look = async (state: string) => {
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
    for (const question of ['english', 'typography', 'cutOff'] as const)
      found.push(...(await ask(page, question)).map((each) => `${state}: ${each}`))
  }
  for (const form of new Set(forms)) {
    await page.goto(form)
    await look(form)
    for (const field of await page.locator('form.act :is(input, textarea)[name]:visible').all())
      if (
        (await field.getAttribute('type')) !== 'checkbox' &&
        (await field.getAttribute('type')) !== 'radio'
      )
        await field.fill('')
    await page.locator('form.act button.primary').first().click()
    await look(`${form}, sent empty`)
  }
  await context.close()
  expect(found).toEqual([])
  expect(server.faults).toEqual([])
}, 240_000)

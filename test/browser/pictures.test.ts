// The pictures in README and guides, taken from the pages themselves in both languages. Written where CONCERT_PICTURES names the folder:
// CONCERT_PICTURES=docs/pictures npx vitest run test/browser/pictures.test.ts

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import { unwrap } from '../../shared/kernel/problems.ts'
import { launch, serve, signIn, visit } from '../support/browser.ts'
import { staffed } from '../support/staffed.ts'
import { officeWithEverything } from './office.ts'

/** A reader on a slow line waits a second for all of a guide's pictures. */
const mostBytes = 120_000
const width = 1120

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  const office = await officeWithEverything('ca-bc-oipc', '2022-01-14')
  office.today = '2022-01-19' as LocalDate
  const { api, staff } = staffed(office, {
    identity: 'local',
    realTime: true,
    people: [
      { subject: 'roy', name: 'Camille Roy', roles: ['officer', 'coordinator'] },
      { subject: 'singh', name: 'Alex Singh', roles: ['approver'] },
      { subject: 'kim', name: 'Kim Tremblay', roles: ['operator'] },
    ],
  })
  const signedIn = (subject: string, name: string) =>
    unwrap(
      staff.open({
        issuer: 'local',
        subject,
        name,
        roles: [],
        at: new Date().toISOString() as Instant,
      }),
    ).actor
  signedIn('singh', 'Alex Singh')
  staff.grant(signedIn('kim', 'Kim Tremblay'), { person: 'singh', role: 'auditor', days: 30 })
  server = await serve(api, { staff })
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const order = '/orders/ca-bc-oipc/P21-08'

test.each(['en', 'fr'] as const)(
  'pictures of the pages: %s',
  async (lang) => {
    const { page, context, troubles } = await visit(browser, server.url, { lang, width })
    await page.setViewportSize({ width, height: 900 })
    const take = (name: string, of?: string, height?: number) =>
      pictureOf(page, `${name}.${lang}`, of, height)
    await signIn(page, 'Camille Roy')
    await take('work-list')
    await page.goto('/orders')
    await take('orders', undefined, 700)
    await page.goto(order)
    await take('order')
    await page.locator('.deadline details').first().locator('summary').first().click()
    await take('why', '.deadline:has(details[open])')
    await page.goto('/matters/clearview-ai')
    await take('matter', 'section:has(svg.picture:not(.key))')
    await page.goto(`${order}/act/refuse`)
    await page.locator('[name="reason"]').fill(said[lang])
    await page.locator('button.primary').click()
    await page.waitForSelector('#signed')
    await take('check')
    await page.goto('/joint/ca-fed-opc/J21-02')
    await take('joint-action')
    await page.goto('/statistics')
    await take('statistics')
    const operator = await visit(browser, server.url, { lang, width })
    await operator.page.setViewportSize({ width, height: 900 })
    await signIn(operator.page, 'Kim Tremblay', '/people')
    await pictureOf(operator.page, `people.${lang}`)
    await operator.context.close()
    await context.close()
    expect([...troubles, ...operator.troubles]).toEqual([])
    expect(server.faults).toEqual([])
  },
  120_000,
)

const said = {
  en: 'The respondent’s counsel wrote that the Act does not apply to it.',
  fr: 'L’avocate de la partie visée écrit que la Loi ne s’applique pas à elle.',
}

/** All of `selector`, or the top of the page. */
async function pictureOf(page: Page, name: string, selector?: string, most = 900): Promise<void> {
  const box =
    selector === undefined
      ? { x: 0, y: 0, width, height: most }
      : await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${name}: there is no ${selector ?? ''} on ${page.url()}`)
  const scrolled = (await page.evaluate('scrollY')) as number
  const cdp = await page.context().newCDPSession(page)
  const { data } = await cdp.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 80,
    captureBeyondViewport: true,
    clip: { ...box, y: box.y + scrolled, height: Math.min(box.height, 1_400), scale: 1 },
  })
  const bytes = Buffer.from(data, 'base64')
  expect([name, bytes.length > 5_000 && bytes.length < mostBytes]).toEqual([name, true])
  const folder = process.env['CONCERT_PICTURES']
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${name}.webp`), bytes)
}

// The same pages by other ways: the keyboard alone, the other language, no script, a link that is lost, paper, a larger type.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import { ask, launch, narrow, picture, serve, visit, wide, wordsOf } from '../support/browser.ts'
import { staffed } from '../support/staffed.ts'

const people = [
  { subject: 'roy', name: 'Camille Roy', roles: ['officer', 'coordinator'] },
  { subject: 'singh', name: 'Alex Singh', roles: ['approver'] },
] as const
const order = '/orders/ca-bc-oipc/P21-08'

let browser: Browser
let office: MemoryOffice
let server: Awaited<ReturnType<typeof serve>>
const contexts: BrowserContext[] = []
const open = (port = 0) => {
  const { api, staff } = staffed(office, { identity: 'local', realTime: true, people })
  return serve(api, { staff, port })
}
beforeAll(async () => void (browser = await launch()))
beforeEach(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  server = await open()
})
afterEach(async () => {
  for (const each of contexts.splice(0)) await each.close()
  await server[Symbol.asyncDispose]()
  expect(server.faults).toEqual([])
})
afterAll(() => browser?.close())

async function comes(options: Parameters<typeof visit>[2] = {}): Promise<Page> {
  const { page, context } = await visit(browser, server.url, options)
  contexts.push(context)
  return page
}

/** Presses Tab until what has the focus says `name`; each stop on the way can be seen to have it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press('Tab')
    const at = (await page.evaluate(focused)) as { name: string; seen: boolean }
    passed.push(at.name)
    expect(at.seen, `the focus on "${at.name}" cannot be seen`).toBe(true)
    if (name.test(at.name)) return
  }
  throw new Error(`Tab never came to ${String(name)}: ${passed.join(' | ')}`)
}
const focused = `(() => {
  const at = document.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const { width, height, bottom, top } = at.getBoundingClientRect()
  const label = at.labels?.[0]?.innerText ?? at.getAttribute('aria-label') ?? at.innerText ?? ''
  return {
    name: label.trim().replaceAll(/\\s+/g, ' ').slice(0, 80),
    seen: at !== document.body && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 &&
      width > 0 && height > 0 && bottom > 0 && top < innerHeight,
  }
})()`

test.each([true, false])(
  'by keyboard alone from the sign-in to the receipt; script: %s',
  async (script) => {
    const page = await comes({ script })
    await page.goto(order)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await tabTo(page, /Continue as Camille Roy/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${order}`)
    await tabTo(page, /^Skip to the content$/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Record a decision of a court$|^Close the order$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/act\//)
    const size = office.entries.length
    // What has to be filled in is left empty: the summary has the focus, and leads to the field.
    await tabTo(page, /^Check before recording$/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('#errors')
    expect(await page.evaluate('document.activeElement.id')).toBe('errors')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toMatch(/^#f-/)
    expect(
      await page.evaluate(
        '["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement.tagName)',
      ),
    ).toBe(true)
    await page.goto(`${order}/act/refuse`)
    await tabTo(page, /^What was said/)
    await page.keyboard.type('They said no.')
    await tabTo(page, /^Check before recording$/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('#signed')
    expect(office.entries.length).toBe(size)
    await tabTo(page, /^Record and sign$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/receipt/)
    expect(office.entries.length).toBe(size + 1)
    expect(await wordsOf(page)).toContain('They said no.')
  },
)

test('the other language keeps the page, what it was asked for, and what was typed', async () => {
  const page = await comes()
  await page.goto('/sign-in?then=/orders?q=clearview')
  await page.locator('.people button').first().click()
  await page.waitForURL('**/orders?q=clearview')
  await page.getByRole('link', { name: 'Français' }).click()
  expect(new URL(page.url()).searchParams.get('q')).toBe('clearview')
  expect(await page.locator('[name="q"]').inputValue()).toBe('clearview')
  expect(await wordsOf(page, 'h1')).toBe('Ordonnances')
  await page.goto(`${order}/act/refuse`)
  await page.locator('[name="reason"]').fill('Dit en passant.')
  await page.locator('#other-language').click()
  expect(await page.locator('html').getAttribute('lang')).toBe('en-CA')
  expect(await page.locator('[name="reason"]').inputValue()).toBe('Dit en passant.')
  await page.goto(order)
  expect(await page.locator('html').getAttribute('lang')).toBe('en-CA')
})

test('a page that loses the office says since when, keeps what is typed, and comes back by itself with what is new', async () => {
  const page = await comes()
  await page.goto(`/sign-in?then=${order}`)
  await page.locator('.people button').first().click()
  await page.waitForSelector('#live-state.on')
  await page.locator('[name="knownOn"]').fill('2022-01-10')
  const port = new URL(server.url).port
  await server[Symbol.asyncDispose]()
  const lost = page.locator('#no-link')
  await lost.waitFor()
  expect(await lost.innerText()).toMatch(/no link to the office since \d{1,2}:\d{2}/)
  expect(await wordsOf(page, 'h1')).toContain('P21-08')
  const before = await page.locator('table.history tbody tr').count()
  await office.record({ office: 'ca-bc-oipc' as never, kind: 'order', id: 'P21-08' }, {
    kind: 'refuse',
    id: 'r-1',
    on: '2022-01-14',
    reason: 'Said while nobody listened.',
  } as never)
  server = await open(Number(port))
  // The sessions are in memory here: this one has ended with the process, and the page says so.
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  await lost.getByRole('link').click()
  await page.locator('.people button').first().click()
  await page.waitForURL(`**${order}`)
  expect(await page.locator('table.history tbody tr').count()).toBe(before + 1)
})

test('a browser that is offline for a while says so, and shows what it missed when it is back', async () => {
  const page = await comes()
  await page.goto(`/sign-in?then=${order}`)
  await page.locator('.people button').first().click()
  await page.waitForSelector('#live-state.on')
  const cut = await page.context().newCDPSession(page)
  await cut.send('Network.enable')
  const offline = (is: boolean) =>
    cut.send('Network.emulateNetworkConditions', {
      offline: is,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
  await offline(true)
  await page.locator('#no-link').waitFor()
  await office.record({ office: 'ca-bc-oipc' as never, kind: 'order', id: 'P21-08' }, {
    kind: 'refuse',
    id: 'r-2',
    on: '2022-01-14',
    reason: 'Said while it was offline.',
  } as never)
  await offline(false)
  await page.getByText('Said while it was offline.').first().waitFor()
  expect(await page.locator('#no-link').isHidden()).toBe(true)
})

test('on paper: the whole history and every reason, the address and the time, and nothing to press', async () => {
  const page = await comes()
  await page.goto(`/sign-in?then=${order}`)
  await page.locator('.people button').first().click()
  await page.waitForURL(`**${order}`)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const { host } = new URL(server.url)
  expect(await wordsOf(page, '.printed')).toContain(`${host}${order}`)
  for (const away of ['.top nav', '.who', '.skip', 'form.as-of', 'ul.acts', '#no-link'])
    expect([away, await page.locator(away).first().isVisible()]).toEqual([away, false])
  expect(
    await page.locator('main').locator('button:visible, input:visible, select:visible').count(),
  ).toBe(0)
  const rows = page.locator('table.history tbody tr')
  expect(await rows.count()).toBe(office.entries.filter(({ ref }) => ref.id === 'P21-08').length)
  for (const row of await rows.all()) expect(await row.isVisible()).toBe(true)
  // What is folded on a screen is read on paper; black on white, whatever the screen was.
  expect(await page.locator('.deadline .rules').first().isVisible()).toBe(true)
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
    'rgb(255, 255, 255)',
  )
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(20_000)
  await picture(page, 'order-on-paper')
})

test.each(['/', order, '/matters/clearview-ai', `${order}/act/issue`, '/statistics'])(
  'type of twice the size loses nothing: %s',
  async (path) => {
    const page = await comes({ width: wide / 2 })
    await page.goto(`/sign-in?then=${path}`)
    await page.locator('.people button').first().click()
    await page.waitForURL(`**${path}`)
    await page.addStyleTag({ content: 'html { font-size: 200% }' }).catch(() => undefined)
    await page.evaluate('document.documentElement.style.fontSize = "200%"')
    expect(await ask(page, 'tooWide')).toEqual([])
    expect(await ask(page, 'cutOff')).toEqual([])
    await page.setViewportSize({ width: narrow, height: 900 })
    await page.evaluate('document.documentElement.style.fontSize = ""')
    expect(await ask(page, 'cutOff')).toEqual([])
  },
)

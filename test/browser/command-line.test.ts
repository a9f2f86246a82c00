// People at their own screens: one signs a command line in and issues an order from it, another approves it on a page, a third reads who did what.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { ask, launch, narrow, picture, serve, violations, visit, wide } from '../support/browser.ts'
import { staffed, type Staffed } from '../support/staffed.ts'
import { MemoryOffice } from '../contract/http/memory-office.ts'

const people = [
  { subject: 'roy', name: 'Camille Roy', roles: ['officer'] },
  { subject: 'singh', name: 'Alex Singh', roles: ['approver'] },
  { subject: 'chen', name: 'Dominique Chen', roles: ['auditor'] },
] as const

let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
let world: Staffed
beforeAll(async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  world = staffed(office, { identity: 'local', realTime: true, devicePollMs: 1, people })
  server = await serve(world.api, { staff: world.staff })
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** What a checker, a narrow screen and a French reader find on the page as it is. */
async function faultsOf(page: Page, lang: 'en' | 'fr', name: string): Promise<string[]> {
  const found: string[] = []
  for (const [width, colorScheme] of [
    [wide, 'light'],
    [narrow, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await picture(page, `command-line-${lang}-${name}-${width}`)
    found.push(
      ...(await violations(page)),
      ...(await ask(page, 'shape')),
      ...(await ask(page, 'tooWide')),
      ...(lang === 'fr' ? await ask(page, 'english') : []),
    )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: wide, height: 900 })
  return found.map((each) => `${name} (${lang}): ${each}`)
}

async function signedIn(lang: 'en' | 'fr', name: string, path: string) {
  const visitor = await visit(browser, server.url, { lang })
  await visitor.page.goto(path)
  const choice = visitor.page.getByRole('button', { name: new RegExp(name) })
  await choice.click()
  await visitor.page.waitForURL(`**${path}`)
  return visitor
}

const texts = {
  en: {
    next: 'Continue',
    confirm: 'Sign it in',
    approve: 'Approve and record',
    out: 'Sign out everywhere',
  },
  fr: {
    next: 'Continuer',
    confirm: 'La connecter',
    approve: 'Approuver et consigner',
    out: 'Se déconnecter partout',
  },
} as const

test.each(['en', 'fr'] as const)(
  'from the code of a command line to the receipt that names two people: %s',
  async (lang) => {
    const words = texts[lang]
    const found: string[] = []
    const asked = world.staff.askDevice({ name: 'roy@laptop', fresh: false })
    const roy = await signedIn(lang, 'Camille Roy', '/sign-in/device')
    const { page } = roy
    found.push(...(await faultsOf(page, lang, 'code')))

    await page.fill('[name=code]', 'BBBB-BBBB')
    await page.getByRole('button', { name: words.next }).click()
    await page.waitForSelector('#errors')
    // Whoever hears the page is told first what was wrong, and nothing typed is lost.
    expect(await page.evaluate('document.activeElement.id')).toBe('errors')
    expect(await page.inputValue('[name=code]')).toBe('BBBB-BBBB')
    found.push(...(await faultsOf(page, lang, 'wrong-code')))

    await page.fill('[name=code]', asked.userCode)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[value=confirm]')
    expect(page.url()).not.toContain(asked.userCode)
    found.push(...(await faultsOf(page, lang, 'confirm')))
    await page.getByRole('button', { name: words.confirm }).click()
    await page.waitForSelector('.notice[role=status]')
    found.push(...(await faultsOf(page, lang, 'confirmed')))

    const reply = world.staff.pollDevice(asked.deviceCode)
    if (reply.kind !== 'signed-in') throw new Error(`not signed in: ${reply.kind}`)
    const order = '/v1/orders/ca-bc-oipc:P21-08/commands'
    const sent = await fetch(`${server.url}${order}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${reply.secret}` },
      body: JSON.stringify({
        kind: 'withdraw',
        id: `w-${lang}`,
        on: '2022-01-14',
        terms: [lang === 'en' ? 'T1' : 'T2'],
        reason: '2022',
      }),
    })
    const { prepared } = (await sent.json()) as { prepared: string }

    const singh = await signedIn(lang, 'Alex Singh', `/approvals/${prepared}`)
    await singh.page.getByRole('button', { name: words.approve }).click()
    await singh.page.waitForURL('**/receipt/**')
    const receipt = await singh.page.locator('main').innerText()
    expect(receipt).toContain('Camille Roy')
    expect(receipt).toContain('Alex Singh')
    found.push(...(await faultsOf(singh.page, lang, 'receipt')))

    const chen = await signedIn(lang, 'Dominique Chen', '/audit')
    found.push(...(await faultsOf(chen.page, lang, 'audit')))
    await page.goto('/tokens')
    found.push(...(await faultsOf(page, lang, 'tokens')))
    await page.goto('/sessions')
    expect(await page.locator('main').innerText()).toContain('roy@laptop')
    found.push(...(await faultsOf(page, lang, 'sessions')))

    // Signed out everywhere: the command line too, and a screen that was left open elsewhere.
    const elsewhere = await signedIn(lang, 'Camille Roy', '/orders')
    await page.getByRole('button', { name: words.out }).click()
    await page.waitForURL('**/sign-in?out=1')
    await elsewhere.page.goto('/orders')
    expect(elsewhere.page.url()).toContain('/sign-in')
    const after = await fetch(`${server.url}/v1/me`, {
      headers: { authorization: `Bearer ${reply.secret}` },
    })
    expect(after.status).toBe(401)

    for (const each of [roy, singh, chen, elsewhere]) await each.context.close()
    const troubles = [roy, singh, chen].flatMap((each) => each.troubles)
    expect([...found, ...troubles.filter((each) => !/status of 404/.test(each))]).toEqual([])
    expect(server.faults).toEqual([])
  },
  120_000,
)

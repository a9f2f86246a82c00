// Pages of real offices in real browsers: what one office records comes to the other's open page by itself,
// and whatever stands still (own broker, Temporal, another office, the office itself) is said where people look, and goes when it is over.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { foundingOffices } from '../../infra/federation/setup.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { clockViewSchema } from '../../shared/contract/views.schema.ts'
import { lifeOf, orderRef } from '../bench/orders.ts'
import { launch, signIn, visit, wordsOf } from '../support/browser.ts'
import { TestFederation } from '../support/federation.ts'
import { JointRun, statement, type Said } from '../support/joint.ts'

const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc'] as [OfficeId, OfficeId]
/** A legal minute passes in a real second. */
const federation = new TestFederation({ rate: 60, legalStart: '2021-12-01T17:00:00.000Z' })
const minuteMs = 60_000
let browser: Browser
const ref = orderRef(bc, 'P21-90')

beforeAll(async () => {
  await federation.start({ offices: foundingOffices().filter(({ id }) => id === bc || id === ab) })
  browser = await launch()
  const client = federation.client(bc)
  const { legalToday } = await client.get('/v1/clock', clockViewSchema)
  for (const command of lifeOf(ref, legalToday as LocalDate).slice(0, 2))
    expect((await client.send({ ref, command } as never)).kind).toBe('recorded')
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await federation[Symbol.asyncDispose]()
}, 60_000)

async function at(office: string, path: string, name = 'Camille Roy'): Promise<Page> {
  const { url } = federation.running.offices.find(({ id }) => id === office) as { url: string }
  const { page } = await visit(browser, url)
  page.setDefaultTimeout(40_000)
  await signIn(page, name, path)
  await page.waitForSelector('#live-state.on')
  return page
}
const order = `/orders/${bc}/P21-90`
const bar = (page: Page, words: string) => page.locator('#now li', { hasText: words })

/** What stands still goes on, whatever comes of the test. */
async function frozen(what: string, work: () => Promise<void>): Promise<void> {
  federation.kill(what, 'SIGSTOP')
  try {
    await work()
  } finally {
    federation.kill(what, 'SIGCONT')
  }
}

describe('two offices, two browsers', () => {
  it('what an officer records on a page is on the open page of the other office by itself', async () => {
    const other = await at(ab, order)
    await other.locator('h1', { hasText: 'P21-90' }).waitFor()
    // Gone with the page, were it opened anew. How soon it comes is measured by the benchmark, on a machine that does nothing else.
    await other.evaluate('window.stayedOpen = true')
    const page = await at(bc, order)
    await page.getByRole('link', { name: 'Record a refusal' }).click()
    await page.locator('[name="reason"]').fill('They say that the Act is not theirs.')
    await page.locator('button.primary').click()
    await page.waitForSelector('#signed')
    await page.locator('button.primary').click()
    await page.waitForURL(/receipt/)
    await other
      .getByText('They say that the Act is not theirs.')
      .filter({ visible: true })
      .first()
      .waitFor()
    expect(await other.evaluate('window.stayedOpen')).toBe(true)
    expect(await wordsOf(page)).toContain('They say that the Act is not theirs.')
  }, 120_000)

  it('says that the clock is a fast one, and shows the legal date before the time of recording', async () => {
    const page = await at(ab, order)
    expect(await wordsOf(page, '#now')).toMatch(/runs 60 times as fast.*legal dates/)
    const heads = await page.locator('table.history thead th').allInnerTexts()
    const place = (name: string) => heads.findIndex((each) => each.toLowerCase() === name)
    expect(place('date')).toBe(0)
    expect(place('recorded')).toBeGreaterThan(0)
  }, 60_000)
})

describe('what stands still', () => {
  it('our own broker: since when, that nothing can be recorded and nothing is lost; the other office says whom it does not hear', async () => {
    const [own, other] = [await at(bc, order), await at(ab, order)]
    await frozen(`broker of ${bc}`, async () => {
      await bar(own, 'Our own broker does not answer.').waitFor()
      const said = await wordsOf(own, '#now')
      expect(said).toMatch(/Last heard: \w+, \w+/)
      expect(said).toContain('Nothing can be recorded until it is back')
      await bar(other, 'The ledger of OIPC BC cannot be read.').waitFor()
      expect(await wordsOf(other, '#now')).not.toContain('Our own broker')
    })
    await bar(own, 'Our own broker').waitFor({ state: 'detached' })
    await bar(other, 'cannot be read').waitFor({ state: 'detached' })
  }, 120_000)

  it('Temporal: that nobody watches the clocks, and an officer records all the same', async () => {
    const page = await at(bc, order)
    await frozen('Temporal', async () => {
      await bar(page, 'Nobody has watched this office’s clocks since').waitFor()
      expect(await wordsOf(page, '#now')).toContain('marked late')
      await page.goto(`${order}/act/refuse`)
      await page.locator('[name="reason"]').fill('Said again while Temporal was away.')
      await page.locator('button.primary').click()
      await page.waitForSelector('#signed')
      await page.locator('button.primary').click()
      await page.waitForURL(/receipt/)
      await page.goto(order)
    })
    // A Temporal that stood still takes its time to find itself again: on a busy machine more than half a minute.
    await bar(page, 'Nobody has watched').waitFor({ state: 'detached', timeout: 120_000 })
  }, 240_000)

  it('the office itself, killed: the page says since when it has no link, keeps what it shows, and is live again by itself', async () => {
    const page = await at(bc, order)
    const before = federation.running.pids()[bc]
    await federation.keepDown([bc], async () => {
      await page.locator('#no-link').waitFor()
      expect(await page.locator('#no-link').innerText()).toMatch(/since \d{1,2}:\d{2}/)
      expect(await wordsOf(page, 'h1')).toContain('P21-90')
    })
    await page.waitForSelector('#live-state.on')
    expect(await page.locator('#no-link').isHidden()).toBe(true)
    expect(federation.running.pids()[bc]).not.toBe(before)
  }, 120_000)
})

describe('a cut at the moment of a joint action', () => {
  it('the page says how long until it, then who acted and who was not heard; after it, who acted when', async () => {
    const run = new JointRun(federation, `${bc}:J21-01`)
    await run.record(bc, {
      kind: 'propose',
      by: 'Director',
      offices: [bc, ab],
      ...statement,
      replyBy: await run.instant(bc, 600 * minuteMs),
      silence: 'abstention',
      windowSeconds: 3_600,
      start: 'coordinator',
      partition: 'wait',
      compensation: 'none',
    } as unknown as Said)
    for (const office of [bc, ab]) await run.consent(office)
    const page = await at(bc, '/joint/ca-bc-oipc/J21-01')
    await run.until(
      bc,
      'everybody ready',
      ({ lacking, offices }) =>
        lacking.length === 0 &&
        offices.every(({ counts, readiness }) => counts && readiness?.state === 'ready'),
    )
    // Only what has to come before the moment is done when it is named.
    const moment = await run.instant(bc, 15 * minuteMs)
    await run.record(bc, { kind: 'go', by: 'Director', moment } as Said)
    await page.getByText(/All act in \d+/).waitFor()
    await frozen(`broker of ${ab}`, async () => {
      await page.getByText('Not heard').waitFor()
      const said = await wordsOf(page, '#at-the-moment >> xpath=..')
      expect(said).toMatch(/Not heard: .*OIPC Alberta/)
      expect(said).toContain('its ledger cannot be read')
    })
    await run.until(bc, 'all acted', ({ status }) => status === 'complete')
    await page.getByText('Not heard').waitFor({ state: 'detached' })
    const detail = await run.detail(bc)
    const last = detail.offices
      .map(({ actedAt }) => actedAt)
      .toSorted()
      .at(-1) as string
    expect(await page.locator('ol.phases li').last().locator('time').getAttribute('datetime')).toBe(
      last,
    )
  }, 180_000)
})

// A real browser on an office's pages: one Chromium for a test file, a fresh profile for each visitor.

import { englishWords, frenchOfOthers } from './english.ts'
import { openStaff } from './staff.ts'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { chromiumFlags, resolveChromium } from '../../infra/engines/chromium.ts'
import { startHttp, type HttpServer, type ServerOptions } from '../../services/web/server.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import type { Lang } from '../../shared/kernel/text.ts'

export async function launch(): Promise<Browser> {
  const { path: executablePath, env } = await resolveChromium()
  return chromium.launch({
    executablePath,
    args: [...chromiumFlags],
    env: { ...(process.env as Record<string, string>), ...env },
  })
}

/** The pages of an office at a socket of their own; what failed inside is in `faults`. */
export async function serve(
  api: OfficeApi,
  options: Partial<Pick<ServerOptions, 'staff' | 'port' | 'heartbeatMs'>> = {},
): Promise<HttpServer & { readonly faults: unknown[] }> {
  const faults: unknown[] = []
  const server = await startHttp(api, {
    staff: openStaff(),
    port: 0,
    version: '0.1.0',
    ...options,
    logFault: (error) => void faults.push(error),
  })
  return Object.assign(server, { faults })
}

export interface VisitOptions {
  readonly lang?: Lang
  readonly script?: boolean
  readonly width?: number
}

/** Somebody at a screen, who speaks one of the languages. What goes wrong on their pages is in `troubles`. */
export async function visit(
  browser: Browser,
  url: string,
  { lang = 'en', script = true, width = wide }: VisitOptions = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly troubles: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    locale: `${lang}-CA`,
    timezoneId: 'America/Vancouver',
    javaScriptEnabled: script,
    viewport: { width, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${page.url()}: ${message.text()}`)
  })
  return { page, context, troubles }
}

/** Chooses who to be, where identities are local, and comes to the page that was asked for. */
export async function signIn(page: Page, name: string, path = '/'): Promise<void> {
  await page.goto(path)
  if (!page.url().includes('/sign-in')) await page.goto(`/sign-in?then=${encodeURIComponent(path)}`)
  await page.locator('.people li', { hasText: name }).locator('button').click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** What is said on the page, without the space that only the source has. */
export async function wordsOf(page: Page, selector = 'main'): Promise<string> {
  return (await page.locator(selector).first().innerText()).replaceAll(/\s+/g, ' ')
}

export const wide = 1280
export const narrow = 320
const patienceMs = 30_000

/** Asks the page itself: test/support/in-page.js. */
export async function ask(
  page: Page,
  question: 'tooWide' | 'shape' | 'english' | 'cutOff' | 'sideways' | 'typography' | 'machine',
): Promise<string[]> {
  if (!(await page.evaluate('typeof inPage === "object"'))) await page.evaluate(inPageSource)
  const words =
    question === 'english' ? englishWords() : question === 'typography' ? frenchOfOthers() : []
  return page.evaluate(`inPage.${question}(${JSON.stringify(words)})`)
}

const inPageSource = readFileSync(path.join(import.meta.dirname, 'in-page.js'), 'utf8')
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** What a checker finds against WCAG 2.2 AA and its best practices, one line for each place. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // The developer tools' way in: the page's own security policy stays as it is.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axeSource)
  const only =
    rules === undefined
      ? {
          type: 'tag',
          values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }
      : { type: 'rule', values: rules }
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => id + ': ' + help + ' ' + html.slice(0, 200))))`,
  )) as string[]
  return found
}

/** Writes a picture of the page for people to look at, where they asked for it: CONCERT_PICTURES names the folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['CONCERT_PICTURES']
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

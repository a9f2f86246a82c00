// A real browser on an office's pages: one Chromium for a test file, a fresh profile for each visitor.

import { openStaff } from './staff.ts'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { chromiumFlags, resolveChromium } from '../../infra/engines/chromium.ts'
import { startHttp, type HttpServer } from '../../services/web/server.ts'
import type { Staff } from '../../shared/contract/staff.ts'
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
  staff: Staff = openStaff(),
): Promise<HttpServer & { readonly faults: unknown[] }> {
  const faults: unknown[] = []
  const server = await startHttp(api, {
    staff,
    port: 0,
    version: '0.1.0',
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

export const wide = 1280
export const narrow = 320
const patienceMs = 10_000

/** What only English has; what is quoted in English says so by its language. */
const english =
  'the and of with not by from this that which has have had was were are is been will would may must shall should order orders office offices days due until since here there when where who what why how no yes only each every all any none unknown recorded signed because before after today tomorrow'.split(
    ' ',
  )

/** Asks the page itself: test/support/in-page.js. */
export async function ask(
  page: Page,
  question: 'tooWide' | 'shape' | 'english',
): Promise<string[]> {
  if (!(await page.evaluate('typeof inPage === "object"'))) await page.evaluate(inPageSource)
  return page.evaluate(`inPage.${question}(${JSON.stringify(english)})`)
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

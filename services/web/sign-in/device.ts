// Signing in a command line, as a page: a person types the code that it shows, sees which machine asks and since when, and confirms or denies it.
// The code is in no address: a link that somebody sends confirms nothing.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { WaitingDevice } from '../../../shared/contract/staff.schema.ts'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import { roleNames } from '../../../shared/office/permit.ts'
import { signInAddress, signInFirst, staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { stepName } from '../kit/fields.ts'
import { devicePath } from '../kit/gate.ts'
import { hidden } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { facts, notice } from '../kit/section.ts'
import { t } from './words.ts'

const path = devicePath

export function devicePages(app: Hono, api: OfficeApi): void {
  app.get(path, (c) => showCodeForm(c, pageContext(api, c), undefined))

  app.post(path, async (c) => {
    const page = pageContext(api, c)
    const { code, [stepName]: step } = await c.req.parseBody()
    const typed = typeof code === 'string' ? code : ''
    const staff = staffOf(c)
    try {
      switch (step) {
        case 'confirm':
          return done(c, page, 'confirmed', staff.confirmDevice(page.actor, typed))
        case 'deny':
          return done(c, page, 'denied', staff.denyDevice(page.actor, typed))
        default:
          return show(c, page, questionPage(page, staff.waitingDevice(page.actor, typed)))
      }
    } catch (error) {
      if (error instanceof ProblemError) return showCodeForm(c, page, error.problem, typed)
      throw error
    }
  })
}

function showCodeForm(
  c: Context,
  page: PageContext,
  problem: Problem | undefined,
  typed = '',
): Response | Promise<Response> {
  const { lang } = page
  const first =
    problem?.code === 'sign-in-again' ? signInAddress(path, true) : signInFirst(c, 'confirmDevice')
  const form =
    first === undefined
      ? html`<form method="post" action="${path}" class="act"><label for="code">${t(lang, 'device.code')}</label>
<p class="hint" id="code-hint">${t(lang, 'device.code.hint')}</p>
<input id="code" name="code" value="${typed}" aria-describedby="code-hint"${problem === undefined ? '' : html` aria-invalid="true"`} autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="20" required>
<p class="buttons"><button class="primary" name="${stepName}" value="find">${t(lang, 'device.next')}</button></p></form>`
      : html`<p>${t(lang, 'device.fresh')}</p><p><a class="button" href="${first}">${t(lang, 'device.signIn')}</a></p>`
  const refused =
    problem === undefined || problem.code === 'sign-in-again'
      ? ''
      : html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'device.refused')}</h2><p>${first === undefined ? html`<a href="#code">${problemText(lang, problem)}</a>` : problemText(lang, problem)}</p></div>`
  const body = html`${refused}<p>${t(lang, 'device.intro')}</p>${form}`
  return show(c, page, devicePage(page, body), statusOf(problem))
}

function statusOf(problem: Problem | undefined): 200 {
  return (problem === undefined ? 200 : catalogue[problem.code].status) as 200
}

function questionPage(page: PageContext, { userCode, name, askedAt }: WaitingDevice): Html {
  const { lang, actor } = page
  const roles = [...new Set((actor.grants ?? []).map(({ role }) => roleNames[role][lang]))]
  return devicePage(
    page,
    html`${notice(html`<strong>${t(lang, 'device.warning')}</strong>`)}
${facts([
  [t(lang, 'device.code'), html`<code>${userCode}</code>`],
  [t(lang, 'device.name'), name],
  [t(lang, 'device.asked'), localTime(page, askedAt)],
  [t(lang, 'device.as'), `${actor.name} (${roles.join(', ')})`],
])}
<p>${t(lang, 'device.means')}</p>
<form method="post" action="${path}" class="act">${hidden('code', userCode)}
<p class="buttons"><button class="primary" name="${stepName}" value="confirm">${t(lang, 'device.confirm')}</button> <button name="${stepName}" value="deny">${t(lang, 'device.deny')}</button></p></form>`,
  )
}

function done(
  c: Context,
  page: PageContext,
  answer: 'confirmed' | 'denied',
  { name }: WaitingDevice,
): Response | Promise<Response> {
  const { lang } = page
  const body = html`<p class="notice" role="status">${t(lang, `device.${answer}`, { name })}</p><p>${t(lang, `device.${answer}.then`)}</p>`
  return show(c, page, devicePage(page, body))
}

function devicePage(page: PageContext, body: Html): Html {
  return layout(page, { title: t(page.lang, 'device.title'), body, still: true })
}

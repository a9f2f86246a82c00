// What happens at the moment, told where people look: how long until it, how long the window stays open,
// who has acted, and who has not been heard and since when.

import { html } from 'hono/html'
import type { JointDetail, JointOffice } from '../../../shared/contract/joint.schema.ts'
import { paceOf } from '../../../shared/kernel/clock.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { isAway, sinceWhen } from '../kit/now.ts'
import { countdown, localTime, officeShort } from '../kit/parts.ts'
import { section } from '../kit/section.ts'
import { refusalText, stepBadge } from './parts.ts'
import { colon } from '../kit/words.ts'
import { t } from './words.ts'

/** Nothing before a go, and nothing once it has ended: then the page says how. */
export function atTheMoment(page: PageContext, action: JointDetail): Html {
  const { lang, api } = page
  const { going, ended } = action
  if (going === null || ended !== null) return html``
  const acting = action.offices.filter(({ office }) => going.acting.includes(office))
  const now = api.legalNow()
  const first = acting
    .flatMap(({ moment }) => (moment === null ? [] : [moment]))
    .reduce((earliest, each) => (each < earliest ? each : earliest), going.moment)
  const until =
    now < first
      ? html`<p class="big">${left(page, 'moment.in', first)}</p><p class="muted">${localTime(page, first)}</p>`
      : now < going.until
        ? html`<p class="big">${left(page, 'moment.open', going.until)}</p><p class="muted">${t(lang, 'moment.until')}${colon(lang)} ${localTime(page, going.until)}</p>`
        : html`<p class="big">${t(lang, 'moment.over')}${colon(lang)} ${localTime(page, going.until)}</p>`
  return section(
    'at-the-moment',
    t(lang, 'moment.now'),
    html`${until}${now < first ? '' : summary(page, acting)}
<ul class="plain reach">${acting.map((office) => html`<li>${standing(page, office, now >= first)}</li>`)}</ul>
<p class="links"><a href="${page.path}">${t(lang, 'moment.again')}</a></p>`,
  )
}

function left({ lang, api }: PageContext, word: 'moment.in' | 'moment.open', until: string): Html {
  return countdown(lang, (shown) => t(lang, word, { left: shown }), {
    now: api.legalNow(),
    until: until as Instant,
    rate: paceOf(api.clock, Date.now()),
  })
}

/** In two lines: who has acted, and of whom nothing is known. */
function summary(page: PageContext, acting: readonly JointOffice[]): Html {
  const { lang } = page
  const names = (those: readonly JointOffice[]) =>
    those.map(({ office }) => officeShort(page, office)).join(', ')
  const acted = acting.filter(({ actedAt }) => actedAt !== null)
  const unheard = acting.filter(({ actedAt, step }) => actedAt === null && step !== 'not-acted')
  return html`<p>${t(lang, 'moment.acted')}${colon(lang)} <strong>${acted.length === 0 ? t(lang, 'moment.nobody') : names(acted)}</strong></p>
${unheard.length === 0 ? '' : html`<p class="notice">${t(lang, 'moment.unheard')}${colon(lang)} <strong>${names(unheard)}</strong>. ${unheard.some(away) ? t(lang, 'moment.unheard.away') : t(lang, 'moment.unheard.slow')}</p>`}`
}

function standing(page: PageContext, office: JointOffice, hasCome: boolean): Html {
  const { lang } = page
  const { step, actedAt, reason } = office
  const said = html`<strong>${officeShort(page, office.office)}</strong> ${stepBadge(page, step)}`
  if (actedAt !== null) return html`${said} ${localTime(page, actedAt)}`
  if (reason !== null) return html`${said} ${refusalText(page, reason)}`
  const unreadable = away(office)
    ? html` <span class="alarm">${t(lang, 'moment.cut')}</span> ${sinceWhen(page, { lastHeard: office.lastHeard })}`
    : hasCome
      ? html` <span class="muted">${t(lang, 'moment.waiting')}</span>`
      : ''
  return html`${said}${unreadable}`
}

function away({ reach }: JointOffice): boolean {
  return reach !== null && isAway({ state: reach })
}

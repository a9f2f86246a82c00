// Explains a date: where the count starts, which days count and which do not, by which rules, and how sure that is.

import { html } from 'hono/html'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { expand } from '../../../shared/policy/expand.ts'
import type { Deadline, Derivation } from '../../../shared/policy/deadline.schema.ts'
import type { Pack, Period } from '../../../shared/policy/pack.schema.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { t, label } from './words.ts'
import type { Html } from './html.ts'
import type { PageContext } from './context.ts'
import {
  dateText,
  markedDate,
  plainDate,
  relative,
  ruleText,
  termList,
  timeIn,
  zoneName,
} from './parts.ts'

/** One deadline as an article; `pack` gives holidays their names. */
export function deadlineArticle(
  page: PageContext,
  deadline: Deadline,
  party: string,
  pack: Pack | undefined,
  within = '',
): Html {
  const { lang } = page
  const key = [
    `${within}d`,
    deadline.id,
    deadline.party,
    ...deadline.terms,
    ...(deadline.route === undefined ? [] : [deadline.route]),
    ...(deadline.name === undefined ? [] : [deadline.name]),
  ].join('-')
  return html`<article class="deadline" aria-labelledby="${key}">
<h3 id="${key}">${deadline.text?.[lang] ?? label(lang, 'deadline', deadline.id)} <span class="muted">${termList(lang, deadline.terms)} · ${party}</span></h3>
<p class="big">${markedDate(lang, deadline.date, deadline.confidence)} <span class="muted">${relative(page, deadline.date)}</span></p>
${deadline.lenientDate === undefined ? '' : html`<p class="muted">${t(lang, 'term.lenient', { date: plainDate(lang, deadline.lenientDate) })}</p>`}
<details id="why-${key}"><summary>${t(lang, 'why.summary')}</summary>
${reasons(page, deadline.derivation, deadline.date, pack)}
${deadline.lenientDerivation === undefined ? '' : html`<h4>${t(lang, 'why.lenient')}</h4>${reasons(page, deadline.lenientDerivation, deadline.lenientDate ?? deadline.date, pack)}`}
<h4>${t(lang, 'why.rules')}</h4>
<ul class="rules">${deadline.rules.map((rule) => html`<li>${ruleText(page, rule, pack)}</li>`)}</ul>
<p class="muted">${endsText(page, deadline)}</p>
</details>
</article>`
}

function endsText(page: PageContext, deadline: Deadline): Html {
  const [before = '', after = ''] = t(page.lang, 'why.ends', {
    zone: zoneName(page.lang, deadline.zone),
    version: deadline.zoneData,
  }).split('{instant}')
  return html`${before}${timeIn(page.lang, deadline.endsAt, deadline.zone)}${after}`
}

function reasons(
  page: PageContext,
  derivation: Derivation,
  lastDay: LocalDate,
  pack: Pack | undefined,
): Html {
  const { lang } = page
  const start = label(lang, 'start', derivation.start)
  if (derivation.counting === 'as-given') return html`<p>${t(lang, 'why.given', { start })}</p>`
  if (derivation.from === lastDay && derivation.rolled.length === 0)
    return html`<p>${t(lang, 'why.same', { start, from: plainDate(lang, derivation.from) })}</p>`
  const sentence = t(lang, 'why.count', {
    start,
    from: plainDate(lang, derivation.from),
    period: periodText(lang, derivation.period),
    counting: countingText(lang, derivation.counting, pack),
    clear: derivation.clear ? t(lang, 'why.clear') : '',
  })
  return html`<p>${sentence}</p>
${derivation.skipped.length === 0 ? html`<p>${t(lang, 'why.skipped.none')}</p>` : passed(page, t(lang, 'why.skipped'), derivation.skipped, pack)}
${derivation.rolled.length === 0 ? '' : passed(page, t(lang, 'why.rolled'), derivation.rolled, pack)}
${dayByDay(page, derivation, pack)}`
}

/** Which days do not count, by the counting that the Act names. */
export function countingText(lang: Lang, counting: string, pack: Pack | undefined): string {
  const skips = pack?.countings[counting]?.skips
  if (skips === undefined) return counting.replaceAll('-', ' ')
  if (skips.length === 0) return t(lang, 'counting.all')
  return t(lang, 'counting.without', {
    days: joined(
      lang,
      skips.map((kind) => label(lang, 'counting', kind)),
    ),
  })
}

function joined(lang: Lang, words: readonly string[]): string {
  return new Intl.ListFormat(`${lang}-CA`, { type: 'conjunction' }).format(words)
}

/** Days that do not count, grouped by their reason: `Saturday (6): …`. */
function passed(
  page: PageContext,
  title: string,
  list: Derivation['skipped'],
  pack: Pack | undefined,
): Html {
  const groups = Map.groupBy(list, (day) => day.why)
  return html`<h4>${title} (${list.length})</h4>
<dl class="passed">${[...groups].map(([why, found]) => html`<div><dt>${dayName(page.lang, why, pack)}</dt><dd>${found.map((day, at) => html`${at === 0 ? '' : ' · '}${dateText(page.lang, day.date)}`)}</dd></div>`)}</dl>`
}

/** Longer derivations than this are told by their reasons only: a page is not a calendar of years. */
const maxDaysShown = 400

function dayByDay(page: PageContext, derivation: Derivation, pack: Pack | undefined): Html {
  const { lang } = page
  if ('days' in derivation.period && derivation.period.days > maxDaysShown) return html``
  const steps = expand(derivation)
  if (steps.length > maxDaysShown) return html``
  return html`<details class="day-by-day"><summary>${t(lang, 'why.days')}</summary>
<p class="muted">${t(lang, 'why.days.caption')}</p>
<ol class="days">${steps.map(
    (step, at) =>
      html`<li class="${step.counted ? 'counted' : 'passed'}${at === steps.length - 1 ? ' last' : ''}"><time datetime="${step.date}">${step.date.slice(5)}</time> <b>${step.counted ? step.n : '–'}</b>${step.counted && step.why === 'counted' ? '' : html` <span>${at === 0 ? label(lang, 'start', step.why) : dayName(lang, step.why, pack)}</span>`}</li>`,
  )}</ol></details>`
}

export function dayName(lang: Lang, why: string, pack: Pack | undefined): string {
  return pack?.holidays.find((holiday) => holiday.id === why)?.name[lang] ?? label(lang, 'day', why)
}

export function periodText(lang: Lang, period: Period): string {
  const [unit, n] =
    'days' in period
      ? (['days', period.days] as const)
      : 'months' in period
        ? (['months', period.months] as const)
        : (['years', period.years] as const)
  return n === 1 ? t(lang, `period.one.${unit}`) : t(lang, `period.${unit}`, { n })
}

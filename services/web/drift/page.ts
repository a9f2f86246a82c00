// Dates that would be other ones today: a notice on the board, and on the order's page before and after with both derivations.

import { html } from 'hono/html'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { approvalLine } from '../../../shared/order/drift-line.ts'
import type {
  DeadlineDrift,
  DriftChange,
  OrderDrift,
} from '../../../shared/contract/drift.schema.ts'
import { say, sayOf } from '../kit/words.ts'
import {
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  ruleText,
  type Html,
  type Look,
} from '../kit/parts.ts'
import { dayName, deadlineArticle, periodText } from '../kit/why.ts'

/** Nothing where nothing would differ. */
export function driftNotice(look: Look, drift: readonly OrderDrift[]): Html | '' {
  if (drift.length === 0) return ''
  const { lang } = look
  return html`<p class="notice" id="drift"><span class="shape" aria-hidden="true">▲</span>${drift.length === 1 ? say(lang, 'drift.notice.one') : say(lang, 'drift.notice', { n: drift.length })}: ${drift.map(({ order, office }, at) => html`${at === 0 ? '' : ', '}${officeShort(look, office)} ${orderLink(order, order.split(':')[1])}`)}</p>`
}

export function driftSection(
  look: Look,
  drift: OrderDrift,
  nameOf: (party: string) => string,
  pack: Pack | undefined,
): Html {
  const { lang } = look
  return html`<section class="drift" aria-labelledby="drift"><h2 id="drift">${say(lang, 'drift.title')}</h2>
<p>${say(lang, 'drift.lead')} <span class="muted">${say(lang, 'drift.packs', drift.pack)}</span></p>
${drift.changes.map((change) => (change.kind === 'deadline' ? deadlineDrift(look, drift, change, nameOf(change.party), pack) : html`<p>${otherDrift(look, change)}</p>`))}
</section>`
}

function deadlineDrift(
  look: Look,
  drift: OrderDrift,
  change: DeadlineDrift,
  party: string,
  pack: Pack | undefined,
): Html {
  const { lang } = look
  const { id, terms, before, after, why } = change
  const key = `drift-${id}-${change.party}-${change.route ?? ''}-${terms.join('-')}`
  const side = (deadline: typeof before) =>
    deadline === null
      ? html`<span class="muted">${say(lang, 'drift.none')}</span>`
      : markedDate(lang, deadline.date, deadline.confidence)
  return html`<div aria-labelledby="${key}" role="group"><h3 id="${key}">${sayOf(lang, 'deadline', id)} <span class="muted">${terms.length === 0 ? say(lang, 'all.terms') : terms.join(', ')} · ${party}</span></h3>
<dl class="dates"><div><dt>${say(lang, 'drift.before')}</dt><dd>${side(before)}</dd></div><div><dt>${say(lang, 'drift.after')}</dt><dd>${side(after)}</dd></div></dl>
<p>${say(lang, 'drift.why')}:</p>
${why.length === 0 ? html`<p class="muted">${say(lang, 'drift.why.unsaid')}</p>` : html`<ul>${why.map((reason) => html`<li>${reasonText(look, reason, pack)}</li>`)}</ul>`}
<div class="deadlines">${before === null ? '' : html`<div><h4>${say(lang, 'drift.before')}</h4>${deadlineArticle(look, before, party, pack, 'before-')}</div>`}
${after === null ? '' : html`<div><h4>${say(lang, 'drift.after')}</h4>${deadlineArticle(look, after, party, pack, 'after-')}</div>`}</div>
${drift.own ? html`<p>${say(lang, 'drift.approve')}<br><code>${approvalLine(drift.order, change)}</code></p>` : html`<p class="muted">${say(lang, 'drift.other')}</p>`}</div>`
}

function reasonText(
  look: Look,
  reason: DeadlineDrift['why'][number],
  pack: Pack | undefined,
): Html | string {
  const { lang } = look
  switch (reason.kind) {
    case 'day':
      return say(lang, reason.counts ? 'drift.day.counted' : 'drift.day.passed', {
        date: plainDate(lang, reason.date),
        why: dayName(lang, reason.why, pack),
      })
    case 'start':
      return say(lang, 'drift.start', {
        before: plainDate(lang, reason.before.from),
        after: plainDate(lang, reason.after.from),
      })
    case 'period':
      return say(lang, 'drift.period', {
        before: periodText(lang, reason.before),
        after: periodText(lang, reason.after),
      })
    case 'counting':
    case 'zone-data':
      return say(lang, `drift.${reason.kind}`, { before: reason.before, after: reason.after })
    case 'rules':
      return html`${ruleList(look, 'drift.rules.added', reason.added)}${reason.added.length > 0 && reason.gone.length > 0 ? '; ' : ''}${ruleList(look, 'drift.rules.gone', reason.gone)}`
    case 'new':
    case 'gone':
      return say(lang, `drift.${reason.kind}`)
  }
}

function ruleList(
  look: Look,
  word: 'drift.rules.added' | 'drift.rules.gone',
  rules: Extract<DeadlineDrift['why'][number], { kind: 'rules' }>['added'],
): Html | '' {
  return rules.length === 0
    ? ''
    : html`${say(look.lang, word)} ${rules.map((rule) => html`${ruleText(look, rule)} `)}`
}

function otherDrift({ lang }: Look, change: Exclude<DriftChange, { kind: 'deadline' }>): string {
  if (change.kind === 'refused')
    return say(lang, 'drift.refused', {
      date: plainDate(lang, change.on),
      fact: sayOf(lang, 'event', change.fact),
      message: change.problem.message,
    })
  const effect = ({ inTime, stays }: typeof change.before) =>
    `${sayOf(lang, 'inTime', inTime)}, ${stays.length === 0 ? say(lang, 'challenge.staysNothing') : stays.map((stay) => say(lang, 'challenge.stays', { terms: stay.terms.join(', '), until: sayOf(lang, 'until', stay.until) })).join('; ')}`
  return say(lang, 'drift.challenge', {
    challenge: change.challenge,
    before: effect(change.before),
    after: effect(change.after),
  })
}

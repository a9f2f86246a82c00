// The form that supposes facts about an order, and what would follow, for it and for the other orders of its matter. A GET form: it works without script.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { html } from 'hono/html'
import type { TermView } from '../../../shared/board/board.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { parseOrderId } from '../../../shared/kernel/ids.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { catalogue } from '../../../shared/kernel/problems.ts'
import type { ChangedDeadline } from '../../../shared/simulate/differences.ts'
import type { Step } from '../../../shared/simulate/steps.ts'
import type { Simulation } from '../../../shared/simulate/simulate.ts'
import { changesFor } from '../../../shared/simulate/suppose.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import { say, sayOf } from '../kit/words.ts'
import { detailOf } from '../kit/event-text.ts'
import {
  clockBadge,
  dateText,
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  ruleText,
  scrolling,
  statusBadge,
  termDates,
  type Html,
  type Look,
} from '../kit/parts.ts'

/** What the form asks; its fields are `if-serve`, `if-party`, `if-challenge`, `if-lose` and `if-extend`. */
export interface Asked {
  readonly party: string | undefined
  readonly serve: LocalDate | undefined
  readonly challenge: LocalDate | undefined
  readonly lose: LocalDate | undefined
  readonly extend: LocalDate | undefined
}

export function askedOf(
  date: (name: string) => LocalDate | undefined,
  party: string | undefined,
): Asked {
  return {
    party,
    serve: date('if-serve'),
    challenge: date('if-challenge'),
    lose: date('if-lose'),
    extend: date('if-extend'),
  }
}

export function isEmpty({ serve, challenge, lose, extend }: Asked): boolean {
  return [serve, challenge, lose, extend].every((date) => date === undefined)
}

/** Supposes on all that is known of the order today, and looks at it on the day that the page shows, or on the last day supposed. */
export async function suppose(
  api: OfficeApi,
  actor: Actor,
  { state }: OrderDetail,
  pack: Pack | undefined,
  { party, serve, challenge, lose, extend }: Asked,
  look: Look,
): Promise<Simulation> {
  const known = (await api.order(actor, state.order, {}))?.state ?? state
  const supposed = {
    ...(serve === undefined ? {} : { serve: [{ party: party ?? state.respondent.id, on: serve }] }),
    ...(challenge === undefined ? {} : { challenge: { on: challenge } }),
    ...(lose === undefined ? {} : { lose }),
    ...(extend === undefined ? {} : { extend: { to: extend } }),
  }
  return api.simulate(actor, {
    changes: changesFor(known, supposed, pack, look.asOf),
    ...(look.asOf === look.today ? {} : { asOf: look.asOf }),
  })
}

export function whatIf(
  look: Look,
  state: OrderState,
  asked: Asked,
  simulation: Simulation | undefined,
): Html {
  const { lang } = look
  return html`<section aria-labelledby="what-if"><h2 id="what-if">${say(lang, 'whatIf.title')}</h2>
<p class="muted">${say(lang, 'whatIf.intro')}</p>
${form(look, state, asked)}
${simulation === undefined ? '' : result(look, state, simulation)}
</section>`
}

function form(look: Look, state: OrderState, asked: Asked): Html {
  const { lang } = look
  const field = (name: 'serve' | 'challenge' | 'lose' | 'extend') =>
    html`<label>${say(lang, `whatIf.${name}`)} <input type="date" name="if-${name}" value="${asked[name] ?? ''}"></label>`
  return html`<form method="get" action="${look.path}#what-if">
<fieldset class="what-if"><legend class="hidden">${say(lang, 'whatIf.title')}</legend>
${look.asOf === look.today ? '' : html`<input type="hidden" name="asOf" value="${look.asOf}">`}
<label>${say(lang, 'whatIf.party')} <select name="if-party">${[state.respondent, ...state.otherParties].map(({ id, name }) => html`<option value="${id}"${id === asked.party ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('serve')}
${field('challenge')}
${field('lose')}
${field('extend')}
<button type="submit">${say(lang, 'whatIf.show')}</button>
${isEmpty(asked) ? '' : html`<a href="${look.path}${look.asOf === look.today ? '' : `?asOf=${look.asOf}`}#what-if">${say(lang, 'whatIf.clear')}</a>`}
</fieldset></form>`
}

function result(look: Look, state: OrderState, simulation: Simulation): Html {
  const { lang } = look
  const { asOf, orders } = simulation
  const steps = simulation.steps.filter((step) => step.kind === 'refused' || step.change === null)
  // The order of the page first, then what its change does elsewhere.
  const own = orders.toSorted(
    (a, b) => Number(b.order === state.order) - Number(a.order === state.order),
  )
  const then = { ...look, asOf }
  return html`${steps.length === 0 ? '' : html`<ul class="steps">${steps.map((step) => stepLine(look, step))}</ul>`}
${orders.some(({ order }) => order === state.order) ? '' : html`<p class="empty">${say(lang, 'whatIf.none')}</p>`}
${own.map((each) => {
  const number = each.order.split(':')[1] ?? each.order
  const terms = each.before.terms.flatMap((before) =>
    each.after.terms.filter(({ id }) => id === before.id).map((after) => [before, after] as const),
  )
  return html`<h3>${officeShort(look, each.office)} ${orderLink(each.order, number)} ${statusBadge(lang, each.before.status)}${each.before.status === each.after.status ? '' : html` → ${statusBadge(lang, each.after.status)}`}${each.changed ? '' : html` <span class="muted">${say(lang, 'whatIf.same')}</span>`}</h3>
${scrolling(
  each.order,
  html`<table class="what-if"><caption class="hidden">${say(lang, 'whatIf.result', { date: plainDate(lang, asOf) })}</caption>
<thead><tr><th scope="col">${say(lang, 'board.theme')}</th><th scope="col">${say(lang, 'whatIf.before')}</th><th scope="col">${say(lang, 'whatIf.after')}</th></tr></thead>
<tbody>${terms.map(([before, after]) => termRow(then, before, after))}</tbody></table>`,
)}
${each.deadlines.length === 0 ? '' : html`<h4>${say(lang, 'whatIf.deadlines')}</h4><ul class="steps">${each.deadlines.map((changed) => deadlineLine(look, changed))}</ul>`}`
})}
<p class="muted">${say(lang, 'whatIf.result', { date: plainDate(lang, asOf) })}.</p>`
}

function termRow(look: Look, before: TermView, after: TermView): Html {
  const { lang } = look
  const stands = (term: TermView) => html`${clockBadge(lang, term)} ${termDates(look, term)}`
  const same = JSON.stringify(before) === JSON.stringify(after)
  return html`<tr${same ? '' : html` class="new"`}><th scope="row"><span class="term-id">${before.id}</span> ${sayOf(lang, 'theme', before.theme)}</th><td>${stands(before)}</td><td>${same ? html`<span class="muted">${say(lang, 'whatIf.same')}</span>` : stands(after)}</td></tr>`
}

function deadlineLine(look: Look, { id, party, terms, before, after }: ChangedDeadline): Html {
  const { lang } = look
  const date = (deadline: Deadline | null) =>
    deadline === null
      ? html`<span class="muted">${say(lang, 'whatIf.noDate')}</span>`
      : markedDate(lang, deadline.date, deadline.confidence)
  return html`<li>${sayOf(lang, 'deadline', id)} <span class="muted">${terms.length === 0 ? say(lang, 'all.terms') : terms.join(', ')} · ${party}</span>: ${date(before)} → ${date(after)} ${(after ?? before)?.rules.map((rule) => html`${ruleText(look, rule)} `)}</li>`
}

function stepLine(look: Look, step: Step): Html {
  const { lang } = look
  const where = html`<strong>${say(lang, step.change !== null ? 'whatIf.refused' : step.kind === 'refused' ? 'whatIf.falls' : 'whatIf.otherwise')}</strong> (${officeShort(look, parseOrderId(step.order)?.office ?? step.order)}, ${dateText(lang, step.on)})`
  if (step.kind === 'recorded')
    return html`<li>${where}: ${sayOf(lang, 'event', step.event.kind)}, ${detailOf(lang, step.event, (id) => officeShort(look, id))}</li>`
  const { problem } = step
  return html`<li>${where}: ${catalogue[problem.code].title[lang]}. <span class="muted" lang="en">${problem.message}</span> ${problem.rule === undefined ? '' : ruleText(look, problem.rule)}</li>`
}

// The form that supposes facts about an order, and what would follow, for it and for the other orders of its matter. A GET form: it works without script.

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { TermView } from '../../../shared/board/board.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { numberIn, parseOrderId } from '../../../shared/kernel/ids.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { catalogue } from '../../../shared/kernel/problems.ts'
import type { ChangedDeadline } from '../../../shared/simulate/differences.ts'
import type { Step } from '../../../shared/simulate/steps.ts'
import type { Simulation } from '../../../shared/simulate/simulate.ts'
import { changesFor } from '../../../shared/simulate/suppose.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import { colon } from '../kit/words.ts'
import { t, label } from './words.ts'
import { detailOf } from '../../../shared/contract/event-text.ts'
import { dateField } from '../kit/form.ts'
import { dateIn } from '../kit/page.ts'
import { problemText } from '../kit/problem.ts'
import { section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import {
  dateText,
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  ruleText,
  rulesText,
  statusBadge,
  termList,
  termStands,
} from '../kit/parts.ts'

/** What the form asks; its fields are `if-serve`, `if-party`, `if-challenge`, `if-lose` and `if-extend`. */
interface Asked {
  readonly party: string | undefined
  readonly serve: LocalDate | undefined
  readonly challenge: LocalDate | undefined
  readonly lose: LocalDate | undefined
  readonly extend: LocalDate | undefined
}

/** On the page of an order: the form, and what would follow from what it asks. */
export async function whatIfPart(
  c: Context,
  page: PageContext,
  order: OrderDetail,
  pack: Pack | undefined,
): Promise<Html> {
  const asked: Asked = {
    party: c.req.query('if-party'),
    serve: dateIn(c, 'if-serve'),
    challenge: dateIn(c, 'if-challenge'),
    lose: dateIn(c, 'if-lose'),
    extend: dateIn(c, 'if-extend'),
  }
  const simulation = isEmpty(asked) ? undefined : await suppose(page, order, pack, asked)
  return whatIf(page, order.state, asked, simulation)
}

function isEmpty({ serve, challenge, lose, extend }: Asked): boolean {
  return [serve, challenge, lose, extend].every((date) => date === undefined)
}

/** Supposes on all that is known of the order today, and looks at it on the day that the page shows, or on the last day supposed. */
async function suppose(
  page: PageContext,
  { state }: OrderDetail,
  pack: Pack | undefined,
  { party, serve, challenge, lose, extend }: Asked,
): Promise<Simulation> {
  const { api, actor } = page
  const known = (await api.order(actor, state.order, {}))?.state ?? state
  const supposed = {
    ...(serve === undefined ? {} : { serve: [{ party: party ?? state.respondent.id, on: serve }] }),
    ...(challenge === undefined ? {} : { challenge: { on: challenge } }),
    ...(lose === undefined ? {} : { lose }),
    ...(extend === undefined ? {} : { extend: { to: extend } }),
  }
  return api.simulate(actor, {
    changes: changesFor(known, supposed, pack, page.asOf),
    ...(page.asOf === page.today ? {} : { asOf: page.asOf }),
  })
}

function whatIf(
  page: PageContext,
  state: OrderState,
  asked: Asked,
  simulation: Simulation | undefined,
): Html {
  const { lang } = page
  return section(
    'what-if',
    t(lang, 'whatIf.title'),
    html`<p class="muted">${t(lang, 'whatIf.intro')}</p>
${form(page, state, asked)}
${simulation === undefined ? '' : result(page, state, simulation)}`,
  )
}

function form(page: PageContext, state: OrderState, asked: Asked): Html {
  const { lang } = page
  const field = (name: 'serve' | 'challenge' | 'lose' | 'extend') =>
    dateField(t(lang, `whatIf.${name}`), `if-${name}`, { value: asked[name] ?? '' })
  return html`<form method="get" action="${page.path}#what-if">
<fieldset class="what-if"><legend class="hidden">${t(lang, 'whatIf.title')}</legend>
${page.asOf === page.today ? '' : html`<input type="hidden" name="asOf" value="${page.asOf}">`}
<label>${t(lang, 'whatIf.party')} <select name="if-party">${[state.respondent, ...state.otherParties].map(({ id, name }) => html`<option value="${id}"${id === asked.party ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('serve')}
${field('challenge')}
${field('lose')}
${field('extend')}
<button type="submit">${t(lang, 'whatIf.show')}</button>
${isEmpty(asked) ? '' : html`<a href="${page.path}${page.asOf === page.today ? '' : `?asOf=${page.asOf}`}#what-if">${t(lang, 'whatIf.clear')}</a>`}
</fieldset></form>`
}

function result(page: PageContext, state: OrderState, simulation: Simulation): Html {
  const { lang } = page
  const { asOf, orders } = simulation
  const steps = simulation.steps.filter((step) => step.kind === 'refused' || step.change === null)
  // The order of the page first, then what its change does elsewhere.
  const own = orders.toSorted(
    (a, b) => Number(b.order === state.order) - Number(a.order === state.order),
  )
  const then = { ...page, asOf }
  const nameOf = (party: string) =>
    [state.respondent, ...(state.respondents ?? []), ...state.otherParties].find(
      ({ id }) => id === party,
    )?.name ?? party
  return html`${steps.length === 0 ? '' : html`<ul class="steps">${steps.map((step) => stepLine(page, step))}</ul>`}
${orders.some(({ order }) => order === state.order) ? '' : html`<p class="empty">${t(lang, 'whatIf.none')}</p>`}
${own.map((each) => {
  const number = numberIn(each.order)
  const terms = each.before.terms.flatMap((before) =>
    each.after.terms.filter(({ id }) => id === before.id).map((after) => [before, after] as const),
  )
  return html`<h3>${officeShort(page, each.office)} ${orderLink(each.order, number)} ${statusBadge(lang, each.before.status)}${each.before.status === each.after.status ? '' : html` → ${statusBadge(lang, each.after.status)}`}${each.changed ? '' : html` <span class="muted">${t(lang, 'whatIf.same')}</span>`}</h3>
${listTable(
  t(lang, 'whatIf.result', { date: plainDate(lang, asOf) }),
  [t(lang, 'board.theme'), t(lang, 'whatIf.before'), t(lang, 'whatIf.after')],
  terms.map(([before, after]) => termRow(then, before, after)),
  {
    className: 'what-if',
    rowClass: (at) => (terms[at] === undefined || isSame(...terms[at]) ? undefined : 'new'),
  },
)}
${each.deadlines.length === 0 ? '' : html`<h4>${t(lang, 'whatIf.deadlines')}</h4><ul class="steps">${each.deadlines.map((changed) => deadlineLine(page, changed, nameOf))}</ul>`}`
})}
<p class="muted">${t(lang, 'whatIf.result', { date: plainDate(lang, asOf) })}.</p>`
}

function isSame(before: TermView, after: TermView): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}

function termRow(page: PageContext, before: TermView, after: TermView): [Html, Html, Html] {
  const { lang } = page
  const stands = (term: TermView) => termStands(page, term)
  return [
    html`<span class="term-id">${before.id}</span> ${label(lang, 'theme', before.theme)}`,
    stands(before),
    isSame(before, after)
      ? html`<span class="muted">${t(lang, 'whatIf.same')}</span>`
      : stands(after),
  ]
}

function deadlineLine(
  page: PageContext,
  { id, party, terms, before, after }: ChangedDeadline,
  nameOf: (party: string) => string,
): Html {
  const { lang } = page
  const date = (deadline: Deadline | null) =>
    deadline === null
      ? html`<span class="muted">${t(lang, 'whatIf.noDate')}</span>`
      : markedDate(lang, deadline.date, deadline.confidence)
  return html`<li>${label(lang, 'deadline', id)} <span class="muted">${termList(lang, terms)} · ${nameOf(party)}</span>${colon(lang)} ${date(before)} → ${date(after)} ${rulesText(page, (after ?? before)?.rules ?? [])}</li>`
}

function stepLine(page: PageContext, step: Step): Html {
  const { lang } = page
  const where = html`<strong>${t(lang, step.change !== null ? 'whatIf.refused' : step.kind === 'refused' ? 'whatIf.falls' : 'whatIf.otherwise')}</strong> (${officeShort(page, parseOrderId(step.order)?.office ?? step.order)}, ${dateText(lang, step.on)})`
  if (step.kind === 'recorded')
    return html`<li>${where}${colon(lang)} ${label(lang, 'event', step.event.kind)}, ${detailOf(lang, step.event, (id) => officeShort(page, id))}</li>`
  const { problem } = step
  return html`<li>${where}${colon(lang)} ${catalogue[problem.code].title[lang]}. <span class="muted">${problemText(lang, problem)}</span> ${problem.rule === undefined ? '' : ruleText(page, problem.rule)}</li>`
}

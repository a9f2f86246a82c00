// Dates that would come out differently today: a notice on the board, and on the order's page before and after with both derivations.

import { partsOf } from '../../../shared/kernel/ids.ts'
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import { messageIn } from '../../../shared/kernel/problems.ts'
import { section } from '../kit/section.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { orderIdSchema } from '../../../shared/order/order.schema.ts'
import { approvalSchema } from '../../../shared/contract/drift.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf, mayDo, signInFirst } from '../kit/actor.ts'
import { hidden, textField } from '../kit/form.ts'
import { problemPage } from '../kit/problem-page.ts'
import { problemOfInput } from '../kit/problem.ts'
import { unknownOrder } from '../kit/unknown.ts'
import type {
  DeadlineDrift,
  DriftChange,
  OrderDrift,
} from '../../../shared/contract/drift.schema.ts'
import { t, label } from './words.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { partiesOf } from '../kit/names.ts'
import {
  markedDate,
  officeShort,
  orderLink,
  orderPath,
  plainDate,
  ruleText,
  stayText,
  termList,
} from '../kit/parts.ts'
import { colon } from '../kit/words.ts'
import { countingText, dayName, deadlineArticle, periodText } from '../kit/why.ts'

/** On the board: which open orders have dates that would come out differently today. */
export async function driftNotice(page: PageContext): Promise<Html | ''> {
  const { api, actor, lang } = page
  const { orders } = await api.drift(actor)
  if (orders.length === 0) return ''
  const title =
    orders.length === 1
      ? t(lang, 'drift.notice.one')
      : t(lang, 'drift.notice', { n: orders.length })
  return html`<p class="notice" id="drift"><span class="shape" aria-hidden="true">▲</span>${title}${colon(lang)} ${orders.map(({ order, office }, at) => html`${at === 0 ? '' : ', '}${officeShort(page, office)} ${orderLink(order, partsOf(order).number)}`)}</p>`
}

/** On the page of an order: each difference, before and after. Today's page only: a reader of another day looks at what was. */
export async function driftPart(
  c: Context,
  page: PageContext,
  order: OrderDetail,
  pack: Pack | undefined,
): Promise<Html | ''> {
  const { api, actor, lang, asOf, today } = page
  const { view } = order
  if (asOf !== today) return ''
  const drift = (await api.drift(actor)).orders.find((each) => each.order === view.order)
  if (drift === undefined) return ''
  const nameOf = (party: string) => partiesOf(order).find(({ id }) => id === party)?.name ?? party
  return section(
    'drift',
    t(lang, 'drift.title'),
    html`<p>${t(lang, 'drift.lead')} <span class="muted">${t(lang, 'drift.packs', drift.pack)}</span></p>
${drift.changes.map((change, at) => (change.kind === 'deadline' ? deadlineDrift(page, drift, change, { party: nameOf(change.party), pack, form: approvalForm(c, page, order, change, at) }) : html`<p>${otherDrift(page, change)}</p>`))}`,
    'drift',
  )
}

function deadlineDrift(
  page: PageContext,
  drift: OrderDrift,
  change: DeadlineDrift,
  {
    party,
    pack,
    form,
  }: { readonly party: string; readonly pack: Pack | undefined; readonly form: Html },
): Html {
  const { lang } = page
  const { id, terms, before, after, why } = change
  const key = `drift-${id}-${change.party}-${change.route ?? ''}-${terms.join('-')}`
  const side = (deadline: typeof before) =>
    deadline === null
      ? html`<span class="muted">${t(lang, 'drift.none')}</span>`
      : markedDate(lang, deadline.date, deadline.confidence)
  return html`<div aria-labelledby="${key}" role="group"><h3 id="${key}">${label(lang, 'deadline', id)} <span class="muted">${termList(lang, terms)} · ${party}</span></h3>
<dl class="dates"><div><dt>${t(lang, 'drift.before')}</dt><dd>${side(before)}</dd></div><div><dt>${t(lang, 'drift.after')}</dt><dd>${side(after)}</dd></div></dl>
<p>${t(lang, 'drift.why')}:</p>
${why.length === 0 ? html`<p class="muted">${t(lang, 'drift.why.unsaid')}</p>` : html`<ul>${why.map((reason) => html`<li>${reasonText(page, reason, pack)}</li>`)}</ul>`}
<div class="deadlines">${before === null ? '' : html`<div><h4>${t(lang, 'drift.before')}</h4>${deadlineArticle(page, before, party, pack, 'before-')}</div>`}
${after === null ? '' : html`<div><h4>${t(lang, 'drift.after')}</h4>${deadlineArticle(page, after, party, pack, 'after-')}</div>`}</div>
${drift.own ? form : html`<p class="muted">${t(lang, 'drift.other')}</p>`}</div>`
}

/** What is approved stands above it, before and after: nothing else is asked but why. The same form sent twice is one approval. */
function approvalForm(
  c: Context,
  page: PageContext,
  { view }: OrderDetail,
  { id, party, terms, route, after }: DeadlineDrift,
  at: number,
): Html {
  const { lang, actor } = page
  if (!mayDo(actor, 'approveCorrection'))
    return html`<p class="muted">${t(lang, 'drift.approver')}</p>`
  const first = signInFirst(c, 'approveCorrection')
  if (first !== undefined)
    return html`<p><a class="button" href="${first}">${t(lang, 'drift.signIn')}</a></p>`
  return html`<form method="post" action="/drift${orderPath(view.order).slice('/orders'.length)}?at=${at}" class="act">
${hidden('id', `page/drift-${view.version}-${at}`)}${hidden('deadline', id)}${hidden('party', party)}${terms.map((term) => hidden('terms', term))}${route === undefined ? '' : hidden('route', route)}${hidden('date', after?.date ?? '')}
${actor.kind === 'person' ? hidden('by', actor.name) : textField(t(lang, 'drift.by'), 'by', { required: true })}
<label>${t(lang, 'drift.reason')}<textarea name="reason" rows="2" required></textarea></label>
<p class="notice">${t(lang, 'drift.final')}</p>
<p class="buttons"><button class="primary" name="button" value="approve">${t(lang, 'drift.approve')}</button></p></form>`
}

/** Leads to the receipt, or says why it was not recorded. */
export function driftPages(app: Hono, api: OfficeApi): void {
  app.post('/drift/:office/:number', async (c) => {
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const order = orderIdSchema.safeParse(text)
    if (!order.success) return problemPage(api, c, unknownOrder(text))
    const form = new URLSearchParams(await c.req.text())
    const one = (name: string) => form.get(name) ?? ''
    const typed = {
      ...Object.fromEntries(
        ['id', 'deadline', 'party', 'by', 'reason'].map((each) => [each, one(each)]),
      ),
      terms: form.getAll('terms'),
      ...(one('route') === '' ? {} : { route: one('route') }),
      date: one('date') === '' ? null : one('date'),
    }
    const approval = approvalSchema.safeParse(typed)
    if (!approval.success) return problemPage(api, c, problemOfInput(approval.error, typed))
    const reply = await api.approveCorrection(actorOf(c), order.data, approval.data)
    if (reply.kind === 'refused') return problemPage(api, c, reply.problem)
    return c.redirect(`${orderPath(order.data)}/receipt/${reply.version}`, 303)
  })
}

function reasonText(
  page: PageContext,
  reason: DeadlineDrift['why'][number],
  pack: Pack | undefined,
): Html | string {
  const { lang } = page
  switch (reason.kind) {
    case 'day':
      return t(lang, reason.counts ? 'drift.day.counted' : 'drift.day.passed', {
        date: plainDate(lang, reason.date),
        why: dayName(lang, reason.why, pack),
      })
    case 'start':
      return t(lang, 'drift.start', {
        before: plainDate(lang, reason.before.from),
        after: plainDate(lang, reason.after.from),
      })
    case 'period':
      return t(lang, 'drift.period', {
        before: periodText(lang, reason.before),
        after: periodText(lang, reason.after),
      })
    case 'counting':
      return t(lang, 'drift.counting', {
        before: countingText(lang, reason.before, pack),
        after: countingText(lang, reason.after, pack),
      })
    case 'zone-data':
      return t(lang, 'drift.zone-data', { before: reason.before, after: reason.after })
    case 'rules':
      return html`${ruleList(page, 'drift.rules.added', reason.added)}${reason.added.length > 0 && reason.gone.length > 0 ? '; ' : ''}${ruleList(page, 'drift.rules.gone', reason.gone)}`
    case 'new':
    case 'gone':
      return t(lang, `drift.${reason.kind}`)
  }
}

function ruleList(
  page: PageContext,
  word: 'drift.rules.added' | 'drift.rules.gone',
  rules: Extract<DeadlineDrift['why'][number], { kind: 'rules' }>['added'],
): Html | '' {
  return rules.length === 0
    ? ''
    : html`${t(page.lang, word)} ${rules.map((rule) => html`${ruleText(page, rule)} `)}`
}

function otherDrift(
  { lang }: PageContext,
  change: Exclude<DriftChange, { kind: 'deadline' }>,
): string {
  if (change.kind === 'refused')
    return t(lang, 'drift.refused', {
      date: plainDate(lang, change.on),
      fact: label(lang, 'event', change.fact),
      message: messageIn(lang, change.problem),
    })
  const effect = ({ inTime, stays }: typeof change.before) =>
    `${label(lang, 'inTime', inTime)}, ${stays.length === 0 ? t(lang, 'challenge.staysNothing') : stays.map((stay) => stayText(lang, stay)).join('; ')}`
  return t(lang, 'drift.challenge', {
    challenge: change.challenge,
    before: effect(change.before),
    after: effect(change.after),
  })
}

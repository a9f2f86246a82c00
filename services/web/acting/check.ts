// What will be signed, in words, and what follows from it, before anything is recorded. After a conflict it first shows what came in between.

import { html } from 'hono/html'
import type { TermView } from '../../../shared/board/board.schema.ts'
import type { Preview } from '../../../shared/contract/acting.schema.ts'
import { detailOf } from '../../../shared/contract/event-text.ts'
import { recorderOf, recorderText } from '../../../shared/contract/recorder.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { ChangedDeadline } from '../../../shared/simulate/differences.ts'
import { stepName, type Values } from '../kit/fields.ts'
import { keptValues } from '../kit/fields-draw.ts'
import { said } from '../kit/fields-said.ts'
import type { Content, Html } from '../kit/html.ts'
import {
  dateText,
  deadlineDates,
  officeShort,
  plainDate,
  rulesText,
  statusBadge,
  stayText,
  termList,
  termStands,
} from '../kit/parts.ts'
import { empty, facts, section, type Fact } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { colon } from '../kit/words.ts'
import { deadlineArticle } from '../kit/why.ts'
import { languageButton, stillPage } from './form.ts'
import type { Target } from './target.ts'
import { label, t, type ActingWord } from './words.ts'

type Shown = Extract<Preview, { kind: 'preview' }>

export interface Checked {
  readonly values: Values
  readonly preview: Shown
  /** The version that the person had looked at, where another one is there now. */
  readonly since: number | undefined
}

export function checkPage(target: Target, ref: AggregateRef, checked: Checked): Html {
  const { page, act } = target
  const { lang } = page
  const { values, preview, since } = checked
  const body = html`
${since === undefined ? '' : conflict(target, since)}
${signed(target, ref, values)}
${follows(target, preview)}
<form method="post" action="${page.path}" class="act" id="act">
${keptValues(new Map([...values, ['version', [String(preview.version)]]]))}
<p class="notice">${final(target)}</p>
<p class="buttons"><button class="primary" name="${stepName}" value="record">${t(lang, 'check.record')}</button> <button name="${stepName}" value="change">${t(lang, 'check.change')}</button> <button name="${stepName}" value="save">${t(lang, 'draft.save')}</button> <a href="${target.back}">${t(lang, 'form.cancel')}</a></p>
${languageButton(lang, 'check')}
</form>`
  return stillPage(target, t(lang, 'check.title', { act }), body)
}

function final({ page: { lang }, kind }: Target): Html {
  const more =
    `final.${kind}` in finals ? t(lang, finals[`final.${kind}` as keyof typeof finals]) : ''
  return html`${more === '' ? '' : html`<strong>${more}</strong> `}${t(lang, 'check.final')}`
}

const finals = {
  'final.issue': 'final.issue',
  'final.close': 'final.close',
  'final.withdraw': 'final.withdraw',
  'final.rescind': 'final.rescind',
  'final.escalate': 'final.escalate',
  'final.record-in-error': 'final.record-in-error',
  'final.recorded-in-error': 'final.recorded-in-error',
} as const satisfies Record<string, ActingWord>

/** What others recorded after the page was made. */
function conflict({ page, history, names }: Target, since: number): Html {
  const { lang } = page
  const missed = history.filter(({ version }) => version > since)
  return html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'conflict.title')}</h2><p>${t(lang, 'conflict.text')}</p>
<ul>${missed.map(
    ({ event, on, by }) =>
      html`<li><strong>${label(lang, 'event', event.kind)}</strong>, ${dateText(lang, on)}${by === null ? '' : html` (${by})`}<br>${detailOf(lang, event, (id) => officeShort(page, id), names)}</li>`,
  )}</ul></div>`
}

function signed(target: Target, ref: AggregateRef, values: Values): Html {
  const { page, act, about, kind } = target
  const { lang, api } = page
  const pairs: Fact[] = [
    [t(lang, 'col.what'), act],
    [t(lang, 'check.about'), about],
    ...(kind === 'issue' ? [[t(lang, 'field.number'), ref.id] as Fact] : []),
    ...said(lang, target.fields(values), values)
      .filter(([name]) => kind !== 'issue' || name !== t(lang, 'field.number'))
      .map(([name, value]): Fact => [name, value, 'wide']),
    [t(lang, 'check.office'), api.office.name[lang]],
    [t(lang, 'check.actor'), recorderText(lang, recorderOf(page.actor)) ?? '–'],
  ]
  return section('signed', t(lang, 'check.signed'), facts(pairs))
}

/** Dates and terms as they are and as they will be, and what the rules found besides. */
export function follows(target: Target, { event, order, deadlines, routes, duties }: Shown): Html {
  const { page, pack, names } = target
  const { lang } = page
  const notes = notesOf(target, event as OrderEvent | MatterEvent)
  const changedTerms =
    order === null || order.before === null
      ? []
      : order.after.terms.flatMap((after): [TermView, TermView][] => {
          const before = order.before?.terms.find(({ id }) => id === after.id)
          return before === undefined || JSON.stringify(before) === JSON.stringify(after)
            ? []
            : [[before, after]]
        })
  const changesStatus = order?.before !== null && order?.before?.status !== order?.after.status
  return section(
    'follows',
    t(lang, 'check.follows'),
    html`${order === null || !changesStatus ? '' : html`<p>${t(lang, 'check.state')}${colon(lang)} ${order.before === null ? '' : html`${statusBadge(lang, order.before.status)} → `}${statusBadge(lang, order.after.status)}</p>`}
${deadlines.length === 0 ? empty(t(lang, 'check.follows.none')) : datesTable(target, deadlines)}
${changedTerms.length === 0 ? '' : termsTable(target, changedTerms)}
${duties.length === 0 ? '' : dutiesTable(target, duties)}
${routes.length === 0 ? '' : routeList(target, routes)}
${notes.length === 0 ? '' : html`<h3>${t(lang, 'check.notes')}</h3><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${deadlines.some(({ after }) => after !== null) ? html`<details class="aside"><summary>${t(lang, 'check.why')}</summary><div class="deadlines">${deadlines.map(({ after }) => (after === null ? '' : deadlineArticle(page, after, names.party(after.party), pack, 'new-')))}</div></details>` : ''}`,
  )
}

const beforeAndAfter = { captionShown: true, className: 'terms' }

function datesTable({ page, names, pack }: Target, deadlines: readonly ChangedDeadline[]): Html {
  const { lang } = page
  const side = (deadline: Deadline | null) =>
    deadline === null
      ? html`<span class="muted">${t(lang, 'check.none')}</span>`
      : deadlineDates(lang, deadline)
  return listTable(
    t(lang, 'check.dates'),
    (['check.date', 'check.now', 'check.then', 'col.rule'] as const).map((word) => t(lang, word)),
    deadlines.map(({ id, party, terms, before, after }) => [
      html`${(after ?? before)?.text?.[lang] ?? label(lang, 'deadline', id)}<br><span class="muted">${termList(lang, terms)} · ${names.party(party)}</span>`,
      side(before),
      side(after),
      rulesText(page, (after ?? before)?.rules ?? [], pack),
    ]),
    beforeAndAfter,
  )
}

function termsTable({ page }: Target, terms: readonly (readonly [TermView, TermView])[]): Html {
  const { lang } = page
  const side = (term: TermView) => termStands(page, term)
  return listTable(
    t(lang, 'check.terms'),
    (['board.theme', 'check.now', 'check.then'] as const).map((word) => t(lang, word)),
    terms.map(([before, after]) => [
      html`<span class="term-id">${after.id}</span> ${after.text[lang]}`,
      side(before),
      side(after),
    ]),
    beforeAndAfter,
  )
}

/** Of a commitment: whether its time runs, what the respondent claims, and what the office found. */
function dutiesTable({ page }: Target, duties: Shown['duties']): Html {
  const { lang } = page
  const side = (duty: Shown['duties'][number]['before']) =>
    duty === null
      ? html`<span class="muted">${t(lang, 'check.none.yet')}</span>`
      : [
          label(lang, 'clock', duty.clock),
          label(lang, 'position', duty.position),
          ...(duty.finding === null ? [] : [label(lang, 'finding', duty.finding)]),
        ].join(' · ')
  return listTable(
    t(lang, 'check.duties'),
    (['col.what', 'check.now', 'check.then'] as const).map((word) => t(lang, word)),
    duties.map(({ commitment, term, before, after }) => [
      html`${commitment} <span class="term-id">${term}</span>`,
      side(before),
      side(after),
    ]),
    beforeAndAfter,
  )
}

function routeList({ page }: Target, routes: Shown['routes']): Html {
  const { lang } = page
  return html`<h3>${t(lang, 'check.routes')}</h3><ul>${routes.map(
    ({ name, open, why }) =>
      html`<li><strong>${name[lang]}</strong> ${t(lang, open ? 'check.route.open' : 'check.route.closed')}${colon(lang)} ${why[lang]}</li>`,
  )}</ul>`
}

/** What the rules found besides dates: whether it is in time, what it stays, what is not certain, what falls with it. */
function notesOf({ page, names }: Target, event: OrderEvent | MatterEvent): Content[] {
  const { lang } = page
  const factText = (each: OrderEvent | MatterEvent) =>
    `${label(lang, 'event', each.kind)}, ${plainDate(lang, each.on)}${colon(lang)} ${detailOf(lang, each, (id) => officeShort(page, id), names)}`
  switch (event.kind) {
    case 'challenge-filed':
      return [
        `${t(lang, 'check.inTime')}${colon(lang)} ${label(lang, 'inTime', event.inTime)}`,
        event.stays.length === 0
          ? t(lang, 'challenge.staysNothing')
          : `${t(lang, 'check.stays')}${colon(lang)} ${event.stays.map((stay) => stayText(lang, stay)).join('; ')}`,
      ]
    case 'court-application':
      return [`${t(lang, 'check.inTime')}${colon(lang)} ${label(lang, 'inTime', event.inTime)}`]
    case 'compliance-reported':
      return ('early' in event ? (event.early ?? []) : []).map(({ term, firstLawfulDay }) =>
        t(lang, 'check.early', { term, date: plainDate(lang, firstLawfulDay) }),
      )
    case 'issued':
    case 'extended':
    case 'corrected':
    case 'escalated':
    case 'escalation-decided':
      return (event.warnings ?? []).map((warning) => warning[lang])
    case 'recorded-in-error': {
      if (!('instead' in event)) return []
      const was = new Map(event.instead.map((each) => [each.fact, each]))
      return [
        ...event.instead
          .filter(({ fact, now }) => fact !== event.fact && now !== null)
          .map(({ was: before }) => t(lang, 'check.decided', { fact: factText(before) })),
        ...event.doubtful.map(({ fact }) =>
          t(lang, 'check.doubtful', { fact: factOr(fact, was.get(fact)?.was, factText) }),
        ),
        ...event.alarms.map((fact) =>
          t(lang, 'check.alarms', { fact: factOr(fact, was.get(fact)?.was, factText) }),
        ),
      ]
    }
    default:
      return []
  }
}

function factOr<E>(fact: number, event: E | undefined, words: (event: E) => string): string {
  return event === undefined ? String(fact) : words(event)
}

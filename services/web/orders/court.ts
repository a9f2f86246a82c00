// What the courts did with an order: challenges, what each stays, and stays that a court ordered itself.

import { html } from 'hono/html'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { dateText, mark, plainDate, quoted, sectionText, stayText } from '../kit/parts.ts'
import { empty, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { label, t } from './words.ts'

type Challenge = OrderDetail['state']['challenges'][number]

export function court(
  page: PageContext,
  { state }: OrderDetail,
  pack: Pack | undefined,
  nameOf: (party: string) => string,
): Html {
  const { lang } = page
  const none = state.challenges.length === 0 && state.courtStays.length === 0
  return section(
    'court',
    t(lang, 'order.court'),
    html`${none ? empty(t(lang, 'order.court.none')) : ''}
${state.challenges.length === 0 ? '' : challengesTable(page, state.challenges, pack, nameOf)}
${state.courtStays.length === 0 ? '' : staysTable(page, state.courtStays, nameOf)}`,
  )
}

function challengesTable(
  { lang }: PageContext,
  challenges: readonly Challenge[],
  pack: Pack | undefined,
  nameOf: (party: string) => string,
): Html {
  const caption = t(lang, 'order.challenges.caption')
  const rows = challenges.map(
    (challenge) =>
      [
        html`${t(lang, `challenge.${challenge.kind}`)}<br><span class="muted">${quoted(challenge.forum)} · ${nameOf(challenge.party)}${challenge.from === undefined ? '' : ` · ${t(lang, 'challenge.from', { decision: challenge.from })}`}</span>`,
        html`${dateText(lang, challenge.on)}<br><span class="muted">${label(lang, 'inTime', challenge.inTime)}</span>`,
        challenge.stays.length === 0
          ? t(lang, 'challenge.staysNothing')
          : challenge.stays.map(
              (stay) =>
                html`<p class="line">${stayText(lang, stay)} ${stay.rules.map((rule) => html`<span class="rule">${sectionText(lang, rule.section, pack?.statute === rule.statute ? pack : undefined)} ${mark(lang, rule.confidence)}</span> `)}</p>`,
            ),
        challenge.decision === undefined
          ? html`<span class="muted">${t(lang, 'challenge.pending')}</span>`
          : decidedText(lang, challenge.decision, nameOf),
      ] as const,
  )
  return listTable(
    caption,
    [
      t(lang, 'col.what'),
      t(lang, 'challenge.filed'),
      t(lang, 'challenge.effect'),
      t(lang, 'challenge.decision'),
    ],
    rows,
    { captionShown: true },
  )
}

/** As against whom, where that is not everybody. */
function against(
  lang: Lang,
  parties: readonly string[] | undefined,
  nameOf: (party: string) => string,
): Html | '' {
  return parties === undefined
    ? ''
    : html`<br><span class="muted">${t(lang, 'against', { parties: parties.map(nameOf).join(', ') })}</span>`
}

/** What a decision did: its one word, or what became of each part. */
function decidedText(
  lang: Lang,
  { outcome, citation, on, results, parties }: NonNullable<Challenge['decision']>,
  nameOf: (party: string) => string,
): Html {
  const apart = parties === undefined && results.some((each) => each.parties !== undefined)
  return html`${label(lang, 'outcome', outcome)} · ${citation}<br>${dateText(lang, on)}${against(lang, parties, nameOf)}${apart ? results.map((each) => html`<br><span class="muted">${each.terms.join(', ')} ${label(lang, 'effect', each.effect)}</span>${against(lang, each.parties, nameOf)}`) : ''}`
}

function staysTable(
  { lang }: PageContext,
  stays: OrderDetail['state']['courtStays'],
  nameOf: (party: string) => string,
): Html {
  const caption = t(lang, 'order.stays.caption')
  return listTable(
    caption,
    [t(lang, 'col.date'), t(lang, 'col.what'), t(lang, 'col.terms')],
    stays.map(
      (stay) =>
        [
          dateText(lang, stay.on),
          html`${t(lang, `stay.${stay.action}`)}${stay.of === undefined || stay.of === 'order' ? '' : html` ${label(lang, 'stayed', stay.of)}`} <span class="muted">${quoted(stay.forum)}${endOf(lang, stay.until)}</span>${stay.conditions === undefined ? '' : html`<br><span class="muted">${quoted(stay.conditions)}</span>`}`,
          html`${stay.terms.join(', ')}${against(lang, stay.parties, nameOf)}`,
        ] as const,
    ),
    { captionShown: true },
  )
}

function endOf(lang: Lang, until: OrderDetail['state']['courtStays'][number]['until']): string {
  if (until === undefined) return ''
  return typeof until === 'string'
    ? ` · ${t(lang, 'stay.ends', { date: plainDate(lang, until) })}`
    : ` · ${t(lang, 'stay.ends.decision', { challenge: until.decision })}`
}

// What this office itself has prepared: its conditions, and what it will do to its own orders, shown as the orders that would come of it.

import { html } from 'hono/html'
import type { BoardOrder } from '../../../shared/board/board.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import type { Preview } from '../../../shared/contract/acting.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { parseOrderId, partsOf } from '../../../shared/kernel/ids.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Draft } from '../../../shared/joint/draft.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { dateText, deadlineDates, orderLink, quoted } from '../kit/parts.ts'
import { facts, section, type Fact } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { conditionText, refusalText } from './parts.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

/** A draft with what it would become, if it were carried out today. */
export interface DraftShown {
  readonly draft: Draft
  readonly preview: Preview
}

/** Asked of the same rules that will record it; it is dated the day on which all act, and today until then. */
export async function draftsShown(
  api: OfficeApi,
  actor: Actor,
  { own }: Pick<JointDetail, 'own'>,
): Promise<DraftShown[]> {
  return Promise.all(
    (own?.drafts ?? []).flatMap((draft) => {
      const ref = parseOrderId(draft.order)
      if (ref === undefined) return []
      const command = { ...draft.command, on: api.legalToday() }
      return [api.preview(actor, ref, command).then((preview) => ({ draft, preview }))]
    }),
  )
}

export function ownSection(
  page: PageContext,
  { own }: JointDetail,
  drafts: readonly DraftShown[],
): Html {
  const { lang } = page
  if (own === null) return html``
  return section(
    'own',
    t(lang, 'own'),
    html`<p>${t(lang, 'preparedBy', { by: own.preparedBy })}</p>
${own.conditions.map((condition) => html`<p>${t(lang, 'conditions')}${colon(lang)} ${conditionText(page, condition)}</p>`)}
${drafts.length === 0 ? '' : html`<p>${t(lang, 'own.drafts')}. ${t(lang, 'own.dated')}</p>`}
${drafts.map((each) => draftArticle(page, each))}`,
  )
}

function draftArticle(page: PageContext, { draft, preview }: DraftShown): Html {
  const { lang } = page
  const { order, command } = draft
  return html`<article class="draft"><h3>${t(lang, `will.${command.kind}`, { order: partsOf(order).number })}</h3>
${command.kind === 'issue' ? issued(page, command) : facts(factsOf(page, draft))}
${
  preview.kind === 'refused'
    ? html`<p class="notice"><strong>${t(lang, 'own.refused')}</strong> ${refusalText(page, preview.problem)}</p>`
    : preview.kind === 'recorded'
      ? html`<p>${orderLink(order)} · ${t(lang, 'own.done')}</p>`
      : datesTable(page, order, preview)
}</article>`
}

type Issue = Extract<Draft['command'], { kind: 'issue' }>

/** The order in words, in both languages, as it will bind. */
function issued(page: PageContext, command: Issue): Html {
  const { lang, api } = page
  const title = api.packOf(command.statute, page.today)?.title[lang] ?? command.statute
  return html`${facts([
    [t(lang, 'respondent'), command.respondent.name],
    [t(lang, 'statute'), title],
    [t(lang, 'matter'), command.matter],
  ])}
<ol class="terms-of-draft">${command.terms.map(
    (
      term,
    ) => html`<li><p class="line"><span class="term-id">${term.id}</span> <span class="muted">${t(lang, `kind.${term.kind}`)}, ${t(lang, `effort.${term.effort}`)} · ${label(lang, 'theme', term.theme)}</span></p>
<div class="both">${(['en', 'fr'] as const).map((each) => html`<p class="prose" lang="${each}">${term.text[each]}</p>`)}</div></li>`,
  )}</ol>`
}

function factsOf({ lang, api }: PageContext, { order, command }: Draft): (Fact | undefined)[] {
  switch (command.kind) {
    case 'extend':
      return [
        [t(lang, 'order'), orderLink(order)],
        [t(lang, 'extendTo'), dateText(lang, command.to)],
        [t(lang, 'reason'), quoted(command.reason)],
      ]
    case 'escalate': {
      const name = api.office.statutes
        .flatMap((statute) => api.packOf(statute, api.legalToday())?.routes ?? [])
        .find(({ id }) => id === command.route)?.name[lang]
      return [
        [t(lang, 'order'), orderLink(order)],
        [t(lang, 'route'), name ?? command.route],
        command.docket === undefined ? undefined : [t(lang, 'docket'), command.docket],
      ]
    }
    case 'issue':
      return []
  }
}

/** Which dates would come, move or go; of an order that is not there yet, the days to comply. */
function datesTable(
  page: PageContext,
  order: string,
  { deadlines, order: change }: Extract<Preview, { kind: 'preview' }>,
): Html {
  const { lang } = page
  if (deadlines.length === 0)
    return html`<p class="muted">${t(lang, 'own.noDates')} ${termsWithoutDate(lang, change?.after)}</p>`
  const date = (deadline: Deadline | null) =>
    deadline === null ? '–' : deadlineDates(lang, deadline)
  return listTable(
    `${t(lang, 'own.dates')}, ${order}`,
    [t(lang, 'col.what'), t(lang, 'own.before'), t(lang, 'own.after')],
    deadlines.map(
      ({ id, terms, before, after }) =>
        [
          html`${label(lang, 'deadline', id)}${terms.length === 0 ? '' : html` <span class="muted">${terms.join(', ')}</span>`}`,
          date(before),
          date(after),
        ] as const,
    ),
    { captionShown: true },
  )
}

/** Windows that begin when the respondent has its copy are no dates yet. */
function termsWithoutDate(lang: PageContext['lang'], after: BoardOrder | undefined): string {
  return after?.terms.some(({ due, clock }) => due === null && clock === 'not-started') === true
    ? t(lang, 'own.whenServed')
    : ''
}

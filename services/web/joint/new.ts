// A new proposal: first its kind, then its form, which begins with a number that is free and two weeks to reply,
// until five in the afternoon by the clock of this office.

import { html } from 'hono/html'
import { instantOf } from '../../../shared/calendar/zone.ts'
import { jointKindSchema, type JointKind } from '../../../shared/joint/terms.schema.ts'
import { addDays, type Instant } from '../../../shared/kernel/date.ts'
import type { PageContext } from '../kit/context.ts'
import type { Field } from '../kit/fields.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import type { Act } from './act.ts'
import { choice, text } from './fields.ts'
import { finishProposal, newProposal, officesFor, proposalFields } from './proposal.ts'
import { label, t } from './words.ts'

export function kindsPage(page: PageContext, matter: string | undefined): Html {
  const { lang } = page
  const more = matter === undefined ? '' : `?matter=${encodeURIComponent(matter)}`
  // What this office cannot take part in itself it can still propose to others that can.
  const kinds = jointKindSchema.options.filter((kind) => officesFor(page, kind).length > 0)
  const body = html`<p class="muted">${t(lang, 'explain')}</p>
<ul class="acts">${kinds.map((kind) => html`<li><a href="/joint/new/${kind}${more}">${label(lang, 'action', kind)}</a><p class="muted">${label(lang, 'kind-hint', kind)}</p></li>`)}</ul>`
  return layout(page, { title: t(lang, 'new'), body })
}

export async function newJointAct(
  page: PageContext,
  kind: JointKind,
  matter: string | undefined,
): Promise<Act> {
  const { lang, api, actor } = page
  const [matters, known] = await Promise.all([api.matters(actor), api.jointActions(actor)])
  const title = t(lang, 'new')
  const fields = [
    text(page, 'number', 'number', { required: true, hint: t(lang, 'number.hint') }),
    matterField(
      page,
      matters.map((each) => [each.matter, each.title?.[lang] ?? each.matter] as const),
    ),
    ...proposalFields(page, kind),
  ]
  return {
    page,
    kind: 'propose',
    title,
    about: `${label(lang, 'action', kind)}. ${label(lang, 'kind-hint', kind)}`,
    back: '/joint',
    place: t(lang, 'nav'),
    fields: () => fields,
    initial: newProposal(page, kind, { ...start(page, known), matter }),
    finish: (input) => finishProposal(kind, input),
    jointOf: ({ number }) => `${api.office.id}:${String(number ?? '')}`,
    notYet: undefined,
  }
}

/** A list as long as people look through; of more, the name is typed and completed. */
const longestList = 50

function matterField(page: PageContext, matters: readonly (readonly [string, string])[]): Field {
  return matters.length <= longestList
    ? choice(page, 'matter', 'matter', matters, false)
    : {
        kind: 'text',
        name: 'matter',
        label: t(page.lang, 'matter'),
        suggestions: matters.map(([id]) => id),
      }
}

function start(
  { api }: PageContext,
  known: readonly { readonly joint: string }[],
): { readonly number: string; readonly replyBy: Instant } {
  const { id, zone } = api.office
  const today = api.legalToday()
  const year = `J${today.slice(2, 4)}-`
  const taken = known.flatMap(({ joint }) =>
    joint.startsWith(`${id}:${year}`) ? [Number(joint.slice(id.length + 1 + year.length))] : [],
  )
  const next = Math.max(0, ...taken.filter(Number.isInteger)) + 1
  const replyBy = addDays(today, 14)
  return {
    number: `${year}${String(next).padStart(2, '0')}`,
    replyBy: instantOf(`${replyBy} 17:00`, zone) ?? (`${replyBy}T17:00:00.000Z` as Instant),
  }
}

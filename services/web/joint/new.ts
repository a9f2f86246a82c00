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
import { text } from './fields.ts'
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

/** `typed`: what stands in the field of the matter; `asked`: the matter whose page led here. */
export async function newJointAct(
  page: PageContext,
  kind: JointKind,
  { asked, typed }: { readonly asked?: string | undefined; readonly typed?: string | undefined },
): Promise<Act> {
  const { lang, api, actor } = page
  const [matters, known] = await Promise.all([
    matterNames(page, typed ?? asked),
    api.jointActions(actor),
  ])
  const title = t(lang, 'new')
  const fields: readonly Field[] = [
    text(page, 'number', 'number', { required: true, hint: t(lang, 'number.hint') }),
    {
      kind: 'text',
      name: 'matter',
      label: t(lang, 'matter'),
      hint: t(lang, 'matter.hint'),
      suggestions: [...matters.keys()],
    },
    ...proposalFields(page, kind),
  ]
  const nameOf = (id: string | undefined) => [...matters].find(([, each]) => each === id)?.[0] ?? id
  return {
    page,
    kind: 'propose',
    title,
    about: `${label(lang, 'action', kind)}. ${label(lang, 'kind-hint', kind)}`,
    back: '/joint',
    place: t(lang, 'nav'),
    fields: () => fields,
    initial: newProposal(page, kind, { ...start(page, known), matter: nameOf(asked) }),
    finish: ({ matter, ...input }) => ({
      ...finishProposal(kind, input),
      ...(matter === undefined ? {} : { matter: matters.get(String(matter)) ?? matter }),
    }),
    jointOf: ({ number }) => `${api.office.id}:${String(number ?? '')}`,
    notYet: undefined,
  }
}

/** As many as a browser completes a name from; of more, what is typed is looked up. */
const mostSuggested = 200

/** What people call matters, to their ids: the latest, and those that fit what is typed. One title of two matters has its id beside it. */
async function matterNames(
  { api, actor, lang }: PageContext,
  typed: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const [latest, fitting] = await Promise.all([
    api.matterList(actor, { sort: 'changed', limit: mostSuggested }),
    typed === undefined || typed === '' ? undefined : api.matterList(actor, { q: typed }),
  ])
  const rows = new Map(
    [...latest.rows, ...(fitting?.rows ?? [])].map(({ matter, title }) => [matter, title]),
  )
  const titles = [...rows.values()].map((title) => title?.[lang])
  return new Map(
    [...rows].map(([matter, title]) => {
      const name = title?.[lang] ?? matter
      const isAlone = titles.filter((each) => each === name).length < 2
      return [isAlone ? name : `${name} (${matter})`, matter]
    }),
  )
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

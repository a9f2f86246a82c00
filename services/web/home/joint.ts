// Joint actions in the work list: those in which whoever looks may do what is next, and those of which a second officer has to approve something.

import { html } from 'hono/html'
import type { JointList } from '../../../shared/contract/lists.schema.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import type { MatterId } from '../../../shared/kernel/ids.ts'
import { numberIn, partsOf } from '../../../shared/kernel/ids.ts'
import { mayDo } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { deskColumn } from '../kit/desk.ts'
import type { Html } from '../kit/html.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { listTable } from '../kit/table.ts'
import { label, t } from './words.ts'

export interface JointLane {
  readonly n: number
  /** The whole list. */
  readonly at: string
  readonly rows: readonly JointSummary[]
  readonly desk: JointList['desk']
  readonly titles: JointList['titles']
  /** Whom the matters of these rows are about, as far as it is known. */
  readonly respondents: ReadonlyMap<string, string | null>
}

const maxRows = 6

/** What a person with these roles may do next. */
export async function jointWaiting(
  page: PageContext,
  owner: 'me' | 'nobody' | undefined,
): Promise<JointLane> {
  const found = await page.api.jointList(page.actor, { waits: 'me', owner, limit: maxRows })
  const more = owner === undefined ? '' : `&owner=${owner}`
  return laneOf(page, found, `/joint?waits=me${more}`, found.total)
}

export async function jointToApprove(page: PageContext): Promise<JointLane> {
  const found = await page.api.jointList(page.actor, { waits: true })
  const rows = found.rows.filter(({ waitsFor }) => waitsFor.includes('approve'))
  const [only] = rows
  const at = rows.length === 1 && only !== undefined ? pathOf(page, 'approve', only) : '#approve'
  return laneOf(page, { ...found, rows }, at, rows.length)
}

/** What is to be approved leads whoever may approve it to just that, and everybody else to the joint action. */
function pathOf({ actor }: PageContext, name: 'joint' | 'approve', { joint }: JointSummary) {
  const { office, number } = partsOf(joint)
  const path = `/joint/${encodeURIComponent(office)}/${encodeURIComponent(number)}`
  return name === 'approve' && mayDo(actor, 'joint/approve') ? `${path}/act/approve` : path
}

async function laneOf(
  { api, actor }: PageContext,
  { rows, desk, titles }: JointList,
  at: string,
  n: number,
): Promise<JointLane> {
  const named = [...new Set(rows.flatMap(({ matter }) => matter ?? []))].slice(0, maxRows)
  const respondents = await Promise.all(
    named.map(async (matter: MatterId) => {
      const [row] = (await api.matterList(actor, { matter, limit: 1 })).rows
      return [matter, row?.respondent ?? null] as const
    }),
  )
  return { n, at, rows, desk, titles, respondents: new Map<string, string | null>(respondents) }
}

export function jointPart(page: PageContext, name: 'joint', lane: JointLane): Html | undefined {
  const shown = jointTable(page, name, lane)
  return shown === undefined
    ? undefined
    : html`<section aria-labelledby="${name}"><h2 id="${name}">${t(page.lang, `lane.${name}`)}</h2>
<p class="line muted"><a href="${lane.at}">${t(page.lang, 'home.all.n', { n: lane.n })}</a></p>
${shown}</section>`
}

export function jointTable(
  page: PageContext,
  name: 'joint' | 'approve',
  { rows, desk: marks, titles, respondents }: JointLane,
): Html | undefined {
  const { lang, actor } = page
  if (rows.length === 0) return undefined
  const desk = deskColumn(page, marks)
  const columns = [
    ...(
      [
        'joint.title',
        'board.respondent',
        'joint.matter',
        'joint.why',
        'joint.from',
        'joint.reply',
      ] as const
    ).map((word) => t(lang, word)),
    ...(desk === undefined ? [] : [t(lang, 'col.desk')]),
  ]
  const why = ({ waitsFor }: JointSummary) =>
    waitsFor
      .filter((act) => name === 'joint' || act === 'approve')
      .filter((act) => mayDo(actor, `joint/${act}`) || name === 'approve')
      .map((act) => label(lang, 'waits', act))
  return listTable(
    t(lang, `lane.${name}`),
    columns,
    rows.map(
      (each) =>
        [
          html`<a href="${pathOf(page, name, each)}">${each.title?.[lang] ?? numberIn(each.joint)}</a><br><span class="muted">${numberIn(each.joint)}</span>`,
          (each.matter === null ? undefined : respondents.get(each.matter)) ?? '–',
          each.matter === null ? '–' : matterLink(page, each.matter, titles),
          html`<ul class="plain">${why(each).map((words) => html`<li>${words}</li>`)}</ul>`,
          officeShort(page, each.proposer),
          localTime(page, each.replyBy),
          ...(desk === undefined ? [] : [desk(`joint ${each.joint}`)]),
        ] as const,
    ),
  )
}

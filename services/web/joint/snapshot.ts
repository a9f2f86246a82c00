// A joint action at a glance: how far it has come as a whole, and how far each office has come in it. Shape, word and colour; none of them alone.

import { html } from 'hono/html'
import type { JointStep } from '../../../shared/joint/standing.ts'
import type { JointDetail, JointOffice } from '../../../shared/contract/joint.schema.ts'
import { sayJoint, sayJointOf, type JointWord } from './words.ts'
import {
  dateText,
  instantText,
  officeShort,
  orderLink,
  type Html,
  type Look,
} from '../kit/parts.ts'
import { badge, conditionText, shownInstant, stepBadge } from './parts.ts'

type Mark = 'done' | 'now' | 'todo' | 'trouble'

/** Proposed, replies, go, released, done: what is behind, what is being waited for, and where it came to nothing. */
export function phases(look: Look, action: JointDetail): Html {
  const { lang } = look
  const { going, released, ended, status, silent, replyBy } = action
  const isOver = ended !== null && ended.how !== 'complete' && ended.how !== 'answered'
  const isQuestion = action.action === 'assistance' || action.action === 'deconfliction'
  const passed: readonly (readonly [JointWord, boolean, string | null])[] = isQuestion
    ? [
        ['phase.proposed', true, null],
        ['phase.answers', ended !== null && !isOver, replyBy],
      ]
    : [
        ['phase.proposed', true, null],
        ['phase.replies', going !== null || silent.length > 0 || released !== null, replyBy],
        ['phase.go', going !== null, null],
        ['phase.released', released !== null, released?.at ?? action.moment],
        ['phase.acted', status === 'complete', going?.until ?? null],
      ]
  const current = passed.findIndex(([, done]) => !done)
  const markOf = (at: number, done: boolean): Mark =>
    done ? 'done' : at !== current ? 'todo' : isOver || status === 'held' ? 'trouble' : 'now'
  return html`<ol class="phases" aria-label="${sayJoint(lang, 'phases')}">${passed.map(
    ([word, done, at], index) => {
      const mark = markOf(index, done)
      return html`<li class="phase-${mark}" ${mark === 'now' ? html`aria-current="step"` : ''}><span class="shape" aria-hidden="true">${shapes[mark]}</span>${sayJoint(lang, word)}<span class="hidden"> (${sayJoint(lang, `mark.${mark}`)})</span>${mark === 'trouble' ? html`<br><strong>${sayJointOf(lang, 'status', status)}</strong>` : ''}${at === null ? '' : html`<br><span class="muted">${instantText(at)}</span>`}</li>`
    },
  )}</ol>`
}

const shapes: Record<Mark, string> = { done: '●', now: '◔', todo: '○', trouble: '▲' }

/** One row for each office, one column for each thing it has to do, on its own clock. */
export function officesTable(look: Look, { action, offices }: JointDetail): Html {
  const { lang } = look
  const together = action !== 'assistance' && action !== 'deconfliction'
  const head: readonly JointWord[] = together
    ? ['office', 'answer', 'readiness', 'itsMoment', 'committed', 'acted']
    : ['office', 'answer']
  return html`<table class="offices"><caption class="hidden">${sayJoint(lang, 'offices')}</caption>
<thead><tr>${head.map((word) => html`<th scope="col">${sayJoint(lang, word)}</th>`)}</tr></thead>
<tbody>${offices.map(
    (
      office,
    ) => html`<tr><th scope="row">${officeShort(look, office.office)}${office.required ? html`<br><span class="muted">${sayJoint(lang, 'required')}</span>` : ''}</th>
<td>${answerCell(look, office)}</td>${together ? html`<td>${readyCell(look, office)}</td><td>${office.localMoment === null ? html`<span class="muted">${sayJoint(lang, 'moment.none')}</span>` : office.localMoment}</td><td>${committedCell(look, office)}</td><td>${actedCell(look, office)}</td>` : ''}</tr>`,
  )}</tbody></table>`
}

function answerCell(look: Look, { step, by, on, counts, conditions, delegate }: JointOffice): Html {
  const { lang } = look
  // What came after the consent has its own columns.
  const answer: JointStep = afterConsent.has(step) ? (counts ? 'consented' : 'received') : step
  return html`${stepBadge(look, answer)}${by === null ? '' : html`<br><span class="muted">${by}${on === null ? '' : html`, ${dateText(lang, on)}`}</span>`}${conditions.map((condition) => html`<br><span class="muted">${conditionText(look, condition)}</span>`)}${delegate === null ? '' : html`<br><span class="muted">${sayJointOf(lang, 'event', 'delegated')}: ${delegate}</span>`}`
}

const afterConsent: ReadonlySet<JointStep> = new Set<JointStep>([
  'committed',
  'in-doubt',
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
])

function readyCell({ lang }: Look, { readiness }: JointOffice): Html {
  if (readiness === null) return html`<span class="muted">${sayJoint(lang, 'unknown')}</span>`
  if (readiness.state === 'blocked')
    return html`${badge('✕', 'trouble', sayJoint(lang, 'blocked'))}<br><span lang="en">${readiness.reason.message}</span>`
  return html`${badge('✓', 'done', sayJoint(lang, 'ready'))}<br><span class="muted">${sayJoint(lang, 'from', { from: shownInstant(readiness.from) })}. ${readiness.why[lang]}</span>`
}

function committedCell(look: Look, { step, until }: JointOffice): Html {
  if (until === null) return html``
  return step === 'in-doubt'
    ? stepBadge(look, step)
    : badge('◕', 'moving', sayJointOf(look.lang, 'step', 'committed'))
}

function actedCell(look: Look, { step, actedAt, done, reason }: JointOffice): Html {
  return html`${acting.has(step) ? stepBadge(look, step) : ''}${actedAt === null ? '' : html`<br>${instantText(actedAt)}`}${done.map(({ order, did }) => html`<br>${orderLink(order)} <span class="muted">${sayJointOf(look.lang, 'did', did)}</span>`)}${reason === null ? '' : html`<br><span lang="en">${reason.message}</span>`}`
}

const acting: ReadonlySet<JointStep> = new Set<JointStep>([
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
])

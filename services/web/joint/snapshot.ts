// A joint action at a glance: how far it has come as a whole, and how far each office has come in it. Shape, word and colour; none of them alone.

import { html } from 'hono/html'
import type { JointStep } from '../../../shared/joint/standing.ts'
import type { JointDetail, JointOffice } from '../../../shared/contract/joint.schema.ts'
import { t, label, type JointWord } from './words.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { isAway } from '../kit/now.ts'
import { dateText, followerBadge, localTime, officeShort, orderLink } from '../kit/parts.ts'
import { datesInWords } from '../kit/problem.ts'
import { colon } from '../kit/words.ts'
import { listTable } from '../kit/table.ts'
import { badge, conditionText, refusalText, stepBadge, timeAt } from './parts.ts'

type Mark = 'done' | 'now' | 'todo' | 'trouble'

/** Proposed, replies, go, released, done: what is behind, what is being waited for, and where it came to nothing. */
export function phases(page: PageContext, action: JointDetail): Html {
  const { lang } = page
  const { going, released, ended, status, silent, replyBy } = action
  const actedAt = action.offices.flatMap((office) => office.actedAt ?? []).toSorted()
  const isOver = ended !== null && ended.how !== 'complete' && ended.how !== 'answered'
  const isQuestion = action.action === 'assistance' || action.action === 'deconfliction'
  const repliesAreOver = going !== null || silent.length > 0 || released !== null
  const passed: readonly Phase[] = isQuestion
    ? [
        ['phase.proposed', true, happened(action, 'proposed'), null],
        ['phase.answers', ended !== null && !isOver, null, replyBy],
      ]
    : [
        ['phase.proposed', true, happened(action, 'proposed'), null],
        ['phase.replies', repliesAreOver, happened(action, 'replies-closed'), replyBy],
        ['phase.go', going !== null, happened(action, 'go-given'), null],
        ['phase.released', released !== null, released?.at ?? null, action.moment],
        // The last act, which is before the window ends.
        ['phase.acted', status === 'complete', actedAt.at(-1) ?? null, null],
      ]
  const current = passed.findIndex(([, done]) => !done)
  const markOf = (at: number, done: boolean): Mark =>
    done ? 'done' : at !== current ? 'todo' : isOver || status === 'held' ? 'trouble' : 'now'
  return html`<ol class="phases" aria-label="${t(lang, 'phases')}">${passed.map(
    ([word, done, was, planned], index) => {
      const mark = markOf(index, done)
      return html`<li class="phase-${mark}" ${mark === 'now' ? html`aria-current="step"` : ''}><span class="shape" aria-hidden="true">${shapes[mark]}</span>${t(lang, word)}<span class="hidden"> (${t(lang, `mark.${mark}`)})</span>${mark === 'trouble' ? html`<br><strong>${label(lang, 'status', status)}</strong>` : ''}${whenOf(page, done, was, planned)}</li>`
    },
  )}</ol>`
}

/** What it is, whether it is behind, when that happened, and for when it is planned. */
type Phase = readonly [word: JointWord, done: boolean, was: string | null, planned: string | null]

/** A time under what is done is a time that happened; under what is to come it says that it is planned. */
function whenOf(
  page: PageContext,
  done: boolean,
  was: string | null,
  planned: string | null,
): Html | '' {
  if (done) return was === null ? '' : html`<br><span class="muted">${localTime(page, was)}</span>`
  return planned === null
    ? ''
    : html`<br><span class="muted">${t(page.lang, 'phase.planned')}${colon(page.lang)} ${localTime(page, planned)}</span>`
}

/** When the latest event of this kind in the proposal was recorded. */
function happened({ history }: JointDetail, kind: string): string | null {
  return (
    history.findLast((entry) => entry.part === 'proposal' && entry.kind === kind)?.recordedAt ??
    null
  )
}

const shapes: Record<Mark, string> = { done: '●', now: '◔', todo: '○', trouble: '▲' }

/** One row for each office, one column for each thing it has to do, on its own clock. */
export function officesTable(page: PageContext, { action, offices }: JointDetail): Html {
  const { lang } = page
  const together = action !== 'assistance' && action !== 'deconfliction'
  const head: readonly JointWord[] = together
    ? ['office', 'answer', 'readiness', 'itsMoment', 'committed', 'acted']
    : ['office', 'answer']
  const columns = head.map((word) => t(lang, word))
  const rows = offices.map(
    (office) =>
      [
        html`${officeShort(page, office.office)}${office.reach !== null && isAway({ state: office.reach }) ? html`<br>${followerBadge(page, { state: office.reach })}` : ''}${office.required ? html`<br><span class="muted">${t(lang, 'required')}</span>` : ''}`,
        answerCell(page, office),
        ...(together
          ? [
              readyCell(page, office),
              office.moment === null
                ? html`<span class="muted">${t(lang, 'moment.none')}</span>`
                : timeAt(page, office.moment, office.office),
              committedCell(page, office),
              actedCell(page, office),
            ]
          : []),
      ] as const,
  )
  return listTable(t(lang, 'offices'), columns, rows)
}

function answerCell(
  page: PageContext,
  { step, by, on, counts, conditions, delegate }: JointOffice,
): Html {
  const { lang } = page
  // What came after the consent has its own columns.
  const answer: JointStep = afterConsent.has(step) ? (counts ? 'consented' : 'received') : step
  return html`${stepBadge(page, answer)}${by === null ? '' : html`<br><span class="muted">${by}${on === null ? '' : html`, ${dateText(lang, on)}`}</span>`}${conditions.map((condition) => html`<br><span class="muted">${conditionText(page, condition)}</span>`)}${delegate === null ? '' : html`<br><span class="muted">${label(lang, 'event', 'delegated')}${colon(lang)} ${delegate}</span>`}`
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

function readyCell(page: PageContext, { office, readiness }: JointOffice): Html {
  const { lang } = page
  if (readiness === null) return html`<span class="muted">${t(lang, 'unknown')}</span>`
  if (readiness.state === 'blocked')
    return html`${badge('✕', 'trouble', t(lang, 'blocked'))}<br>${refusalText(page, readiness.reason)}`
  return html`${badge('✓', 'done', t(lang, 'ready'))}<br><span class="muted">${t(lang, 'from', { from: timeAt(page, readiness.from, office) })}. ${datesInWords(lang, readiness.why[lang])}</span>`
}

function committedCell(page: PageContext, { step, until }: JointOffice): Html {
  if (until === null) return html`–`
  return step === 'in-doubt'
    ? stepBadge(page, step)
    : badge('◕', 'moving', label(page.lang, 'step', 'committed'))
}

function actedCell(page: PageContext, { step, actedAt, done, reason }: JointOffice): Html {
  if (!acting.has(step) && actedAt === null && done.length === 0 && reason === null) return html`–`
  return html`${acting.has(step) ? stepBadge(page, step) : ''}${actedAt === null ? '' : html`<br>${localTime(page, actedAt)}`}${done.map(({ order, did }) => html`<br>${orderLink(order)} <span class="muted">${label(page.lang, 'did', did)}</span>`)}${reason === null ? '' : html`<br>${refusalText(page, reason)}`}`
}

const acting: ReadonlySet<JointStep> = new Set<JointStep>([
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
])

// Whose desk something is on, in lists: the same cell wherever rows are shown.

import { html } from 'hono/html'
import type { DeskMark } from '../../../shared/contract/desk.schema.ts'
import { selfOf } from '../../../shared/kernel/actor.ts'
import { mayDo } from './actor.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { plainDate, relative } from './parts.ts'
import { t } from './words.ts'

/** By kind and id, as a list answers it. */
export type Marks = Readonly<Record<string, DeskMark>>

/** What a list shows of the desk; undefined for whoever may not see it: then there is no such column. */
export function deskColumn(page: PageContext, marks: Marks | undefined) {
  if (marks === undefined || !seesDesk(page)) return undefined
  return (key: string): Html => deskText(page, marks[key])
}

export function seesDesk({ actor }: PageContext): boolean {
  return mayDo(actor, 'deskItem')
}

function deskText(page: PageContext, mark: DeskMark | undefined): Html {
  const { lang, actor, today } = page
  if (mark === undefined) return html`<span class="muted">${t(lang, 'desk.nobody')}</span>`
  const { owner, due, priority, notes } = mark
  const isMine = owner?.id === selfOf(actor).id
  const more = [
    priority === 'normal' ? undefined : html`${t(lang, `desk.priority.${priority}`)}`,
    due === null
      ? undefined
      : html`<span${due < today ? html` class="alarm"` : ''}>${t(lang, 'desk.due', { date: plainDate(lang, due) })}</span> <span class="muted">${relative(page, due)}</span>`,
    notes === 0
      ? undefined
      : html`${t(lang, notes === 1 ? 'desk.notes.one' : 'desk.notes', { n: notes })}`,
  ].filter((each) => each !== undefined)
  const who =
    owner === null
      ? html`<span class="muted">${t(lang, 'desk.nobody')}</span>`
      : isMine
        ? html`<strong>${t(lang, 'desk.mine')}</strong>`
        : html`${owner.name}`
  return html`${who}${more.map((each) => html`<br>${each}`)}`
}

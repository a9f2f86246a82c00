// The office's own desk on the page of an order, a matter or a joint action: who has it, until when, and the notes; each change is a form of its own.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import {
  deskAboutSchema,
  deskChangeSchema,
  priorities,
  type DeskAbout,
  type DeskItem,
  type Note,
} from '../../../shared/contract/desk.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { selfOf, type Identity } from '../../../shared/kernel/actor.ts'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import { mayDo } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { seesDesk } from '../kit/desk.ts'
import { stepName } from '../kit/fields.ts'
import { choiceField, dateField, hidden } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { dateText, localTime } from '../kit/parts.ts'
import { problemOfInput, problemText } from '../kit/problem.ts'
import { empty, facts, section } from '../kit/section.ts'
import { pagePath } from './address.ts'
import { t } from './words.ts'

const path = '/desk/:kind/:id'

export function deskPages(app: Hono, api: OfficeApi): void {
  app.get(path, async (c) => {
    const page = pageContext(api, c)
    const about = aboutIn(c)
    return show(c, page, await deskPage(page, about, {}))
  })
  app.post(path, async (c) => {
    const page = pageContext(api, c)
    const about = aboutIn(c)
    const typed = new URLSearchParams(await c.req.text())
    const refused = await changed(page, about, typed)
    if (refused === undefined) return c.redirect(`${pagePath(about)}#desk`, 303)
    const shown = await deskPage(page, about, { refused, text: typed.get('text') ?? '' })
    return show(c, page, shown, catalogue[refused.code].status as 422)
  })
}

/** Throws ProblemError where the address names nothing. */
function aboutIn(c: Context): DeskAbout {
  const asked = { kind: c.req.param('kind'), id: c.req.param('id') }
  const parsed = deskAboutSchema.safeParse(asked)
  if (parsed.success) return parsed.data
  throw new ProblemError(problemOfInput(parsed.error, asked))
}

/** Why it was not done; undefined where it was. */
async function changed(
  { api, actor }: PageContext,
  about: DeskAbout,
  typed: URLSearchParams,
): Promise<Problem | undefined> {
  const field = (name: string) => typed.get(name)?.trim() ?? ''
  const kind = field(stepName)
  const version = field('version') === '' ? {} : { version: Number(field('version')) }
  const fields: Record<string, object> = {
    claim: version,
    release: version,
    hand: { to: field('to'), ...version },
    'set-due': { due: field('due') === '' ? null : field('due'), ...version },
    'set-priority': { priority: field('priority'), ...version },
    note: { id: field('id'), text: field('text') },
    strike: { note: field('note') },
  }
  const asked = { kind, ...fields[kind] }
  const parsed = deskChangeSchema.safeParse(asked)
  if (!parsed.success) return problemOfInput(parsed.error, asked)
  try {
    await api.changeDesk(actor, about, parsed.data)
    return undefined
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

interface Typed {
  readonly refused?: Problem
  readonly text?: string
}

/** The desk alone: where a change was refused, with what was typed. */
async function deskPage(page: PageContext, about: DeskAbout, typed: Typed): Promise<Html> {
  const { lang } = page
  const { refused } = typed
  const body = html`${refused === undefined ? '' : html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'desk.refused')}</h2><p>${problemText(lang, refused)}</p></div>`}
${await deskPart(page, about, typed)}`
  return layout(page, {
    title: `${t(lang, 'desk.title')} · ${about.id}`,
    way: [[pagePath(about), about.id]],
    body,
    still: true,
  })
}

/** Nothing for whoever may not see it, and on a page of another day. */
export async function deskPart(
  page: PageContext,
  about: DeskAbout,
  { text = '' }: Typed = {},
): Promise<Html | ''> {
  const { api, actor, lang, asOf, today, knownOn } = page
  if (!seesDesk(page) || asOf !== today || knownOn !== undefined) return ''
  const may = mayDo(actor, 'changeDesk')
  const [item, colleagues] = await Promise.all([
    api.deskItem(actor, about),
    may ? api.colleagues(actor) : [],
  ])
  const action = `/desk/${about.kind}/${encodeURIComponent(about.id)}`
  return section(
    'desk',
    t(lang, 'desk.title'),
    html`<p class="muted">${t(lang, 'desk.private')}</p>
${itemFacts(page, item)}
${may ? ownerForms(page, action, item, colleagues) : ''}
<h3>${t(lang, 'desk.notes.title')}</h3>
${item.notes.length === 0 ? empty(t(lang, 'desk.notes.none')) : html`<ul class="plain notes">${item.notes.map((note) => noteShown(page, action, note, may))}</ul>`}
${may ? noteForm(page, action, { text, id: `${selfOf(actor).id}/${item.notes.length}` }) : ''}`,
    'desk',
  )
}

function itemFacts({ lang }: PageContext, { owner, due, priority }: DeskItem): Html {
  return facts([
    [t(lang, 'desk.owner'), owner === null ? t(lang, 'desk.nobody') : owner.name],
    [t(lang, 'desk.ownDate'), due === null ? t(lang, 'desk.none') : dateText(lang, due)],
    [t(lang, 'desk.priority'), t(lang, `desk.priority.${priority}`)],
  ])
}

function ownerForms(
  page: PageContext,
  action: string,
  item: DeskItem,
  colleagues: readonly Identity[],
): Html {
  const { lang, actor } = page
  const { owner, due, priority, version } = item
  const me = selfOf(actor)
  const form = (kind: string, fields: Html | '', shown: string) =>
    html`<form method="post" action="${action}">${hidden('version', String(version))}${fields} <button name="${stepName}" value="${kind}">${shown}</button></form>`
  const others = colleagues.filter(({ id }) => id !== owner?.id)
  const known =
    others.some(({ id }) => id === me.id) || owner?.id === me.id ? others : [me, ...others]
  const first =
    owner === null
      ? form('claim', '', t(lang, 'desk.claim'))
      : form(
          'release',
          '',
          owner.id === me.id
            ? t(lang, 'desk.release')
            : t(lang, 'desk.release.other', { name: owner.name }),
        )
  const choices = known.map(({ id, name }) => [id, name] as const)
  return html`${first}
<details class="aside" id="desk-change"><summary>${t(lang, 'desk.change')}</summary><div class="inner">
${choices.length === 0 ? '' : form('hand', choiceField(t(lang, 'desk.to'), 'to', choices), t(lang, 'desk.hand'))}
${form('set-due', dateField(t(lang, 'desk.ownDate'), 'due', { value: due ?? '' }), t(lang, 'desk.set-due'))}
${form(
  'set-priority',
  choiceField(
    t(lang, 'desk.priority'),
    'priority',
    priorities.map((each) => [each, t(lang, `desk.priority.${each}`)]),
    { chosen: priority },
  ),
  t(lang, 'desk.set-priority'),
)}
</div></details>`
}

function noteShown(page: PageContext, action: string, note: Note, may: boolean): Html {
  const { lang } = page
  const { id, by, at, text, struck } = note
  const head = html`<span class="muted">${by.name}, ${localTime(page, at)}</span>`
  if (struck !== null)
    return html`<li>${head} <span class="muted">${t(lang, 'desk.struck', { name: struck.by.name })}, ${localTime(page, struck.at)}</span><br><del class="said">${text}</del></li>`
  return html`<li>${head}<p class="said">${text}</p>${may ? html`<form method="post" action="${action}">${hidden('note', id)}<button class="quiet" name="${stepName}" value="strike" aria-label="${t(lang, 'desk.strike.of', { name: by.name })}">${t(lang, 'desk.strike')}</button></form>` : ''}</li>`
}

/** Its id is the same until somebody writes a note: a form that is sent twice is one note. */
function noteForm(
  { lang }: PageContext,
  action: string,
  { text, id }: { readonly text: string; readonly id: string },
): Html {
  return html`<details class="aside" id="desk-note"${text === '' ? '' : html` open`}><summary>${t(lang, 'desk.note')}</summary><div class="inner"><form method="post" action="${action}">${hidden('id', id)}
<label>${t(lang, 'desk.note')}<textarea name="text" rows="3" required>${text}</textarea></label>
<button name="${stepName}" value="note">${t(lang, 'desk.note.add')}</button></form></div></details>`
}

// The page of notifications: what is not acknowledged first, then what is, then the messages with what became of them.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import {
  aboutNotificationSchema,
  type AboutNotification,
  type NotificationsView,
} from '../../../shared/contract/notifications.schema.ts'
import { cursorSchema, type Cursor } from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { actorOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { dateText, localTime } from '../kit/parts.ts'
import { problemOfInput } from '../kit/problem.ts'
import { empty, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { t } from './words.ts'

type Told = NotificationsView['notifications'][number]
type Message = NotificationsView['messages'][number]

export function notificationPages(app: Hono, api: OfficeApi): void {
  app.get('/notifications', async (c) => {
    const page = pageContext(api, c)
    const { lang, actor } = page
    const asked = (name: string) => placeIn(page.query?.get(name) ?? undefined)
    const [open, done] = await Promise.all([
      api.notifications(actor, {
        ...present({ after: asked('open'), messagesAfter: asked('messages') }),
        acknowledged: false,
        limit: listPageRows,
      }),
      api.notifications(actor, {
        ...present({ after: asked('done') }),
        acknowledged: true,
        limit: listPageRows,
      }),
    ])
    const { recipients, messages } = open
    const body = html`<p>${t(lang, 'intro')}</p>
${recipients.length === 0 ? html`<p class="notice">${t(lang, 'nobody')}</p>` : ''}
${section('open', t(lang, 'open'), html`${toldTable(page, 'open', open.notifications)}${pagerOf(page, 'open', open.next)}`)}
${section('messages', t(lang, 'messages'), html`${messageTable(page, messages)}${pagerOf(page, 'messages', open.nextMessages)}`)}
${section('done', t(lang, 'done'), html`${toldTable(page, 'done', done.notifications)}${pagerOf(page, 'done', done.next)}`)}`
    return show(c, page, layout(page, { title: t(lang, 'title'), body }))
  })
  app.post('/notifications/acknowledge', async (c) => {
    await api.acknowledge(actorOf(c), await aboutIn(c))
    return c.redirect('/notifications', 303)
  })
  app.post('/notifications/send-again', async (c) => {
    await api.sendAgain(actorOf(c), await aboutIn(c))
    return c.redirect('/notifications', 303)
  })
}

/** Throws ProblemError where the address was made by hand. */
function placeIn(text: string | undefined): Cursor | undefined {
  if (text === undefined || text === '') return undefined
  const parsed = cursorSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ProblemError(problemOfInput(parsed.error, text))
}

/** On from here, and back to the latest; the other tables stay where they are. */
function pagerOf(
  { lang, path, query }: PageContext,
  part: 'open' | 'messages' | 'done',
  next: string | null,
): Html | '' {
  const to = (cursor: string | undefined) => {
    const others = [...(query ?? [])].filter(([name, value]) => name !== part && value !== '')
    const all = new URLSearchParams(others)
    if (cursor !== undefined) all.set(part, cursor)
    return `${path}?${all.toString()}#${part}`
  }
  const isLater = (query?.get(part) ?? '') !== ''
  if (next === null && !isLater) return ''
  return html`<nav class="pager" aria-label="${t(lang, part)}">
${isLater ? html`<a href="${to(undefined)}">${t(lang, 'latest')}</a>` : ''}
${next === null ? '' : html`<a href="${to(next)}" rel="next">${t(lang, 'older')}</a>`}
</nav>`
}

/** Throws ProblemError where the form is none of ours. */
async function aboutIn(c: Context): Promise<AboutNotification> {
  const { recipient, id } = await c.req.parseBody()
  const parsed = aboutNotificationSchema.safeParse({ recipient, id })
  if (parsed.success) return parsed.data
  throw new ProblemError(problemOfInput(parsed.error, { recipient, id }))
}

function toldTable(page: PageContext, key: 'open' | 'done', told: readonly Told[]): Html {
  const { lang } = page
  if (told.length === 0) return empty(t(lang, 'none'))
  return listTable(
    t(lang, key),
    [t(lang, 'what'), t(lang, 'whom'), t(lang, 'by'), t(lang, 'when'), t(lang, 'state')],
    told.map((each) => [
      html`<a href="${each.page}">${each.what[lang]}</a><br><span class="muted">${each.why[lang]}</span>`,
      each.recipient,
      each.by === null ? '–' : dateText(lang, each.by),
      localTime(page, each.madeAt),
      stateOf(page, each),
    ]),
  )
}

function stateOf(page: PageContext, told: Told): Html {
  const { lang } = page
  if (told.acknowledgedAt !== null)
    return html`${t(lang, 'state.acknowledged', { who: told.acknowledgedBy ?? '–' })}<br>${localTime(page, told.acknowledgedAt)}`
  return html`${t(lang, told.message === null ? 'state.waits' : 'state.written')}
${button('/notifications/acknowledge', told.recipient, told.id, t(lang, 'acknowledge'), t(lang, 'acknowledge.of', { what: told.what[lang] }))}`
}

function messageTable(page: PageContext, messages: readonly Message[]): Html {
  const { lang } = page
  if (messages.length === 0) return empty(t(lang, 'none'))
  return listTable(
    t(lang, 'messages'),
    (['subject', 'whom', 'when', 'state', 'action'] as const).map((word) => t(lang, word)),
    messages.map((message) => [
      html`<details><summary>${message.subject}</summary><pre>${message.text}</pre></details>`,
      message.recipient,
      localTime(page, message.sentAt ?? message.madeAt),
      message.sentAt === null
        ? html`${t(lang, 'state.failed', { tries: message.tries })}${message.problem === null ? '' : html`<br><span class="muted">${message.problem}</span>`}`
        : t(lang, 'state.sent'),
      button(
        '/notifications/send-again',
        message.recipient,
        message.id,
        t(lang, 'again'),
        t(lang, 'again.of', { subject: message.subject }),
      ),
    ]),
  )
}

function button(action: string, recipient: string, id: string, text: string, name: string): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="recipient" value="${recipient}"><input type="hidden" name="id" value="${id}"><button type="submit" aria-label="${name}">${text}</button></form>`
}

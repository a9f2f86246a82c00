// The calendar feeds: one office, all offices, a matter, an order. Addresses that a calendar program can keep; they say the language by `?lang=`.

import { actorOf } from '../kit/actor.ts'
import { leaving, type Actor } from '../../../shared/kernel/actor.ts'
import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import type { Due } from '../../../shared/board/due.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { matterIdSchema, orderIdSchema } from '../../../shared/order/order.schema.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { unknownMatter, unknownOrder } from '../kit/unknown.ts'
import { langOf } from '../kit/lang.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { t } from './words.ts'
import { feedText } from './feed.ts'

export function calendarRoutes(api: OfficeApi): Hono {
  const app = new Hono()
  // A program asks every hour, and mostly nothing is new.
  app.use('/calendar/*', etag())

  app.get('/calendar/office.ics', async (c) =>
    answer(
      c,
      api,
      api.office.short[langOf(c)],
      await api.due(asker(c), { office: api.office.id }),
      await api.jointActions(asker(c)),
    ),
  )
  app.get('/calendar/all.ics', async (c) =>
    answer(
      c,
      api,
      t(langOf(c), 'ics.all'),
      await api.due(asker(c), {}),
      await api.jointActions(asker(c)),
    ),
  )
  app.get('/calendar/matters/:file{[^/]+\\.ics}', async (c) => {
    const text = withoutSuffix(c.req.param('file'))
    const id = matterIdSchema.safeParse(text)
    const matter = id.success ? await api.matter(asker(c), id.data) : undefined
    if (matter === undefined) throw new ProblemError(unknownMatter(text))
    return answer(
      c,
      api,
      matter.title?.[langOf(c)] ?? matter.matter,
      await api.due(asker(c), { matter: matter.matter }),
      (await api.jointActions(asker(c))).filter((each) => each.matter === matter.matter),
    )
  })
  app.get('/calendar/orders/:office/:file{[^/]+\\.ics}', async (c) => {
    const text = `${c.req.param('office')}:${withoutSuffix(c.req.param('file'))}`
    const id = orderIdSchema.safeParse(text)
    const order = id.success ? await api.order(asker(c), id.data, {}) : undefined
    if (order === undefined) throw new ProblemError(unknownOrder(text))
    return answer(
      c,
      api,
      t(langOf(c), 'order.title', { number: order.state.number }),
      await api.due(asker(c), { order: order.view.order }),
    )
  })
  return app
}

function answer(
  c: Context,
  api: OfficeApi,
  name: string,
  due: readonly Due[],
  joint: readonly JointSummary[] = [],
): Response {
  const lang = langOf(c)
  const { office } = api
  // The directory knows the address behind a proxy; else it is where the request came to.
  const origin = (office.url ?? new URL(c.req.url).origin).replace(/\/+$/, '')
  const text = feedText({ api, lang, origin, name: `${t(lang, 'app.name')} · ${name}` }, due, joint)
  return c.body(text, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-language': lang,
    vary: 'accept-language, cookie',
    'cache-control': 'private, no-cache',
  })
}

/** What a calendar program keeps is outside of the office. */
function asker(c: Context): Actor {
  return leaving(actorOf(c))
}

function withoutSuffix(file: string): string {
  return file.replace(/\.ics$/, '')
}

// What becomes of the forms that save and remove views of lists.

import type { Hono } from 'hono'
import { newViewSchema } from '../../../shared/contract/desk.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { actorOf } from '../kit/actor.ts'
import { problemOfInput } from '../kit/problem.ts'
import { viewAddress } from '../kit/views.ts'

export function viewPages(app: Hono, api: OfficeApi): void {
  app.post('/views', async (c) => {
    const typed = new URLSearchParams(await c.req.text())
    const asked = {
      name: typed.get('name')?.trim() ?? '',
      list: typed.get('list') ?? '',
      query: typed.get('query') ?? '',
      shared: typed.get('shared') === 'on',
    }
    const parsed = newViewSchema.safeParse(asked)
    if (!parsed.success) throw new ProblemError(problemOfInput(parsed.error, asked))
    return c.redirect(viewAddress(await api.saveView(actorOf(c), parsed.data)), 303)
  })
  app.post('/views/remove', async (c) => {
    const id = new URLSearchParams(await c.req.text()).get('id') ?? ''
    const { list } = await api.removeView(actorOf(c), id)
    return c.redirect(`/${list}`, 303)
  })
}

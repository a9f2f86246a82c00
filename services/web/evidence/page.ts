// Evidence files for whoever reads the pages: the same file as the API gives; where there is none yet, a page that says why.

import type { Context, Hono } from 'hono'
import type { EvidenceAbout, OfficeApi } from '../../../shared/contract/office-api.ts'
import { matterIdSchema, orderIdSchema } from '../../../shared/order/order.schema.ts'
import { pageContext } from '../kit/page.ts'
import { problemPage } from '../kit/problem-page.ts'
import { unknownMatter, unknownOrder } from '../kit/unknown.ts'
import { evidenceFile } from './file.ts'

export function evidencePages(app: Hono, api: OfficeApi): void {
  app.get('/orders/:office/:number/evidence', (c) => {
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const id = orderIdSchema.safeParse(text)
    return id.success
      ? answer(c, api, { kind: 'order', id: id.data })
      : problemPage(api, c, unknownOrder(text))
  })
  app.get('/matters/:matter/evidence', (c) => {
    const text = c.req.param('matter')
    const id = matterIdSchema.safeParse(text)
    return id.success
      ? answer(c, api, { kind: 'matter', id: id.data })
      : problemPage(api, c, unknownMatter(text))
  })
}

async function answer(c: Context, api: OfficeApi, about: EvidenceAbout): Promise<Response> {
  const made = await api.evidence(pageContext(api, c).actor, about)
  return made.ok ? evidenceFile(c, about, made.value) : problemPage(api, c, made.problem)
}

// Evidence files as routes of the API: one file with everything that proves what was recorded of an order or in a matter.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { EvidenceAbout, OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'
import { badInput, matterParam, missing, orderParam, refuses } from '../kit/openapi.ts'
import { answerProblem } from '../kit/problem.ts'
import { evidenceFile, evidenceType } from './file.ts'

const description =
  'Events as they were signed, inclusion proofs, heads with confirmations of every office, keys, policy packs, a chronology and a draft exhibit in both languages, and a signed manifest. `concert verify` judges it without a network.'
const responses = {
  ...badInput,
  ...missing,
  200: {
    description: 'The file',
    content: { [evidenceType]: { schema: z.string() } },
  },
  503: refuses('No signed head covers it yet, or a part of it has not been read'),
}

const getOrderEvidence = createRoute({
  method: 'get',
  path: '/v1/orders/{order}/evidence',
  tags: ['board'],
  summary: 'An evidence file of one order',
  description,
  request: { params: orderParam },
  responses,
})

const getMatterEvidence = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/evidence',
  tags: ['matters'],
  summary: 'An evidence file of one matter: what every office recorded in it, and its orders',
  description,
  request: { params: matterParam },
  responses,
})

export function evidenceApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getOrderEvidence, (c) =>
    answer(c, api, { kind: 'order', id: c.req.valid('param').order }),
  )
  app.openapi(getMatterEvidence, (c) =>
    answer(c, api, { kind: 'matter', id: c.req.valid('param').matter }),
  )
}

async function answer(c: Context, api: OfficeApi, about: EvidenceAbout): Promise<never> {
  const made = await api.evidence(actorOf(c), about)
  if (!made.ok) return answerProblem(c, made.problem) as never
  return evidenceFile(c, about, made.value) as never
}

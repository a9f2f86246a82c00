import { beforeAll, expect, test } from 'vitest'
// First on purpose: the document must not depend on which module is loaded first.
import { boardSchema } from '../../../shared/board/board.schema.ts'
import { correctionExamples } from '../../../services/web/drift/examples.ts'
import { problemExample, recordedExample } from '../../../services/web/kit/examples.ts'
import { matterCommandExamples } from '../../../services/web/matters/examples.ts'
import { orderCommandExamples } from '../../../services/web/orders/examples.ts'
import { simulationExamples } from '../../../services/web/what-if/examples.ts'
import { approvalSchema } from '../../../shared/contract/drift.schema.ts'
import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../../shared/contract/commands.schema.ts'
import { simulationRequestSchema } from '../../../shared/contract/simulation.schema.ts'
import {
  problemDocumentSchema,
  recordedReplySchema,
} from '../../../shared/contract/views.schema.ts'
import { clientOf } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

type Json = Record<string, unknown>
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody?: {
    content: Record<string, { schema: Json; examples: Record<string, { value: unknown }> }>
  }
  responses: Record<string, { description: string }>
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> }
}
let client: ReturnType<typeof clientOf>
let document: Document
beforeAll(async () => {
  client = clientOf(await released(new MemoryOffice('ca-bc-oipc', '2022-01-26')))
  document = (await (await client.get('/openapi.json')).json()) as Document
})

test('the document hangs together', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.components.schemas['Board']?.['properties'] as Json)).toEqual(
    Object.keys(boardSchema.shape),
  )
  expect(document.info).toMatchObject({ title: 'Concert', version: '0.1.0' })
  const references = [
    ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
  ].map((match) => match[1] as string)
  expect(references.length).toBeGreaterThan(10)
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([])
  for (const [path, operations] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    for (const operation of Object.values(operations)) {
      expect(
        (operation.parameters ?? [])
          .filter((parameter) => parameter.in === 'path')
          .map((parameter) => parameter.name),
        path,
      ).toEqual(inPath)
      for (const [status, response] of Object.entries(operation.responses))
        expect(response.description.length, `${path} ${status}`).toBeGreaterThan(0)
    }
  }
})

test('says what people may send, dates as dates, and no alarm', () => {
  const text = JSON.stringify(document.components.schemas['OrderCommand'])
  expect(text).toContain('"serve"')
  expect(text).toContain('"format":"date"')
  expect(text).not.toContain('mark-reached')
  expect(text).not.toContain('approve-correction')
})

test('has every route of the issue, and each one answers', async () => {
  const paths = [
    '/v1/approvals',
    '/v1/approvals/{id}/approve',
    '/v1/approvals/{id}/drop',
    '/v1/audit',
    '/v1/board',
    '/v1/clock',
    '/v1/clocks',
    '/v1/colleagues',
    '/v1/deadlines',
    '/v1/desk',
    '/v1/desk/{kind}/{id}',
    '/v1/doctor',
    '/v1/drafts',
    '/v1/drafts/handed-over',
    '/v1/drafts/{id}/hand',
    '/v1/drafts/{id}/remove',
    '/v1/drift',
    '/v1/events',
    '/v1/followers',
    '/v1/health',
    '/v1/joint',
    '/v1/joint/{joint}',
    '/v1/joint/{joint}/commands',
    '/v1/joint/{joint}/document',
    '/v1/joint/{joint}/readiness',
    '/v1/ledgers',
    '/v1/ledgers/check',
    '/v1/ledgers/{office}/decision',
    '/v1/ledgers/{office}/succession',
    '/v1/lists/deadlines',
    '/v1/lists/joint',
    '/v1/lists/matters',
    '/v1/lists/orders',
    '/v1/maintenance',
    '/v1/matters',
    '/v1/matters/{matter}',
    '/v1/matters/{matter}/allowed',
    '/v1/matters/{matter}/chronology',
    '/v1/matters/{matter}/commands',
    '/v1/matters/{matter}/evidence',
    '/v1/matters/{matter}/picture',
    '/v1/matters/{matter}/preview',
    '/v1/me',
    '/v1/notifications',
    '/v1/notifications/acknowledge',
    '/v1/notifications/send-again',
    '/v1/office',
    '/v1/orders',
    '/v1/orders/{order}',
    '/v1/orders/{order}/allowed',
    '/v1/orders/{order}/commands',
    '/v1/orders/{order}/corrections',
    '/v1/orders/{order}/evidence',
    '/v1/orders/{order}/history',
    '/v1/orders/{order}/preview',
    '/v1/quarantine',
    '/v1/quarantine/retry',
    '/v1/sessions',
    '/v1/sessions/{id}/end',
    '/v1/sign-in/device',
    '/v1/sign-in/device/poll',
    '/v1/sign-out',
    '/v1/simulations',
    '/v1/staff',
    '/v1/staff/delegations',
    '/v1/staff/grants',
    '/v1/staff/grants/{id}/revoke',
    '/v1/staff/{person}/sign-out',
    '/v1/statistics',
    '/v1/tokens',
    '/v1/tokens/{id}/revoke',
    '/v1/views',
    '/v1/views/{id}/remove',
    '/v1/work',
  ]
  expect(Object.keys(document.paths).sort()).toEqual(paths)
  for (const [path, operations] of Object.entries(document.paths)) {
    const url = path
      .replace('{order}', 'ca-bc-oipc:P21-08')
      .replace('{matter}', 'clearview-ai')
      .replace('{joint}', joint)
      .replace('{office}', 'ca-ab-oipc')
      .replace('{kind}/{id}', 'order/ca-bc-oipc:P21-08')
      .replace(/clocks$/, 'clocks?local=2022-01-26T18:00')
    for (const method of Object.keys(operations)) {
      const response = method === 'post' ? await client.post(url, {}) : await client.get(url)
      // What asks for nothing is answered, not refused.
      const isAsked =
        method === 'post' && !/\/(check|retry|approve|drop|revoke|remove|end|sign-out)$/.test(path)
      // An office in memory has no ledger, and so nothing that it could prove; and nobody prepared anything.
      const good =
        /\/(evidence|approve|drop|revoke|end|\{person\}\/sign-out|views\/\{id\}\/remove)$/.test(
          path,
        )
          ? 404
          : 200
      expect(response.status, `${method} ${path}`).toBe(isAsked ? 400 : good)
      await response.body?.cancel()
    }
  }
})

test('its examples are what the schemas take', () => {
  for (const [name, { value }] of Object.entries(orderCommandExamples))
    expect(publicOrderCommandSchema.safeParse(value).error, name).toBeUndefined()
  for (const [name, { value }] of Object.entries(matterCommandExamples))
    expect(publicMatterCommandSchema.safeParse(value).error, name).toBeUndefined()
  for (const [name, { value }] of Object.entries(simulationExamples))
    expect(simulationRequestSchema.safeParse(value).error, name).toBeUndefined()
  for (const [name, { value }] of Object.entries(correctionExamples))
    expect(approvalSchema.safeParse(value).error, name).toBeUndefined()
  expect(problemDocumentSchema.safeParse(problemExample).error).toBeUndefined()
  expect(recordedReplySchema.safeParse(recordedExample).error).toBeUndefined()
  expect(
    Object.keys(
      document.paths['/v1/orders/{order}/commands']?.['post']?.requestBody?.content[
        'application/json'
      ]?.examples ?? {},
    ),
  ).toEqual(Object.keys(orderCommandExamples))
})

// The API, put together from its capabilities: everything under `/v1`, and the document that describes it.

import { OpenAPIHono } from '@hono/zod-openapi'
import { asyncApiDocument } from '../../shared/contract/asyncapi.schema.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import { boardApi } from './board/api.ts'
import { deskApi } from './desk/api.ts'
import { driftApi } from './drift/api.ts'
import { evidenceApi } from './evidence/api.ts'
import { eventsApi, type EventOptions } from './events/api.ts'
import { jointApi } from './joint/api.ts'
import { listsApi } from './lists/api.ts'
import { answerProblem, problemOfInput } from './kit/problem.ts'
import { ledgersApi } from './ledgers/api.ts'
import { mattersApi } from './matters/api.ts'
import { notificationsApi } from './notifications/api.ts'
import { operationApi } from './operation/api.ts'
import { ordersApi } from './orders/api.ts'
import { staffApi } from './staff/api.ts'
import { statisticsApi } from './statistics/api.ts'
import { whatIfApi } from './what-if/api.ts'

export interface ApiOptions extends EventOptions {
  /** Version of the program, for the document. */
  readonly version: string
}

const capabilities = [
  ordersApi,
  mattersApi,
  boardApi,
  listsApi,
  statisticsApi,
  whatIfApi,
  driftApi,
  jointApi,
  notificationsApi,
  operationApi,
  evidenceApi,
  ledgersApi,
  deskApi,
  staffApi,
]

export function apiRoutes(api: OfficeApi, options: ApiOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success
        ? undefined
        : answerProblem(
            c,
            problemOfInput(result.error, 'data' in result ? result.data : undefined),
          ),
  })
  for (const add of capabilities) add(app, api)
  eventsApi(app, api, options)

  let document: object | undefined
  app.get('/openapi.json', (c) => c.json((document ??= openApiDocument(app, options.version))))
  let ledgers: object | undefined
  app.get('/asyncapi.json', (c) => c.json((ledgers ??= asyncApiDocument(options.version))))
  return app
}

function openApiDocument(app: OpenAPIHono, version: string): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Concert',
      version,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        "One office's instance: its commands, and where every office stands. It computes dates and keeps records; it gives no legal advice.",
    },
    servers: [{ url: '/' }],
    tags: [
      'commands',
      'board',
      'matters',
      'lists',
      'joint',
      'live',
      'operation',
      'desk',
      'staff',
    ].map((name) => ({
      name,
    })),
  })
}

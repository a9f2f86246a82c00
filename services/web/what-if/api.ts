// What if, as a route of the API: hypothetical changes, and where every order would stand.

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import {
  simulationRequestSchema,
  simulationSchema,
} from '../../../shared/contract/simulation.schema.ts'
import { present } from '../../../shared/kernel/present.ts'
import { answers, badInput, jsonBody, named, refuses } from '../kit/openapi.ts'
import { simulationExamples } from './examples.ts'

const postSimulation = createRoute({
  method: 'post',
  path: '/v1/simulations',
  tags: ['board'],
  summary: 'What if: hypothetical changes, and where every order of the matter would stand',
  description:
    'Reads only: nothing is recorded anywhere. A change that the rules refuse is a step that says so, by the rule that a real command would meet; the date may be in the future.',
  request: {
    body: jsonBody(named('SimulationRequest', simulationRequestSchema), simulationExamples),
  },
  responses: {
    ...badInput,
    413: refuses('The body is too large'),
    200: answers('Before and after', named('Simulation', simulationSchema)),
  },
})

export function whatIfApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(postSimulation, async (c) => {
    const { asOf, changes } = c.req.valid('json')
    return c.json(await api.simulate(actorOf(c), { ...present({ asOf }), changes }), 200)
  })
}

// Ledgers and who confirmed them, as routes of the API: the standing, the full comparison, a decision about a fork, and another look at what was set aside.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import {
  acceptanceSchema,
  forkDecisionSchema,
  ledgersSchema,
  ledgerStandingSchema,
  maintenanceAnnouncementSchema,
  ownLedgerSchema,
  retriedSchema,
} from '../../../shared/contract/ledgers.schema.ts'
import { officeIdSchema } from '../../../shared/order/order.schema.ts'
import { actorOf } from '../kit/actor.ts'
import { answers, badInput, commandAnswers, jsonBody, named } from '../kit/openapi.ts'
import { acceptanceExamples, decisionExamples, maintenanceExamples } from './examples.ts'

const { 200: _, ...refusals } = commandAnswers

const officeParam = z.strictObject({ office: officeIdSchema })

const getLedgers = createRoute({
  method: 'get',
  path: '/v1/ledgers',
  tags: ['operation'],
  summary: 'Who holds and confirmed which ledger, up to where and since when',
  responses: { ...badInput, 200: answers('Ledgers', named('Ledgers', ledgersSchema)) },
})

const postCheck = createRoute({
  method: 'post',
  path: '/v1/ledgers/check',
  tags: ['operation'],
  summary: 'Compare every entry of this office’s own ledger',
  description:
    'With what the office keeps beside its broker, and with what other offices confirmed. Only this clears a fault.',
  responses: { ...refusals, 200: answers('As it is now', named('OwnLedger', ownLedgerSchema)) },
})

const postDecision = createRoute({
  method: 'post',
  path: '/v1/ledgers/{office}/decision',
  tags: ['operation'],
  summary: 'Go on with what is held of a ledger that has two histories',
  description:
    'Both signed heads are kept. The ledger goes on only where what its broker has is what is held here.',
  request: {
    params: officeParam,
    body: jsonBody(named('ForkDecision', forkDecisionSchema), decisionExamples),
  },
  responses: {
    ...refusals,
    200: answers('As it stands now', named('LedgerStanding', ledgerStandingSchema)),
  },
})

const postSuccession = createRoute({
  method: 'post',
  path: '/v1/ledgers/{office}/succession',
  tags: ['operation'],
  summary: 'Accept the ledger that succeeds a lost one of an office',
  description:
    'Recorded in this office’s own ledger, with its word that it holds every entry that goes on. It is followed as soon as enough of those who hold the lost one have accepted it.',
  request: {
    params: officeParam,
    body: jsonBody(named('SuccessionAcceptance', acceptanceSchema), acceptanceExamples),
  },
  responses: {
    ...refusals,
    200: answers('As it stands now', named('LedgerStanding', ledgerStandingSchema)),
  },
})

const postMaintenance = createRoute({
  method: 'post',
  path: '/v1/maintenance',
  tags: ['operation'],
  summary: 'Tell the others that this office will be away, and until when',
  description:
    'Recorded in this office’s own ledger. Where it cannot be read meanwhile, the others show until when instead of that it is away. Said again, the latest counts: with an earlier end it is over.',
  request: {
    body: jsonBody(named('Maintenance', maintenanceAnnouncementSchema), maintenanceExamples),
  },
  responses: {
    ...refusals,
    200: answers('As it was recorded', named('Maintenance', maintenanceAnnouncementSchema)),
  },
})

const postRetry = createRoute({
  method: 'post',
  path: '/v1/quarantine/retry',
  tags: ['operation'],
  summary: 'Read what was set aside once more, and judge it again',
  description: 'What is accepted now is stored, and what waited behind it follows.',
  request: { query: z.strictObject({ office: officeIdSchema.optional() }) },
  responses: { ...refusals, 200: answers('Judged again', named('Retried', retriedSchema)) },
})

export function ledgersApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getLedgers, async (c) => c.json(await api.ledgers(actorOf(c)), 200))
  app.openapi(postCheck, async (c) => c.json(await api.checkLedger(actorOf(c)), 200))
  app.openapi(postDecision, async (c) => {
    const { office } = c.req.valid('param')
    return c.json(await api.decideFork(actorOf(c), office, c.req.valid('json').reason), 200)
  })
  app.openapi(postSuccession, async (c) => {
    const { office } = c.req.valid('param')
    return c.json(await api.acceptSuccession(actorOf(c), office, c.req.valid('json').reason), 200)
  })
  app.openapi(postMaintenance, async (c) =>
    c.json(await api.announceMaintenance(actorOf(c), c.req.valid('json')), 200),
  )
  app.openapi(postRetry, async (c) =>
    c.json(await api.retryQuarantine(actorOf(c), c.req.valid('query').office), 200),
  )
}

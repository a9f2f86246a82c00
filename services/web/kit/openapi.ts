// What the routes of all capabilities are described with: parameters, answers and refusals of the API's document.

import { z } from '@hono/zod-openapi'
import {
  problemDocumentSchema,
  recordedReplySchema,
} from '../../../shared/contract/views.schema.ts'
import { preparedReplySchema } from '../../../shared/contract/staff.schema.ts'
import { matterIdSchema, orderIdSchema } from '../../../shared/order/order.schema.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { problemExample, recordedExample } from './examples.ts'

// `.meta` everywhere: `.openapi` exists only on schemas made after the library was loaded, which shared ones need not be.
z.globalRegistry.add(dateSchema, { format: 'date', example: '2022-01-25' })

/** A schema under its own name in the document. */
export const named = <S extends z.ZodType>(id: string, schema: S) => schema.meta({ id })

export const answers = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

const problem = named('Problem', problemDocumentSchema)
const recorded = named('Recorded', recordedReplySchema)

export const refuses = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem, example: problemExample } },
})

export const badInput = {
  400: refuses('The input does not have the expected form, or a date does not exist'),
  401: refuses('Nobody has signed in, or not lately enough for this'),
  403: refuses(
    'Not from a known host, from a page of another site, or not allowed by the rule that is named',
  ),
}
export const missing = { 404: refuses('There is no such thing here') }

/** What every command may be answered; a capability may say single ones more exactly. */
export const commandAnswers = {
  ...badInput,
  200: {
    description: 'Recorded in the ledger, now or earlier under the same command id',
    content: { 'application/json': { schema: recorded, example: recordedExample } },
  },
  202: answers(
    'Prepared: the office wants two people for this, and nothing is recorded before another one approves it',
    named('Prepared', preparedReplySchema),
  ),
  404: refuses('There is no such order'),
  409: refuses('It exists already, or something else was recorded first'),
  413: refuses('The body is too large'),
  422: refuses('Refused, by the rule that is named'),
  503: refuses('A part that is needed does not answer: send the same command again'),
}

export const orderParam = z.object({ order: orderIdSchema.meta({ example: 'ca-bc-oipc:P21-08' }) })
export const matterParam = z.object({ matter: matterIdSchema.meta({ example: 'clearview-ai' }) })
export const asOf = dateSchema
  .optional()
  .meta({ description: 'A legal date; today if absent', example: '2022-01-26' })
export const knownOn = dateSchema.optional().meta({
  description: 'Only what the ledgers held at the end of this date',
  example: '2022-02-01',
})
export const onDates = z.object({ asOf, knownOn })

export const jsonBody = <S extends z.ZodType, E>(schema: S, examples?: E) => ({
  required: true,
  content: { 'application/json': { schema, ...(examples === undefined ? {} : { examples }) } },
})

// The API of an office, route by route, for programs in TypeScript: what each takes and answers is known to the compiler, and checked when it arrives.
// A test holds the list to the OpenAPI document: a route that is missing here, or is there no more, fails it.

import { z } from 'zod'
import {
  boardOrderSchema,
  boardSchema,
  followerViewSchema,
} from '../../shared/board/board.schema.ts'
import { matterPictureSchema } from '../../shared/board/picture.schema.ts'
import { allowedActSchema, previewSchema } from '../../shared/contract/acting.schema.ts'
import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../shared/contract/commands.schema.ts'
import {
  deskChangeSchema,
  deskEntrySchema,
  deskItemSchema,
  draftSchema,
  handDraftSchema,
  handedDraftSchema,
  newViewSchema,
  savedDraftSchema,
  savedViewSchema,
} from '../../shared/contract/desk.schema.ts'
import { approvalSchema, driftSchema } from '../../shared/contract/drift.schema.ts'
import {
  jointCommandSchema,
  jointDetailSchema,
  jointReadinessSchema,
  jointSummarySchema,
  momentViewSchema,
  releasedDocumentSchema,
} from '../../shared/contract/joint.schema.ts'
import {
  acceptanceSchema,
  maintenanceAnnouncementSchema,
  forkDecisionSchema,
  ledgersSchema,
  ledgerStandingSchema,
  ownLedgerSchema,
  retriedSchema,
} from '../../shared/contract/ledgers.schema.ts'
import {
  dueListQuerySchema,
  dueListSchema,
  jointListQuerySchema,
  jointListSchema,
  matterListQuerySchema,
  matterListSchema,
  orderListQuerySchema,
  quarantinePageSchema,
  quarantineQuerySchema,
  orderListSchema,
  workCountsSchema,
  workQuerySchema,
} from '../../shared/contract/lists.schema.ts'
import {
  aboutNotificationSchema,
  notificationsQuerySchema,
  notificationsViewSchema,
} from '../../shared/contract/notifications.schema.ts'
import { nextField, pageQuery } from '../../shared/contract/paging.schema.ts'
import {
  simulationRequestSchema,
  simulationSchema,
} from '../../shared/contract/simulation.schema.ts'
import {
  auditEntrySchema,
  auditQuerySchema,
  createdTokenSchema,
  delegationSchema,
  devicePollSchema,
  deviceReplySchema,
  endedSchema,
  grantSchema,
  identitySchema,
  meSchema,
  newDeviceSchema,
  newGrantSchema,
  newTokenSchema,
  preparedReplySchema,
  preparedSchema,
  sessionSchema,
  shownDeviceAuthorizationSchema,
  staffMemberSchema,
  tokenSchema,
} from '../../shared/contract/staff.schema.ts'
import {
  chronologySchema,
  clockViewSchema,
  doctorSchema,
  healthSchema,
  matterDetailSchema,
  matterSummarySchema,
  officeViewSchema,
  orderDetailSchema,
  orderHistorySchema,
  recordedReplySchema,
  upcomingSchema,
} from '../../shared/contract/views.schema.ts'
import { statisticsSchema } from '../../shared/lists/statistics.schema.ts'
import { orderIdSchema } from '../../shared/order/order.schema.ts'
import { dateSchema } from '../../shared/policy/pack.schema.ts'
import { withQuery, type OfficeClient, type Query } from './office-client.ts'

interface Route {
  readonly answer: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
}

const page = z.object(pageQuery)
const dates = z.object({ asOf: dateSchema.optional(), knownOn: dateSchema.optional() })
const nothing = z.strictObject({})
const done = z.strictObject({ done: z.literal(true) })
/** `prepared` where the office wants two people for it. */
const acted = z.discriminatedUnion('kind', [recordedReplySchema, preparedReplySchema])
const list = <N extends string, S extends z.ZodType>(name: N, row: S) =>
  z.strictObject({ [name]: z.array(row), ...nextField } as Record<N, z.ZodArray<S>> &
    typeof nextField)

/** Streams and files are not here: `events` and `text` of the plain client have them. */
export const routes = {
  'GET /v1/approvals': { answer: list('approvals', preparedSchema), query: page },
  'POST /v1/approvals/{id}/approve': { answer: recordedReplySchema },
  'POST /v1/approvals/{id}/drop': { answer: preparedSchema },
  'GET /v1/audit': {
    answer: z.strictObject({
      audit: z.array(auditEntrySchema),
      next: z.int().nullable().optional(),
    }),
    query: auditQuerySchema,
  },
  'GET /v1/board': { answer: boardSchema, query: dates },
  'GET /v1/clock': { answer: clockViewSchema },
  'GET /v1/clocks': {
    answer: momentViewSchema,
    query: z.object({ local: z.string(), office: z.string().optional() }),
  },
  'GET /v1/colleagues': {
    answer: list('colleagues', identitySchema),
    query: z.object({ act: z.string().optional(), ...pageQuery }),
  },
  'GET /v1/deadlines': {
    answer: z.strictObject({
      today: dateSchema,
      deadlines: z.array(upcomingSchema),
      ...nextField,
    }),
    query: z.object({ ...dates.shape, until: dateSchema.optional(), ...pageQuery }),
  },
  'GET /v1/desk': {
    answer: list('desk', deskEntrySchema),
    query: z.object({ owner: z.string().optional(), ...pageQuery }),
  },
  'GET /v1/desk/{kind}/{id}': { answer: deskItemSchema },
  'POST /v1/desk/{kind}/{id}': { answer: deskItemSchema, body: deskChangeSchema },
  'GET /v1/doctor': { answer: doctorSchema },
  'GET /v1/drafts': { answer: list('drafts', savedDraftSchema), query: page },
  'GET /v1/drafts/handed-over': { answer: list('drafts', handedDraftSchema), query: page },
  'POST /v1/drafts': { answer: savedDraftSchema, body: draftSchema },
  'POST /v1/drafts/{id}/hand': { answer: handedDraftSchema, body: handDraftSchema },
  'POST /v1/drafts/{id}/remove': { answer: z.strictObject({ removed: z.boolean() }) },
  'GET /v1/drift': { answer: driftSchema },
  'GET /v1/followers': { answer: z.strictObject({ followers: z.array(followerViewSchema) }) },
  'GET /v1/health': { answer: healthSchema },
  'GET /v1/joint': { answer: list('joint', jointSummarySchema), query: page },
  'GET /v1/joint/{joint}': { answer: jointDetailSchema },
  'POST /v1/joint/{joint}/commands': { answer: recordedReplySchema, body: jointCommandSchema },
  'GET /v1/joint/{joint}/document': { answer: releasedDocumentSchema },
  'GET /v1/joint/{joint}/readiness': { answer: jointReadinessSchema },
  'GET /v1/ledgers': { answer: ledgersSchema },
  'POST /v1/ledgers/check': { answer: ownLedgerSchema },
  'POST /v1/ledgers/{office}/decision': { answer: ledgerStandingSchema, body: forkDecisionSchema },
  'POST /v1/ledgers/{office}/succession': { answer: ledgerStandingSchema, body: acceptanceSchema },
  'GET /v1/lists/deadlines': { answer: dueListSchema, query: dueListQuerySchema },
  'GET /v1/lists/joint': { answer: jointListSchema, query: jointListQuerySchema },
  'GET /v1/lists/matters': { answer: matterListSchema, query: matterListQuerySchema },
  'GET /v1/lists/orders': { answer: orderListSchema, query: orderListQuerySchema },
  'POST /v1/maintenance': {
    answer: maintenanceAnnouncementSchema,
    body: maintenanceAnnouncementSchema,
  },
  'GET /v1/matters': { answer: list('matters', matterSummarySchema), query: page },
  'GET /v1/matters/{matter}': { answer: matterDetailSchema },
  'GET /v1/matters/{matter}/allowed': {
    answer: z.strictObject({ allowed: z.array(allowedActSchema) }),
  },
  'GET /v1/matters/{matter}/chronology': { answer: chronologySchema, query: dates },
  'POST /v1/matters/{matter}/commands': { answer: acted, body: publicMatterCommandSchema },
  'GET /v1/matters/{matter}/picture': { answer: matterPictureSchema },
  'POST /v1/matters/{matter}/preview': { answer: previewSchema, body: publicMatterCommandSchema },
  'GET /v1/me': { answer: meSchema },
  'GET /v1/notifications': { answer: notificationsViewSchema, query: notificationsQuerySchema },
  'POST /v1/notifications/acknowledge': { answer: done, body: aboutNotificationSchema },
  'POST /v1/notifications/send-again': { answer: done, body: aboutNotificationSchema },
  'GET /v1/office': { answer: officeViewSchema },
  'GET /v1/orders': {
    answer: z.strictObject({ asOf: dateSchema, orders: z.array(boardOrderSchema), ...nextField }),
    query: z.object({
      ...dates.shape,
      office: z.string().optional(),
      matter: z.string().optional(),
      status: z.string().optional(),
      ...pageQuery,
    }),
  },
  'GET /v1/orders/{order}': { answer: orderDetailSchema, query: dates },
  'GET /v1/orders/{order}/allowed': {
    answer: z.strictObject({ allowed: z.array(allowedActSchema) }),
  },
  'POST /v1/orders/{order}/commands': { answer: acted, body: publicOrderCommandSchema },
  'POST /v1/orders/{order}/corrections': { answer: recordedReplySchema, body: approvalSchema },
  'GET /v1/orders/{order}/history': {
    answer: z.strictObject({ order: orderIdSchema, history: z.array(orderHistorySchema) }),
    query: dates,
  },
  'POST /v1/orders/{order}/preview': { answer: previewSchema, body: publicOrderCommandSchema },
  'GET /v1/quarantine': { answer: quarantinePageSchema, query: quarantineQuerySchema },
  'POST /v1/quarantine/retry': {
    answer: retriedSchema,
    query: z.object({ office: z.string().optional() }),
  },
  'GET /v1/sessions': {
    answer: list('sessions', sessionSchema),
    query: z.object({ all: z.enum(['yes', 'no']).optional(), ...pageQuery }),
  },
  'POST /v1/sessions/{id}/end': { answer: sessionSchema, body: nothing },
  'POST /v1/sign-in/device': { answer: shownDeviceAuthorizationSchema, body: newDeviceSchema },
  'POST /v1/sign-in/device/poll': { answer: deviceReplySchema, body: devicePollSchema },
  'POST /v1/sign-out': {
    answer: endedSchema,
    body: z.strictObject({ everywhere: z.boolean().default(false) }),
  },
  'POST /v1/simulations': { answer: simulationSchema, body: simulationRequestSchema },
  'GET /v1/staff': { answer: list('staff', staffMemberSchema), query: page },
  'POST /v1/staff/delegations': { answer: grantSchema, body: delegationSchema },
  'POST /v1/staff/grants': { answer: grantSchema, body: newGrantSchema },
  'POST /v1/staff/grants/{id}/revoke': { answer: grantSchema, body: nothing },
  'POST /v1/staff/{person}/sign-out': { answer: endedSchema, body: nothing },
  'GET /v1/statistics': { answer: statisticsSchema },
  'GET /v1/tokens': {
    answer: list('tokens', tokenSchema),
    query: z.object({ all: z.enum(['yes', 'no']).optional(), ...pageQuery }),
  },
  'POST /v1/tokens': { answer: createdTokenSchema, body: newTokenSchema },
  'POST /v1/tokens/{id}/revoke': { answer: tokenSchema, body: nothing },
  'GET /v1/views': { answer: list('views', savedViewSchema), query: page },
  'POST /v1/views': { answer: savedViewSchema, body: newViewSchema },
  'POST /v1/views/{id}/remove': { answer: savedViewSchema },
  'GET /v1/work': { answer: workCountsSchema, query: workQuerySchema },
} as const satisfies Readonly<Record<`${'GET' | 'POST'} /v1/${string}`, Route>>

export type RouteName = keyof typeof routes
type RouteOf<R extends RouteName> = (typeof routes)[R]

type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never
type Params<R extends RouteName> = [Names<R>] extends [never]
  ? unknown
  : { readonly params: Readonly<Record<Names<R>, string>> }
type Asked<R extends RouteName> =
  RouteOf<R> extends { readonly query: infer Q extends z.ZodType }
    ? Partial<z.input<Q>> extends z.input<Q>
      ? { readonly query?: z.input<Q> }
      : { readonly query: z.input<Q> }
    : unknown
type Sent<R extends RouteName> =
  RouteOf<R> extends { readonly body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : unknown
export type InputOf<R extends RouteName> = Params<R> & Asked<R> & Sent<R>
export type AnswerOf<R extends RouteName> = z.output<RouteOf<R>['answer']>

/** Throws ProblemError for a refusal and for an office that does not answer, as the plain client does. */
export type TypedClient = <R extends RouteName>(
  route: R,
  ...input: Record<never, never> extends InputOf<R> ? [input?: InputOf<R>] : [input: InputOf<R>]
) => Promise<AnswerOf<R>>

export function typedClient(client: Pick<OfficeClient, 'get' | 'post'>): TypedClient {
  return async (route, ...[input]) => {
    const { params = {}, query = {}, body = {} } = (input ?? {}) as AnyInput
    const [method, pattern = ''] = route.split(' ')
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    )
    const { answer } = routes[route]
    const asked = queryText(query)
    const found =
      method === 'GET'
        ? await client.get(path, answer, asked)
        : await client.post(withQuery(path, asked), body, answer)
    return found as AnswerOf<typeof route>
  }
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

function queryText(query: Readonly<Record<string, unknown>>): Query {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value),
    ]),
  )
}

// People, programs and what they asked, as an instance takes and gives it: tokens, roles, what waits for a second person, the audit list.

import { z } from 'zod'
import { maxDelegationDays, maxTokenDays } from '../kernel/limits.ts'
import { roles } from '../kernel/actor.ts'
import { oneLineText } from '../kernel/plain-text.schema.ts'

export const roleSchema = z.enum(roles)
const instant = z.string().describe('UTC, by real time')
const name = oneLineText(100)
export const identitySchema = z.strictObject({ id: z.string(), name: z.string() })

export const tokenSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
  owner: identitySchema,
  createdAt: instant,
  until: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
export const newTokenSchema = z.strictObject({
  name: name.describe('Of the program that uses it: it stands in every event that it records'),
  roles: z.array(roleSchema).min(1).describe('None that its maker does not have'),
  days: z.int().min(1).max(maxTokenDays).default(90),
})
export const createdTokenSchema = z.strictObject({
  token: tokenSchema,
  secret: z.string().describe('Shown once: only its hash is kept'),
})

export const meSchema = z.strictObject({
  kind: z.string(),
  id: z.string().nullable(),
  name: z.string(),
  roles: z.array(
    z.strictObject({ role: roleSchema, from: z.string().nullable().describe('Who delegated it') }),
  ),
  identity: z.enum(['local', 'openid']),
  signedInAt: instant.nullable().describe('UTC; null for a program'),
  freshUntil: instant
    .nullable()
    .describe('Until then what cannot be taken back may be done without signing in again'),
})
export const newDeviceSchema = z.strictObject({
  name: oneLineText(100).describe('What the machine of the command line calls itself'),
  fresh: z.boolean().default(false).describe('Only a sign-in that is younger than this request'),
})
export const deviceAuthorizationSchema = z.strictObject({
  deviceCode: z.string().describe('For the command line alone'),
  userCode: z.string().describe('For the person to type, such as `WDJB-MJHT`'),
  expiresIn: z.int().describe('Seconds'),
  interval: z.number().positive().describe('Seconds between two polls'),
})
/** With the address that only the web side knows. */
export const shownDeviceAuthorizationSchema = z.strictObject({
  ...deviceAuthorizationSchema.shape,
  verificationUri: z.url().describe('Where the person types the user code'),
})
export const devicePollSchema = z.strictObject({ deviceCode: z.string().min(1).max(200) })
const pollAnswer = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind) })
/** As RFC 8628 (3.5) names them: authorization_pending, slow_down, access_denied, expired_token. */
export const deviceReplySchema = z.discriminatedUnion('kind', [
  pollAnswer('pending'),
  pollAnswer('slow-down'),
  pollAnswer('denied'),
  pollAnswer('expired'),
  z.strictObject({
    kind: z.literal('signed-in'),
    secret: z.string().describe('To be shown as a bearer token; it is answered once'),
    name,
    roles: z.array(roleSchema),
    until: instant,
  }),
])
export const waitingDeviceSchema = z.strictObject({
  userCode: z.string(),
  name,
  askedAt: instant,
})

/** A sign-in that has not ended. Its secret is not in it. */
export const sessionSchema = z.strictObject({
  id: z.string().describe('To end it by'),
  person: identitySchema,
  kind: z.enum(['browser', 'command-line']),
  name: z
    .string()
    .nullable()
    .describe('Of the machine of a command line, or the browser, as each says it; null: unknown'),
  address: z
    .string()
    .nullable()
    .describe('The network address that it was opened from; null where it is not known'),
  signedInAt: instant.describe('When the person proved who they are'),
  openedAt: instant,
  usedAt: instant,
  until: instant.describe('It ends then if nobody uses it'),
  current: z.boolean().describe('The one that asks'),
})
export const endedSchema = z.strictObject({ ended: z.int().min(0).describe('How many ended') })

export const grantSchema = z.strictObject({
  id: z.string(),
  person: identitySchema,
  role: roleSchema,
  from: identitySchema.nullable().describe('Whose role it is, where it was delegated'),
  grantedBy: z.string(),
  grantedAt: instant,
  until: instant.nullable(),
})
export const staffMemberSchema = z.strictObject({
  person: identitySchema,
  subject: z.string().describe('At the identity provider'),
  lastSignIn: instant.nullable(),
  configured: z.array(roleSchema).describe("By the office's configuration"),
  claimed: z.array(roleSchema).describe('By what the identity provider said at the last sign-in'),
  grants: z.array(grantSchema),
})
export const newGrantSchema = z.strictObject({
  person: z.string().min(1).max(300).describe('Id, or subject at the identity provider'),
  role: roleSchema,
  days: z.int().min(1).max(3660).optional().describe('Absent: until it is revoked'),
})
export const delegationSchema = z.strictObject({
  to: z.string().min(1).max(300).describe('Id, or subject at the identity provider'),
  role: roleSchema,
  days: z.int().min(1).max(maxDelegationDays),
})

export const preparedSchema = z.strictObject({
  id: z.string(),
  act: z.string().describe('Such as `order/issue`'),
  about: z.string().describe('Kind and id: `order ca-bc-oipc:P26-01`'),
  command: z.looseObject({ kind: z.string(), id: z.string() }),
  preparedBy: identitySchema,
  onBehalfOf: identitySchema.nullable(),
  preparedAt: instant,
})

export const auditKinds = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'refused',
  'device-confirmed',
  'device-denied',
  'device-signed-in',
  'token-created',
  'token-revoked',
  'role-granted',
  'role-revoked',
  'role-delegated',
  'prepared',
  'approved',
  'dropped',
  'desk-changed',
  'view-shared',
  'view-removed',
] as const
export const auditEntrySchema = z.strictObject({
  number: z.int(),
  at: instant,
  kind: z.enum(auditKinds),
  who: z.string().nullable().describe('Kind and name; null where nobody was known'),
  whoId: z.string().nullable(),
  act: z.string().nullable().describe('What was asked, such as `order/issue`'),
  about: z.string().nullable(),
  code: z.string().nullable().describe('Why it was refused'),
  rule: z.string().nullable().describe('The rule of the policy'),
  more: z.string().nullable(),
  times: z
    .int()
    .optional()
    .describe(
      'How often this person was refused this within the hour: only the first stand singly',
    ),
})
export const auditQuerySchema = z.object({
  before: z.coerce.number().int().min(1).optional().describe('Older than this number'),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  kind: z.enum(auditKinds).optional(),
  who: z.string().min(1).max(150).optional().describe('With this in the name, as it is written'),
})

/** Where a command has to be approved by another person before it is recorded. */
export const preparedReplySchema = z.strictObject({
  kind: z.literal('prepared'),
  prepared: z.string().describe('What is to be approved'),
})

export type Me = z.output<typeof meSchema>
export type Token = z.output<typeof tokenSchema>
export type NewToken = z.output<typeof newTokenSchema>
export type CreatedToken = z.output<typeof createdTokenSchema>
export type NewDevice = z.output<typeof newDeviceSchema>
export type DeviceAuthorization = z.output<typeof deviceAuthorizationSchema>
export type DeviceReply = z.output<typeof deviceReplySchema>
export type WaitingDevice = z.output<typeof waitingDeviceSchema>
export type SessionView = z.output<typeof sessionSchema>
export type StaffGrant = z.output<typeof grantSchema>
export type StaffMember = z.output<typeof staffMemberSchema>
export type NewGrant = z.output<typeof newGrantSchema>
export type Delegation = z.output<typeof delegationSchema>
export type PreparedCommand = z.output<typeof preparedSchema>
export type AuditEntry = z.output<typeof auditEntrySchema>
export type AuditQuery = z.output<typeof auditQuerySchema>

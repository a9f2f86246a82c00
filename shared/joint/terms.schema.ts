// What a joint action is about: its kind, the document that everybody consents to, and the terms of the proposal.
// The document travels sealed to the offices that are invited; in clear is only what nobody needs to guess: who, when, how it is decided.

import { z } from 'zod'
import { jointIdPattern, localIdPattern, type JointId } from '../kernel/ids.ts'
import { maxFindings, maxJointOffices, maxWindowSeconds } from '../kernel/limits.ts'
import { multiLineText, oneLineText } from '../kernel/plain-text.schema.ts'
import { matterIdSchema, officeIdSchema } from '../order/order.schema.ts'
import { instantSchema } from '../policy/deadline.schema.ts'
import type { Instant } from '../kernel/date.ts'
import { sealedSchema } from './sealed.schema.ts'

export const jointIdSchema = z
  .string()
  .regex(jointIdPattern, 'expected a joint action such as "ca-bc-oipc:J21-01"')
  .transform((id) => id as JointId)
export const momentSchema = instantSchema.transform((text) => text as Instant)
export const localIdSchema = z
  .string()
  .regex(localIdPattern, 'expected letters, digits, "-" and "_", at most 64')
/** SHA-256, hex. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex')
export const freeTextSchema = multiLineText()
/** Who said it. */
export const nameSchema = oneLineText()
/** Both languages, neither of them empty: a document with a missing language can never be released. */
export const bothTextsSchema = z.strictObject({
  en: freeTextSchema.regex(/\S/, 'the English text is missing'),
  fr: freeTextSchema.regex(/\S/, 'the French text is missing'),
})

/**
 * What offices do together. The first six end in a release, at which each acts by itself;
 * the last two are questions, which each answers by itself.
 */
export const jointKindSchema = z.enum([
  'issuance',
  'statement',
  'compliance-date',
  'escalation',
  'request',
  'hearing',
  'assistance',
  'deconfliction',
])
export type JointKind = z.output<typeof jointKindSchema>

export const documentSchema = z.strictObject({
  title: bothTextsSchema,
  text: bothTextsSchema,
  /** What an objection can point to. */
  findings: z
    .array(z.strictObject({ id: localIdSchema, text: bothTextsSchema }))
    .max(maxFindings)
    .optional(),
  /** What those who acted publish where not all could: the compensation `correction`. */
  correction: bothTextsSchema.optional(),
})
/** As it is sealed and hashed. The salt keeps a short text from being guessed by its hash. */
export const saltedDocumentSchema = documentSchema.extend({
  salt: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
})
export type JointDocument = z.output<typeof documentSchema>
export type SaltedDocument = z.output<typeof saltedDocumentSchema>

const offices = z.array(officeIdSchema).min(1).max(maxJointOffices)

/** How a joint action is decided; what people choose. */
export const choices = {
  action: jointKindSchema,
  /** Absent where even its name would say too much, as in a deconfliction question. */
  matter: matterIdSchema.optional(),
  /** Who is invited; the proposer too, where it acts itself. */
  offices,
  /** Without these nobody is released. */
  required: z.array(officeIdSchema).max(maxJointOffices),
  /** How many must consent, at least. */
  quorum: z.int().min(1).max(maxJointOffices),
  /** What silence means when the time to reply is over: it counts towards the quorum, it counts for nothing, or it is an objection. A silent office never acts. */
  silence: z.enum(['no-objection', 'abstention', 'objection']),
  replyBy: momentSchema,
  /** When all act; may be left to `go`. */
  moment: momentSchema.optional(),
  /** Where offices act on different dates: those of their own. */
  moments: z.record(officeIdSchema, momentSchema).optional(),
  /** How long after its moment an office may still act: the agreed minute. */
  windowSeconds: z.int().min(1).max(maxWindowSeconds),
  /** Who says go: the coordinator, or the quorum itself as soon as it is there (the moment must then be in the proposal). */
  start: z.enum(['coordinator', 'quorum']),
  /** What a cut leads to: everybody waits and acts when it is over, or the action is called off when the window ends. */
  partition: z.enum(['wait', 'call-off']),
  /** What those who acted do where not all could: nothing, withdraw the orders they issued, or publish the correction in the document. */
  compensation: z.enum(['none', 'withdraw', 'correction']),
} as const
export type Choices = { [K in keyof typeof choices]: z.output<(typeof choices)[K]> }

/** As it travels: the choices, the hash of the salted document, and the document sealed to those invited. */
export const proposalTermsSchema = z.strictObject({
  ...choices,
  digest: digestSchema,
  sealed: sealedSchema,
})
export type ProposalTerms = z.output<typeof proposalTermsSchema>

/** When a consent counts. Words are judged by the office that wrote them: it consents again without them. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-before'), moment: momentSchema }),
  z.strictObject({ kind: z.literal('with'), offices }),
  z.strictObject({ kind: z.literal('words'), text: freeTextSchema }),
])
export type Condition = z.output<typeof conditionSchema>

/** Which finding, which risk, what should change; at least one of them. */
export const objectionSchema = z
  .strictObject({
    finding: localIdSchema.optional(),
    risk: freeTextSchema.optional(),
    change: freeTextSchema.optional(),
  })
  .refine(
    (objection) => Object.keys(objection).length > 0,
    'an objection names a finding, a risk or a change',
  )

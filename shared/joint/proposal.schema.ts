// What may be said of a proposal by the office that made it: commands and events. The last three commands are its own workflow's or process's, never a person's.

import { z } from 'zod'
import { maxJointOffices } from '../kernel/limits.ts'
import { commandIdSchema, officeIdSchema } from '../order/order.schema.ts'
import { dateSchema } from '../policy/pack.schema.ts'
import { sealedSchema } from './sealed.schema.ts'
import {
  freeTextSchema,
  nameSchema,
  localIdSchema,
  momentSchema,
  proposalTermsSchema,
} from './terms.schema.ts'

const said = { on: dateSchema, by: nameSchema.optional() }
const base = { id: commandIdSchema, ...said }
const moments = {
  moment: momentSchema.optional(),
  moments: z.record(officeIdSchema, momentSchema).optional(),
}
/** An event of another office that a decision relies on. */
const basisSchema = z.strictObject({ office: officeIdSchema, version: z.int().min(1) })
const lackingSchema = z.strictObject({
  office: officeIdSchema,
  why: z.enum([
    'no-consent',
    'lapsed',
    'conditional',
    'not-ready',
    'not-committed',
    'withdrawn',
    'unreachable',
    'not-acted',
    'not-heard',
  ]),
})
const list = <S extends z.ZodType>(schema: S) => z.array(schema).max(maxJointOffices)

export const proposalCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('propose'), ...base, terms: proposalTermsSchema }),
  /** A new version: consents to the former one lapse. */
  z.strictObject({
    kind: z.literal('amend'),
    ...base,
    /** The new one; its document is sealed for it. */ version: z.int().min(2),
    terms: proposalTermsSchema,
    because: freeTextSchema.optional(),
  }),
  /** Later, with the same text: consents stand, what was committed to the former moment lapses. */
  z.strictObject({
    kind: z.literal('postpone'),
    ...base,
    ...moments,
    replyBy: momentSchema.optional(),
    because: freeTextSchema.optional(),
  }),
  /** Answers an office's question; sealed to all that are invited. */
  z.strictObject({
    kind: z.literal('clarify'),
    ...base,
    office: officeIdSchema,
    question: localIdSchema,
    sealed: sealedSchema,
  }),
  z.strictObject({ kind: z.literal('go'), ...base, ...moments }),
  /** Ends it before anybody was released; recalls a request. */
  z.strictObject({ kind: z.literal('cancel'), ...base, reason: freeTextSchema }),
  z.strictObject({ kind: z.literal('close-replies'), ...base, version: z.int().min(1) }),
  z.strictObject({
    kind: z.literal('release'),
    ...base,
    version: z.int().min(1),
    round: z.int().min(1),
  }),
  z.strictObject({ kind: z.literal('conclude'), ...base, version: z.int().min(1) }),
])

export const proposalEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proposed'), ...said, terms: proposalTermsSchema }),
  z.strictObject({
    kind: z.literal('amended'),
    ...said,
    version: z.int().min(2),
    terms: proposalTermsSchema,
    because: freeTextSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('postponed'),
    ...said,
    version: z.int().min(1),
    ...moments,
    replyBy: momentSchema.optional(),
    because: freeTextSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('clarified'),
    ...said,
    version: z.int().min(1),
    office: officeIdSchema,
    question: localIdSchema,
    sealed: sealedSchema,
  }),
  /** Names who is to act, and the consents it relies on. `until`: the end of the window of those who act at `moment`. */
  z.strictObject({
    kind: z.literal('go-given'),
    ...said,
    version: z.int().min(1),
    round: z.int().min(1),
    moment: momentSchema,
    moments: z.record(officeIdSchema, momentSchema).optional(),
    windowMs: z.number().positive(),
    acting: list(officeIdSchema).min(1),
    basis: list(basisSchema),
  }),
  z.strictObject({ kind: z.literal('cancelled'), ...said, reason: freeTextSchema }),
  z.strictObject({
    kind: z.literal('replies-closed'),
    ...said,
    version: z.int().min(1),
    silent: list(officeIdSchema),
  }),
  /** The one decision that releases everybody: every acting office had committed to this text for this moment. */
  z.strictObject({
    kind: z.literal('released'),
    ...said,
    version: z.int().min(1),
    round: z.int().min(1),
    at: momentSchema,
    basis: list(basisSchema),
  }),
  /** At the moment somebody was missing: nobody is released, everybody sees why. */
  z.strictObject({
    kind: z.literal('held'),
    ...said,
    version: z.int().min(1),
    round: z.int().min(1),
    lacking: list(lackingSchema).min(1),
  }),
  z.strictObject({
    kind: z.literal('called-off'),
    ...said,
    version: z.int().min(1),
    round: z.int().min(1),
    lacking: list(lackingSchema).min(1),
  }),
  /** `complete`: all acted. `incomplete`: not all, and the compensation runs. `answered`: a question whose time is over or whose answers are all there. */
  z.strictObject({
    kind: z.literal('concluded'),
    ...said,
    version: z.int().min(1),
    outcome: z.enum(['complete', 'incomplete', 'answered']),
    acted: list(officeIdSchema),
    lacking: list(lackingSchema),
  }),
])

export type ProposalCommand = z.output<typeof proposalCommandSchema>
export type ProposalCommandOf<K extends ProposalCommand['kind']> = Extract<
  ProposalCommand,
  { kind: K }
>
export type ProposalEvent = z.output<typeof proposalEventSchema>
export type ProposalEventOf<K extends ProposalEvent['kind']> = Extract<ProposalEvent, { kind: K }>
/** An office that keeps the others waiting, and why. */
export type Lacking = z.output<typeof lackingSchema>
/** A participation at one version of its ledger subject. */
export type Basis = z.output<typeof basisSchema>

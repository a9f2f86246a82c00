// What an office says of its own part in a joint action: commands and events in its own ledger.
// From `receive` on the commands are made by the office's own process of what ledgers say, never sent by a person.

import { z } from 'zod'
import { maxDrafts, maxObjections } from '../kernel/limits.ts'
import { commandIdSchema, officeIdSchema, orderIdSchema } from '../order/order.schema.ts'
import { dateSchema } from '../policy/pack.schema.ts'
import { ruleRefSchema, zoneSchema } from '../policy/deadline.schema.ts'
import { sealedSchema } from './sealed.schema.ts'
import {
  bothTextsSchema,
  conditionSchema,
  digestSchema,
  freeTextSchema,
  nameSchema,
  localIdSchema,
  momentSchema,
  saltedDocumentSchema,
} from './terms.schema.ts'

const said = { on: dateSchema, by: nameSchema.optional() }
const signed = { on: dateSchema, by: nameSchema }
const id = { id: commandIdSchema }
const version = { version: z.int().min(1) }
const round = { ...version, round: z.int().min(1) }
const conditions = { conditions: z.array(conditionSchema).max(10) }
/** Hash of the office's own drafts, which stay sealed to itself until it acts; absent where it has none. */
const drafts = { draftsDigest: digestSchema.optional() }

/** Why an office cannot act, in the terms of `shared/problems.ts`; the code may be one of a newer peer. */
export const reasonSchema = z.strictObject({
  code: z.string().min(1),
  message: freeTextSchema,
  /** French; `message` is English. Absent in what was recorded before both were. */
  messageFr: freeTextSchema.optional(),
  rule: ruleRefSchema.optional(),
})

/** From its own clocks and stays: whether, and from which instant until which, an office may lawfully do what it drafted. */
export const readinessSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('ready'),
    /** First instant it may act: the beginning of `date` in its own `zone`, or a time in the past. */
    from: momentSchema,
    date: dateSchema,
    zone: zoneSchema,
    /** After this instant it may no longer act. */
    until: momentSchema.optional(),
    why: bothTextsSchema,
  }),
  z.strictObject({ state: z.literal('blocked'), reason: reasonSchema }),
])

/** What was done in one's own ledger: the order, and the version of it that says so. */
const doneSchema = z.strictObject({
  order: orderIdSchema,
  version: z.int().min(1),
  did: z.string().min(1),
})
const done = z.array(doneSchema).max(maxDrafts)

const answers = {
  /** Made by one officer: it waits, sealed to the office itself, for another one. */
  prepare: {
    ...signed,
    ...version,
    digest: digestSchema,
    /** Hash of what was prepared, salted: what is approved is this and nothing that was put in its place. */ prepared:
      digestSchema,
    sealed: sealedSchema,
  },
  approve: {
    ...signed,
    ...version,
    digest: digestSchema,
    prepared: digestSchema,
    preparedBy: nameSchema,
    ...conditions,
    ...drafts,
  },
  object: { ...said, ...version, count: z.int().min(1).max(maxObjections), sealed: sealedSchema },
  abstain: { ...said, ...version, reason: freeTextSchema.optional() },
  /** Who alone may approve for the office; `null` gives it back to any second officer. */
  delegate: { ...said, to: nameSchema.nullable() },
  withdraw: { ...said, reason: freeTextSchema },
  ask: { ...said, ...version, question: localIdSchema, sealed: sealedSchema },
  /** Names another office as the right one; the proposer decides whether to invite it. */
  forward: { ...said, ...version, to: officeIdSchema, sealed: sealedSchema },
  split: {
    ...said,
    ...version,
    parts: z
      .array(z.strictObject({ part: localIdSchema, to: officeIdSchema }))
      .min(2)
      .max(20),
    sealed: sealedSchema,
  },
  answer: { ...said, ...version, sealed: sealedSchema },
  receive: {
    ...said,
    ...version,
    /** Computed here, of what was opened; null where it could not be. */ digest:
      digestSchema.nullable(),
    problem: reasonSchema.optional(),
  },
  report: { ...said, ...version, readiness: readinessSchema },
  commit: { ...said, ...round, digest: digestSchema, ...drafts },
  act: {
    ...said,
    ...round,
    at: momentSchema,
    done,
    document: saltedDocumentSchema.optional(),
    signature: z.strictObject({ keyid: z.string().min(1), sig: z.base64() }).optional(),
  },
  fail: { ...said, ...round, reason: reasonSchema, done },
  'stand-down': {
    ...said,
    ...version,
    because: z.enum([
      'cancelled',
      'called-off',
      'incomplete',
      'complete',
      'answered',
      'not-invited',
    ]),
  },
  compensate: {
    ...said,
    ...version,
    with: z.enum(['withdraw', 'correction']),
    done,
    problem: reasonSchema.optional(),
  },
} as const

const command = <K extends keyof typeof answers>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), ...id, ...answers[kind] })
export const participationCommandSchema = z.discriminatedUnion('kind', [
  command('prepare'),
  command('approve'),
  command('object'),
  command('abstain'),
  command('delegate'),
  command('withdraw'),
  command('ask'),
  command('forward'),
  command('split'),
  command('answer'),
  command('receive'),
  command('report'),
  command('commit'),
  command('act'),
  command('fail'),
  command('stand-down'),
  command('compensate'),
  /** An alarm: the moment of its own has come, or the window ended and no release was heard. */
  z.strictObject({
    kind: z.literal('mark-moment'),
    ...id,
    ...said,
    ...round,
    what: z.enum(['moment', 'window']),
  }),
])

const event = <K extends string, A extends z.core.$ZodShape>(kind: K, shape: A) =>
  z.strictObject({ kind: z.literal(kind), ...shape })
export const participationEventSchema = z.discriminatedUnion('kind', [
  event('consent-prepared', answers.prepare),
  event('consented', answers.approve),
  event('objected', answers.object),
  event('abstained', answers.abstain),
  event('delegated', answers.delegate),
  event('withdrawn', answers.withdraw),
  event('clarification-asked', answers.ask),
  event('forwarded', answers.forward),
  event('split', answers.split),
  event('answered', answers.answer),
  event('received', answers.receive),
  event('readiness-reported', answers.report),
  /** `moment` is its own, `until` the end of its window: from here on it acts by itself as soon as it hears of the release. */
  event('committed', {
    ...answers.commit,
    moment: momentSchema,
    until: momentSchema,
    ownMoment: z.boolean(),
  }),
  event('acted', {
    ...answers.act,
    /** Whether its window was over: only where the proposal says wait. */ late: z.boolean(),
  }),
  event('not-acted', answers.fail),
  event('stood-down', answers['stand-down']),
  event('compensated', answers.compensate),
  event('moment-reached', { ...said, ...round }),
  /** In doubt: committed, and not released as far as it can hear. */
  event('window-passed', { ...said, ...round }),
])

export type ParticipationCommand = z.output<typeof participationCommandSchema>
export type ParticipationCommandOf<K extends ParticipationCommand['kind']> = Extract<
  ParticipationCommand,
  { kind: K }
>
export type ParticipationEvent = z.output<typeof participationEventSchema>
export type ParticipationEventOf<K extends ParticipationEvent['kind']> = Extract<
  ParticipationEvent,
  { kind: K }
>
export type Readiness = z.output<typeof readinessSchema>
export type Reason = z.output<typeof reasonSchema>
export type Done = z.output<typeof doneSchema>

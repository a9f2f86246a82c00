// What may be said about an order: commands from people and programs, events as the ledger keeps them.
// Strict for what we produce. Each event is one command's whole effect, so that an append is atomic by itself.

import { knownMeans } from './means.ts'
import { z } from 'zod'
import {
  commandIdPattern,
  localIdPattern,
  officeIdPattern,
  orderIdPattern,
  type CommandId,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import { maxPartiesPerOrder, maxTermsPerOrder } from '../kernel/limits.ts'
import { multiLineText, oneLineText } from '../kernel/plain-text.schema.ts'
import { deadlineSchema, ruleRefSchema, zoneSchema } from '../policy/deadline.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  sharingSchema,
  stayUntilSchema,
  termKindSchema,
  textSchema,
} from '../policy/pack.schema.ts'

const oneLine = oneLineText()
const lines = multiLineText()
const localId = z
  .string()
  .regex(localIdPattern, 'expected letters, digits, "-" and "_", at most 64')
export const officeIdSchema = z
  .string()
  .regex(officeIdPattern, 'expected an office id such as "ca-bc-oipc"')
  .transform((id) => id as OfficeId)
export const orderIdSchema = z
  .string()
  .regex(orderIdPattern, 'expected an order id such as "ca-bc-oipc:P21-08"')
  .transform((id) => id as OrderId)
export const matterIdSchema = z
  .string()
  .regex(localIdPattern, 'expected a matter id such as "clearview-ai"')
  .transform((id) => id as MatterId)
export const commandIdSchema = z
  .string()
  .regex(commandIdPattern, 'expected letters, digits and ":._/-", at most 255')
  .transform((id) => id as CommandId)

export const partySchema = z.strictObject({
  id: localId,
  name: oneLine,
  kind: z.enum(['individual', 'organization']),
})
const ownDays = z.int().min(0).max(36_525)
const ownMonths = z.int().min(1).max(1200)
const fromAppeal = z.literal('appeal-period').optional()
/** The order's own time for a term: from the day that starts its clocks, from the end of the time to challenge, or a date. */
export const dueSchema = z.union([
  z.strictObject({ days: ownDays, from: fromAppeal }),
  z.strictObject({ months: ownMonths, from: fromAppeal }),
  z.strictObject({ on: dateSchema }),
])
const everySchema = z.union([
  z.strictObject({ days: z.int().min(1).max(36_525) }),
  z.strictObject({ months: ownMonths }),
])
/** A report that is due, and due again; without `every`, once. */
export const reportSchema = z.strictObject({
  first: z.union([
    z.strictObject({ days: ownDays }),
    z.strictObject({ months: ownMonths }),
    z.strictObject({ on: dateSchema }),
  ]),
  every: everySchema.optional(),
  until: dateSchema.optional(),
})
const otherMeans = z.strictObject({ other: oneLine })
/** Words that are not in the list are "other": so are those of files and ledgers before the list. */
export const meansSchema = z.union([
  z.enum(knownMeans),
  otherMeans,
  oneLine.transform((other) => ({ other })),
])
export const findingSchema = z.enum(['accepted', 'partly', 'not-accepted'])
export const basisSchema = z.union([
  z.enum(['review', 'report', 'audit', 'inspection']),
  z.strictObject({ other: lines }),
])
export const termSchema = z.strictObject({
  id: localId,
  /** Aligns differently worded terms of different offices: `stop-collection`, `delete`. */
  theme: localId,
  kind: termKindSchema,
  effort: z.enum(['absolute', 'best-efforts']),
  text: textSchema,
  due: dueSchema.optional(),
  report: reportSchema.optional(),
  /** Whom it binds, where not every respondent. */
  respondents: z.array(localId).min(1).max(maxPartiesPerOrder).optional(),
})
/** Empty only for an order without terms: a ruling. */
const termIds = z.array(localId).max(maxTermsPerOrder)
const party = localId.optional()
/** As against which respondents a decision is; absent: all whom its terms bind. */
const parties = z.array(localId).min(1).max(maxPartiesPerOrder).optional()
const instrument = localId
/** Which order this one comes after, and as what. */
export const followsSchema = z.strictObject({
  order: orderIdSchema,
  as: z.enum(['reissue', 'supplement', 'reconsideration']),
})
const moreRespondents = z.array(partySchema).max(maxPartiesPerOrder)
/** When a stay ends by itself: on a day, or with the decision on a challenge. */
const stayEndSchema = z.union([dateSchema, z.strictObject({ decision: localId })])
export const stayedThingSchema = z.enum(['order', 'penalty', 'publication', 'names'])
const stayTerms = {
  until: stayEndSchema.optional(),
  conditions: lines.optional(),
  /** What is stayed; absent: the order. A publication that is stayed is sealed, of the order or of its names: the order itself binds. */
  of: stayedThingSchema.optional(),
}

/** The hour at which a court's registry took a filing, by its own clock. */
export const hourSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected an hour of the day such as "16:30"')
export const serviceOutcomeSchema = z.enum(['good', 'not-good'])

/** How a fact is known. `between` keeps the range of a date that is assumed. */
const provenance = {
  confidence: confidenceSchema.optional(),
  source: oneLine.optional(),
  between: z.tuple([dateSchema, dateSchema]).optional(),
}
const base = {
  /** The same id is the same command: a retry answers what the first one did. */
  id: commandIdSchema,
  /** The legal date of the fact. */
  on: dateSchema,
  /** Who says so: a person's or program's name within the office. */
  by: oneLine.optional(),
  ...provenance,
}

export const challengeKindSchema = z.enum(['judicial-review', 'appeal'])
export const courtOutcomeSchema = z.enum(['upheld', 'quashed', 'varied', 'remitted', 'withdrawn'])
/** What a court above does with the decision below; `then` is what becomes of the order where it is allowed. */
export const appealOutcomeSchema = z.enum(['dismissed', 'allowed', 'withdrawn'])
export const thenSchema = z.enum([
  'order-stands',
  'order-quashed',
  'order-varied',
  'back-to-court',
  'back-to-office',
])
/** The word that a court's decision is recorded with, for some terms. */
export const saidOutcomeSchema = z.enum([
  'upheld',
  'quashed',
  'varied',
  'remitted',
  'withdrawn',
  'dismissed',
  'allowed',
])
const saidResult = { outcome: saidOutcomeSchema, then: thenSchema.optional() }
const saidResults = z
  .array(z.strictObject({ terms: termIds, parties, ...saidResult }))
  .min(1)
  .max(maxTermsPerOrder)

/** One deadline for the terms that both sides name; a side that is missing has no such deadline. The officer who approves it is named. */
const correction = {
  by: oneLine,
  reason: lines,
  packVersion: z.string().min(1),
  before: deadlineSchema.optional(),
  after: deadlineSchema.optional(),
}

export const orderCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issue'),
    ...base,
    matter: matterIdSchema,
    statute: oneLine,
    instrument: instrument.optional(),
    respondent: partySchema,
    /** The other respondents, where there are several. */
    respondents: moreRespondents.optional(),
    /** Who else gets a copy: a complainant, a minister. They have nothing to comply with. */
    otherParties: z.array(partySchema).max(maxPartiesPerOrder).optional(),
    follows: followsSchema.optional(),
    /** None for an instrument without a duty: a ruling. */
    terms: z.array(termSchema).max(maxTermsPerOrder),
  }),
  z.strictObject({ kind: z.literal('serve'), ...base, party: localId, means: meansSchema }),
  /** A party says that it was not given a copy, or not on that day: until that is decided, both are possible. */
  z.strictObject({ kind: z.literal('dispute-service'), ...base, party: localId, reason: lines }),
  /** Whether the copy counts, and where it counts from another day, from which. */
  z.strictObject({
    kind: z.literal('decide-service'),
    ...base,
    party: localId,
    outcome: serviceOutcomeSchema,
    givenOn: dateSchema.optional(),
    forum: oneLine,
    reason: lines.optional(),
  }),
  z.strictObject({
    kind: z.literal('refuse'),
    ...base,
    terms: termIds.optional(),
    party,
    reason: lines.optional(),
  }),
  z.strictObject({
    kind: z.literal('comply'),
    ...base,
    terms: termIds.optional(),
    party,
    outcome: z.enum(['complied', 'partial']),
  }),
  /** The office's own finding on compliance; a claim of the respondent is "comply". */
  z.strictObject({
    kind: z.literal('assess'),
    ...base,
    terms: termIds.optional(),
    party,
    finding: findingSchema,
    basis: basisSchema,
  }),
  /** A court gives a party more time to challenge; the time to comply is not moved. */
  z.strictObject({
    kind: z.literal('extend-challenge-time'),
    ...base,
    party,
    to: dateSchema,
    forum: oneLine,
  }),
  z.strictObject({
    kind: z.literal('rescind'),
    ...base,
    terms: termIds.optional(),
    parties,
    reason: lines,
  }),
  /** A date that no pack knows, set by a person. */
  z.strictObject({
    kind: z.literal('set-deadline'),
    ...base,
    deadline: localId,
    text: textSchema,
    to: dateSchema,
    reason: lines,
  }),
  /** What was recorded as "fact" (its version in this order's record) did not happen so. */
  z.strictObject({
    kind: z.literal('record-in-error'),
    ...base,
    fact: z.int().min(1),
    reason: lines,
  }),
  z.strictObject({
    kind: z.literal('challenge'),
    ...base,
    challenge: localId,
    challengeKind: challengeKindSchema,
    forum: oneLine,
    party: localId.optional(),
    terms: termIds.optional(),
    from: oneLine.optional(),
    at: hourSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('decide'),
    ...base,
    challenge: localId,
    /** Either one outcome for all of `terms`, or `results` in part. */
    outcome: saidOutcomeSchema.optional(),
    then: thenSchema.optional(),
    results: saidResults.optional(),
    citation: oneLine,
    terms: termIds.optional(),
    parties,
    byConsent: z.boolean().optional(),
    endsStay: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('stay'),
    ...base,
    action: z.enum(['sought', 'ordered', 'lifted']),
    forum: oneLine,
    terms: termIds.optional(),
    parties,
    ...stayTerms,
  }),
  z.strictObject({
    kind: z.literal('extend'),
    ...base,
    to: dateSchema,
    grantedBy: z.enum(['office', 'court']),
    terms: termIds.optional(),
    parties,
    reason: lines,
  }),
  z.strictObject({
    kind: z.literal('undo-extension'),
    ...base,
    terms: termIds.optional(),
    reason: lines,
  }),
  z.strictObject({
    kind: z.literal('correct'),
    ...base,
    terms: termIds.optional(),
    parties,
    /** What the one term that is named says from now on. */
    text: textSchema.optional(),
    touchesConclusions: z.boolean(),
    /** On the motion of a party; absent: of the office's own motion. */
    asked: z.boolean().optional(),
    reason: lines,
  }),
  /** What a term says since a court varied it: its judgment may be settled, or come to be known, after the decision. */
  z.strictObject({
    kind: z.literal('reword'),
    ...base,
    term: localId,
    parties,
    decision: oneLine,
    text: textSchema,
  }),
  z.strictObject({
    kind: z.literal('escalate'),
    ...base,
    route: localId,
    step: localId.optional(),
    docket: oneLine.optional(),
    /** The day of the failure that the route is about, where a limitation runs from that day. */
    failureOn: dateSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('record-outcome'),
    ...base,
    route: localId,
    outcome: localId,
    amount: z.number().min(0).optional(),
    subsequent: z.boolean().optional(),
    turnover: z.number().min(0).optional(),
    docket: oneLine.optional(),
  }),
  z.strictObject({
    kind: z.literal('withdraw'),
    ...base,
    terms: termIds.optional(),
    parties,
    reason: lines,
  }),
  z.strictObject({ kind: z.literal('close'), ...base, reason: lines }),
  /** Another one stands in a respondent's place: what was recorded of the party goes on under its id, in the new name. */
  z.strictObject({
    kind: z.literal('succeed'),
    ...base,
    party: localId,
    name: oneLine,
    partyKind: partySchema.shape.kind,
    reason: lines,
  }),
  /** The office takes its closed order up again: whatever binds goes on. */
  z.strictObject({ kind: z.literal('reopen'), ...base, reason: lines }),
  /** Made by the office of its own drift listing: a date that the law as now known makes another one. Only this moves what is recorded. */
  z.strictObject({ kind: z.literal('approve-correction'), ...base, ...correction }),
  /** Sent by the order's own workflow when an alarm goes off; people cannot send it. */
  z.strictObject({
    kind: z.literal('mark-reached'),
    ...base,
    deadline: deadlineIdSchema,
    party: localId,
    terms: z.array(localId),
    route: localId.optional(),
    late: z.literal(true).optional(),
    name: oneLine.optional(),
  }),
])

const bothDatesSchema = z.strictObject({ date: dateSchema, lenientDate: dateSchema.optional() })
/** What a filed challenge does to the terms: which are stayed by statute, until when, by which rule. */
export const stayOfTermsSchema = z.strictObject({
  terms: z.array(localId),
  /** Its first day, where that may be another one than that of the filing; `lenientDate`: by the other reading. */
  begins: bothDatesSchema.optional(),
  until: stayUntilSchema,
  rules: z.array(ruleRefSchema),
})

const fact = { on: dateSchema, by: oneLine.optional(), ...provenance }

/** Challenges filed before, that this makes timely, or late, or doubtful. */
const judgedAnew = z.array(
  z.strictObject({
    challenge: localId,
    inTime: z.enum(['yes', 'no', 'unknown']),
    stays: z.array(stayOfTermsSchema),
  }),
)

const plainOrderEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issued'),
    ...fact,
    matter: matterIdSchema,
    number: localId,
    statute: oneLine,
    pack: z.strictObject({ version: z.string(), inForceFrom: dateSchema }),
    zone: zoneSchema,
    instrument: instrument.optional(),
    respondent: partySchema,
    respondents: moreRespondents.optional(),
    otherParties: z.array(partySchema),
    follows: followsSchema.optional(),
    terms: z.array(termSchema),
    /** Absent where the pack has no basis for it: then the office's door lets nothing out. */
    sharing: sharingSchema.optional(),
    /** What is not certain of it: a rule that nobody verified. */
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('copy-given'),
    ...fact,
    party: localId,
    /** Plain words in records before the list. */
    means: z.union([oneLine, otherMeans]),
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('service-disputed'),
    ...fact,
    party: localId,
    reason: lines,
    challenges: judgedAnew,
  }),
  z.strictObject({
    kind: z.literal('service-decided'),
    ...fact,
    party: localId,
    outcome: serviceOutcomeSchema,
    givenOn: dateSchema.optional(),
    forum: oneLine,
    reason: lines.optional(),
    /** Of a copy that counts from another day. */
    deadlines: z.array(deadlineSchema),
    challenges: judgedAnew,
  }),
  z.strictObject({
    kind: z.literal('refusal-declared'),
    ...fact,
    terms: termIds,
    party,
    reason: lines.optional(),
  }),
  z.strictObject({
    kind: z.literal('compliance-reported'),
    ...fact,
    terms: termIds,
    party,
    outcome: z.enum(['complied', 'partial']),
    /** Steps taken before the first lawful day: recorded, because they happened, with the rule that bars them. */
    early: z
      .array(
        z.strictObject({
          term: localId,
          firstLawfulDay: dateSchema,
          rules: z.array(ruleRefSchema),
        }),
      )
      .optional(),
    deadlines: z.array(deadlineSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('compliance-assessed'),
    ...fact,
    terms: termIds,
    party,
    finding: findingSchema,
    basis: basisSchema,
  }),
  z.strictObject({
    kind: z.literal('challenge-time-extended'),
    ...fact,
    party: localId,
    to: dateSchema,
    forum: oneLine,
    deadlines: z.array(deadlineSchema),
    challenges: judgedAnew,
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({
    kind: z.literal('rescinded'),
    ...fact,
    terms: termIds,
    parties,
    reason: lines,
  }),
  z.strictObject({
    kind: z.literal('deadline-set'),
    ...fact,
    deadline: localId,
    text: textSchema,
    to: dateSchema,
    reason: lines,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('challenge-filed'),
    ...fact,
    challenge: localId,
    challengeKind: challengeKindSchema,
    forum: oneLine,
    party: localId,
    terms: termIds,
    from: oneLine.optional(),
    at: hourSchema.optional(),
    inTime: z.enum(['yes', 'no', 'unknown']),
    stays: z.array(stayOfTermsSchema),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({
    kind: z.literal('court-decided'),
    ...fact,
    challenge: localId,
    /** The one word of all terms; absent where the results differ. */
    outcome: saidOutcomeSchema.optional(),
    then: thenSchema.optional(),
    results: saidResults.optional(),
    citation: oneLine,
    terms: termIds,
    parties,
    byConsent: z.boolean().optional(),
    endsStay: z.boolean().optional(),
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('stay-sought'),
    ...fact,
    forum: oneLine,
    terms: termIds,
    parties,
    ...stayTerms,
  }),
  z.strictObject({
    kind: z.literal('stay-ordered'),
    ...fact,
    forum: oneLine,
    terms: termIds,
    parties,
    ...stayTerms,
    /** What a stay that ends by itself on a day leaves of the time. */
    deadlines: z.array(deadlineSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('stay-lifted'),
    ...fact,
    forum: oneLine,
    terms: termIds,
    parties,
    ...stayTerms,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('extended'),
    ...fact,
    to: dateSchema,
    grantedBy: z.enum(['office', 'court']),
    terms: termIds,
    parties,
    reason: lines,
    deadlines: z.array(deadlineSchema),
    rules: z.array(ruleRefSchema),
    /** What is not certain of it: a rule that nobody verified, or that the pack does not have. */
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('extension-undone'),
    ...fact,
    terms: termIds,
    reason: lines,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('corrected'),
    ...fact,
    terms: termIds.optional(),
    parties,
    text: textSchema.optional(),
    touchesConclusions: z.boolean(),
    asked: z.boolean().optional(),
    reason: lines,
    deadlines: z.array(deadlineSchema),
    rules: z.array(ruleRefSchema),
    /** What is not certain of it: a rule that nobody verified, or that the pack does not have. */
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('term-reworded'),
    ...fact,
    term: localId,
    parties,
    decision: oneLine,
    text: textSchema,
  }),
  z.strictObject({ kind: z.literal('deadline-corrected'), ...fact, ...correction }),
  z.strictObject({
    kind: z.literal('escalated'),
    ...fact,
    route: localId,
    step: localId.optional(),
    docket: oneLine.optional(),
    failureOn: dateSchema.optional(),
    /** The outcome that the step appeals: the route goes on, and is no new proceeding. */
    appeals: localId.optional(),
    rules: z.array(ruleRefSchema),
    /** What the step starts. */
    deadlines: z.array(deadlineSchema).optional(),
    /** What was not certain when it was taken, in both languages. */
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('escalation-decided'),
    ...fact,
    route: localId,
    outcome: localId,
    amount: z.number().optional(),
    docket: oneLine.optional(),
    rules: z.array(ruleRefSchema),
    /** How long it may be appealed. */
    deadlines: z.array(deadlineSchema).optional(),
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({
    kind: z.literal('withdrawn'),
    ...fact,
    terms: termIds,
    parties,
    reason: lines,
  }),
  z.strictObject({ kind: z.literal('closed'), ...fact, reason: lines }),
  z.strictObject({ kind: z.literal('reopened'), ...fact, reason: lines }),
  z.strictObject({
    kind: z.literal('respondent-succeeded'),
    ...fact,
    party: localId,
    /** Who it was until then. */
    before: partySchema,
    name: oneLine,
    partyKind: partySchema.shape.kind,
    reason: lines,
  }),
  z.strictObject({
    kind: z.literal('deadline-reached'),
    ...fact,
    deadline: deadlineIdSchema,
    party: localId,
    terms: z.array(localId),
    route: localId.optional(),
    name: oneLine.optional(),
    alarmAt: z.string(),
    /** Said long after its instant: nobody watched the clocks when it came. */
    late: z.literal(true).optional(),
    /** Limitation periods that begin where time to comply is over, or the next report. */
    deadlines: z.array(deadlineSchema).optional(),
  }),
])

export type PlainOrderEvent = z.output<typeof plainOrderEventSchema>

/** What stands instead of a fact, as its office decides it anew; `null`: nothing of it has effect. */
export const insteadSchema = z.strictObject({
  fact: z.int().min(1),
  was: plainOrderEventSchema,
  now: plainOrderEventSchema.nullable(),
})
/**
 * A fact that its office recorded in error, struck out. `on` is the struck fact's own date, from which the record is another one;
 * `saidOn` is the day on which the office said so. `instead` lists every fact whose effect is another one now, the struck ones among them,
 * and takes the place of the lists of earlier corrections, of which `nth` is the count.
 */
const standingSchema = z.strictObject({
  clock: z.enum(['not-started', 'running', 'in-force', 'stayed', 'lapsed', 'ended']),
  stayed: z.boolean(),
  uncertain: z.boolean(),
})
/** What is another one after a correction than it was before, on the day on which the office said so: each other office is told by it. */
export const differenceSchema = z.strictObject({
  dates: z.array(
    z.strictObject({
      id: deadlineIdSchema,
      party: z.string(),
      terms: z.array(z.string()),
      route: z.string().optional(),
      name: z.string().optional(),
      before: bothDatesSchema.optional(),
      after: bothDatesSchema.optional(),
    }),
  ),
  terms: z.array(z.strictObject({ term: localId, before: standingSchema, after: standingSchema })),
  /** Routes that open or close by it, and why. */
  routes: z.array(
    z.strictObject({ route: localId, name: textSchema, open: z.boolean(), why: textSchema }),
  ),
})
const inErrorSchema = z.strictObject({
  kind: z.literal('recorded-in-error'),
  ...fact,
  saidOn: dateSchema,
  fact: z.int().min(1),
  /** The struck fact as it was recorded. */
  was: plainOrderEventSchema,
  reason: lines,
  nth: z.int().min(1),
  instead: z.array(insteadSchema),
  /** Facts that the rules would refuse without it; they happened, and stay. */
  doubtful: z.array(z.strictObject({ fact: z.int().min(1), why: lines, whyFr: lines.optional() })),
  /** Alarms that were given because of it. */
  alarms: z.array(z.int().min(1)),
  /** Absent in events before 2026-11-27. */
  difference: differenceSchema.optional(),
})
export const orderEventSchema = z.discriminatedUnion('kind', [
  ...plainOrderEventSchema.options,
  inErrorSchema,
])

export type OrderCommand = z.output<typeof orderCommandSchema>
export type OrderCommandOf<K extends OrderCommand['kind']> = Extract<OrderCommand, { kind: K }>
export type OrderEvent = z.output<typeof orderEventSchema>
export type OrderEventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>
export type Party = z.output<typeof partySchema>
export type Term = z.output<typeof termSchema>
export type StayOfTerms = z.output<typeof stayOfTermsSchema>
export type SaidOutcome = z.output<typeof saidOutcomeSchema>
export type Then = z.output<typeof thenSchema>
export type Difference = z.output<typeof differenceSchema>
export type Instead = z.output<typeof insteadSchema>
export type Finding = z.output<typeof findingSchema>
export type Report = z.output<typeof reportSchema>
export type Means = z.output<typeof meansSchema>

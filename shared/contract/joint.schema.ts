// Joint actions as people send and see them: in clear. What leaves the office is sealed by `services/office/joint`, not here.

import { z } from 'zod'
import { maxDrafts, maxJointOffices, maxObjections } from '../kernel/limits.ts'
import { draftSchema } from '../joint/draft.schema.ts'
import { participationCommandSchema, readinessSchema } from '../joint/participation.schema.ts'
import { proposalCommandSchema } from '../joint/proposal.schema.ts'
import { jointStatuses, jointSteps } from '../joint/standing.ts'
import { waitingActs } from '../joint/view.ts'
import {
  choices,
  conditionSchema,
  digestSchema,
  documentSchema,
  freeTextSchema,
  nameSchema,
  jointIdSchema,
  jointKindSchema,
  localIdSchema,
  objectionSchema,
  saltedDocumentSchema,
} from '../joint/terms.schema.ts'
import { themeSchema } from '../joint/themes.schema.ts'
import { sharedUnderSchema } from '../ledger/shared-under.schema.ts'
import { commandIdSchema, matterIdSchema, officeIdSchema } from '../order/order.schema.ts'
import { reachSchema } from './reach.schema.ts'
import { ruleRefSchema } from '../policy/deadline.schema.ts'
import { dateSchema, textSchema } from '../policy/pack.schema.ts'
import { recorderFields } from './recorder.schema.ts'

const base = { id: commandIdSchema, on: dateSchema, by: nameSchema.optional() }
const version = z.int().min(1).describe('The version of the proposal that was looked at')

/** What a proposer chooses; the rest is what most would choose. */
const proposal = {
  ...choices,
  required: choices.required
    .optional()
    .describe('Without these nobody is released (default: all that are invited)'),
  quorum: choices.quorum
    .optional()
    .describe('How many must consent (default: as many as are required)'),
  silence: choices.silence.default('abstention'),
  windowSeconds: choices.windowSeconds.default(60),
  start: choices.start.default('coordinator'),
  partition: choices.partition.default('call-off'),
  compensation: choices.compensation.default('none'),
  document: documentSchema,
}

const proposalCommand = <
  K extends (typeof proposalCommandSchema.options)[number]['shape']['kind']['value'],
>(
  kind: K,
) => optionOf(proposalCommandSchema.options, kind)
const participationCommand = <
  K extends (typeof participationCommandSchema.options)[number]['shape']['kind']['value'],
>(
  kind: K,
) => optionOf(participationCommandSchema.options, kind)

/** To the office that proposes. */
export const proposerCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('propose'), ...base, ...proposal }),
  z.strictObject({
    kind: z.literal('amend'),
    ...base,
    ...proposal,
    because: freeTextSchema.optional(),
  }),
  proposalCommand('postpone'),
  z.strictObject({
    kind: z.literal('clarify'),
    ...base,
    office: officeIdSchema,
    question: localIdSchema,
    text: freeTextSchema,
  }),
  proposalCommand('go'),
  proposalCommand('cancel'),
])

/** To an office that is invited. */
export const participantCommandSchema = z.discriminatedUnion('kind', [
  /** Prepares it: another officer approves. `drafts`: what the office will do to its own orders. */
  z.strictObject({
    kind: z.literal('consent'),
    ...base,
    by: nameSchema,
    version,
    conditions: z.array(conditionSchema).max(10).optional(),
    drafts: z.array(draftSchema).max(maxDrafts).optional(),
  }),
  z.strictObject({
    kind: z.literal('approve'),
    ...base,
    by: nameSchema,
    version,
    prepared: digestSchema
      .optional()
      .describe(
        'The consent that was looked at, by its hash: refused where another one has been prepared since',
      ),
  }),
  z.strictObject({
    kind: z.literal('object'),
    ...base,
    version,
    objections: z.array(objectionSchema).min(1).max(maxObjections),
  }),
  participationCommand('abstain'),
  participationCommand('delegate'),
  participationCommand('withdraw'),
  z.strictObject({
    kind: z.literal('ask'),
    ...base,
    version,
    question: localIdSchema,
    text: freeTextSchema,
  }),
  z.strictObject({
    kind: z.literal('forward'),
    ...base,
    version,
    to: officeIdSchema,
    text: freeTextSchema,
  }),
  z.strictObject({
    kind: z.literal('split'),
    ...base,
    version,
    parts: z
      .array(z.strictObject({ part: localIdSchema, to: officeIdSchema, text: freeTextSchema }))
      .min(2)
      .max(20),
  }),
  /** To a deconfliction question exactly `yes`, `no` or `ask`; to a request for assistance whether it is granted, and a text. */
  z.strictObject({
    kind: z.literal('answer'),
    ...base,
    version,
    answer: z.enum(['yes', 'no', 'ask', 'granted', 'partly', 'declined']),
    text: freeTextSchema.optional(),
  }),
])

export const jointCommandSchema = z
  .discriminatedUnion('kind', [
    ...proposerCommandSchema.options,
    ...participantCommandSchema.options,
  ])
  .meta({ id: 'JointCommand' })

/** What is sealed in an answer. */
export const answerContentSchema = z.strictObject({
  answer: z.enum(['yes', 'no', 'ask', 'granted', 'partly', 'declined']),
  text: freeTextSchema.optional(),
})
export const textContentSchema = z.strictObject({ text: freeTextSchema })
export const splitContentSchema = z.strictObject({
  parts: z.array(z.strictObject({ part: localIdSchema, to: officeIdSchema, text: freeTextSchema })),
})
export const objectionsContentSchema = z.array(objectionSchema).min(1).max(maxObjections)

const lacking = z.array(z.strictObject({ office: officeIdSchema, why: z.string() }))
const seconds = z.string().describe('UTC')

export const jointSummarySchema = z.strictObject({
  joint: jointIdSchema,
  proposer: officeIdSchema,
  action: jointKindSchema,
  matter: matterIdSchema.nullable(),
  /** Null where this office is not invited, or cannot open the document. */
  title: textSchema.nullable(),
  status: z.enum(jointStatuses),
  version,
  proposedOn: dateSchema,
  replyBy: seconds,
  moment: seconds.nullable(),
  /** This office's own step; null where it is not invited. */
  step: z.enum(jointSteps).nullable(),
  /** Whether a person of this office still has to answer, approve or decide. */
  waitsForUs: z.boolean(),
  /** What exactly: the acts that would be the next. */
  waitsFor: z.array(z.enum(waitingActs)).default([]),
  /** When the window to act ends everywhere, once a go was given. */
  until: seconds.nullable().default(null),
})

export const jointOfficeSchema = z.strictObject({
  office: officeIdSchema,
  required: z.boolean(),
  step: z.enum(jointSteps),
  on: dateSchema.nullable(),
  by: z.string().nullable(),
  /** Of this version, whose consent counts. */
  counts: z.boolean(),
  conditions: z.array(conditionSchema),
  hasDrafts: z.boolean(),
  delegate: z.string().nullable(),
  readiness: readinessSchema.nullable(),
  /** Its own moment and end of window, once a go was given: UTC, and what its clock on the wall shows. */
  moment: seconds.nullable(),
  localMoment: z.string().nullable(),
  until: seconds.nullable(),
  actedAt: seconds.nullable(),
  /** Why it could not act, or how it made good. */
  reason: z
    .strictObject({ code: z.string(), message: z.string(), messageFr: z.string().optional() })
    .nullable(),
  done: z.array(z.strictObject({ order: z.string(), version: z.int(), did: z.string() })),
  /** Whether its ledger can be read here now, and when it was last heard by real time; null for an office that is not in the directory. */
  reach: reachSchema.shape.state.nullable().default(null),
  lastHeard: z.string().nullable().default(null),
})

const opened = <S extends z.ZodType>(content: S) =>
  content.nullable().describe('Null where it is sealed to others')
export const jointTalkSchema = z.strictObject({
  objections: z.array(
    z.strictObject({
      office: officeIdSchema,
      version,
      on: dateSchema,
      count: z.int(),
      objections: opened(objectionsContentSchema),
    }),
  ),
  questions: z.array(
    z.strictObject({
      office: officeIdSchema,
      version,
      on: dateSchema,
      question: z.string(),
      text: opened(z.string()),
      answer: z.strictObject({ on: dateSchema, text: opened(z.string()) }).nullable(),
    }),
  ),
  forwarded: z.array(
    z.strictObject({
      office: officeIdSchema,
      on: dateSchema,
      to: officeIdSchema,
      text: opened(z.string()),
    }),
  ),
  split: z.array(
    z.strictObject({
      office: officeIdSchema,
      on: dateSchema,
      parts: z.array(z.strictObject({ part: z.string(), to: officeIdSchema })),
      texts: opened(splitContentSchema),
    }),
  ),
  answers: z.array(
    z.strictObject({
      office: officeIdSchema,
      version,
      on: dateSchema,
      answer: opened(answerContentSchema),
    }),
  ),
})

/** The earliest instant at which all required offices may act, or why there is none. */
export const commonMomentSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('at'),
    earliest: seconds,
    latest: seconds.optional(),
    steps: z.array(
      z.strictObject({
        office: officeIdSchema,
        zone: z.string(),
        from: seconds,
        date: dateSchema,
        local: z.string(),
        offset: z.string(),
        binding: z.boolean(),
        why: textSchema,
      }),
    ),
  }),
  z.strictObject({
    state: z.literal('never'),
    because: z.array(
      z.strictObject({
        office: officeIdSchema,
        reason: z
          .strictObject({
            code: z.string(),
            message: z.string(),
            messageFr: z.string().optional(),
          })
          .loose(),
      }),
    ),
  }),
  z.strictObject({ state: z.literal('unknown'), missing: z.array(officeIdSchema) }),
])

export const jointReadinessSchema = z.strictObject({
  joint: jointIdSchema,
  version,
  /** Empty: a go can be given now. */
  lacking,
  votes: z.int(),
  quorum: z.int(),
  offices: z.array(
    jointOfficeSchema.pick({
      office: true,
      required: true,
      step: true,
      counts: true,
      readiness: true,
      localMoment: true,
    }),
  ),
  earliest: commonMomentSchema,
})

export const jointEntrySchema = z.strictObject({
  id: z.string().describe("The event's id, unique for ever"),
  office: officeIdSchema,
  part: z.enum(['proposal', 'participation']),
  kind: z.string(),
  version: z.int(),
  sequence: z.int().describe("Its place in the office's ledger"),
  on: dateSchema,
  recordedAt: seconds,
  by: z.string().nullable(),
  ...recorderFields,
  verifiedKey: z.string(),
  /** By what law its office lets others read it; null where the event does not say. */
  sharedUnder: sharedUnderSchema.nullable().default(null),
  /** The event without what is sealed in it. */
  event: z.looseObject({ kind: z.string() }),
})

export const jointDetailSchema = z.strictObject({
  ...jointSummarySchema.shape,
  choices: z.strictObject(choices),
  digest: z.string(),
  /** Null where this office cannot open it; why, in `unreadable`. */
  document: documentSchema.nullable(),
  unreadable: z.string().nullable(),
  because: z.string().nullable(),
  /** Former versions, oldest first, with their documents where this office can open them. */
  earlier: z.array(
    z.strictObject({
      version,
      digest: z.string(),
      on: dateSchema,
      document: documentSchema.nullable(),
    }),
  ),
  offices: z.array(jointOfficeSchema),
  lacking,
  votes: z.int(),
  silent: z.array(officeIdSchema),
  earliest: commonMomentSchema,
  going: z
    .strictObject({
      round: z.int(),
      on: dateSchema,
      moment: seconds,
      until: seconds,
      acting: z.array(officeIdSchema),
    })
    .nullable(),
  released: z.strictObject({ at: seconds, on: dateSchema }).nullable(),
  ended: z
    .strictObject({
      how: z.string(),
      on: dateSchema,
      reason: z.string().nullable(),
      acted: z.array(officeIdSchema),
      lacking,
    })
    .nullable(),
  talk: jointTalkSchema,
  /** What the prepared or given consent of this office holds; null for what is not its own. */
  own: z
    .strictObject({
      preparedBy: z.string(),
      digest: digestSchema,
      conditions: z.array(conditionSchema),
      drafts: z.array(draftSchema),
    })
    .nullable(),
  /** Of the orders of the same matter, by theme. */
  themes: z.array(themeSchema),
  /** Commands that a person of this office can send now. */
  can: z.array(z.string()),
  /** The others, each with why not, in both languages, and the section where it is law. */
  cannot: z.array(
    z.strictObject({
      kind: z.string(),
      code: z.string(),
      message: z.string(),
      messageFr: z.string(),
      rule: ruleRefSchema.optional(),
    }),
  ),
  history: z.array(jointEntrySchema).describe('Of all offices, oldest first'),
})

/** What the clocks on the wall of all offices show at one instant. */
export const momentViewSchema = z.strictObject({
  instant: seconds,
  clocks: z.array(
    z.strictObject({
      office: officeIdSchema,
      zone: z.string(),
      local: z.string().describe('`YYYY-MM-DD HH:MM`'),
      offset: z.string(),
    }),
  ),
})

/** The released document, as a DSSE envelope with the signature of every office that revealed this very text. */
export const releasedDocumentSchema = z.strictObject({
  payloadType: z.literal('application/vnd.concert.joint-document+json'),
  payload: z.base64(),
  signatures: z
    .array(z.strictObject({ office: officeIdSchema, keyid: z.string(), sig: z.base64() }))
    .max(maxJointOffices),
})
/** The payload. */
export const releasedPayloadSchema = z.strictObject({
  joint: jointIdSchema,
  version,
  document: saltedDocumentSchema,
})

function optionOf<O extends { shape: { kind: z.ZodLiteral<string> } }, K extends string>(
  options: readonly O[],
  kind: K,
): Extract<O, { shape: { kind: z.ZodLiteral<K> } }> {
  const found = options.find((option) => option.shape.kind.value === kind)
  if (found === undefined) throw new Error(`There is no command "${kind}"`)
  return found as Extract<O, { shape: { kind: z.ZodLiteral<K> } }>
}

export type ProposerCommand = z.output<typeof proposerCommandSchema>
export type ParticipantCommand = z.output<typeof participantCommandSchema>
export type PublicJointCommand = z.output<typeof jointCommandSchema>
export type JointSummary = z.output<typeof jointSummarySchema>
export type JointOffice = z.output<typeof jointOfficeSchema>
export type JointDetail = z.output<typeof jointDetailSchema>
export type JointReadiness = z.output<typeof jointReadinessSchema>
export type JointEntry = z.output<typeof jointEntrySchema>
export type JointTalk = z.output<typeof jointTalkSchema>
export type ReleasedDocument = z.output<typeof releasedDocumentSchema>

// The form of a policy pack: one statute in one period, as data. A new jurisdiction is a file of this form, never code.

import { z } from 'zod'
import { parseDate, type LocalDate } from '../kernel/date.ts'
import { maxPeriodDays } from '../kernel/limits.ts'
import { multiLineText } from '../kernel/plain-text.schema.ts'

export const confidenceSchema = z.enum(['V', 'S', 'D', 'M'])
export const textSchema = z.strictObject({ en: multiLineText(), fr: multiLineText() })
export const dateSchema = z.string().transform((text, ctx): LocalDate => {
  const date = parseDate(text)
  if (date !== undefined) return date
  ctx.addIssue({
    code: 'custom',
    message: `impossible date ${JSON.stringify(text)}: expected a day that exists, as YYYY-MM-DD`,
    params: { code: 'impossible-date' },
  })
  return z.NEVER
})

const addressSchema = z
  .string()
  .regex(/^https:\/\/[^\s"<>]+$/, 'expected an address that begins with https://')

/** A citation: `statute` only where it is not the pack's own (an interpretation Act, a code of procedure). */
export const citationSchema = z.strictObject({
  statute: z.string().optional(),
  section: z.string().min(1),
  confidence: confidenceSchema,
  note: textSchema.optional(),
})
export const citationsSchema = z.array(citationSchema).min(1)

export const termKindSchema = z.enum(['mandate', 'prohibition'])
/** Kinds of day that a rule can speak of. */
export const dayKindSchema = z.enum(['saturday', 'sunday', 'holiday'])

/** When a holiday falls. `weekday` is 0 Sunday … 6 Saturday. */
export const holidayRuleSchema = z.discriminatedUnion('kind', [
  /** February 29 exists in leap years only. `next-day`: only where the law itself moves it from a Sunday. */
  z.strictObject({
    kind: z.literal('fixed'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    ifSunday: z.enum(['stays', 'next-day']).default('stays'),
  }),
  /** A fifth weekday exists only in some months. */
  z.strictObject({
    kind: z.literal('nth'),
    nth: z.int().min(1).max(5),
    weekday: z.int().min(0).max(6),
    month: z.int().min(1).max(12),
  }),
  /** The last such weekday before that day, never the day itself: the Monday before May 25. */
  z.strictObject({
    kind: z.literal('weekday-before'),
    weekday: z.int().min(0).max(6),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
  }),
  /** Days after Easter Sunday: -2 is Good Friday, 1 Easter Monday. */
  /** The Monday after a fixed day that falls on a weekend, or two days later where that Monday may be taken; no day in other years. */
  z.strictObject({
    kind: z.literal('in-lieu'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    on: z.enum(['monday', 'two-days-later']).default('monday'),
  }),
  z.strictObject({ kind: z.literal('easter'), offset: z.int().min(-60).max(60) }),
  /** Single days, such as a day proclaimed once. */
  z.strictObject({ kind: z.literal('dates'), dates: z.array(dateSchema).min(1) }),
])

export const holidaySchema = z.strictObject({
  /** What a derivation names as the reason; `saturday` and `sunday` are taken. */
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .refine((id) => id !== 'saturday' && id !== 'sunday', 'is the name of a weekday'),
  name: textSchema,
  rule: holidayRuleSchema,
  fromYear: z.int().optional(),
  toYear: z.int().optional(),
  /** A holiday by a second reading of the law only: it moves the lenient date, never the safe one. */
  lenient: z.boolean().optional(),
  citations: citationsSchema,
})

/** A way of counting days: which days do not count, whether the end moves, whether both ends are left out. */
export const countingSchema = z.strictObject({
  /** Days that pass without being counted. Bears on periods in days, not on months and years. */
  skips: z.array(dayKindSchema),
  /** Days on which the period cannot end: it ends on the next day that is none of these. */
  rollsOver: z.array(dayKindSchema),
  /** `clear` days leave out both ends, which adds one day. */
  clear: z.boolean().default(false),
  citations: citationsSchema,
})

export const periodSchema = z.union([
  z.strictObject({ days: z.int().min(0).max(maxPeriodDays) }),
  z.strictObject({ months: z.int().min(1).max(1200) }),
  z.strictObject({ years: z.int().min(1).max(100) }),
])

/** What a clock of a pack gives a deadline for. */
export const clockIdSchema = z.enum(['challenge', 'comply-not-before', 'enforceable', 'comply'])
/** `limitation`: the last day to take a route, once a term is breached. */
export const deadlineIdSchema = z.enum([
  ...clockIdSchema.options,
  'limitation',
  /** A report that a term asks for, again and again. */
  'report',
  /** The time to answer a notice. */
  'reply',
  /** A clock that a step of a route starts. */
  'step',
  /** A date that a person set, with a reason. */
  'by-hand',
])

export const clockSchema = z.strictObject({
  id: clockIdSchema,
  termKinds: z.array(termKindSchema).min(1),
  /** What starts it: a copy given to the party, a report sent, or the day another of this pack's clocks ends. */
  from: z.union([
    z.enum(['copy-given', 'report-sent', 'default-notified']),
    z.strictObject({ clock: clockIdSchema }),
  ]),
  period: periodSchema,
  /** Only for these instruments of the pack; absent: for all that no other clock of the same id names. */
  instruments: z.array(z.string().min(1)).min(1).optional(),
  /** Runs only where the order's own term sets a time: the law itself gives none. */
  onlyIfSet: z.boolean().default(false),
  /**
   * The order's own term may set another time: days from the day that starts the clocks, or a date, which is taken as given.
   * A time shorter than an `enforceable` clock of the same terms is not moved: the two deadlines stand side by side.
   */
  orderMaySet: z.boolean().default(false),
  counting: z.string().min(1),
  /** A second way of counting that could apply too. The later of the two dates is the lenient one, shown and never used for alarms. */
  lenientCounting: z.string().min(1).optional(),
  citations: citationsSchema,
})

/** How long a statutory stay lasts: until a court says so, until the court has dealt with it, or until no appeal is left. */
export const stayUntilSchema = z.enum([
  'court-orders-otherwise',
  'court-has-dealt',
  'final-decision',
])
export const stayEffectSchema = z.strictObject({
  termKinds: z.array(termKindSchema).min(1),
  stays: z.boolean(),
  /** The text says that the stay begins with the filing: on the day on which that counts. Absent: it is not known to say so, and where a filing may count on two days, either may be the first. */
  from: z.literal('filing').optional(),
  until: stayUntilSchema.optional(),
  citations: citationsSchema,
})

export const challengeRuleSchema = z.strictObject({
  kind: z.enum(['judicial-review', 'appeal']),
  /** What is challenged: the order itself, or a court's decision on an earlier challenge. */
  of: z.enum(['order', 'decision']),
  name: textSchema,
  /** Only against these instruments of the pack; absent: against all that no other rule of the same kind names. */
  instruments: z.array(z.string().min(1)).min(1).optional(),
  /** How long a decision on it may be appealed; while that time runs, or where it is absent, the order is not known to be final. */
  appealPeriod: z.strictObject({ period: periodSchema, citations: citationsSchema }).optional(),
  /** The clock that says whether it is in time; absent: this pack does not know. */
  window: clockIdSchema.optional(),
  /** The last minute at which the court's registry takes a filing as of that day; later ones count on the next. */
  registry: z
    .strictObject({
      closes: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected an hour of the day such as "16:30"'),
      citations: citationsSchema,
    })
    .optional(),
  courtMayExtendWindow: z.boolean(),
  /** What it does to terms. A kind of term that no entry names: the law does not say, or it is not known. */
  inTime: z.array(stayEffectSchema),
  late: z.array(stayEffectSchema),
  citations: citationsSchema,
})

export const extensionRuleSchema = z.strictObject({
  act: z.enum(['extend', 'correct']),
  by: z.enum(['office', 'court']),
  allowed: z.boolean(),
  /** The clock starts again from the day of the act. */
  restartsClock: z.boolean().default(false),
  /** Of its own motion only until execution begins; on a party's motion only until an appeal is lodged (Quebec P-39.1 s.57.1). */
  until: z
    .strictObject({
      ownMotion: z.literal('execution-begun').optional(),
      asked: z.literal('appeal-lodged').optional(),
    })
    .optional(),
  citations: citationsSchema,
})

/** What must be so before a route opens. */
export const routeNeedSchema = z.discriminatedUnion('is', [
  /**
   * A term is due (and enforceable, where a clock of the pack says when that is), not stayed, and not found complied with.
   * `orMended`: or it was, and was complied with late: what was an offence remains one.
   */
  z.strictObject({ is: z.literal('breach'), orMended: z.boolean().optional() }),
  /** A term that binds is enforceable by the pack's own clock; a breach is not needed. */
  z.strictObject({ is: z.literal('enforceable') }),
  /** A copy was given and a term binds; how long to wait is a reasonable time, which no clock says. */
  z.strictObject({ is: z.literal('reasonable-time') }),
  /** An earlier route has been taken (or has ended in one of `outcomes`). */
  z.strictObject({
    is: z.literal('after'),
    route: z.string().min(1),
    outcomes: z.array(z.string()).optional(),
    /** That outcome can no longer be appealed, as far as its own clock says. */
    final: z.literal(true).optional(),
  }),
  /** The challenge window of every party served is over. */
  z.strictObject({ is: z.literal('challenge-window-over') }),
  /** The order can no longer be challenged: window over, every challenge decided. */
  z.strictObject({ is: z.literal('order-final') }),
])

/** Dollars. `percent` of worldwide turnover counts where it is greater than `max`; no `max`, no upper limit. */
export const capSchema = z.strictObject({
  min: z.number().min(0).optional(),
  max: z.number().positive().optional(),
  percent: z.number().positive().optional(),
})
export const capsSchema = z.strictObject({ individual: capSchema, organization: capSchema })

/** A clock that a step of a route starts, or an outcome of it. */
const routeClockSchema = z.strictObject({
  id: z.string().min(1),
  text: textSchema,
  period: periodSchema,
  counting: z.string().min(1),
  lenientCounting: z.string().min(1).optional(),
  /** A later step that answers the clock. */
  until: z.string().min(1).optional(),
  citations: citationsSchema,
})

/** A step: its name alone, or with what must come before it and the clocks that it starts. */
export const routeStepSchema = z.union([
  z.string().min(1),
  z.strictObject({
    id: z.string().min(1),
    after: z.array(z.string().min(1)).min(1).optional(),
    /** Taken once the route has ended in one of these outcomes: an appeal of it. The route then goes on to another outcome. */
    afterOutcome: z.array(z.string().min(1)).min(1).optional(),
    clocks: z.array(routeClockSchema).optional(),
    citations: citationsSchema.optional(),
  }),
])

/** What closes a route: another one taken, as far as a step of it where that is named. */
export const routeBarSchema = z.strictObject({
  route: z.string().min(1),
  step: z.string().min(1).optional(),
  citations: citationsSchema,
})

export const routeSchema = z.strictObject({
  id: z.string().min(1),
  name: textSchema,
  /** Only for these instruments of the pack; absent: for all. */
  instruments: z.array(z.string().min(1)).min(1).optional(),
  /** `failure`: of the underlying failure, whatever becomes of the order. */
  of: z.enum(['order', 'failure']).default('order'),
  bars: z.array(routeBarSchema).optional(),
  kind: z.enum([
    'court-filing',
    'contempt',
    'offence',
    'administrative-penalty',
    'damages',
    'publication',
    'agreement',
    'hearing',
  ]),
  /** Who starts it and who decides it, in words. */
  startedBy: textSchema,
  decidedBy: textSchema,
  needs: z.array(routeNeedSchema),
  steps: z.array(routeStepSchema),
  outcomes: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: textSchema,
        amount: z.enum(['required', 'optional', 'none']),
        /** How long it may be appealed. */
        clocks: z.array(routeClockSchema).optional(),
      }),
    )
    .min(1),
  caps: z
    .strictObject({
      first: capsSchema,
      subsequent: capsSchema.extend({ citations: citationsSchema }).optional(),
      citations: citationsSchema,
    })
    .optional(),
  limitation: z
    .strictObject({
      period: periodSchema,
      /** `failure`: the day of the underlying failure, which whoever takes the route names. */
      from: z.enum(['breach', 'order', 'failure']),
      /** The step that must come within it; absent: the route's first. */
      untilStep: z.string().min(1).optional(),
      /** Where a failure that goes on is, or may be, a new one each day: the end of the period then warns and does not refuse. */
      continuing: citationsSchema.optional(),
      citations: citationsSchema,
    })
    .optional(),
  citations: citationsSchema,
})

/** A way of escalating that this law does not give, kept so that a refusal can say why. */
export const absentRouteSchema = z.strictObject({
  id: z.string().min(1),
  /** What it would be called; its id where that is not said. */
  name: textSchema.optional(),
  why: textSchema,
  citations: citationsSchema,
})

/** What the first event of an order or a matter says of sharing; what every event says is in shared/ledger/shared-under.schema.ts. */
export const sharingSchema = z.strictObject({
  /** `public`: already published; `counterparts`: only offices the law names. Absent class = not shared. */
  class: z.enum(['public', 'counterparts']),
  basis: z.string().min(1),
  purpose: textSchema,
  onwardDisclosure: z.boolean(),
  citations: citationsSchema,
})

/** What sort of fact it is, for the law on sharing. Every kind of event is of one: shared/ledger/sharing.ts. */
export const shareClassSchema = z.enum([
  /** What the office itself decided, did or said. */
  'act',
  /** What goes on before courts, tribunals and prosecutors. */
  'proceedings',
  /** What a respondent said or did, and what the office found of it. */
  'compliance',
  /** A matter that is being worked on, unpublished. */
  'file',
  /** What offices say to each other to act together. */
  'coordination',
])

/** A statute's id, or the beginning of several: `ca-*`. */
const statutesSchema = z
  .array(z.string().regex(/^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:-\*)?|\*)$/))
  .min(1)

/** Whether whoever got it may pass it on, and on whose word. `unstated`: the law does not say; then it is asked for. */
export const onwardSchema = z.strictObject({
  may: z.enum(['freely', 'with-consent', 'unstated']),
  /** Whose consent. */
  of: textSchema.optional(),
  citations: citationsSchema,
})

/** A basis in law for letting other offices read facts of some classes. What no rule covers is not shared. */
export const shareRuleSchema = z.strictObject({
  classes: z.array(shareClassSchema).min(1),
  /** Whom: anyone, or offices that act under these statutes. */
  with: z.union([z.literal('anyone'), statutesSchema]),
  /** Its own period within the pack's. */
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  /**
   * `needed`: only under an agreement that stands. `unsettled`: the law can be read either way;
   * without one that the pack knows it is shared, and the event says that none is known.
   */
  agreement: z.enum(['needed', 'unsettled']).optional(),
  purpose: textSchema,
  onward: onwardSchema,
  citations: citationsSchema,
})

/** An agreement between offices, by the statutes that they act under. */
export const agreementSchema = z.strictObject({
  id: z.string().min(1),
  name: textSchema,
  between: statutesSchema,
  from: dateSchema,
  to: dateSchema.optional(),
  citations: citationsSchema,
})

export const packSharingSchema = z.strictObject({
  rules: z.array(shareRuleSchema),
  agreements: z.array(agreementSchema).default([]),
})

export const packSchema = z.strictObject({
  statute: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  /** Version of this file's content: a date, then a number when it changes again. */
  version: z.string().min(1),
  title: textSchema,
  citation: z.string().min(1),
  /** Where anybody reads the text of this version; `{section}` is the number of a section, where its site has an address for each. */
  address: z.strictObject({ en: addressSchema, fr: addressSchema }).optional(),
  zone: z.string().min(1),
  /** The oldest zone data that says rightly when this zone's days end; older data is refused at start, naming the pack. */
  zoneData: z
    .string()
    .regex(/^\d{4}[a-z]$/, 'expected a version such as 2026c')
    .default('2026c'),
  /** First and last day on which an order issued is governed by this pack, for ever. */
  inForce: z.strictObject({
    from: dateSchema,
    to: dateSchema.optional(),
    citations: citationsSchema,
  }),
  /** What an office acts by under this statute; `binding` is order power. */
  instruments: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: textSchema,
        binding: z.boolean(),
        inForce: z
          .strictObject({ from: dateSchema.optional(), to: dateSchema.optional() })
          .optional(),
        citations: citationsSchema,
      }),
    )
    .min(1),
  holidays: z.array(holidaySchema),
  countings: z.record(z.string(), countingSchema),
  clocks: z.array(clockSchema),
  challenges: z.array(challengeRuleSchema),
  /** What a clock does when a stay ends after its date: takes up the remaining days, or the law does not say (safe and lenient dates are given). */
  afterStay: z
    .strictObject({ clock: z.enum(['remaining', 'unstated']), citations: citationsSchema })
    .optional(),
  extensions: z.array(extensionRuleSchema),
  /** Proceedings that are no challenge of an order: who may bring them, and what bars them meanwhile. */
  applications: z
    .array(
      z.strictObject({
        section: z.string().min(1),
        by: z.enum(['office', 'complainant']),
        /** An agreement of this kind that stands bars it, until a default is found. */
        barredBy: z
          .strictObject({ instrument: z.string().min(1), citations: citationsSchema })
          .optional(),
        citations: citationsSchema,
      }),
    )
    .optional(),
  routes: z.array(routeSchema),
  absentRoutes: z.array(absentRouteSchema).optional(),
  sharing: packSharingSchema,
})

export type Pack = z.output<typeof packSchema>
export type Citation = z.output<typeof citationSchema>
export type Counting = z.output<typeof countingSchema>
export type Holiday = z.output<typeof holidaySchema>
export type HolidayRule = z.output<typeof holidayRuleSchema>
export type Period = z.output<typeof periodSchema>
export type Clock = z.output<typeof clockSchema>
export type ChallengeRule = z.output<typeof challengeRuleSchema>
export type StayEffect = z.output<typeof stayEffectSchema>
export type ExtensionRule = z.output<typeof extensionRuleSchema>
export type Route = z.output<typeof routeSchema>
export type RouteStep = Exclude<z.output<typeof routeStepSchema>, string>
export type RouteClock = z.output<typeof routeClockSchema>
export type RouteNeed = z.output<typeof routeNeedSchema>
export type Sharing = z.output<typeof sharingSchema>
export type ShareClass = z.output<typeof shareClassSchema>
export type ShareRule = z.output<typeof shareRuleSchema>
export type Agreement = z.output<typeof agreementSchema>
export type DeadlineId = z.output<typeof deadlineIdSchema>
export type TermKind = z.output<typeof termKindSchema>
export type DayKind = z.output<typeof dayKindSchema>

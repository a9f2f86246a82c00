// Case files: a matter's public history as dated facts. Each fact is checked by itself, so that one bad fact does not lose the rest.
// Only the form is checked here; what the law of an office allows is for that office to say.

import { z } from 'zod'
import { jointIdOf, jointIdPattern, parseOrderId } from '../kernel/ids.ts'
import { bothTextsSchema, jointKindSchema, momentSchema } from '../joint/terms.schema.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { maxCaseBytes } from '../kernel/limits.ts'
import type { LocalDate } from '../kernel/date.ts'
import {
  challengeKindSchema,
  basisSchema,
  findingSchema,
  followsSchema,
  matterIdSchema,
  meansSchema,
  hourSchema,
  saidOutcomeSchema,
  serviceOutcomeSchema,
  stayedThingSchema,
  thenSchema,
  officeIdSchema,
  orderIdSchema,
  partySchema,
  termSchema,
} from '../order/order.schema.ts'
import { matterSaid } from '../matter/matter.schema.ts'
import { confidenceSchema, dateSchema, textSchema } from '../policy/pack.schema.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { problemOf, quote } from '../kernel/problem-of.schema.ts'

export interface ParsedCase {
  readonly case: Case
  readonly refused: readonly RefusedFact[]
}
/** `index` is the fact's place in the file, from 0. */
export interface RefusedFact {
  readonly index: number
  readonly office: string | null
  readonly on: string | null
  readonly what: string | null
  readonly problem: Problem
}

/**
 * Reads a case file. `today` is the real date: what has not happened yet is no fact.
 * Refused as a whole: `not-json`, `too-large`, `invalid-input` (no matter, respondent, files or facts; or a field that is not known).
 * Refused one by one: `invalid-input`, `impossible-date`, `future-date`, `not-found` (an office without a file in this matter).
 */
export function parseCase(text: string, today: LocalDate): Result<ParsedCase> {
  const bytes = new TextEncoder().encode(text).length
  if (bytes > maxCaseBytes)
    return refuse(
      'too-large',
      {
        en: `The case file has ${bytes} bytes: the limit is ${maxCaseBytes}`,
        fr: `Le dossier de cas compte ${bytes} octets : la limite est de ${maxCaseBytes}`,
      },
      { value: String(bytes) },
    )
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return refuse(
      'not-json',
      {
        en: `The case file is not JSON: ${error instanceof Error ? error.message : String(error)}`,
        fr: `Le dossier de cas n’est pas du JSON : ${quote(text)}`,
      },
      { value: quote(text) },
    )
  }
  const outer = outerSchema.safeParse(json)
  if (!outer.success)
    return {
      ok: false,
      problem: problemOf(outer.error, json, {
        where: { en: 'The case file', fr: 'Le dossier de cas' },
        path: '',
      }),
    }

  const facts: CaseFact[] = []
  const refused: RefusedFact[] = []
  for (const [index, raw] of outer.data.facts.entries()) {
    const fact = parseFact(raw, index, outer.data, today)
    if (fact.ok) facts.push({ index, ...fact.value })
    else
      refused.push({
        index,
        office: stringAt(raw, 'office'),
        on: stringAt(raw, 'on') ?? stringAt(raw, 'assume'),
        what: stringAt(raw, 'what'),
        problem: fact.problem,
      })
  }
  return ok({ case: { ...outer.data, facts }, refused })
}

function parseFact(
  raw: unknown,
  index: number,
  outer: z.output<typeof outerSchema>,
  today: LocalDate,
): Result<Fact> {
  const context = {
    where: { en: `Fact ${index}`, fr: `Fait ${index}` },
    path: `facts.${index}`,
  }
  const parsed = factSchema.safeParse(raw)
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error, raw, context) }
  const fact = parsed.data
  if (outer.files[fact.office] === undefined) {
    return refuse(
      'not-found',
      {
        en: `${context.where.en}: office ${quote(fact.office)} has no file in matter ${quote(outer.matter)}; its offices are ${Object.keys(outer.files).join(', ')}`,
        fr: `${context.where.fr} : l’organisme « ${fact.office} » n’a pas de dossier dans l’affaire « ${outer.matter} »; ses organismes sont ${Object.keys(outer.files).join(', ')}`,
      },
      { path: `${context.path}.office`, value: fact.office },
    )
  }
  const on = legalDateOf(fact)
  const early = notYetProblem(on, today, {
    en: `take ${context.where.en.toLowerCase()} of the case`,
    fr: `retenir le ${context.where.fr.toLowerCase()} du dossier`,
  })
  if (early !== undefined) return { ok: false, problem: { ...early, path: `${context.path}.on` } }
  return ok(fact)
}

const text = { text: textSchema }
const offices = { offices: z.array(officeIdSchema).min(1) }
const order = { order: orderIdSchema }
/** A duty is an order's, or a commitment's. */
const duty = { order: orderIdSchema.optional(), commitment: z.string().min(1).optional() }
const said = { outcome: saidOutcomeSchema, then: thenSchema.optional() }
const stayEnd = {
  until: z.union([dateSchema, z.strictObject({ decision: z.string().min(1) })]).optional(),
  conditions: z.string().min(1).optional(),
  of: stayedThingSchema.optional(),
}
const free = z.string().min(1)
const terms = z.array(z.string()).min(1).optional()
/** As against which respondents; absent: all. */
const parties = z.array(free).min(1).optional()

/** Either `on`, or `assume` with the range `between` that the true date lies in. */
const base = {
  on: dateSchema.optional(),
  assume: dateSchema.optional(),
  between: z.tuple([dateSchema, dateSchema]).optional(),
  office: officeIdSchema,
  confidence: confidenceSchema.optional(),
  source: free.optional(),
}
const fact = <W extends string, S extends z.ZodRawShape>(what: W, shape: S) =>
  z.strictObject({ what: z.literal(what), ...base, ...shape })

export const factSchema = z
  .discriminatedUnion('what', [
    fact('investigation-opened', offices),
    fact('findings-published', offices),
    fact('recommendation-made', text),
    fact('recommendation-refused', text),
    fact('order-issued', {
      ...order,
      number: free,
      statute: free,
      instrument: free.optional(),
      respondents: z.array(free).min(1).optional(),
      otherParties: z.array(partySchema).optional(),
      follows: followsSchema.optional(),
      terms: z.array(termSchema),
    }),
    fact('copy-given', { ...order, party: free, means: meansSchema }),
    fact('announced', { orders: z.array(orderIdSchema).min(1) }),
    fact('refusal-declared', { ...order, terms, party: free.optional() }),
    fact('compliance-reported', {
      ...duty,
      terms,
      party: free.optional(),
      outcome: z.enum(['complied', 'partial']),
    }),
    fact('compliance-assessed', {
      ...duty,
      terms,
      party: free.optional(),
      finding: findingSchema,
      basis: basisSchema,
    }),
    fact('disposition', { of: matterSaid.disposition.of, text: textSchema.optional() }),
    fact('commitment-made', {
      commitment: free,
      terms: matterSaid['commitment-made'].terms,
      instrument: matterSaid['commitment-made'].instrument,
      party: free.optional(),
    }),
    fact('notice-of-intention', {
      notice: free,
      replyBy: dateSchema,
      text: textSchema.optional(),
    }),
    fact('report-sent', { to: free }),
    fact('court-application', {
      application: free,
      section: free,
      forum: free,
      by: free.optional(),
    }),
    fact('corrected', {
      ...order,
      terms,
      parties,
      text: textSchema.optional(),
      touchesConclusions: z.boolean(),
      asked: z.union([z.boolean(), free]).optional(),
      reason: free.optional(),
    }),
    fact('term-reworded', { ...order, term: free, parties, decision: free, text: textSchema }),
    fact('rescinded', { ...order, terms, parties, reason: free.optional() }),
    fact('challenge-time-extended', {
      ...order,
      party: free.optional(),
      to: dateSchema,
      forum: free,
    }),
    fact('deadline-set', {
      ...order,
      deadline: free,
      text: z.union([textSchema, free.transform((one) => ({ en: one, fr: one }))]),
      to: dateSchema,
      reason: free,
    }),
    fact('recorded-in-error', { fact: z.int().min(0), reason: free }),
    fact('extended', {
      ...order,
      terms,
      parties,
      to: dateSchema,
      grantedBy: z.enum(['office', 'court']).optional(),
      reason: free.optional(),
    }),
    fact('withdrawn', { ...order, terms, parties, reason: free.optional() }),
    fact('closed', { ...order, reason: free.optional() }),
    /** Of an order that was closed; without one, of the office's part of the matter. */
    fact('reopened', { order: orderIdSchema.optional(), reason: free.optional() }),
    fact('respondent-succeeded', {
      ...order,
      party: free,
      name: free,
      partyKind: partySchema.shape.kind.optional(),
      reason: free.optional(),
    }),
    fact('service-disputed', { ...order, party: free, reason: free.optional() }),
    fact('service-decided', {
      ...order,
      party: free,
      outcome: serviceOutcomeSchema,
      givenOn: dateSchema.optional(),
      forum: free,
      reason: free.optional(),
    }),
    fact('challenge-filed', {
      ...order,
      challenge: free,
      kind: challengeKindSchema,
      forum: free,
      terms,
      from: free.optional(),
      party: free.optional(),
      at: hourSchema.optional(),
    }),
    fact('stay-sought', { ...order, terms, parties, forum: free, ...stayEnd }),
    fact('stay-ordered', { ...order, terms, parties, forum: free, ...stayEnd }),
    fact('stay-lifted', { ...order, terms, parties, forum: free, ...stayEnd }),
    /** Of a challenge of an order, or of an application that is none. */
    fact('court-decided', {
      order: orderIdSchema.optional(),
      challenge: free.optional(),
      application: free.optional(),
      outcome: saidOutcomeSchema.optional(),
      then: thenSchema.optional(),
      results: z
        .array(z.strictObject({ terms: z.array(free), parties, ...said }))
        .min(1)
        .optional(),
      citation: free,
      terms,
      parties,
      byConsent: z.boolean().optional(),
      endsStay: z.boolean().optional(),
    }),
    fact('escalated', {
      ...order,
      route: free,
      step: free.optional(),
      docket: free.optional(),
      failureOn: dateSchema.optional(),
    }),
    /** Dollars. `subsequent` and `turnover` bear on the cap. */
    fact('escalation-decided', {
      ...order,
      route: free,
      outcome: free,
      amount: z.number().min(0).optional(),
      subsequent: z.boolean().optional(),
      turnover: z.number().min(0).optional(),
      docket: free.optional(),
    }),
    fact('joint-action', {
      action: free,
      kind: free,
      ...offices,
      texts: z.array(textSchema).optional(),
    }),
    /** `action`: its number at the office. `orders`: what each office issues of its own by an issuance. */
    fact('joint-proposed', {
      action: free,
      kind: jointKindSchema,
      ...offices,
      required: z.array(officeIdSchema).optional(),
      orders: z.array(orderIdSchema).min(1).optional(),
      title: bothTextsSchema,
      text: bothTextsSchema,
      moment: momentSchema,
      moments: z.record(officeIdSchema, momentSchema).optional(),
      replyBy: momentSchema,
    }),
    fact('noted', text),
  ])
  .check(({ value, issues }) => {
    const issue = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message })
    const { on, assume, between } = value
    if (on === undefined && assume === undefined)
      issue('on', 'expected a date: "on", or "assume" with "between"')
    if (on !== undefined && (assume !== undefined || between !== undefined))
      issue('assume', 'a fact has either "on", or "assume" with "between", not both')
    if (assume !== undefined && between === undefined)
      issue('between', 'an assumed date needs "between": [first, last]')
    if (
      assume !== undefined &&
      between !== undefined &&
      (assume < between[0] || assume > between[1])
    )
      issue('assume', `the assumed date ${assume} is not between ${between[0]} and ${between[1]}`)
    if (value.what === 'order-issued' && parseOrderId(value.order)?.id !== value.number)
      issue(
        'number',
        `order "${value.order}" cannot have number "${value.number}": an order's id is "office:number"`,
      )
    if (
      (value.what === 'compliance-reported' || value.what === 'compliance-assessed') &&
      (value.order === undefined) === (value.commitment === undefined)
    )
      issue('order', 'expected either "order" or "commitment"')
    if (value.what === 'court-decided') {
      const ofOrder = value.order !== undefined && value.challenge !== undefined
      if (ofOrder === (value.application !== undefined))
        issue('challenge', 'expected "order" with "challenge", or "application"')
      if ((value.outcome === undefined) === (value.results === undefined))
        issue('outcome', 'expected either "outcome" or "results"')
    }
    if (value.what === 'joint-proposed') {
      const { action, office, kind, offices: invited, orders = [] } = value
      if (!jointIdPattern.test(jointIdOf(office, action)))
        issue(
          'action',
          `${quote(action)} is not a number of a joint action: letters, digits and "-", at most 24`,
        )
      if (orders.length > 0 && kind !== 'issuance')
        issue('orders', `a joint ${kind} issues no orders`)
      const stranger = orders.find(
        (order) => !invited.some((each) => each === parseOrderId(order)?.office),
      )
      if (stranger !== undefined)
        issue('orders', `the office of order "${stranger}" is not invited`)
    }
  })

const outerSchema = z.strictObject({
  matter: matterIdSchema,
  title: textSchema,
  respondent: partySchema,
  /** Where there are several: all of them, or the others. */
  respondents: z.array(partySchema).optional(),
  files: z
    .record(officeIdSchema, free)
    .refine((files) => Object.keys(files).length > 0, 'expected at least one office'),
  facts: z.array(z.unknown()),
})

/** The date a fact is replayed on. */
export function legalDateOf(fact: Fact): LocalDate {
  const on = fact.on ?? fact.assume
  if (on === undefined) throw new Error('A fact without a date passed its own check')
  return on
}

function stringAt(value: unknown, key: string): string | null {
  const found =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[key]
      : undefined
  return typeof found === 'string' ? found : null
}

export type Fact = z.output<typeof factSchema>
export type CaseFact = Fact & { readonly index: number }
export type Case = Omit<z.output<typeof outerSchema>, 'facts'> & {
  readonly facts: readonly CaseFact[]
}

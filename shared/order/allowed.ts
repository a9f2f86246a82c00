// What an office may do with an order today, what not, and why not. Derived: each least command is put to the rules themselves.
// Corrections of dates are not among it: which there are, and why, is what `drift.ts` lists.

import { tryOut, type Allowed } from '../kernel/allowed.ts'
import { addDays, type LocalDate } from '../kernel/date.ts'
import type { AggregateRef, CommandId, MatterId } from '../kernel/ids.ts'
import type { Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { powerProblem } from '../office/powers.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { packFor, withheldRoutes } from '../policy/select.ts'
import type { OrderCommand, OrderCommandOf } from './order.schema.ts'
import { partiesOf } from './scope.ts'
import { routeView } from './routes.ts'
import { orderRules } from './rules.ts'
import type { OrderState } from './state.ts'

export type OrderAct = Exclude<OrderCommand['kind'], 'mark-reached' | 'approve-correction'>
export type AllowedOnOrder = Allowed<OrderCommand, OrderAct>

interface Act {
  readonly kind: OrderAct
  readonly which?: string
  readonly candidates: readonly [OrderCommand, ...OrderCommand[]]
}

/** In the order in which an order lives. `escalate` and `record-outcome` once for each route of the statute. */
export function allowedOnOrder(
  ref: AggregateRef,
  state: OrderState | undefined,
  context: DecisionContext,
): AllowedOnOrder[] {
  const power = powerProblem(context.office, context.packs, ref, context.today)
  const refusal = (command: OrderCommand): Problem | undefined => {
    if (power !== undefined) return power
    // Deciding it would decide the whole life again; all that can be refused of it is refused before.
    if (command.kind === 'record-in-error') return orderRules.precheck(ref, state, command)
    const decided = orderRules.decide(ref, state, command, context)
    if (!decided.ok) return routeWords(state, command, context, decided.problem)
    if (decided.value.kind === 'escalated') warned.set(command, decided.value.warnings ?? [])
    return undefined
  }
  const warned = new Map<OrderCommand, readonly Text[]>()
  return actsOf(state, context).map(({ kind, which, candidates }) => {
    const tried = tryOut({ kind, ...(which === undefined ? {} : { which }) }, candidates, refusal)
    const warnings = warned.get(tried.tried) ?? []
    return tried.may && warnings.length > 0 ? { ...tried, warnings } : tried
  })
}

function actsOf(state: OrderState | undefined, context: DecisionContext): Act[] {
  const base = { id: 'allowed' as CommandId, on: context.today }
  const pack =
    state === undefined ? undefined : packFor(context.packs, state.statute, state.issuedOn)
  return [
    { kind: 'issue', candidates: [leastOrder(base, context)] },
    { kind: 'serve', candidates: copies(base, state) },
    ...serviceActs(base, state),
    { kind: 'refuse', candidates: [{ kind: 'refuse', ...base }] },
    { kind: 'comply', candidates: [{ kind: 'comply', ...base, outcome: 'complied' }] },
    {
      kind: 'assess',
      candidates: [{ kind: 'assess', ...base, finding: 'accepted', basis: 'review' }],
    },
    ...courtActs(base, state),
    ...(['office', 'court'] as const).map((grantedBy): Act => ({
      kind: 'extend',
      which: grantedBy,
      candidates: [
        {
          kind: 'extend',
          ...base,
          grantedBy,
          to: laterThanAll(state, 'comply', base.on),
          reason: unnamed,
        },
      ],
    })),
    { kind: 'undo-extension', candidates: [{ kind: 'undo-extension', ...base, reason: unnamed }] },
    { kind: 'correct', candidates: corrections(base) },
    ...(pack?.ok === true ? routeActs(base, state, pack.value) : []),
    {
      kind: 'set-deadline',
      candidates: [
        {
          kind: 'set-deadline',
          ...base,
          deadline: 'a-date',
          text: { en: unnamed, fr: unnamed },
          to: base.on,
          reason: unnamed,
        },
      ],
    },
    { kind: 'rescind', candidates: [{ kind: 'rescind', ...base, reason: unnamed }] },
    { kind: 'withdraw', candidates: [{ kind: 'withdraw', ...base, reason: unnamed }] },
    { kind: 'close', candidates: [{ kind: 'close', ...base, reason: unnamed }] },
    {
      kind: 'succeed',
      candidates: [
        {
          kind: 'succeed',
          ...base,
          party: state?.respondent.id ?? unnamed,
          name: unnamed,
          partyKind: 'organization',
          reason: unnamed,
        },
      ],
    },
    { kind: 'reopen', candidates: [{ kind: 'reopen', ...base, reason: unnamed }] },
    { kind: 'record-in-error', candidates: errors(base, state) },
  ]
}

/** A party's dispute of its copy, and what was decided of one; of the one that is open first. */
function serviceActs(base: Base, state: OrderState | undefined): Act[] {
  const all = state === undefined ? [] : partiesOf(state)
  const [first = unnamed, ...others] = all
  const dispute = (party: string): OrderCommand => ({
    kind: 'dispute-service',
    ...base,
    party,
    reason: unnamed,
  })
  const settle = (party: string): OrderCommand => ({
    kind: 'decide-service',
    ...base,
    party,
    outcome: 'good',
    forum: unnamed,
  })
  return [
    { kind: 'dispute-service', candidates: [dispute(first), ...others.map(dispute)] },
    { kind: 'decide-service', candidates: [settle(first), ...others.map(settle)] },
  ]
}

/** What courts do: challenges and the time for them, decisions, stays. */
function courtActs(base: Base, state: OrderState | undefined): Act[] {
  return [
    {
      kind: 'challenge',
      candidates: [
        {
          kind: 'challenge',
          ...base,
          challenge: unused(state?.challenges.map(({ id }) => id)),
          challengeKind: 'judicial-review',
          forum: unnamed,
        },
      ],
    },
    {
      kind: 'extend-challenge-time',
      candidates: [
        {
          kind: 'extend-challenge-time',
          ...base,
          to: laterThanAll(state, 'challenge', base.on),
          forum: unnamed,
        },
      ],
    },
    { kind: 'decide', candidates: decisions(base, state) },
    { kind: 'reword', candidates: rewordings(base, state) },
    ...(['sought', 'ordered', 'lifted'] as const).map((action): Act => {
      const stay: OrderCommandOf<'stay'> = { kind: 'stay', ...base, action, forum: unnamed }
      return { kind: 'stay', which: action, candidates: [stay, { ...stay, of: 'penalty' }] }
    }),
  ]
}

/** Stands where a person would put a name or a reason. */
const unnamed = '…'

type Base = Pick<OrderCommand, 'id' | 'on'>

function leastOrder(base: Base, { office }: DecisionContext): OrderCommandOf<'issue'> {
  const text = { en: unnamed, fr: unnamed }
  return {
    kind: 'issue',
    ...base,
    matter: 'a-matter' as MatterId,
    statute: office.statutes[0] ?? '',
    respondent: { id: 'respondent', name: unnamed, kind: 'organization' },
    terms: [{ id: 'T1', theme: 'a-theme', kind: 'mandate', effort: 'absolute', text }],
  }
}

function copies(base: Base, state: OrderState | undefined): Act['candidates'] {
  const [first = unnamed, ...others] = state === undefined ? [] : partiesOf(state)
  const serve = (party: string): OrderCommand => ({
    kind: 'serve',
    ...base,
    party,
    means: 'unknown',
  })
  return [serve(first), ...others.map(serve)]
}

/** Of those that wait for it; else of one that does not, whose refusal says so. In whole, or for one term that is left. */
function decisions(base: Base, state: OrderState | undefined): Act['candidates'] {
  const all = (state?.challenges ?? []).toSorted(
    (a, b) => Number(a.decision !== undefined) - Number(b.decision !== undefined),
  )
  const decide = (
    challenge: string,
    more: Pick<OrderCommandOf<'decide'>, 'outcome' | 'terms'>,
  ): OrderCommand => ({ kind: 'decide', ...base, challenge, citation: unnamed, ...more })
  const [first, ...others] = all.flatMap(({ id, from, terms }) => {
    // Of an appeal, "upheld" can mean two things; "dismissed" cannot.
    const outcome = from === undefined ? ('upheld' as const) : ('dismissed' as const)
    const parts = terms.length < 2 ? [] : terms.map((term) => ({ outcome, terms: [term] }))
    return [{ outcome }, ...parts].map((more) => decide(id, more))
  })
  return [first ?? decide(unnamed, { outcome: 'upheld' }), ...others]
}

/** Of the decisions that varied a term; of none, whose refusal says what comes first. */
function rewordings(base: Base, state: OrderState | undefined): Act['candidates'] {
  const reword = (term: string, decision: string, parties?: readonly string[]): OrderCommand => ({
    kind: 'reword',
    ...base,
    term,
    decision,
    text: { en: unnamed, fr: unnamed },
    ...(parties === undefined ? {} : { parties: [...parties] }),
  })
  const [first, ...others] = (state?.challenges ?? [])
    .flatMap(({ decisions: all }) => all)
    .toReversed()
    .flatMap(({ citation, results }) =>
      results
        .filter(({ effect }) => effect === 'varied')
        .flatMap(({ terms, parties }) => terms.map((term) => reword(term, citation, parties))),
    )
  return [first ?? reword(state?.terms[0]?.id ?? 'T1', unnamed), ...others]
}

/** Of the office's own motion, and asked by a party: the law may allow one and not the other. */
function corrections(base: Base): Act['candidates'] {
  const correct: OrderCommandOf<'correct'> = {
    kind: 'correct',
    ...base,
    touchesConclusions: false,
    reason: unnamed,
  }
  return [correct, { ...correct, asked: true }]
}

/** The newest fact first; the issuance last, whose refusal says what to do instead. */
function errors(base: Base, state: OrderState | undefined): Act['candidates'] {
  const strike = (fact: number): OrderCommand => ({
    kind: 'record-in-error',
    ...base,
    fact,
    reason: unnamed,
  })
  const [newest = 1, ...older] = (state?.facts ?? []).map((_, at) => at + 1).toReversed()
  return [strike(newest), ...older.map(strike)]
}

function laterThanAll(
  state: OrderState | undefined,
  clock: 'comply' | 'challenge',
  today: LocalDate,
): LocalDate {
  const due = (state?.deadlines ?? [])
    .filter(({ id }) => id === clock)
    .map(({ date, lenientDate }) => lenientDate ?? date)
  return addDays([today, ...due].toSorted().at(-1) ?? today, 1)
}

/** Each route of the statute, also one that it withholds: the refusal says by which section. */
function routeActs(base: Base, state: OrderState | undefined, pack: Pack): Act[] {
  return [...pack.routes, ...withheldRoutes(pack)].flatMap((route): Act[] => {
    const latest = state?.escalations.findLast((each) => each.route === route.id)
    // One that has ended and is taken again begins anew.
    const taken = latest?.decided === undefined ? latest : undefined
    const escalate: OrderCommandOf<'escalate'> = { kind: 'escalate', ...base, route: route.id }
    const steps = route.steps
      .map((step) => (typeof step === 'string' ? step : step.id))
      .filter((step) => taken?.steps.some((each) => each.step === step) !== true)
      .map((step) => ({ ...escalate, step }))
    const outcomes = route.outcomes.flatMap(({ id }) => endings(base, route.id, id, pack))
    const [first, ...others] = outcomes
    return [
      { kind: 'escalate', which: route.id, candidates: [escalate, ...steps] },
      ...(first === undefined
        ? []
        : [
            {
              kind: 'record-outcome' as const,
              which: route.id,
              candidates: [first, ...others] as const,
            },
          ]),
    ]
  })
}

/** An outcome without an amount, or with the least one that the law may ask for. */
function endings(base: Base, route: string, outcome: string, pack: Pack): OrderCommand[] {
  const end: OrderCommandOf<'record-outcome'> = { kind: 'record-outcome', ...base, route, outcome }
  const caps = pack.routes.find(({ id }) => id === route)?.caps
  const least = [0, caps?.first.individual.min, caps?.first.organization.min].flatMap(
    (amount) => amount ?? [],
  )
  return [end, ...least.map((amount) => ({ ...end, amount }))]
}

function unused(ids: readonly string[] = []): string {
  for (let at = ids.length + 1; ; at += 1) if (!ids.includes(`C${at}`)) return `C${at}`
}

/** A route that is not open is explained as the board explains it, in both languages. */
function routeWords(
  state: OrderState | undefined,
  command: OrderCommand,
  { packs, today }: DecisionContext,
  problem: Problem,
): Problem {
  if (state === undefined || command.kind !== 'escalate') return problem
  const pack = packFor(packs, state.statute, state.issuedOn)
  const route = pack.ok ? pack.value.routes.find(({ id }) => id === command.route) : undefined
  if (problem.code === 'route-not-available' && pack.ok && route !== undefined) {
    const { why, whyFr } = routeView(state, pack.value, route, today)
    return { ...problem, message: why, messageFr: whyFr }
  }
  const absent = pack.ok
    ? pack.value.absentRoutes?.find(({ id }) => id === command.route)
    : undefined
  return problem.code === 'unknown-route' && absent !== undefined
    ? { ...problem, message: absent.why.en, messageFr: absent.why.fr }
    : problem
}

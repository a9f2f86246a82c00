// A way of escalating is taken, goes on by its steps, and ends. Which are open, and why not, is in `routes.ts`.

import type { LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import { ok, problem, refuse, type Problem, type Result, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import {
  amountDoubts,
  checkAmount,
  limitationFromFailure,
  routeClocks,
  routeOf,
  ruleRefs,
  stepsOf,
  withheldDoubt,
} from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { doubtOf, readRule, type Doubt } from '../policy/doubt.ts'
import type { Pack, Route, RouteStep } from '../policy/pack.schema.ts'
import { factOf } from './fact-of.ts'
import type { OrderCommandOf, OrderEvent } from './order.schema.ts'
import { lastDayOfPeriod, routeView } from './routes.ts'
import type { Escalation, OrderState } from './state.ts'

export function escalate(
  state: OrderState,
  command: OrderCommandOf<'escalate'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const found = routeOf(pack, command.route, { step: command.step })
  if (!found.ok) return found
  const route = found.value
  const rules = ruleRefs(pack, route.citations)
  const step = stepsOf(route).find((each) => each.id === command.step)
  const latest = state.escalations.findLast((escalation) => escalation.route === route.id)
  const appeals = outcomeAppealed(step, latest)
  // A subsequent offence may be prosecuted as the first was, whether or not the Act speaks of one.
  const again =
    latest?.decided !== undefined &&
    appeals === undefined &&
    (route.caps?.subsequent !== undefined || route.kind === 'offence')
  const taken = again ? undefined : latest
  const problem =
    unknownStep(route, command.step, step, rules[0]) ??
    noOutcomeToAppeal(route, step, latest, appeals, rules[0]) ??
    (appeals === undefined ? takenProblem(state, route, command.step, taken) : undefined)
  if (problem !== undefined) return { ok: false, problem }
  const early = stepTooEarly(pack, route, step, taken)
  if (early?.problem !== undefined) return { ok: false, problem: early.problem }
  // A route already under way goes on: a stay that comes later is for the court before which it is.
  const view = routeView(state, pack, route, command.on)
  if (taken === undefined && !view.available && view.unverified !== true)
    return notOpen(state, route, command.on, { en: view.why, fr: view.whyFr }, rules[0])
  const failureOn = command.failureOn ?? taken?.failureOn
  const limit = limitOf(pack, route, step, taken, { on: command.on, failureOn })
  if (limit.problem !== undefined) return { ok: false, problem: limit.problem }
  const party = state.respondent.id
  const deadlines = [
    ...(step === undefined
      ? []
      : routeClocks(pack, context.zoneData, {
          route,
          start: `step:${step.id}`,
          clocks: step.clocks,
          party,
          on: command.on,
        })),
    ...limitFor(pack, context, route, step, party, command.failureOn),
  ]
  const warnings = [
    ...withheldDoubt(pack, route.id),
    ...(early === undefined ? [] : [early.warning]),
    ...(again && route.caps?.subsequent === undefined ? anotherOf(pack, route, latest) : []),
    ...(taken === undefined
      ? view.warnings.map((en, at) => ({ en, fr: view.warningsFr[at] ?? en }))
      : []),
    ...limit.warnings,
  ]
  return ok({
    kind: 'escalated',
    ...factOf(command),
    route: route.id,
    ...present({
      step: command.step,
      docket: command.docket,
      failureOn: command.failureOn,
      appeals,
    }),
    rules,
    ...(deadlines.length === 0 ? {} : { deadlines }),
    ...(warnings.length === 0 ? {} : { warnings }),
  })
}

/**
 * Why a route is not known to be open, whoever read the rule: what is only warned of when it is recorded is not promised to others.
 * Nothing where it is under way: it goes on.
 */
export function notKnownOpen(
  state: OrderState,
  { route: id, on }: Pick<OrderCommandOf<'escalate'>, 'route' | 'on'>,
  pack: Pack,
): Problem | undefined {
  const found = routeOf(pack, id)
  if (!found.ok) return found.problem
  const [withheld] = withheldDoubt(pack, id)
  if (withheld !== undefined) return problem('unknown-route', withheld, id)
  const latest = state.escalations.findLast((escalation) => escalation.route === id)
  if (latest !== undefined && latest.decided === undefined) return undefined
  const { available, why, whyFr } = routeView(state, pack, found.value, on)
  const rule = ruleRefs(pack, found.value.citations)[0]
  const refused = notOpen(state, found.value, on, { en: why, fr: whyFr }, rule)
  return available || refused.ok ? undefined : refused.problem
}

/** A second proceeding that no section speaks of: it needs a failure of its own. */
function anotherOf(pack: Pack, route: Route, before: Escalation | undefined): Text[] {
  const continuing = ruleRefs(pack, route.limitation?.continuing ?? [])
  const marks = [...new Set(continuing.map(({ confidence }) => confidence))].join(', ')
  const on = before?.decided?.on ?? ''
  const goesOn =
    continuing.length === 0
      ? {
          en: 'of one that goes on the policy pack says nothing',
          fr: 'le cadre ne dit rien d’un manquement qui se poursuit',
        }
      : {
          en: `one that goes on may be a new one each day (${marks})`,
          fr: `un manquement qui se poursuit peut en être un nouveau chaque jour (${marks})`,
        }
  return [
    {
      en: `The route ended on ${on}, and the Act speaks of no subsequent offence: another proceeding after a court’s decision needs a failure of its own, after that day; ${goesOn.en}`,
      fr: `La voie a pris fin le ${on}, et la loi ne parle pas de récidive : une autre procédure après une décision du tribunal suppose un manquement distinct, postérieur à ce jour; ${goesOn.fr}`,
    },
  ]
}

/** What is watched from the day of the failure on, unless this is the very step that must come in time. */
function limitFor(
  pack: Pack,
  { zoneData }: DecisionContext,
  route: Route,
  step: RouteStep | undefined,
  party: string,
  failureOn: LocalDate | undefined,
): Deadline[] {
  if (failureOn === undefined || step?.id === route.limitation?.untilStep) return []
  const deadline = limitationFromFailure(pack, zoneData, { route, party, failureOn })
  return deadline === undefined ? [] : [deadline]
}

/** The outcome that a step appeals, where the route has ended in one that it can appeal. */
function outcomeAppealed(
  step: RouteStep | undefined,
  latest: Escalation | undefined,
): string | undefined {
  const outcome = latest?.decided?.outcome
  return outcome !== undefined && step?.afterOutcome?.includes(outcome) === true
    ? outcome
    : undefined
}

function noOutcomeToAppeal(
  route: Route,
  step: RouteStep | undefined,
  latest: Escalation | undefined,
  appeals: string | undefined,
  rule: RuleRef | undefined,
): Problem | undefined {
  if (step?.afterOutcome === undefined || appeals !== undefined) return undefined
  const named = (lang: 'en' | 'fr'): string =>
    route.outcomes
      .filter(({ id }) => step.afterOutcome?.includes(id) === true)
      .map(({ name }) => name[lang])
      .join('; ')
  const now = latest?.decided
  return refuse(
    'route-not-available',
    {
      en: `The step "${step.id}" of the route "${route.name.en}" comes after an outcome (${named('en')}), and ${now === undefined ? 'none is recorded' : `it ended in "${now.outcome}"`}`,
      fr: `L’étape « ${step.id} » de la voie « ${route.name.fr} » suit une issue (${named('fr')}), et ${now === undefined ? 'aucune n’est consignée' : `elle a abouti à « ${now.outcome} »`}`,
    },
    { value: route.id, ...readRule(rule) },
  ).problem
}

interface Limit {
  readonly problem?: Problem
  readonly warnings: readonly Text[]
}

/** A limitation that runs from the day of the failure, at the step that must come within it. */
function limitOf(
  pack: Pack,
  route: Route,
  step: RouteStep | undefined,
  taken: Escalation | undefined,
  { on, failureOn }: { on: LocalDate; failureOn: LocalDate | undefined },
): Limit {
  const { limitation } = route
  if (failureOn !== undefined && failureOn > on)
    return {
      warnings: [],
      problem: refuse(
        'invalid-input',
        {
          en: `The failure is of ${failureOn}, which is after ${on}`,
          fr: `Le manquement est du ${failureOn}, soit après le ${on}`,
        },
        { value: failureOn },
      ).problem,
    }
  const asked =
    limitation?.untilStep === undefined ? taken === undefined : step?.id === limitation.untilStep
  if (limitation?.from !== 'failure' || !asked) return { warnings: [] }
  const rules = ruleRefs(pack, limitation.citations)
  const where = rules.map(({ section }) => section).join(', ')
  if (failureOn === undefined)
    return {
      warnings: [
        {
          en: `Its limitation runs from the day of the failure (s.${where}), which is not on record`,
          fr: `Sa prescription court du jour du manquement (art. ${where}), qui n’est pas consigné`,
        },
      ],
    }
  const last = lastDayOfPeriod(failureOn, limitation.period)
  if (on <= last) return { warnings: [] }
  const over: Text = {
    en: `The limitation period ended on ${last} (s.${where}), counted from the failure of ${failureOn}`,
    fr: `La prescription est acquise depuis le ${last} (art. ${where}), à compter du manquement du ${failureOn}`,
  }
  const doubt = doubtOf('route-not-available', over, rules, { value: route.id })
  return doubt.problem === undefined
    ? { warnings: [doubt.warning] }
    : { warnings: [], problem: doubt.problem }
}

function unknownStep(
  route: Route,
  named: string | undefined,
  step: RouteStep | undefined,
  rule: RuleRef | undefined,
): Problem | undefined {
  if (named === undefined || step !== undefined) return undefined
  const known = stepsOf(route)
    .map(({ id }) => id)
    .join(', ')
  return refuse(
    'invalid-input',
    {
      en: `The route "${route.name.en}" has no step "${named}"; its steps: ${known || 'none'}`,
      fr: `La voie « ${route.name.fr} » n’a pas d’étape « ${named} »; ses étapes : ${known || 'aucune'}`,
    },
    { value: named, ...readRule(rule) },
  ).problem
}

function takenProblem(
  { order }: OrderState,
  route: Route,
  step: string | undefined,
  taken: Escalation | undefined,
): Problem | undefined {
  if (taken === undefined) return undefined
  if (taken.decided !== undefined)
    return refuse(
      'already-ended',
      {
        en: `The route "${route.name.en}" of order "${order}" ended on ${taken.decided.on}`,
        fr: `La voie « ${route.name.fr} » de l’ordonnance « ${order} » a pris fin le ${taken.decided.on}`,
      },
      { value: route.id },
    ).problem
  return step === undefined || taken.steps.some((each) => each.step === step)
    ? refuse(
        'already-exists',
        {
          en: `The route "${route.name.en}" of order "${order}" was taken on ${taken.on}: name its next step`,
          fr: `La voie « ${route.name.fr} » de l’ordonnance « ${order} » a été engagée le ${taken.on} : indiquer l’étape suivante`,
        },
        { value: route.id },
      ).problem
    : undefined
}

function stepTooEarly(
  pack: Pack,
  route: Route,
  step: RouteStep | undefined,
  taken: Escalation | undefined,
): Doubt | undefined {
  const missing = step?.after?.find((id) => taken?.steps.some((each) => each.step === id) !== true)
  if (step === undefined || missing === undefined) return undefined
  const why = {
    en: `The step "${step.id}" of the route "${route.name.en}" comes after "${missing}", which is not recorded`,
    fr: `L’étape « ${step.id} » de la voie « ${route.name.fr} » vient après « ${missing} », qui n’est pas consignée`,
  }
  return doubtOf('route-not-available', why, ruleRefs(pack, step.citations ?? route.citations), {
    value: route.id,
  })
}

function notOpen(
  { order }: OrderState,
  route: Route,
  on: string,
  why: Text,
  rule: RuleRef | undefined,
): Result<never> {
  return refuse(
    'route-not-available',
    {
      en: `The route "${route.name.en}" of order "${order}" is not open on ${on}: ${why.en}`,
      fr: `La voie « ${route.name.fr} » de l’ordonnance « ${order} » n’est pas ouverte le ${on} : ${why.fr}`,
    },
    { value: route.id, ...readRule(rule) },
  )
}

export function recordOutcome(
  state: OrderState,
  command: OrderCommandOf<'record-outcome'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { route, outcome, amount, subsequent, turnover, docket } = command
  const entered = { party: state.respondent.kind, outcome, amount, subsequent, turnover }
  const problem = checkAmount(pack, route, entered)
  if (problem !== undefined) return { ok: false, problem }
  const found = routeOf(pack, route, { outcome })
  if (!found.ok) return found
  const warnings = [...withheldDoubt(pack, route), ...amountDoubts(pack, route, entered)]
  const deadlines = routeClocks(pack, context.zoneData, {
    route: found.value,
    start: `outcome:${outcome}`,
    clocks: found.value.outcomes.find(({ id }) => id === outcome)?.clocks,
    party: state.respondent.id,
    on: command.on,
  })
  return ok({
    kind: 'escalation-decided',
    ...factOf(command),
    route,
    outcome,
    ...present({ amount, docket }),
    rules: ruleRefs(pack, found.value.citations),
    ...(deadlines.length === 0 ? {} : { deadlines }),
    ...(warnings.length === 0 ? {} : { warnings }),
  })
}

// A way of escalating is taken, goes on by its steps, and ends. Which are open, and why not, is in `routes.ts`.

import { ok, refuse, type Problem, type Result, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { checkAmount, routeOf, ruleRefs, stepClocks, stepsOf } from '../policy/clocks.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack, Route, RouteStep } from '../policy/pack.schema.ts'
import { factOf } from './fact-of.ts'
import type { OrderCommandOf, OrderEvent } from './order.schema.ts'
import { routeView } from './routes.ts'
import type { Escalation, OrderState } from './state.ts'

export function escalate(
  state: OrderState,
  command: OrderCommandOf<'escalate'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const found = routeOf(pack, command.route)
  if (!found.ok) return found
  const route = found.value
  const rules = ruleRefs(pack, route.citations)
  const step = stepsOf(route).find((each) => each.id === command.step)
  const latest = state.escalations.findLast((escalation) => escalation.route === route.id)
  // Where the law knows a subsequent offence, a route that ended may be taken again.
  const again = latest?.decided !== undefined && route.caps?.subsequent !== undefined
  const taken = again ? undefined : latest
  const problem =
    unknownStep(route, command.step, step, rules[0]) ??
    takenProblem(state, route, command.step, taken) ??
    stepTooEarly(route, step, taken, rules[0])
  if (problem !== undefined) return { ok: false, problem }
  // A route already under way goes on: a stay that comes later is for the court before which it is.
  const view = routeView(state, pack, route, command.on)
  if (taken === undefined && !view.available)
    return notOpen(state, route, command.on, { en: view.why, fr: view.whyFr }, rules[0])
  const clocks = { route, party: state.respondent.id, on: command.on }
  const deadlines =
    step === undefined ? [] : stepClocks(pack, context.zoneData, { ...clocks, step })
  const warnings = view.warnings.map((en, at) => ({ en, fr: view.warningsFr[at] ?? en }))
  return ok({
    kind: 'escalated',
    ...factOf(command),
    route: route.id,
    ...(command.step === undefined ? {} : { step: command.step }),
    ...(command.docket === undefined ? {} : { docket: command.docket }),
    rules,
    ...(deadlines.length === 0 ? {} : { deadlines }),
    ...(taken !== undefined || warnings.length === 0 ? {} : { warnings }),
  })
}

function lawOf(rule: RuleRef | undefined): { rule?: RuleRef } {
  return rule === undefined ? {} : { rule }
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
    { value: named, ...lawOf(rule) },
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
  route: Route,
  step: RouteStep | undefined,
  taken: Escalation | undefined,
  rule: RuleRef | undefined,
): Problem | undefined {
  const missing = step?.after?.find((id) => taken?.steps.some((each) => each.step === id) !== true)
  if (step === undefined || missing === undefined) return undefined
  return refuse(
    'route-not-available',
    {
      en: `The step "${step.id}" of the route "${route.name.en}" comes after "${missing}", which is not recorded`,
      fr: `L’étape « ${step.id} » de la voie « ${route.name.fr} » vient après « ${missing} », qui n’est pas consignée`,
    },
    { value: route.id, ...lawOf(rule) },
  ).problem
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
    { value: route.id, ...lawOf(rule) },
  )
}

export function recordOutcome(
  state: OrderState,
  command: OrderCommandOf<'record-outcome'>,
  pack: Pack,
): Result<OrderEvent> {
  const { route, outcome, amount, subsequent, turnover, docket } = command
  const problem = checkAmount(pack, route, {
    party: state.respondent.kind,
    outcome,
    amount,
    subsequent,
    turnover,
  })
  if (problem !== undefined) return { ok: false, problem }
  const found = routeOf(pack, route)
  if (!found.ok) return found
  return ok({
    kind: 'escalation-decided',
    ...factOf(command),
    route,
    outcome,
    ...(amount === undefined ? {} : { amount }),
    ...(docket === undefined ? {} : { docket }),
    rules: ruleRefs(pack, found.value.citations),
  })
}

// One command on an order becomes one event, or a refusal with its rule. All that depends on the law is asked of the pack here.

import type { DecisionContext } from '../policy/decision.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import {
  checkAmount,
  checkDue,
  clocksOf,
  deadlinesFor,
  extendedTo,
  extensionRule,
  limitationsFrom,
  packFor,
  routeOf,
  ruleRefs,
  setByHand,
  stepClocks,
  stepsOf,
  type ClockTerm,
} from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { challenge, courtDecides, extendChallengeTime, stay } from './courts.ts'
import { factOf } from './fact-of.ts'
import { recordInError } from './in-error.ts'
import type { OrderCommand, OrderCommandOf, OrderEvent } from './order.schema.ts'
import { precheck, termsOf } from './precheck.ts'
import { afterReport, firstReports, nextReports } from './reports.ts'
import { routeView } from './routes.ts'
import { respondentsOf, type OrderState } from './state.ts'
import { earliest } from './terms.ts'

/** Decides `command` on the order `ref`. The pack in force on the day of issuance governs for ever. */
export function decide(
  ref: AggregateRef,
  state: OrderState | undefined,
  command: OrderCommand,
  context: DecisionContext,
): Result<OrderEvent> {
  const problem = precheck(ref, state, command)
  if (problem !== undefined) return { ok: false, problem }
  if (command.on > context.today)
    return refuse(
      'future-date',
      `Cannot ${command.kind} order "${orderOf(ref)}" on ${command.on}: today is ${context.today}`,
      { value: command.on },
    )
  if (command.kind === 'issue') return issue(ref, command, context)
  if (state === undefined)
    return refuse('unknown-order', `Order "${orderOf(ref)}" was never issued`, {
      value: orderOf(ref),
    })
  const pack = packFor(context.packs, state.statute, state.issuedOn)
  return pack.ok ? decideUnder(ref, state, command, pack.value, context) : pack
}

function decideUnder(
  ref: AggregateRef,
  state: OrderState,
  command: Exclude<OrderCommand, { kind: 'issue' }>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const fact = factOf(command)
  switch (command.kind) {
    case 'serve':
      return serve(state, command, pack, context)
    case 'refuse':
      return ok({
        kind: 'refusal-declared',
        ...fact,
        terms: termsOf(state, command),
        ...partyIn(command),
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      })
    case 'comply':
      return comply(state, command, pack, context)
    case 'assess':
      return ok({
        kind: 'compliance-assessed',
        ...fact,
        terms: termsOf(state, command),
        finding: command.finding,
        basis: command.basis,
        ...partyIn(command),
      })
    case 'challenge':
      return ok(challenge(state, command, pack))
    case 'extend-challenge-time':
      return ok(extendChallengeTime(state, command, pack, context))
    case 'decide':
      return courtDecides(ref, state, command, pack, context)
    case 'rescind':
      return ok({
        kind: 'rescinded',
        ...fact,
        terms: termsOf(state, command),
        reason: command.reason,
      })
    case 'set-deadline': {
      const { deadline, text, to, reason } = command
      const set = setByHand(pack, context.zoneData, {
        id: 'by-hand',
        party: state.respondent.id,
        name: deadline,
        text,
        to,
      })
      return ok({ kind: 'deadline-set', ...fact, deadline, text, to, reason, deadlines: [set] })
    }
    case 'record-in-error':
      return recordInError(ref, state, command, context, decide)
    case 'stay':
      return ok(stay(ref, state, command, pack, context))
    case 'extend':
      return extend(state, command, pack, context)
    case 'undo-extension':
      return ok(undoExtension(state, command))
    case 'correct':
      return correct(state, command, pack, context)
    case 'approve-correction': {
      const { by, reason, packVersion, before, after } = command
      return ok({
        kind: 'deadline-corrected',
        ...fact,
        by,
        reason,
        packVersion,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      })
    }
    case 'escalate':
      return escalate(state, command, pack, context)
    case 'record-outcome':
      return recordOutcome(state, command, pack)
    case 'withdraw':
      return ok({
        kind: 'withdrawn',
        ...fact,
        terms: termsOf(state, command),
        reason: command.reason,
      })
    case 'close':
      return ok({ kind: 'closed', ...fact, reason: command.reason })
    case 'mark-reached':
      return markReached(state, command, pack, context)
    default:
      return assertNever(command)
  }
}

function issue(
  ref: AggregateRef,
  command: OrderCommandOf<'issue'>,
  context: DecisionContext,
): Result<OrderEvent> {
  const { office } = context
  const found = packFor(context.packs, command.statute, command.on)
  if (!found.ok) return found
  const pack = found.value
  const named = command.instrument
  if (named !== undefined && !pack.instruments.some((each) => each.id === named))
    return refuse(
      'invalid-input',
      {
        en: `${pack.citation} has no instrument "${named}": it has ${pack.instruments.map((each) => each.id).join(', ')}`,
        fr: `${pack.citation} n'a pas d'acte « ${named} » : ses actes sont ${pack.instruments.map((each) => each.id).join(', ')}`,
      },
      { value: named },
    )
  const binding = pack.instruments.find(
    (instrument) =>
      instrument.binding &&
      (named === undefined || instrument.id === named) &&
      (instrument.inForce?.from ?? '') <= command.on &&
      (instrument.inForce?.to ?? '9999') >= command.on,
  )
  if (office.role !== 'commissioner' || binding === undefined) {
    const rule = ruleRefs(pack, (binding ?? pack.instruments[0])?.citations ?? [])[0]
    return refuse(
      'no-order-power',
      `Cannot issue order "${orderOf(ref)}": ${office.short.en} has no power to make binding orders under ${command.statute} on ${command.on}`,
      { value: office.id, ...(rule === undefined ? {} : { rule }) },
    )
  }
  if (!office.statutes.includes(command.statute))
    return refuse(
      'wrong-office',
      `Cannot issue order "${orderOf(ref)}" under "${command.statute}": ${office.short.en} acts under ${office.statutes.join(', ')}`,
      { value: command.statute },
    )
  for (const term of command.terms) {
    const problem = checkDue(pack, clockTerm(term), named)
    if (problem !== undefined) return { ok: false, problem }
  }
  return ok({
    kind: 'issued',
    ...factOf(command),
    matter: command.matter,
    number: ref.id,
    statute: command.statute,
    pack: { version: pack.version, inForceFrom: pack.inForce.from },
    zone: pack.zone,
    ...(named === undefined ? {} : { instrument: named }),
    respondent: command.respondent,
    ...(command.respondents === undefined || command.respondents.length === 0
      ? {}
      : { respondents: command.respondents }),
    ...(command.follows === undefined ? {} : { follows: command.follows }),
    otherParties: command.otherParties ?? [],
    terms: command.terms,
    sharing: pack.sharing,
  })
}

/** A copy starts what the pack says for its party; a corrected copy starts nothing that the correction did not (s.57.1: from its date). */
function serve(
  state: OrderState,
  command: OrderCommandOf<'serve'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { party, on, means } = command
  const mustComply = respondentsOf(state).includes(party)
  const again = state.correctedOn !== undefined && state.copies.some((copy) => copy.party === party)
  const deadlines = again
    ? ok([])
    : deadlinesFor(pack, context.zoneData, {
        party,
        start: 'copy-given',
        on,
        terms: clockTerms(state, party),
        instrument: state.instrument,
        mustComply,
      })
  if (!deadlines.ok) return deadlines
  const reports = mustComply && !again ? firstReports(pack, context.zoneData, state, party, on) : []
  return ok({
    kind: 'copy-given',
    ...factOf(command),
    party,
    means,
    deadlines: [...deadlines.value, ...reports],
  })
}

/** A fact of the world is never refused: steps that the law bars so early are recorded, and marked with the rule. */
function comply(
  state: OrderState,
  command: OrderCommandOf<'comply'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const bar = clocksOf(pack, state.instrument).find((clock) => clock.id === 'comply-not-before')
  const terms = termsOf(state, command)
  const early = (bar === undefined ? [] : terms).flatMap((term) => {
    const first = earliest(state, 'comply-not-before', term, command.party)
    // Where two readings are possible, only what no reading allows is early.
    return first !== undefined && command.on < (first.lenientDate ?? first.date)
      ? [{ term, firstLawfulDay: first.date, rules: ruleRefs(pack, bar?.citations ?? []) }]
      : []
  })
  const deadlines = nextReports(pack, context.zoneData, state, terms, command)
  return ok({
    kind: 'compliance-reported',
    ...factOf(command),
    terms,
    ...partyIn(command),
    outcome: command.outcome,
    ...(early.length === 0 ? {} : { early }),
    ...(deadlines.length === 0 ? {} : { deadlines }),
  })
}

function markReached(
  state: OrderState,
  command: OrderCommandOf<'mark-reached'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { deadline, party, terms, route, name } = command
  const found = state.deadlines.find(
    (each) =>
      each.id === deadline &&
      each.party === party &&
      each.route === route &&
      each.name === name &&
      each.terms.join() === terms.join(),
  )
  if (found === undefined || found.alarmAt.slice(0, 10) > context.today)
    return refuse(
      'conflict',
      {
        en: `Deadline "${deadline}" of "${party}" has moved`,
        fr: `L'échéance « ${deadline} » de « ${party} » a été déplacée`,
      },
      { value: deadline },
    )
  const begun =
    deadline === 'comply'
      ? limitationsFrom(pack, context.zoneData, found)
      : deadline === 'report'
        ? afterReport(pack, context.zoneData, state, found)
        : []
  return ok({
    kind: 'deadline-reached',
    ...factOf(command),
    deadline,
    party,
    terms,
    ...(route === undefined ? {} : { route }),
    ...(name === undefined ? {} : { name }),
    alarmAt: found.alarmAt,
    ...(command.late === undefined ? {} : { late: command.late }),
    ...(begun.length === 0 ? {} : { deadlines: begun }),
  })
}

function extend(
  state: OrderState,
  command: OrderCommandOf<'extend'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const rule = extensionRule(pack, 'extend', command.grantedBy)
  const rules = ruleRefs(pack, rule?.citations ?? [])
  if (rule?.allowed !== true)
    return refuse(
      'not-extendable',
      `Cannot extend order "${state.order}" to ${command.to}: ${pack.citation} gives ${command.grantedBy === 'office' ? 'the office' : 'a court'} no power to extend it`,
      { value: command.to, ...(rules[0] === undefined ? {} : { rule: rules[0] }) },
    )
  if (state.copies.length === 0)
    return refuse(
      'not-served',
      `Cannot extend order "${state.order}": no copy has been given, so no time runs`,
      { value: command.to },
    )
  const terms = termsOf(state, command)
  const early = terms
    .map((term) => earliest(state, 'comply', term))
    .find((due) => due !== undefined && due.date >= command.to)
  if (early !== undefined)
    return refuse(
      'invalid-input',
      `Cannot extend order "${state.order}" to ${command.to}: it is due ${early.date}, which is not earlier`,
      { value: command.to },
    )
  const bound = respondentsOf(state)
  const parties = [...new Set(state.copies.map((copy) => copy.party))].filter((party) =>
    bound.includes(party),
  )
  const deadlines = parties.map((party) =>
    extendedTo(pack, context.zoneData, {
      party,
      terms,
      to: command.to,
      start: 'extended',
      by: command.grantedBy,
    }),
  )
  return ok({
    kind: 'extended',
    ...factOf(command),
    to: command.to,
    grantedBy: command.grantedBy,
    terms,
    reason: command.reason,
    deadlines,
    rules,
  })
}

/** What was due before the extension is due again, for the terms that are named. */
function undoExtension(state: OrderState, command: OrderCommandOf<'undo-extension'>): OrderEvent {
  const asked = termsOf(state, command)
  const restored = new Map<string, Deadline>()
  const undone = new Set<string>()
  for (const extension of state.extensions.toReversed()) {
    for (const term of extension.terms.filter((each) => asked.includes(each))) {
      undone.add(term)
      for (const deadline of extension.before)
        if (deadline.terms.includes(term))
          restored.set(`${deadline.party}|${term}`, { ...deadline, terms: [term] })
    }
  }
  return {
    kind: 'extension-undone',
    ...factOf(command),
    terms: [...undone],
    reason: command.reason,
    deadlines: [...restored.values()],
  }
}

function correct(
  state: OrderState,
  command: OrderCommandOf<'correct'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const rule = extensionRule(pack, 'correct', 'office')
  const rules = ruleRefs(pack, rule?.citations ?? [])
  if (rule?.allowed !== true)
    return refuse(
      'not-extendable',
      `Cannot correct order "${state.order}": ${pack.citation} gives the office no power to correct it`,
      { value: state.order, ...(rules[0] === undefined ? {} : { rule: rules[0] }) },
    )
  const late = tooLateToCorrect(state, command, pack, rule)
  if (late !== undefined) return { ok: false, problem: late }
  const deadlines: Deadline[] = []
  const touched = termsOf(state, command)
  for (const party of rule.restartsClock && command.touchesConclusions
    ? new Set(state.copies.map((copy) => copy.party))
    : []) {
    const again = deadlinesFor(pack, context.zoneData, {
      party,
      start: 'corrected',
      on: command.on,
      terms: clockTerms(state, party).filter(({ id }) => touched.includes(id)),
      instrument: state.instrument,
      mustComply: respondentsOf(state).includes(party),
    })
    if (!again.ok) return again
    deadlines.push(...again.value)
  }
  return ok({
    kind: 'corrected',
    ...factOf(command),
    ...(command.terms === undefined ? {} : { terms: command.terms }),
    touchesConclusions: command.touchesConclusions,
    ...(command.asked === undefined ? {} : { asked: command.asked }),
    reason: command.reason,
    deadlines,
    rules,
  })
}

/** Of its own motion only before execution begins; on a party's motion not once an appeal is lodged (Quebec s.57.1). */
function tooLateToCorrect(
  state: OrderState,
  command: OrderCommandOf<'correct'>,
  pack: Pack,
  { until, citations }: NonNullable<ReturnType<typeof extensionRule>>,
): Problem | undefined {
  const rule = ruleRefs(pack, citations)[0]
  const law = rule === undefined ? {} : { rule }
  if (command.asked === true && until?.asked !== undefined) {
    const appeal = state.challenges.find((each) => each.from === undefined && each.on <= command.on)
    if (appeal !== undefined)
      return refuse(
        'not-extendable',
        {
          en: `Cannot correct order "${state.order}" on a party's motion on ${command.on}: "${appeal.id}" was lodged on ${appeal.on}`,
          fr: `Impossible de rectifier l'ordonnance « ${state.order} » à la demande d'une partie le ${command.on} : « ${appeal.id} » a été formé le ${appeal.on}`,
        },
        { value: command.on, ...law },
      ).problem
  }
  if (command.asked !== true && until?.ownMotion !== undefined) {
    const execution = pack.routes
      .filter(({ kind }) => kind === 'court-filing')
      .flatMap(({ id }) => state.escalations.filter(({ route }) => route === id))[0]
    if (execution !== undefined)
      return refuse(
        'not-extendable',
        {
          en: `Cannot correct order "${state.order}" of the office's own motion on ${command.on}: its execution began on ${execution.on}`,
          fr: `Impossible de rectifier d'office l'ordonnance « ${state.order} » le ${command.on} : son exécution a commencé le ${execution.on}`,
        },
        { value: command.on, ...law },
      ).problem
  }
  return undefined
}

function escalate(
  state: OrderState,
  command: OrderCommandOf<'escalate'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const found = routeOf(pack, command.route)
  if (!found.ok) return found
  const route = found.value
  const rules = ruleRefs(pack, route.citations)
  const law = rules[0] === undefined ? {} : { rule: rules[0] }
  const steps = stepsOf(route)
  const step = steps.find((each) => each.id === command.step)
  if (command.step !== undefined && step === undefined)
    return refuse(
      'invalid-input',
      `Route "${route.id}" has no step "${command.step}"; its steps are ${steps.map((each) => each.id).join(', ')}`,
      { value: command.step, ...law },
    )
  const latest = state.escalations.findLast((escalation) => escalation.route === route.id)
  // Where the law knows a subsequent offence, a route that ended may be taken again.
  const again = latest?.decided !== undefined && route.caps?.subsequent !== undefined
  const taken = again ? undefined : latest
  if (taken?.decided !== undefined)
    return refuse(
      'already-ended',
      `Route "${route.id}" of "${state.order}" ended on ${taken.decided.on}`,
      { value: route.id },
    )
  if (
    taken !== undefined &&
    (command.step === undefined || taken.steps.some((each) => each.step === command.step))
  )
    return refuse(
      'already-exists',
      `Route "${route.id}" of "${state.order}" was taken on ${taken.on}: name its next step`,
      { value: route.id },
    )
  const before = step?.after?.find((id) => taken?.steps.some((each) => each.step === id) !== true)
  if (before !== undefined)
    return refuse(
      'route-not-available',
      {
        en: `Step "${command.step}" of route "${route.id}" comes after "${before}", which is not recorded`,
        fr: `L'étape « ${command.step} » de la voie « ${route.id} » vient après « ${before} », qui n'est pas consignée`,
      },
      { value: route.id, ...law },
    )
  // A route already under way goes on: a stay that comes later is for the court before which it is.
  const view = routeView(state, pack, route, command.on)
  if (taken === undefined && !view.available)
    return refuse(
      'route-not-available',
      {
        en: `Route "${route.id}" of "${state.order}" is not open on ${command.on}: ${view.why}`,
        fr: `La voie « ${route.id} » de « ${state.order} » n'est pas ouverte le ${command.on} : ${view.whyFr}`,
      },
      { value: route.id, ...law },
    )
  const deadlines =
    step === undefined
      ? []
      : stepClocks(pack, context.zoneData, {
          route,
          step,
          party: state.respondent.id,
          on: command.on,
        })
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

function recordOutcome(
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

function clockTerms(state: OrderState, party: string): ClockTerm[] {
  const live = termsOf(state, {})
  return state.terms
    .filter(
      (term) =>
        live.includes(term.id) &&
        (term.respondents === undefined ||
          term.respondents.includes(party) ||
          !respondentsOf(state).includes(party)),
    )
    .map(clockTerm)
}

function clockTerm(term: OrderState['terms'][number]): ClockTerm {
  return { id: term.id, kind: term.kind, ...(term.due === undefined ? {} : { due: term.due }) }
}

function partyIn({ party }: { readonly party?: string | undefined }): { party?: string } {
  return party === undefined ? {} : { party }
}

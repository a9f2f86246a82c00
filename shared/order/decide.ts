// One command on an order becomes one event, or a refusal with its rule. All that depends on the law is asked of the pack here.

import type { DecisionContext } from '../policy/decision.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import {
  afterStay,
  challengeRule,
  checkAmount,
  checkDue,
  deadlinesFor,
  extendedTo,
  extensionRule,
  limitationsFrom,
  packFor,
  routeOf,
  ruleRefs,
} from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import type {
  OrderCommand,
  OrderCommandOf,
  OrderEvent,
  OrderEventOf,
  StayOfTerms,
} from './order.schema.ts'
import { precheck, termsOf } from './precheck.ts'
import { routeView } from './routes.ts'
import { evolve, type OrderState } from './state.ts'
import { stayOf } from './stays.ts'
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
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      })
    case 'comply':
      return comply(state, command, pack)
    case 'challenge':
      return ok(challenge(state, command, pack))
    case 'decide':
      return ok(courtDecides(ref, state, command, pack, context))
    case 'stay': {
      const terms = termsOf(state, command)
      if (command.action !== 'lifted')
        return ok({
          kind: command.action === 'sought' ? 'stay-sought' : 'stay-ordered',
          ...fact,
          forum: command.forum,
          terms,
        })
      const lifted: OrderEventOf<'stay-lifted'> = {
        kind: 'stay-lifted',
        ...fact,
        forum: command.forum,
        terms,
        deadlines: [],
      }
      return ok({ ...lifted, deadlines: resumed(ref, state, lifted, pack, context) })
    }
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
      return escalate(state, command, pack)
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
    case 'mark-reached': {
      const { deadline, party, terms, route } = command
      const found = state.deadlines.find(
        (each) =>
          each.id === deadline &&
          each.party === party &&
          each.route === route &&
          each.terms.join() === terms.join(),
      )
      if (found === undefined || found.alarmAt.slice(0, 10) > context.today)
        return refuse('conflict', `Deadline "${deadline}" of "${party}" has moved`, {
          value: deadline,
        })
      const begun = deadline === 'comply' ? limitationsFrom(pack, context.zoneData, found) : []
      return ok({
        kind: 'deadline-reached',
        ...fact,
        deadline,
        party,
        terms,
        ...(route === undefined ? {} : { route }),
        alarmAt: found.alarmAt,
        ...(command.late === undefined ? {} : { late: command.late }),
        ...(begun.length === 0 ? {} : { deadlines: begun }),
      })
    }
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
  const binding = pack.instruments.find(
    (instrument) =>
      instrument.binding &&
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
    const problem = checkDue(pack, clockTerm(term))
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
    respondent: command.respondent,
    otherParties: command.otherParties ?? [],
    terms: command.terms,
    sharing: pack.sharing,
  })
}

function serve(
  state: OrderState,
  command: OrderCommandOf<'serve'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const deadlines = deadlinesFor(pack, context.zoneData, {
    party: command.party,
    start: 'copy-given',
    on: command.on,
    terms: clockTerms(state),
  })
  return deadlines.ok
    ? ok({
        kind: 'copy-given',
        ...factOf(command),
        party: command.party,
        means: command.means,
        deadlines: deadlines.value,
      })
    : deadlines
}

/** Some statutes bar steps to comply while the order can still be challenged (Alberta PIPA s.54(2)). */
function comply(
  state: OrderState,
  command: OrderCommandOf<'comply'>,
  pack: Pack,
): Result<OrderEvent> {
  const bar = pack.clocks.find((clock) => clock.id === 'comply-not-before')
  const terms = termsOf(state, command)
  for (const term of bar === undefined ? [] : terms) {
    const rule = ruleRefs(pack, bar?.citations ?? [])[0]
    const first = earliest(state, 'comply-not-before', term)
    const law = rule === undefined ? {} : { rule }
    if (first === undefined && state.copies.length === 0)
      return refuse(
        'not-served',
        `Cannot report compliance with "${state.order}": no copy has been given, so its first lawful day is not known`,
        { value: command.on, ...law },
      )
    // Where two readings are possible the later day is the safe one to name; only what no reading allows is refused.
    if (first !== undefined && command.on < (first.lenientDate ?? first.date))
      return refuse(
        'before-lawful-day',
        `Cannot report compliance with term "${term}" of "${state.order}" on ${command.on}: the first lawful day is ${first.date}`,
        { value: command.on, ...law },
      )
  }
  return ok({ kind: 'compliance-reported', ...factOf(command), terms, outcome: command.outcome })
}

/** Facts of the world are not refused: a challenge this pack does not know of is recorded, and stays nothing by statute. */
function challenge(
  state: OrderState,
  command: OrderCommandOf<'challenge'>,
  pack: Pack,
): OrderEvent {
  const rule = challengeRule(
    pack,
    command.challengeKind,
    command.from === undefined ? 'order' : 'decision',
  )
  const party = command.party ?? state.respondent.id
  const terms = termsOf(state, command)
  const window =
    rule?.window === undefined
      ? undefined
      : state.deadlines.find((deadline) => deadline.id === rule.window && deadline.party === party)
  const inTime =
    rule?.window === undefined
      ? 'unknown'
      : window === undefined || command.on <= window.date
        ? 'yes'
        : command.on <= (window.lenientDate ?? window.date)
          ? 'unknown'
          : 'no'
  const stays = (inTime === 'no' ? rule?.late : rule?.inTime)?.flatMap((effect): StayOfTerms[] => {
    const stayed = state.terms
      .filter((term) => terms.includes(term.id) && effect.termKinds.includes(term.kind))
      .map((term) => term.id)
    return effect.stays && effect.until !== undefined && stayed.length > 0
      ? [{ terms: stayed, until: effect.until, rules: ruleRefs(pack, effect.citations) }]
      : []
  })
  return {
    kind: 'challenge-filed',
    ...factOf(command),
    challenge: command.challenge,
    challengeKind: command.challengeKind,
    forum: command.forum,
    party,
    terms,
    ...(command.from === undefined ? {} : { from: command.from }),
    inTime,
    stays: stays ?? [],
    rules: ruleRefs(pack, rule?.citations ?? []),
  }
}

function courtDecides(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'decide'>,
  pack: Pack,
  context: DecisionContext,
): OrderEvent {
  const challenged = state.challenges.find((each) => each.id === command.challenge)
  const event: OrderEventOf<'court-decided'> = {
    kind: 'court-decided',
    ...factOf(command),
    challenge: command.challenge,
    outcome: command.outcome,
    citation: command.citation,
    terms: command.terms ?? [...(challenged?.terms ?? [])],
    ...(command.endsStay === undefined ? {} : { endsStay: command.endsStay }),
    deadlines: [],
  }
  return { ...event, deadlines: resumed(ref, state, event, pack, context) }
}

/** The deadlines of the terms whose stay this event ends, as the pack says a clock goes on after a stay. */
function resumed(
  ref: AggregateRef,
  state: OrderState,
  event: OrderEvent,
  pack: Pack,
  context: DecisionContext,
): Deadline[] {
  const next = evolve(ref, state, event)
  return state.deadlines
    .filter((deadline) => deadline.id === 'comply')
    .flatMap((deadline) => {
      const freed = deadline.terms.filter(
        (term) => stayOf(state, term).stayed && !stayOf(next, term).stayed,
      )
      const since = freed.flatMap((term) => stayOf(state, term).since ?? []).toSorted()[0]
      if (since === undefined) return []
      const moved = afterStay(pack, context.zoneData, {
        deadline: { ...deadline, terms: freed },
        stayedFrom: since,
        endedOn: event.on,
      })
      return moved.date === deadline.date && moved.lenientDate === deadline.lenientDate
        ? []
        : [moved]
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
  const parties = [...new Set(state.copies.map((copy) => copy.party))]
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
  const deadlines: Deadline[] = []
  for (const party of rule.restartsClock && command.touchesConclusions
    ? new Set(state.copies.map((copy) => copy.party))
    : []) {
    const again = deadlinesFor(pack, context.zoneData, {
      party,
      start: 'corrected',
      on: command.on,
      terms: clockTerms(state),
    })
    if (!again.ok) return again
    deadlines.push(...again.value)
  }
  return ok({
    kind: 'corrected',
    ...factOf(command),
    touchesConclusions: command.touchesConclusions,
    reason: command.reason,
    deadlines,
    rules,
  })
}

function escalate(
  state: OrderState,
  command: OrderCommandOf<'escalate'>,
  pack: Pack,
): Result<OrderEvent> {
  const found = routeOf(pack, command.route)
  if (!found.ok) return found
  const route = found.value
  const rules = ruleRefs(pack, route.citations)
  const law = rules[0] === undefined ? {} : { rule: rules[0] }
  if (command.step !== undefined && !route.steps.includes(command.step))
    return refuse(
      'invalid-input',
      `Route "${route.id}" has no step "${command.step}"; its steps are ${route.steps.join(', ')}`,
      { value: command.step, ...law },
    )
  const taken = state.escalations.find((escalation) => escalation.route === route.id)
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
  // A route already under way goes on: a stay that comes later is for the court before which it is.
  const view = routeView(state, route, command.on)
  if (taken === undefined && !view.available)
    return refuse(
      'route-not-available',
      `Route "${route.id}" of "${state.order}" is not open on ${command.on}: ${view.why}`,
      { value: route.id, ...law },
    )
  return ok({
    kind: 'escalated',
    ...factOf(command),
    route: route.id,
    ...(command.step === undefined ? {} : { step: command.step }),
    ...(command.docket === undefined ? {} : { docket: command.docket }),
    rules,
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

function clockTerms(state: OrderState): ReturnType<typeof clockTerm>[] {
  const live = termsOf(state, {})
  return state.terms.filter((term) => live.includes(term.id)).map(clockTerm)
}

function clockTerm(term: OrderState['terms'][number]): {
  id: string
  kind: 'mandate' | 'prohibition'
  due?: NonNullable<typeof term.due>
} {
  return { id: term.id, kind: term.kind, ...(term.due === undefined ? {} : { due: term.due }) }
}

/** When it was, who said so, and how sure it is: the same on every event. */
function factOf(
  command: OrderCommand,
): Pick<OrderEvent, 'on' | 'by' | 'confidence' | 'source' | 'between'> {
  const { on, by, confidence, source, between } = command
  return {
    on,
    ...(by === undefined ? {} : { by }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(source === undefined ? {} : { source }),
    ...(between === undefined ? {} : { between }),
  }
}

// One command on an order becomes one event, or a refusal with its rule. All that depends on the law is asked of the pack here.

import { notYetProblem } from '../kernel/not-yet.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { clocksOf, limitationsFrom, packFor, ruleRefs, setByHand } from '../policy/clocks.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { doing, theOrder } from './act-words.ts'
import { challenge, courtDecides, extendChallengeTime, stay } from './courts.ts'
import { sameDeadline } from './deadline-name.ts'
import { earliest } from './duties.ts'
import { escalate, recordOutcome } from './escalate.ts'
import { factOf } from './fact-of.ts'
import { recordInError } from './in-error.ts'
import { issue } from './issue.ts'
import type { OrderCommand, OrderCommandOf, OrderEvent } from './order.schema.ts'
import { correct, extend, undoExtension } from './own-time.ts'
import { precheck } from './precheck.ts'
import { afterReport, nextReports } from './reports.ts'
import { termsOf } from './scope.ts'
import { decideService, disputeService, serve } from './service.ts'
import { allRespondents, type OrderState } from './state.ts'

/** Decides `command` on the order `ref`. The pack in force on the day of issuance governs for ever. */
export function decide(
  ref: AggregateRef,
  state: OrderState | undefined,
  command: OrderCommand,
  context: DecisionContext,
): Result<OrderEvent> {
  const order = orderOf(ref)
  const problem =
    precheck(ref, state, command) ??
    notYetProblem(command.on, context.today, doing(command.kind, theOrder(order)))
  if (problem !== undefined) return { ok: false, problem }
  if (command.kind === 'issue') return issue(ref, command, context)
  if (state === undefined) throw new Error(`${order} passed its precheck and was never issued`)
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
  switch (command.kind) {
    case 'serve':
      return serve(state, command, pack, context)
    case 'dispute-service':
      return ok(disputeService(ref, state, command, pack))
    case 'decide-service':
      return decideService(ref, state, command, pack, context)
    case 'comply':
      return comply(state, command, pack, context)
    case 'challenge':
      return ok(challenge(state, command, pack))
    case 'extend-challenge-time':
      return ok(extendChallengeTime(state, command, pack, context))
    case 'decide':
      return courtDecides(ref, state, command, pack, context)
    case 'set-deadline':
      return ok(setDeadline(state, command, pack, context))
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
    case 'escalate':
      return escalate(state, command, pack, context)
    case 'record-outcome':
      return recordOutcome(state, command, pack, context)
    case 'mark-reached':
      return markReached(state, command, pack, context)
    case 'refuse':
    case 'assess':
    case 'approve-correction':
    case 'rescind':
    case 'withdraw':
    case 'reword':
    case 'close':
    case 'reopen':
    case 'succeed':
      return ok(asSaid(state, command))
    default:
      return assertNever(command)
  }
}

type SaidKind =
  | 'refuse'
  | 'assess'
  | 'approve-correction'
  | 'rescind'
  | 'withdraw'
  | 'reword'
  | 'close'
  | 'reopen'
  | 'succeed'

/** What no law bears on is recorded as it was said, of the terms that it speaks of. */
function asSaid(state: OrderState, command: OrderCommandOf<SaidKind>): OrderEvent {
  const fact = factOf(command)
  switch (command.kind) {
    case 'refuse': {
      const { party, reason } = command
      const terms = termsOf(state, command)
      return { kind: 'refusal-declared', ...fact, terms, ...present({ party, reason }) }
    }
    case 'assess': {
      const { finding, basis, party } = command
      const terms = termsOf(state, command)
      return { kind: 'compliance-assessed', ...fact, terms, finding, basis, ...present({ party }) }
    }
    case 'approve-correction': {
      const { by, reason, packVersion, before, after } = command
      const sides = present({ before, after })
      return { kind: 'deadline-corrected', ...fact, by, reason, packVersion, ...sides }
    }
    case 'rescind':
    case 'withdraw': {
      const { parties, reason } = command
      const kind = command.kind === 'rescind' ? 'rescinded' : 'withdrawn'
      return { kind, ...fact, terms: termsOf(state, command), ...present({ parties }), reason }
    }
    case 'reword': {
      const { term, parties, decision, text } = command
      return { kind: 'term-reworded', ...fact, term, ...present({ parties }), decision, text }
    }
    case 'close':
      return { kind: 'closed', ...fact, reason: command.reason }
    case 'reopen':
      return { kind: 'reopened', ...fact, reason: command.reason }
    case 'succeed': {
      const { party, name, partyKind, reason } = command
      const before = allRespondents(state).find(({ id }) => id === party) ?? state.respondent
      return { kind: 'respondent-succeeded', ...fact, party, before, name, partyKind, reason }
    }
  }
}

function setDeadline(
  state: OrderState,
  command: OrderCommandOf<'set-deadline'>,
  pack: Pack,
  { zoneData }: DecisionContext,
): OrderEvent {
  const { deadline, text, to, reason } = command
  const party = state.respondent.id
  const set = setByHand(pack, zoneData, { id: 'by-hand', party, name: deadline, text, to })
  return {
    kind: 'deadline-set',
    ...factOf(command),
    deadline,
    text,
    to,
    reason,
    deadlines: [set],
  }
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
    ...present({ party: command.party }),
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
  const found = state.deadlines.find((each) => sameDeadline(each, command))
  if (found === undefined || found.alarmAt.slice(0, 10) > context.today)
    return refuse(
      'conflict',
      {
        en: `The date of "${party}" has moved`,
        fr: `L’échéance de « ${party} » a été déplacée`,
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

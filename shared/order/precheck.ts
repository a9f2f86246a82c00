// What can be refused from the order alone, without the law: run before anything is written to a workflow's history, and again by `decide`.

import { canonical } from '../kernel/canonical.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Problem } from '../kernel/problems.ts'
import type { OrderCommand } from './order.schema.ts'
import { deadlineKey, standing, type OrderState } from './state.ts'
import { stayOf } from './stays.ts'

/** The first thing that is wrong with `command`, if anything. */
export function precheck(
  ref: AggregateRef,
  state: OrderState | undefined,
  command: OrderCommand,
): Problem | undefined {
  const order = orderOf(ref)
  if (command.kind === 'issue')
    return state === undefined
      ? duplicates(command)
      : problem(
          'already-exists',
          `Cannot issue order "${order}": it was issued on ${state.issuedOn}`,
          order,
        )
  if (state === undefined)
    return problem(
      'unknown-order',
      `Cannot ${command.kind} order "${order}": no such order was issued. List the orders with "concert order list"`,
      order,
    )
  if (state.closedOn !== undefined)
    return problem(
      'already-ended',
      `Cannot ${command.kind} order "${order}": it was closed on ${state.closedOn}`,
      order,
    )
  if (command.on < state.issuedOn)
    return problem(
      'before-issued',
      `Cannot ${command.kind} order "${order}" on ${command.on}: it was issued on ${state.issuedOn}`,
      command.on,
    )
  if (!afterWithdrawal.includes(command.kind) && termsOf(state, {}).length === 0)
    return problem(
      'already-ended',
      `Cannot ${command.kind} order "${order}": all of it was withdrawn on ${state.withdrawn.at(-1)?.on}`,
      order,
    )
  return termProblem(order, state, command) ?? ownProblem(order, state, command)
}

/** What can still happen to an order withdrawn whole: a court or a route under way ends, the file is closed. */
const afterWithdrawal: readonly OrderCommand['kind'][] = [
  'decide',
  'record-outcome',
  'close',
  'mark-reached',
]

/** The terms a command speaks of: those it names, or all that are not withdrawn. */
export function termsOf(
  state: OrderState,
  command: { readonly terms?: readonly string[] | undefined },
): string[] {
  if (command.terms !== undefined) return [...command.terms]
  return state.terms
    .map((term) => term.id)
    .filter((id) => !state.withdrawn.some((end) => end.term === id))
}

export function partiesOf(state: OrderState): string[] {
  return [state.respondent.id, ...state.otherParties.map((party) => party.id)]
}

function duplicates(command: Extract<OrderCommand, { kind: 'issue' }>): Problem | undefined {
  const ids = command.terms.map((term) => term.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  return twice === undefined
    ? undefined
    : problem(
        'invalid-input',
        `Term "${twice}" is listed twice: each term of an order needs its own id`,
        twice,
      )
}

function termProblem(order: string, state: OrderState, command: OrderCommand): Problem | undefined {
  if (!('terms' in command) || command.terms === undefined || command.kind === 'issue')
    return undefined
  for (const id of command.terms) {
    if (!state.terms.some((term) => term.id === id))
      return problem(
        'unknown-term',
        `Cannot ${command.kind} term "${id}" of order "${order}": its terms are ${state.terms.map((term) => term.id).join(', ')}`,
        id,
      )
    const end = state.withdrawn.find((withdrawn) => withdrawn.term === id)
    if (end !== undefined && command.kind !== 'mark-reached')
      return problem(
        'already-ended',
        `Cannot ${command.kind} term "${id}" of order "${order}": it was withdrawn on ${end.on}`,
        id,
      )
  }
  return undefined
}

function ownProblem(order: string, state: OrderState, command: OrderCommand): Problem | undefined {
  switch (command.kind) {
    case 'serve': {
      const unknown = partyProblem(order, state, command.party)
      const copy = state.copies.find(
        (given) => given.party === command.party && given.on >= (state.correctedOn ?? given.on),
      )
      return (
        unknown ??
        (copy === undefined
          ? undefined
          : problem(
              'already-exists',
              `A copy of order "${order}" was given to "${command.party}" on ${copy.on} already`,
              command.party,
            ))
      )
    }
    case 'challenge': {
      if (state.challenges.some((challenge) => challenge.id === command.challenge))
        return problem(
          'already-exists',
          `Order "${order}" has a challenge "${command.challenge}" already: choose another id`,
          command.challenge,
        )
      if (
        command.from !== undefined &&
        !state.challenges.some((challenge) => challenge.decision?.citation === command.from)
      )
        return problem(
          'unknown-challenge',
          `Order "${order}" has no decision "${command.from}" to appeal from`,
          command.from,
        )
      return command.party === undefined ? undefined : partyProblem(order, state, command.party)
    }
    case 'decide': {
      const challenge = state.challenges.find((each) => each.id === command.challenge)
      if (challenge === undefined)
        return problem(
          'unknown-challenge',
          `Order "${order}" has no challenge "${command.challenge}"; it has: ${state.challenges.map((each) => each.id).join(', ') || 'none'}`,
          command.challenge,
        )
      if (challenge.decision !== undefined)
        return problem(
          'already-exists',
          `Challenge "${challenge.id}" was decided on ${challenge.decision.on} (${challenge.decision.citation})`,
          command.challenge,
        )
      return command.on < challenge.on
        ? problem(
            'invalid-input',
            `Challenge "${challenge.id}" was filed on ${challenge.on}; it cannot be decided on ${command.on}`,
            command.on,
          )
        : undefined
    }
    case 'stay': {
      if (
        command.action !== 'lifted' ||
        termsOf(state, command).some((term) => stayOf(state, term).stayed)
      )
        return undefined
      return problem(
        'no-stay',
        `No stay of order "${order}" holds on ${command.on}: nothing to lift`,
        order,
      )
    }
    case 'undo-extension': {
      const terms = termsOf(state, command)
      return state.extensions.some((extension) =>
        extension.terms.some((term) => terms.includes(term)),
      )
        ? undefined
        : problem(
            'not-found',
            `Order "${order}" has no extension of ${terms.join(', ')} to undo`,
            order,
          )
    }
    case 'record-outcome': {
      const escalation = state.escalations.find((each) => each.route === command.route)
      if (escalation === undefined)
        return problem(
          'route-not-started',
          `Route "${command.route}" of order "${order}" has not been taken: escalate first`,
          command.route,
        )
      return escalation.decided === undefined
        ? undefined
        : problem(
            'already-exists',
            `Route "${command.route}" ended on ${escalation.decided.on} in "${escalation.decided.outcome}"`,
            command.route,
          )
    }
    case 'approve-correction':
      return correctionProblem(order, state, command)
    case 'mark-reached': {
      const found = state.deadlines.find(
        (deadline) =>
          deadline.id === command.deadline &&
          deadline.party === command.party &&
          deadline.route === command.route &&
          deadline.terms.join() === command.terms.join(),
      )
      return found !== undefined && !state.reached.includes(deadlineKey(found))
        ? undefined
        : problem(
            'already-exists',
            `Nothing to say of ${command.deadline} for "${command.party}": it moved, or it was said`,
            command.deadline,
          )
    }
    default:
      return undefined
  }
}

/** An approval is of what the officer saw: the deadline that stands now, as it stands, and another date for it. */
function correctionProblem(
  order: string,
  state: OrderState,
  { before, after }: Extract<OrderCommand, { kind: 'approve-correction' }>,
): Problem | undefined {
  const either = before ?? after
  if (either === undefined)
    return problem(
      'conflict',
      `Nothing to correct in order "${order}": neither a date before nor a date after is named`,
      order,
    )
  const { id, party, route, terms } = either
  const what = `${id} of "${party}"${terms.length === 0 ? '' : ` for ${terms.join(', ')}`}`
  const value = after?.date ?? id
  const unknown = terms.find((term) => !state.terms.some((each) => each.id === term))
  if (unknown !== undefined)
    return problem(
      'unknown-term',
      `Order "${order}" has no term "${unknown}" to correct; its terms are ${state.terms.map((term) => term.id).join(', ')}`,
      unknown,
    )
  const end = state.withdrawn.find((withdrawn) => terms.includes(withdrawn.term))
  if (end !== undefined)
    return problem(
      'already-ended',
      `Cannot correct ${what} in order "${order}": term "${end.term}" was withdrawn on ${end.on}. Look at the listing again`,
      end.term,
    )
  if (!partiesOf(state).includes(party)) return partyProblem(order, state, party)
  if (
    before !== undefined &&
    after !== undefined &&
    (after.id !== id ||
      after.party !== party ||
      after.route !== route ||
      after.terms.join() !== terms.join())
  )
    return problem(
      'conflict',
      `Cannot correct ${what} in order "${order}" into another deadline, ${after.id} of "${after.party}" for ${after.terms.join(', ') || 'the whole order'}`,
      value,
    )
  const found = standing(state.deadlines, either)
  if (
    before === undefined ? found !== undefined : found === undefined || !isPartOf(before, found)
  ) {
    return problem(
      'conflict',
      `Cannot correct ${what} in order "${order}": what stands there is ${found === undefined ? 'no deadline' : found.date}, not what was approved (${before === undefined ? 'no deadline' : before.date}). Look at the listing again`,
      value,
    )
  }
  return before !== undefined && after !== undefined && sameDates(before, after)
    ? problem(
        'conflict',
        `Nothing to correct: ${what} in order "${order}" is ${after.date} already`,
        value,
      )
    : undefined
}

/** The deadline as it stands, for all of its terms or for some. */
function isPartOf(part: Deadline, whole: Deadline): boolean {
  return (
    part.terms.every((term) => whole.terms.includes(term)) &&
    canonical({ ...part, terms: [] }) === canonical({ ...whole, terms: [] })
  )
}

/** Whatever the reasons: the same days, ending at the same instants. */
export function sameDates(a: Deadline, b: Deadline): boolean {
  return (
    a.date === b.date &&
    a.lenientDate === b.lenientDate &&
    a.endsAt === b.endsAt &&
    a.alarmAt === b.alarmAt
  )
}

function partyProblem(order: string, state: OrderState, party: string): Problem | undefined {
  return partiesOf(state).includes(party)
    ? undefined
    : problem(
        'unknown-party',
        `Order "${order}" does not bind "${party}"; it binds ${partiesOf(state).join(', ')}`,
        party,
      )
}

function problem(code: Problem['code'], message: string, value: string): Problem {
  return { code, message, value }
}

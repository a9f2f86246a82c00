// What can be refused from the order alone, without the law: run before anything is written to a workflow's history, and again by `decide`.

import { canonical } from '../kernel/canonical.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { OrderCommand } from './order.schema.ts'
import { rulingsOf } from './calculus.ts'
import { deadlineKey, respondentsOf, standing, type OrderState } from './state.ts'
import { penaltyIsStayed, stayOf } from './stays.ts'
import { strikeProblem } from './strikable.ts'

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
  if (state.closedOn !== undefined && command.kind !== 'record-in-error')
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
  const takenBack = takenBackOn(state)
  if (!afterWithdrawal.includes(command.kind) && takenBack !== undefined)
    return problem(
      'already-ended',
      `Cannot ${command.kind} order "${order}": the office took all of it back on ${takenBack}`,
      order,
    )
  return termProblem(order, state, command) ?? ownProblem(order, state, command)
}

/** The day on which the last of the order was withdrawn or rescinded by its office, if nothing of it is left. */
function takenBackOn({ terms, withdrawn, rescinded }: OrderState): string | undefined {
  const ends = [...withdrawn, ...rescinded]
  const names = terms.length === 0 ? [''] : terms.map(({ id }) => id)
  return names.every((name) => ends.some(({ term }) => term === name))
    ? ends
        .map(({ on }) => on)
        .toSorted()
        .at(-1)
    : undefined
}

/** What can still happen to an order taken back whole: a court or a route under way ends, the file is closed. */
const afterWithdrawal: readonly OrderCommand['kind'][] = [
  'decide',
  'record-outcome',
  'record-in-error',
  'set-deadline',
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

/** Whoever gets a copy: those whom the order binds, and the others. */
export function partiesOf(state: OrderState): string[] {
  return [...respondentsOf(state), ...state.otherParties.map((party) => party.id)]
}

function duplicates(command: Extract<OrderCommand, { kind: 'issue' }>): Problem | undefined {
  const parties = [
    command.respondent,
    ...(command.respondents ?? []),
    ...(command.otherParties ?? []),
  ]
  const same = parties.find(
    ({ id }, index) => parties.findIndex((each) => each.id === id) !== index,
  )
  if (same !== undefined)
    return problem(
      'invalid-input',
      {
        en: `Party "${same.id}" is listed twice: each party of an order needs its own id`,
        fr: `La partie « ${same.id} » figure deux fois : chaque partie d'une ordonnance a son propre identifiant`,
      },
      same.id,
    )
  const bound = [command.respondent, ...(command.respondents ?? [])].map(({ id }) => id)
  const stranger = command.terms
    .flatMap((term) => term.respondents ?? [])
    .find((id) => !bound.includes(id))
  if (stranger !== undefined)
    return problem(
      'unknown-party',
      {
        en: `A term binds "${stranger}", who is no respondent: they are ${bound.join(', ')}`,
        fr: `Une disposition vise « ${stranger} », qui n'est pas intimé : ce sont ${bound.join(', ')}`,
      },
      stranger,
    )
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
        !state.challenges.some((challenge) =>
          challenge.decisions.some((decision) => decision.citation === command.from),
        )
      )
        return problem(
          'unknown-challenge',
          `Order "${order}" has no decision "${command.from}" to appeal from`,
          command.from,
        )
      return command.party === undefined ? undefined : partyProblem(order, state, command.party)
    }
    case 'decide':
      return decisionProblem(order, state, command)
    case 'stay': {
      const terms = state.terms.length === 0 ? [''] : termsOf(state, command)
      const holds = (term: string): boolean =>
        command.of === 'penalty'
          ? penaltyIsStayed(state, term, command.on)
          : stayOf(state, term, command.on).stayed || stayOf(state, term).stayed
      if (command.action !== 'lifted' || terms.some(holds)) return undefined
      return problem(
        'no-stay',
        `No stay of order "${order}" holds on ${command.on}: nothing to lift`,
        order,
      )
    }
    case 'refuse':
    case 'comply':
    case 'assess':
      return command.party === undefined || respondentsOf(state).includes(command.party)
        ? undefined
        : partyProblem(order, state, command.party)
    case 'extend-challenge-time':
      return command.party === undefined ? undefined : partyProblem(order, state, command.party)
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
      const escalation = state.escalations.findLast((each) => each.route === command.route)
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
    case 'record-in-error':
      return strikeProblem(state, command.fact)
    case 'mark-reached': {
      const found = state.deadlines.find(
        (deadline) =>
          deadline.id === command.deadline &&
          deadline.party === command.party &&
          deadline.route === command.route &&
          deadline.name === command.name &&
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

/** Several decisions may end one challenge, each for its terms; what was decided is decided again only after it was sent back. */
function decisionProblem(
  order: string,
  state: OrderState,
  command: Extract<OrderCommand, { kind: 'decide' }>,
): Problem | undefined {
  const challenge = state.challenges.find((each) => each.id === command.challenge)
  if (challenge === undefined)
    return problem(
      'unknown-challenge',
      {
        en: `Order "${order}" has no challenge "${command.challenge}"; it has: ${state.challenges.map((each) => each.id).join(', ') || 'none'}`,
        fr: `L'ordonnance « ${order} » n'a pas de recours « ${command.challenge} »; elle a : ${state.challenges.map((each) => each.id).join(', ') || 'aucun'}`,
      },
      command.challenge,
    )
  if (command.on < challenge.on)
    return problem(
      'invalid-input',
      {
        en: `Challenge "${challenge.id}" was filed on ${challenge.on}; it cannot be decided on ${command.on}`,
        fr: `Le recours « ${challenge.id} » a été formé le ${challenge.on}; il ne peut être tranché le ${command.on}`,
      },
      command.on,
    )
  if ((command.outcome === undefined) === (command.results === undefined))
    return problem('invalid-input', {
      en: `A decision on "${challenge.id}" has either one outcome or results in part`,
      fr: `Une décision sur « ${challenge.id} » a soit une issue, soit des résultats partiels`,
    })
  const named = command.results?.flatMap((result) => result.terms) ?? command.terms
  const strange = named?.find((term) => !state.terms.some(({ id }) => id === term))
  if (strange !== undefined)
    return problem(
      'unknown-term',
      {
        en: `Order "${order}" has no term "${strange}"; its terms are ${state.terms.map(({ id }) => id).join(', ') || 'none'}`,
        fr: `L'ordonnance « ${order} » n'a pas de disposition « ${strange} »; ses dispositions sont ${state.terms.map(({ id }) => id).join(', ') || 'aucune'}`,
      },
      strange,
    )
  const twice = named?.find((term, at) => named.indexOf(term) !== at)
  if (twice !== undefined)
    return problem(
      'invalid-input',
      {
        en: `Term "${twice}" has two results in one decision`,
        fr: `La disposition « ${twice} » a deux résultats dans une décision`,
      },
      twice,
    )
  const terms = named ?? challenge.terms
  const decided = challenge.decisions.find(
    (one) =>
      (terms.length === 0 ? [''] : terms).some((term) =>
        one.results.some((result) => result.terms.length === 0 || result.terms.includes(term)),
      ) && !sentBackSince(state, challenge, one.on, terms),
  )
  return decided === undefined
    ? undefined
    : problem(
        'already-exists',
        {
          en: `Challenge "${challenge.id}" was decided on ${decided.on} (${decided.citation})`,
          fr: `Le recours « ${challenge.id} » a été tranché le ${decided.on} (${decided.citation})`,
        },
        command.challenge,
      )
}

/** Whether a court above sent the challenge back after `on`, for one of the terms. */
function sentBackSince(
  state: OrderState,
  challenge: OrderState['challenges'][number],
  on: string,
  terms: readonly string[],
): boolean {
  return (terms.length === 0 ? [''] : terms).some((term) =>
    rulingsOf(state, challenge, term).some(
      ({ ruling, effect }) => effect === 'reopened' && ruling.on >= on,
    ),
  )
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

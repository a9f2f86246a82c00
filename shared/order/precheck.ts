// What can be refused from the order alone, without the law: run before anything is decided, and again by `decide`.

import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { cannot, theOrder, theTerm } from './act-words.ts'
import { sameDeadline } from './deadline-name.ts'
import type { OrderCommand, OrderCommandOf } from './order.schema.ts'
import { correctionProblem } from './precheck-correction.ts'
import { challengeProblem, decisionProblem, liftProblem, rewordProblem } from './precheck-courts.ts'
import { disputeProblem, serviceDecisionProblem } from './precheck-service.ts'
import {
  endedByOffice,
  namedPartiesProblem,
  partyProblem,
  takenBackOn,
  termsOf,
  termsProblem,
} from './scope.ts'
import { deadlineKey, respondentsOf, type OrderState } from './state.ts'
import { strikeProblem } from './strikable.ts'

/** The first thing that is wrong with `command`, if anything. */
export function precheck(
  ref: AggregateRef,
  state: OrderState | undefined,
  command: OrderCommand,
): Problem | undefined {
  const order = orderOf(ref)
  const what = theOrder(order)
  if (command.kind === 'issue')
    return state === undefined
      ? duplicates(command)
      : problem(
          'already-exists',
          cannot('issue', what, {
            en: `it was issued on ${state.issuedOn}`,
            fr: `elle a été rendue le ${state.issuedOn}`,
          }),
          order,
        )
  if (state === undefined)
    return problem(
      'unknown-order',
      cannot(command.kind, what, {
        en: 'no such order was issued. List the orders with "concert order list"',
        fr: 'aucune ordonnance de ce numéro n’a été rendue. Liste des ordonnances : « concert order list »',
      }),
      order,
    )
  return (
    overProblem(state, command) ??
    (command.on < state.issuedOn
      ? problem(
          'before-issued',
          cannot(command.kind, what, {
            en: `${command.on} is before it was issued, on ${state.issuedOn}`,
            fr: `le ${command.on} précède le jour où elle a été rendue, le ${state.issuedOn}`,
          }),
          command.on,
        )
      : undefined) ??
    namedTermsProblem(state, command) ??
    ownProblem(state, command)
  )
}

/** Nothing more happens to what its office closed or took back. */
function overProblem(
  state: OrderState,
  command: Exclude<OrderCommand, { kind: 'issue' }>,
): Problem | undefined {
  const what = theOrder(state.order)
  if (command.kind === 'reopen')
    return state.closedOn === undefined
      ? problem(
          'conflict',
          cannot('reopen', what, {
            en: 'it is not closed',
            fr: 'elle n’est pas close',
          }),
          state.order,
        )
      : undefined
  if (state.closedOn !== undefined && command.kind !== 'record-in-error')
    return problem(
      'already-ended',
      cannot(command.kind, what, {
        en: `it was closed on ${state.closedOn}; reopen it first`,
        fr: `elle a été fermée le ${state.closedOn}; la rouvrir d’abord`,
      }),
      state.order,
    )
  const takenBack = takenBackOn(state)
  return takenBack === undefined || afterWithdrawal.includes(command.kind)
    ? undefined
    : problem(
        'already-ended',
        cannot(command.kind, what, {
          en: `the office took all of it back on ${takenBack}`,
          fr: `l’organisme l’a entièrement retirée ou révoquée le ${takenBack}`,
        }),
        state.order,
      )
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

function duplicates(command: OrderCommandOf<'issue'>): Problem | undefined {
  const bound = [command.respondent, ...(command.respondents ?? [])].map(({ id }) => id)
  const party = twiceIn([...bound, ...(command.otherParties ?? []).map(({ id }) => id)])
  if (party !== undefined)
    return problem(
      'invalid-input',
      {
        en: `Party "${party}" is listed twice: each party of an order needs its own id`,
        fr: `La partie « ${party} » figure deux fois : chaque partie d’une ordonnance a son propre identifiant`,
      },
      party,
    )
  const stranger = command.terms
    .flatMap((term) => term.respondents ?? [])
    .find((id) => !bound.includes(id))
  if (stranger !== undefined)
    return problem(
      'unknown-party',
      {
        en: `A term binds "${stranger}", who is no respondent: they are ${bound.join(', ')}`,
        fr: `Une disposition vise « ${stranger} », qui n’est pas une partie visée : ce sont ${bound.join(', ')}`,
      },
      stranger,
    )
  const term = twiceIn(command.terms.map(({ id }) => id))
  return term === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `Term "${term}" is listed twice: each term of an order needs its own id`,
          fr: `La disposition « ${term} » figure deux fois : chaque disposition a son propre identifiant`,
        },
        term,
      )
}

function twiceIn(ids: readonly string[]): string | undefined {
  return ids.find((id, at) => ids.indexOf(id) !== at)
}

function namedTermsProblem(
  state: OrderState,
  command: Exclude<OrderCommand, { kind: 'issue' }>,
): Problem | undefined {
  if (!('terms' in command) || command.terms === undefined) return undefined
  const unknown = termsProblem(state, command.terms)
  if (unknown !== undefined || command.kind === 'mark-reached') return unknown
  const named = 'party' in command && command.party !== undefined ? [command.party] : undefined
  const parties = 'parties' in command ? command.parties : named
  for (const term of command.terms) {
    const on = endedByOffice(state, state.withdrawn, term, parties)
    if (on !== undefined)
      return problem(
        'already-ended',
        cannot(command.kind, theTerm(state.order, term), {
          en: `it was withdrawn on ${on}`,
          fr: `elle a été retirée le ${on}`,
        }),
        term,
      )
  }
  return undefined
}

function ownProblem(
  state: OrderState,
  command: Exclude<OrderCommand, { kind: 'issue' }>,
): Problem | undefined {
  switch (command.kind) {
    case 'serve':
      return partyProblem(state, command.party) ?? servedTwice(state, command)
    case 'dispute-service':
      return disputeProblem(state, command)
    case 'decide-service':
      return serviceDecisionProblem(state, command)
    case 'challenge':
      return challengeProblem(state, command)
    case 'decide':
      return decisionProblem(state, command)
    case 'stay':
      return againstProblem(state, command) ?? liftProblem(state, command)
    case 'extend':
    case 'rescind':
    case 'withdraw':
      return againstProblem(state, command)
    case 'correct':
      return againstProblem(state, command) ?? newWordsProblem(state, command)
    case 'reword':
      return rewordProblem(state, command)
    case 'refuse':
    case 'comply':
    case 'assess':
    case 'succeed':
      return notBound(state, command.party)
    case 'extend-challenge-time':
      return partyProblem(state, command.party)
    case 'undo-extension':
      return nothingExtended(state, command)
    case 'record-outcome':
      return outcomeProblem(state, command)
    case 'approve-correction':
      return correctionProblem(state, command)
    case 'record-in-error':
      return strikeProblem(state, command)
    case 'mark-reached':
      return nothingReached(state, command)
    default:
      return undefined
  }
}

/** As against whom it is: respondents whom its terms bind, and of whom not all of it was withdrawn. */
function againstProblem(
  state: OrderState,
  command: OrderCommandOf<'stay' | 'extend' | 'rescind' | 'withdraw' | 'correct'>,
): Problem | undefined {
  if (command.parties === undefined) return undefined
  const terms = termsOf(state, command)
  return (
    namedPartiesProblem(state, terms, command.parties) ??
    (terms.length > 0 || state.terms.length === 0
      ? undefined
      : problem(
          'already-ended',
          cannot(command.kind, theOrder(state.order), {
            en: `no term binds ${command.parties.join(', ')} together`,
            fr: `aucune disposition ne lie ensemble ${command.parties.join(', ')}`,
          }),
          command.parties.join(', '),
        ))
  )
}

/** New words are those of one term, and touch what was concluded. */
function newWordsProblem(
  state: OrderState,
  { terms, text, touchesConclusions }: OrderCommandOf<'correct'>,
): Problem | undefined {
  return text === undefined || (terms?.length === 1 && touchesConclusions)
    ? undefined
    : problem(
        'invalid-input',
        cannot('correct', theOrder(state.order), {
          en: 'new wording is that of one term, which is named, and it touches the conclusions',
          fr: 'un nouveau libellé est celui d’une seule disposition, à nommer, et il touche les conclusions',
        }),
        state.order,
      )
}

function servedTwice(
  { order, copies, correctedOn }: OrderState,
  { party }: OrderCommandOf<'serve'>,
): Problem | undefined {
  const copy = copies.find(
    (given) => given.party === party && given.on >= (correctedOn ?? given.on),
  )
  return copy === undefined
    ? undefined
    : problem(
        'already-exists',
        {
          en: `A copy of order "${order}" was given to "${party}" on ${copy.on} already`,
          fr: `Une copie de l’ordonnance « ${order} » a déjà été remise à « ${party} » le ${copy.on}`,
        },
        party,
      )
}

/** Only who is bound can refuse or comply. */
function notBound(state: OrderState, party: string | undefined): Problem | undefined {
  const bound = respondentsOf(state)
  if (party === undefined || bound.includes(party)) return undefined
  return (
    partyProblem(state, party) ??
    problem(
      'unknown-party',
      {
        en: `Order "${state.order}" does not bind "${party}", who only gets a copy; it binds ${bound.join(', ')}`,
        fr: `L’ordonnance « ${state.order} » ne lie pas « ${party} », qui n’en reçoit qu’une copie; elle lie ${bound.join(', ')}`,
      },
      party,
    )
  )
}

function nothingExtended(
  state: OrderState,
  command: OrderCommandOf<'undo-extension'>,
): Problem | undefined {
  const terms = termsOf(state, command)
  return state.extensions.some((each) => each.terms.some((term) => terms.includes(term)))
    ? undefined
    : problem(
        'not-found',
        {
          en: `Order "${state.order}" has no extension of ${terms.join(', ')} to undo`,
          fr: `L’ordonnance « ${state.order} » n’a pas de prolongation de ${terms.join(', ')} à annuler`,
        },
        state.order,
      )
}

function outcomeProblem(
  state: OrderState,
  { route }: OrderCommandOf<'record-outcome'>,
): Problem | undefined {
  const taken = state.escalations.findLast((each) => each.route === route)
  if (taken === undefined)
    return problem(
      'route-not-started',
      {
        en: `Route "${route}" of order "${state.order}" has not been taken: take it first`,
        fr: `La voie « ${route} » de l’ordonnance « ${state.order} » n’a pas été engagée : l’engager d’abord`,
      },
      route,
    )
  return taken.decided === undefined
    ? undefined
    : problem(
        'already-exists',
        {
          en: `Route "${route}" of order "${state.order}" ended on ${taken.decided.on} already, in "${taken.decided.outcome}"`,
          fr: `La voie « ${route} » de l’ordonnance « ${state.order} » a déjà pris fin le ${taken.decided.on} : « ${taken.decided.outcome} »`,
        },
        route,
      )
}

function nothingReached(
  state: OrderState,
  command: OrderCommandOf<'mark-reached'>,
): Problem | undefined {
  const found = state.deadlines.find((each) => sameDeadline(each, command))
  return found !== undefined && !state.reached.includes(deadlineKey(found))
    ? undefined
    : problem(
        'already-exists',
        {
          en: `No date of "${command.party}" in order "${state.order}" is reached: it moved, or it was said`,
          fr: `Aucune échéance de « ${command.party} » n’est atteinte dans l’ordonnance « ${state.order} » : elle a été déplacée, ou c’est déjà dit`,
        },
        command.deadline,
      )
}

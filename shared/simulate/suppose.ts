// The short questions of an officer as changes: a copy given on another day, a challenge, a challenge lost, more time. What is left out is filled in from the order.

import type { LocalDate } from '../kernel/date.ts'
import type { CommandId, OrderId } from '../kernel/ids.ts'
import { challengeRule, extensionRule } from '../policy/clocks.ts'
import type { Pack } from '../policy/pack.schema.ts'
import type { Change } from './steps.ts'

export interface Supposed {
  readonly serve?: readonly { readonly party: string; readonly on: LocalDate }[]
  readonly challenge?: {
    readonly on: LocalDate
    readonly kind?: 'judicial-review' | 'appeal' | undefined
  }
  /** The day on which a court upholds the order and ends the stay. */
  readonly lose?: LocalDate
  readonly extend?: { readonly to: LocalDate; readonly by?: 'office' | 'court' | undefined }
}

/** The order as far as it is known. */
export interface KnownOrder {
  readonly order: OrderId
  readonly copies: readonly { readonly party: string }[]
  readonly challenges: readonly {
    readonly id: string
    readonly on: LocalDate
    readonly decision?: { readonly on: LocalDate } | undefined
  }[]
}

/** `pack` says which challenge the law has, and who may extend; `today` is the day on which time is extended, unless its end comes first. */
export function changesFor(
  known: KnownOrder,
  supposed: Supposed,
  pack: Pack | undefined,
  today: LocalDate,
): Change[] {
  const { serve = [], challenge, lose, extend } = supposed
  return [
    ...serve.map((copy) => served(known, copy)),
    ...(challenge === undefined ? [] : [challenged(known, challenge, pack)]),
    ...(lose === undefined ? [] : [lost(known, lose, challenge !== undefined)]),
    ...(extend === undefined ? [] : [extended(known, extend, pack, today)]),
  ]
}

/** A copy that is on record was given on another day; else it is given on that day. */
function served(
  { order, copies }: KnownOrder,
  { party, on }: NonNullable<Supposed['serve']>[number],
): Change {
  const orders = [order]
  return copies.some((copy) => copy.party === party)
    ? { kind: 'move-service', orders, party, to: on }
    : {
        kind: 'record',
        orders,
        command: { kind: 'serve', id, on, party, means: { other: what } },
      }
}

function challenged(
  known: KnownOrder,
  challenge: NonNullable<Supposed['challenge']>,
  pack: Pack | undefined,
): Change {
  const challengeKind =
    challenge.kind ??
    pack?.challenges.find((rule) => rule.of === 'order')?.kind ??
    'judicial-review'
  const rule = pack === undefined ? undefined : challengeRule(pack, challengeKind, 'order')
  return {
    kind: 'record',
    orders: [known.order],
    command: {
      kind: 'challenge',
      id,
      on: challenge.on,
      challenge: newChallenge(known),
      challengeKind,
      forum: rule?.name.en ?? what,
    },
  }
}

/** The challenge just supposed, else the latest that is open on that day, else one that the rules will say is not there. */
function lost(known: KnownOrder, on: LocalDate, isNew: boolean): Change {
  const open = known.challenges.findLast(
    (each) => each.on <= on && (each.decision === undefined || each.decision.on > on),
  )
  const challenge = isNew ? undefined : (open ?? known.challenges.at(-1))?.id
  return {
    kind: 'record',
    orders: [known.order],
    command: {
      kind: 'decide',
      id,
      on,
      challenge: challenge ?? newChallenge(known),
      outcome: 'upheld',
      citation: what,
      endsStay: true,
    },
  }
}

function extended(
  { order }: KnownOrder,
  { to, by }: NonNullable<Supposed['extend']>,
  pack: Pack | undefined,
  today: LocalDate,
): Change {
  const mayExtend = (who: 'office' | 'court') =>
    pack !== undefined && extensionRule(pack, 'extend', who)?.allowed === true
  const grantedBy = by ?? (!mayExtend('office') && mayExtend('court') ? 'court' : 'office')
  return {
    kind: 'record',
    orders: [order],
    command: { kind: 'extend', id, on: to < today ? to : today, to, grantedBy, reason: what },
  }
}

/** Stands for what a supposed fact leaves open: means, court, citation, reason. */
const what = 'what if'
const newId = 'what-if'
const id = newId as CommandId

function newChallenge({ challenges }: KnownOrder): string {
  return challenges.some((each) => each.id === newId) ? `${newId}-${challenges.length + 1}` : newId
}

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
  const orders = [known.order]
  const id = newId as CommandId
  const changes = serve.map(({ party, on }): Change => {
    const given = known.copies.some((copy) => copy.party === party)
    return given
      ? { kind: 'move-service', orders, party, to: on }
      : {
          kind: 'record',
          orders,
          command: { kind: 'serve', id, on, party, means: { other: what } },
        }
  })
  if (challenge !== undefined) {
    const challengeKind =
      challenge.kind ??
      pack?.challenges.find((rule) => rule.of === 'order')?.kind ??
      'judicial-review'
    const forum =
      (pack === undefined ? undefined : challengeRule(pack, challengeKind, 'order'))?.name.en ??
      what
    changes.push({
      kind: 'record',
      orders,
      command: {
        kind: 'challenge',
        id,
        on: challenge.on,
        challenge: newChallenge(known),
        challengeKind,
        forum,
      },
    })
  }
  if (lose !== undefined) {
    // The one just supposed, else the latest that is open on that day, else one that the rules will say is not there.
    const open = known.challenges.findLast(
      (each) => each.on <= lose && (each.decision === undefined || each.decision.on > lose),
    )
    const lost =
      challenge !== undefined
        ? newChallenge(known)
        : ((open ?? known.challenges.at(-1))?.id ?? newChallenge(known))
    changes.push({
      kind: 'record',
      orders,
      command: {
        kind: 'decide',
        id,
        on: lose,
        challenge: lost,
        outcome: 'upheld',
        citation: what,
        endsStay: true,
      },
    })
  }
  if (extend !== undefined) {
    const mayExtend = (by: 'office' | 'court') =>
      pack !== undefined && extensionRule(pack, 'extend', by)?.allowed === true
    const grantedBy = extend.by ?? (!mayExtend('office') && mayExtend('court') ? 'court' : 'office')
    changes.push({
      kind: 'record',
      orders,
      command: {
        kind: 'extend',
        id,
        on: extend.to < today ? extend.to : today,
        to: extend.to,
        grantedBy,
        reason: what,
      },
    })
  }
  return changes
}

/** Stands for what a supposed fact leaves open: means, court, citation, reason. */
const what = 'what if'
const newId = 'what-if'

function newChallenge({ challenges }: KnownOrder): string {
  return challenges.some((each) => each.id === newId) ? `${newId}-${challenges.length + 1}` : newId
}

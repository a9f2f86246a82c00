// What an office promises and does by itself in a joint action, of what it has read in every ledger: commit, act, make good.

import { later } from '../calendar/zone.ts'
import type { AggregateRef } from '../kernel/ids.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import { kindRules } from './kinds.ts'
import {
  agreementNotSeen,
  notConsented,
  notToCommit,
  timeToActEnded,
} from './participation-problems.ts'
import type { ParticipationCommandOf, ParticipationEvent } from './participation.schema.ts'
import { hasDone, type ParticipationState } from './participation.ts'
import { firstMoment, momentOf, type ProposalState } from './proposal.ts'
import { withPart, type JointContext, type JointSnapshot } from './snapshot.ts'
import { agreementFor, isGoing, stillOpen } from './tally.ts'
import { formatMoment, kindNames, noGo } from './words.ts'

export function commit(
  ref: AggregateRef,
  state: ParticipationState,
  fact: Omit<ParticipationCommandOf<'commit'>, 'id'>,
  snapshot: JointSnapshot & { readonly proposal: ProposalState },
  { now }: JointContext,
  zone: string,
): Result<ParticipationEvent> {
  const { joint, version, terms, released } = snapshot.proposal
  if (
    !isGoing(snapshot) ||
    snapshot.proposal.going.round !== fact.round ||
    version !== fact.version
  )
    return refuse('outdated', noGo(joint, fact), {
      value: String(fact.round),
    })
  const { going } = snapshot.proposal
  const part = { office: ref.office, joint }
  if (released !== undefined || !going.acting.includes(ref.office))
    return { ok: false, problem: notToCommit(part, fact.round) }
  if (
    fact.digest !== terms.digest ||
    state.answer?.kind !== 'consented' ||
    fact.draftsDigest !== state.answer.draftsDigest
  )
    return { ok: false, problem: notConsented(part, fact.digest) }
  // Counted here again, of what this office has read itself: the coordinator's word is not enough.
  const { acting, lacking } = agreementFor(
    // The aggregate's version is of no use to a count, and is not known here.
    withPart(snapshot, ref.office, { version: 0, state }),
    stillOpen(going, terms, now),
  )
  const missing = going.acting.filter((office) => !acting.includes(office))
  if (lacking.length > 0 || missing.length > 0)
    return { ok: false, problem: agreementNotSeen(part, fact.round, lacking, missing) }
  const moment = momentOf(going, ref.office)
  const until = later(moment, going.windowMs)
  if (terms.partition === 'call-off' && now > until)
    return { ok: false, problem: timeToActEnded(part, formatMoment(until, zone), now) }
  return ok({ ...fact, kind: 'committed', moment, until, ownMoment: moment > firstMoment(going) })
}

/** What was done is recorded, whatever became known since. Whether to do it at all was decided before, in `reactions.ts`. */
export function act(
  ref: AggregateRef,
  { committed }: ParticipationState,
  fact: Omit<ParticipationCommandOf<'act'>, 'id'>,
  { joint, released, terms }: ProposalState,
  { digestOf }: JointContext,
): Result<ParticipationEvent> {
  if (committed === undefined || released?.round !== fact.round)
    return refuse(
      'not-released',
      {
        en: `${ref.office} has not been released by go number ${fact.round} of "${joint}"`,
        fr: `${ref.office} n’a pas été autorisé à agir par le feu vert no ${fact.round} de « ${joint} »`,
      },
      { value: String(fact.round) },
    )
  const { reveals } = kindRules[terms.action]
  if (reveals !== (fact.document !== undefined))
    return refuse(
      'invalid-input',
      reveals
        ? {
            en: `A ${kindNames[terms.action].en} is released with its text`,
            fr: `Le texte est rendu public avec l’action : ${kindNames[terms.action].fr}`,
          }
        : {
            en: `A ${kindNames[terms.action].en} reveals no text`,
            fr: `Aucun texte n’est rendu public : ${kindNames[terms.action].fr}`,
          },
      { value: terms.action },
    )
  if (fact.document !== undefined && digestOf(fact.document) !== committed.digest)
    return refuse(
      'text-differs',
      {
        en: `The text that ${ref.office} would reveal in "${joint}" is not the one that it committed to`,
        fr: `Le texte que ${ref.office} rendrait public dans « ${joint} » n’est pas celui auquel il s’est engagé`,
      },
      { value: committed.digest },
    )
  return ok({ ...fact, kind: 'acted', late: fact.at > committed.until })
}

export function compensate(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  fact: Omit<ParticipationCommandOf<'compensate'>, 'id'>,
  { joint, ended, terms }: ProposalState,
): Result<ParticipationEvent> {
  if (
    state === undefined ||
    !(hasDone(state) || fact.done.length > 0) ||
    ended?.how !== 'incomplete' ||
    terms.compensation !== fact.with
  )
    return refuse(
      'conflict',
      {
        en: `${ref.office} has nothing to make good in "${joint}"`,
        fr: `${ref.office} n’a rien à réparer dans « ${joint} »`,
      },
      {
        value: joint,
      },
    )
  return ok({ ...fact, kind: 'compensated' })
}

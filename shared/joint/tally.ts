// Who agrees, who is missing and why: the one count that the coordinator, every other office and every page use.

import type { Instant } from '../kernel/date.ts'
import { later } from '../calendar/zone.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { kindRules } from './kinds.ts'
import type { ParticipationState } from './participation.ts'
import type { JointContext, JointSnapshot } from './snapshot.ts'
import { firstMoment, momentOf, newsBy, type Going, type ProposalState } from './proposal.ts'
import type { Basis, Lacking } from './proposal.schema.ts'

/** Why an office's consent does not count, or undefined where it does. */
export type NotCounted = Extract<
  Lacking['why'],
  'no-consent' | 'lapsed' | 'conditional' | 'withdrawn'
>

export interface Tally {
  /** Of every invited office. */
  readonly consents: ReadonlyMap<OfficeId, NotCounted | undefined>
  /** Those whose consent counts. */
  readonly counted: readonly OfficeId[]
  /** Those that were silent when the time to reply ended, and still are. */
  readonly silent: readonly OfficeId[]
  /** Consents, and silence where the proposal counts it. */
  readonly votes: number
}

/** What a count assumes: each office's own moment (some consents depend on the time) and who would act (some depend on who else does). */
interface Supposed {
  readonly moments?: Going['moments']
  readonly acts?: (office: OfficeId) => boolean
}

/** Counts the consents to the present version. `moment`: when it would be for those that have no moment of their own. */
export function tallyOf(
  { proposal, parts }: JointSnapshot & { readonly proposal: ProposalState },
  moment: Instant | undefined = proposal.terms.moment,
  { moments = proposal.going?.moments ?? proposal.terms.moments, acts = () => true }: Supposed = {},
): Tally {
  const {
    terms: { offices, silence },
    silent: closed = [],
  } = proposal
  const first = new Map(
    offices.map((office) => [
      office,
      consentOf(proposal, parts.get(office)?.state, moments?.[office] ?? moment),
    ]),
  )
  // "Only with those": without the consent that it depends on, a consent no longer counts, and others may depend on it in turn.
  for (let fell = true; fell;) {
    fell = false
    for (const office of offices) {
      const answer = parts.get(office)?.state.answer
      if (first.get(office) !== undefined || answer?.kind !== 'consented') continue
      const leans = answer.conditions.flatMap((condition) =>
        condition.kind === 'with' ? condition.offices : [],
      )
      if (leans.every((other) => first.has(other) && first.get(other) === undefined && acts(other)))
        continue
      first.set(office, 'conditional')
      fell = true
    }
  }
  const counted = offices.filter((office) => first.get(office) === undefined)
  // Silence is not agreement for an office that withdrew from an earlier version, nor for one that never received this text.
  const silent = closed.filter(
    (office) =>
      offices.includes(office) &&
      hasSeen(proposal, parts.get(office)?.state) &&
      !hasAnswered(proposal, parts.get(office)?.state) &&
      parts.get(office)?.state.answer?.kind !== 'withdrawn',
  )
  return {
    consents: first,
    counted,
    silent,
    votes: counted.length + (silence === 'no-objection' ? silent.length : 0),
  }
}

/** Whether the office answered the present version. An office that took back its answer to a question may give another. */
export function hasAnswered(
  { version, terms }: ProposalState,
  state: ParticipationState | undefined,
): boolean {
  return (
    state?.answer?.version === version &&
    (kindRules[terms.action].together || state.answer.kind !== 'withdrawn')
  )
}

/** Whether the office itself has opened the text of the present version. */
function hasSeen(
  { version, terms }: Pick<ProposalState, 'version' | 'terms'>,
  state: ParticipationState | undefined,
): boolean {
  return state?.received.version === version && state.received.digest === terms.digest
}

function consentOf(
  { version, terms }: ProposalState,
  state: ParticipationState | undefined,
  moment: Instant | undefined,
): NotCounted | undefined {
  const answer = state?.answer
  if (answer?.kind === 'withdrawn') return 'withdrawn'
  if (state === undefined || answer?.kind !== 'consented') return 'no-consent'
  // Consent is to a text that the office has opened itself, and to no other.
  if (
    answer.version !== version ||
    answer.digest !== terms.digest ||
    !hasSeen({ version, terms }, state)
  )
    return 'lapsed'
  const met = answer.conditions.every(
    (condition) =>
      condition.kind === 'with' ||
      (condition.kind === 'not-before' && moment !== undefined && moment >= condition.moment),
  )
  return met ? undefined : 'conditional'
}

/** Who would act at those moments, and who is missing for it: empty where a go can be given. */
export function agreementFor(
  snapshot: JointSnapshot & { readonly proposal: ProposalState },
  plan: Pick<Going, 'moment' | 'moments' | 'windowMs'>,
): { readonly acting: OfficeId[]; readonly lacking: Lacking[]; readonly votes: number } {
  const {
    proposal: { terms },
  } = snapshot
  const isReady = (office: OfficeId) => {
    const moment = momentOf(plan, office)
    return mayAct(snapshot, office, moment, later(moment, plan.windowMs))
  }
  const tally = tallyOf(snapshot, plan.moment, { moments: plan.moments ?? {}, acts: isReady })
  const acting = tally.counted.filter(isReady)
  const lacking = terms.required.flatMap((office): Lacking[] => {
    const why = tally.consents.has(office) ? tally.consents.get(office) : 'no-consent'
    if (why !== undefined) return [{ office, why }]
    return isReady(office) ? [] : [{ office, why: 'not-ready' }]
  })
  const votes = tally.votes - (tally.counted.length - acting.length)
  if (lacking.length > 0 || (acting.length > 0 && votes >= terms.quorum))
    return { acting, lacking, votes }
  // Too few: everybody who could still make it enough is named. Silence that counts is no act, so it is never enough alone.
  const heard = terms.silence === 'no-objection' && acting.length > 0 ? tally.silent : []
  const others = terms.offices.filter(
    (office) =>
      !acting.includes(office) &&
      !heard.includes(office) &&
      !lacking.some((each) => each.office === office),
  )
  return {
    acting,
    votes,
    lacking: [
      ...lacking,
      ...others.map((office): Lacking => ({
        office,
        why: tally.consents.get(office) ?? 'not-ready',
      })),
    ],
  }
}

/** For a go whose moment has passed while everybody waited: an office that can act by now is still in time. */
export function stillOpen(
  going: Going,
  { partition }: Pick<ProposalState['terms'], 'partition'>,
  now: Instant,
): Going {
  return partition === 'call-off'
    ? going
    : {
        ...going,
        windowMs: Math.max(going.windowMs, Date.parse(now) - Date.parse(firstMoment(going))),
      }
}

/** Whether it may lawfully act at some instant between the two. */
function mayAct(
  { proposal, parts }: JointSnapshot & { readonly proposal: ProposalState },
  office: OfficeId,
  first: Instant,
  last: Instant,
): boolean {
  if (!kindRules[proposal.terms.action].together) return true
  const readiness = parts.get(office)?.state.readiness
  if (readiness?.version !== proposal.version || readiness.readiness.state !== 'ready') return false
  const { from, until } = readiness.readiness
  return from <= last && (until === undefined || first <= until)
}

/** Who of those who are to act keeps the others from being released, and why. */
export function lackingForRelease(
  snapshot: JointSnapshot & { readonly proposal: ProposalState & { readonly going: Going } },
  { now, unread }: Pick<JointContext, 'now' | 'unread'>,
): Lacking[] {
  const { proposal, parts } = snapshot
  const { going, terms, version } = proposal
  const { consents, silent, votes } = tallyOf(snapshot, going.moment, {
    moments: going.moments ?? {},
    acts: (office) => going.acting.includes(office),
  })
  const lacking = going.acting.flatMap((office): Lacking[] => {
    const state = parts.get(office)?.state
    const why = consents.get(office)
    if (why !== undefined) return [{ office, why }]
    if (state?.notActed?.round === going.round) return [{ office, why: 'not-acted' }]
    const moment = momentOf(going, office)
    // An office acts at its release, or at its own later moment: acting must be lawful at that time.
    const at = moment > now ? moment : now
    if (!mayAct(snapshot, office, at, at)) return [{ office, why: 'not-ready' }]
    const { committed } = state ?? {}
    if (
      committed?.version !== version ||
      committed.round !== going.round ||
      committed.digest !== terms.digest
    )
      return [{ office, why: 'not-committed' }]
    return unread.has(office) ? [{ office, why: 'unreachable' }] : []
  })
  // An office that was silent when the go was given may have objected since: then there is no longer a quorum.
  if (lacking.length > 0 || votes >= terms.quorum) return lacking
  return terms.offices.flatMap((office): Lacking[] => {
    const why = consents.get(office)
    return why === undefined || (terms.silence === 'no-objection' && silent.includes(office))
      ? []
      : [{ office, why }]
  })
}

/** The next instant at which an office that is to act, and has not been released, first may lawfully do so. */
export function nextLawful(
  { proposal, parts }: JointSnapshot & { readonly proposal: ProposalState },
  now: Instant,
): Instant | undefined {
  if (proposal.released !== undefined || proposal.ended !== undefined) return undefined
  const waits = (proposal.going?.acting ?? []).flatMap((office) => {
    const own = parts.get(office)?.state.readiness
    return own?.version === proposal.version &&
      own.readiness.state === 'ready' &&
      own.readiness.from > now
      ? [own.readiness.from]
      : []
  })
  return waits.toSorted()[0]
}

/** Of those who were released: who acted, who said that it did not, and of whom nothing was heard. */
export function resultsOf({
  proposal,
  parts,
}: JointSnapshot & { readonly proposal: ProposalState & { readonly going: Going } }): {
  readonly acted: OfficeId[]
  readonly notActed: OfficeId[]
  readonly pending: OfficeId[]
} {
  const {
    going: { acting, round },
  } = proposal
  const acted = acting.filter((office) => parts.get(office)?.state.acted?.round === round)
  const notActed = acting.filter(
    (office) => !acted.includes(office) && parts.get(office)?.state.notActed?.round === round,
  )
  return {
    acted,
    notActed,
    pending: acting.filter((office) => !acted.includes(office) && !notActed.includes(office)),
  }
}

/** Whether the wait is over: every office has reported its result, or the time for news of the last window is over and the ledgers of those still missing have been read, as far as they can be reached. */
export function isOver(
  snapshot: JointSnapshot & { readonly proposal: ProposalState & { readonly going: Going } },
  { now, unreachable, unread }: Pick<JointContext, 'now' | 'unreachable' | 'unread'>,
): boolean {
  const { terms, going, proposer } = snapshot.proposal
  const { pending } = resultsOf(snapshot)
  if (pending.length === 0) return true
  // The proposer never reports itself as not heard from: it records its own result first.
  return (
    terms.partition === 'call-off' &&
    now >= newsBy(going) &&
    !pending.some(
      (office) => office === proposer || (unread.has(office) && !unreachable.has(office)),
    )
  )
}

/** Which events of other offices a decision relied on: the version of each office's part. */
export function basisOf({ parts }: JointSnapshot, offices: readonly OfficeId[]): Basis[] {
  return offices.flatMap((office): Basis[] => {
    const part = parts.get(office)
    return part === undefined ? [] : [{ office, version: part.version }]
  })
}

/** Type guards: there is a proposal; a go was given. */
export function isProposed(
  snapshot: JointSnapshot,
): snapshot is JointSnapshot & { readonly proposal: ProposalState } {
  return snapshot.proposal !== undefined
}
export function isGoing<P extends JointSnapshot>(
  snapshot: P,
): snapshot is P & { readonly proposal: ProposalState & { readonly going: Going } } {
  return snapshot.proposal?.going !== undefined
}

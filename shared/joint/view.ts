// What follows from a snapshot for those who look at it: who still has to do something, what is missing, and where each office stands.

import { wallClock } from '../calendar/zone.ts'
import type { Instant, LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { commonMoment, type CommonMoment } from './common-moment.ts'
import { kindRules } from './kinds.ts'
import type { ParticipationState } from './participation.ts'
import type { Readiness, Reason } from './participation.schema.ts'
import type { Lacking } from './proposal.schema.ts'
import { momentOf, type ProposalState } from './proposal.ts'
import type { JointContext, JointSnapshot } from './snapshot.ts'
import { stepsOf, type JointStep } from './standing.ts'
import { agreementFor, isGoing, lackingForRelease, tallyOf } from './tally.ts'
import type { Condition } from './terms.schema.ts'

export type Proposed = JointSnapshot & { readonly proposal: ProposalState }

/** Questions of offices that the proposer has not answered, in the order of the offices' parts. */
export function openQuestions({
  proposal: { clarifications },
  parts,
}: Proposed): { readonly office: OfficeId; readonly question: string }[] {
  return [...parts].flatMap(([office, { state }]) =>
    state.questions
      .filter(({ question }) => !isClarified(clarifications, office, question))
      .map(({ question }) => ({ office, question })),
  )
}

export function isClarified(
  clarifications: ProposalState['clarifications'],
  office: OfficeId,
  question: string,
): boolean {
  return clarifications.some((each) => each.office === office && each.question === question)
}

/** What somebody at an office still has to do: as the commands are called. */
export type WaitingAct = (typeof waitingActs)[number]
export const waitingActs = ['clarify', 'go', 'postpone', 'consent', 'answer', 'approve'] as const

/** What somebody at `office` still has to do: to explain, to say when, to answer, or to approve. */
export function waitingActsOf(
  snapshot: Proposed,
  office: OfficeId,
  now: Instant,
): readonly WaitingAct[] {
  const { proposal } = snapshot
  const { ended, released, held, going, silent, terms } = proposal
  if (ended !== undefined || released !== undefined) return []
  const acts: WaitingAct[] = []
  if (proposal.proposer === office) {
    if (openQuestions(snapshot).length > 0) acts.push('clarify')
    const byHand = terms.start === 'coordinator'
    if (held !== undefined || (going === undefined && byHand && silent !== undefined))
      acts.push('go')
    else if (going === undefined && !byHand && (terms.moment ?? now) < now) acts.push('postpone')
  }
  const step = stepsOf(snapshot).get(office)
  if (step === 'prepared') acts.push('approve')
  if (step === 'received' || step === 'lapsed')
    acts.push(kindRules[terms.action].together ? 'consent' : 'answer')
  return acts
}

/** The first instant at which all required offices may act, from what they reported of the present version. */
export function earliestOf({ proposal, parts }: Proposed, now: Instant): CommonMoment {
  const { offices, required } = proposal.terms
  const readiness = offices.flatMap((office): [OfficeId, Readiness][] => {
    const own = parts.get(office)?.state.readiness
    return own?.version === proposal.version ? [[office, own.readiness]] : []
  })
  return commonMoment(new Map(readiness), required, now)
}

export interface Agreement {
  /** Who is missing for the next step, and why: empty where it can be taken. At the end: who was. */
  readonly lacking: readonly Lacking[]
  readonly votes: number
  readonly earliest: CommonMoment
}

export function agreementOf(
  snapshot: Proposed,
  { now, pace, unread }: Pick<JointContext, 'now' | 'pace' | 'unread'>,
): Agreement {
  const { proposal } = snapshot
  const { going, terms, released, ended } = proposal
  const plan = going ?? {
    moment: terms.moment ?? now,
    windowMs: terms.windowSeconds * 1000 * pace,
    ...(terms.moments === undefined ? {} : { moments: terms.moments }),
  }
  const { lacking, votes } = agreementFor(snapshot, plan)
  const missing =
    isGoing(snapshot) && released === undefined
      ? lackingForRelease(snapshot, { now, unread })
      : lacking
  return { lacking: ended?.lacking ?? missing, votes, earliest: earliestOf(snapshot, now) }
}

export interface OfficeStanding {
  readonly office: OfficeId
  readonly required: boolean
  readonly step: JointStep
  readonly on: LocalDate | null
  readonly by: string | null
  /** Whether its consent counts. */
  readonly counts: boolean
  readonly conditions: readonly Condition[]
  readonly hasDrafts: boolean
  readonly delegate: string | null
  readonly readiness: Readiness | null
  readonly moment: Instant | null
  /** Its moment as its own clock on the wall shows it. */
  readonly localMoment: string | null
  readonly until: Instant | null
  readonly actedAt: Instant | null
  readonly reason: Pick<Reason, 'code' | 'message' | 'messageFr'> | null
  readonly done: NonNullable<ParticipationState['acted']>['done']
}

/** Every invited office, in the order of the invitation. `zoneOf`: undefined for an office that the directory does not know. */
export function standingsOf(
  snapshot: Proposed,
  zoneOf: (office: OfficeId) => string | undefined,
): OfficeStanding[] {
  const { proposal } = snapshot
  const steps = stepsOf(snapshot)
  const { counted } = tallyOf(snapshot, proposal.going?.moment ?? proposal.terms.moment)
  return proposal.terms.offices.map((office) => {
    const state = snapshot.parts.get(office)?.state
    const moment = ownMoment(proposal, office)
    const zone = zoneOf(office)
    return {
      office,
      required: proposal.terms.required.includes(office),
      step: steps.get(office) ?? 'invited',
      counts: counted.includes(office),
      ...answerOf(state),
      readiness: state?.readiness?.version === proposal.version ? state.readiness.readiness : null,
      moment,
      localMoment: moment === null || zone === undefined ? null : local(moment, zone),
      until: state?.committed?.until ?? null,
      actedAt: state?.acted?.at ?? null,
      reason: reasonOf(state),
      done: state?.acted?.done ?? state?.notActed?.done ?? [],
    }
  })
}

function answerOf(
  state: ParticipationState | undefined,
): Pick<OfficeStanding, 'on' | 'by' | 'conditions' | 'hasDrafts' | 'delegate'> {
  const { answer } = state ?? {}
  const consent = answer?.kind === 'consented' ? answer : undefined
  return {
    on: answer?.on ?? state?.received.on ?? null,
    by: answer?.by ?? null,
    conditions: consent?.conditions ?? [],
    hasDrafts: consent?.draftsDigest !== undefined,
    delegate: state?.delegate ?? null,
  }
}

/** Why it could not act, could not open the text, could not make good, or took its answer back. */
function reasonOf(state: ParticipationState | undefined): OfficeStanding['reason'] {
  const { answer, notActed, received, compensated } = state ?? {}
  const reason = notActed?.reason ?? received?.problem ?? compensated?.problem
  if (reason !== undefined) {
    const { code, message, messageFr } = reason
    return { code, message, ...(messageFr === undefined ? {} : { messageFr }) }
  }
  return answer?.kind === 'withdrawn' ? { code: 'withdrawn', message: answer.reason } : null
}

/** When it acts: by the go, or as it is proposed. */
function ownMoment({ going, terms }: ProposalState, office: OfficeId): Instant | null {
  return going?.acting.includes(office) === true
    ? momentOf(going, office)
    : (terms.moments?.[office] ?? terms.moment ?? null)
}

function local(moment: Instant, zone: string): string {
  const { local: shown, offset } = wallClock(moment, zone)
  return `${shown} (${zone}, UTC${offset})`
}

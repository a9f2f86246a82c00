// A proposal as its events tell it, in the ledger of the office that made it. Facts only; who agrees and who is missing is worked out in `tally.ts`.

import { parseJointRef, type AggregateRef, type JointId, type OfficeId } from '../kernel/ids.ts'
import type { Instant, LocalDate } from '../kernel/date.ts'
import { later } from '../calendar/zone.ts'
import { present } from '../kernel/present.ts'
import { assertNever } from '../kernel/text.ts'
import type { Basis, Lacking, ProposalEvent, ProposalEventOf } from './proposal.schema.ts'
import type { ProposalTerms } from './terms.schema.ts'

/** A go: who acts when. */
export interface Going {
  readonly round: number
  readonly on: LocalDate
  /** The moment of all that have none of their own. */
  readonly moment: Instant
  readonly moments?: Readonly<Record<OfficeId, Instant>>
  readonly windowMs: number
  readonly acting: readonly OfficeId[]
}

export interface ProposalState {
  readonly part: 'proposal'
  readonly joint: JointId
  readonly proposer: OfficeId
  /** 1, 2, 3 …: a new one with every changed text. */
  readonly version: number
  /** Of this version, with the times as they were postponed. */
  readonly terms: ProposalTerms
  readonly proposedOn: LocalDate
  readonly amendedOn?: LocalDate
  readonly because?: string
  readonly earlier: readonly {
    readonly version: number
    readonly digest: string
    readonly on: LocalDate
  }[]
  readonly clarifications: readonly Omit<ProposalEventOf<'clarified'>, 'kind'>[]
  /** Number of the latest go, over all versions. */
  readonly round: number
  /** Once the time to reply to this version is over: who had said nothing. */
  readonly silent?: readonly OfficeId[]
  readonly going?: Going
  readonly held?: readonly Lacking[]
  readonly released?: {
    readonly round: number
    readonly at: Instant
    readonly on: LocalDate
    /** What it relied on, of each office that acts. */ readonly basis: readonly Basis[]
  }
  readonly ended?: {
    readonly how: 'cancelled' | 'called-off' | 'complete' | 'incomplete' | 'answered'
    readonly on: LocalDate
    readonly reason?: string
    readonly acted: readonly OfficeId[]
    readonly lacking: readonly Lacking[]
  }
}

/** When `office` acts. */
export function momentOf(going: Pick<Going, 'moment' | 'moments'>, office: OfficeId): Instant {
  return going.moments?.[office] ?? going.moment
}

/** The first moment at which anybody acts: when the release is decided. */
export function firstMoment(going: Pick<Going, 'moment' | 'moments' | 'acting'>): Instant {
  return going.acting
    .map((office) => momentOf(going, office))
    .reduce((first, each) => (each < first ? each : first))
}

/** When the first window has ended: a go that is given later could only be called off. */
export function firstWindow(
  going: Pick<Going, 'moment' | 'moments' | 'windowMs' | 'acting'>,
): Instant {
  return later(firstMoment(going), going.windowMs)
}

/** When the last window has ended. */
export function lastWindow(going: Going): Instant {
  return later(
    going.acting
      .map((office) => momentOf(going, office))
      .reduce((last, each) => (each > last ? each : last)),
    going.windowMs,
  )
}

/** By this instant the results of the last window are known, unless the connection is down. */
export function newsBy(going: Going): Instant {
  return later(lastWindow(going), going.windowMs)
}

export function evolveProposal(
  ref: AggregateRef,
  state: ProposalState | undefined,
  event: ProposalEvent,
): ProposalState {
  if (event.kind === 'proposed') return proposed(ref, event)
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to proposal ${ref.office}:${ref.id}: its first event must be "proposed"`,
    )
  switch (event.kind) {
    case 'amended':
      return amended(state, event)
    case 'postponed':
      return postponed(state, event)
    case 'clarified': {
      const { kind: _, ...clarification } = event
      return { ...state, clarifications: [...state.clarifications, clarification] }
    }
    case 'go-given': {
      const { held: _, ...rest } = state
      const { round, on, moment, moments, windowMs, acting } = event
      const going = { round, on, moment, windowMs, acting, ...present({ moments }) }
      return { ...rest, round, going }
    }
    case 'replies-closed':
      return { ...state, silent: event.silent }
    case 'held':
      return { ...state, held: event.lacking }
    case 'released': {
      const { held: _, ...rest } = state
      return {
        ...rest,
        released: { round: event.round, at: event.at, on: event.on, basis: event.basis },
      }
    }
    case 'cancelled':
      return {
        ...state,
        ended: { how: 'cancelled', on: event.on, reason: event.reason, acted: [], lacking: [] },
      }
    case 'called-off':
      return {
        ...state,
        ended: { how: 'called-off', on: event.on, acted: [], lacking: event.lacking },
      }
    case 'concluded':
      return {
        ...state,
        ended: { how: event.outcome, on: event.on, acted: event.acted, lacking: event.lacking },
      }
    default:
      return assertNever(event)
  }
}

function proposed(ref: AggregateRef, { on, terms }: ProposalEventOf<'proposed'>): ProposalState {
  const parsed = parseJointRef(ref)
  if (parsed?.part !== 'proposal')
    throw new Error(
      `${ref.office}:${ref.id} is not the number of a joint action of ${ref.office}: only its proposer may propose it`,
    )
  return {
    part: 'proposal',
    joint: parsed.joint,
    proposer: ref.office,
    version: 1,
    terms,
    proposedOn: on,
    earlier: [],
    clarifications: [],
    round: 0,
  }
}

/** A new text: offices that were silent may reply again, and what was given for the old text is void. */
function amended(
  state: ProposalState,
  { version, terms, on, because }: ProposalEventOf<'amended'>,
): ProposalState {
  const { going: _, held: __, silent: ___, because: ____, ...rest } = state
  const before = {
    version: rest.version,
    digest: rest.terms.digest,
    on: rest.amendedOn ?? rest.proposedOn,
  }
  const earlier = [...rest.earlier, before]
  return { ...rest, version, terms, amendedOn: on, earlier, ...present({ because }) }
}

/** Other times for the same text. If the time to reply changes, offices that were silent may reply again. */
function postponed(
  state: ProposalState,
  { replyBy, moment, moments }: ProposalEventOf<'postponed'>,
): ProposalState {
  const { going: _, held: __, silent, ...open } = state
  return {
    ...open,
    ...present({ silent: replyBy === undefined ? silent : undefined }),
    terms: { ...open.terms, ...present({ replyBy, moment, moments }) },
  }
}

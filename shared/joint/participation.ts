// An office's part in a joint action as its events tell it, in its own ledger. Facts only.

import type { Instant, LocalDate } from '../kernel/date.ts'
import { parseJointRef, type AggregateRef, type JointId, type OfficeId } from '../kernel/ids.ts'
import type { Sealed } from './sealed.schema.ts'
import { present } from '../kernel/present.ts'
import { assertNever } from '../kernel/text.ts'
import type { ParticipationEvent, ParticipationEventOf } from './participation.schema.ts'
import type { Condition } from './terms.schema.ts'

type Said<K extends ParticipationEvent['kind']> = Omit<ParticipationEventOf<K>, 'kind'>

/** What the office last said to the proposal. A new version makes it lapse; it is kept as what was said of the old one. */
export type Answer =
  | {
      readonly kind: 'consented'
      readonly version: number
      readonly on: LocalDate
      readonly digest: string
      readonly conditions: readonly Condition[]
      readonly draftsDigest?: string
      readonly by: string
      readonly preparedBy: string
      readonly prepared: string
      /** The prepared consent with its drafts, which only the office itself can open. */ readonly sealed: Sealed
    }
  | ParticipationEventOf<'objected' | 'abstained' | 'answered'>
  | (ParticipationEventOf<'withdrawn'> & { readonly version: number })

/** A promise to act by itself as soon as it hears of the release. */
export interface Commitment {
  readonly version: number
  readonly round: number
  readonly digest: string
  readonly draftsDigest?: string
  /** The consent with its drafts as it was when it was committed to, whatever is answered later. */
  readonly sealed?: Sealed
  readonly moment: Instant
  readonly until: Instant
  /** It acts later than the release: an alarm of its own tells it when. */
  readonly ownMoment: boolean
  readonly momentReached: boolean
  readonly windowPassed: boolean
}

export interface ParticipationState {
  readonly part: 'participation'
  readonly joint: JointId
  readonly office: OfficeId
  readonly received: Said<'received'>
  readonly prepared?: Said<'consent-prepared'>
  readonly answer?: Answer
  readonly delegate?: string
  readonly readiness?: Said<'readiness-reported'>
  /** How often it reported, for the ids of the commands that do. */
  readonly reports: number
  readonly committed?: Commitment
  readonly acted?: Said<'acted'>
  readonly notActed?: Said<'not-acted'>
  readonly compensated?: Said<'compensated'>
  readonly stoodDown?: Said<'stood-down'>
  readonly questions: readonly Said<'clarification-asked'>[]
  readonly forwarded: readonly Said<'forwarded'>[]
  readonly split?: Said<'split'>
}

export function evolveParticipation(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  event: ParticipationEvent,
): ParticipationState {
  if (event.kind === 'received') return received(ref, state, said(event))
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to ${ref.office}:${ref.id}: its first event must be "received"`,
    )
  switch (event.kind) {
    case 'consent-prepared':
      return { ...state, prepared: said(event) }
    case 'consented':
      return consented(ref, state, event)
    case 'objected':
    case 'abstained':
    case 'answered':
      return answered(state, event)
    case 'withdrawn':
      return answered(state, { ...event, version: state.received.version })
    case 'delegated': {
      const { delegate: _, ...rest } = state
      return event.to === null ? rest : { ...rest, delegate: event.to }
    }
    case 'clarification-asked':
      return { ...state, questions: [...state.questions, said(event)] }
    case 'forwarded':
      return { ...state, forwarded: [...state.forwarded, said(event)] }
    case 'split':
      return { ...state, split: said(event) }
    case 'readiness-reported':
      return { ...state, readiness: said(event), reports: state.reports + 1 }
    case 'committed':
      return committed(state, event)
    case 'moment-reached':
    case 'window-passed': {
      if (state.committed?.round !== event.round) return state
      return {
        ...state,
        committed: {
          ...state.committed,
          ...(event.kind === 'moment-reached' ? { momentReached: true } : { windowPassed: true }),
        },
      }
    }
    case 'acted':
      return { ...state, acted: said(event) }
    case 'not-acted':
      return { ...state, notActed: said(event) }
    case 'stood-down':
      return { ...state, stoodDown: said(event) }
    case 'compensated':
      return { ...state, compensated: said(event) }
    default:
      return assertNever(event)
  }
}

/** The consent that was prepared becomes the office's word, with what it seals. */
function consented(
  ref: AggregateRef,
  { prepared: waiting, ...rest }: ParticipationState,
  event: Said<'consented'>,
): ParticipationState {
  if (waiting === undefined)
    throw new Error(`Cannot apply "consented" to ${ref.office}:${ref.id}: nothing was prepared`)
  const { version, on, digest, conditions, draftsDigest, by, preparedBy, prepared } = event
  return {
    ...rest,
    answer: {
      kind: 'consented',
      version,
      on,
      digest,
      conditions,
      by,
      preparedBy,
      prepared,
      sealed: waiting.sealed,
      ...present({ draftsDigest }),
    },
  }
}

function committed(state: ParticipationState, event: Said<'committed'>): ParticipationState {
  const { version, round, digest, draftsDigest, moment, until, ownMoment } = event
  const sealed = state.answer?.kind === 'consented' ? state.answer.sealed : undefined
  return {
    ...state,
    committed: {
      version,
      round,
      digest,
      moment,
      until,
      ownMoment,
      momentReached: false,
      windowPassed: false,
      ...present({ draftsDigest, sealed }),
    },
  }
}

/** A new version starts the office's part anew; what was asked, forwarded and delegated stays. */
function received(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  event: Said<'received'>,
): ParticipationState {
  const parsed = parseJointRef(ref)
  if (parsed?.part !== 'participation')
    throw new Error(`${ref.office}:${ref.id} is not a part in another office's joint action`)
  if (state === undefined)
    return {
      part: 'participation',
      joint: parsed.joint,
      office: ref.office,
      received: event,
      reports: 0,
      questions: [],
      forwarded: [],
    }
  const {
    prepared: _,
    readiness: __,
    committed: ___,
    stoodDown: ____,
    split: _____,
    ...rest
  } = state
  return { ...rest, received: event }
}

function answered(
  state: ParticipationState,
  event: Extract<Answer, { kind: 'objected' | 'abstained' | 'withdrawn' | 'answered' }>,
): ParticipationState {
  const { prepared: _, ...rest } = state
  return { ...rest, answer: event }
}

function said<E extends { readonly kind: string }>(event: E): Omit<E, 'kind'> {
  const { kind: _, ...rest } = event
  return rest
}

/** One word for where the part is in its life, from its recorded facts alone. */
export function participationPhase(state: ParticipationState): string {
  if (state.compensated !== undefined) return 'compensated'
  if (state.acted !== undefined) return 'acted'
  if (state.notActed !== undefined) return 'not-acted'
  if (state.stoodDown !== undefined) return 'stood-down'
  if (state.committed !== undefined) return 'committed'
  return state.answer?.kind ?? 'received'
}

/** It has acted, could not, or knows that nothing will come of it. */
export function isFinal({ acted, notActed, stoodDown }: ParticipationState): boolean {
  return acted !== undefined || notActed !== undefined || stoodDown !== undefined
}

/** It acted, or did a part of what it was to do before it could not go on: there is something to make good. */
export function hasDone({ acted, notActed }: ParticipationState): boolean {
  return acted !== undefined || (notActed?.done.length ?? 0) > 0
}

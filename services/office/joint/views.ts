// Joint actions as one office sees them: looked up in the projection, opened where it can be, and shown as `shared/joint` reads them.

import { viewOrder } from '../../../shared/board/view.ts'
import type {
  JointDetail,
  JointEntry,
  JointOffice,
  JointReadiness,
  JointSummary,
  ReleasedDocument,
} from '../../../shared/contract/joint.schema.ts'
import { recorderOf } from '../../../shared/contract/recorder.ts'
import type { Reach } from '../../../shared/contract/reach.schema.ts'
import { allowedInJoint } from '../../../shared/joint/allowed.ts'
import { jointLine } from '../../../shared/joint/line.ts'
import { lastWindow, type ProposalState } from '../../../shared/joint/proposal.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import { isProposed, tallyOf } from '../../../shared/joint/tally.ts'
import { themesOf } from '../../../shared/joint/themes.ts'
import { agreementOf, standingsOf, type Proposed } from '../../../shared/joint/view.ts'
import {
  participationRef,
  proposalRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { preAuthEncoding } from '../../../shared/ledger/event.ts'
import type { VerifySignature } from '../../../shared/ledger/verify.ts'
import type { Directory } from '../../../shared/office/directory.schema.ts'
import { mayEver } from '../../../shared/office/permit.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { Store } from '../ports.ts'
import { documentBytes, documentType } from './act.ts'
import { createJointList } from './list.ts'
import { openDocument, openEarlier, openOwnConsent, openTalk } from './opened.ts'
import { digestOf, type Sealing } from './sealing.ts'

export interface JointViewOptions {
  readonly own: OfficeId
  readonly directory: Directory
  readonly store: Pick<Store, 'aggregates' | 'eventsOf' | 'lists'>
  readonly sealing: Sealing
  readonly verifySignature: VerifySignature
  readonly context: () => Context
  /** Whose ledgers can be read now. */
  readonly reach: () => readonly Reach[]
}

type Context = DecisionContext & { readonly joint: JointContext }

export function createJointViews(options: JointViewOptions) {
  const { store, context } = options
  const find = (joint: JointId): Proposed | undefined => {
    const snapshot = context().joint.snapshotOf(joint)
    return isProposed(snapshot) ? snapshot : undefined
  }
  const proposals = (): Proposed[] =>
    store
      .aggregates('joint')
      .flatMap(({ aggregate: { state } }) =>
        (state as { readonly part?: string }).part === 'proposal'
          ? (find((state as ProposalState).joint) ?? [])
          : [],
      )
  return {
    /** The latest first. Titles are sealed: whoever may not read what is sealed gets none. */
    async jointActions(actor: Actor): Promise<JointSummary[]> {
      const opens = mayEver(actor, 'jointAction')
      const all = await Promise.all(
        proposals().map((snapshot) =>
          opens ? summaryOf(snapshot, options) : { ...unopened(snapshot, options), title: null },
        ),
      )
      return all.toSorted(byDate)
    },
    jointList: createJointList({
      lists: store.lists,
      own: options.own,
      now: () => context().joint.now,
      titleOf: async (joint) => {
        const snapshot = find(joint)
        return snapshot === undefined
          ? undefined
          : (await openDocument(options.sealing, snapshot.proposal)).document?.title
      },
    }),
    async jointAction(joint: JointId): Promise<JointDetail | undefined> {
      const snapshot = find(joint)
      return snapshot === undefined ? undefined : detailOf(snapshot, options)
    },
    jointReadiness(joint: JointId): JointReadiness | undefined {
      const snapshot = find(joint)
      return snapshot === undefined ? undefined : readinessOf(snapshot, options)
    },
    jointDocument(joint: JointId): ReleasedDocument | undefined {
      const snapshot = find(joint)
      return snapshot === undefined ? undefined : releasedDocument(snapshot, options)
    },
  }
}

function byDate(a: JointSummary, b: JointSummary): number {
  if (a.proposedOn !== b.proposedOn) return a.proposedOn < b.proposedOn ? 1 : -1
  return a.joint < b.joint ? -1 : 1
}

async function summaryOf(snapshot: Proposed, options: JointViewOptions): Promise<JointSummary> {
  const { document } = await openDocument(options.sealing, snapshot.proposal)
  return { ...unopened(snapshot, options), title: document?.title ?? null }
}

/** All of it but the title, which is sealed. */
function unopened(
  snapshot: Proposed,
  { own, context }: Pick<JointViewOptions, 'own' | 'context'>,
): Omit<JointSummary, 'title'> {
  const { waitsFor, ...line } = jointLine(snapshot, own, context().joint.now)
  return { ...line, waitsFor: [...waitsFor] }
}

async function detailOf(snapshot: Proposed, options: JointViewOptions): Promise<JointDetail> {
  const { sealing, store, context } = options
  const { joint, proposal, parts } = snapshot
  const now = context()
  const { sealed: _, digest, ...choices } = proposal.terms
  return {
    ...(await summaryOf(snapshot, options)),
    choices: {
      matter: undefined,
      moment: undefined,
      moments: undefined,
      ...choices,
    } as JointDetail['choices'],
    digest,
    ...(await openDocument(sealing, proposal)),
    because: proposal.because ?? null,
    earlier: await openEarlier(sealing, store, proposal),
    offices: officesOf(snapshot, options),
    ...agreementView(snapshot, now),
    silent: [...tallyOf(snapshot).silent],
    ...courseOf(proposal),
    talk: await openTalk(sealing, snapshot),
    own: await openOwnConsent(sealing, joint, parts.get(now.office.id)?.state),
    themes: themesIn(proposal.terms.matter, store, now),
    ...allowedView(snapshot, now),
    history: historyOf(snapshot, store),
  }
}

/** How far it has come: the go, the release, the end. */
function courseOf({
  going,
  released,
  ended,
}: ProposalState): Pick<JointDetail, 'going' | 'released' | 'ended'> {
  return {
    going:
      going === undefined
        ? null
        : {
            round: going.round,
            on: going.on,
            moment: going.moment,
            until: lastWindow(going),
            acting: [...going.acting],
          },
    released: released === undefined ? null : { at: released.at, on: released.on },
    ended:
      ended === undefined
        ? null
        : {
            how: ended.how,
            on: ended.on,
            reason: ended.reason ?? null,
            acted: [...ended.acted],
            lacking: ended.lacking.map((each) => ({ ...each })),
          },
  }
}

function allowedView(snapshot: Proposed, context: Context): Pick<JointDetail, 'can' | 'cannot'> {
  const all = allowedInJoint(snapshot, context)
  return {
    can: all.flatMap(({ kind, may }) => (may ? [kind] : [])),
    cannot: all.flatMap((each) => {
      if (each.may) return []
      const { code, message, messageFr, rule } = each.problem
      return [
        { kind: each.kind, code, message, messageFr, ...(rule === undefined ? {} : { rule }) },
      ]
    }),
  }
}

function officesOf(snapshot: Proposed, { directory, reach }: JointViewOptions): JointOffice[] {
  const heard = new Map(reach().map((each) => [each.office, each]))
  const zones = new Map(directory.offices.map(({ id, zone }) => [id, zone]))
  return standingsOf(snapshot, (office) => zones.get(office)).map((standing) => ({
    ...standing,
    conditions: [...standing.conditions],
    reason: standing.reason === null ? null : { ...standing.reason },
    done: [...standing.done],
    reach: heard.get(standing.office)?.state ?? null,
    lastHeard: heard.get(standing.office)?.lastHeard ?? null,
  }))
}

function agreementView(
  snapshot: Proposed,
  context: Context,
): Pick<JointReadiness, 'lacking' | 'votes' | 'earliest'> {
  const { lacking, votes, earliest } = agreementOf(snapshot, context.joint)
  return {
    lacking: [...lacking],
    votes,
    earliest: structuredClone(earliest) as JointReadiness['earliest'],
  }
}

function readinessOf(snapshot: Proposed, options: JointViewOptions): JointReadiness {
  const { joint, version, terms } = snapshot.proposal
  const offices = officesOf(snapshot, options).map(
    ({ office, required, step, counts, readiness, localMoment }) => ({
      office,
      required,
      step,
      counts,
      readiness,
      localMoment,
    }),
  )
  return {
    joint,
    version,
    quorum: terms.quorum,
    offices,
    ...agreementView(snapshot, options.context()),
  }
}

/** Of all offices, oldest first. */
function historyOf(
  { joint, proposal, parts }: Proposed,
  store: Pick<Store, 'eventsOf'>,
): JointEntry[] {
  const refs = [
    { part: 'proposal' as const, ref: proposalRef(joint) },
    ...[...parts.keys()]
      .filter((office) => proposal.terms.offices.includes(office))
      .map((office) => ({ part: 'participation' as const, ref: participationRef(joint, office) })),
  ]
  return refs
    .flatMap(({ part, ref }) =>
      store.eventsOf(ref).map(({ recorded, keyid }): JointEntry => {
        const { by } = recorded.event as { readonly by?: string }
        return {
          id: recorded.id,
          office: ref.office,
          part,
          kind: recorded.event.kind,
          version: recorded.version,
          sequence: recorded.sequence,
          on: recorded.event.on as JointEntry['on'],
          recordedAt: recorded.recordedAt,
          by: by ?? null,
          ...recorderOf(recorded.actor),
          verifiedKey: keyid,
          sharedUnder: recorded.sharedUnder ?? null,
          event: withoutSealed(recorded.event),
        }
      }),
    )
    .toSorted((a, b) =>
      a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.version - b.version,
    )
}

/** What is sealed says nothing to a reader, and is as long as everything else together. */
function withoutSealed(event: { readonly kind: string }): JointEntry['event'] {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) => (key === 'sealed' ? undefined : value)),
  ) as JointEntry['event']
}

/** Where the orders of the same matter stand, theme by theme. */
function themesIn(
  matter: string | undefined,
  store: Pick<Store, 'aggregates'>,
  { packs, today }: Context,
): JointDetail['themes'] {
  if (matter === undefined) return []
  const orders = store
    .aggregates('order')
    .map(({ aggregate: { version, state } }) => ({ version, state: state as OrderState }))
    .filter(({ state }) => state.matter === matter)
  return themesOf(orders.map((order) => viewOrder(order, packs, today)))
}

/** The text that was revealed, with the signature of every office that revealed this very text. */
function releasedDocument(
  { joint, proposal, parts }: Proposed,
  { directory, verifySignature }: JointViewOptions,
): ReleasedDocument | undefined {
  const revealed = [...parts].flatMap(([office, { state }]) => {
    const { document, signature, version } = state.acted ?? {}
    return document === undefined ||
      signature === undefined ||
      version === undefined ||
      digestOf(document) !== proposal.terms.digest
      ? []
      : [{ office, bytes: documentBytes(joint, version, document), signature }]
  })
  const [first] = revealed
  if (first === undefined) return undefined
  const signatures = revealed.filter(({ office, bytes, signature: { keyid, sig } }) => {
    const keys = directory.offices.find(({ id }) => id === office)?.eventKeys ?? []
    const signed = preAuthEncoding(documentType, bytes)
    return keys.some(
      (key) =>
        key.keyid === keyid && verifySignature(key.publicKey, signed, Buffer.from(sig, 'base64')),
    )
  })
  return {
    payloadType: documentType,
    payload: Buffer.from(first.bytes).toString('base64'),
    signatures: signatures.map(({ office, signature }) => ({ office, ...signature })),
  }
}

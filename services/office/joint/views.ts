// Joint actions as one office sees them: from the projection, with what is sealed to it opened. It decides nothing.

import { viewOrder } from '../../../shared/board/view.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import { wallClock } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Directory } from '../../../shared/office/directory.schema.ts'
import {
  participationRef,
  proposalRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import { commonMoment } from '../../../shared/joint/common-moment.ts'
import { preparedSchema } from '../../../shared/joint/draft.schema.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import { isFinal } from '../../../shared/joint/participation-rules.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { Readiness } from '../../../shared/joint/participation.schema.ts'
import type { JointContext, JointSnapshot } from '../../../shared/joint/snapshot.ts'
import { lastWindow, momentOf, type ProposalState } from '../../../shared/joint/proposal.ts'
import type { ProposalEventOf } from '../../../shared/joint/proposal.schema.ts'
import { statusOf, stepsOf, type JointStep } from '../../../shared/joint/standing.ts'
import {
  agreementFor,
  isGoing,
  isProposed,
  lackingForRelease,
  tallyOf,
} from '../../../shared/joint/tally.ts'
import { saltedDocumentSchema } from '../../../shared/joint/terms.schema.ts'
import { themesOf } from '../../../shared/joint/themes.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { preAuthEncoding } from '../../../shared/ledger/event.ts'
import type { VerifySignature } from '../../../shared/ledger/verify.ts'
import {
  answerContentSchema,
  objectionsContentSchema,
  splitContentSchema,
  textContentSchema,
  type JointDetail,
  type JointEntry,
  type JointOffice,
  type JointReadiness,
  type JointSummary,
  type JointTalk,
  type ReleasedDocument,
} from '../../../shared/contract/joint.schema.ts'
import type { Store } from '../ports.ts'
import { documentBytes, documentType } from './carry-out.ts'
import { digestOf, type Place, type Sealing } from './sealing.ts'

export interface JointViewOptions {
  readonly directory: Directory
  readonly store: Pick<Store, 'aggregates' | 'eventsOf'>
  readonly sealing: Sealing
  readonly verifySignature: VerifySignature
  readonly context: () => DecisionContext & { readonly joint: JointContext }
}

type Proposed = JointSnapshot & { readonly proposal: ProposalState }

export function createJointViews({
  directory,
  store,
  sealing,
  verifySignature,
  context,
}: JointViewOptions) {
  function snapshotOf(joint: JointId): Proposed | undefined {
    const snapshot = context().joint.snapshotOf(joint)
    return isProposed(snapshot) ? snapshot : undefined
  }

  async function open<S extends Parameters<Sealing['open']>[2]>(
    place: Place,
    sealed: Parameters<Sealing['open']>[1],
    schema: S,
  ) {
    const opened = await sealing.open(place, sealed, schema)
    return opened.ok ? (opened.value ?? null) : null
  }

  async function documentOf({
    joint,
    proposer,
    version,
    terms,
  }: Pick<ProposalState, 'joint' | 'proposer' | 'version' | 'terms'>): Promise<
    Pick<JointDetail, 'document' | 'unreadable'>
  > {
    const opened = await sealing.open(
      { joint, author: proposer, what: 'document', which: version },
      terms.sealed,
      saltedDocumentSchema,
    )
    if (!opened.ok) return { document: null, unreadable: opened.problem.message }
    if (opened.value === undefined)
      return { document: null, unreadable: 'Sealed to the offices that are invited' }
    if (digestOf(opened.value) !== terms.digest)
      return { document: null, unreadable: `Its hash is not ${terms.digest}` }
    const { salt: _, ...document } = opened.value
    return { document, unreadable: null }
  }

  /** What was consented to before, so that who has to consent again sees what is other now. */
  async function earlierOf({
    joint,
    proposer,
    earlier,
  }: ProposalState): Promise<JointDetail['earlier']> {
    if (earlier.length === 0) return []
    const terms = new Map(
      store
        .eventsOf(proposalRef(joint))
        .flatMap(({ recorded: { event } }) =>
          event.kind === 'proposed'
            ? [[1, (event as ProposalEventOf<'proposed'>).terms] as const]
            : event.kind === 'amended'
              ? [
                  [
                    (event as ProposalEventOf<'amended'>).version,
                    (event as ProposalEventOf<'amended'>).terms,
                  ] as const,
                ]
              : [],
        ),
    )
    return Promise.all(
      earlier.map(async (each) => {
        const own = terms.get(each.version)
        return {
          ...each,
          document:
            own === undefined
              ? null
              : (await documentOf({ joint, proposer, version: each.version, terms: own })).document,
        }
      }),
    )
  }

  async function summaryOf(snapshot: Proposed): Promise<JointSummary> {
    const { office } = context()
    const { joint, proposer, version, terms, proposedOn, going } = snapshot.proposal
    const { document } = await documentOf(snapshot.proposal)
    const step = stepsOf(snapshot).get(office.id) ?? null
    return {
      joint,
      proposer,
      action: terms.action,
      matter: terms.matter ?? null,
      title: document?.title ?? null,
      status: statusOf(snapshot.proposal),
      version,
      proposedOn,
      replyBy: terms.replyBy,
      moment: going?.moment ?? terms.moment ?? null,
      step,
      waitsForUs: waitsFor(snapshot, office.id, step, context().joint.now),
    }
  }

  function officesOf(snapshot: Proposed): JointOffice[] {
    const { proposal, parts } = snapshot
    const steps = stepsOf(snapshot)
    const { counted } = tallyOf(snapshot, proposal.going?.moment ?? proposal.terms.moment)
    return proposal.terms.offices.map((office): JointOffice => {
      const state = parts.get(office)?.state
      const { answer } = state ?? {}
      const consent = answer?.kind === 'consented' ? answer : undefined
      const moment =
        proposal.going?.acting.includes(office) === true
          ? momentOf(proposal.going, office)
          : (proposal.terms.moments?.[office] ?? proposal.terms.moment ?? null)
      const zone = directory.offices.find(({ id }) => id === office)?.zone
      const reason =
        state?.notActed?.reason ??
        state?.received.problem ??
        state?.compensated?.problem ??
        (answer?.kind === 'withdrawn' ? { code: 'withdrawn', message: answer.reason } : undefined)
      return {
        office,
        required: proposal.terms.required.includes(office),
        step: steps.get(office) ?? 'invited',
        on: answer?.on ?? state?.received.on ?? null,
        by: answer?.by ?? null,
        counts: counted.includes(office),
        conditions: [...(consent?.conditions ?? [])],
        hasDrafts: consent?.draftsDigest !== undefined,
        delegate: state?.delegate ?? null,
        readiness:
          state?.readiness?.version === proposal.version ? state.readiness.readiness : null,
        moment,
        localMoment: moment === null || zone === undefined ? null : local(moment, zone),
        until: state?.committed?.until ?? null,
        actedAt: state?.acted?.at ?? null,
        reason: reason === undefined ? null : { code: reason.code, message: reason.message },
        done: [...(state?.acted?.done ?? state?.notActed?.done ?? [])],
      }
    })
  }

  function agreementOf(snapshot: Proposed): Pick<JointReadiness, 'lacking' | 'votes' | 'earliest'> {
    const { proposal, parts } = snapshot
    const {
      joint: { now, pace, unread },
    } = context()
    const plan = proposal.going ?? {
      moment: proposal.terms.moment ?? now,
      windowMs: proposal.terms.windowSeconds * 1000 * pace,
      ...(proposal.terms.moments === undefined ? {} : { moments: proposal.terms.moments }),
    }
    const { lacking, votes } = agreementFor(snapshot, plan)
    const readiness = new Map(
      proposal.terms.offices.flatMap((office): [OfficeId, Readiness][] => {
        const own = parts.get(office)?.state.readiness
        return own?.version === proposal.version ? [[office, own.readiness]] : []
      }),
    )
    const earliest = commonMoment(readiness, proposal.terms.required, now)
    const missing =
      isGoing(snapshot) && proposal.released === undefined
        ? lackingForRelease(snapshot, { now, unread })
        : lacking
    return {
      lacking: proposal.ended === undefined ? missing : [...proposal.ended.lacking],
      votes,
      earliest: structuredClone(earliest) as JointReadiness['earliest'],
    }
  }

  async function talkOf({ proposal, parts }: Proposed): Promise<JointTalk> {
    const { joint } = proposal
    const talk: JointTalk = { objections: [], questions: [], forwarded: [], split: [], answers: [] }
    for (const [author, { state }] of parts) {
      const { answer, questions, forwarded, split } = state
      if (answer?.kind === 'objected')
        talk.objections.push({
          office: author,
          version: answer.version,
          on: answer.on,
          count: answer.count,
          objections: await open(
            { joint, author, what: 'objections', which: answer.version },
            answer.sealed,
            objectionsContentSchema,
          ),
        })
      if (answer?.kind === 'answered')
        talk.answers.push({
          office: author,
          version: answer.version,
          on: answer.on,
          answer: await open(
            { joint, author, what: 'answer', which: answer.version },
            answer.sealed,
            answerContentSchema,
          ),
        })
      for (const { question, version, on, sealed } of questions) {
        const clarified = proposal.clarifications.find(
          (each) => each.office === author && each.question === question,
        )
        const reply =
          clarified === undefined
            ? null
            : {
                on: clarified.on,
                text:
                  (
                    await open(
                      {
                        joint,
                        author: proposal.proposer,
                        what: 'clarification',
                        which: `${author}/${question}`,
                      },
                      clarified.sealed,
                      textContentSchema,
                    )
                  )?.text ?? null,
              }
        talk.questions.push({
          office: author,
          version,
          on,
          question,
          text:
            (
              await open(
                { joint, author, what: 'question', which: question },
                sealed,
                textContentSchema,
              )
            )?.text ?? null,
          answer: reply,
        })
      }
      for (const { on, to, sealed } of forwarded)
        talk.forwarded.push({
          office: author,
          on,
          to,
          text:
            (await open({ joint, author, what: 'forward', which: to }, sealed, textContentSchema))
              ?.text ?? null,
        })
      if (split !== undefined)
        talk.split.push({
          office: author,
          on: split.on,
          parts: split.parts.map((part) => ({ ...part })),
          texts: await open(
            { joint, author, what: 'split', which: split.version },
            split.sealed,
            splitContentSchema,
          ),
        })
    }
    return talk
  }

  async function ownConsent(
    joint: JointId,
    state: ParticipationState | undefined,
  ): Promise<JointDetail['own']> {
    const given = state?.answer?.kind === 'consented' ? state.answer : undefined
    const held = state?.prepared ?? given
    if (state === undefined || held === undefined) return null
    const opened = await open(
      { joint, author: state.office, what: 'consent', which: held.version },
      held.sealed,
      preparedSchema,
    )
    return opened === null
      ? null
      : {
          preparedBy: state.prepared?.by ?? given?.preparedBy ?? '',
          digest: held.prepared,
          conditions: opened.conditions,
          drafts: opened.drafts,
        }
  }

  function historyOf({ joint, proposal, parts }: Proposed): JointEntry[] {
    const refs = [
      { part: 'proposal' as const, ref: proposalRef(joint) },
      ...[...parts.keys()]
        .filter((office) => proposal.terms.offices.includes(office))
        .map((office) => ({
          part: 'participation' as const,
          ref: participationRef(joint, office),
        })),
    ]
    return refs
      .flatMap(({ part, ref }) =>
        store.eventsOf(ref).map(({ recorded, keyid }): JointEntry => {
          const { by } = recorded.event as { readonly by?: string }
          return {
            office: ref.office,
            part,
            kind: recorded.event.kind,
            version: recorded.version,
            on: recorded.event.on as JointEntry['on'],
            recordedAt: recorded.recordedAt,
            by: by ?? null,
            verifiedKey: keyid,
            event: withoutSealed(recorded.event),
          }
        }),
      )
      .toSorted((a, b) =>
        a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.version - b.version,
      )
  }

  function themes(matter: string | undefined): JointDetail['themes'] {
    if (matter === undefined) return []
    const { packs, today } = context()
    const orders = store
      .aggregates('order')
      .map(({ aggregate: { version, state } }) => ({ version, state: state as OrderState }))
      .filter(({ state }) => state.matter === matter)
    return themesOf(orders.map((order) => viewOrder(order, packs, today)))
  }

  return {
    async jointActions(): Promise<JointSummary[]> {
      const proposals = store
        .aggregates('joint')
        .flatMap(({ aggregate: { state } }) =>
          (state as { readonly part?: string }).part === 'proposal'
            ? [(state as ProposalState).joint]
            : [],
        )
      const all = await Promise.all(
        proposals.map(async (joint) => {
          const snapshot = snapshotOf(joint)
          return snapshot === undefined ? [] : [await summaryOf(snapshot)]
        }),
      )
      return all
        .flat()
        .toSorted((a, b) =>
          a.proposedOn === b.proposedOn
            ? a.joint < b.joint
              ? -1
              : 1
            : a.proposedOn < b.proposedOn
              ? 1
              : -1,
        )
    },

    async jointAction(joint: JointId): Promise<JointDetail | undefined> {
      const snapshot = snapshotOf(joint)
      if (snapshot === undefined) return undefined
      const { proposal, parts } = snapshot
      const { office } = context()
      const { sealed: _, digest, ...choices } = proposal.terms
      const { going, released, ended } = proposal
      const state = parts.get(office.id)?.state
      return {
        ...(await summaryOf(snapshot)),
        choices: {
          matter: undefined,
          moment: undefined,
          moments: undefined,
          ...choices,
        } as JointDetail['choices'],
        digest,
        ...(await documentOf(proposal)),
        because: proposal.because ?? null,
        earlier: await earlierOf(proposal),
        offices: officesOf(snapshot),
        ...agreementOf(snapshot),
        silent: [...tallyOf(snapshot).silent],
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
        talk: await talkOf(snapshot),
        own: await ownConsent(joint, state),
        themes: themes(proposal.terms.matter),
        can: commandsOf(snapshot, office.id),
        history: historyOf(snapshot),
      }
    },

    jointReadiness(joint: JointId): JointReadiness | undefined {
      const snapshot = snapshotOf(joint)
      if (snapshot === undefined) return undefined
      const {
        version,
        terms: { quorum },
      } = snapshot.proposal
      const offices = officesOf(snapshot).map(
        ({ office, required, step, counts, readiness, localMoment }) => ({
          office,
          required,
          step,
          counts,
          readiness,
          localMoment,
        }),
      )
      return { joint, version, quorum, offices, ...agreementOf(snapshot) }
    },

    jointDocument(joint: JointId): ReleasedDocument | undefined {
      const snapshot = snapshotOf(joint)
      const revealed = [...(snapshot?.parts.entries() ?? [])].flatMap(
        ([
          office,
          {
            state: { acted },
          },
        ]) => {
          const { document, signature, version } = acted ?? {}
          return document === undefined ||
            signature === undefined ||
            version === undefined ||
            digestOf(document) !== snapshot?.proposal.terms.digest
            ? []
            : [{ office, bytes: documentBytes(joint, version, document), signature }]
        },
      )
      const [first] = revealed
      if (first === undefined) return undefined
      const signatures = revealed.filter(({ office, bytes, signature: { keyid, sig } }) =>
        directory.offices
          .find(({ id }) => id === office)
          ?.eventKeys.some(
            (key) =>
              key.keyid === keyid &&
              verifySignature(
                key.publicKey,
                preAuthEncoding(documentType, bytes),
                Buffer.from(sig, 'base64'),
              ),
          ),
      )
      return {
        payloadType: documentType,
        payload: Buffer.from(first.bytes).toString('base64'),
        signatures: signatures.map(({ office, signature }) => ({ office, ...signature })),
      }
    },
  }
}

/** What a person of `office` can send now. */
function commandsOf(snapshot: Proposed, office: OfficeId): string[] {
  const { proposal, parts } = snapshot
  const { ended, released, proposer, terms, version } = proposal
  if (ended !== undefined) return []
  const { together } = kindRules[terms.action]
  const proposers =
    proposer === office && released === undefined
      ? [
          ...(together ? ['go'] : []),
          'amend',
          'postpone',
          'cancel',
          ...(hasOpenQuestion(snapshot) ? ['clarify'] : []),
        ]
      : []
  const state = parts.get(office)?.state
  if (
    state === undefined ||
    isFinal(state) ||
    !terms.offices.includes(office) ||
    state.received.version !== version
  )
    return proposers
  const readable = state.received.digest === terms.digest
  const withdraw =
    state.answer === undefined || state.answer.kind === 'withdrawn' ? [] : ['withdraw']
  if (released !== undefined) return [...proposers, ...withdraw]
  const answers = together
    ? [...(readable ? ['consent'] : []), ...(state.prepared === undefined ? [] : ['approve'])]
    : ['answer', ...(terms.action === 'assistance' ? ['forward', 'split'] : [])]
  return [
    ...proposers,
    ...answers,
    'object',
    'abstain',
    ...(together ? ['delegate'] : []),
    ...withdraw,
    'ask',
  ]
}

function hasOpenQuestion({ proposal: { clarifications }, parts }: Proposed): boolean {
  return [...parts].some(([office, { state }]) =>
    state.questions.some(
      ({ question }) =>
        !clarifications.some((each) => each.office === office && each.question === question),
    ),
  )
}

/** Somebody here still has to answer, to approve, or to explain. */
function waitsFor(
  snapshot: Proposed,
  office: OfficeId,
  step: JointStep | null,
  now: Instant,
): boolean {
  const { proposal } = snapshot
  if (proposal.ended !== undefined || proposal.released !== undefined) return false
  if (
    proposal.proposer === office &&
    (hasOpenQuestion(snapshot) ||
      proposal.held !== undefined ||
      (proposal.going === undefined &&
        (proposal.terms.start === 'coordinator'
          ? proposal.silent !== undefined
          : (proposal.terms.moment ?? now) < now)))
  )
    return true
  return step === 'received' || step === 'prepared' || step === 'lapsed'
}

function local(moment: Instant, zone: string): string {
  const { local: shown, offset } = wallClock(moment, zone)
  return `${shown} (${zone}, UTC${offset})`
}

/** What is sealed says nothing to a reader, and is as long as everything else together. */
function withoutSealed(event: { readonly kind: string }): JointEntry['event'] {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) => (key === 'sealed' ? undefined : value)),
  ) as JointEntry['event']
}

// What is sealed in a joint action, opened where this office can open it; null where it is sealed to others. It decides nothing.

import {
  answerContentSchema,
  objectionsContentSchema,
  splitContentSchema,
  textContentSchema,
  type JointDetail,
  type JointTalk,
} from '../../../shared/contract/joint.schema.ts'
import { preparedSchema } from '../../../shared/joint/draft.schema.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { ProposalEvent } from '../../../shared/joint/proposal.schema.ts'
import { saltedDocumentSchema } from '../../../shared/joint/terms.schema.ts'
import type { Proposed } from '../../../shared/joint/view.ts'
import { proposalRef, type JointId, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { Store } from '../ports.ts'
import { digestOf, type Place, type Sealing } from './sealing.ts'

type Sealed = Parameters<Sealing['open']>[1]
type Schema = Parameters<Sealing['open']>[2]

async function open<S extends Schema>(sealing: Sealing, place: Place, sealed: Sealed, schema: S) {
  const opened = await sealing.open(place, sealed, schema)
  return opened.ok ? (opened.value ?? null) : null
}

async function textOf(sealing: Sealing, place: Place, sealed: Sealed): Promise<string | null> {
  return (await open(sealing, place, sealed, textContentSchema))?.text ?? null
}

/** The document of one version, or why it cannot be shown. */
export async function openDocument(
  sealing: Sealing,
  {
    joint,
    proposer,
    version,
    terms,
  }: Pick<ProposalState, 'joint' | 'proposer' | 'version' | 'terms'>,
): Promise<Pick<JointDetail, 'document' | 'unreadable'>> {
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
export async function openEarlier(
  sealing: Sealing,
  store: Pick<Store, 'eventsOf'>,
  { joint, proposer, earlier }: ProposalState,
): Promise<JointDetail['earlier']> {
  if (earlier.length === 0) return []
  const events = store
    .eventsOf(proposalRef(joint))
    .map(({ recorded }) => recorded.event as ProposalEvent)
  return Promise.all(
    earlier.map(async (each) => {
      const { version } = each
      const said = events.find(
        (event) =>
          (event.kind === 'proposed' && version === 1) ||
          (event.kind === 'amended' && event.version === version),
      )
      const terms = said !== undefined && 'terms' in said ? said.terms : undefined
      if (terms === undefined) return { ...each, document: null }
      const { document } = await openDocument(sealing, { joint, proposer, version, terms })
      return { ...each, document }
    }),
  )
}

/** What offices have said to each other about it. */
export async function openTalk(
  sealing: Sealing,
  { proposal, parts }: Proposed,
): Promise<JointTalk> {
  const talk: JointTalk = { objections: [], questions: [], forwarded: [], split: [], answers: [] }
  for (const [author, { state }] of parts) {
    await openAnswer(sealing, proposal.joint, author, state, talk)
    await openQuestions(sealing, proposal, author, state, talk)
    await openAssistance(sealing, proposal.joint, author, state, talk)
  }
  return talk
}

async function openAnswer(
  sealing: Sealing,
  joint: JointId,
  author: OfficeId,
  { answer }: ParticipationState,
  talk: JointTalk,
): Promise<void> {
  if (answer?.kind === 'objected') {
    const place = { joint, author, what: 'objections', which: answer.version } as const
    talk.objections.push({
      office: author,
      version: answer.version,
      on: answer.on,
      count: answer.count,
      objections: await open(sealing, place, answer.sealed, objectionsContentSchema),
    })
  }
  if (answer?.kind === 'answered') {
    const place = { joint, author, what: 'answer', which: answer.version } as const
    talk.answers.push({
      office: author,
      version: answer.version,
      on: answer.on,
      answer: await open(sealing, place, answer.sealed, answerContentSchema),
    })
  }
}

async function openQuestions(
  sealing: Sealing,
  { joint, proposer, clarifications }: ProposalState,
  author: OfficeId,
  { questions }: ParticipationState,
  talk: JointTalk,
): Promise<void> {
  for (const { question, version, on, sealed } of questions) {
    const clarified = clarifications.find(
      (each) => each.office === author && each.question === question,
    )
    const which = `${author}/${question}`
    talk.questions.push({
      office: author,
      version,
      on,
      question,
      text: await textOf(sealing, { joint, author, what: 'question', which: question }, sealed),
      answer:
        clarified === undefined
          ? null
          : {
              on: clarified.on,
              text: await textOf(
                sealing,
                { joint, author: proposer, what: 'clarification', which },
                clarified.sealed,
              ),
            },
    })
  }
}

async function openAssistance(
  sealing: Sealing,
  joint: JointId,
  author: OfficeId,
  { forwarded, split }: ParticipationState,
  talk: JointTalk,
): Promise<void> {
  for (const { on, to, sealed } of forwarded)
    talk.forwarded.push({
      office: author,
      on,
      to,
      text: await textOf(sealing, { joint, author, what: 'forward', which: to }, sealed),
    })
  if (split === undefined) return
  const place = { joint, author, what: 'split', which: split.version } as const
  talk.split.push({
    office: author,
    on: split.on,
    parts: split.parts.map((part) => ({ ...part })),
    texts: await open(sealing, place, split.sealed, splitContentSchema),
  })
}

/** The office's own prepared or given consent, with its drafts. */
export async function openOwnConsent(
  sealing: Sealing,
  joint: JointId,
  state: ParticipationState | undefined,
): Promise<JointDetail['own']> {
  const given = state?.answer?.kind === 'consented' ? state.answer : undefined
  const held = state?.prepared ?? given
  if (state === undefined || held === undefined) return null
  const place = { joint, author: state.office, what: 'consent', which: held.version } as const
  const opened = await open(sealing, place, held.sealed, preparedSchema)
  return opened === null
    ? null
    : {
        preparedBy: state.prepared?.by ?? given?.preparedBy ?? '',
        digest: held.prepared,
        conditions: opened.conditions,
        drafts: opened.drafts,
      }
}

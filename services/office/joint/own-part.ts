// What an office's own part holds sealed: the text it was invited to, and the drafts it prepared and promised. Opened, and checked to be what everybody sees.

import type { Draft } from '../../../shared/joint/draft.schema.ts'
import type { Commitment, ParticipationState } from '../../../shared/joint/participation.ts'
import type { Readiness, Reason } from '../../../shared/joint/participation.schema.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { readinessOf } from '../../../shared/joint/readiness.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import { saltedDocumentSchema, type SaltedDocument } from '../../../shared/joint/terms.schema.ts'
import { present } from '../../../shared/kernel/present.ts'
import { ok, refuse, type Problem, type Result } from '../../../shared/kernel/problems.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import { openPrepared } from './commands.ts'
import type { OwnOrders } from './own-orders.ts'
import { digestOf, type Sealing } from './sealing.ts'

/** Refused: `not-seen` where it is not sealed to this office, `text-differs` where it is another text than was announced. */
export async function openDocument(
  sealing: Sealing,
  { joint, proposer, version, terms }: ProposalState,
): Promise<Result<SaltedDocument>> {
  const opened = await sealing.open(
    { joint, author: proposer, what: 'document', which: version },
    terms.sealed,
    saltedDocumentSchema,
  )
  if (!opened.ok) return opened
  if (opened.value === undefined)
    return refuse(
      'not-seen',
      {
        en: `The document of "${joint}" is not sealed to this office: ask ${proposer} to amend it`,
        fr: `Le document de « ${joint} » n’est pas scellé pour cet organisme : demandez à ${proposer} de le modifier`,
      },
      { value: joint },
    )
  // A ciphertext could be made to open differently for different offices: the text is only what has the announced hash.
  return digestOf(opened.value) === terms.digest
    ? ok(opened.value)
    : refuse(
        'text-differs',
        {
          en: `The document of "${joint}" that was sealed to this office is not the text that everybody sees announced`,
          fr: `Le document de « ${joint} » scellé pour cet organisme n’est pas le texte annoncé à tous`,
        },
        { value: terms.digest },
      )
}

/** What the office promised to do to its own orders; nothing where it promised only to speak. */
export async function committedDrafts(
  sealing: Sealing,
  { joint, office }: ParticipationState,
  { version, sealed, draftsDigest }: Commitment,
): Promise<Result<readonly Draft[]>> {
  if (draftsDigest === undefined || sealed === undefined) return ok([])
  const opened = await openPrepared(joint, office, version, sealed, sealing)
  if (!opened.ok) return opened
  return digestOf(opened.value) === draftsDigest
    ? ok(opened.value.drafts)
    : refuse(
        'text-differs',
        {
          en: `The drafts of ${office} for "${joint}" are not those that it committed to`,
          fr: `Les projets de ${office} pour « ${joint} » ne sont pas ceux auxquels il s’est engagé`,
        },
        { value: draftsDigest },
      )
}

/** Whether it may lawfully do now what it consented to; undefined where it has not consented. */
export async function ownReadiness(
  sealing: Sealing,
  orders: Pick<OwnOrders, 'stateOf'>,
  context: DecisionContext & { readonly joint: JointContext },
  { joint, office, answer }: ParticipationState,
): Promise<Readiness | undefined> {
  if (answer?.kind !== 'consented') return undefined
  const opened = await openPrepared(joint, office, answer.version, answer.sealed, sealing)
  if (!opened.ok) return { state: 'blocked', reason: reasonOf(opened.problem) }
  const { drafts } = opened.value
  return readinessOf({ drafts, orderOf: orders.stateOf, context, now: context.joint.now })
}

/** The same for whoever plans: "ready from a moment that has passed" is ready, whichever moment that was. */
export function sameReadiness(
  reported: Readiness | undefined,
  found: Readiness,
  now: string,
): boolean {
  if (reported?.state !== found.state) return false
  if (reported.state === 'blocked')
    return (
      found.state === 'blocked' &&
      reported.reason.code === found.reason.code &&
      reported.reason.message === found.reason.message
    )
  return (
    found.state === 'ready' &&
    reported.until === found.until &&
    (reported.from === found.from || (reported.from <= now && found.from <= now))
  )
}

/** What of a refusal travels: its words in both languages and its rule, not what was sent. */
export function reasonOf({ code, message, messageFr, rule }: Problem): Reason {
  return { code, message, messageFr, ...present({ rule }) }
}

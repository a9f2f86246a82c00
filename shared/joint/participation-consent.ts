// When an office's consent stands: prepared by one person, approved by another, for the text that was read.

import type { AggregateRef } from '../kernel/ids.ts'
import { ok, problem, type Problem, type Result } from '../kernel/problems.ts'
import { anotherText, bound, notPrepared } from './participation-problems.ts'
import type { ParticipationCommandOf, ParticipationEvent } from './participation.schema.ts'
import type { ParticipationState } from './participation.ts'
import type { ProposalState } from './proposal.ts'

/** Others may rely on an earlier consent by now, and the text is the one that this office has seen. */
export function approve(
  { office }: AggregateRef,
  state: ParticipationState | undefined,
  fact: Omit<ParticipationCommandOf<'approve'>, 'id'>,
  proposal: ProposalState,
): Result<ParticipationEvent> {
  const part = { office, joint: proposal.joint }
  if (breaksCommitment(state, proposal, fact))
    return { ok: false, problem: bound(part, state?.committed?.round ?? 0, proposal.proposer) }
  return fact.digest === proposal.terms.digest
    ? ok({ ...fact, kind: 'consented' })
    : { ok: false, problem: anotherText(part, fact) }
}

/** Four eyes: who prepared a consent cannot approve it; a named delegate alone can. */
export function approvalProblem(
  joint: string,
  { prepared, delegate, office }: ParticipationState,
  { version, digest, prepared: looked, preparedBy, by }: ParticipationCommandOf<'approve'>,
): Problem | undefined {
  if (prepared !== undefined && prepared.version === version && prepared.prepared !== looked)
    return problem(
      'outdated',
      {
        en: `Another consent of ${office} to version ${version} of "${joint}" has been prepared since: look at it again`,
        fr: `Un autre consentement de ${office} à la version ${version} de « ${joint} » a été préparé depuis : relisez-le`,
      },
      looked,
    )
  if (
    prepared === undefined ||
    prepared.version !== version ||
    prepared.digest !== digest ||
    prepared.by !== preparedBy
  )
    return problem('not-prepared', notPrepared(office, joint, version), String(version))
  if (sameName(by, preparedBy))
    return problem(
      'same-officer',
      {
        en: `"${by}" has prepared this consent: another officer of ${office} has to approve it`,
        fr: `« ${by} » a préparé ce consentement : une autre personne de ${office} doit l’approuver`,
      },
      by,
    )
  return delegate === undefined || sameName(delegate, by)
    ? undefined
    : problem(
        'not-delegated',
        {
          en: `"${by}" may not approve for ${office}: it has delegated this to "${delegate}"`,
          fr: `« ${by} » ne peut pas approuver pour ${office}, qui l’a délégué à « ${delegate} »`,
        },
        by,
      )
}

/** Others rely on a commitment: as long as its go stands, the office can only repeat the very same consent. */
function breaksCommitment(
  state: ParticipationState | undefined,
  { version, going }: ProposalState,
  {
    draftsDigest,
    conditions,
  }: Pick<ParticipationCommandOf<'approve'>, 'draftsDigest' | 'conditions'>,
): boolean {
  const { committed } = state ?? {}
  return (
    committed !== undefined &&
    committed.version === version &&
    committed.round === going?.round &&
    (committed.draftsDigest !== draftsDigest || conditions.length > 0)
  )
}

function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').trim().toLowerCase() === other.normalize('NFC').trim().toLowerCase()
}

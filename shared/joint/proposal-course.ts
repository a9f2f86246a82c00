// What the office of a proposal decides alone for everybody: the go, the release, and how it ends.

import type { OfficeId } from '../kernel/ids.ts'
import { ok, refuse, type Result } from '../kernel/problems.ts'
import { firstMoment, firstWindow, type Going, type ProposalState } from './proposal.ts'
import type { Lacking, ProposalCommandOf, ProposalEvent } from './proposal.schema.ts'
import type { JointContext, JointSnapshot } from './snapshot.ts'
import {
  agreementFor,
  basisOf,
  hasAnswered,
  isGoing,
  isOver,
  lackingForRelease,
  resultsOf,
} from './tally.ts'
import { formatBlockers, formatMoment } from './words.ts'

/** The day, and who says so. */
export type Fact = Pick<ProposalEvent, 'on' | 'by'>
export type Proposed = JointSnapshot & { readonly proposal: ProposalState }

export function go(
  snapshot: Proposed,
  command: ProposalCommandOf<'go'>,
  { now, pace }: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const { terms, version, joint, round } = snapshot.proposal
  const moment = command.moment ?? terms.moment
  const moments = command.moments ?? terms.moments
  if (moment === undefined)
    return refuse(
      'invalid-input',
      {
        en: `Say when: neither the proposal "${joint}" nor this go names a moment`,
        fr: `Dites quand : ni la proposition « ${joint} » ni ce feu vert ne nomment un moment`,
      },
      { value: joint },
    )
  const plan = {
    moment,
    windowMs: terms.windowSeconds * 1000 * pace,
    ...(moments === undefined ? {} : { moments }),
  }
  const { acting, lacking, votes } = agreementFor(snapshot, plan)
  if (lacking.length > 0) {
    const missing = formatBlockers(lacking)
    const unready = lacking.every(({ why }) => why === 'not-ready')
    return refuse(
      unready ? 'not-ready' : 'not-agreed',
      {
        en: `Cannot give the go to "${joint}" for ${formatMoment(moment, zone)}: ${votes} of ${terms.quorum} needed, and missing are ${missing.en}`,
        fr: `Impossible de donner le feu vert à « ${joint} » pour le ${formatMoment(moment, zone)} : ${votes} sur ${terms.quorum}, et il manque ${missing.fr}`,
      },
      { value: joint, details: lacking.map(({ office, why }) => `${office}: ${why}`) },
    )
  }
  const going: Going = { round: round + 1, on: fact.on, ...plan, acting }
  const first = firstMoment(going)
  if (firstWindow(going) < now)
    return refuse(
      'moment-passed',
      {
        en: `Cannot give the go to "${joint}" for ${formatMoment(first, zone)}: it is ${formatMoment(now, zone)} already`,
        fr: `Impossible de donner le feu vert à « ${joint} » pour le ${formatMoment(first, zone)} : il est déjà ${formatMoment(now, zone)}`,
      },
      { value: first },
    )
  return ok({
    kind: 'go-given',
    ...fact,
    version,
    ...going,
    acting,
    basis: basisOf(snapshot, acting),
  })
}

/** At the moment, and again whenever what was missing comes: released, held, or called off. */
export function release(
  snapshot: Proposed & { readonly proposal: { readonly going: Going } },
  ledgers: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const { now } = ledgers
  const { going, terms, version, joint, held, proposer } = snapshot.proposal
  const { round } = going
  const first = firstMoment(going)
  if (now < first)
    return refuse(
      'before-lawful-day',
      {
        en: `"${joint}" is to be released on ${formatMoment(first, zone)}; it is ${formatMoment(now, zone)}`,
        fr: `L’exécution de « ${joint} » est prévue le ${formatMoment(first, zone)} ; il est ${formatMoment(now, zone)}`,
      },
      { value: now },
    )
  const lacking = lackingForRelease(snapshot, ledgers)
  const over = terms.partition === 'call-off' && now > firstWindow(going)
  // The coordinator itself was away for the whole window.
  if (over)
    return ok({
      kind: 'called-off',
      ...fact,
      version,
      round,
      lacking: lacking.length > 0 ? lacking : [{ office: proposer, why: 'unreachable' }],
    })
  if (lacking.length === 0)
    return ok({
      kind: 'released',
      ...fact,
      version,
      round,
      at: now,
      basis: basisOf(snapshot, going.acting),
    })
  if (held === undefined) return ok({ kind: 'held', ...fact, version, round, lacking })
  const missing = formatBlockers(lacking)
  return refuse(
    'not-agreed',
    { en: `"${joint}" waits for ${missing.en}`, fr: `« ${joint} » attend ${missing.fr}` },
    { value: joint },
  )
}

export function conclude(
  snapshot: Proposed,
  context: JointContext,
  fact: Fact,
): Result<ProposalEvent> {
  const {
    proposal: { joint, released, version },
  } = snapshot
  if (released === undefined || !isGoing(snapshot))
    return refuse(
      'not-released',
      {
        en: `Nobody was released in "${joint}": nothing to conclude`,
        fr: `Personne n’a été autorisé à agir dans « ${joint} » : rien à conclure`,
      },
      {
        value: joint,
      },
    )
  const { acted, notActed, pending } = resultsOf(snapshot)
  if (!isOver(snapshot, context))
    return refuse(
      'conflict',
      {
        en: `"${joint}" cannot be concluded: nothing is known yet of ${pending.join(', ')}`,
        fr: `« ${joint} » ne peut pas être conclue : on ne sait encore rien de ${pending.join(', ')}`,
      },
      { value: joint },
    )
  const lacking: Lacking[] = [
    ...notActed.map((office): Lacking => ({ office, why: 'not-acted' })),
    ...pending.map((office): Lacking => ({ office, why: 'not-heard' })),
  ]
  return ok({
    kind: 'concluded',
    ...fact,
    version,
    outcome: lacking.length === 0 ? 'complete' : 'incomplete',
    acted,
    lacking,
  })
}

/** A question ends when everybody has answered, or its time is over. */
export function answered(snapshot: Proposed, fact: Fact): Result<ProposalEvent> {
  const { proposal } = snapshot
  const missing = proposal.terms.offices.filter(
    (office) => !hasAnswered(proposal, snapshot.parts.get(office)?.state),
  )
  if (missing.length > 0 && proposal.silent === undefined)
    return refuse(
      'conflict',
      {
        en: `"${proposal.joint}" is not answered yet by ${missing.join(', ')}`,
        fr: `N’ont pas encore répondu à « ${proposal.joint} » : ${missing.join(', ')}`,
      },
      {
        value: proposal.joint,
      },
    )
  const answerOf = (office: OfficeId) => snapshot.parts.get(office)?.state.answer
  const acted = proposal.terms.offices.filter(
    (office) => answerOf(office)?.kind === 'answered' && !missing.includes(office),
  )
  const lacking = proposal.terms.offices
    .filter((office) => !acted.includes(office))
    .map((office): Lacking => ({
      office,
      why: !missing.includes(office)
        ? 'no-consent'
        : answerOf(office)?.kind === 'withdrawn'
          ? 'withdrawn'
          : 'not-heard',
    }))
  return ok({
    kind: 'concluded',
    ...fact,
    version: proposal.version,
    outcome: 'answered',
    acted,
    lacking,
  })
}

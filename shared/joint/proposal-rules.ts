// The rules of a proposal: what its office may say of it, and what it decides alone for everybody: go, release, called off.
// The release is one event in one ledger, so that it is there or not there; all else about it is who has heard.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { Instant } from '../kernel/date.ts'
import { later } from '../calendar/zone.ts'
import { parseJointRef, type AggregateRef, type CommandId, type OfficeId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { present } from '../kernel/present.ts'
import { assertNever } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import {
  alreadyClarified,
  alreadyProposed,
  noGoOfThisKind,
  noNumber,
  noQuestion,
  notProposed,
  notTheNext,
  nothingToPostpone,
  releasedBefore,
  repliesClosed,
} from './proposal-problems.ts'
import type { JointContext, JointDecisionContext, JointSnapshot } from './snapshot.ts'
import {
  evolveProposal,
  firstMoment,
  firstWindow,
  momentOf,
  newsBy,
  type Going,
  type ProposalState,
} from './proposal.ts'
import type {
  Lacking,
  ProposalCommand,
  ProposalCommandOf,
  ProposalEvent,
} from './proposal.schema.ts'
import {
  agreementFor,
  basisOf,
  hasAnswered,
  isGoing,
  isOver,
  lackingForRelease,
  resultsOf,
} from './tally.ts'
import { isClarified } from './view.ts'
import type { ProposalTerms } from './terms.schema.ts'
import { doing, endedWords, formatBlockers, formatMoment, kindNames, noGo } from './words.ts'

export const proposalRules: Rules<
  ProposalState,
  ProposalCommand,
  ProposalEvent,
  JointDecisionContext
> = {
  precheck,
  decide,
  evolve: evolveProposal,
  nextAlarm,
  isEnded: (state) => state.ended !== undefined,
}

function precheck(
  ref: AggregateRef,
  state: ProposalState | undefined,
  command: ProposalCommand,
): Problem | undefined {
  const name = `${ref.office}:${ref.id}`
  if (command.kind === 'propose') {
    if (state !== undefined) return alreadyProposed(name, state.proposedOn)
    return parseJointRef(ref)?.part === 'proposal' ? termsProblem(command.terms) : noNumber(ref.id)
  }
  if (state === undefined) return notProposed(ref.office, name)
  if (state.ended !== undefined)
    return problem('already-ended', endedWords(name, state.ended), name)
  return whileOpen(name, state, command)
}

/** What the proposal itself says against a command, as long as it has not ended. */
function whileOpen(
  name: string,
  state: ProposalState,
  command: Exclude<ProposalCommand, { kind: 'propose' }>,
): Problem | undefined {
  const { version, terms, silent, going, released } = state
  switch (command.kind) {
    case 'amend':
      if (command.version !== version + 1) return notTheNext(name, version, command.version)
      return whileUnreleased(state, command.kind) ?? termsProblem(command.terms)
    case 'postpone': {
      const { replyBy, moment, moments } = command
      const isEmpty = replyBy === undefined && moment === undefined && moments === undefined
      return isEmpty ? nothingToPostpone(name) : whileUnreleased(state, command.kind)
    }
    case 'go':
      if (!kindRules[terms.action].together) return noGoOfThisKind(terms.action)
      return whileUnreleased(state, command.kind)
    case 'cancel':
      return whileUnreleased(state, command.kind)
    case 'close-replies':
      return command.version === version && silent === undefined
        ? undefined
        : repliesClosed(name, command.version)
    case 'release':
      if (released !== undefined) return releasedBefore(name, version, released.on)
      return command.version === version && command.round === going?.round
        ? undefined
        : problem('outdated', noGo(name, command), String(command.round))
    case 'clarify':
    case 'conclude':
      return undefined
    default:
      return assertNever(command)
  }
}

function decide(
  ref: AggregateRef,
  state: ProposalState | undefined,
  command: ProposalCommand,
  context: JointDecisionContext,
): Result<ProposalEvent> {
  const found = precheck(ref, state, command)
  if (found !== undefined) return { ok: false, problem: found }
  const { joint } = context
  if (joint === undefined)
    throw new Error('A joint action was decided without what other ledgers say of it')
  // What the workflow or the process says by itself happened on the office's own day.
  const on = isAutomatic(command.kind) ? context.today : command.on
  const early = notYetProblem(on, context.today, doing[command.kind])
  if (early !== undefined) return { ok: false, problem: early }
  const { zone } = context.office
  const fact = { on, ...(command.by === undefined ? {} : { by: command.by }) }
  if (command.kind === 'propose')
    return (
      refusedTimes(command.terms, command.terms, joint, zone) ??
      ok({ kind: 'proposed', ...fact, terms: command.terms })
    )
  if (state === undefined)
    return { ok: false, problem: notProposed(ref.office, `${ref.office}:${ref.id}`) }
  const snapshot = { ...joint.snapshotOf(state.joint), proposal: state }
  return eventOf(snapshot, command, joint, fact, zone)
}

function eventOf(
  snapshot: Proposed,
  command: Exclude<ProposalCommand, { kind: 'propose' }>,
  joint: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const state = snapshot.proposal
  switch (command.kind) {
    case 'amend': {
      const { terms, because } = command
      const version = state.version + 1
      return (
        refusedTimes(terms, terms, joint, zone) ??
        ok({ kind: 'amended', ...fact, version, terms, ...present({ because }) })
      )
    }
    case 'postpone':
      return postpone(state, command, joint, fact, zone)
    case 'clarify':
      return clarify(snapshot, command, fact)
    case 'go':
      return go(snapshot, command, joint, fact, zone)
    case 'cancel':
      return ok({ kind: 'cancelled', ...fact, reason: command.reason })
    case 'close-replies': {
      const silent = state.terms.offices.filter(
        (office) => !hasAnswered(state, snapshot.parts.get(office)?.state),
      )
      return ok({ kind: 'replies-closed', ...fact, version: state.version, silent })
    }
    case 'release':
      return isGoing(snapshot)
        ? release(snapshot, joint, fact, zone)
        : refuse('outdated', noGo(state.joint), { value: state.joint })
    case 'conclude':
      return kindRules[state.terms.action].together
        ? conclude(snapshot, joint, fact)
        : answered(snapshot, fact)
    default:
      return assertNever(command)
  }
}

/** Whoever has a moment of its own keeps it, unless it is postponed as well. */
function postpone(
  state: ProposalState,
  { moment, moments, replyBy, because }: ProposalCommandOf<'postpone'>,
  joint: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const own = moment === undefined ? moments : (moments ?? state.terms.moments)
  return (
    sameReplyBy(state, replyBy, zone) ??
    refusedTimes({ replyBy, moment, moments: own }, state.terms, joint, zone) ??
    ok({
      kind: 'postponed',
      ...fact,
      version: state.version,
      ...present({ moment, moments, replyBy, because }),
    })
  )
}

function clarify(
  { proposal, parts }: Proposed,
  { office, question, sealed }: ProposalCommandOf<'clarify'>,
  fact: Fact,
): Result<ProposalEvent> {
  const { joint, version, clarifications } = proposal
  if (isClarified(clarifications, office, question))
    return { ok: false, problem: alreadyClarified(joint, office, question) }
  const asked = parts.get(office)?.state.questions.some((each) => each.question === question)
  return asked === true
    ? ok({ kind: 'clarified', ...fact, version, office, question, sealed })
    : { ok: false, problem: noQuestion(joint, office, question) }
}

type Fact = Pick<ProposalEvent, 'on' | 'by'>
type Proposed = JointSnapshot & { readonly proposal: ProposalState }

function go(
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
function release(
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

function conclude(snapshot: Proposed, context: JointContext, fact: Fact): Result<ProposalEvent> {
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
function answered(snapshot: Proposed, fact: Fact): Result<ProposalEvent> {
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

function nextAlarm({
  version,
  terms,
  silent,
  going,
  held,
  released,
}: ProposalState): Alarm<ProposalCommand> | undefined {
  const alarm = (
    at: Instant,
    what: string,
    command:
      | Omit<ProposalCommandOf<'close-replies'>, 'id' | 'on'>
      | Omit<ProposalCommandOf<'release'>, 'id' | 'on'>
      | Omit<ProposalCommandOf<'conclude'>, 'id' | 'on'>,
  ): Alarm<ProposalCommand> => {
    const key = `${what}/${version}/${going?.round ?? 0}/${at}`
    return {
      at,
      key,
      command: {
        ...command,
        id: `alarm/${key}` as CommandId,
        on: at.slice(0, 10) as ProposalCommand['on'],
      } as ProposalCommand,
    }
  }
  if (released !== undefined && going !== undefined)
    return terms.partition === 'call-off'
      ? alarm(newsBy(going), 'conclude', { kind: 'conclude', version })
      : undefined
  if (going === undefined)
    return silent === undefined
      ? alarm(terms.replyBy, 'replies', { kind: 'close-replies', version })
      : undefined
  const first = firstMoment(going)
  if (held === undefined)
    return alarm(first, 'release', { kind: 'release', version, round: going.round })
  // A millisecond after the window, so that within it everything may still come together.
  return terms.partition === 'call-off'
    ? alarm(later(first, going.windowMs + 1), 'call-off', {
        kind: 'release',
        version,
        round: going.round,
      })
    : undefined
}

function whileUnreleased(
  { released, joint }: ProposalState,
  what: ProposalCommand['kind'],
): Problem | undefined {
  return released === undefined
    ? undefined
    : problem(
        'already-released',
        {
          en: `Cannot ${doing[what].en} any more: the offices in "${joint}" were released on ${released.on}`,
          fr: `Impossible de ${doing[what].fr} : les organismes de « ${joint} » ont été autorisés à agir le ${released.on}`,
        },
        joint,
      )
}

function termsProblem(terms: ProposalTerms): Problem | undefined {
  const { offices, required, quorum, action, moment, start, compensation } = terms
  const twice = offices.find((office, at) => offices.indexOf(office) !== at)
  if (twice !== undefined)
    return problem(
      'invalid-input',
      {
        en: `Office "${twice}" is invited twice`,
        fr: `L’organisme « ${twice} » est invité deux fois`,
      },
      twice,
    )
  const stranger = required.find((office) => !offices.includes(office))
  if (stranger !== undefined)
    return problem(
      'invalid-input',
      {
        en: `Office "${stranger}" is required but not invited`,
        fr: `L’organisme « ${stranger} » est requis sans être invité`,
      },
      stranger,
    )
  if (quorum > offices.length)
    return problem(
      'invalid-input',
      {
        en: `A quorum of ${quorum} cannot be reached by ${offices.length} offices`,
        fr: `Un quorum de ${quorum} ne peut pas être atteint par ${offices.length} organismes`,
      },
      String(quorum),
    )
  if (start === 'quorum' && moment === undefined)
    return problem(
      'invalid-input',
      {
        en: 'Where the quorum itself gives the go, the proposal must name the moment',
        fr: 'Si le quorum donne lui-même le feu vert, la proposition doit nommer le moment',
      },
      action,
    )
  if (compensation === 'withdraw' && action !== 'issuance')
    return problem(
      'invalid-input',
      {
        en: `Only orders that were issued can be withdrawn: this compensation is for an issuance, not for a ${kindNames[action].en}`,
        fr: `Seules des ordonnances rendues peuvent être retirées : cette réparation vaut pour des ordonnances rendues conjointement, non pour : ${kindNames[action].fr}`,
      },
      compensation,
    )
  if (compensation === 'correction' && !kindRules[action].reveals)
    return problem(
      'invalid-input',
      {
        en: `A correction corrects what was published: a ${kindNames[action].en} publishes no document`,
        fr: `Un rectificatif corrige ce qui a été publié ; rien ne l’est ici : ${kindNames[action].fr}`,
      },
      compensation,
    )
  return strangerProblem(terms)
}

function strangerProblem({
  offices,
  moments = {},
}: Pick<ProposalTerms, 'offices' | 'moments'>): Problem | undefined {
  const stranger = Object.keys(moments).find((office) => !offices.includes(office as OfficeId))
  return stranger === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `Office "${stranger}" has a moment of its own but is not invited`,
          fr: `L’organisme « ${stranger} » a un moment à lui sans être invité`,
        },
        stranger,
      )
}

type Times = { [K in 'replyBy' | 'moment' | 'moments']?: ProposalTerms[K] | undefined }
type Refused = { ok: false; problem: Problem } | undefined

/** What is wrong with the times: those of `terms` as `said` changes them. Moments are shown by the clock of `zone`. */
function refusedTimes(
  said: Times,
  terms: ProposalTerms,
  context: JointContext,
  zone: string,
): Refused {
  const found =
    timesProblem({ ...terms, ...present(said) }, zone) ?? passedProblem(said, terms, context, zone)
  return found === undefined ? undefined : { ok: false, problem: found }
}

function timesProblem(terms: ProposalTerms, zone: string): Problem | undefined {
  const { offices, moments = {}, replyBy, moment } = terms
  const last =
    moment === undefined
      ? undefined
      : offices
          .map((office) => momentOf({ moment, moments }, office))
          .reduce((latest, each) => (each > latest ? each : latest))
  const stranger = strangerProblem(terms)
  if (stranger !== undefined || last === undefined || replyBy <= last) return stranger
  const [reply, end] = [formatMoment(replyBy, zone), formatMoment(last, zone)]
  return problem(
    'invalid-input',
    {
      en: `Replies are due by ${reply}, after the last moment ${end}`,
      fr: `Les réponses sont attendues pour le ${reply}, après le dernier moment, le ${end}`,
    },
    replyBy,
  )
}

/** The same time again would be the same alarm, which has gone off. */
function sameReplyBy(
  { joint, terms, silent }: ProposalState,
  replyBy: Instant | undefined,
  zone: string,
): Refused {
  if (replyBy === undefined || silent === undefined || replyBy > terms.replyBy) return undefined
  const [ended, asked] = [formatMoment(terms.replyBy, zone), formatMoment(replyBy, zone)]
  return refuse(
    'invalid-input',
    {
      en: `The time to reply to "${joint}" ended on ${ended}: ${asked} is not later`,
      fr: `Le délai de réponse à « ${joint} » a pris fin le ${ended} : ${asked} n’est pas plus tard`,
    },
    { value: replyBy },
  )
}

function passedProblem(
  { replyBy, moment, moments = {} }: Times,
  { windowSeconds }: ProposalTerms,
  { now, pace }: JointContext,
  zone: string,
): Problem | undefined {
  // A moment is still there while its window is. A time to reply that is over is none, for nobody could have read the text; but on a compressed clock sending it takes days.
  const windowMs = windowSeconds * 1000 * pace
  const lateBy = (instant: Instant | undefined, allowedMs: number) =>
    instant !== undefined && later(instant, allowedMs) <= now ? [instant] : []
  const [passed] = [
    ...lateBy(replyBy, pace > 1 ? windowMs : 0),
    ...[moment, ...Object.values(moments)].flatMap((instant) => lateBy(instant, windowMs + 1)),
  ]
  if (passed === undefined) return undefined
  const [then, today] = [formatMoment(passed, zone), formatMoment(now, zone)]
  return problem(
    'moment-passed',
    { en: `${then} has passed: it is ${today}`, fr: `${then} est passé : il est ${today}` },
    passed,
  )
}

function isAutomatic(kind: ProposalCommand['kind']): boolean {
  return kind === 'close-replies' || kind === 'release' || kind === 'conclude'
}

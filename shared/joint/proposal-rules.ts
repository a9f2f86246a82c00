// The rules of a proposal: what its office may say of it, and what it decides alone for everybody: go, release, called off.
// The release is one event in one ledger, so that it is there or not there; all else about it is who has heard.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { Instant } from '../kernel/date.ts'
import { later } from '../calendar/zone.ts'
import { parseJointRef, type AggregateRef, type CommandId, type OfficeId } from '../kernel/ids.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
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
import type { ProposalTerms } from './terms.schema.ts'

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
    if (state !== undefined)
      return problem(
        'already-exists',
        `Joint action "${name}" was proposed on ${state.proposedOn}`,
        name,
      )
    return parseJointRef(ref)?.part === 'proposal'
      ? termsProblem(command.terms)
      : problem(
          'invalid-input',
          `${JSON.stringify(ref.id)} is not a number of a joint action: letters, digits and "-", at most 24`,
          ref.id,
        )
  }
  if (state === undefined)
    return problem('unknown-joint', `${ref.office} has proposed no joint action "${name}"`, name)
  if (state.ended !== undefined)
    return problem(
      'already-ended',
      `Joint action "${name}" ended on ${state.ended.on}: ${state.ended.how}`,
      name,
    )
  switch (command.kind) {
    case 'amend':
      if (command.version !== state.version + 1)
        return problem(
          'outdated',
          `"${name}" is at version ${state.version}: look at it again before you make version ${command.version} of it`,
          String(command.version),
        )
      return whileUnreleased(state, command.kind) ?? termsProblem(command.terms)
    case 'postpone':
      if (
        command.replyBy === undefined &&
        command.moment === undefined &&
        command.moments === undefined
      )
        return problem(
          'invalid-input',
          `Nothing to postpone: give a new time to reply, or a new moment`,
          name,
        )
      // The same time again would be the same alarm, which has gone off.
      if (
        command.replyBy !== undefined &&
        state.silent !== undefined &&
        command.replyBy <= state.terms.replyBy
      )
        return problem(
          'invalid-input',
          `The time to reply to "${name}" ended at ${state.terms.replyBy}: ${command.replyBy} is not later`,
          command.replyBy,
        )
      return (
        whileUnreleased(state, command.kind) ??
        timesProblem({ ...state.terms, ...withoutUndefined(command) })
      )
    case 'go':
      if (!kindRules[state.terms.action].together)
        return problem(
          'not-this-kind',
          `A ${state.terms.action} is answered by each office: there is no go`,
          state.terms.action,
        )
      return whileUnreleased(state, command.kind)
    case 'cancel':
      return whileUnreleased(state, command.kind)
    case 'clarify':
      return undefined
    case 'close-replies':
      return command.version === state.version && state.silent === undefined
        ? undefined
        : problem(
            'outdated',
            `The time to reply to version ${command.version} of "${name}" is over already, or it is another version now`,
            String(command.version),
          )
    case 'release':
      if (state.released !== undefined)
        return problem(
          'already-released',
          `Version ${state.version} of "${name}" was released at ${state.released.at}`,
          name,
        )
      return command.version === state.version && command.round === state.going?.round
        ? undefined
        : problem(
            'outdated',
            `No go ${command.version}/${command.round} stands in "${name}"`,
            String(command.round),
          )
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
  if (on > context.today)
    return refuse('future-date', `Cannot ${command.kind} on ${on}: today is ${context.today}`, {
      value: on,
    })
  const fact = { on, ...(command.by === undefined ? {} : { by: command.by }) }
  if (command.kind === 'propose')
    return (
      notPassed(command.terms, command.terms, joint) ??
      ok({ kind: 'proposed', ...fact, terms: command.terms })
    )
  if (state === undefined)
    return refuse('unknown-joint', `There is no joint action "${ref.office}:${ref.id}"`, {
      value: ref.id,
    })
  const snapshot = { ...joint.snapshotOf(state.joint), proposal: state }
  switch (command.kind) {
    case 'amend': {
      const { terms, because } = command
      return (
        notPassed(terms, terms, joint) ??
        ok({
          kind: 'amended',
          ...fact,
          version: state.version + 1,
          terms,
          ...(because === undefined ? {} : { because }),
        })
      )
    }
    case 'postpone': {
      const { moment, moments, replyBy, because } = command
      // Whoever has a moment of its own keeps it, unless it is postponed as well.
      const own = moment === undefined ? moments : (moments ?? state.terms.moments)
      return (
        notPassed({ replyBy, moment, moments: own }, state.terms, joint) ??
        ok({
          kind: 'postponed',
          ...fact,
          version: state.version,
          ...withoutUndefined({ moment, moments, replyBy, because }),
        })
      )
    }
    case 'clarify': {
      const { office, question, sealed } = command
      const asked = snapshot.parts
        .get(office)
        ?.state.questions.some((each) => each.question === question)
      return asked === true
        ? ok({ kind: 'clarified', ...fact, version: state.version, office, question, sealed })
        : refuse('not-found', `${office} has asked no question "${question}" in "${state.joint}"`, {
            value: question,
          })
    }
    case 'go':
      return go(snapshot, command, joint, fact)
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
        ? release(snapshot, joint, fact)
        : refuse('outdated', `No go stands in "${state.joint}"`, { value: state.joint })
    case 'conclude':
      return kindRules[state.terms.action].together
        ? conclude(snapshot, joint, fact)
        : answered(snapshot, fact)
    default:
      return assertNever(command)
  }
}

type Fact = Pick<ProposalEvent, 'on' | 'by'>
type Proposed = JointSnapshot & { readonly proposal: ProposalState }

function go(
  snapshot: Proposed,
  command: ProposalCommandOf<'go'>,
  { now, pace }: JointContext,
  fact: Fact,
): Result<ProposalEvent> {
  const { terms, version, joint, round } = snapshot.proposal
  const moment = command.moment ?? terms.moment
  const moments = command.moments ?? terms.moments
  if (moment === undefined)
    return refuse(
      'invalid-input',
      `Say when: neither the proposal "${joint}" nor this go names a moment`,
      { value: joint },
    )
  const plan = {
    moment,
    windowMs: terms.windowSeconds * 1000 * pace,
    ...(moments === undefined ? {} : { moments }),
  }
  const { acting, lacking, votes } = agreementFor(snapshot, plan)
  if (lacking.length > 0) {
    const unready = lacking.every(({ why }) => why === 'not-ready')
    return refuse(
      unready ? 'not-ready' : 'not-agreed',
      `Cannot give the go to "${joint}" at ${moment}: ${votes} of ${terms.quorum} needed, and missing are ${formatBlockers(lacking)}`,
      { value: joint, details: lacking.map(({ office, why }) => `${office}: ${why}`) },
    )
  }
  const going: Going = { round: round + 1, on: fact.on, ...plan, acting }
  const first = firstMoment(going)
  if (firstWindow(going) < now)
    return refuse(
      'moment-passed',
      `Cannot give the go to "${joint}" for ${first}: it is ${now} already`,
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
): Result<ProposalEvent> {
  const { now } = ledgers
  const { going, terms, version, joint, held, proposer } = snapshot.proposal
  const { round } = going
  const first = firstMoment(going)
  if (now < first)
    return refuse('before-lawful-day', `"${joint}" is to be released at ${first}; it is ${now}`, {
      value: now,
    })
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
  return refuse('not-agreed', `"${joint}" waits for ${formatBlockers(lacking)}`, { value: joint })
}

function conclude(snapshot: Proposed, context: JointContext, fact: Fact): Result<ProposalEvent> {
  const {
    proposal: { joint, released, version },
  } = snapshot
  if (released === undefined || !isGoing(snapshot))
    return refuse('not-released', `Nobody was released in "${joint}": nothing to conclude`, {
      value: joint,
    })
  const { acted, notActed, pending } = resultsOf(snapshot)
  if (!isOver(snapshot, context))
    return refuse(
      'conflict',
      `"${joint}" cannot be concluded: nothing is known yet of ${pending.join(', ')}`,
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
    return refuse('conflict', `"${proposal.joint}" is not answered yet by ${missing.join(', ')}`, {
      value: proposal.joint,
    })
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

function whileUnreleased({ released, joint }: ProposalState, what: string): Problem | undefined {
  return released === undefined
    ? undefined
    : problem(
        'already-released',
        `Cannot ${what} "${joint}": its offices were released at ${released.at}`,
        joint,
      )
}

function termsProblem(terms: ProposalTerms): Problem | undefined {
  const { offices, required, quorum, action, moment, start, compensation } = terms
  const twice = offices.find((office, at) => offices.indexOf(office) !== at)
  if (twice !== undefined)
    return problem('invalid-input', `Office "${twice}" is invited twice`, twice)
  const stranger = required.find((office) => !offices.includes(office))
  if (stranger !== undefined)
    return problem('invalid-input', `Office "${stranger}" is required but not invited`, stranger)
  if (quorum > offices.length)
    return problem(
      'invalid-input',
      `A quorum of ${quorum} cannot be reached by ${offices.length} offices`,
      String(quorum),
    )
  if (start === 'quorum' && moment === undefined)
    return problem(
      'invalid-input',
      'Where the quorum itself gives the go, the proposal must name the moment',
      action,
    )
  if (compensation === 'withdraw' && action !== 'issuance')
    return problem(
      'invalid-input',
      `Only orders that were issued can be withdrawn: compensation "withdraw" is for an issuance, not for a ${action}`,
      compensation,
    )
  if (compensation === 'correction' && !kindRules[action].reveals)
    return problem(
      'invalid-input',
      `A correction corrects what was published: a ${action} publishes no document`,
      compensation,
    )
  return timesProblem(terms)
}

function timesProblem({
  offices,
  moments = {},
  replyBy,
  moment,
}: Pick<ProposalTerms, 'offices' | 'moments' | 'replyBy' | 'moment'>): Problem | undefined {
  const stranger = Object.keys(moments).find((office) => !offices.includes(office as OfficeId))
  if (stranger !== undefined)
    return problem(
      'invalid-input',
      `Office "${stranger}" has a moment of its own but is not invited`,
      stranger,
    )
  const last =
    moment === undefined
      ? undefined
      : offices
          .map((office) => momentOf({ moment, moments }, office))
          .reduce((latest, each) => (each > latest ? each : latest))
  return last !== undefined && replyBy > last
    ? problem(
        'invalid-input',
        `Replies are due by ${replyBy}, after the last moment ${last}`,
        replyBy,
      )
    : undefined
}

function notPassed(
  {
    replyBy,
    moment,
    moments = {},
  }: { [K in 'replyBy' | 'moment' | 'moments']?: ProposalTerms[K] | undefined },
  { windowSeconds }: ProposalTerms,
  { now, pace }: JointContext,
): { ok: false; problem: Problem } | undefined {
  // A moment is still there while its window is. A time to reply that is over is none, for nobody could have read the text; but on a compressed clock sending it takes days.
  const windowMs = windowSeconds * 1000 * pace
  const lateBy = (instant: Instant | undefined, allowedMs: number) =>
    instant !== undefined && later(instant, allowedMs) <= now ? [instant] : []
  const [passed] = [
    ...lateBy(replyBy, pace > 1 ? windowMs : 0),
    ...[moment, ...Object.values(moments)].flatMap((instant) => lateBy(instant, windowMs + 1)),
  ]
  return passed === undefined
    ? undefined
    : refuse('moment-passed', `${passed} has passed: it is ${now}`, { value: passed })
}

function isAutomatic(kind: ProposalCommand['kind']): boolean {
  return kind === 'close-replies' || kind === 'release' || kind === 'conclude'
}

export function formatBlockers(lacking: readonly Lacking[]): string {
  return lacking.map(({ office, why }) => `${office} (${why})`).join(', ') || 'nobody'
}

function problem(code: Problem['code'], message: string, value: string): Problem {
  return { code, message, value }
}

function withoutUndefined<T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

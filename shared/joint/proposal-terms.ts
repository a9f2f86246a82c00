// What a proposal may ask, and by when: whom it invites, what it needs, and times that still lie ahead.

import { later } from '../calendar/zone.ts'
import type { Instant } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { problem, refuse, type Problem } from '../kernel/problems.ts'
import { kindRules } from './kinds.ts'
import { momentOf, type ProposalState } from './proposal.ts'
import type { JointContext } from './snapshot.ts'
import type { ProposalTerms } from './terms.schema.ts'
import { formatMoment, kindNames } from './words.ts'

export function termsProblem(terms: ProposalTerms): Problem | undefined {
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
export function refusedTimes(
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

/** The time to reply can only move later: the alarm of the same time has already gone off. */
export function sameReplyBy(
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
  // A moment counts as long as its window lasts. A time to reply must lie ahead, or nobody could read the text in time; but on a compressed clock sending takes days.
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

// What an event says, in a line of plain text and in both languages: for histories, timelines and feeds, on pages and on the command line.

import { partsOf } from '../kernel/ids.ts'
import type { Lang, Text } from '../kernel/text.ts'
import type { LocalDate } from '../kernel/date.ts'
import { vocabulary } from '../kernel/vocabulary.ts'
import type { MatterEvent } from '../matter/matter.schema.ts'
import type { OrderEvent, OrderEventOf } from '../order/order.schema.ts'
import { wordOfMeans } from '../order/means.ts'
import { deadlineWords } from '../policy/deadline-words.ts'
import type { Deadline } from '../policy/deadline.schema.ts'

/** What ids are called by people; an id itself where no name is known. */
export interface Names {
  readonly party: (id: string) => string
  readonly route: (id: string) => string
  readonly outcome: (route: string, id: string) => string
  readonly statute: (id: string) => string
}
const ids: Names = {
  party: (id) => id,
  route: (id) => id,
  outcome: (_, id) => id,
  statute: (id) => id,
}

/** The details of an event, without its name and date; empty where the name says all. `office` makes an office's short name of its id. */
export function detailOf(
  lang: Lang,
  event: OrderEvent | MatterEvent,
  office: (id: string) => string,
  names: Names = ids,
): string {
  const say = details[event.kind] as (event: OrderEvent | MatterEvent, look: Look) => string
  const party = (id: string | undefined) => (id === undefined ? undefined : names.party(id))
  // What was not certain when it was recorded is read wherever the event is.
  const warnings = 'warnings' in event ? (event.warnings ?? []) : []
  return line(
    say(event, { lang, office, names, party }),
    ...warnings.map((warning) => t(lang, 'warned', { warning: warning[lang] })),
  )
}

type AnyEvent = OrderEvent | MatterEvent
interface Look {
  readonly lang: Lang
  readonly office: (id: string) => string
  readonly names: Names
  readonly party: (id: string | undefined) => string | undefined
}
type Details<Event extends AnyEvent, Kind extends AnyEvent['kind']> = {
  readonly [K in Kind]: (event: Extract<Event, { kind: K }>, look: Look) => string
}

const listed = (terms: readonly string[]): string => terms.join(', ')
const inOffices = ({ offices }: { readonly offices: readonly string[] }, { office }: Look) =>
  offices.map(office).join(', ')
const itsText = ({ text }: { readonly text: Text }, { lang }: Look) => text[lang]
const itsReason = ({ reason }: { readonly reason: string }) => reason
/** As against whom it is, where that is not everybody. */
const against = (parties: readonly string[] | undefined, { lang, names }: Look) =>
  parties === undefined
    ? undefined
    : t(lang, 'against', { parties: listed(parties.map((id) => names.party(id))) })
const ofTerms = (
  {
    terms,
    parties,
    reason,
  }: {
    readonly terms: readonly string[]
    readonly parties?: readonly string[] | undefined
    readonly reason: string
  },
  look: Look,
) => line(listed(terms), against(parties, look), reason)
const ofStay = (
  { of, forum, terms, parties }: OrderEventOf<'stay-sought' | 'stay-ordered' | 'stay-lifted'>,
  look: Look,
) =>
  line(
    of === undefined || of === 'order' ? undefined : label(look.lang, 'stayed', of),
    forum,
    listed(terms),
    against(parties, look),
  )

const ofOrders: Details<OrderEvent, Exclude<OrderEvent['kind'], MatterEvent['kind']>> = {
  issued: ({ number, respondent, statute, terms }, { names }) =>
    `${number} · ${respondent.name} · ${names.statute(statute)} · ${listed(terms.map(({ id }) => id))}`,
  'copy-given': (event, { lang, party }) =>
    line(party(event.party), label(lang, 'means', wordOfMeans(event.means))),
  'respondent-succeeded': ({ before, name, reason }) => line(`${before.name} → ${name}`, reason),
  'service-disputed': (event, { party }) => line(party(event.party), event.reason),
  'service-decided': ({ outcome, givenOn, forum, reason, ...event }, { lang, party }) =>
    line(
      party(event.party),
      label(lang, 'service', outcome),
      givenOn === undefined ? undefined : dateText(lang, givenOn),
      forum,
      reason,
    ),
  'refusal-declared': ({ terms, reason }) => line(listed(terms), reason),
  'challenge-filed': ({ challengeKind, forum, terms, at, inTime, from }, { lang }) =>
    line(
      t(lang, `challenge.${challengeKind}`),
      forum,
      listed(terms),
      at,
      label(lang, 'inTime', inTime),
      from === undefined ? undefined : t(lang, 'challenge.from', { decision: from }),
    ),
  'stay-sought': ofStay,
  'stay-ordered': ofStay,
  'stay-lifted': ofStay,
  extended: ({ to, terms, parties, reason }, look) =>
    line(dateText(look.lang, to), listed(terms), against(parties, look), reason),
  corrected: ({ terms = [], parties, text, reason }, look) =>
    line(listed(terms), against(parties, look), text?.[look.lang], reason),
  'term-reworded': ({ term, parties, decision, text }, look) =>
    line(term, against(parties, look), decision, text[look.lang]),
  closed: itsReason,
  'challenge-time-extended': ({ forum, to, ...event }, { lang, party }) =>
    line(party(event.party), forum, dateText(lang, to)),
  'deadline-set': ({ text, to, reason }, { lang }) => line(text[lang], dateText(lang, to), reason),
  rescinded: ofTerms,
  withdrawn: ofTerms,
  'extension-undone': ofTerms,
  'deadline-corrected': ({ before, after, reason }, { lang }) => {
    const date = (side: typeof before) => (side === undefined ? '–' : dateText(lang, side.date))
    return line(
      label(lang, 'deadline', (before ?? after)?.id ?? ''),
      (before ?? after)?.terms.join(', '),
      `${date(before)} → ${date(after)}`,
      reason,
    )
  },
  escalated: ({ route, step, failureOn, docket }, { lang, names }) =>
    line(
      names.route(route),
      step === undefined ? undefined : label(lang, 'routeStep', step),
      failureOn === undefined
        ? undefined
        : t(lang, 'failure.on', { date: dateText(lang, failureOn) }),
      docket,
    ),
  'escalation-decided': ({ route, outcome, amount, docket }, { lang, names }) =>
    line(
      names.route(route),
      names.outcome(route, outcome),
      amount === undefined ? undefined : money(lang, amount),
      docket,
    ),
}

const ofMatters: Details<MatterEvent, Exclude<MatterEvent['kind'], OrderEvent['kind']>> = {
  opened: ({ title, respondent, file }, { lang }) => line(title[lang], respondent.name, file),
  'investigation-opened': inOffices,
  'findings-published': inOffices,
  'joint-action': ({ action, actionKind, texts = [], ...event }, look) =>
    line(action, actionKind, inOffices(event, look), ...texts.map((text) => text[look.lang])),
  'recommendation-made': itsText,
  'recommendation-refused': itsText,
  'statement-made': itsText,
  noted: itsText,
  announced: ({ orders }, { office }) =>
    listed(
      orders.map((order) => {
        const at = partsOf(order)
        return `${office(at.office)} ${at.number}`
      }),
    ),
  disposition: ({ of }, { lang }) => label(lang, 'disposition', of),
  'commitment-made': ({ commitment, terms }, { lang }) =>
    line(commitment, terms.map((term) => term.text[lang]).join('; ')),
  'notice-of-intention': ({ notice, replyBy }, { lang }) => line(notice, dateText(lang, replyBy)),
  'report-sent': ({ to }, { lang }) => label(lang, 'sent', to),
  'court-application': ({ application, section, forum, by }, { lang }) =>
    line(
      application,
      t(lang, 'section', { section }),
      forum,
      by === undefined ? undefined : label(lang, 'applicant', by),
    ),
}

const ofBoth: Details<AnyEvent, Extract<OrderEvent['kind'], MatterEvent['kind']>> = {
  reopened: itsReason,
  'compliance-reported': ({ terms, outcome, ...event }, { lang, party }) =>
    line(party(event.party), listed(terms), label(lang, 'outcome', outcome)),
  'compliance-assessed': ({ terms, finding, basis, ...event }, { lang, party }) =>
    line(
      party(event.party),
      listed(terms),
      label(lang, 'finding', finding),
      typeof basis === 'string' ? label(lang, 'basis', basis) : basis.other,
    ),
  'court-decided': (event, look) => {
    const { lang } = look
    return line(
      event.citation,
      ...('results' in event && event.results !== undefined
        ? event.results.map((result) =>
            line(
              listed(result.terms),
              against(result.parties, look),
              label(lang, 'outcome', result.outcome),
              thenText(lang, result.then),
            ),
          )
        : [label(lang, 'outcome', event.outcome ?? ''), thenText(lang, event.then)]),
      'byConsent' in event && event.byConsent === true ? t(lang, 'outcome.consent') : undefined,
      'terms' in event ? listed(event.terms) : undefined,
      'parties' in event ? against(event.parties, look) : undefined,
    )
  },
  'recorded-in-error': (event, { lang }) =>
    line(
      label(lang, 'event', event.was.kind),
      event.reason,
      ...('doubtful' in event ? consequences(lang, event) : []),
    ),
  'deadline-reached': (event, { lang, party }) =>
    line(
      label(lang, 'deadline', event.deadline),
      party(event.party),
      event.terms === undefined ? undefined : listed(event.terms),
    ),
}

const details = { ...ofOrders, ...ofMatters, ...ofBoth }

/** What is another one since a fact was struck out, for those who were told otherwise. */
function consequences(lang: Lang, event: OrderEventOf<'recorded-in-error'>): string[] {
  const { dates = [], terms = [], routes = [] } = event.difference ?? {}
  const date = (side: (typeof dates)[number]['before']): string =>
    side === undefined
      ? '–'
      : [side.date, side.lenientDate]
          .flatMap((each) => each ?? [])
          .map((each) => dateText(lang, each))
          .join(' / ')
  return [
    ...dates.map(
      ({ id, terms: of, before, after }) =>
        `${[label(lang, 'deadline', id), ...of].join(' ')} ${date(before)} → ${date(after)}`,
    ),
    ...terms.map(
      ({ term, before, after }) =>
        `${term} ${label(lang, 'stands', before.clock)} → ${label(lang, 'stands', after.clock)}`,
    ),
    ...routes.map(({ name, open, why }) =>
      t(lang, open ? 'inError.open' : 'inError.shut', { route: name[lang], why: why[lang] }),
    ),
    ...(event.alarms.length === 0
      ? []
      : [t(lang, 'inError.alarms', { count: String(event.alarms.length) })]),
    ...event.doubtful.map(({ fact, why, whyFr }) =>
      t(lang, 'inError.doubtful', {
        fact: String(fact),
        why: lang === 'fr' ? (whyFr ?? why) : why,
      }),
    ),
  ]
}

/** The deadlines that a fact set, as its event carries them. */
export function deadlinesOf(event: OrderEvent | MatterEvent): readonly Deadline[] {
  if (event.kind === 'deadline-corrected') return event.after === undefined ? [] : [event.after]
  return 'deadlines' in event ? (event.deadlines ?? []) : []
}

/** What becomes of the order where a court above allowed an appeal. */
function thenText(lang: Lang, then: string | undefined): string | undefined {
  return then === undefined ? undefined : label(lang, 'then', then)
}

function line(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

function money(lang: Lang, amount: number): string {
  return new Intl.NumberFormat(`${lang}-CA`, {
    style: 'currency',
    currency: 'CAD',
    currencyDisplay: 'narrowSymbol',
  }).format(amount)
}

/** `Tue, Jan. 25, 2022`. */
export function dateText(lang: Lang, date: LocalDate): string {
  const text = dateFormats[lang].format(Date.parse(`${date}T00:00:00Z`))
  // French writes the first of a month as an ordinal, which the runtime does not.
  return lang === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text
}

const dateFormat = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })
const dateFormats: Record<Lang, Intl.DateTimeFormat> = {
  en: dateFormat('en-CA'),
  fr: dateFormat('fr-CA'),
}

/** The words for what events carry. */
export const eventWords = {
  ...deadlineWords,
  'means.unknown': { en: 'by means not known', fr: 'par un moyen non connu' },
  'challenge.judicial-review': { en: 'judicial review', fr: 'pourvoi en contrôle judiciaire' },
  'challenge.appeal': { en: 'appeal', fr: 'appel' },
  'challenge.from': { en: 'from {decision}', fr: 'de {decision}' },
  'inTime.yes': { en: 'in time', fr: 'dans le délai' },
  'inTime.no': { en: 'late', fr: 'tardive' },
  'inTime.unknown': { en: 'not known whether in time', fr: 'délai inconnu' },
  'routeStep.applied': { en: 'applied for', fr: 'demande présentée' },
  'routeStep.filed': { en: 'filed', fr: 'dépôt' },
  'routeStep.claimed': { en: 'claimed', fr: 'réclamation' },
  'routeStep.drafted': { en: 'drafted', fr: 'projet' },
  'routeStep.accepted': { en: 'accepted', fr: 'acceptation' },
  'routeStep.instituted': { en: 'instituted', fr: 'poursuite intentée' },
  'routeStep.proposed': { en: 'proposed', fr: 'proposition' },
  'routeStep.referred': { en: 'referred to the prosecutor', fr: 'renvoi au poursuivant' },
  'routeStep.appealed': { en: 'appealed', fr: 'porté en appel' },
  'routeStep.tried-again': { en: 'tried again', fr: 'nouveau procès' },
  'routeStep.charged': { en: 'charged', fr: 'accusation portée' },
  'routeStep.published': { en: 'published', fr: 'publication' },
  'routeStep.observations': { en: 'observations received', fr: 'observations reçues' },
  'routeStep.notice-of-claim': { en: 'notice of claim', fr: 'avis de réclamation' },
  'routeStep.notice-of-non-compliance': {
    en: 'notice of non-compliance',
    fr: 'avis de non-conformité',
  },
  'routeStep.complied': { en: 'kept', fr: 'respect' },
  'routeStep.review-applied': { en: 'review asked for', fr: 'réexamen demandé' },
  'routeStep.review-decided': { en: 'review decided', fr: 'réexamen tranché' },
  'routeStep.contested': { en: 'contested in court', fr: 'contestation devant le tribunal' },
  'applicant.office': { en: 'this office', fr: 'cet organisme' },
  'applicant.complainant': { en: 'the complainant', fr: 'la plaignante ou le plaignant' },
  'applicant.respondent': { en: 'the respondent', fr: 'la partie visée' },
  'sent.complainant': { en: 'the complainant', fr: 'la plaignante ou le plaignant' },
  'sent.respondent': { en: 'the respondent', fr: 'la partie visée' },
  section: { en: 's. {section}', fr: 'art. {section}' },
  'service.good': { en: 'the copy counts', fr: 'la remise est valable' },
  'service.not-good': { en: 'the copy does not count', fr: 'la remise n’est pas valable' },
  'stayed.penalty': { en: 'of a penalty', fr: 'd’une sanction' },
  'stayed.publication': { en: 'of the publication', fr: 'de la publication' },
  'stayed.names': { en: 'of the publication of names', fr: 'de la publication des noms' },
  'failure.on': { en: 'failure of {date}', fr: 'manquement du {date}' },
  against: { en: 'as against {parties} only', fr: 'à l’égard de {parties} seulement' },
  'outcome.upheld': { en: 'upheld', fr: 'confirmée' },
  'outcome.quashed': { en: 'quashed', fr: 'annulée' },
  'outcome.varied': { en: 'varied', fr: 'modifiée' },
  'outcome.remitted': { en: 'remitted', fr: 'renvoyée' },
  'outcome.dismissed': { en: 'dismissed', fr: 'rejetée' },
  'outcome.allowed': { en: 'allowed', fr: 'accueillie' },
  warned: { en: 'not certain: {warning}', fr: 'incertain : {warning}' },
  'outcome.consent': { en: 'by consent', fr: 'par consentement' },
  'then.order-stands': { en: 'the order stands', fr: 'l’ordonnance tient' },
  'then.order-quashed': { en: 'the order is quashed', fr: 'l’ordonnance est annulée' },
  'then.order-varied': { en: 'the order is varied', fr: 'l’ordonnance est modifiée' },
  'then.back-to-court': {
    en: 'sent back to the court below',
    fr: 'renvoyée au tribunal inférieur',
  },
  'then.back-to-office': { en: 'sent back to the office', fr: 'renvoyée à l’organisme' },
  'finding.accepted': { en: 'found complied with', fr: 'exécution constatée' },
  'finding.partly': { en: 'found complied with in part', fr: 'exécution partielle constatée' },
  'finding.not-accepted': { en: 'found not complied with', fr: 'inexécution constatée' },
  'basis.review': { en: 'on review', fr: 'sur examen' },
  'basis.report': { en: 'on a report', fr: 'sur rapport' },
  'basis.audit': { en: 'on audit', fr: 'sur vérification' },
  'basis.inspection': { en: 'on inspection', fr: 'sur inspection' },
  'disposition.well-founded': { en: 'well founded', fr: 'fondée' },
  'disposition.not-well-founded': { en: 'not well founded', fr: 'non fondée' },
  'disposition.resolved': { en: 'resolved', fr: 'réglée' },
  'disposition.conditionally-resolved': {
    en: 'conditionally resolved',
    fr: 'réglée sous condition',
  },
  'disposition.unresolved': { en: 'unresolved', fr: 'non réglée' },
  'disposition.discontinued': { en: 'discontinued', fr: 'abandonnée' },
  'outcome.withdrawn': { en: 'withdrawn', fr: 'désistement' },
  'outcome.complied': { en: 'complied', fr: 'respect' },
  'outcome.partial': { en: 'in part', fr: 'en partie' },
  'event.issued': { en: 'Order issued', fr: 'Ordonnance rendue' },
  'event.copy-given': { en: 'Copy given', fr: 'Copie remise' },
  'event.respondent-succeeded': { en: 'Respondent succeeded', fr: 'Succession de la partie visée' },
  'event.service-disputed': { en: 'Service disputed', fr: 'Remise contestée' },
  'event.service-decided': { en: 'Service decided', fr: 'Remise tranchée' },
  'event.refusal-declared': { en: 'Refusal declared', fr: 'Refus déclaré' },
  'event.compliance-reported': { en: 'Compliance reported', fr: 'Respect signalé' },
  'event.challenge-filed': { en: 'Challenge filed', fr: 'Contestation déposée' },
  'event.court-decided': { en: 'Court decided', fr: 'Décision du tribunal' },
  'event.stay-sought': { en: 'Stay sought', fr: 'Suspension demandée' },
  'event.stay-ordered': { en: 'Stay ordered', fr: 'Suspension ordonnée' },
  'event.stay-lifted': { en: 'Stay lifted', fr: 'Suspension levée' },
  'event.extension-undone': { en: 'Extension undone', fr: 'Prolongation annulée' },
  'event.extended': { en: 'Time extended', fr: 'Délai prolongé' },
  'event.term-reworded': { en: 'New wording', fr: 'Nouveau libellé' },
  'event.corrected': { en: 'Order corrected', fr: 'Ordonnance rectifiée' },
  'event.deadline-corrected': { en: 'Date corrected', fr: 'Date rectifiée' },
  'event.escalated': { en: 'Route taken', fr: 'Voie engagée' },
  'event.escalation-decided': { en: 'Route ended', fr: 'Voie terminée' },
  'event.compliance-assessed': { en: 'Compliance assessed', fr: 'Exécution évaluée' },
  'event.challenge-time-extended': {
    en: 'Time to challenge extended',
    fr: 'Délai de contestation prolongé',
  },
  'event.rescinded': { en: 'Rescinded', fr: 'Révocation' },
  'event.deadline-set': { en: 'Date set by hand', fr: 'Date fixée à la main' },
  'event.recorded-in-error': { en: 'Recorded in error', fr: 'Consigné par erreur' },
  'stands.not-started': { en: 'not started', fr: 'délai non commencé' },
  'stands.running': { en: 'running', fr: 'délai en cours' },
  'stands.in-force': { en: 'in force', fr: 'en vigueur' },
  'stands.stayed': { en: 'stayed', fr: 'suspendue' },
  'stands.lapsed': { en: 'lapsed', fr: 'échue' },
  'stands.ended': { en: 'ended', fr: 'terminée' },
  'inError.open': {
    en: 'the route "{route}" is open now: {why}',
    fr: 'la voie « {route} » est maintenant ouverte : {why}',
  },
  'inError.shut': {
    en: 'the route "{route}" is not open now: {why}',
    fr: 'la voie « {route} » n’est plus ouverte : {why}',
  },
  'inError.alarms': {
    en: 'alarms given because of it: {count}',
    fr: 'alertes données de ce fait : {count}',
  },
  'inError.doubtful': {
    en: 'fact {fact} would be refused without it: {why}',
    fr: 'sans ce fait, le fait {fact} serait refusé : {why}',
  },
  'event.disposition': { en: 'Part closed', fr: 'Issue du dossier' },
  'event.commitment-made': { en: 'Commitment made', fr: 'Engagement pris' },
  'event.notice-of-intention': { en: 'Notice of intention', fr: 'Avis d’intention' },
  'event.report-sent': { en: 'Report sent', fr: 'Rapport envoyé' },
  'event.court-application': { en: 'Application to a court', fr: 'Demande à un tribunal' },
  'event.withdrawn': { en: 'Withdrawn', fr: 'Retrait' },
  'event.closed': { en: 'Closed', fr: 'Clôture' },
  'event.reopened': { en: 'Reopened', fr: 'Réouverture' },
  'event.deadline-reached': { en: 'Deadline reached', fr: 'Échéance atteinte' },
  'event.opened': { en: 'Matter opened', fr: 'Dossier ouvert' },
  'event.investigation-opened': { en: 'Investigation opened', fr: 'Enquête ouverte' },
  'event.findings-published': { en: 'Findings published', fr: 'Conclusions publiées' },
  'event.recommendation-made': { en: 'Recommendation made', fr: 'Recommandation faite' },
  'event.recommendation-refused': { en: 'Recommendation refused', fr: 'Recommandation refusée' },
  'event.announced': { en: 'Announced', fr: 'Annonce' },
  'event.statement-made': { en: 'Statement', fr: 'Déclaration' },
  'event.joint-action': { en: 'Joint action', fr: 'Action conjointe' },
  'event.noted': { en: 'Noted', fr: 'Noté' },
  'event.fork-decided': {
    en: 'Decided on a ledger with two histories',
    fr: 'Décision sur un registre à deux historiques',
  },
  'event.succession-accepted': {
    en: 'Successor of a lost ledger accepted',
    fr: 'Successeur d’un registre perdu accepté',
  },
  'event.maintenance-announced': { en: 'Maintenance announced', fr: 'Interruption annoncée' },
  'event.succeeded': { en: 'Succeeds a lost ledger', fr: 'Succède à un registre perdu' },
} as const satisfies Record<string, Text>

const { t, label } = vocabulary(eventWords)

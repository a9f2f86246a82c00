// Every text of the pages, in English and French. What the law or an office says comes from packs and events, not from here.

import type { Lang, Text } from '../../../shared/kernel/text.ts'

export type Word = keyof typeof words

/** The text of `word`; `{name}` is replaced from `values`. The result is plain text: pages escape it. */
export function say(
  lang: Lang,
  word: Word,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words[word][lang].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  )
}

/** A word for a value that comes from data: the word if there is one, else the value itself, readable. */
export function sayOf(
  lang: Lang,
  group:
    | 'status'
    | 'clock'
    | 'position'
    | 'deadline'
    | 'event'
    | 'follower'
    | 'start'
    | 'day'
    | 'theme'
    | 'outcome'
    | 'until'
    | 'inTime'
    | 'quarantine'
    | 'means'
    | 'finding'
    | 'basis'
    | 'disposition',
  value: string,
): string {
  const key = `${group}.${value}`
  if (Object.hasOwn(words, key)) return words[key as Word][lang]
  return group === 'means' ? value : value.replaceAll('-', ' ')
}

/** `10 days` with the right plural: French counts 0 and 1 as one. */
export function days(lang: Lang, n: number): string {
  return say(lang, n === 1 || (lang === 'fr' && n === 0) ? 'day.one' : 'day.many', { n })
}

const words = {
  'app.name': { en: 'Concert', fr: 'Concert' },
  skip: { en: 'Skip to the content', fr: 'Aller au contenu' },
  nav: { en: 'Main', fr: 'Principale' },
  'nav.board': { en: 'Board', fr: 'Tableau' },
  'nav.api': { en: 'API', fr: 'API' },
  'lang.other': { en: 'Français', fr: 'English' },
  seenBy: { en: 'As seen by: {office}', fr: 'Vu par : {office}' },
  advice: {
    en: 'Concert computes dates and keeps records. It gives no legal advice.',
    fr: 'Concert calcule des dates et tient des registres. Il ne donne pas d’avis juridique.',
  },
  'live.on': { en: 'live', fr: 'en direct' },
  'live.off': {
    en: 'connection lost — reload to be sure',
    fr: 'connexion perdue — rechargez la page',
  },
  'notFound.title': { en: 'Not found', fr: 'Introuvable' },
  'notFound.back': { en: 'Back to the board', fr: 'Retour au tableau' },
  'wrong.title': { en: 'This cannot be shown', fr: 'Ceci ne peut être affiché' },

  asOf: { en: 'As of', fr: 'En date du' },
  'asOf.show': { en: 'Show', fr: 'Afficher' },
  'asOf.today': { en: 'Today', fr: "Aujourd'hui" },
  'asOf.past': {
    en: 'You are looking at {date}, not at today ({today}).',
    fr: 'Vous regardez le {date}, et non aujourd’hui ({today}).',
  },
  knownOn: { en: 'Known on', fr: 'Connu le' },
  'knownOn.hint': {
    en: 'only what had been recorded by the end of that day; empty: all',
    fr: 'seulement ce qui était consigné à la fin de ce jour; vide : tout',
  },
  'knownOn.past': {
    en: 'Only what had been recorded by the end of {date} is shown.',
    fr: 'Seul ce qui était consigné à la fin du {date} est montré.',
  },
  'board.title': { en: 'Where every office stands', fr: 'Où en est chaque organisme' },
  'board.none': {
    en: 'No order has been recorded by this date.',
    fr: 'Aucune ordonnance n’est consignée à cette date.',
  },
  'board.caption': {
    en: 'Duties by theme, and where each office’s order stands on {date}',
    fr: 'Obligations par thème et état de l’ordonnance de chaque organisme en date du {date}',
  },
  'board.theme': { en: 'Duty', fr: 'Obligation' },
  'board.noTerm': { en: 'no such term', fr: 'aucune disposition' },
  'board.matter': { en: 'Matter', fr: 'Dossier' },
  'board.respondent': { en: 'Respondent', fr: 'Partie visée' },
  'next.title': { en: 'What is due next', fr: 'Prochaines échéances' },
  'next.none': { en: 'Nothing is due.', fr: 'Aucune échéance.' },
  'next.caption': {
    en: 'Upcoming deadlines, soonest first',
    fr: 'Échéances à venir, la plus proche en premier',
  },
  'next.stayed': { en: 'stayed: passes without effect', fr: 'suspendue : passe sans effet' },
  'followers.title': { en: 'Ledgers followed', fr: 'Registres suivis' },
  'followers.caption': {
    en: 'How far each office’s ledger has been read here',
    fr: 'Jusqu’où le registre de chaque organisme a été lu ici',
  },
  'followers.state': { en: 'State', fr: 'État' },
  'followers.seq': { en: 'Last entry', fr: 'Dernière entrée' },
  'followers.heard': { en: 'Last heard', fr: 'Dernier signe' },
  'followers.never': { en: 'never', fr: 'jamais' },
  'followers.aside': { en: 'Set aside', fr: 'Mis à part' },
  'quarantine.none': { en: 'Nothing is in quarantine.', fr: 'Rien en quarantaine.' },
  'quarantine.some': { en: '{n} in quarantine', fr: '{n} en quarantaine' },
  'quarantine.caption': {
    en: 'Events that could not be verified, and why',
    fr: 'Événements non vérifiés, et pourquoi',
  },
  'quarantine.reason': { en: 'Reason', fr: 'Motif' },

  'ics.office': { en: 'Calendar feed: this office', fr: 'Flux de calendrier : cet organisme' },
  'ics.all': { en: 'all offices', fr: 'tous les organismes' },
  'ics.link': { en: 'Calendar feed (.ics)', fr: 'Flux de calendrier (.ics)' },
  'ics.summary': { en: '{office} {number}: {what}', fr: '{office} {number} : {what}' },

  'chronology.title': { en: 'Chronology: {matter}', fr: 'Chronologie : {matter}' },
  'chronology.link': { en: 'Chronology, to print', fr: 'Chronologie à imprimer' },
  'chronology.caption': {
    en: 'Every fact of every office in this matter, in the order of the legal dates; facts of one day in the order in which they were recorded',
    fr: 'Chaque fait de chaque organisme dans ce dossier, dans l’ordre des dates légales; les faits d’un même jour dans l’ordre de leur consignation',
  },
  'chronology.none': {
    en: 'Nothing had been recorded by then.',
    fr: 'Rien n’était consigné à ce moment.',
  },
  'chronology.set': { en: 'Sets', fr: 'Fixe' },
  'chronology.source': { en: 'Source and how sure', fr: 'Source et fiabilité' },
  'chronology.recorded': { en: 'Recorded, and signed with', fr: 'Consigné, et signé avec' },
  'chronology.count': { en: '{n} facts', fr: '{n} faits' },
  'chronology.count.one': { en: '1 fact', fr: '1 fait' },
  'chronology.facts': { en: 'What it holds', fr: 'Contenu' },
  'chronology.made': { en: 'Made', fr: 'Établie' },
  'chronology.made.by': {
    en: '{instant}, by {office}, from every ledger that it follows',
    fr: '{instant}, par {office}, d’après chaque registre suivi',
  },

  'col.office': { en: 'Office', fr: 'Organisme' },
  'col.order': { en: 'Order', fr: 'Ordonnance' },
  'col.date': { en: 'Date', fr: 'Date' },
  'col.what': { en: 'What', fr: 'Quoi' },
  'col.terms': { en: 'Terms', fr: 'Dispositions' },
  'col.who': { en: 'Who', fr: 'Qui' },
  'col.sure': { en: 'How sure', fr: 'Fiabilité' },
  'col.recorded': { en: 'Recorded', fr: 'Consigné' },
  'col.rule': { en: 'Rule', fr: 'Règle' },
  'col.state': { en: 'State', fr: 'État' },
  'col.position': { en: 'Respondent’s position', fr: 'Position de la partie' },
  'col.clock': { en: 'Clock', fr: 'Délai' },
  'col.why': { en: 'Why', fr: 'Pourquoi' },
  'col.route': { en: 'Route', fr: 'Voie' },

  'term.due': { en: 'due', fr: 'échéance' },
  'term.lenient': {
    en: 'at the latest {date}, on the other reading',
    fr: 'au plus tard le {date}, selon l’autre lecture',
  },
  'term.notBefore': { en: 'not before', fr: 'pas avant' },
  'term.enforceable': { en: 'enforceable from', fr: 'exécutoire dès' },
  'term.uncertain': { en: 'uncertain', fr: 'incertain' },
  'term.uncertain.why': {
    en: 'Neither the law nor the record says whether a stay still holds',
    fr: 'Ni la loi ni le registre ne disent si la suspension tient encore',
  },
  'kind.prohibition': { en: 'prohibition', fr: 'interdiction' },
  'kind.mandate': { en: 'mandate', fr: 'injonction de faire' },
  'effort.absolute': { en: 'absolute', fr: 'absolue' },
  'effort.best-efforts': { en: 'best efforts', fr: 'meilleurs efforts' },
  'all.terms': { en: 'the whole order', fr: 'toute l’ordonnance' },

  'status.issued': { en: 'issued', fr: 'rendue' },
  'status.served': { en: 'served', fr: 'remise' },
  'status.refused': { en: 'refused', fr: 'refusée' },
  'status.challenged': { en: 'challenged', fr: 'contestée' },
  'status.stayed': { en: 'stayed', fr: 'suspendue' },
  'status.lapsed': { en: 'lapsed', fr: 'échue' },
  'status.escalated': { en: 'escalated', fr: 'en voie d’exécution' },
  'status.complied': { en: 'complied with', fr: 'respectée' },
  'status.quashed': { en: 'quashed', fr: 'annulée' },
  'status.remitted': { en: 'sent back to the office', fr: 'renvoyée à l’organisme' },
  'status.rescinded': { en: 'rescinded', fr: 'révoquée' },
  'status.withdrawn': { en: 'withdrawn', fr: 'retirée' },
  'status.closed': { en: 'closed', fr: 'close' },
  'clock.not-started': { en: 'not started', fr: 'non commencé' },
  'clock.running': { en: 'running', fr: 'court' },
  'clock.in-force': { en: 'in force', fr: 'en vigueur' },
  'clock.stayed': { en: 'stayed', fr: 'suspendu' },
  'clock.lapsed': { en: 'lapsed', fr: 'expiré' },
  'clock.ended': { en: 'ended', fr: 'terminé' },
  'position.unknown': { en: 'no position known', fr: 'position inconnue' },
  'position.refused': { en: 'refused', fr: 'refus' },
  'position.partial': { en: 'complied in part', fr: 'respect partiel' },
  'position.complied': { en: 'complied', fr: 'respect' },
  'follower.current': { en: 'current', fr: 'à jour' },
  'follower.behind': { en: 'behind', fr: 'en retard' },
  'follower.silent': { en: 'silent', fr: 'silencieux' },
  'follower.unreachable': { en: 'unreachable', fr: 'injoignable' },
  'quarantine.fork': { en: 'fork', fr: 'divergence' },
  'quarantine.forged': { en: 'forged', fr: 'falsifié' },
  'quarantine.unknown': { en: 'unknown', fr: 'inconnu' },

  'deadline.challenge': { en: 'last day to challenge', fr: 'dernier jour pour contester' },
  'deadline.comply-not-before': {
    en: 'first lawful day to comply',
    fr: 'premier jour permis pour se conformer',
  },
  'deadline.enforceable': {
    en: 'first day it can be enforced',
    fr: 'premier jour où elle est exécutoire',
  },
  'deadline.report': { en: 'report due', fr: 'rapport à remettre' },
  'deadline.reply': { en: 'last day to reply', fr: 'dernier jour pour répondre' },
  'deadline.step': { en: 'end of the time for a step', fr: 'fin du délai d’une étape' },
  'deadline.by-hand': { en: 'date set by hand', fr: 'date fixée à la main' },
  'deadline.limitation': { en: 'end of the limitation period', fr: 'fin de la prescription' },
  'deadline.comply': { en: 'last day to comply', fr: 'dernier jour pour se conformer' },

  'sure.title': { en: 'How sure each date and rule is', fr: 'Fiabilité de chaque date et règle' },
  'sure.V': { en: 'primary text read', fr: 'texte officiel lu' },
  'sure.S': { en: 'secondary source', fr: 'source secondaire' },
  'sure.D': { en: 'derived from one of these', fr: 'déduit de l’une de ces sources' },
  'sure.M': { en: 'general knowledge, not verified', fr: 'connaissance générale, non vérifiée' },
  'sure.none': { en: 'not stated', fr: 'non précisé' },

  'when.today': { en: 'today', fr: 'aujourd’hui' },
  'when.tomorrow': { en: 'tomorrow', fr: 'demain' },
  'when.yesterday': { en: 'yesterday', fr: 'hier' },
  'when.in': { en: 'in {days}', fr: 'dans {days}' },
  'when.ago': { en: '{days} ago', fr: 'il y a {days}' },
  'when.between': {
    en: 'assumed, between {from} and {to}',
    fr: 'date présumée, entre le {from} et le {to}',
  },
  'day.one': { en: '{n} day', fr: '{n} jour' },
  'day.many': { en: '{n} days', fr: '{n} jours' },

  'order.title': { en: 'Order {number}', fr: 'Ordonnance {number}' },
  'order.issued': { en: 'Issued', fr: 'Rendue' },
  'order.law': { en: 'Law', fr: 'Loi' },
  'order.pack': { en: 'policy pack {version}', fr: 'cadre {version}' },
  'order.copies': { en: 'Copies given', fr: 'Copies remises' },
  'order.copies.none': {
    en: 'No copy has been given yet: no clock runs.',
    fr: 'Aucune copie n’a été remise : aucun délai ne court.',
  },
  'means.unknown': { en: 'by means not known', fr: 'par un moyen non connu' },
  'order.terms': { en: 'Terms', fr: 'Dispositions' },
  'order.terms.caption': {
    en: 'The order’s duties and where each stands',
    fr: 'Les obligations de l’ordonnance et l’état de chacune',
  },
  'whatIf.title': { en: 'What if', fr: 'Et si' },
  'whatIf.intro': {
    en: 'Suppose facts, and see where every office’s order would stand. Nothing is recorded.',
    fr: 'Supposez des faits et voyez où en serait l’ordonnance de chaque organisme. Rien n’est consigné.',
  },
  'whatIf.party': { en: 'Copy given to', fr: 'Copie remise à' },
  'whatIf.serve': { en: 'on', fr: 'le' },
  'whatIf.challenge': { en: 'Challenge filed on', fr: 'Contestation déposée le' },
  'whatIf.lose': { en: 'Challenge lost on', fr: 'Contestation perdue le' },
  'whatIf.extend': { en: 'Time extended to', fr: 'Délai prolongé au' },
  'whatIf.show': { en: 'Show what would follow', fr: 'Montrer ce qui suivrait' },
  'whatIf.clear': { en: 'Back to what is recorded', fr: 'Revenir à ce qui est consigné' },
  'whatIf.result': {
    en: 'Where each term would stand on {date}',
    fr: 'Où en serait chaque disposition le {date}',
  },
  'whatIf.before': { en: 'As recorded', fr: 'Tel que consigné' },
  'whatIf.after': { en: 'As supposed', fr: 'Tel que supposé' },
  'whatIf.same': { en: 'no change', fr: 'inchangé' },
  'whatIf.deadlines': { en: 'Dates that would differ', fr: 'Dates qui différeraient' },
  'whatIf.noDate': { en: 'none', fr: 'aucune' },
  'whatIf.refused': { en: 'Refused', fr: 'Refusé' },
  'whatIf.falls': {
    en: 'A recorded fact could not stand',
    fr: 'Un fait consigné ne pourrait tenir',
  },
  'whatIf.otherwise': {
    en: 'A recorded fact would have another effect',
    fr: 'Un fait consigné aurait un autre effet',
  },
  'whatIf.none': {
    en: 'The order had not been issued by this date.',
    fr: 'L’ordonnance n’était pas rendue à cette date.',
  },

  'order.deadlines': { en: 'Deadlines, and why', fr: 'Échéances, et pourquoi' },
  'order.deadlines.none': {
    en: 'There are no deadlines yet.',
    fr: 'Il n’y a pas encore d’échéance.',
  },
  'order.routes': { en: 'Routes if it is not obeyed', fr: 'Voies en cas de désobéissance' },
  'order.routes.caption': {
    en: 'What the law offers, and whether it is open on this date',
    fr: 'Ce que la loi offre, et si la voie est ouverte à cette date',
  },
  'order.routes.none': {
    en: 'The policy pack names no route.',
    fr: 'Le cadre ne nomme aucune voie.',
  },
  'order.court': { en: 'In court', fr: 'Devant les tribunaux' },
  'order.court.none': {
    en: 'No challenge and no stay has been recorded.',
    fr: 'Aucune contestation ni suspension n’est consignée.',
  },
  'order.challenges.caption': {
    en: 'Challenges, what each stays, and what the court decided',
    fr: 'Contestations, ce que chacune suspend et ce que le tribunal a décidé',
  },
  'order.stays.caption': { en: 'A court’s own stays', fr: 'Suspensions ordonnées par un tribunal' },
  'order.history': { en: 'History', fr: 'Historique' },
  'order.history.caption': {
    en: 'Every entry in the office’s ledger about this order',
    fr: 'Chaque entrée du registre de l’organisme sur cette ordonnance',
  },
  'route.open': { en: 'open', fr: 'ouverte' },
  'route.shut': { en: 'not open', fr: 'non ouverte' },
  'route.started': { en: 'taken', fr: 'engagée' },
  'route.ended': { en: 'ended', fr: 'terminée' },
  'route.by': {
    en: 'Starts it: {who} · Decides it: {judge}',
    fr: 'L’engage : {who} · La décide : {judge}',
  },
  'challenge.judicial-review': { en: 'judicial review', fr: 'contrôle judiciaire' },
  'challenge.appeal': { en: 'appeal', fr: 'appel' },
  'challenge.from': { en: 'from {decision}', fr: 'de {decision}' },
  'challenge.effect': { en: 'Effect on the terms', fr: 'Effet sur les dispositions' },
  'challenge.staysNothing': { en: 'stays nothing by law', fr: 'ne suspend rien de plein droit' },
  'challenge.stays': { en: 'stays {terms} {until}', fr: 'suspend {terms} {until}' },
  'challenge.pending': { en: 'pending', fr: 'en instance' },
  'challenge.decision': { en: 'Decision', fr: 'Décision' },
  'challenge.filed': { en: 'Filed', fr: 'Déposée' },
  'inTime.yes': { en: 'in time', fr: 'dans le délai' },
  'inTime.no': { en: 'late', fr: 'tardive' },
  'inTime.unknown': { en: 'not known whether in time', fr: 'délai inconnu' },
  'until.court-orders-otherwise': {
    en: 'until a court orders otherwise',
    fr: 'jusqu’à ordonnance contraire d’un tribunal',
  },
  'until.court-has-dealt': {
    en: 'until the court has dealt with it',
    fr: 'jusqu’à ce que le tribunal ait statué',
  },
  'until.final-decision': { en: 'until the final decision', fr: 'jusqu’à la décision finale' },
  'outcome.upheld': { en: 'upheld', fr: 'confirmée' },
  'outcome.quashed': { en: 'quashed', fr: 'annulée' },
  'outcome.varied': { en: 'varied', fr: 'modifiée' },
  'outcome.remitted': { en: 'remitted', fr: 'renvoyée' },
  'outcome.dismissed': { en: 'dismissed', fr: 'rejetée' },
  'outcome.allowed': { en: 'allowed', fr: 'accueillie' },
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
  'stay.sought': { en: 'stay sought', fr: 'suspension demandée' },
  'stay.ordered': { en: 'stay ordered', fr: 'suspension ordonnée' },
  'stay.lifted': { en: 'stay lifted', fr: 'suspension levée' },

  'drift.notice': {
    en: 'The dates of {n} open orders would be other ones today',
    fr: 'Les dates de {n} ordonnances ouvertes seraient différentes aujourd’hui',
  },
  'drift.notice.one': {
    en: 'The dates of an open order would be other ones today',
    fr: 'Les dates d’une ordonnance ouverte seraient différentes aujourd’hui',
  },
  'drift.title': {
    en: 'Dates that would be other ones today',
    fr: 'Dates qui seraient différentes aujourd’hui',
  },
  'drift.lead': {
    en: 'Under the policy pack and the zone data that are here now. Nothing moves by itself: an officer of the order’s own office approves each correction, which is recorded.',
    fr: 'Selon le cadre et les données de fuseaux présents. Rien ne change de soi-même : un agent de l’organisme qui a rendu l’ordonnance approuve chaque rectification, qui est consignée.',
  },
  'drift.packs': {
    en: 'Policy pack at issuance {before}, now {after}',
    fr: 'Cadre lors de l’ordonnance : {before}; maintenant : {after}',
  },
  'drift.before': { en: 'As recorded', fr: 'Tel que consigné' },
  'drift.after': { en: 'As it would be today', fr: 'Tel que ce serait aujourd’hui' },
  'drift.none': { en: 'no such date', fr: 'aucune date' },
  'drift.why': { en: 'What made the difference', fr: 'Ce qui fait la différence' },
  'drift.why.unsaid': {
    en: 'It follows from an earlier fact of the order.',
    fr: 'Cela découle d’un fait antérieur de l’ordonnance.',
  },
  'drift.day.passed': {
    en: '{date} does not count now ({why})',
    fr: 'le {date} ne compte plus ({why})',
  },
  'drift.day.counted': {
    en: '{date} counts now (before: {why})',
    fr: 'le {date} compte maintenant (avant : {why})',
  },
  'drift.start': {
    en: 'it begins {after}, before {before}',
    fr: 'le délai commence le {after}, avant le {before}',
  },
  'drift.period': {
    en: 'the period is {after}, before {before}',
    fr: 'le délai est de {after}, avant {before}',
  },
  'drift.counting': {
    en: 'days are counted as {after}, before as {before}',
    fr: 'les jours sont comptés ainsi : {after}; avant : {before}',
  },
  'drift.rules.added': { en: 'it rests on', fr: 'elle repose sur' },
  'drift.rules.gone': { en: 'it does not rest any more on', fr: 'elle ne repose plus sur' },
  'drift.zone-data': {
    en: 'the day ends at another instant: zone data {after}, before {before}',
    fr: 'le jour se termine à un autre instant : données de fuseaux {after}, avant {before}',
  },
  'drift.new': { en: 'there was no such date', fr: 'cette date n’existait pas' },
  'drift.gone': {
    en: 'the law as it is here now gives no such date',
    fr: 'la loi telle qu’elle est ici ne donne plus cette date',
  },
  'drift.approve': { en: 'To approve, an officer types:', fr: 'Pour approuver, un agent tape :' },
  'drift.other': {
    en: 'This is another office’s order: only that office can approve.',
    fr: 'Cette ordonnance est celle d’un autre organisme : lui seul peut approuver.',
  },
  'drift.challenge': {
    en: 'Challenge {challenge} would be judged otherwise: {after}, recorded as {before}.',
    fr: 'La contestation {challenge} serait jugée autrement : {after}; consignée : {before}.',
  },
  'drift.refused': {
    en: 'What was recorded on {date} ({fact}) would be refused today: {message}',
    fr: 'Ce qui a été consigné le {date} ({fact}) serait refusé aujourd’hui : {message}',
  },

  'why.summary': { en: 'Why this date', fr: 'Pourquoi cette date' },
  'why.count': {
    en: '{start} on {from}; that day is not counted; {period} ({counting}){clear}.',
    fr: '{start} le {from}; ce jour n’est pas compté; {period} ({counting}){clear}.',
  },
  'why.clear': {
    en: ', clear: the last day is left out too',
    fr: ', francs : le dernier jour est exclu aussi',
  },
  'why.same': {
    en: '{start} on {from}: it holds from that same day, nothing is counted.',
    fr: '{start} le {from} : l’effet est du même jour, rien n’est compté.',
  },
  'why.given': {
    en: '{start}: the date is taken as given, nobody counts.',
    fr: '{start} : la date est prise telle quelle, sans calcul.',
  },
  'why.skipped': { en: 'Not counted', fr: 'Non comptés' },
  'why.skipped.none': { en: 'Every day counts.', fr: 'Chaque jour compte.' },
  'why.rolled': { en: 'The end moved past', fr: 'La fin est reportée au-delà de' },
  'why.rules': { en: 'Rules', fr: 'Règles' },
  'why.ends': {
    en: 'The day ends at {instant} ({zone}, zone data {version}).',
    fr: 'Le jour se termine à {instant} ({zone}, données de fuseaux {version}).',
  },
  'why.days': { en: 'Day by day', fr: 'Jour par jour' },
  'why.days.caption': {
    en: 'Each day from the start to the deadline; the number is the days counted',
    fr: 'Chaque jour du début à l’échéance; le nombre est celui des jours comptés',
  },
  'why.lenient': { en: 'On the other reading', fr: 'Selon l’autre lecture' },
  'why.section': { en: 's. {section}', fr: 'art. {section}' },
  'period.days': { en: '{n} days', fr: '{n} jours' },
  'period.months': { en: '{n} months', fr: '{n} mois' },
  'period.years': { en: '{n} years', fr: '{n} ans' },
  'period.one.days': { en: '1 day', fr: '1 jour' },
  'period.one.months': { en: '1 month', fr: '1 mois' },
  'period.one.years': { en: '1 year', fr: '1 an' },
  'start.copy-given': { en: 'A copy was given', fr: 'Copie remise' },
  'start.report-sent': { en: 'The report was sent', fr: 'Rapport envoyé' },
  'start.set-by-order': { en: 'Set by the order itself', fr: 'Fixée par l’ordonnance' },
  'start.extended': { en: 'Extended', fr: 'Prolongée' },
  'start.corrected': { en: 'The order was corrected', fr: 'Ordonnance rectifiée' },
  'start.stay-ended': { en: 'The stay ended', fr: 'Fin de la suspension' },
  'start.clock:challenge': {
    en: 'The time to challenge ended',
    fr: 'Fin du délai de contestation',
  },
  'start.clock:comply': { en: 'The time to comply ended', fr: 'Fin du délai pour se conformer' },
  'start.clock:enforceable': { en: 'It became enforceable', fr: 'Elle est devenue exécutoire' },
  'start.clock:comply-not-before': { en: 'The first lawful day came', fr: 'Premier jour permis' },
  'day.saturday': { en: 'Saturday', fr: 'samedi' },
  'day.sunday': { en: 'Sunday', fr: 'dimanche' },
  'day.clear': { en: 'clear day', fr: 'jour franc' },
  'day.counted': { en: 'counted', fr: 'compté' },
  'day.rolled': { en: 'the day it moved to', fr: 'jour du report' },

  'matter.files': { en: 'File numbers', fr: 'Numéros de dossier' },
  'matter.orders': { en: 'Orders', fr: 'Ordonnances' },
  'matter.timeline': { en: 'All offices, by date', fr: 'Tous les organismes, par date' },
  'matter.timeline.caption': {
    en: 'What every office recorded in this matter, oldest first',
    fr: 'Ce que chaque organisme a consigné dans ce dossier, du plus ancien au plus récent',
  },
  'history.key': { en: 'signed with {key}, verified here', fr: 'signé avec {key}, vérifié ici' },
  'history.entry': {
    en: 'entry {sequence}, version {version}',
    fr: 'entrée {sequence}, version {version}',
  },

  'event.issued': { en: 'Order issued', fr: 'Ordonnance rendue' },
  'event.copy-given': { en: 'Copy given', fr: 'Copie remise' },
  'event.refusal-declared': { en: 'Refusal declared', fr: 'Refus déclaré' },
  'event.compliance-reported': { en: 'Compliance reported', fr: 'Respect signalé' },
  'event.challenge-filed': { en: 'Challenge filed', fr: 'Contestation déposée' },
  'event.court-decided': { en: 'Court decided', fr: 'Décision du tribunal' },
  'event.stay-sought': { en: 'Stay sought', fr: 'Suspension demandée' },
  'event.stay-ordered': { en: 'Stay ordered', fr: 'Suspension ordonnée' },
  'event.stay-lifted': { en: 'Stay lifted', fr: 'Suspension levée' },
  'event.extension-undone': { en: 'Extension undone', fr: 'Prolongation annulée' },
  'event.extended': { en: 'Time extended', fr: 'Délai prolongé' },
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
  'event.disposition': { en: 'Part closed', fr: 'Issue du dossier' },
  'event.commitment-made': { en: 'Commitment made', fr: 'Engagement pris' },
  'event.notice-of-intention': { en: 'Notice of intention', fr: 'Avis d’intention' },
  'event.report-sent': { en: 'Report sent', fr: 'Rapport envoyé' },
  'event.court-application': { en: 'Application to a court', fr: 'Demande à un tribunal' },
  'event.withdrawn': { en: 'Withdrawn', fr: 'Retrait' },
  'event.closed': { en: 'Closed', fr: 'Clôture' },
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

  'theme.stop-offering': { en: 'Stop offering the service', fr: 'Cesser d’offrir le service' },
  'theme.stop-collection': {
    en: 'Stop collection, use and disclosure',
    fr: 'Cesser la collecte, l’utilisation et la communication',
  },
  'theme.delete': { en: 'Delete what was collected', fr: 'Supprimer ce qui a été recueilli' },
} as const satisfies Record<string, Text>

// The words of the order's page, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'order.law': { en: 'Law', fr: 'Loi' },
  'order.pack': {
    en: '(rules of {date}, no. {n})',
    fr: '(règles du {date}, nº\u00a0{n})',
  },
  'order.publication': { en: 'Publication', fr: 'Publication' },
  'order.copies': { en: 'Copies given', fr: 'Copies remises' },
  'order.copies.none': {
    en: 'No copy has been given yet: no clock runs.',
    fr: 'Aucune copie n’a été remise : aucun délai ne court.',
  },
  'order.terms': { en: 'Terms', fr: 'Dispositions' },
  'order.terms.caption': {
    en: 'The order’s duties and where each stands',
    fr: 'Les obligations de l’ordonnance et l’état de chacune',
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
    en: 'The rules that are known here name no route.',
    fr: 'Les règles connues ici ne nomment aucune voie.',
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
  'route.warning': { en: 'Not certain: {warning}', fr: 'Incertain : {warning}' },
  'term.report': { en: 'report due', fr: 'rapport attendu' },
  'term.early': {
    en: 'steps reported on {date}, before the first lawful day, {first}',
    fr: 'mesures signalées le {date}, avant le premier jour permis, le {first}',
  },
  'ended.withdrawn': { en: 'withdrawn on {date}', fr: 'retirée le {date}' },
  'ended.rescinded': { en: 'rescinded on {date}', fr: 'révoquée le {date}' },
  'ended.quashed': { en: 'quashed on {date}', fr: 'annulée le {date}' },
  'ended.remitted': {
    en: 'sent back to the office on {date}',
    fr: 'renvoyée à l’organisme le {date}',
  },
  'route.open': { en: 'open', fr: 'ouverte' },
  'route.shut': { en: 'not open', fr: 'non ouverte' },
  'route.started': { en: 'taken', fr: 'engagée' },
  'route.ended': { en: 'ended', fr: 'terminée' },
  'route.by': {
    en: 'Starts it: {who} · Decides it: {judge}',
    fr: 'L’engage : {who} · La décide : {judge}',
  },
  'challenge.effect': { en: 'Effect on the terms', fr: 'Effet sur les dispositions' },
  'challenge.pending': { en: 'pending', fr: 'en instance' },
  'challenge.decision': { en: 'Decision', fr: 'Décision' },
  'challenge.filed': { en: 'Filed', fr: 'Déposée' },
  'stay.sought': { en: 'stay sought', fr: 'suspension demandée' },
  'stay.ordered': { en: 'stay ordered', fr: 'suspension ordonnée' },
  'stay.lifted': { en: 'stay lifted', fr: 'suspension levée' },
  'term.varied': {
    en: 'changed by a court on {date} ({citation}): the text is that of the order as it was issued',
    fr: 'modifiée par un tribunal le {date} ({citation}) : le texte est celui de l’ordonnance telle qu’elle a été rendue',
  },
  'term.varied.known': {
    en: 'changed by a court on {date} ({citation})',
    fr: 'modifiée par un tribunal le {date} ({citation})',
  },
  'term.reworded': {
    en: 'so worded since {date}, by {citation}',
    fr: 'ainsi libellée depuis le {date}, par {citation}',
  },
  'term.reworded.own': {
    en: 'so worded since {date}, by the office’s correction',
    fr: 'ainsi libellée depuis le {date}, par rectification de l’organisme',
  },
  'term.before': { en: 'before', fr: 'auparavant' },
  'term.says.to': { en: 'to {who} it says', fr: 'à {who}, elle dit' },
  'effect.stands': { en: 'stands', fr: 'tient' },
  'effect.quashed': { en: 'quashed', fr: 'annulée' },
  'effect.varied': { en: 'varied', fr: 'modifiée' },
  'effect.remitted': { en: 'sent back to the office', fr: 'renvoyée à l’organisme' },
  'effect.reopened': { en: 'to be heard again below', fr: 'à entendre de nouveau' },
  'effect.ended': { en: 'nothing was decided', fr: 'rien n’a été tranché' },
  'effect.below-stands': { en: 'the decision below stands', fr: 'la décision inférieure tient' },
  'effect.unclear': { en: 'not clear', fr: 'pas clair' },
  against: { en: 'as against {parties} only', fr: 'à l’égard de {parties} seulement' },
  'stay.ends': { en: 'until {date}', fr: 'jusqu’au {date}' },
  'stay.ends.decision': {
    en: 'until the decision on {challenge}',
    fr: 'jusqu’à la décision sur {challenge}',
  },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

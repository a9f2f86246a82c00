// The words of the work list, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'home.title': { en: 'Work list', fr: 'Liste de travail' },
  'home.own': { en: 'What waits at {office}', fr: 'Ce qui attend à {office}' },
  'home.others': { en: 'at other offices: {n}', fr: 'dans d’autres organismes : {n}' },
  'home.own.n': { en: 'at this office: {n}', fr: 'dans cet organisme : {n}' },
  'home.elsewhere': {
    en: '{title}, at other offices only',
    fr: '{title}, dans d’autres organismes seulement',
  },
  'home.all': { en: 'All', fr: 'Tout' },
  'home.mine': { en: 'Mine', fr: 'Ce dont je me charge' },
  'home.nobodys': { en: 'Nobody’s', fr: 'Ce dont personne ne se charge' },
  'home.whose': { en: 'Whose work is shown', fr: 'Travail affiché' },
  'home.all.n': { en: 'whole list: {n}', fr: 'liste complète : {n}' },
  'home.quiet': {
    en: 'Nothing waits, and nothing has changed since your last visit.',
    fr: 'Rien n’attend, et rien n’a changé depuis votre dernière visite.',
  },
  'lane.overdue': { en: 'Overdue', fr: 'En retard' },
  'lane.dueSoon': { en: 'Due by {date}', fr: 'À échéance d’ici le {date}' },
  'lane.unserved': { en: 'To be served', fr: 'À signifier' },
  'lane.inCourt': {
    en: 'Waiting for a court or a route',
    fr: 'En attente d’un tribunal ou d’une voie',
  },
  'lane.routes': { en: 'Routes open', fr: 'Voies possibles' },
  'lane.joint': {
    en: 'Joint actions waiting for you',
    fr: 'Actions conjointes qui vous attendent',
  },
  'lane.desk': { en: 'On your desk', fr: 'Ce dont vous vous chargez' },
  'lane.drafts': { en: 'Your drafts', fr: 'Vos brouillons' },
  'lane.approve': { en: 'To approve', fr: 'À approuver' },
  'lane.prepared': { en: 'Prepared, to be approved', fr: 'Préparé, à approuver' },
  'lane.changed': {
    en: 'Changed since your last visit',
    fr: 'Modifié depuis votre dernière visite',
  },
  'short.dueSoon': { en: 'Due in 7 days', fr: 'À échéance sous 7 jours' },
  'short.inCourt': { en: 'Waiting for a court', fr: 'En attente d’un tribunal' },
  'short.changed': { en: 'Changed', fr: 'Modifié' },
  'changed.first': {
    en: 'This is the first visit from this browser: what changes from now on will be listed here.',
    fr: 'C’est la première visite de ce navigateur : ce qui changera désormais sera indiqué ici.',
  },
  'changed.seen': { en: 'Mark all as seen', fr: 'Tout marquer comme vu' },
  'changed.more': { en: 'and {n} more', fr: 'et {n} autres' },
  'changed.what': { en: 'Last event', fr: 'Dernier événement' },
  'changed.many': { en: '{n} events', fr: '{n} événements' },
  'changed.where': {
    en: 'Order, matter or joint action',
    fr: 'Ordonnance, dossier ou action conjointe',
  },
  'joint.why': { en: 'Why you', fr: 'Pourquoi vous' },
  'waits.clarify': { en: 'An office asked a question', fr: 'Un organisme a posé une question' },
  'waits.go': {
    en: 'The go is to be given, or the action ended',
    fr: 'Le feu vert est à donner, ou l’action à clore',
  },
  'waits.postpone': {
    en: 'The moment has passed: another one is to be named',
    fr: 'Le moment est passé : un autre est à fixer',
  },
  'waits.consent': { en: 'This office has not answered', fr: 'Cet organisme n’a pas répondu' },
  'waits.answer': { en: 'A question waits for its answer', fr: 'Une question attend sa réponse' },
  'waits.approve': {
    en: 'A consent is prepared, to be approved by another person',
    fr: 'Un consentement est préparé, à approuver par une autre personne',
  },
  'joint.reply': { en: 'Reply by', fr: 'Réponse avant' },
  'joint.matter': { en: 'Matter', fr: 'Dossier' },
  'joint.title': { en: 'Joint action', fr: 'Action conjointe' },
  'joint.from': { en: 'Proposed by', fr: 'Proposée par' },
  'wrong.drift': {
    en: '{n} open orders have dates that would come out differently today',
    fr: '{n} ordonnances en cours ont des dates qui seraient autres aujourd’hui',
  },
  'wrong.drift.one': {
    en: 'One open order has dates that would come out differently today',
    fr: 'Une ordonnance en cours a des dates qui seraient autres aujourd’hui',
  },
  'wrong.drift.own': { en: '(of this office: {n})', fr: '(de cet organisme : {n})' },
  'wrong.own': {
    en: 'This office’s own ledger is not what it was, and takes no entry',
    fr: 'Le registre de cet organisme n’est plus ce qu’il était, et ne reçoit plus rien',
  },
  'wrong.stopped': {
    en: 'A ledger has stopped: what it is, and what to do',
    fr: 'Un registre est arrêté : de quoi il s’agit, et que faire',
  },
  'wrong.quarantine': {
    en: '{n} messages of ledgers are set aside',
    fr: '{n} messages de registres sont mis à part',
  },
  'wrong.quarantine.one': {
    en: 'One message of a ledger is set aside',
    fr: 'Un message de registre est mis à part',
  },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

// The words of the pages of a matter, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
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
  'chronology.recorded': {
    en: 'Recorded ({zone}), and signed with',
    fr: 'Consigné ({zone}), et signé avec',
  },
  'chronology.count': { en: '{n} facts', fr: '{n} faits' },
  'chronology.count.one': { en: '1 fact', fr: '1 fait' },
  'chronology.facts': { en: 'What it holds', fr: 'Contenu' },
  'chronology.made': { en: 'Made', fr: 'Établie' },
  'chronology.made.by': {
    en: '{instant}, by {office}, from every ledger that it follows',
    fr: '{instant}, par {office}, d’après chaque registre suivi',
  },
  'matter.files': { en: 'File numbers', fr: 'Numéros de dossier' },
  'matter.orders': { en: 'Orders', fr: 'Ordonnances' },
  'matter.timeline': { en: 'All offices, by date', fr: 'Tous les organismes, par date' },
  'matter.timeline.caption': {
    en: 'What every office recorded in this matter, oldest first',
    fr: 'Ce que chaque organisme a consigné dans ce dossier, du plus ancien au plus récent',
  },
  'matter.duties': {
    en: 'Duties by theme, and where each office’s orders stand today',
    fr: 'Obligations par thème et état des ordonnances de chaque organisme aujourd’hui',
  },
  'matter.timeline.latest': {
    en: 'The latest {n} of {total} facts; all of them are in the chronology.',
    fr: 'Les {n} derniers faits sur {total}; tous sont dans la chronologie.',
  },
  'picture.title': { en: 'The matter in time', fr: 'Le dossier dans le temps' },
  'picture.desc': {
    en: 'From {from} to {to}: {offices} offices, {orders} orders; each with its windows, stays, facts and deadlines to come. The table below says the same.',
    fr: 'Du {from} au {to} : {offices} organismes, {orders} ordonnances; chacune avec ses délais, suspensions, faits et échéances à venir. Le tableau ci-dessous dit la même chose.',
  },
  'picture.today': { en: 'today', fr: 'aujourd’hui' },
  'picture.matter': { en: 'matter', fr: 'dossier' },
  'picture.since': { en: 'since {from}', fr: 'depuis le {from}' },
  'picture.fromTo': { en: 'from {from} to {to}', fr: 'du {from} au {to}' },
  'picture.asTable': { en: 'The same as a table', fr: 'La même chose en tableau' },
  'picture.open': { en: 'goes on', fr: 'se poursuit' },
  'picture.from': { en: 'On, or from', fr: 'Le, ou du' },
  'picture.to': { en: 'To', fr: 'Au' },
  'range.all': { en: 'All', fr: 'Tout' },
  'range.years': { en: '3 years around today', fr: '3 ans autour d’aujourd’hui' },
  'range.year': { en: '1 year', fr: '1 an' },
  'range.quarter': { en: '3 months', fr: '3 mois' },
  'range.month': { en: '1 month', fr: '1 mois' },
  'span.comply': { en: 'time to comply', fr: 'délai pour se conformer' },
  'span.challenge': { en: 'time to challenge', fr: 'délai pour contester' },
  'span.stay': { en: 'stayed', fr: 'suspension' },
  'span.overdue': { en: 'overdue', fr: 'retard' },
  'span.commitment': { en: 'time to keep a commitment', fr: 'délai d’un engagement' },
  'span.reply': { en: 'time to reply', fr: 'délai pour répondre' },
  'span.route': { en: 'route under way', fr: 'voie engagée' },
  'key.fact': { en: 'fact', fr: 'fait' },
  'key.court': { en: 'of a court', fr: 'd’un tribunal' },
  'key.alarm': { en: 'deadline to come', fr: 'échéance à venir' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

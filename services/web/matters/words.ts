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
  'chronology.recorded': { en: 'Recorded, and signed with', fr: 'Consigné, et signé avec' },
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
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

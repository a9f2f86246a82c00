// The words of the board, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'board.title': { en: 'Where every office stands', fr: 'Où en est chaque organisme' },
  'board.caption': {
    en: 'Duties by theme, and where each office’s order stands on {date}',
    fr: 'Obligations par thème et état de l’ordonnance de chaque organisme en date du {date}',
  },
  'next.title': { en: 'What is due next', fr: 'Prochaines échéances' },
  'next.all': { en: 'All deadlines', fr: 'Toutes les échéances' },
  'next.none': { en: 'Nothing is due.', fr: 'Aucune échéance.' },
  'next.caption': {
    en: 'Upcoming deadlines, soonest first',
    fr: 'Échéances à venir, la plus proche en premier',
  },
  'next.stayed': { en: 'stayed: passes without effect', fr: 'suspendue : passe sans effet' },
  'followers.heard': { en: 'Last heard', fr: 'Dernier signe' },
  'followers.never': { en: 'never', fr: 'jamais' },
  'quarantine.none': { en: 'Nothing is in quarantine.', fr: 'Rien en quarantaine.' },
  'quarantine.some': { en: '{n} in quarantine', fr: '{n} en quarantaine' },
  'quarantine.all': {
    en: 'All that was set aside, and why',
    fr: 'Tout ce qui a été mis à part, et pourquoi',
  },
  'quarantine.caption': {
    en: 'Events that could not be verified, and why',
    fr: 'Événements non vérifiés, et pourquoi',
  },
  'quarantine.reason': { en: 'Reason', fr: 'Motif' },
  'ics.office': { en: 'Calendar feed: this office', fr: 'Flux de calendrier : cet organisme' },
  'quarantine.fork': { en: 'fork', fr: 'divergence' },
  'quarantine.forged': { en: 'forged', fr: 'falsifié' },
  'quarantine.unknown': { en: 'unknown', fr: 'inconnu' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

// The words of what if, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
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
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

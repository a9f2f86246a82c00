// The words of the calendar feeds, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'ics.joint': { en: 'Joint action {joint}', fr: 'Action conjointe {joint}' },
  'ics.reply': { en: 'last moment to reply', fr: 'dernier moment pour répondre' },
  'ics.moment': { en: 'all act', fr: 'tous agissent' },
  'ics.moment.proposed': { en: 'all act, as proposed', fr: 'tous agissent, tel que proposé' },
  'ics.real': {
    en: 'An instant, not a day. What it is about is sealed: it is on the page.',
    fr: 'Un instant, non un jour. Ce dont il s’agit est scellé : voyez la page.',
  },
  'ics.summary': { en: '{office} {number}: {what}', fr: '{office} {number} : {what}' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })

// What each clock's day is called, wherever people read of one.

import type { Text } from '../kernel/text.ts'
import type { DeadlineId } from './pack.schema.ts'

export const deadlineWords = {
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
} as const satisfies Record<`deadline.${DeadlineId}`, Text>

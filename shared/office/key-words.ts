// A key of an office in one line for people: what it is for, since when, until when, and what of it counts. In both languages.

import type { Text } from '../kernel/text.ts'
import type { OfficeKey } from './keys.ts'

const uses: Readonly<Record<OfficeKey['use'], Text>> = {
  event: { en: 'events', fr: 'événements' },
  seal: { en: 'sealing', fr: 'scellement' },
  log: { en: 'heads and confirmations', fr: 'têtes et confirmations' },
}

export function keyUseText(use: OfficeKey['use']): Text {
  return uses[use]
}

/** In the middle of a sentence: "in use since 2026-11-27, meant until 2036-12-31". */
export function keyStateText({ state, period }: Omit<OfficeKey, 'use' | 'name'>): Text {
  const { from, until, upTo, stolenOn } = period
  const since =
    from === undefined ? { en: '', fr: '' } : { en: ` since ${from}`, fr: ` depuis le ${from}` }
  const counts =
    upTo === undefined
      ? { en: '', fr: '' }
      : {
          en: `, counts up to entry ${upTo} of its ledger`,
          fr: `, vaut jusqu’à l’inscription ${upTo} de son registre`,
        }
  switch (state) {
    case 'used':
    case 'ends':
      return {
        en: `in use${since.en}${until === undefined ? '' : `, meant until ${until}`}`,
        fr: `en usage${since.fr}${until === undefined ? '' : `, prévue jusqu’au ${until}`}`,
      }
    case 'overdue':
      return {
        en: `in use${since.en}, was meant until ${until ?? ''}`,
        fr: `en usage${since.fr}, était prévue jusqu’au ${until ?? ''}`,
      }
    case 'changed':
      return { en: `changed${counts.en}`, fr: `remplacée${counts.fr}` }
    case 'stolen':
      return {
        en: `may be in other hands since ${stolenOn ?? ''}${counts.en}`,
        fr: `peut-être en d’autres mains depuis le ${stolenOn ?? ''}${counts.fr}`,
      }
  }
}

export function keyText(key: OfficeKey): Text {
  const [use, state] = [keyUseText(key.use), keyStateText(key)]
  return { en: `${key.name} (${use.en}) ${state.en}`, fr: `${key.name} (${use.fr}) ${state.fr}` }
}

// Who acts, in words.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { roleNames } from '../../../shared/office/permit.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { t } from './words.ts'

export function actorWords(lang: Lang, { kind, name, acting }: Actor): string {
  switch (kind) {
    case 'person': {
      const { role, onBehalfOf } = acting ?? {}
      const as = role === undefined ? name : `${name} (${roleNames[role][lang]})`
      return onBehalfOf === undefined
        ? as
        : t(lang, 'actor.onBehalfOf', { name: as, other: onBehalfOf.name })
    }
    case 'local':
      return name === 'page' ? t(lang, 'actor.nobody') : t(lang, 'actor.local', { name })
    case 'program':
      return t(lang, 'actor.program', { name })
    case 'workflow':
    case 'replay':
      return t(lang, `actor.${kind}`)
  }
}

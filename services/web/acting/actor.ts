// Who acts, in words.

import type { Actor } from '../../../shared/kernel/actor.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { t } from './words.ts'

export function actorWords(lang: Lang, { kind, name }: Actor): string {
  switch (kind) {
    case 'local':
      return name === 'page' ? t(lang, 'actor.nobody') : t(lang, 'actor.local', { name })
    case 'program':
      return t(lang, 'actor.program', { name })
    case 'workflow':
    case 'replay':
      return t(lang, `actor.${kind}`)
  }
}

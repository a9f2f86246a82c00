// Who recorded an event, in words: for histories and receipts, on pages and on the command line.

import { actorText, parseActor, type Actor } from '../kernel/actor.ts'
import type { Lang, Text } from '../kernel/text.ts'
import { vocabulary } from '../kernel/vocabulary.ts'
import { roleNames } from '../office/permit.ts'
import type { Recorder } from './recorder.schema.ts'

export function recorderOf(actor: Actor | undefined): Recorder {
  return {
    actor: actor === undefined ? null : actorText(actor),
    actorRole: actor?.acting?.role ?? null,
    onBehalfOf: actor?.acting?.onBehalfOf?.name ?? null,
    preparedBy: actor?.preparedBy?.name ?? null,
  }
}

/** `Alex Singh (approver), for Kim Tremblay; prepared by Camille Roy`. Undefined where nobody is named. */
export function recorderText(lang: Lang, recorder: Recorder): string | undefined {
  const { actorRole, onBehalfOf, preparedBy } = recorder
  const actor = recorder.actor === null ? undefined : parseActor(recorder.actor)
  if (actor === undefined) return undefined
  const who = actorName(lang, actor)
  const withRole = actorRole === null ? who : `${who} (${roleNames[actorRole][lang]})`
  const forWhom =
    onBehalfOf === null ? withRole : t(lang, 'for', { name: withRole, other: onBehalfOf })
  return preparedBy === null
    ? forWhom
    : t(lang, 'preparedBy', { who: forWhom, preparer: preparedBy })
}

/** What somebody is called, without the role: a person by name, everything else by what it is. */
export function actorName(lang: Lang, { kind, name }: Pick<Actor, 'kind' | 'name'>): string {
  switch (kind) {
    case 'person':
      return name
    case 'local':
      return name === 'page' ? t(lang, 'nobody') : t(lang, 'local', { name })
    case 'program':
      return t(lang, 'program', { name })
    case 'workflow':
    case 'replay':
      return t(lang, kind)
  }
}

const words = {
  for: { en: '{name}, for {other}', fr: '{name}, pour {other}' },
  preparedBy: { en: '{who}; prepared by {preparer}', fr: '{who}; préparé par {preparer}' },
  local: { en: '{name}, at this office', fr: '{name}, à cet organisme' },
  nobody: {
    en: 'a person at this office who gave no name',
    fr: 'une personne de cet organisme qui n’a pas donné de nom',
  },
  program: { en: 'the program {name}', fr: 'le programme {name}' },
  workflow: { en: 'the office’s own clock', fr: 'l’horloge de l’organisme' },
  replay: { en: 'a case file that was replayed', fr: 'un dossier rejoué' },
} as const satisfies Record<string, Text>

const { t } = vocabulary(words)

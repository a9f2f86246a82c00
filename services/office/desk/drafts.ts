// Forms that somebody has begun and means to end later: as they were typed, for nobody but the one who typed them.

import type { Draft, SavedDraft } from '../../../shared/contract/desk.schema.ts'
import { selfOf, type Actor } from '../../../shared/kernel/actor.ts'
import { maxSavedDrafts } from '../../../shared/kernel/limits.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type { DeskOptions } from './options.ts'

export function createDrafts({ store, now }: Pick<DeskOptions, 'store' | 'now'>) {
  return {
    drafts: (actor: Actor): readonly SavedDraft[] => store.drafts(selfOf(actor).id),

    /** The same form saved again is the same draft. */
    saveDraft(actor: Actor, draft: Draft): SavedDraft {
      const { id: person } = selfOf(actor)
      const own = store.drafts(person)
      if (own.length >= maxSavedDrafts && !own.some(({ id }) => id === draft.id)) throw tooMany()
      const saved: SavedDraft = { ...draft, savedAt: now() }
      store.putDraft(person, saved)
      return saved
    },
    /** Whether there was one: what was recorded has no draft any more, and most never had one. */
    removeDraft: (actor: Actor, id: string): boolean => store.removeDraft(selfOf(actor).id, id),
  }
}

function tooMany(): ProblemError {
  return new ProblemError(
    problem(
      'too-large',
      {
        en: `You have ${maxSavedDrafts} drafts already: end one, or remove it`,
        fr: `Vous avez déjà ${maxSavedDrafts} brouillons : terminez-en un, ou supprimez-le`,
      },
      String(maxSavedDrafts),
    ),
  )
}

// Views of lists that people save: their filters and order under a name, for oneself or for everybody of the office.

import type { NewView, SavedView } from '../../../shared/contract/desk.schema.ts'
import { selfOf, type Actor } from '../../../shared/kernel/actor.ts'
import { maxViews } from '../../../shared/kernel/limits.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { foldedText } from '../../../shared/lists/search.ts'
import { mayEver } from '../../../shared/office/permit.ts'
import type { DeskOptions } from './options.ts'

export function createSavedViews({ store, audit, now, newId }: DeskOptions) {
  const mine = (actor: Actor) => {
    const { id } = selfOf(actor)
    return store.views(id).filter(({ by }) => by.id === id)
  }
  return {
    savedViews: (actor: Actor): readonly SavedView[] => store.views(selfOf(actor).id),

    /** A name that one has already for the same list is that view, changed. */
    saveView(actor: Actor, { name, list, query, shared }: NewView): SavedView {
      const own = mine(actor)
      const same = own.find(
        (each) => each.list === list && foldedText(each.name) === foldedText(name),
      )
      if (same === undefined && own.length >= maxViews) throw tooMany()
      const view: SavedView = {
        id: same?.id ?? newId(),
        name,
        list,
        query: withoutPlace(query),
        shared,
        by: selfOf(actor),
        at: now(),
      }
      store.putView(view)
      if (shared || same?.shared === true)
        audit({ kind: 'view-shared', act: 'saveView', about: name }, actor)
      return view
    },
    /** One's own, or one that is shared: whoever made it may have left the office. */
    removeView(actor: Actor, id: string): SavedView {
      const view = store.view(id)
      const isOwn = view?.by.id === selfOf(actor).id
      if (view === undefined || !(isOwn || (view.shared && mayEver(actor, 'shareView'))))
        throw none(id)
      store.removeView(id)
      if (view.shared) audit({ kind: 'view-removed', act: 'removeView', about: view.name }, actor)
      return view
    },
  }
}

/** A view is the list from its beginning, whichever page was open when it was saved. */
function withoutPlace(query: string): string {
  const kept = [...new URLSearchParams(query)].filter(
    ([name, value]) => value !== '' && !['after', 'before', 'limit', 'lang'].includes(name),
  )
  return new URLSearchParams(kept).toString()
}

function none(id: string): ProblemError {
  return problemError(
    'not-found',
    {
      en: 'There is no such view of yours',
      fr: 'Cette vue ne vous appartient pas, ou n’existe plus',
    },
    id,
  )
}

function tooMany(): ProblemError {
  return problemError(
    'too-large',
    {
      en: `You have ${maxViews} views already: remove one that you do not need`,
      fr: `Vous avez déjà ${maxViews} vues : supprimez-en une qui ne vous sert pas`,
    },
    String(maxViews),
  )
}

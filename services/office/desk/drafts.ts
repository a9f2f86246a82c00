// Forms that somebody has begun and means to end later: as they were typed, for nobody but the one who typed them, or the colleague to whom they handed one.

import type { Draft, HandedDraft, SavedDraft } from '../../../shared/contract/desk.schema.ts'
import { selfOf, type Actor, type Identity } from '../../../shared/kernel/actor.ts'
import { maxSavedDrafts } from '../../../shared/kernel/limits.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import { present } from '../../../shared/kernel/present.ts'
import { colleagueOf } from './colleagues.ts'
import type { DeskOptions } from './options.ts'

export function createDrafts({
  store,
  now,
  colleagues,
  audit,
}: Pick<DeskOptions, 'store' | 'now' | 'colleagues' | 'audit'>) {
  return {
    drafts: (actor: Actor): readonly SavedDraft[] => store.drafts(selfOf(actor).id),

    /** The same form saved again is the same draft. */
    saveDraft(actor: Actor, draft: Draft): SavedDraft {
      const { id: person } = selfOf(actor)
      const own = store.drafts(person)
      const before = own.find(({ id }) => id === draft.id)
      if (own.length >= maxSavedDrafts && before === undefined) throw tooMany()
      const saved = { ...draft, savedAt: now(), ...present({ handed: before?.handed }) }
      store.putDraft(person, saved)
      return saved
    },
    /** Whether there was one: what was recorded has no draft any more, and most never had one. */
    removeDraft: (actor: Actor, id: string): boolean => store.removeDraft(selfOf(actor).id, id),

    /** It is the colleague's from now on, to end or to remove. */
    handDraft(actor: Actor, id: string, to: string): HandedDraft {
      const me = selfOf(actor)
      const draft = store.drafts(me.id).find((each) => each.id === id)
      if (draft === undefined) throw none(id)
      const others = colleagues(draft.act).filter((each) => each.id !== me.id)
      const colleague = colleagueOf(others, to)
      const theirs = store.drafts(colleague.id)
      if (theirs.some((each) => each.id === id)) throw hasIt(colleague)
      if (theirs.length >= maxSavedDrafts) throw hasTooMany(colleague)
      const handed = [...(draft.handed ?? []), { by: me, to: colleague, at: now() }]
      store.moveDraft(me.id, colleague.id, { ...draft, handed })
      audit(
        { kind: 'desk-changed', act: 'desk/hand-draft', about: draft.path, more: colleague.name },
        actor,
      )
      return withoutValues({ ...draft, handed })
    },
    /** What somebody handed over, for as long as a colleague has it as a draft. */
    draftsHandedOver: (actor: Actor): readonly HandedDraft[] =>
      store.draftsFrom(selfOf(actor).id).map(withoutValues),
  }
}

function withoutValues({ id, act, title, about, savedAt, handed = [] }: SavedDraft): HandedDraft {
  return { id, act, title, about, savedAt, handed }
}

const full = String(maxSavedDrafts)
const tooMany = () =>
  problemError(
    'too-large',
    {
      en: `You have ${full} drafts already: end one, or remove it`,
      fr: `Vous avez déjà ${full} brouillons : terminez-en un, ou supprimez-le`,
    },
    full,
  )
const hasTooMany = ({ name }: Identity) =>
  problemError(
    'too-large',
    {
      en: `${name} has ${full} drafts already: they have to end or remove one first`,
      fr: `${name} a déjà ${full} brouillons : cette personne doit d’abord en terminer ou en supprimer un`,
    },
    full,
  )
const hasIt = ({ name }: Identity) =>
  problemError(
    'conflict',
    {
      en: `${name} has a draft of this form already`,
      fr: `${name} a déjà un brouillon de ce formulaire`,
    },
    name,
  )
const none = (id: string) =>
  problemError(
    'not-found',
    {
      en: 'You have no such draft: it was recorded, removed, or handed over',
      fr: 'Vous n’avez pas ce brouillon : il a été consigné, supprimé ou confié',
    },
    id,
  )

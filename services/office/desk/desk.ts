// The office's own desk: who has an order, a matter or a joint action, until when, how urgent it is, and notes about it.
// It is nobody else's business: nothing here reaches a ledger, and whoever has no role in the office sees none of it.

import {
  deskKey,
  priorities,
  type DeskAbout,
  type DeskChange,
  type DeskEntry,
  type DeskItem,
  type DeskMark,
} from '../../../shared/contract/desk.schema.ts'
import { selfOf, type Actor, type Identity } from '../../../shared/kernel/actor.ts'
import { maxNotes } from '../../../shared/kernel/limits.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import type { KeptItem } from './ports.ts'
import { colleagueOf } from './colleagues.ts'
import { createDrafts } from './drafts.ts'
import type { DeskOptions } from './options.ts'
import { createSavedViews } from './views.ts'

export type Desk = ReturnType<typeof createDesk>

export function createDesk(options: DeskOptions) {
  const { store, isKnown, audit } = options
  const itemOf = (about: DeskAbout): DeskItem => {
    const key = deskKey(about)
    return { ...(store.item(key) ?? nothingKept(about)), notes: [...store.notes(key)] }
  }
  const markOf = (key: string): DeskMark | undefined => {
    const [item, notes] = [store.item(key), store.noteCount(key)]
    if (item === undefined && notes === 0) return undefined
    const { owner = null, due = null, priority = 'normal' } = item ?? {}
    return { owner, due, priority, notes }
  }
  return {
    ...createSavedViews(options),
    ...createDrafts(options),

    deskEntries(actor: Actor, owner: string): readonly DeskEntry[] {
      return store
        .ownedBy(owner === 'me' ? selfOf(actor).id : owner)
        .flatMap((key): DeskEntry[] => {
          const [item, mark] = [store.item(key), markOf(key)]
          return item === undefined || mark === undefined ? [] : [{ ...mark, about: item.about }]
        })
        .toSorted(byDateAndUrgency)
    },
    deskItem(_: Actor, about: DeskAbout): DeskItem {
      if (!isKnown(about)) throw unknown(about)
      return itemOf(about)
    },
    changeDesk(actor: Actor, about: DeskAbout, change: DeskChange): DeskItem {
      if (!isKnown(about)) throw unknown(about)
      if (applied(options, actor, about, change))
        audit({ kind: 'desk-changed', act: `desk/${change.kind}`, about: deskKey(about) }, actor)
      return itemOf(about)
    },
    colleagues: (_: Actor, act?: string): readonly Identity[] => options.colleagues(act),

    /** What lists show of rows, by key; nothing of what has nothing. */
    marksOf(keys: readonly string[]): Record<string, DeskMark> {
      return Object.fromEntries(
        keys.flatMap((key) => {
          const mark = markOf(key)
          return mark === undefined ? [] : [[key, mark] as const]
        }),
      )
    },
    /** What somebody has on their desk, by key; `nobody`: what anybody has. */
    keysOf: (actor: Actor, owner: string): readonly string[] =>
      owner === 'nobody'
        ? store.ownedBy()
        : store.ownedBy(owner === 'me' ? selfOf(actor).id : owner),
    owners: (): readonly Identity[] => store.owners().filter((owner) => owner !== null),
  }
}

/** What has no date of the office comes after what has one. */
function byDateAndUrgency(a: DeskEntry, b: DeskEntry): number {
  const [one, other] = [a, b].map(
    ({ due, priority, about }) =>
      `${due ?? '9999'} ${priorities.indexOf(priority)} ${deskKey(about)}`,
  )
  return (one ?? '') < (other ?? '') ? -1 : 1
}

const nothingKept = (about: DeskAbout): KeptItem => ({
  about,
  version: 0,
  owner: null,
  due: null,
  priority: 'normal',
})

/** Whether anything is another than before. Throws ProblemError where it may not be. */
function applied(
  { store, colleagues, now }: DeskOptions,
  actor: Actor,
  about: DeskAbout,
  change: DeskChange,
): boolean {
  const key = deskKey(about)
  const me = selfOf(actor)
  if (change.kind === 'note') {
    const { id, text } = change
    const notes = store.notes(key)
    const same = notes.find((each) => each.id === id)
    if (same !== undefined && (same.text !== text || same.by.id !== me.id)) throw idReused(id)
    if (same !== undefined) return false
    if (notes.length >= maxNotes) throw tooManyNotes()
    store.putNote(key, { id, by: me, at: now(), text, struck: null })
    return true
  }
  if (change.kind === 'strike') {
    const note = store.notes(key).find(({ id }) => id === change.note)
    if (note === undefined) throw noSuchNote(change.note)
    if (note.struck !== null) return false
    store.putNote(key, { ...note, struck: { by: me, at: now() } })
    return true
  }
  const before = store.item(key) ?? nothingKept(about)
  if (change.version !== undefined && change.version !== before.version)
    throw changedMeanwhile(before)
  const after = { ...before, ...fieldsOf(before, me, change, colleagues) }
  if (JSON.stringify(after) === JSON.stringify(before)) return false
  store.putItem(key, { ...after, version: before.version + 1 })
  return true
}

function fieldsOf(
  { owner }: KeptItem,
  me: Identity,
  change: Exclude<DeskChange, { kind: 'note' | 'strike' }>,
  colleagues: () => readonly Identity[],
): Partial<KeptItem> {
  switch (change.kind) {
    case 'claim':
      if (owner !== null && owner.id !== me.id) throw somebodyHasIt(owner)
      return { owner: me }
    case 'release':
      return { owner: null }
    case 'hand':
      return { owner: colleagueOf([me, ...colleagues()], change.to) }
    case 'set-due':
      return { due: change.due }
    case 'set-priority':
      return { priority: change.priority }
  }
}

const unknown = ({ id }: DeskAbout) =>
  problemError(
    'not-found',
    {
      en: `Nothing is known here of "${id}"`,
      fr: `Rien n’est connu ici de « ${id} »`,
    },
    id,
  )
const noSuchNote = (id: string) =>
  problemError(
    'not-found',
    {
      en: 'There is no such note here',
      fr: 'Cette note n’existe pas ici',
    },
    id,
  )
const idReused = (id: string) =>
  problemError(
    'id-reused',
    {
      en: 'Another note was written under this id: give this one an id of its own',
      fr: 'Une autre note porte déjà cet identifiant : donnez à celle-ci un identifiant propre',
    },
    id,
  )
const somebodyHasIt = ({ name }: Identity) =>
  problemError(
    'conflict',
    {
      en: `${name} has this already: ask them to release it, or hand it over to yourself`,
      fr: `${name} s’en charge déjà : demandez à cette personne de s’en décharger, ou confiez-le-vous`,
    },
    name,
  )
const changedMeanwhile = ({ owner }: KeptItem) =>
  problemError(
    'conflict',
    {
      en: `Somebody has changed this meanwhile: ${owner === null ? 'nobody has it' : `${owner.name} has it`}. Look at it again`,
      fr: `Quelqu’un l’a changé entre-temps : ${owner === null ? 'personne ne s’en charge' : `${owner.name} s’en charge`}. Revoyez-le`,
    },
    owner?.name ?? '',
  )
const tooManyNotes = () =>
  problemError(
    'too-large',
    {
      en: `There are ${maxNotes} notes here already: keep the next ones in a document`,
      fr: `Il y a déjà ${maxNotes} notes ici : tenez les suivantes dans un document`,
    },
    String(maxNotes),
  )

// What an office keeps for itself beside its record. No ledger has it, and a projection that is made anew does not lose it.

import type { DeskItem, Note, SavedDraft, SavedView } from '../../../shared/contract/desk.schema.ts'

/** What is set of one order, matter or joint action; its notes stand by themselves. */
export type KeptItem = Omit<DeskItem, 'notes'>

export interface DeskStore extends Disposable {
  item(key: string): KeptItem | undefined
  putItem(key: string, item: KeptItem): void
  /** Keys of what somebody has on their desk; of what anybody has, where nobody is named. */
  ownedBy(person?: string): readonly string[]
  /** Who has something on their desk. */
  owners(): readonly DeskItem['owner'][]

  notes(key: string): readonly Note[]
  /** How many are not struck out. */
  noteCount(key: string): number
  putNote(key: string, note: Note): void

  /** One's own and what is shared, by name. */
  views(person: string): readonly SavedView[]
  view(id: string): SavedView | undefined
  putView(view: SavedView): void
  removeView(id: string): void

  /** The latest first. */
  drafts(person: string): readonly SavedDraft[]
  putDraft(person: string, draft: SavedDraft): void
  /** It is the other person's now, as it is given here: theirs alone, at once. */
  moveDraft(from: string, to: string, draft: SavedDraft): void
  /** What this person handed over and others have now, the latest first. */
  draftsFrom(person: string): readonly SavedDraft[]
  /** False where that person has none of this id. */
  removeDraft(person: string, id: string): boolean
}

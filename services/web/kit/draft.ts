// A form that is saved as it was typed and taken up again. Its command has its id from the beginning, and the draft has the same.

import type { Context } from 'hono'
import type { Text } from '../../../shared/kernel/text.ts'
import type { PageContext } from './context.ts'
import { one, stepName, type Values } from './fields.ts'

/** What was typed before, where the address names a draft of whoever asks. */
export async function draftIn(
  c: Context,
  { api, actor }: PageContext,
): Promise<Values | undefined> {
  const id = c.req.query('draft')
  if (id === undefined) return undefined
  const draft = (await api.drafts(actor)).find((each) => each.id === id)
  return draft === undefined ? undefined : new Map(Object.entries(draft.values))
}

/** Valid or not: nobody has looked at it. */
export async function saveDraft(
  { api, actor, path }: PageContext,
  values: Values,
  names: { readonly act: string; readonly title: Text; readonly about: Text },
): Promise<void> {
  const kept = [...values].filter(([name]) => name !== stepName)
  await api.saveDraft(actor, {
    id: one(values, 'id'),
    path,
    ...names,
    values: Object.fromEntries(kept.map(([name, all]) => [name, [...all]])),
  })
}

/** What was recorded, or waits for a second person, is no draft any more. */
export async function dropDraft({ api, actor }: PageContext, values: Values): Promise<void> {
  await api.removeDraft(actor, one(values, 'id'))
}

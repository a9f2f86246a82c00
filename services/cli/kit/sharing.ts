// Under what events are shared, as the command line says it: a line for all events of one office that the same law governs.

import { groupBySharing, sharingLine } from '../../../shared/contract/sharing-words.ts'
import type { SharedUnder } from '../../../shared/kernel/shared-under.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import { wrap } from './table.ts'

export const sharedTitle: Text = { en: 'Shared under', fr: 'Communiqué en vertu de' }

/** `whichOf` says which events a line is about. */
export function sharedLines<
  E extends { readonly office: string; readonly sharedUnder: SharedUnder | null },
>(lang: Lang, entries: readonly E[], whichOf: (group: readonly E[]) => string): string[] {
  return groupBySharing(entries).map((group) =>
    wrap(`  ${whichOf(group.entries)}: ${sharingLine(lang, group.shared, (id) => id)}`, '      '),
  )
}

/** Of events of several offices: whose they are, how many, and of which days. */
export function officeAndDays(
  group: readonly { readonly office: string; readonly on: string }[],
): string {
  const days = group.map(({ on }) => on).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  const when = first === last ? first : `${first} – ${last}`
  return `${group[0]?.office} (${group.length}, ${when})`
}

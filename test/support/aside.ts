// What a projection has set aside, in the order of the ledgers.

import type { QuarantinedMessage, Store } from '../../services/office/ports.ts'
import { maxListPage } from '../../shared/kernel/limits.ts'
import { asideReason, type AsideReason } from '../../shared/ledger/aside.ts'

/** As far as one page has them. */
export function asideOf(store: Pick<Store, 'lists'>): QuarantinedMessage[] {
  return store.lists
    .quarantine({ limit: maxListPage })
    .rows.toSorted((a, b) =>
      a.office === b.office ? a.sequence - b.sequence : a.office < b.office ? -1 : 1,
    )
}

export function someReason(words: string): AsideReason {
  return asideReason('implausible', { en: words, fr: `${words} (fr)` })
}

// Who holds which ledger, up to where and since when, as pages and the command line show it. It reads what is kept, and judges nothing.

import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { notConfirmedAfterMs } from '../../../shared/kernel/limits.ts'
import { parseOrigin, type CosignerRole } from '../../../shared/ledger/log/names.ts'
import { isWitnessName, type WitnessName } from '../../../shared/ledger/log/witness.ts'
import type { LogStore, Receipt } from './ports.ts'

/** The furthest that one office, or a witness that is none, said in one role. */
export interface Confirmation<By = OfficeId> {
  readonly by: By
  readonly role: CosignerRole
  readonly size: number
  /** When it last said so, by its own clock. */
  readonly at: Instant
  /** It last said so longer ago than `notConfirmedAfterMs`: "not confirmed since". */
  readonly stale: boolean
}

export interface Standing {
  readonly origin: string
  readonly office: OfficeId
  /** Entries that this office holds. */
  readonly held: number
  readonly seen: { readonly size: number; readonly at: Instant } | null
  readonly confirmations: readonly Confirmation[]
  /** What witnesses said that are no offices. */
  readonly witnesses: readonly Confirmation<WitnessName>[]
  readonly stopped: { readonly agreedSize: number; readonly since: Instant } | null
}

export function standingsOf(store: LogStore, nowMs: number): Standing[] {
  const origins = store.origins()
  return origins.flatMap((origin) => {
    const log = parseOrigin(origin)
    // Of an office's logs the one that is followed now: what it succeeded grows no more.
    const isPresent = (each: string) => parseOrigin(each)?.office === log?.office
    if (log === undefined || origins.findLast(isPresent) !== origin) return []
    const head = store.latestHead(origin)
    const fork = store.openFork(origin)
    const said = furthest(store.furthestReceipts(origin), nowMs)
    return {
      origin,
      office: log.office,
      held: store.size(origin),
      seen: head === undefined ? null : { size: head.size, at: instantOf(head.lastMs) },
      confirmations: said.flatMap((each) =>
        isWitnessName(each.by) ? [] : { ...each, by: each.by },
      ),
      witnesses: said.flatMap((each) => (isWitnessName(each.by) ? { ...each, by: each.by } : [])),
      stopped:
        fork === undefined ? null : { agreedSize: fork.agreedSize, since: instantOf(fork.foundMs) },
    }
  })
}

/** One line for each who said something, and role: the largest size, and the latest time of it. */
function furthest(receipts: readonly Receipt[], nowMs: number): Confirmation<Receipt['by']>[] {
  const best = new Map<string, Receipt>()
  for (const receipt of receipts) {
    const key = `${receipt.by} ${receipt.role}`
    const known = best.get(key)
    if (
      known === undefined ||
      receipt.size > known.size ||
      (receipt.size === known.size && receipt.last.seconds > known.last.seconds)
    )
      best.set(key, receipt)
  }
  return [...best.values()].map(({ by, role, size, last }) => ({
    by,
    role,
    size,
    at: instantOf(last.seconds * 1_000),
    stale: nowMs - last.seconds * 1_000 > notConfirmedAfterMs,
  }))
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString() as Instant
}

// What offices have said about a ledger in their own: decisions about its two histories, and that its successor is accepted. For pages, the command line and health.

import { actorText } from '../../../shared/kernel/actor.ts'
import { toBase64 } from '../../../shared/kernel/base64.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import type { LedgerStanding, SuccessionView } from '../../../shared/contract/ledgers.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { ledgersRef, type LedgersEvent } from '../../../shared/office/ledgers.schema.ts'
import type { StoredEvent } from '../ports.ts'
import type { Announced, LogStore } from './ports.ts'

export interface SaidOptions {
  readonly office: OfficeId
  readonly store: LogStore
  readonly offices: readonly OfficeId[]
  readonly eventsOf: (ref: AggregateRef) => readonly StoredEvent[]
  readonly successions: { readonly announced: (office: OfficeId) => Announced | undefined }
}

/** This office's own from what it keeps beside the heads, which has those of before they were events as well; the others' from their ledgers. */
export function decisionsOf(options: SaidOptions, about: OfficeId): LedgerStanding['decisions'] {
  const { office, store, offices } = options
  const own = store.origins().flatMap((origin) =>
    parseOrigin(origin)?.office === about
      ? store.forks(origin).flatMap(({ agreedSize, decision }) =>
          decision === undefined
            ? []
            : [
                {
                  office,
                  agreedSize,
                  by: decision.by,
                  reason: decision.reason,
                  at: new Date(decision.decidedMs).toISOString() as Instant,
                },
              ],
        )
      : [],
  )
  const others = offices.flatMap((by) =>
    by === office
      ? []
      : saidBy(options, by).flatMap(({ event, who, at }) =>
          event.kind === 'fork-decided' && event.ledger === about
            ? [{ office: by, agreedSize: event.agreedSize, by: who, reason: event.reason, at }]
            : [],
        ),
  )
  return [...own, ...others]
}

/** `origin`: the log that is followed here. One that is announced and not followed is shown before it. */
export function successionViewOf(
  options: SaidOptions,
  about: OfficeId,
  origin: string,
): SuccessionView | null {
  const waits = options.successions.announced(about)
  if (waits !== undefined) {
    const { successor, head, holders, needed, leftOut } = waits
    const { former, known, reason } = successor.event
    return {
      state: 'waits',
      formerEpoch: former.epoch,
      epoch: successor.epoch,
      size: former.size,
      known: known.size,
      reason,
      recordedAt: successor.recordedAt,
      accepted: acceptancesOf(options, about, successor.epoch, toBase64(head.root)),
      needed,
      holders: [...holders],
      leftOut,
    }
  }
  const followed = options.store.succession(origin)
  if (followed === undefined) return null
  const formerEpoch = parseOrigin(followed.former)?.epoch ?? ''
  const epoch = parseOrigin(origin)?.epoch ?? ''
  const said = saidBy(options, about).find(
    ({ event }) => event.kind === 'succeeded' && event.former.epoch === formerEpoch,
  )
  const event = said?.event.kind === 'succeeded' ? said.event : undefined
  return {
    state: 'followed',
    formerEpoch,
    epoch,
    size: followed.size,
    known: event?.known.size ?? followed.size,
    reason: event?.reason ?? '',
    recordedAt: said?.at ?? null,
    accepted: acceptancesOf(options, about, epoch),
    needed: null,
    holders: [],
    leftOut: 0,
  }
}

function acceptancesOf(
  options: SaidOptions,
  about: OfficeId,
  epoch: string,
  root?: string,
): SuccessionView['accepted'] {
  return options.offices.flatMap((by) =>
    saidBy(options, by).flatMap(({ event, who, at }) =>
      event.kind === 'succession-accepted' &&
      event.ledger === about &&
      event.successor.epoch === epoch &&
      (root === undefined || event.successor.root === root)
        ? [{ office: by, by: who, reason: event.reason, at }]
        : [],
    ),
  )
}

function saidBy({ eventsOf }: SaidOptions, by: OfficeId) {
  return eventsOf(ledgersRef(by)).map(({ recorded }) => ({
    event: recorded.event as LedgersEvent,
    who: recorded.actor === undefined ? '' : actorText(recorded.actor),
    at: recorded.recordedAt,
  }))
}

// Whether a ledger that says it succeeds a lost one is followed here: it begins with what is held, and enough of those who hold the lost one have accepted it.
// A person of each office decides; the office's word as mirror goes with the decision. Nobody else's keys can say it.

import { fromBase64, sameBytes, toBase64 } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { isWitnessName } from '../../../shared/ledger/log/witness.ts'
import { acceptancesNeeded, logsOf, type Successor } from '../../../shared/ledger/succession.ts'
import { entryOf, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import { ledgersRef, type LedgersEvent } from '../../../shared/office/ledgers.schema.ts'
import type { LedgersState } from '../../../shared/office/ledgers.ts'
import type { Store } from '../ports.ts'
import type { Announced, LogStore, SuccessionJudgement } from './ports.ts'
import type { HeadOf } from './cosignatures.ts'
import type { Trust } from './trust.ts'

export interface SuccessionsOptions {
  readonly office: OfficeId
  readonly store: LogStore
  readonly trust: Pick<
    Trust,
    'root' | 'rootWith' | 'succeed' | 'hear' | 'wordAsMirror' | 'isWordOf'
  >
  /** Everybody of the directory. */
  readonly offices: () => readonly OfficeId[]
  readonly aggregate: Store['aggregate']
}

export function createSuccessions(options: SuccessionsOptions) {
  const { office: self, store, trust } = options
  const announced = new Map<OfficeId, Announced>()

  /** `message` says `successor`, of the ledger of `office`, signed by it. */
  function judge(
    office: OfficeId,
    message: LedgerMessage,
    successor: Successor,
  ): SuccessionJudgement {
    const { former, successor: origin } = logsOf(office, successor)
    const { event, epoch } = successor
    const { size, root } = event.former
    if (store.succession(origin) !== undefined) {
      announced.delete(office)
      return { kind: 'followed' }
    }
    const held = store.size(former)
    if (held < size)
      return { kind: 'not-it', reason: `entries ${held} to ${size} of ${former} are not held here` }
    const entry = entryOf(message)
    if (!sameBytes(trust.root(former, size), fromBase64(root) ?? new Uint8Array()))
      return {
        kind: 'not-it',
        reason: `epoch ${epoch} says that it goes on with the first ${size} entries, and they are others than those that are held here`,
      }
    // Who else held the lost log may be known from there alone.
    if (event.head !== undefined && announced.get(office)?.successor.epoch !== epoch)
      trust.hear(event.head)
    const head = { origin, size: size + 1, root: trust.rootWith(former, size, entry) }
    const found = announcedOf(office, successor, head, former, held - size)
    if (isEnough(found)) {
      trust.succeed(former, size, origin)
      announced.delete(office)
      return { kind: 'followed' }
    }
    announced.set(office, found)
    return { kind: 'waits', announced: found, reason: reasonOf(found) }
  }

  function announcedOf(
    office: OfficeId,
    successor: Successor,
    head: HeadOf,
    former: string,
    leftOut: number,
  ): Announced {
    const confirmed = store
      .furthestReceipts(former)
      .flatMap(({ by, role }) => (role === 'mirror' && !isWitnessName(by) ? [by] : []))
    const own = store.size(former) > 0 ? [self] : []
    const holders = [...new Set([...confirmed, ...own])].filter((each) => each !== office)
    const acceptedBy = options
      .offices()
      .filter((by) => by !== office && hasAccepted(by, office, successor, head))
    const needed = acceptancesNeeded(holders.length)
    return { office, successor, head, leftOut, holders, acceptedBy, needed }
  }

  /** Its decision is in its ledger, is about this very successor, and carries its word as mirror. */
  function hasAccepted(
    by: OfficeId,
    office: OfficeId,
    { event, epoch }: Successor,
    head: HeadOf,
  ): boolean {
    const state = options.aggregate(ledgersRef(by))?.state as LedgersState | undefined
    return (
      state?.accepted.some(
        ({ ledger, former, successor, cosignatures }) =>
          ledger === office &&
          former.epoch === event.former.epoch &&
          former.size === event.former.size &&
          former.root === event.former.root &&
          successor.epoch === epoch &&
          successor.size === head.size &&
          successor.root === toBase64(head.root) &&
          trust.isWordOf(by, head, cosignatures),
      ) ?? false
    )
  }

  /** What would leave out entries that are held here needs this office's own decision as well, and so does what nobody holds. */
  function isEnough({ holders, acceptedBy, needed, leftOut }: Announced): boolean {
    const counted = acceptedBy.filter((by) => holders.includes(by))
    const own = acceptedBy.includes(self)
    return counted.length >= needed && (own || (leftOut === 0 && holders.length > 0))
  }

  return {
    judge,
    announced: (office: OfficeId) => announced.get(office),
    /** What this office says when a person accepts the successor that was announced. */
    acceptance(
      { office, successor, head }: Announced,
      said: { readonly on: LedgersEvent['on']; readonly reason: string },
    ) {
      return {
        kind: 'accept-succession' as const,
        on: said.on,
        ledger: office,
        former: successor.event.former,
        successor: { epoch: successor.epoch, size: head.size, root: toBase64(head.root) },
        cosignatures: trust.wordAsMirror(head),
        reason: said.reason,
      }
    },
  }
}

/** Epochs of an office's ledgers before the present one. */
export function formerEpochs(store: Pick<LogStore, 'origins'>, office: OfficeId): string[] {
  const own = store.origins().flatMap((origin) => {
    const log = parseOrigin(origin)
    return log?.office === office ? [log.epoch] : []
  })
  return own.slice(0, -1)
}

export type Successions = ReturnType<typeof createSuccessions>

function reasonOf({ successor, acceptedBy, needed, holders, leftOut }: Announced): string {
  const { epoch, event } = successor
  const who =
    acceptedBy.length === 0 ? 'nobody has accepted it' : `accepted by ${acceptedBy.join(', ')}`
  const own = leftOut === 0 ? '' : `; it leaves out ${leftOut} entries that are held here`
  const need =
    holders.length === 0
      ? 'somebody here must accept it'
      : `${needed} of those who hold the lost one must (${holders.join(', ')})`
  return `epoch ${epoch} is said to succeed this ledger after entry ${event.former.size}: ${who}, ${need}${own} ("concert ledger accept")`
}

// Opens a new ledger in the place of one of which entries are lost for good: all that can be had goes on, byte for byte and under the same root,
// and behind it stands who it succeeds, what is lost, and why. The others follow it when enough of them have accepted that.

import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { toBase64 } from '../../../shared/kernel/base64.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { subjectOf, type CommandId, type OfficeId } from '../../../shared/kernel/ids.ts'
import { maxTextLength } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { cloudEventOf } from '../../../shared/ledger/event.ts'
import { formatNote, parseNote } from '../../../shared/ledger/log/note.ts'
import { originOf } from '../../../shared/ledger/log/names.ts'
import { entryOf, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import { ledgersRef, type LedgersEventOf } from '../../../shared/office/ledgers.schema.ts'
import type { Archive, Ledger, Signer } from '../../office/ports.ts'
import type { OwnBroker } from '../../office/trust/ports.ts'
import type { Trust } from '../../office/trust/trust.ts'
import { hashOf } from './read.ts'
import { anotherInPlace, putEntries, recover, refusal, type LostLedger } from './recovery.ts'

export interface Succeeded {
  readonly office: OfficeId
  readonly formerEpoch: string
  readonly epoch: string
  /** Entries that go on, and the longest that the lost one is known to have been. */
  readonly size: number
  readonly known: number
}

export interface SucceedParts extends LostLedger {
  readonly archive: Pick<Archive, 'at' | 'held' | 'put' | 'sync'>
  readonly trust: Pick<Trust, 'take' | 'hear' | 'root' | 'succeed' | 'cosignedHead'>
  readonly signer: Signer
  readonly macOf: (content: unknown) => string
  readonly open: (epoch: string) => Promise<Ledger & OwnBroker>
  readonly said: {
    readonly actor: Actor
    readonly at: Instant
    readonly on: LocalDate
    readonly reason: string
  }
}

/** Throws ProblemError where nothing is lost: then the same ledger is put back, and nobody has to accept anything. */
export async function succeedLedger(parts: SucceedParts): Promise<Succeeded> {
  const { office, archive, trust, heads, copies } = parts
  const { origin, epoch: formerEpoch, entries, known } = recover(parts)
  if (entries.length >= known)
    throw refusal('conflict', office.id, {
      en: `Nothing of the ledger of ${office.id} is lost: all ${known} entries that were recorded can be had. Put the same ledger back with "concert ledger repair".`,
      fr: `Rien du registre de ${office.id} n’est perdu : les ${known} entrées consignées sont disponibles. Remettez le même registre par « concert ledger repair ».`,
    })
  const size = entries.length
  // Everything that is known of the lost one, before anything is written elsewhere.
  archive.put(office.id, entries)
  archive.sync()
  const counted = heads.size(origin)
  if (counted < size) trust.take(origin, counted, entries.slice(counted).map(entryOf))
  for (const { heads: notes } of copies) for (const note of notes) trust.hear(note)

  const epoch = randomBytes(9).toString('base64url')
  await using ledger = await parts.open(epoch)
  if (ledger.epoch !== epoch)
    throw anotherInPlace(office.id, ledger.epoch, {
      en: 'the new one',
      fr: 'du nouveau',
    })
  const lastOf = await putEntries(ledger, entries, 0)
  const event = whatIsSaid(parts, origin, formerEpoch, size, known)
  const message = signed(parts, entries, epoch, event)
  const put = await ledger.append({
    ref: ledgersRef(office.id),
    eventId: message.id,
    bytes: message.bytes,
    expectedSequence: lastOf.get(subjectOf(ledgersRef(office.id))) ?? 0,
  })
  if (put.kind === 'conflict' || put.sequence !== size + 1)
    throw new Error(`The new ledger of ${office.id} was written by somebody else meanwhile`)
  archive.put(office.id, [message])
  archive.sync()
  // Last: from now on this is the ledger that the office knows.
  trust.succeed(origin, size, originOf(office.id, epoch))
  trust.take(originOf(office.id, epoch), size, [entryOf(message)])
  return { office: office.id, formerEpoch, epoch, size, known }
}

function whatIsSaid(
  { trust, heads, said }: SucceedParts,
  origin: string,
  formerEpoch: string,
  size: number,
  known: number,
): LedgersEventOf<'succeeded'> {
  const lastKnown = heads.heads(origin, known, known)[0]
  const covering = heads.heads(origin, 1, size).at(-1)
  const head = covering === undefined ? undefined : trust.cosignedHead(origin, covering.size)
  return {
    kind: 'succeeded',
    on: said.on,
    former: { epoch: formerEpoch, size, root: toBase64(trust.root(origin, size)) },
    known: {
      size: known,
      ...present({ root: lastKnown === undefined ? undefined : toBase64(lastKnown.root) }),
    },
    ...present({ head: head === undefined ? undefined : shortened(head) }),
    reason: said.reason,
  }
}

/** A head with its Ed25519 signatures: with ML-DSA-44 a line has 3.3 kB, and those are kept beside the heads. */
function shortened(note: string): string | undefined {
  const parsed = parseNote(note)
  if (!parsed.ok) return undefined
  const signatures = parsed.note.signatures.filter(({ signature }) => signature.length < 100)
  const text = formatNote({ ...parsed.note, signatures })
  return text.length <= maxTextLength ? text : undefined
}

function signed(
  { office, signer, macOf, said }: SucceedParts,
  entries: readonly LedgerMessage[],
  epoch: string,
  event: LedgersEventOf<'succeeded'>,
): LedgerMessage & { readonly id: string } {
  const ref = ledgersRef(office.id)
  const before = entries.filter(({ subject }) => subject === subjectOf(ref)).length
  const commandId = `succeed/${epoch}` as CommandId
  const cloudEvent = cloudEventOf({
    ref,
    epoch,
    version: before + 1,
    commandId,
    recordedAt: said.at,
    actor: said.actor,
    commandMac: macOf({ ref: subjectOf(ref), content: event }),
    event,
  })
  const bytes = signer.sign(cloudEvent)
  return {
    id: cloudEvent.id,
    bytes,
    hash: hashOf(bytes),
    subject: subjectOf(ref),
    sequence: entries.length + 1,
  }
}

// Puts the entries of the office's own ledger back into a broker that lost them: the same bytes, in the same order, under the same epoch.
// Every entry is the one that the office's heads count; what is there already is compared, and never touched.

import { fromHex, sameBytes } from '../../../shared/kernel/base64.ts'
import { parseSubject, subjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { parseCloudEvent, parseEnvelope } from '../../../shared/ledger/parse.schema.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { Archive, Ledger } from '../../office/ports.ts'
import type { LogStore, OwnBroker } from '../../office/trust/ports.ts'

export interface Repair {
  readonly office: OfficeId
  readonly epoch: string
  /** Entries that were there and are the right ones, and that were put back. */
  readonly found: number
  readonly putBack: number
}

export interface RepairParts {
  readonly office: OfficeId
  readonly archive: Pick<Archive, 'at' | 'held'>
  readonly heads: Pick<LogStore, 'origins' | 'size' | 'entry'>
  /** Opens the stream on the office's own broker, making it with this epoch where there is none. */
  readonly open: (epoch: string) => Promise<Ledger & OwnBroker>
}

/** Throws ProblemError where the archive cannot give back all that was counted, or where something else is in the ledger's place. */
export async function repairLedger({ office, archive, heads, open }: RepairParts): Promise<Repair> {
  const origin = latestOf(office, heads)
  const epoch = origin === undefined ? undefined : parseOrigin(origin)?.epoch
  if (origin === undefined || epoch === undefined)
    throw refusal('not-found', office, {
      en: `Nothing is known here of an earlier ledger of ${office}: there is nothing to put back.`,
      fr: `Aucun registre antérieur de ${office} n'est connu ici : il n'y a rien à remettre.`,
    })
  const entries = entriesOf({ office, origin, archive, heads })
  await using ledger = await open(epoch)
  if (ledger.epoch !== epoch)
    throw refusal('ledger-gone', ledger.epoch, {
      en: `Another ledger of ${office} (epoch ${ledger.epoch}) is in the place of the one that the office knows (epoch ${epoch}), and a ledger is never deleted by Concert. Stop the broker, move its folder aside, start it with an empty one, and run this again.`,
      fr: `Un autre registre de ${office} (époque ${ledger.epoch}) est à la place de celui que l'organisme connaît (époque ${epoch}), et Concert n'efface jamais un registre. Arrêtez le courtier, mettez son dossier de côté, démarrez-le avec un dossier vide, puis recommencez.`,
    })
  let found = 0
  for await (const hash of (await ledger.look()).hashes()) {
    const kept = entries[found]
    if (kept !== undefined && !isHashOf(kept, hash))
      throw refusal('ledger-different', String(found), {
        en: `Entry ${found} of the ledger of ${office} is not the one that the office knows: nothing was put back. Stop the broker, move its folder aside as evidence, start it with an empty one, and run this again.`,
        fr: `L'entrée ${found} du registre de ${office} n'est pas celle que l'organisme connaît : rien n'a été remis. Arrêtez le courtier, mettez son dossier de côté à titre de preuve, démarrez-le avec un dossier vide, puis recommencez.`,
      })
    found++
  }
  const lastOf = new Map<string, number>()
  for (const { subject, sequence, bytes } of entries) {
    const [ref, eventId] = [parseSubject(subject), idIn(bytes)]
    if (ref === undefined || eventId === undefined)
      throw new Error(`Entry ${sequence} of ${office} on ${subject} cannot be read`)
    if (sequence > found) {
      const expectedSequence = lastOf.get(subjectOf(ref)) ?? 0
      const put = await ledger.append({ ref, eventId, bytes, expectedSequence })
      if (put.kind === 'conflict' || put.sequence !== sequence)
        throw new Error(
          `Entry ${sequence} of ${office} was not taken at its place: look who writes`,
        )
    }
    lastOf.set(subjectOf(ref), sequence)
  }
  return { office, epoch, found, putBack: Math.max(0, entries.length - found) }
}

/** The log that was followed last, with something in it. */
function latestOf(office: OfficeId, heads: RepairParts['heads']): string | undefined {
  return heads
    .origins()
    .filter((origin) => parseOrigin(origin)?.office === office && heads.size(origin) > 0)
    .at(-1)
}

/** All that was counted, each as it was counted, and what the archive read after that. */
function entriesOf({
  office,
  origin,
  archive,
  heads,
}: Pick<RepairParts, 'office' | 'archive' | 'heads'> & {
  readonly origin: string
}): LedgerMessage[] {
  const counted = heads.size(origin)
  const entries: LedgerMessage[] = []
  for (let index = 0; index < Math.max(counted, archive.held(office)); index++) {
    const kept = archive.at(office, index + 1)
    const hash = heads.entry(origin, index)
    const right = kept.filter((each) => hash === undefined || isHashOf(each, hash))
    const [entry] = right
    // Two that nobody counted: which of them was recorded is not known here.
    if (index >= counted && right.length !== 1) break
    if (entry === undefined)
      throw refusal('ledger-shorter', String(index), {
        en: `The archive of ${office} does not have entry ${index} as it was counted: nothing was put back. Restore a newer backup of the archive, or put the broker's files back.`,
        fr: `L'archive de ${office} n'a pas l'entrée ${index} telle qu'elle a été comptée : rien n'a été remis. Restaurez une sauvegarde plus récente de l'archive, ou remettez les fichiers du courtier.`,
      })
    entries.push(entry)
  }
  return entries
}

/** By this the broker knows a message that is sent twice. */
function idIn(bytes: Uint8Array): string | undefined {
  const opened = parseEnvelope(bytes)
  const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  return event.ok ? event.value.id : undefined
}

function isHashOf(message: LedgerMessage, hash: Uint8Array): boolean {
  const own = fromHex(message.hash)
  return own !== undefined && sameBytes(own, hash)
}

function refusal(
  code: 'not-found' | 'ledger-gone' | 'ledger-different' | 'ledger-shorter',
  value: string,
  words: Text,
): ProblemError {
  return new ProblemError(problem(code, words, value))
}

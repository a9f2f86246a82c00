// Puts the entries of the office's own ledger back into a broker that lost them: the same bytes, in the same order, under the same epoch.
// All that is known to have been recorded must be there, and is proved by root, before anything is written; what the broker has already is compared, and never touched.

import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { Ledger } from '../../office/ports.ts'
import type { OwnBroker } from '../../office/trust/ports.ts'
import { fromHex, sameBytes } from '../../../shared/kernel/base64.ts'
import { anotherInPlace, putEntries, recover, refusal, type LostLedger } from './recovery.ts'
import type { Archive } from '../../office/ports.ts'

export interface Repair {
  readonly office: OfficeId
  readonly epoch: string
  /** Entries that were there and are the right ones, and that were put back. */
  readonly found: number
  readonly putBack: number
}

export interface RepairParts extends LostLedger {
  readonly archive: Pick<Archive, 'at' | 'held' | 'put' | 'sync'>
  /** Opens the stream on the office's own broker, making it with this epoch where there is none. */
  readonly open: (epoch: string) => Promise<Ledger & OwnBroker>
}

/** Throws ProblemError where not all that was recorded can be had, or where something else is in the ledger's place. */
export async function repairLedger(parts: RepairParts): Promise<Repair> {
  const office = parts.office.id
  const { epoch, entries, known } = recover(parts)
  if (entries.length < known)
    throw refusal('ledger-shorter', String(entries.length), {
      en: `${known} entries of ${office} were recorded, and entry ${entries.length} is neither in its archive nor in a copy that was given: nothing was put back. Ask the other offices for copies ("concert ledger export ${office}") and give them with --from; restore a newer backup of the archive; or put the broker's files back. What nobody has any more is lost: then "concert ledger succeed".`,
      fr: `${known} entrées de ${office} ont été consignées, et l'entrée ${entries.length} n'est ni dans son archive ni dans une copie fournie : rien n'a été remis. Demandez des copies aux autres organismes (« concert ledger export ${office} ») et donnez-les avec --from; restaurez une sauvegarde plus récente de l'archive; ou remettez les fichiers du courtier. Ce que personne n'a plus est perdu : alors « concert ledger succeed ».`,
    })
  await using ledger = await parts.open(epoch)
  if (ledger.epoch !== epoch)
    throw anotherInPlace(office, ledger.epoch, {
      en: `the one that the office knows (epoch ${epoch})`,
      fr: `de celui que l'organisme connaît (époque ${epoch})`,
    })
  let found = 0
  for await (const hash of (await ledger.look()).hashes()) {
    const kept = entries[found]
    const own = kept === undefined ? undefined : fromHex(kept.hash)
    if (own !== undefined && !sameBytes(own, hash))
      throw refusal('ledger-different', String(found), {
        en: `Entry ${found} of the ledger of ${office} is not the one that the office knows: nothing was put back. Stop the broker, move its folder aside as evidence, start it with an empty one, and run this again.`,
        fr: `L'entrée ${found} du registre de ${office} n'est pas celle que l'organisme connaît : rien n'a été remis. Arrêtez le courtier, mettez son dossier de côté à titre de preuve, démarrez-le avec un dossier vide, puis recommencez.`,
      })
    found++
  }
  parts.archive.put(office, entries)
  parts.archive.sync()
  await putEntries(ledger, entries, found)
  return { office, epoch, found, putBack: Math.max(0, entries.length - found) }
}

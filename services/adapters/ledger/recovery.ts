// Recovers the office's own lost ledger from its archive and from copies that other offices made, and puts it into a broker.
// Every entry is one that the office counted itself, or stands under a head that it signed itself; nobody else's word is needed or taken.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import { parseSubject, subjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { problem, type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { parseCheckpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { headKeysOf, type LogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { parseNote } from '../../../shared/ledger/log/note.ts'
import { checkSignatures } from '../../../shared/ledger/log/signed-message.ts'
import { leafHash } from '../../../shared/ledger/log/tree.ts'
import { parseCloudEvent, parseEnvelope } from '../../../shared/ledger/parse.schema.ts'
import { entryOf, verifyEvent, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { Archive, Ledger } from '../../office/ports.ts'
import { GrowingRoot } from '../../office/trust/own-head.ts'
import type { LogStore, OwnBroker } from '../../office/trust/ports.ts'
import { sha256, verifyNoteSignature } from '../log/crypto.ts'
import { isHashOf, type LedgerCopy } from './copies.ts'
import { verifySignature } from './sign.ts'

export interface LostLedger {
  readonly office: OfficeEntry
  /** The office's own keys of its log, from its own file: the directory may be older. */
  readonly keys: LogKeys
  readonly archive: Pick<Archive, 'at' | 'held'>
  readonly heads: Pick<LogStore, 'origins' | 'size' | 'entry' | 'heads'>
  readonly copies: readonly LedgerCopy[]
}

export interface OwnHead {
  readonly size: number
  readonly root: Uint8Array
}

export interface Recovered {
  readonly origin: string
  readonly epoch: string
  /** In their order from the first, as far as they can be had. */
  readonly entries: readonly LedgerMessage[]
  /** The longest that the ledger is known to have been. */
  readonly known: number
  /** Heads that the office signed itself, the smallest first. */
  readonly heads: readonly OwnHead[]
}

/** Throws ProblemError where nothing is known of an earlier ledger, or where a copy contradicts what the office signed. */
export function recover(lost: LostLedger): Recovered {
  const { office, archive, heads: store, copies } = lost
  const origin = originOfLost(lost)
  const epoch = parseOrigin(origin)?.epoch ?? ''
  const heads = [
    ...store.heads(origin),
    ...copies.flatMap((copy) => copy.heads.map((note) => ownHead(lost, copy, epoch, note))),
  ].toSorted((a, b) => a.size - b.size)
  const counted = store.size(origin)
  const known = Math.max(counted, heads.at(-1)?.size ?? 0)
  const longest = Math.max(
    known,
    archive.held(office.id),
    ...copies.map(({ entries }) => entries.length),
  )
  const entries: LedgerMessage[] = []
  for (let index = 0; index < longest; index++) {
    const hash = store.entry(origin, index)
    const all = [
      ...archive.at(office.id, index + 1),
      ...copies.flatMap((copy) => copy.entries[index] ?? []),
    ]
    const right = all.filter((each) =>
      hash === undefined ? isOwn(office, each) : isHashOf(each, hash),
    )
    const [entry] = right
    // Two candidates that were never counted: it is not known here which of them was recorded.
    if (entry === undefined || right.some((each) => each.hash !== entry.hash)) break
    entries.push(entry)
  }
  checkRoots(office.id, entries, heads)
  return { origin, epoch, entries, known, heads }
}

/** The log that the office followed last, or the one of which the copies bring a head that it signed. */
function originOfLost({ office, heads, copies }: LostLedger): string {
  const own = heads
    .origins()
    .findLast(
      (each) =>
        parseOrigin(each)?.office === office.id &&
        (heads.size(each) > 0 || heads.heads(each).length > 0),
    )
  const foreign = copies.find((copy) => copy.office !== office.id)
  if (foreign !== undefined)
    throw refusal('invalid-input', foreign.file, {
      en: `${foreign.file} is a copy of the ledger of ${foreign.office}, not of ${office.id}.`,
      fr: `${foreign.file} est une copie du registre de ${foreign.office}, et non de ${office.id}.`,
    })
  const origins = [
    ...new Set([
      ...(own === undefined ? [] : [own]),
      ...copies.map(({ epoch }) => originOf(office.id, epoch)),
    ]),
  ]
  const [origin] = origins
  if (origin === undefined)
    throw refusal('not-found', office.id, {
      en: `Nothing is known here of an earlier ledger of ${office.id}: there is nothing to put back. Copies that other offices make with "concert ledger export" are given with --from.`,
      fr: `Aucun registre antérieur de ${office.id} n'est connu ici : il n'y a rien à remettre. Les copies que d'autres organismes font par « concert ledger export » se donnent avec --from.`,
    })
  const other = copies.find(({ epoch }) => originOf(office.id, epoch) !== origin)
  if (other !== undefined)
    throw refusal('invalid-input', other.file, {
      en: `${other.file} is of epoch ${other.epoch}, and the ledger that was lost is ${origin}.`,
      fr: `${other.file} est de l'époque ${other.epoch}, et le registre perdu est ${origin}.`,
    })
  return origin
}

/** A head in a copy counts where this office's own signature is under it; one that is not right spoils the copy. */
function ownHead(
  { office, keys }: LostLedger,
  copy: LedgerCopy,
  epoch: string,
  text: string,
): OwnHead {
  const note = parseNote(text)
  const head = note.ok ? parseCheckpoint(note.note.text) : undefined
  const own = headKeysOf(office.id, epoch, { keys, former: office.formerLogKeys }, head?.size ?? 0)
  const checked = note.ok ? checkSignatures(sha256, verifyNoteSignature, note.note, own) : note
  const isSigned =
    checked.ok && 'signed' in checked && checked.signed.some(({ key }) => key.type === 1)
  if (head === undefined || head.origin !== originOf(office.id, epoch) || !isSigned)
    throw refusal('invalid-input', copy.file, {
      en: `${copy.file} has a head that ${office.id} did not sign: nothing was put back. Ask ${copy.by} for another copy.`,
      fr: `${copy.file} contient une tête que ${office.id} n'a pas signée : rien n'a été remis. Demandez une autre copie à ${copy.by}.`,
    })
  return head
}

/** Signed by one of the office's own event keys, on its own subject. */
function isOwn(office: OfficeEntry, message: LedgerMessage): boolean {
  const opened = parseEnvelope(message.bytes)
  const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  if (!event.ok) return false
  const verdict = verifyEvent({
    message,
    known: {
      cursor: message.sequence - 1,
      epoch: undefined,
      versionOf: () => event.value.version - 1,
      hashOf: () => undefined,
      isKnownCommand: () => false,
    },
    office,
    verifySignature,
  })
  // An event that this version does not understand was signed all the same.
  return verdict.outcome === 'accepted' || verdict.outcome === 'unknown'
}

/** Every head that the office signed over what was found must have its root. */
function checkRoots(
  office: OfficeId,
  entries: readonly LedgerMessage[],
  heads: readonly OwnHead[],
): void {
  const tree = new GrowingRoot(sha256)
  let at = 0
  const compare = () => {
    for (; heads[at]?.size === tree.size; at++)
      if (!sameBytes(heads[at]?.root ?? new Uint8Array(), tree.root()))
        throw refusal('ledger-different', String(tree.size), {
          en: `The first ${tree.size} entries that were found are not those that ${office} signed: nothing was put back. Leave out one copy after the other to find the wrong one.`,
          fr: `Les ${tree.size} premières entrées trouvées ne sont pas celles que ${office} a signées : rien n'a été remis. Écartez les copies l'une après l'autre pour trouver la mauvaise.`,
        })
  }
  compare()
  for (const entry of entries) {
    tree.add(leafHash(sha256, entryOf(entry)))
    compare()
  }
}

/** Puts entries behind those that are there, each at its place. Throws where the broker gives another one. */
export async function putEntries(
  ledger: Ledger & OwnBroker,
  entries: readonly LedgerMessage[],
  found: number,
): Promise<Map<string, number>> {
  const lastOf = new Map<string, number>()
  for (const { subject, sequence, bytes } of entries) {
    const [ref, eventId] = [parseSubject(subject), idIn(bytes)]
    if (ref === undefined || eventId === undefined)
      throw new Error(`Entry ${sequence} of ${ledger.office} on ${subject} cannot be read`)
    if (sequence > found) {
      const expectedSequence = lastOf.get(subjectOf(ref)) ?? 0
      const put = await ledger.append({ ref, eventId, bytes, expectedSequence })
      if (put.kind === 'conflict' || put.sequence !== sequence)
        throw new Error(
          `Entry ${sequence} of ${ledger.office} was not taken at its place: look who writes`,
        )
    }
    lastOf.set(subjectOf(ref), sequence)
  }
  return lastOf
}

/** By this the broker knows a message that is sent twice. */
function idIn(bytes: Uint8Array): string | undefined {
  const opened = parseEnvelope(bytes)
  const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  return event.ok ? event.value.id : undefined
}

export function refusal(
  code: Parameters<typeof problem>[0],
  value: string,
  words: Text,
): ProblemError {
  return problemError(code, words, value)
}

/** Refused where the stream that is there is not the one that was to be opened. */
export function anotherInPlace(office: OfficeId, epoch: string, wanted: Text): ProblemError {
  return refusal('ledger-gone', epoch, {
    en: `Another ledger of ${office} (epoch ${epoch}) is in the place of ${wanted.en}, and a ledger is never deleted by Concert. Stop the broker, move its folder aside, start it with an empty one, and run this again.`,
    fr: `Un autre registre de ${office} (époque ${epoch}) est à la place ${wanted.fr}, et Concert n'efface jamais un registre. Arrêtez le courtier, mettez son dossier de côté, démarrez-le avec un dossier vide, puis recommencez.`,
  })
}

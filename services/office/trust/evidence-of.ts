// Which entries an evidence file has: every version of an order, or of a matter at every office with its orders, as the archive keeps them and the heads count them.

import { detailOf, eventWords } from '../../../shared/contract/event-text.ts'
import { sharingLine } from '../../../shared/contract/sharing-words.ts'
import { toHex } from '../../../shared/kernel/base64.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { parseOrderId, type AggregateRef, type OfficeId } from '../../../shared/kernel/ids.ts'
import { ok, refuse, type Result } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { ledgersRef, type LedgersEvent } from '../../../shared/office/ledgers.schema.ts'
import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { EvidenceAbout } from '../../../shared/contract/office-api.ts'
import type { Archive, Store, StoredEvent } from '../ports.ts'
import type { LogStore } from './ports.ts'
import { formerEpochs } from './successions.ts'
import { makeEvidence, type EvidenceEntry, type EvidenceMaker } from './evidence.ts'

export interface EvidenceOptions extends EvidenceMaker {
  readonly projection: Pick<Store, 'eventsOf' | 'aggregate' | 'lists'>
  readonly archive: Pick<Archive, 'at'>
  readonly packs: readonly Pack[]
  readonly zoneData: string
  /** Real time. */
  readonly now: () => Instant
}

/** The text of an evidence file, or why there is none (yet). */
export function createEvidence(options: EvidenceOptions): (about: EvidenceAbout) => Result<string> {
  const { projection, packs, zoneData, now } = options
  return (about) => {
    const refs = refsOf(projection, about)
    const main = refs.flatMap((ref) => projection.eventsOf(ref))
    // Where one of these ledgers was succeeded: what its office said of that, and the others' acceptance.
    const events = [...main, ...saidOfSuccessions(options, main)]
    const said = new Map(events.map((event) => [placeOf(event), event]))
    const entries: EvidenceEntry[] = []
    for (const event of events) {
      const entry = entryOf(options, event)
      if (!entry.ok) return entry
      entries.push(entry.value)
    }
    const statutes = new Set(
      refs.flatMap((ref) =>
        ref.kind === 'order'
          ? ((projection.aggregate(ref)?.state as OrderState | undefined)?.statute ?? [])
          : [],
      ),
    )
    return makeEvidence(options, {
      about,
      made: now(),
      zoneData,
      entries,
      packs: packs
        .filter(({ statute }) => statutes.has(statute))
        .map((pack) => ({ statute: pack.statute, version: pack.version, pack: { ...pack } })),
      say: ({ origin, index }) => {
        const event = said.get(`${origin.split('/')[1] ?? ''} ${index}`)
        return event === undefined ? nothing : sayOf(event, options.directory)
      },
    })
  }
}

/** What offices said about ledgers, where an entry stands in one that was succeeded. */
function saidOfSuccessions(
  { projection, store, directory }: EvidenceOptions,
  events: readonly StoredEvent[],
): StoredEvent[] {
  return events.some(({ ref }) => formerEpochs(store, ref.office).length > 0)
    ? directory.flatMap(({ id }) => projection.eventsOf(ledgersRef(id)))
    : []
}

/** What it is about, at every office that says something of it. */
function refsOf({ lists }: Pick<Store, 'lists'>, about: EvidenceAbout): readonly AggregateRef[] {
  if (about.kind === 'matter')
    return (['matter', 'order'] as const).flatMap((kind) => lists.ofMatter(about.id as never, kind))
  const ref = parseOrderId(about.id)
  return ref === undefined ? [] : [ref]
}

/** The bytes that were read at the event's place, which must be those that the heads of that ledger cover. */
function entryOf(
  { archive, store }: EvidenceOptions,
  { ref, recorded, hash }: StoredEvent,
): Result<EvidenceEntry> {
  const index = recorded.sequence - 1
  const origin = logOf(store, ref.office, recorded.id.split('/')[1] ?? '', index)
  const counted = store.entry(origin, index)
  const message = archive.at(ref.office, recorded.sequence).find((each) => each.hash === hash)
  if (message === undefined || counted === undefined || toHex(counted) !== hash)
    return refuse(
      'ledger-not-compared',
      {
        en: `Entry ${index} of ${ref.office} is not in the archive yet, or its ledger has not been compared. Try again in a minute.`,
        fr: `L'entrée ${index} de ${ref.office} n'est pas encore dans les archives, ou son registre n'a pas été comparé. Réessayez dans une minute.`,
      },
      { value: `${ref.office} ${index}` },
    )
  return ok({ origin, index, subject: message.subject, bytes: message.bytes })
}

/** The epoch that it was recorded in: there it was signed and confirmed. Where no head of that one covers it, the one that goes on with it. */
function logOf(store: LogStore, office: OfficeId, epoch: string, index: number): string {
  const origin = originOf(office, epoch)
  const isCovered = store.heads(origin, index + 1, store.size(origin)).length > 0
  const present = store.origins().findLast((each) => parseOrigin(each)?.office === office)
  return isCovered ? origin : (present ?? origin)
}

function placeOf({ ref, recorded }: StoredEvent): string {
  return `${ref.office} ${recorded.sequence - 1}`
}

const nothing: Text = { en: '', fr: '' }
const sharedWord: Text = { en: 'shared:', fr: 'communiqué :' }

/** What it says, and under what its office shares it. */
function sayOf({ ref, recorded }: StoredEvent, directory: EvidenceMaker['directory']): Text {
  if (ref.kind === 'office') return sayOfLedgers(recorded.event as LedgersEvent)
  const event = recorded.event as OrderEvent | MatterEvent
  const words: Readonly<Record<string, Text>> = eventWords
  const name = words[`event.${event.kind}`]
  const named = (lang: keyof Text) => (id: string) => nameOf(directory, id as OfficeId, lang)
  const line = (lang: keyof Text) =>
    [
      name?.[lang] ?? event.kind,
      detailOf(lang, event, named(lang)),
      `[${sharedWord[lang]} ${sharingLine(lang, recorded.sharedUnder, named(lang))}]`,
    ]
      .filter((part) => part !== '')
      .join(' · ')
  return { en: line('en'), fr: line('fr') }
}

function sayOfLedgers({ kind, reason }: LedgersEvent): Text {
  const name = eventWords[`event.${kind}`]
  return { en: `${name.en} · ${reason}`, fr: `${name.fr} · ${reason}` }
}

function nameOf(directory: EvidenceMaker['directory'], office: OfficeId, lang: keyof Text): string {
  return directory.find(({ id }) => id === office)?.name[lang] ?? office
}

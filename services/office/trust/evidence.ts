// Makes an evidence file of what this office holds: the entries asked for, proofs from its own tree, the heads that bound each entry in time, and what others said of those.

import { canonical } from '../../../shared/kernel/canonical.ts'
import { fromBase64, toBase64, toHex } from '../../../shared/kernel/base64.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { refuse, ok, type Result } from '../../../shared/kernel/problems.ts'
import { asksBeforePassingOn } from '../../../shared/kernel/shared-under.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { Manifest, Part, PartOf } from '../../../shared/ledger/bundle/bundle.schema.ts'
import { draftExhibit, type ExhibitFacts } from '../../../shared/ledger/bundle/exhibit.ts'
import {
  formatEvidence,
  listParts,
  manifestContent,
  manifestType,
} from '../../../shared/ledger/bundle/form.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { formatVerifierKey } from '../../../shared/ledger/log/note.ts'
import type { Sha256 } from '../../../shared/ledger/log/tree.ts'
import { isWitnessName, type Witness } from '../../../shared/ledger/log/witness.ts'
import { parseCloudEvent, parseEnvelope } from '../../../shared/ledger/parse.schema.ts'
import { sharedUnderFrom } from '../../../shared/ledger/shared-under.schema.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { Signer } from '../ports.ts'
import { parseSeen, type SeenHead } from '../../../shared/ledger/log/seen.ts'
import type { LogOffice, LogStore, Receipt, StoredHead, StoredStatement } from './ports.ts'
import { textOf } from './seen.ts'
import type { Trust } from './trust.ts'

/** One message of a ledger, as the archive has it. */
export interface EvidenceEntry {
  readonly origin: string
  readonly index: number
  readonly subject: string
  readonly bytes: Uint8Array
}

export interface EvidenceRequest {
  readonly about: PartOf<'about'>['about']
  readonly made: Instant
  readonly zoneData: string
  /** Every version of every aggregate that it is about, in any order. */
  readonly entries: readonly EvidenceEntry[]
  readonly packs: readonly {
    readonly statute: string
    readonly version: string
    readonly pack: Readonly<Record<string, unknown>>
  }[]
  /** What an entry says, in a line for people. */
  readonly say: (entry: EvidenceEntry, event: { readonly kind: string }) => Text
}

export interface EvidenceMaker {
  readonly office: OfficeId
  readonly signer: Signer
  readonly store: LogStore
  readonly trust: Pick<Trust, 'inclusion' | 'consistency'>
  readonly sha256: Sha256
  readonly directory: readonly Pick<OfficeEntry, 'id' | 'name' | 'role' | 'eventKeys'>[]
  readonly offices: readonly LogOffice[]
  /** Witnesses that are no offices, as far as their keys are known here. */
  readonly witnesses?: readonly Witness[]
}

/** The text of the file. Refuses what no signed head covers yet, or what is about nothing. */
export function makeEvidence(maker: EvidenceMaker, request: EvidenceRequest): Result<string> {
  const { sha256, signer } = maker
  const entries = request.entries.toSorted((a, b) =>
    a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : a.index - b.index,
  )
  if (entries.length === 0)
    return refuse(
      'not-found',
      {
        en: `Nothing is held here of ${request.about.kind} "${request.about.id}".`,
        fr: `Rien n'est détenu ici de ${request.about.kind === 'order' ? "l'ordonnance" : 'du dossier'} « ${request.about.id} ».`,
      },
      { value: request.about.id },
    )
  const chosen = chooseHeads(maker, entries)
  if (!chosen.ok) return chosen
  const said = chooseStatements(maker, entries)
  const named = [...chosen.value, ...said.heads].filter(
    (head, at, all) =>
      all.findIndex(({ origin, size }) => origin === head.origin && size === head.size) === at,
  )
  const heads = headParts(maker, inOrder(named))
  const parts: Part[] = [
    {
      kind: 'about',
      name: 'about',
      about: request.about,
      by: maker.office,
      made: request.made,
      zoneData: request.zoneData,
    },
    ...heads.parts,
    ...said.parts,
    ...entryParts(maker, entries, chosen.value, heads.nameOf),
    ...request.packs.map((each): Part => ({
      kind: 'pack',
      name: packName(each),
      ...each,
    })),
  ]
  parts.push(chronologyOf(parts, entries, request))
  parts.splice(1, 0, ...officeParts(maker, parts), ...witnessParts(maker, parts))
  parts.push(exhibitOf(parts, maker))
  // As a reader will have it: members that are undefined are absent.
  const clean = parts.map((part) => JSON.parse(canonical(part)) as Part)
  const listed = listParts(sha256, clean)
  const manifest: Manifest = {
    parts: listed,
    keyid: signer.keyid,
    sig: signer.signBytes(manifestType, manifestContent(listed)),
  }
  return ok(formatEvidence(clean, manifest))
}

/** A statute has a pack for each period of its text, and they may be of one version. */
function packName({ statute, version, pack }: EvidenceRequest['packs'][number]): string {
  const { from } = (pack['inForce'] ?? {}) as { readonly from?: string }
  return `pack/${statute}@${version}${from === undefined ? '' : `/${from}`}`
}

/** Of each log: for each entry the earliest confirmed head over it and the latest confirmed one before it, and the best confirmed of all. */
function chooseHeads(
  maker: EvidenceMaker,
  entries: readonly EvidenceEntry[],
): Result<StoredHead[]> {
  const { store, office } = maker
  const chosen = new Map<string, StoredHead>()
  for (const origin of new Set(entries.map((entry) => entry.origin))) {
    const owner = parseOrigin(origin)?.office
    const held = store.size(origin)
    const heads = store.heads(origin, 1, held)
    const receipts = receiptsOf(maker, origin)
    const count = (head: StoredHead) =>
      new Set(receipts.flatMap(({ by, size }) => (size === head.size && by !== owner ? [by] : [])))
        .size
    const durable = (head: StoredHead) =>
      receipts.filter(({ size, type }) => size === head.size && type === 6).length
    const confirmed = heads.filter((head) => count(head) > 0)
    for (const { index } of entries.filter((entry) => entry.origin === origin)) {
      const covering = heads.filter(({ size }) => size > index)
      const first = confirmed.find(({ size }) => size > index)
      const best = covering
        .toSorted((a, b) => count(b) - count(a) || durable(b) - durable(a) || a.size - b.size)
        .at(0)
      if (best === undefined)
        return refuse(
          'ledger-not-compared',
          {
            en: `No signed head of ${owner} covers entry ${index} yet. Try again in a minute.`,
            fr: `Aucune tête signée de ${owner} ne couvre encore l'entrée ${index}. Réessayez dans une minute.`,
          },
          { value: `${office} ${origin} ${index}` },
        )
      const before = confirmed.filter(({ size }) => size <= index).at(-1)
      for (const head of [first, best, before])
        if (head !== undefined) chosen.set(`${origin} ${head.size}`, head)
    }
  }
  return ok(inOrder([...chosen.values()]))
}

function inOrder(heads: readonly StoredHead[]): StoredHead[] {
  return heads.toSorted((a, b) =>
    a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : a.size - b.size,
  )
}

/**
 * Statements that bound entries in time: the last one of the entry's own office before it, with those of others that it names;
 * and of each other office the first that names a head over it, with that head.
 */
function chooseStatements(
  { store, offices }: EvidenceMaker,
  entries: readonly EvidenceEntry[],
): { readonly parts: readonly Part[]; readonly heads: readonly StoredHead[] } {
  const chosen = new Map<string, StoredStatement>()
  const heads: StoredHead[] = []
  const said = offices.map(({ id }) => ({
    id,
    all: [...store.statements(id)].flatMap((statement) => {
      const parsed = parseSeen(textOf(statement))
      return parsed === undefined ? [] : [{ statement, parsed }]
    }),
  }))
  const choose = (statement: StoredStatement) => chosen.set(toHex(statement.hash), statement)
  for (const { origin, index } of entries) {
    const owner = parseOrigin(origin)?.office
    for (const { id, all } of said) {
      if (id === owner) {
        const last = all.findLast(
          ({ parsed }) => parsed.own.origin === origin && parsed.own.size <= index,
        )
        const named = last?.parsed.others.flatMap(({ statement }) =>
          statement === undefined ? [] : (store.statement(statement) ?? []),
        )
        if (last !== undefined && named !== undefined && named.length > 0)
          for (const each of [last.statement, ...named]) choose(each)
        continue
      }
      const covers = (each: SeenHead) => each.origin === origin && each.size > index
      const first = all.find(({ parsed }) => parsed.others.some(covers))
      const over = first?.parsed.others.find(covers)
      const head = over === undefined ? undefined : store.heads(origin, over.size, over.size)[0]
      // A head that is not held here cannot be shown to continue the others.
      if (first === undefined || head === undefined || head.size > store.size(origin)) continue
      choose(first.statement)
      heads.push(head)
    }
  }
  const parts = [...chosen.values()].map((each): Part => {
    return {
      kind: 'seen',
      name: `seen/${each.by}/${toHex(each.hash).slice(0, 16)}`,
      note: each.note,
    }
  })
  return { parts, heads }
}

/** Without those of a witness whose keys are no longer known here: nobody could check them. */
function receiptsOf(
  { store, witnesses = [] }: EvidenceMaker,
  origin: string,
  size?: number,
): readonly Receipt[] {
  return store
    .receipts(origin, size)
    .filter(({ by }) => !isWitnessName(by) || witnesses.some(({ name }) => name === by))
}

function headParts(maker: EvidenceMaker, heads: readonly StoredHead[]) {
  const { trust } = maker
  const nameOf = (head: StoredHead) =>
    `head/${parseOrigin(head.origin)?.office ?? ''}/${parseOrigin(head.origin)?.epoch ?? ''}/${head.size}`
  const parts: Part[] = heads.flatMap((head, at) => {
    const name = nameOf(head)
    const before = heads[at - 1]
    const link: Part[] =
      before === undefined || before.origin !== head.origin
        ? []
        : [
            {
              kind: 'consistency',
              name: `consistency/${name}`,
              from: nameOf(before),
              to: name,
              hashes: trust.consistency(head.origin, before.size, head.size).map(toBase64),
            },
          ]
    return [
      { kind: 'head', name, note: head.note },
      ...link,
      ...receiptParts(receiptsOf(maker, head.origin, head.size), name),
    ]
  })
  return { parts, nameOf }
}

/** The first time an office said it bounds an entry from above, the last time from below: both are kept where they differ. */
function receiptParts(receipts: readonly Receipt[], head: string): Part[] {
  const groups = Map.groupBy(receipts, ({ by, role }) => `${by}/${role}`)
  return [...groups].map(([name, group]): Part => {
    const [{ by, role } = { by: '' as Receipt['by'], role: 'witness' as const }] = group
    const lines = group.flatMap(({ first, last }) => [first.line, last.line])
    if (isWitnessName(by))
      return {
        kind: 'cosignature',
        name: `cosignature/${by}/${head}`,
        head,
        witness: `witness/${by}`,
        signatures: [...new Set(lines)].join(''),
      }
    return {
      kind: 'receipt',
      name: `receipt/${name}/${head}`,
      head,
      by,
      role,
      signatures: [...new Set(lines)].join(''),
    }
  })
}

function entryParts(
  { trust }: EvidenceMaker,
  entries: readonly EvidenceEntry[],
  heads: readonly StoredHead[],
  nameOf: (head: StoredHead) => string,
): Part[] {
  return entries.flatMap(({ origin, index, subject, bytes }, at): Part[] => {
    const head = heads.find((each) => each.origin === origin && each.size > index)
    if (head === undefined) return []
    return [
      {
        kind: 'entry',
        name: `entry/${at + 1}`,
        subject,
        index,
        envelope: toBase64(bytes),
        head: nameOf(head),
        proof: trust.inclusion(origin, index, head.size).map(toBase64),
      },
    ]
  })
}

function chronologyOf(
  parts: readonly Part[],
  entries: readonly EvidenceEntry[],
  { say }: EvidenceRequest,
): Part {
  const lines = parts.flatMap((part, _, all) => {
    if (part.kind !== 'entry') return []
    const entry = entries[all.filter(({ kind }) => kind === 'entry').indexOf(part)]
    const opened = parseEnvelope(fromBase64(part.envelope) ?? new Uint8Array())
    const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
    if (entry === undefined || !event.ok) return []
    const { data, time, type } = event.value
    return [
      {
        entry: part.name,
        on: String(data['on']),
        recordedAt: time,
        office: part.subject.split('.')[2] as OfficeId,
        text: say(entry, { ...data, kind: type.split('.')[2] ?? type }),
      },
    ]
  })
  return {
    kind: 'chronology',
    name: 'chronology',
    lines: lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
  } as PartOf<'chronology'>
}

/** Everybody who recorded, confirmed, or made the file. */
function officeParts(
  { office, directory, offices }: EvidenceMaker,
  parts: readonly Part[],
): Part[] {
  const named = new Set<string>([office])
  for (const part of parts) {
    if (part.kind === 'receipt') named.add(part.by)
    if (part.kind === 'entry') named.add(part.subject.split('.')[2] ?? '')
    if (part.kind === 'seen') named.add(part.note.split('/')[1] ?? '')
  }
  return directory.flatMap(({ id, name, role, eventKeys }): Part[] => {
    const known = offices.find((each) => each.id === id)
    if (!named.has(id) || known === undefined) return []
    const { keys: logKeys, former: formerLogKeys = [] } = known
    return [
      {
        kind: 'office',
        name: `office/${id}`,
        id,
        officeName: name,
        role,
        eventKeys,
        logKeys,
        ...(formerLogKeys.length === 0 ? {} : { formerLogKeys: [...formerLogKeys] }),
      },
    ]
  })
}

/** Every witness whose word is in the file. */
function witnessParts({ sha256, witnesses = [] }: EvidenceMaker, parts: readonly Part[]): Part[] {
  const named = new Set(parts.flatMap((part) => (part.kind === 'cosignature' ? part.witness : [])))
  return witnesses.flatMap(({ name, keys }): Part[] => {
    const part = `witness/${name}`
    if (!named.has(part)) return []
    return [
      { kind: 'witness', name: part, keys: keys.map((key) => formatVerifierKey(sha256, key)) },
    ]
  })
}

function exhibitOf(parts: readonly Part[], { office }: EvidenceMaker): Part {
  const recorders = new Set(
    parts.flatMap((part) => (part.kind === 'entry' ? [part.subject.split('.')[2]] : [])),
  )
  const confirmed = new Set(parts.flatMap((part) => (part.kind === 'receipt' ? [part.by] : [])))
  const about = parts.find((part) => part.kind === 'about') as PartOf<'about'>
  const text = draftExhibit({
    about,
    entries: parts.filter(({ kind }) => kind === 'entry').length,
    confirmedBy: parts.flatMap((part) => {
      if (part.kind === 'witness') {
        const name = part.name.slice('witness/'.length)
        return [{ en: `${name} (a witness)`, fr: `${name} (témoin)` }]
      }
      return part.kind === 'office' && confirmed.has(part.id) && !recorders.has(part.id)
        ? [part.officeName]
        : []
    }),
    toAskAbout: toAskAbout(parts, office),
  })
  return { kind: 'exhibit', name: 'exhibit', text }
}

/** Of each office but the one that makes the file: how many of its entries nobody may pass on without asking. */
function toAskAbout(parts: readonly Part[], maker: OfficeId): ExhibitFacts['toAskAbout'] {
  const asking = parts.flatMap((part) => {
    if (part.kind !== 'entry' || part.subject.split('.')[2] === maker) return []
    const opened = parseEnvelope(fromBase64(part.envelope) ?? new Uint8Array())
    const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
    const shared = event.ok ? sharedUnderFrom(event.value.sharedunder) : undefined
    return asksBeforePassingOn(shared) ? [part.subject.split('.')[2] ?? ''] : []
  })
  return [...Map.groupBy(asking, (office) => office)].map(([office, entries]) => {
    const known = parts.find((part) => part.kind === 'office' && part.id === office)
    const name = known?.kind === 'office' ? known.officeName : { en: office, fr: office }
    return { name, entries: entries.length }
  })
}

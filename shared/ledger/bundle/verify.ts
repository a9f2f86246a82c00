// Judges an evidence file by itself: no network, no configuration, no state. One judgement from the bytes to the words.
// It goes on after a finding, so that one damaged part does not hide what the others prove.

import { fromBase64, toHex } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { maxEvidenceBytes } from '../../kernel/limits.ts'
import { isStolen } from '../../office/key-period.ts'
import { preAuthEncoding } from '../event.ts'
import { originOf } from '../log/names.ts'
import { verifyInclusion } from '../log/proofs.ts'
import type { VerifyNoteSignature } from '../log/signed-message.ts'
import { leafHash, type Sha256 } from '../log/tree.ts'
import { bytesOf, parseCloudEvent, parseEnvelope } from '../parse.schema.ts'
import { logsOf, readSuccessor } from '../succession.ts'
import { verifyEvent, type VerifySignature } from '../verify.ts'
import { affectedBy } from './affected.ts'
import type { Manifest, Part, PartOf } from './bundle.schema.ts'
import { hashOfPart, manifestContent, manifestType, parseEvidence } from './form.schema.ts'
import { judgeHeads, type JudgedHeads } from './heads.ts'
import type { EntryJudgement, Finding, FindingCode, Judgement, Note } from './judgement.ts'
import { compareKeys, keysToCompare, withKnownPeriods, type TrustedKeys } from './keys.ts'
import { conclusions, findingWords } from './words.ts'

export interface VerifyOptions {
  readonly sha256: Sha256
  readonly verifySignature: VerifySignature
  readonly verifyNote: VerifyNoteSignature
  /** Keys of offices as they are known from elsewhere: compared with those in the file. */
  readonly trusted?: readonly TrustedKeys[]
  /** Verifier keys of witnesses as they are known from elsewhere: where `trusted` is given, others do not count. */
  readonly trustedWitnesses?: readonly string[]
}

const lacking: readonly FindingCode[] = [
  'event-not-understood',
  'law-missing',
  'nobody-confirmed',
  'manifest-key-stolen',
  'key-stolen',
  'witness-not-compared',
  'clocks-differ',
]

export function verifyEvidence(bytes: Uint8Array, options: VerifyOptions): Judgement {
  const findings: Finding[] = []
  const note: Note = (code, at, detail, entries = []) =>
    void findings.push({
      code,
      gravity: lacking.includes(code) ? 'lacking' : 'wrong',
      at,
      entries,
      words: findingWords(code, at, detail),
    })
  const read = readParts(bytes, note)
  if (read === undefined) return empty(findings)
  const { parts, manifest } = read
  const of = <K extends Part['kind']>(kind: K) =>
    parts.filter((part): part is PartOf<K> => part.kind === kind)

  const about = of('about')[0]
  if (options.trusted !== undefined) compareKeys(of('office'), options.trusted, note)
  const offices = withKnownPeriods(of('office'), options.trusted ?? [])
  checkManifest(options, parts, manifest, about, offices, note)
  const heads = judgeHeads(options, {
    offices,
    heads: of('head'),
    links: of('consistency'),
    receipts: of('receipt'),
    witnesses: of('witness'),
    cosignatures: of('cosignature'),
    trustedWitnesses: options.trusted === undefined ? undefined : (options.trustedWitnesses ?? []),
    entries: of('entry'),
    seen: of('seen'),
    note,
  })
  const entries = judgeEntries(options, of('entry'), offices, heads, note)
  checkChronology(of('chronology'), entries, note)
  checkLaw(of('entry'), of('pack'), note)
  for (const each of entries) {
    if (confirmersOf(each).size === 0)
      note('nobody-confirmed', each.entry, each.origin, [each.entry])
    if (
      each.notBefore !== undefined &&
      each.notAfter !== undefined &&
      each.notBefore > each.notAfter
    )
      note('clocks-differ', each.entry, `${each.notBefore} / ${each.notAfter}`, [each.entry])
  }
  if (entries.length === 0) note('missing-part', 'entry', '')
  return summary(findings, about, { offices, witnesses: of('witness') }, entries, options)
}

/** Everybody independent who confirmed it. */
function confirmersOf({ seenBy, heldBy, witnessedBy }: EntryJudgement): Set<string> {
  return new Set([...seenBy, ...heldBy, ...witnessedBy])
}

function summary(
  findings: readonly Finding[],
  about: PartOf<'about'> | undefined,
  keyed: {
    readonly offices: readonly PartOf<'office'>[]
    readonly witnesses: readonly PartOf<'witness'>[]
  },
  entries: readonly EntryJudgement[],
  { sha256, trusted }: VerifyOptions,
): Judgement {
  const isWrong = findings.some(({ gravity }) => gravity === 'wrong')
  const counts = entries.map((entry) => confirmersOf(entry).size)
  const independent = counts.length === 0 ? 0 : Math.min(...counts)
  const said = {
    verdict: isWrong ? 'wrong' : independent === 0 ? 'unconfirmed' : 'sound',
    findings,
    entries,
    independent,
    keys: keysToCompare(sha256, keyed.offices, keyed.witnesses),
    keysCompared: trusted !== undefined,
  } as const
  return {
    ...said,
    ...(about === undefined ? {} : { about }),
    ...conclusions(said, keyed.offices),
  }
}

function readParts(
  bytes: Uint8Array,
  note: Note,
): { readonly parts: readonly Part[]; readonly manifest: Manifest | undefined } | undefined {
  const text = bytes.length > maxEvidenceBytes ? undefined : decode(bytes)
  const read = text === undefined ? undefined : parseEvidence(text)
  if (read === undefined) {
    note('not-evidence', 'line 1', `${bytes.length} bytes`)
    return undefined
  }
  for (const { line, reason } of read.bad) note('damaged-line', `line ${line}`, reason)
  const seen = new Set<string>()
  for (const { name } of read.parts) {
    if (seen.has(name)) note('twice', name, '')
    seen.add(name)
  }
  return read
}

/** Bytes that are not UTF-8 become marks that no line has: the line that they are in is named. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

function checkManifest(
  { sha256, verifySignature }: VerifyOptions,
  parts: readonly Part[],
  manifest: Manifest | undefined,
  about: PartOf<'about'> | undefined,
  offices: readonly PartOf<'office'>[],
  note: Note,
): void {
  if (manifest === undefined) return
  const listed = new Map(manifest.parts.map(({ name, sha256: hash }) => [name, hash]))
  if (listed.size !== manifest.parts.length) note('twice', 'manifest', '')
  const of = <K extends Part['kind']>(kind: K) =>
    parts.filter((part): part is PartOf<K> => part.kind === kind)
  const affected = affectedBy(of('entry'), of('head'))
  const dependants = (name: string) => (name.startsWith('entry/') ? [name] : affected(name))
  for (const part of parts) {
    const hash = listed.get(part.name)
    if (hash === undefined) note('unlisted-part', part.name, '', dependants(part.name))
    else if (hash !== hashOfPart(sha256, part))
      note('changed-part', part.name, '', dependants(part.name))
  }
  const present = new Set(parts.map(({ name }) => name))
  for (const name of listed.keys())
    if (!present.has(name)) note('missing-part', name, '', dependants(name))
  const maker = offices.find(({ id }) => id === about?.by)
  const key = maker?.eventKeys.find(({ keyid }) => keyid === manifest.keyid)
  const signed = preAuthEncoding(manifestType, manifestContent(manifest.parts))
  if (key === undefined || !verifySignature(key.publicKey, signed, bytesOf(manifest.sig)))
    note('manifest-not-signed', 'manifest', manifest.keyid)
  else if (isStolen(key)) note('manifest-key-stolen', 'manifest', manifest.keyid)
}

function judgeEntries(
  options: VerifyOptions,
  entries: readonly PartOf<'entry'>[],
  offices: readonly PartOf<'office'>[],
  heads: JudgedHeads,
  note: Note,
): EntryJudgement[] {
  const versions = new Map<string, number>()
  const successions = successionsIn(options, entries, offices, heads)
  return entries
    .toSorted((a, b) => a.index - b.index)
    .flatMap(
      (entry) => judgeEntry(options, entry, offices, heads, successions, versions, note) ?? [],
    )
}

/** By the log that goes on: which lost one it succeeds, and up to where. */
type Successions = ReadonlyMap<string, { readonly former: string; readonly size: number }>

/** What the offices say of it in entries that are signed, and included under a head of the log that goes on. */
function successionsIn(
  { sha256, verifySignature }: VerifyOptions,
  entries: readonly PartOf<'entry'>[],
  offices: readonly PartOf<'office'>[],
  heads: JudgedHeads,
): Successions {
  const found = new Map<string, { readonly former: string; readonly size: number }>()
  for (const entry of entries) {
    const bytes = fromBase64(entry.envelope) ?? new Uint8Array()
    const hash = sha256(bytes)
    const office = offices.find(({ id }) => id === entry.subject.split('.')[2])
    const message = { bytes, hash: toHex(hash), subject: entry.subject, sequence: entry.index + 1 }
    const said = office === undefined ? undefined : readSuccessor(message, office, verifySignature)
    if (office === undefined || said === undefined) continue
    const { former, successor } = logsOf(office.id, said)
    if (isIncluded(sha256, entry, hash, successor, heads))
      found.set(successor, { former, size: said.event.former.size })
  }
  return found
}

/** The log under whose head an entry stands: its own, or one that goes on with the entries of its own. */
function logOfEntry(
  { index, head }: PartOf<'entry'>,
  recordedIn: string,
  heads: JudgedHeads,
  successions: Successions,
): string {
  const shown = heads.head(head)?.origin
  for (let link = successions.get(shown ?? ''); link !== undefined;) {
    if (index >= link.size) break
    if (link.former === recordedIn) return shown ?? recordedIn
    link = successions.get(link.former)
  }
  return recordedIn
}

/** Undefined where the entry does not even say whose it is. */
function judgeEntry(
  { sha256, verifySignature }: VerifyOptions,
  entry: PartOf<'entry'>,
  offices: readonly PartOf<'office'>[],
  heads: JudgedHeads,
  successions: Successions,
  versions: Map<string, number>,
  note: Note,
): EntryJudgement | undefined {
  const bytes = fromBase64(entry.envelope) ?? new Uint8Array()
  const opened = parseEnvelope(bytes)
  const parsed = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  if (!parsed.ok) return void note('event-not-signed', entry.name, parsed.reason, [entry.name])
  const event = parsed.value
  const id = entry.subject.split('.')[2] as OfficeId | undefined
  const office = offices.find((each) => each.id === id)
  if (office === undefined)
    return void note('unknown-office', entry.name, id ?? entry.subject, [entry.name])
  const expected = (versions.get(entry.subject) ?? 0) + 1
  if (event.version !== expected)
    note('history-incomplete', entry.name, `${entry.subject} ${expected}`, [entry.name])
  versions.set(entry.subject, event.version)
  const hash = sha256(bytes)
  const verdict = verifyEvent({
    message: { bytes, hash: toHex(hash), subject: entry.subject, sequence: entry.index + 1 },
    known: {
      cursor: entry.index,
      epoch: event.epoch,
      versionOf: () => event.version - 1,
      hashOf: () => undefined,
      isKnownCommand: () => false,
    },
    office,
    verifySignature,
  })
  const understood = verdict.outcome === 'accepted'
  if (!understood)
    note(
      verdict.outcome === 'unknown' ? 'event-not-understood' : 'event-not-signed',
      entry.name,
      'reason' in verdict ? verdict.reason : verdict.outcome,
      [entry.name],
    )
  const origin = logOfEntry(entry, originOf(office.id, event.epoch), heads, successions)
  const included = isIncluded(sha256, entry, hash, origin, heads)
  if (!included) note('proof-wrong', entry.name, entry.head, [entry.name])
  const sound = included && (understood || verdict.outcome === 'unknown')
  return {
    entry: entry.name,
    origin,
    index: entry.index,
    ref: understood ? verdict.ref : refOf(office.id, event.subject),
    version: event.version,
    type: event.type,
    on: String(event.data['on'] ?? ''),
    recordedAt: event.time as EntryJudgement['recordedAt'],
    keyid: understood ? verdict.keyid : '',
    sound,
    ...(sound
      ? heads.confirmations(origin, entry.index)
      : { seenBy: [], heldBy: [], durableBy: [], witnessedBy: [] }),
  }
}

function isIncluded(
  sha256: Sha256,
  entry: PartOf<'entry'>,
  hash: Uint8Array,
  origin: string,
  heads: JudgedHeads,
): boolean {
  const head = heads.head(entry.head)
  const proof = entry.proof.flatMap((text) => fromBase64(text) ?? [])
  return (
    head !== undefined &&
    head.origin === origin &&
    proof.length === entry.proof.length &&
    verifyInclusion(sha256, {
      index: entry.index,
      size: head.size,
      leaf: leafHash(sha256, hash),
      root: head.root,
      proof,
    })
  )
}

function refOf(office: OfficeId, subject: string): EntryJudgement['ref'] {
  const [kind, id] = subject.split('/')
  return { office, kind: kind as EntryJudgement['ref']['kind'], id: id ?? '' }
}

/** The words of a chronology are its maker's; what it says of dates and offices must be what the entries say. */
function checkChronology(
  chronologies: readonly PartOf<'chronology'>[],
  entries: readonly EntryJudgement[],
  note: Note,
): void {
  for (const { lines } of chronologies) {
    for (const line of lines) {
      const entry = entries.find((each) => each.entry === line.entry)
      const same =
        entry?.on === line.on &&
        entry.recordedAt === line.recordedAt &&
        entry.ref.office === line.office
      if (!same) note('chronology-differs', 'chronology', line.entry, [line.entry])
    }
    for (const { entry } of entries)
      if (lines.filter((line) => line.entry === entry).length !== 1)
        note('chronology-differs', 'chronology', entry, [entry])
  }
}

/** Every statute in the version that an order was issued under. */
function checkLaw(
  entries: readonly PartOf<'entry'>[],
  packs: readonly PartOf<'pack'>[],
  note: Note,
): void {
  for (const entry of entries) {
    const opened = parseEnvelope(fromBase64(entry.envelope) ?? new Uint8Array())
    const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
    if (!event.ok || event.value.type !== 'concert.order.issued.v1') continue
    const { statute, pack } = event.value.data as {
      readonly statute?: unknown
      readonly pack?: { readonly version?: unknown }
    }
    if (!packs.some((each) => each.statute === statute && each.version === pack?.version))
      note('law-missing', entry.name, `${String(statute)} ${String(pack?.version)}`, [entry.name])
  }
}

function empty(findings: readonly Finding[]): Judgement {
  return {
    verdict: 'wrong',
    findings,
    entries: [],
    independent: 0,
    keys: [],
    keysCompared: false,
    proved: [],
    notProved: [],
  }
}

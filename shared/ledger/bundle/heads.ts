// The heads of an evidence file: each signed by its log, all of one log linked by proofs, and each with the words of other offices about it.

import { fromBase64, sameBytes } from '../../kernel/base64.ts'
import type { Instant } from '../../kernel/date.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { parseCheckpoint } from '../log/checkpoint.ts'
import { cosignerKeysOf, headKeysOf } from '../log/keys.schema.ts'
import { parseOrigin } from '../log/names.ts'
import { parseNote, parseSignatures } from '../log/note.ts'
import { verifyConsistency } from '../log/proofs.ts'
import { checkSignatures, type VerifyNoteSignature } from '../log/signed-message.ts'
import type { Sha256 } from '../log/tree.ts'
import type { PartOf } from './bundle.schema.ts'
import type { EntryJudgement } from './judgement.ts'
import type { Note } from './judgement.ts'
import { judgeSeen, type JudgedSeen } from './seen.ts'

export interface JudgedHead {
  readonly name: string
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** What was signed. */
  readonly text: string
}

/** One office's right word about one head. */
interface Word {
  readonly by: OfficeId
  readonly role: 'witness' | 'mirror'
  readonly head: JudgedHead
  readonly seconds: number
  readonly durable: boolean
}

export interface JudgedHeads {
  /** Only heads that are signed by their log and linked to its others. */
  head(name: string): JudgedHead | undefined
  /** What independent offices said of an entry of a log. */
  confirmations(
    origin: string,
    index: number,
  ): Pick<EntryJudgement, 'seenBy' | 'heldBy' | 'durableBy' | 'notBefore' | 'notAfter'>
}

interface Input {
  readonly offices: readonly PartOf<'office'>[]
  readonly heads: readonly PartOf<'head'>[]
  readonly links: readonly PartOf<'consistency'>[]
  readonly receipts: readonly PartOf<'receipt'>[]
  readonly entries: readonly PartOf<'entry'>[]
  readonly seen: readonly PartOf<'seen'>[]
  readonly note: Note
}

interface Crypto {
  readonly sha256: Sha256
  readonly verifyNote: VerifyNoteSignature
}

export function judgeHeads(crypto: Crypto, input: Input): JudgedHeads {
  const suffering = (head: string) =>
    input.entries.flatMap((entry) => (entry.head === head ? [entry.name] : []))
  const signed = input.heads.flatMap((head) => {
    const judged = signedHead(crypto, head, input.offices)
    if (typeof judged !== 'string') return judged
    input.note('head-not-signed', head.name, judged, suffering(head.name))
    return []
  })
  const linked = linkedHeads(crypto.sha256, signed, input, suffering)
  const words = input.receipts.flatMap((receipt) => {
    const head = linked.find(({ name }) => name === receipt.head)
    const said = head === undefined ? 'no such head' : wordsOf(crypto, receipt, head, input.offices)
    if (typeof said !== 'string') return said
    input.note('receipt-wrong', receipt.name, said, suffering(receipt.head))
    return []
  })
  const seen = judgeSeen(crypto, input.seen, input.offices, linked, input.note)
  return {
    head: (name) => linked.find((head) => head.name === name),
    confirmations: (origin, index) => confirmationsOf(words, seen, origin, index, input.offices),
  }
}

/** The head, or why it is not one that its log signed. */
function signedHead(
  { sha256, verifyNote }: Crypto,
  { name, note }: PartOf<'head'>,
  offices: readonly PartOf<'office'>[],
): JudgedHead | string {
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed.reason
  const head = parseCheckpoint(parsed.note.text)
  const log = head === undefined ? undefined : parseOrigin(head.origin)
  if (head === undefined || log === undefined) return 'its text is not a head'
  const office = offices.find(({ id }) => id === log.office)
  if (office === undefined) return `no keys of ${log.office} are here`
  const keys = headKeysOf(log.office, log.epoch, office.logKeys)
  const checked = checkSignatures(sha256, verifyNote, parsed.note, keys)
  if (!checked.ok) return checked.reason
  if (checked.signed.length !== parsed.note.signatures.length)
    return 'somebody else signed here too: cosignatures are receipts'
  if (!checked.signed.some(({ key }) => key.type === 1)) return `no signature of ${head.origin}`
  const { origin, size, root } = head
  return { name, origin, size, root, text: parsed.note.text }
}

/** The heads of each log that form one chain of proofs from the smallest on. */
function linkedHeads(
  sha256: Sha256,
  heads: readonly JudgedHead[],
  { links, note }: Input,
  suffering: (head: string) => readonly string[],
): JudgedHead[] {
  const linked: JudgedHead[] = []
  const used = new Set<string>()
  for (const origin of new Set(heads.map((head) => head.origin))) {
    const chain = heads.filter((head) => head.origin === origin).toSorted((a, b) => a.size - b.size)
    let before: JudgedHead | undefined
    for (const head of chain) {
      if (before === undefined) linked.push((before = head))
      else if (before.size === head.size) {
        if (!sameBytes(before.root, head.root))
          note('heads-fork', head.name, before.name, suffering(head.name))
        else note('twice', head.name, before.name, suffering(head.name))
      } else {
        const link = links.find((each) => each.from === before?.name && each.to === head.name)
        if (link === undefined)
          note('heads-not-linked', head.name, before.name, suffering(head.name))
        else {
          used.add(link.name)
          if (isConsistent(sha256, before, head, link)) linked.push((before = head))
          else note('consistency-wrong', link.name, head.name, suffering(head.name))
        }
      }
    }
  }
  for (const link of links)
    if (!used.has(link.name)) note('consistency-wrong', link.name, link.to, suffering(link.to))
  return linked
}

function isConsistent(
  sha256: Sha256,
  from: JudgedHead,
  to: JudgedHead,
  link: PartOf<'consistency'>,
): boolean {
  const proof = link.hashes.flatMap((text) => fromBase64(text) ?? [])
  const claim = { from: from.size, to: to.size, fromRoot: from.root, toRoot: to.root, proof }
  return verifyConsistency(sha256, claim)
}

/** Every signature of the receipt, or why one of them is not that office's word. */
function wordsOf(
  { sha256, verifyNote }: Crypto,
  { by, role, signatures }: PartOf<'receipt'>,
  head: JudgedHead,
  offices: readonly PartOf<'office'>[],
): Word[] | string {
  const office = offices.find(({ id }) => id === by)
  if (office === undefined) return `no keys of ${by} are here`
  const parsed = parseSignatures(signatures)
  if (!parsed.ok) return parsed.reason
  const checked = checkSignatures(
    sha256,
    verifyNote,
    { text: head.text, signatures: parsed.signatures },
    cosignerKeysOf(by, role, office.logKeys),
  )
  if (!checked.ok) return checked.reason
  if (checked.signed.length !== parsed.signatures.length) return `a signature is not of ${by}`
  return checked.signed.map(({ key, seconds = 0 }) => ({
    by,
    role,
    head,
    seconds,
    durable: key.type === 6,
  }))
}

function confirmationsOf(
  words: readonly Word[],
  seen: JudgedSeen,
  origin: string,
  index: number,
  offices: readonly PartOf<'office'>[],
): ReturnType<JudgedHeads['confirmations']> {
  const about = words.filter((word) => word.head.origin === origin && isIndependent(word.by))
  const covering = about.filter(({ head }) => head.size > index)
  const by = (wanted: (word: Word) => boolean) => [
    ...new Set(covering.filter(wanted).map((word) => word.by)),
  ]
  const bounds = seen.bounds(origin, index, isIndependent)
  const uncovered = about.filter(({ head }) => head.size <= index)
  const before = [...uncovered.map(({ seconds }) => seconds), ...bounds.before]
  const after = [...covering.map(({ seconds }) => seconds), ...bounds.after]
  return {
    seenBy: by(({ role }) => role === 'witness'),
    heldBy: by(({ role }) => role === 'mirror'),
    durableBy: by(({ durable }) => durable),
    ...(before.length === 0 ? {} : { notBefore: instantOf(Math.max(...before)) }),
    ...(after.length === 0 ? {} : { notAfter: instantOf(Math.min(...after)) }),
  }

  /** Not the log's own office, nor one that has a key of it, or of an office that was counted before. */
  function isIndependent(id: OfficeId): boolean {
    const owner = parseOrigin(origin)?.office
    if (id === owner) return false
    const keys = keysOf(id)
    return offices.every(
      (other) =>
        other.id === id ||
        (other.id > id && other.id !== owner) ||
        !keysOf(other.id).some((key) => keys.includes(key)),
    )
  }

  function keysOf(id: OfficeId): string[] {
    const office = offices.find((each) => each.id === id)
    return office === undefined
      ? []
      : [
          ...office.eventKeys.map(({ publicKey }) => publicKey),
          ...Object.values(office.logKeys).flatMap((pair) => Object.values(pair)),
        ]
  }
}

function instantOf(seconds: number): Instant {
  return new Date(seconds * 1_000).toISOString() as Instant
}

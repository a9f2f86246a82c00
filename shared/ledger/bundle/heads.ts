// The heads of an evidence file: each signed by its log, all of one log linked by proofs, and each with the words of other offices and of witnesses about it.

import { fromBase64, sameBytes, toBase64url } from '../../kernel/base64.ts'
import type { Instant } from '../../kernel/date.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { maxFutureSeconds } from '../../kernel/limits.ts'
import { parseCheckpoint } from '../log/checkpoint.ts'
import { cosignerKeysOf, headKeysOf, pairsOf } from '../log/keys.schema.ts'
import { parseOrigin } from '../log/names.ts'
import { parseNote, parseSignatures, type NoteKey } from '../log/note.ts'
import { verifyConsistency } from '../log/proofs.ts'
import { checkSignatures, type VerifyNoteSignature } from '../log/signed-message.ts'
import type { Sha256 } from '../log/tree.ts'
import { isWitnessName, witnessOf, type Witness, type WitnessName } from '../log/witness.ts'
import { affectedBy } from './affected.ts'
import type { PartOf } from './bundle.schema.ts'
import type { EntryJudgement } from './judgement.ts'
import type { Note } from './judgement.ts'
import { allLogKeysOf } from './keys.ts'
import { judgeSeen, type JudgedSeen } from './seen.ts'

export interface JudgedHead {
  readonly name: string
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** What was signed. */
  readonly text: string
  /** Only with keys that somebody else may have had: it counts where somebody independent confirmed it. */
  readonly isStolen: boolean
}

/** A right word of one office or witness about one head. */
interface Word {
  readonly by: OfficeId | WitnessName
  readonly role: 'witness' | 'mirror'
  readonly head: JudgedHead
  readonly seconds: number
  readonly durable: boolean
  readonly isStolen: boolean
}

export interface JudgedHeads {
  /** Only heads that are signed by their log and linked to its others. */
  head(name: string): JudgedHead | undefined
  /** What independent offices and witnesses said of an entry of a log. */
  confirmations(origin: string, index: number): Confirmations
}

type Confirmations = Pick<
  EntryJudgement,
  'seenBy' | 'heldBy' | 'durableBy' | 'witnessedBy' | 'notBefore' | 'notAfter'
>

interface Input {
  readonly offices: readonly PartOf<'office'>[]
  readonly heads: readonly PartOf<'head'>[]
  readonly links: readonly PartOf<'consistency'>[]
  readonly receipts: readonly PartOf<'receipt'>[]
  readonly witnesses: readonly PartOf<'witness'>[]
  readonly cosignatures: readonly PartOf<'cosignature'>[]
  /** Verifier keys of witnesses as they are known from elsewhere; absent where nothing is compared. */
  readonly trustedWitnesses?: readonly string[] | undefined
  readonly entries: readonly PartOf<'entry'>[]
  readonly seen: readonly PartOf<'seen'>[]
  readonly note: Note
}

interface Crypto {
  readonly sha256: Sha256
  readonly verifyNote: VerifyNoteSignature
}

export function judgeHeads(crypto: Crypto, input: Input): JudgedHeads {
  const suffering = affectedBy(input.entries, input.heads)
  const signed = input.heads.flatMap((head) => {
    const judged = signedHead(crypto, head, input.offices)
    if (typeof judged !== 'string') return judged
    input.note('head-not-signed', head.name, judged, suffering(head.name))
    return []
  })
  const linked = linkedHeads(crypto.sha256, signed, input, suffering)
  const byName = firstByName(linked, ({ name }) => name)
  const words = input.receipts.flatMap((receipt) => {
    const head = byName.get(receipt.head)
    const said = head === undefined ? 'no such head' : wordsOf(crypto, receipt, head, input.offices)
    if (typeof said === 'string') {
      input.note('receipt-wrong', receipt.name, said, suffering(receipt.head))
      return []
    }
    const counted = said.filter((word) => !word.isStolen)
    if (counted.length < said.length) input.note('key-stolen', receipt.name, receipt.by)
    return counted
  })
  const witnesses = witnessesIn(crypto.sha256, input)
  for (const cosignature of input.cosignatures) {
    const { name, head: about, witness, signatures } = cosignature
    const head = byName.get(about)
    const by = witnesses.get(witness)
    const said =
      head === undefined
        ? 'no such head'
        : by === undefined
          ? `no keys of ${witness} are here`
          : saidOf(crypto, head, signatures, by.name, 'witness', by.keys)
    if (typeof said === 'string') input.note('receipt-wrong', name, said, suffering(about))
    else words.push(...said)
  }
  const isIndependent = independence(input, [...witnesses.values()])
  for (const head of linked) {
    const owner = parseOrigin(head.origin)?.office
    if (!head.isStolen || words.some((word) => word.head === head && isIndependent(word.by, owner)))
      continue
    byName.delete(head.name)
    const why = 'its key was stolen, and nobody else confirmed it'
    input.note('head-not-signed', head.name, why, suffering(head.name))
  }
  const seen = judgeSeen(crypto, input.seen, input.offices, linked, input.note)
  return {
    head: (name) => byName.get(name),
    confirmations: (origin, index) => confirmationsOf(words, seen, origin, index, isIndependent),
  }
}

/** The first of each name, as a file may have many. */
function firstByName<T>(all: readonly T[], nameOf: (each: T) => string): Map<string, T> {
  return new Map(all.toReversed().map((each) => [nameOf(each), each]))
}

/** By the name of their part. */
function witnessesIn(sha256: Sha256, { witnesses, note }: Input): Map<string, Witness> {
  const found = new Map<string, Witness>()
  for (const { name, keys } of witnesses) {
    const witness = witnessOf(sha256, keys)
    if (typeof witness === 'string') note('witness-wrong', name, witness)
    else if (name !== `witness/${witness.name}`) note('witness-wrong', name, witness.name)
    else found.set(name, witness)
  }
  return found
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
  const keys = headKeysOf(log.office, log.epoch, allLogKeysOf(office), head.size)
  const checked = checkSignatures(sha256, verifyNote, parsed.note, keys)
  if (!checked.ok) return checked.reason
  if (checked.signed.length !== parsed.note.signatures.length)
    return 'somebody else signed here too: cosignatures are receipts'
  const own = checked.signed.filter(({ key }) => key.type === 1)
  if (own.length === 0) return `no signature of ${head.origin}`
  const { origin, size, root } = head
  const isStolen = own.every(({ key }) => key.stolen === true)
  return { name, origin, size, root, text: parsed.note.text, isStolen }
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
  const linkOf = firstByName(links, ({ from, to }) => `${from}\n${to}`)
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
        const link = linkOf.get(`${before.name}\n${head.name}`)
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
  crypto: Crypto,
  { by, role, signatures }: PartOf<'receipt'>,
  head: JudgedHead,
  offices: readonly PartOf<'office'>[],
): Word[] | string {
  const office = offices.find(({ id }) => id === by)
  if (office === undefined) return `no keys of ${by} are here`
  const keys = cosignerKeysOf(by, role, allLogKeysOf(office))
  return saidOf(crypto, head, signatures, by, role, keys)
}

/** What these signature lines say of the head, all of them by these keys; or why not. */
function saidOf(
  { sha256, verifyNote }: Crypto,
  head: JudgedHead,
  signatures: string,
  by: Word['by'],
  role: Word['role'],
  keys: readonly NoteKey[],
): Word[] | string {
  const parsed = parseSignatures(signatures)
  if (!parsed.ok) return parsed.reason
  const about = { text: head.text, signatures: parsed.signatures }
  const checked = checkSignatures(sha256, verifyNote, about, keys)
  if (!checked.ok) return checked.reason
  if (checked.signed.length !== parsed.signatures.length) return `a signature is not of ${by}`
  return checked.signed.map(({ key, seconds = 0 }) => ({
    by,
    role,
    head,
    seconds,
    durable: key.type === 6,
    isStolen: key.stolen === true,
  }))
}

function confirmationsOf(
  words: readonly Word[],
  seen: JudgedSeen,
  origin: string,
  index: number,
  isIndependent: (by: Word['by'], owner: OfficeId | undefined) => boolean,
): Confirmations {
  const owner = parseOrigin(origin)?.office
  const about = words.filter(({ by, head }) => head.origin === origin && isIndependent(by, owner))
  const covering = about.filter(({ head }) => head.size > index)
  const offices = (wanted: (word: Word) => boolean) => [
    ...new Set(
      covering.flatMap((word) => (isWitnessName(word.by) || !wanted(word) ? [] : [word.by])),
    ),
  ]
  const bounds = seen.bounds(origin, index, (id) => isIndependent(id, owner))
  const after = [...covering.map(({ seconds }) => seconds), ...bounds.after]
  const by = Math.min(...after)
  // A head is confirmed a moment after it was read: by then somebody else may have confirmed a longer one, and no clock is wrong.
  const uncovered = about.filter(
    ({ head, seconds }) =>
      head.size <= index && !(seconds > by && seconds - by <= maxFutureSeconds),
  )
  const before = [...uncovered.map(({ seconds }) => seconds), ...bounds.before]
  return {
    seenBy: offices(({ role }) => role === 'witness'),
    heldBy: offices(({ role }) => role === 'mirror'),
    durableBy: offices(({ durable }) => durable),
    witnessedBy: [...new Set(covering.flatMap(({ by }) => (isWitnessName(by) ? [by] : [])))],
    ...(before.length === 0 ? {} : { notBefore: instantOf(Math.max(...before)) }),
    ...(after.length === 0 ? {} : { notAfter: instantOf(by) }),
  }
}

/** Not the log's own office, nor one that has a key of it, or of somebody who was counted before: offices first, each by name. */
function independence(
  { offices, witnesses: parts, trustedWitnesses, note }: Input,
  witnesses: readonly Witness[],
): (by: Word['by'], owner: OfficeId | undefined) => boolean {
  const keys = new Map<string, readonly string[]>([
    ...offices.map(({ id, eventKeys, logKeys, formerLogKeys = [] }) => {
      const all = [logKeys, ...formerLogKeys].flatMap((keys) =>
        pairsOf(keys).flatMap(([, pair]) => Object.values(pair)),
      )
      return [id, [...eventKeys.map(({ publicKey }) => publicKey), ...all]] as const
    }),
    ...witnesses.map(
      (each) => [each.name, each.keys.map(({ publicKey }) => toBase64url(publicKey))] as const,
    ),
  ])
  const strangers = new Set<string>()
  if (trustedWitnesses !== undefined)
    for (const { name, keys: shown } of parts)
      if (!shown.every((key) => trustedWitnesses.includes(key))) {
        note('witness-not-compared', name, '')
        strangers.add(name.slice('witness/'.length))
      }
  const order = (by: string) => `${isWitnessName(by) ? 1 : 0} ${by}`
  return (by, owner) => {
    if (by === owner || strangers.has(by)) return false
    const own = keys.get(by) ?? []
    return [...keys].every(
      ([other, theirs]) =>
        other === by ||
        (order(other) > order(by) && other !== owner) ||
        !theirs.some((key) => own.includes(key)),
    )
  }
}

function instantOf(seconds: number): Instant {
  return new Date(seconds * 1_000).toISOString() as Instant
}

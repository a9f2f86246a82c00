// What an office knows of every log, its own among them: which entries it holds, which heads it saw, who confirmed what, and where two histories were signed.
// It signs its own heads, cosigns others' that continue what it saw, and never speaks about a log that forked until a person has decided.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { durableKeptMs, maxFutureSeconds, maxNoteLength } from '../../../shared/kernel/limits.ts'
import {
  formatCheckpoint,
  parseCheckpoint,
  type Checkpoint,
} from '../../../shared/ledger/log/checkpoint.ts'
import {
  cosignerKeysOf,
  cosignersOf,
  headKeysOf,
  unstolen,
} from '../../../shared/ledger/log/keys.schema.ts'
import {
  cosignerRoles,
  originOf,
  parseOrigin,
  type CosignerRole,
} from '../../../shared/ledger/log/names.ts'
import {
  formatNote,
  formatSignature,
  keyIdOf,
  parseNote,
  parseSignatures,
  type Note,
  type NoteKey,
  type NoteSignature,
} from '../../../shared/ledger/log/note.ts'
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
} from '../../../shared/ledger/log/proofs.ts'
import {
  checkSignatures,
  signCheckpoint,
  type VerifyNoteSignature,
} from '../../../shared/ledger/log/signed-message.ts'
import {
  leafHash,
  nodesOfAppend,
  rootOf,
  rootWith,
  type Sha256,
  type TreeNode,
} from '../../../shared/ledger/log/tree.ts'
import type { Witness } from '../../../shared/ledger/log/witness.ts'
import type { Fork, HeadSigners, LogOffice, LogStore, Receipt, StoredHead } from './ports.ts'

export interface TrustOptions {
  readonly office: OfficeId
  readonly store: LogStore
  readonly signers: HeadSigners
  readonly sha256: Sha256
  readonly verify: VerifyNoteSignature
  /** Everybody whose heads and cosignatures count, this office among them. Asked each time: keys change. */
  readonly offices: () => readonly LogOffice[]
  /** Called before this office signs that it holds entries, or a head of its own: what it speaks of is on the disk then. */
  readonly keep: () => void
  /** Witnesses that are no offices, whose cosignatures count too. */
  readonly witnesses?: readonly Witness[]
  /** Real time. */
  readonly nowMs: () => number
}

export type Taken =
  | { readonly kind: 'taken'; readonly size: number }
  /** The entry at `next` comes first. */
  | { readonly kind: 'gap'; readonly next: number }
  /** Another entry was taken at this index before. */
  | { readonly kind: 'different'; readonly index: number }
  /** What is held now is not what a head says that the log signed: both are kept. */
  | { readonly kind: 'fork'; readonly fork: Fork }

export type Seen =
  /** `lines`: what this office says about it, to be given back. */
  | { readonly kind: 'cosigned'; readonly size: number; readonly lines: string }
  | Exclude<Heard, { readonly kind: 'agreed' }>

export type Heard =
  /** It continues what was seen before, and is the largest. */
  | { readonly kind: 'agreed'; readonly origin: string; readonly size: number }
  /** A later head was seen already; this one is kept, and said nothing about. */
  | { readonly kind: 'older'; readonly size: number; readonly seen: number }
  /** Show it again with the proof that it continues the head of size `from`. */
  | { readonly kind: 'needs-proof'; readonly from: number }
  | { readonly kind: 'fork'; readonly fork: Fork }
  /** It forked before, and nobody has decided. */
  | { readonly kind: 'stopped'; readonly fork: Fork }
  /** `unknown-epoch`: the office has another log here; a succession has to be accepted first. */
  | {
      readonly kind: 'refused'
      readonly why:
        'not-a-head' | 'unknown-log' | 'unknown-epoch' | 'not-signed' | 'bad-proof' | 'decided'
      readonly reason: string
    }

/** Proof that a head continues the one of size `from`. */
export interface ConsistencyFrom {
  readonly from: number
  readonly hashes: readonly Uint8Array[]
}

type Refused = Extract<Heard, { kind: 'refused' }>

export interface Trust {
  /** Entries of a log in their order: `hash` is SHA-256 of each message's exact bytes, whether or not its event was accepted. Entries that are held already are compared. */
  take(origin: string, from: number, hashes: readonly Uint8Array[]): Taken
  /** Signs the head of the office's own log over all that it holds. `durable`: with ML-DSA-44 as well. */
  signHead(epoch: string, options?: { readonly durable?: boolean }): string
  /** Judges a head that somebody shows, and keeps it with the cosignatures that are right. */
  hear(note: string, ...proofs: readonly ConsistencyFrom[]): Heard
  /** The same, and cosigns it where it continues what was seen and is the largest. */
  see(note: string, ...proofs: readonly ConsistencyFrom[]): Seen
  /** What this office can say about the latest head it saw of a log: asked for again when more entries are held. Empty where there is nothing to say. */
  confirm(origin: string): string
  /** Cosignatures of a head that is kept here; answers how many were right and of a known office. */
  addReceipts(origin: string, size: number, lines: string): number
  /** A further log of an office that has one here, which goes on with the first `size` entries of the former: after its succession was accepted. */
  succeed(former: string, size: number, origin: string): void
  decide(origin: string, by: string, reason: string): void
  /** Lets go of post-quantum signatures that later ones make up for; answers of how many heads. */
  thin(): number
  /** Where a log stops because it forked; undefined where it does not. */
  stoppedAt(origin: string): Fork | undefined
  root(origin: string, size: number): Uint8Array
  /** The root that the first `size` entries of a log have with one more behind them. */
  rootWith(origin: string, size: number, entry: Uint8Array): Uint8Array
  /** Signature lines of this office as mirror under a head that no log has signed yet. */
  wordAsMirror(head: HeadOf): string
  /** Whether among these lines is an office's right word as mirror under that head. */
  isWordOf(by: OfficeId, head: HeadOf, lines: string): boolean
  inclusion(origin: string, index: number, size: number): readonly Uint8Array[]
  consistency(origin: string, from: number, to: number): readonly Uint8Array[]
  /** The latest head with every cosignature that is kept of it. */
  cosignedHead(origin: string, size?: number): string | undefined
  readonly ownOrigin: (epoch: string) => string
}

export type HeadOf = Pick<Checkpoint, 'origin' | 'size' | 'root'>

export function createTrust(options: TrustOptions): Trust {
  const { office, store, sha256, signers, nowMs } = options
  const seconds = () => Math.floor(nowMs() / 1_000)
  const root = (origin: string, size: number) => rootOf(sha256, size, store.nodes(origin))

  function foundFork(
    head: Pick<Checkpoint, 'origin' | 'size'>,
    between: Fork['between'],
    notes: readonly string[],
  ): Fork {
    const fork: Fork = {
      origin: head.origin,
      agreedSize: agreedBelow(head.origin, head.size),
      between,
      notes,
      foundMs: nowMs(),
    }
    store.putFork(fork)
    return fork
  }

  /** The largest head below `size` that agrees with what is held, or that this office confirmed. */
  function agreedBelow(origin: string, size: number): number {
    const held = store.size(origin)
    const confirmed = new Set(
      store
        .receipts(origin)
        .filter(({ by }) => by === office)
        .map((receipt) => receipt.size),
    )
    const agreed = store
      .heads(origin, 0, size - 1)
      .filter((head) => (head.size <= held ? continues(head, held) : confirmed.has(head.size)))
    return agreed.at(-1)?.size ?? 0
  }

  function take(origin: string, from: number, hashes: readonly Uint8Array[]): Taken {
    const size = store.size(origin)
    if (from > size) return { kind: 'gap', next: size }
    for (let at = from; at < Math.min(size, from + hashes.length); at++) {
      const [held, given] = [store.entry(origin, at), hashes[at - from]]
      if (held === undefined || given === undefined || !sameBytes(held, given))
        return { kind: 'different', index: at }
    }
    const entries = hashes.slice(size - from)
    if (entries.length === 0) return { kind: 'taken', size }
    const nodes = nodesOf(origin, size, entries)
    store.append(origin, size, entries, nodes)
    // A head that was seen before its entries is compared now that they are here.
    for (const head of store.heads(origin, size + 1, size + entries.length))
      if (!sameBytes(root(origin, head.size), head.root))
        return { kind: 'fork', fork: foundFork(head, 'head-and-entries', [head.note]) }
    return { kind: 'taken', size: size + entries.length }
  }

  function nodesOf(origin: string, size: number, entries: readonly Uint8Array[]): TreeNode[] {
    const stored = store.nodes(origin)
    const made = new Map<string, Uint8Array>()
    const nodes: TreeNode[] = []
    for (const [at, entry] of entries.entries()) {
      const read = (level: number, index: number) =>
        made.get(`${level}/${index}`) ?? stored(level, index)
      const leaf = leafHash(sha256, entry)
      for (const node of nodesOfAppend(sha256, size + at, leaf, read)) {
        made.set(`${node.level}/${node.index}`, node.hash)
        nodes.push(node)
      }
    }
    return nodes
  }

  function signHead(epoch: string, { durable = false } = {}): string {
    const origin = originOf(office, epoch)
    const size = store.size(origin)
    const head = { origin, size, root: root(origin, size) }
    const before = store.latestHead(origin)
    // A log that signs two histories is lost: what is held must continue what was signed.
    if (before !== undefined && !continues(before, size))
      throw new Error(
        `${origin} has ${size} entries that do not continue its signed head of ${before.size}: its store of heads was replaced`,
      )
    options.keep()
    const text = formatCheckpoint(head)
    const signatures = signers
      .head(epoch)
      .filter(({ key }) => durable || key.type === 1)
      .map((signer) => signCheckpoint(sha256, signer, text, seconds()))
    const note = formatNote({ text, signatures })
    store.putHead({ ...head, note: mergedNote(before, note, size) }, nowMs())
    return note
  }

  /** A head is signed again on each heartbeat; its post-quantum signature is not lost by that. */
  function mergedNote(before: StoredHead | undefined, note: string, size: number): string {
    if (before?.size !== size) return note
    const [older, newer] = [parseNote(before.note), parseNote(note)]
    if (!older.ok || !newer.ok) return note
    const again = newer.note.signatures.map(({ keyId }) => keyId)
    const log = parseOrigin(before.origin)
    const own = options.offices().find(({ id }) => id === office)
    // One of a key that was changed before the ledger had that size counts no more.
    const counting =
      log === undefined || own === undefined ? [] : headKeysOf(office, log.epoch, own, size)
    const ids = new Set(counting.map((key) => keyIdOf(sha256, key)))
    const kept = older.note.signatures.filter(
      ({ keyId }) => ids.has(keyId) && !again.includes(keyId),
    )
    return formatNote({ ...newer.note, signatures: [...newer.note.signatures, ...kept] })
  }

  function continues(head: StoredHead, size: number): boolean {
    return head.size <= size && sameBytes(root(head.origin, head.size), head.root)
  }

  function see(note: string, ...proofs: readonly ConsistencyFrom[]): Seen {
    const heard = hear(note, ...proofs)
    if (heard.kind !== 'agreed') return heard
    return { kind: 'cosigned', size: heard.size, lines: confirm(heard.origin) }
  }

  function hear(note: string, ...proofs: readonly ConsistencyFrom[]): Heard {
    const opened = openHead(note)
    if (!opened.ok) return opened.refused
    const { head, logNote, cosignatures } = opened
    const { origin, size } = head
    const stopped = store.openFork(origin)
    if (stopped !== undefined) return { kind: 'stopped', fork: stopped }
    if (wasDecided(origin, logNote))
      return refused('decided', 'it is one side of a fork that was decided')

    const before = store.latestHead(origin)
    const same = store.heads(origin, size, size)
    const other = same.find((each) => !sameBytes(each.root, head.root))
    if (other !== undefined)
      return { kind: 'fork', fork: foundFork(head, 'two-heads', [other.note, logNote]) }
    if (size <= store.size(origin)) {
      if (!sameBytes(root(origin, size), head.root))
        return { kind: 'fork', fork: foundFork(head, 'head-and-entries', [logNote]) }
    } else if (before !== undefined && size > before.size && before.size > 0) {
      const proof = proofs.find(({ from }) => from === before.size)
      if (proof === undefined) return { kind: 'needs-proof', from: before.size }
      const claim = {
        from: before.size,
        to: size,
        fromRoot: before.root,
        toRoot: head.root,
        proof: proof.hashes,
      }
      // Not a fork: who carried it may have spoiled it. The entries, once held, decide.
      if (!verifyConsistency(sha256, claim))
        return refused('bad-proof', `it is not proved to continue the head of size ${before.size}`)
    }
    store.putHead({ origin, size, root: head.root, note: keptNote(same[0], logNote) }, nowMs())
    keepReceipts(head, logNote, cosignatures)
    if (before !== undefined && size < before.size)
      return { kind: 'older', size, seen: before.size }
    return { kind: 'agreed', origin, size }
  }

  /** The side that was shown last is not what is kept here. Shown again, it would stop the ledger again after each decision. */
  function wasDecided(origin: string, logNote: string): boolean {
    const text = textOf(logNote)
    return store.forks(origin).some(({ notes }) => textOf(notes.at(-1) ?? '') === text)
  }

  /** A durable note that is kept is not replaced by one that has fewer signatures. */
  function keptNote(kept: StoredHead | undefined, note: string): string {
    return kept !== undefined && kept.note.length > note.length ? kept.note : note
  }

  function openHead(note: string):
    | {
        readonly ok: true
        readonly head: Checkpoint
        readonly logNote: string
        readonly cosignatures: readonly NoteSignature[]
      }
    | { readonly ok: false; readonly refused: Refused } {
    const no = (why: Refused['why'], reason: string) =>
      ({ ok: false, refused: refused(why, reason) }) as const
    if (note.length > maxNoteLength) return no('not-a-head', `it has ${note.length} characters`)
    const parsed = parseNote(note)
    if (!parsed.ok) return no('not-a-head', parsed.reason)
    const head = parseCheckpoint(parsed.note.text)
    const log = head === undefined ? undefined : parseOrigin(head.origin)
    if (head === undefined || log === undefined) return no('not-a-head', 'its text is not a head')
    const known = options.offices().find(({ id }) => id === log.office)
    if (known === undefined) return no('unknown-log', `"${log.office}" is not in the directory`)
    const followed = store.origins().filter((each) => parseOrigin(each)?.office === log.office)
    if (followed.length > 0 && !followed.includes(head.origin))
      return no(
        'unknown-epoch',
        `another log of ${log.office} is followed here: ${followed.join(', ')}`,
      )
    // A stolen key accuses nobody: what it signed before is here, or confirmed by others under later heads.
    const keys = headKeysOf(log.office, log.epoch, unstolen(known), head.size)
    const checked = checkSignatures(sha256, options.verify, parsed.note, keys)
    if (!checked.ok) return no('not-signed', checked.reason)
    if (!checked.signed.some(({ key }) => key.type === 1))
      return no('not-signed', `it has no signature of ${head.origin}`)
    const ids = new Set(keys.map((key) => keyIdOf(sha256, key)))
    const isLogs = (each: NoteSignature) => each.name === head.origin && ids.has(each.keyId)
    const { text, signatures } = parsed.note
    return {
      ok: true,
      head,
      logNote: formatNote({ text, signatures: signatures.filter(isLogs) }),
      cosignatures: signatures.filter((each) => !isLogs(each)),
    }
  }

  /** Each cosignature is checked by itself: one that is wrong does not spoil the others. */
  function keepReceipts(
    head: Pick<Checkpoint, 'origin' | 'size' | 'root'>,
    logNote: string,
    cosignatures: readonly NoteSignature[],
  ): number {
    const parsed = parseNote(logNote)
    if (!parsed.ok) return 0
    const cosigners = allCosigners()
    let kept = 0
    for (const signature of cosignatures) {
      const cosigner = cosigners.find(
        ({ key }) => key.name === signature.name && keyIdOf(sha256, key) === signature.keyId,
      )
      if (cosigner === undefined) continue
      const one: Note = { text: parsed.note.text, signatures: [signature] }
      const checked = checkSignatures(sha256, options.verify, one, [cosigner.key])
      const said = checked.ok ? checked.signed[0]?.seconds : undefined
      if (said === undefined || said > seconds() + maxFutureSeconds) continue
      const { origin, size, root: headRoot } = head
      const { by, role, key } = cosigner
      store.putReceipt(
        { origin, size, root: headRoot, by, role, type: key.type },
        { seconds: said, line: formatSignature(signature) },
      )
      kept++
    }
    return kept
  }

  function allCosigners(): (Pick<Receipt, 'by' | 'role'> & { readonly key: NoteKey })[] {
    return [
      ...options
        .offices()
        .flatMap((each) => cosignersOf(each.id, unstolen(each)))
        .map(({ office: by, role, key }) => ({ by, role, key })),
      ...(options.witnesses ?? []).flatMap(({ name, keys }) =>
        keys.map((key) => ({ by: name, role: 'witness' as const, key })),
      ),
    ]
  }

  function addReceipts(origin: string, size: number, lines: string): number {
    const parsed = lines.length > maxNoteLength ? undefined : parseSignatures(lines)
    const head = store.heads(origin, size, size)[0]
    return parsed?.ok !== true || head === undefined
      ? 0
      : keepReceipts(head, head.note, parsed.signatures)
  }

  function confirm(origin: string): string {
    const head = store.latestHead(origin)
    const parsed = head === undefined ? undefined : parseNote(head.note)
    if (head === undefined || parsed?.ok !== true || store.openFork(origin) !== undefined) return ''
    const { text, signatures } = parsed.note
    const durable = signatures.length > 1
    const roles = rolesFor(head)
    if (roles.includes('mirror')) options.keep()
    const said = roles.flatMap((role) =>
      signers
        .cosign(role)
        .filter(({ key }) => durable || key.type === 4)
        .map((signer) => signCheckpoint(sha256, signer, text, seconds())),
    )
    keepReceipts(head, head.note, said)
    return said.map(formatSignature).join('')
  }

  /** In parts, so that a long ledger is not in memory twice. */
  function succeed(former: string, size: number, origin: string): void {
    store.together(() => {
      for (let from = store.size(origin); from < size; from = store.size(origin)) {
        const entries: Uint8Array[] = []
        for (let at = from; at < Math.min(size, from + copiedAtOnce); at++) {
          const entry = store.entry(former, at)
          if (entry === undefined) throw new Error(`${former} has no entry ${at}`)
          entries.push(entry)
        }
        store.append(origin, from, entries, nodesOf(origin, from, entries))
      }
      // An empty one is followed as well.
      if (size === 0) store.append(origin, 0, [], [])
      store.putSuccession(origin, { former, size })
    })
  }

  function wordAsMirror(head: HeadOf): string {
    options.keep()
    const text = formatCheckpoint(head)
    return signers
      .cosign('mirror')
      .map((signer) => formatSignature(signCheckpoint(sha256, signer, text, seconds())))
      .join('')
  }

  function isWordOf(by: OfficeId, head: HeadOf, lines: string): boolean {
    const known = options.offices().find(({ id }) => id === by)
    const parsed = parseSignatures(lines)
    if (known === undefined || !parsed.ok) return false
    const note = { text: formatCheckpoint(head), signatures: parsed.signatures }
    const keys = cosignerKeysOf(by, 'mirror', unstolen(known))
    const checked = checkSignatures(sha256, options.verify, note, keys)
    return (
      checked.ok &&
      checked.signed.some(({ seconds: said = 0 }) => said <= seconds() + maxFutureSeconds)
    )
  }

  /** `mirror` only where every entry under the head is held here and makes its root. An office says neither about itself, and neither where what it holds says otherwise. */
  function rolesFor(head: StoredHead): readonly CosignerRole[] {
    if (parseOrigin(head.origin)?.office === office) return []
    const held = store.size(head.origin)
    if (head.size > held) return ['witness']
    return continues(head, held) ? cosignerRoles : []
  }

  /** Ed25519 receipts stay for ever: they are small, and say when. ML-DSA-44 of a later head covers what came before it. */
  function thin(): number {
    const before = nowMs() - durableKeptMs
    return store.together(() => {
      let thinned = 0
      for (const origin of store.origins())
        for (const size of store.thinReceipts(origin, 6, before)) {
          for (const head of store.heads(origin, size, size)) keepShortNote(head)
          thinned++
        }
      return thinned
    })
  }

  function keepShortNote(head: StoredHead): void {
    const parsed = parseNote(head.note)
    const log = parseOrigin(head.origin)
    const known = options.offices().find(({ id }) => id === log?.office)
    if (!parsed.ok || log === undefined || known === undefined) return
    const all = headKeysOf(log.office, log.epoch, known, head.size)
    const long = all.filter(({ type }) => type === 6)
    const ids = new Set(long.map((key) => keyIdOf(sha256, key)))
    const signatures = parsed.note.signatures.filter(({ keyId }) => !ids.has(keyId))
    if (signatures.length === 0) return
    store.putHead({ ...head, note: formatNote({ ...parsed.note, signatures }) }, head.lastMs)
  }

  return {
    take,
    thin,
    signHead,
    hear,
    see,
    confirm,
    addReceipts,
    root,
    succeed,
    wordAsMirror,
    rootWith: (origin, size, entry) =>
      rootWith(sha256, size, leafHash(sha256, entry), store.nodes(origin)),
    isWordOf,
    decide: (origin, by, reason) => store.decideFork(origin, { by, reason, decidedMs: nowMs() }),
    stoppedAt: (origin) => store.openFork(origin),
    inclusion: (origin, index, size) => inclusionProof(sha256, index, size, store.nodes(origin)),
    consistency: (origin, from, to) => consistencyProof(sha256, from, to, store.nodes(origin)),
    ownOrigin: (epoch) => originOf(office, epoch),
    cosignedHead: (origin, size) => {
      const head =
        size === undefined ? store.latestHead(origin) : store.heads(origin, size, size)[0]
      if (head === undefined) return undefined
      const lines = store
        .receipts(origin, head.size)
        .filter((receipt) => sameBytes(receipt.root, head.root))
        .map(({ last }) => last.line)
      return head.note + lines.join('')
    },
  }
}

/** Entries of a former log that are copied in one go. */
const copiedAtOnce = 4_096

function refused(why: Refused['why'], reason: string): Refused {
  return { kind: 'refused', why, reason }
}

/** What a note says, without who signed it when. */
function textOf(note: string): string {
  const parsed = parseNote(note)
  return parsed.ok ? parsed.note.text : note
}

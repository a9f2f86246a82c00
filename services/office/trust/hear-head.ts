// Judges a head that somebody shows: signed by its log, continuing what was seen and what is held, or a fork.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import { maxNoteLength } from '../../../shared/kernel/limits.ts'
import { parseCheckpoint, type Checkpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { headKeysOf, unstolen } from '../../../shared/ledger/log/keys.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import {
  formatNote,
  keyIdOf,
  parseNote,
  type NoteSignature,
} from '../../../shared/ledger/log/note.ts'
import { verifyConsistency } from '../../../shared/ledger/log/proofs.ts'
import { checkSignatures } from '../../../shared/ledger/log/signed-message.ts'
import type { Fork, StoredHead } from './ports.ts'
import { keepReceipts } from './cosignatures.ts'
import { foundFork, rootAt, type TrustParts } from './held-entries.ts'

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

export function hear(
  parts: TrustParts,
  note: string,
  ...proofs: readonly ConsistencyFrom[]
): Heard {
  const { store, sha256, nowMs } = parts
  const opened = openHead(parts, note)
  if (!opened.ok) return opened.refused
  const { head, logNote, cosignatures } = opened
  const { origin, size } = head
  const stopped = store.openFork(origin)
  if (stopped !== undefined) return { kind: 'stopped', fork: stopped }
  if (wasDecided(parts, origin, logNote))
    return refused('decided', 'it is one side of a fork that was decided')

  const before = store.latestHead(origin)
  const same = store.heads(origin, size, size)
  const other = same.find((each) => !sameBytes(each.root, head.root))
  if (other !== undefined)
    return { kind: 'fork', fork: foundFork(parts, head, 'two-heads', [other.note, logNote]) }
  if (size <= store.size(origin)) {
    if (!sameBytes(rootAt(parts, origin, size), head.root))
      return { kind: 'fork', fork: foundFork(parts, head, 'head-and-entries', [logNote]) }
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
  keepReceipts(parts, head, logNote, cosignatures)
  if (before !== undefined && size < before.size) return { kind: 'older', size, seen: before.size }
  return { kind: 'agreed', origin, size }
}

function openHead(
  parts: TrustParts,
  note: string,
):
  | {
      readonly ok: true
      readonly head: Checkpoint
      readonly logNote: string
      readonly cosignatures: readonly NoteSignature[]
    }
  | { readonly ok: false; readonly refused: Refused } {
  const { store, sha256 } = parts
  const no = (why: Refused['why'], reason: string) =>
    ({ ok: false, refused: refused(why, reason) }) as const
  if (note.length > maxNoteLength) return no('not-a-head', `it has ${note.length} characters`)
  const parsed = parseNote(note)
  if (!parsed.ok) return no('not-a-head', parsed.reason)
  const head = parseCheckpoint(parsed.note.text)
  const log = head === undefined ? undefined : parseOrigin(head.origin)
  if (head === undefined || log === undefined) return no('not-a-head', 'its text is not a head')
  const known = parts.offices().find(({ id }) => id === log.office)
  if (known === undefined) return no('unknown-log', `"${log.office}" is not in the directory`)
  const followed = store.origins().filter((each) => parseOrigin(each)?.office === log.office)
  if (followed.length > 0 && !followed.includes(head.origin))
    return no(
      'unknown-epoch',
      `another log of ${log.office} is followed here: ${followed.join(', ')}`,
    )
  // A stolen key accuses nobody: what it signed before is here, or confirmed by others under later heads.
  const keys = headKeysOf(log.office, log.epoch, unstolen(known), head.size)
  const checked = checkSignatures(sha256, parts.verify, parsed.note, keys)
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

/** The side that was shown last is not what is kept here. Shown again, it would stop the ledger again after each decision. */
function wasDecided(parts: TrustParts, origin: string, logNote: string): boolean {
  const { store } = parts
  const text = textOf(logNote)
  return store.forks(origin).some(({ notes }) => textOf(notes.at(-1) ?? '') === text)
}

/** A durable note that is kept is not replaced by one that has fewer signatures. */
function keptNote(kept: StoredHead | undefined, note: string): string {
  return kept !== undefined && kept.note.length > note.length ? kept.note : note
}

function refused(why: Refused['why'], reason: string): Refused {
  return { kind: 'refused', why, reason }
}

/** What a note says, without who signed it when. */
function textOf(note: string): string {
  const parsed = parseNote(note)
  return parsed.ok ? parsed.note.text : note
}

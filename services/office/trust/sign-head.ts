// The heads of the office's own log: signed over all that it holds, again on each heartbeat, and kept small over the years.

import { durableKeptMs } from '../../../shared/kernel/limits.ts'
import { formatCheckpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { headKeysOf } from '../../../shared/ledger/log/keys.schema.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { formatNote, keyIdOf, parseNote } from '../../../shared/ledger/log/note.ts'
import { signCheckpoint } from '../../../shared/ledger/log/signed-message.ts'
import type { StoredHead } from './ports.ts'
import { continues, rootAt, secondsNow, type TrustParts } from './held-entries.ts'

export function signHead(parts: TrustParts, epoch: string, { durable = false } = {}): string {
  const { office, store, sha256, signers, nowMs } = parts
  const origin = originOf(office, epoch)
  const size = store.size(origin)
  const head = { origin, size, root: rootAt(parts, origin, size) }
  const before = store.latestHead(origin)
  // A log that signs two histories is lost: what is held must continue what was signed.
  if (before !== undefined && !continues(parts, before, size))
    throw new Error(
      `${origin} has ${size} entries that do not continue its signed head of ${before.size}: its store of heads was replaced`,
    )
  parts.keep()
  const text = formatCheckpoint(head)
  const signatures = signers
    .head(epoch)
    .filter(({ key }) => durable || key.type === 1)
    .map((signer) => signCheckpoint(sha256, signer, text, secondsNow(parts)))
  const note = formatNote({ text, signatures })
  store.putHead({ ...head, note: mergedNote(parts, before, note, size) }, nowMs())
  return note
}

/** A head is signed again on each heartbeat; its post-quantum signature is not lost by that. */
function mergedNote(
  parts: TrustParts,
  before: StoredHead | undefined,
  note: string,
  size: number,
): string {
  const { office, sha256 } = parts
  if (before?.size !== size) return note
  const [older, newer] = [parseNote(before.note), parseNote(note)]
  if (!older.ok || !newer.ok) return note
  const again = newer.note.signatures.map(({ keyId }) => keyId)
  const log = parseOrigin(before.origin)
  const own = parts.offices().find(({ id }) => id === office)
  // One of a key that was changed before the ledger had that size counts no more.
  const counting =
    log === undefined || own === undefined ? [] : headKeysOf(office, log.epoch, own, size)
  const ids = new Set(counting.map((key) => keyIdOf(sha256, key)))
  const kept = older.note.signatures.filter(({ keyId }) => ids.has(keyId) && !again.includes(keyId))
  return formatNote({ ...newer.note, signatures: [...newer.note.signatures, ...kept] })
}

/** Ed25519 receipts stay for ever: they are small, and say when. ML-DSA-44 of a later head covers what came before it. */
export function thin(parts: TrustParts): number {
  const { store, nowMs } = parts
  const before = nowMs() - durableKeptMs
  return store.together(() => {
    let thinned = 0
    for (const origin of store.origins())
      for (const size of store.thinReceipts(origin, 6, before)) {
        for (const head of store.heads(origin, size, size)) keepShortNote(parts, head)
        thinned++
      }
    return thinned
  })
}

function keepShortNote(parts: TrustParts, head: StoredHead): void {
  const { store, sha256 } = parts
  const parsed = parseNote(head.note)
  const log = parseOrigin(head.origin)
  const known = parts.offices().find(({ id }) => id === log?.office)
  if (!parsed.ok || log === undefined || known === undefined) return
  const all = headKeysOf(log.office, log.epoch, known, head.size)
  const long = all.filter(({ type }) => type === 6)
  const ids = new Set(long.map((key) => keyIdOf(sha256, key)))
  const signatures = parsed.note.signatures.filter(({ keyId }) => !ids.has(keyId))
  if (signatures.length === 0) return
  store.putHead({ ...head, note: formatNote({ ...parsed.note, signatures }) }, head.lastMs)
}

// What peers show of this office's own log, as far as this office signed it itself: what its own store of heads may have lost.

import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { parseCheckpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { headKeysOf, unstolen, type AllLogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { parseNote } from '../../../shared/ledger/log/note.ts'
import { parseShown } from '../../../shared/ledger/log/shown.schema.ts'
import {
  checkSignatures,
  type VerifyNoteSignature,
} from '../../../shared/ledger/log/signed-message.ts'
import type { Sha256 } from '../../../shared/ledger/log/tree.ts'
import type { ConfirmedHead } from './ports.ts'

export interface OwnKeys extends AllLogKeys {
  readonly office: OfficeId
  readonly sha256: Sha256
  readonly verify: VerifyNoteSignature
}

/** The head of the own log that a peer shows; undefined where it is about another log, or this office's own signature is not under it. */
export function confirmedHead(
  { office, keys, former, sha256, verify }: OwnKeys,
  by: OfficeId,
  bytes: Uint8Array,
): ConfirmedHead | undefined {
  const note = parseNote(parseShown(bytes)?.note ?? '')
  const head = note.ok ? parseCheckpoint(note.note.text) : undefined
  const log = head === undefined ? undefined : parseOrigin(head.origin)
  if (!note.ok || head === undefined || log?.office !== office) return undefined
  // A peer alone could otherwise stop this office by inventing a head.
  const own = headKeysOf(office, log.epoch, unstolen({ keys, former }), head.size)
  const checked = checkSignatures(sha256, verify, note.note, own)
  if (!checked.ok || !checked.signed.some(({ key }) => key.type === 1)) return undefined
  return { by, origin: head.origin, size: head.size, root: head.root }
}

// What offices and witnesses confirm of a head: cosignatures that are checked and kept, and those that this office gives itself.

import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { maxFutureSeconds, maxNoteLength } from '../../../shared/kernel/limits.ts'
import { formatCheckpoint, type Checkpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { cosignerKeysOf, cosignersOf, unstolen } from '../../../shared/ledger/log/keys.schema.ts'
import { cosignerRoles, parseOrigin, type CosignerRole } from '../../../shared/ledger/log/names.ts'
import {
  formatSignature,
  keyIdOf,
  parseNote,
  parseSignatures,
  type Note,
  type NoteKey,
  type NoteSignature,
} from '../../../shared/ledger/log/note.ts'
import { checkSignatures, signCheckpoint } from '../../../shared/ledger/log/signed-message.ts'
import type { Receipt, StoredHead } from './ports.ts'
import { continues, secondsNow, type TrustParts } from './held-entries.ts'

/** What a log says of itself: its name, how many entries, and their root. */
export type HeadOf = Pick<Checkpoint, 'origin' | 'size' | 'root'>

export function confirm(parts: TrustParts, origin: string): string {
  const { store, sha256, signers } = parts
  const head = store.latestHead(origin)
  const parsed = head === undefined ? undefined : parseNote(head.note)
  if (head === undefined || parsed?.ok !== true || store.openFork(origin) !== undefined) return ''
  const { text, signatures } = parsed.note
  const durable = signatures.length > 1
  const roles = rolesFor(parts, head)
  if (roles.includes('mirror')) parts.keep()
  const said = roles.flatMap((role) =>
    signers
      .cosign(role)
      .filter(({ key }) => durable || key.type === 4)
      .map((signer) => signCheckpoint(sha256, signer, text, secondsNow(parts))),
  )
  keepReceipts(parts, head, head.note, said)
  return said.map(formatSignature).join('')
}

/** `mirror` only where every entry under the head is held here and makes its root. An office says neither about itself, and neither where what it holds says otherwise. */
function rolesFor(parts: TrustParts, head: StoredHead): readonly CosignerRole[] {
  const { office, store } = parts
  if (parseOrigin(head.origin)?.office === office) return []
  const held = store.size(head.origin)
  if (head.size > held) return ['witness']
  return continues(parts, head, held) ? cosignerRoles : []
}

export function addReceipts(
  parts: TrustParts,
  origin: string,
  size: number,
  lines: string,
): number {
  const { store } = parts
  const parsed = lines.length > maxNoteLength ? undefined : parseSignatures(lines)
  const head = store.heads(origin, size, size)[0]
  return parsed?.ok !== true || head === undefined
    ? 0
    : keepReceipts(parts, head, head.note, parsed.signatures)
}

/** Each cosignature is checked by itself: one that is wrong does not spoil the others. */
export function keepReceipts(
  parts: TrustParts,
  head: Pick<Checkpoint, 'origin' | 'size' | 'root'>,
  logNote: string,
  cosignatures: readonly NoteSignature[],
): number {
  const { store, sha256 } = parts
  const parsed = parseNote(logNote)
  if (!parsed.ok) return 0
  const cosigners = allCosigners(parts)
  let kept = 0
  for (const signature of cosignatures) {
    const cosigner = cosigners.find(
      ({ key }) => key.name === signature.name && keyIdOf(sha256, key) === signature.keyId,
    )
    if (cosigner === undefined) continue
    const one: Note = { text: parsed.note.text, signatures: [signature] }
    const checked = checkSignatures(sha256, parts.verify, one, [cosigner.key])
    const said = checked.ok ? checked.signed[0]?.seconds : undefined
    if (said === undefined || said > secondsNow(parts) + maxFutureSeconds) continue
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

function allCosigners(
  parts: TrustParts,
): (Pick<Receipt, 'by' | 'role'> & { readonly key: NoteKey })[] {
  return [
    ...parts
      .offices()
      .flatMap((each) => cosignersOf(each.id, unstolen(each)))
      .map(({ office: by, role, key }) => ({ by, role, key })),
    ...(parts.witnesses ?? []).flatMap(({ name, keys }) =>
      keys.map((key) => ({ by: name, role: 'witness' as const, key })),
    ),
  ]
}

export function wordAsMirror(parts: TrustParts, head: HeadOf): string {
  const { sha256, signers } = parts
  parts.keep()
  const text = formatCheckpoint(head)
  return signers
    .cosign('mirror')
    .map((signer) => formatSignature(signCheckpoint(sha256, signer, text, secondsNow(parts))))
    .join('')
}

export function isWordOf(parts: TrustParts, by: OfficeId, head: HeadOf, lines: string): boolean {
  const { sha256 } = parts
  const known = parts.offices().find(({ id }) => id === by)
  const parsed = parseSignatures(lines)
  if (known === undefined || !parsed.ok) return false
  const note = { text: formatCheckpoint(head), signatures: parsed.signatures }
  const keys = cosignerKeysOf(by, 'mirror', unstolen(known))
  const checked = checkSignatures(sha256, parts.verify, note, keys)
  return (
    checked.ok &&
    checked.signed.some(({ seconds: said = 0 }) => said <= secondsNow(parts) + maxFutureSeconds)
  )
}

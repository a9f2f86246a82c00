// Statements in an evidence file of what offices had seen: each signed with the key of its office's log, and what they say of when an entry was not there yet, and when it was.

import { sameBytes, toHex } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { headKeysOf } from '../log/keys.schema.ts'
import { parseOrigin } from '../log/names.ts'
import { parseNote } from '../log/note.ts'
import { parseSeen, type SeenHead, type SeenStatement } from '../log/seen.ts'
import { checkSignatures, type VerifyNoteSignature } from '../log/signed-message.ts'
import type { Sha256 } from '../log/tree.ts'
import type { PartOf } from './bundle.schema.ts'
import type { Note } from './judgement.ts'
import { allLogKeysOf } from './keys.ts'

export interface SeenBounds {
  /** POSIX seconds of statements of other offices that this log's own office named while its ledger did not have the entry. */
  readonly before: readonly number[]
  /** Of statements of other offices that name a head over the entry. */
  readonly after: readonly number[]
}

export interface JudgedSeen {
  /** `isIndependent`: whose clock counts. */
  bounds(origin: string, index: number, isIndependent: (id: OfficeId) => boolean): SeenBounds
}

export function judgeSeen(
  { sha256, verifyNote }: { readonly sha256: Sha256; readonly verifyNote: VerifyNoteSignature },
  parts: readonly PartOf<'seen'>[],
  offices: readonly PartOf<'office'>[],
  /** Heads of this file that are signed and linked. */
  heads: readonly SeenHead[],
  note: Note,
): JudgedSeen {
  const right = parts.flatMap((part) => {
    const said = statementOf(part)
    if (typeof said === 'string') note('seen-wrong', part.name, said)
    return typeof said === 'object' ? said : []
  })
  const byHash = new Map(right.map((each) => [each.hash, each.said]))
  return {
    bounds(origin, index, isIndependent) {
      const owner = parseOrigin(origin)?.office
      const before = right.flatMap(({ said }) =>
        said.by === owner && said.own.origin === origin && said.own.size <= index
          ? said.others.flatMap(({ statement }) => {
              const named = statement === undefined ? undefined : byHash.get(toHex(statement))
              return named !== undefined && isIndependent(named.by) ? [named.seconds] : []
            })
          : [],
      )
      const after = right.flatMap(({ said }) =>
        isIndependent(said.by) &&
        said.others.some((each) => each.origin === origin && each.size > index && isLinked(each))
          ? [said.seconds]
          : [],
      )
      return { before, after }
    },
  }

  /** A head that is named says something of an entry only where it is one that this file proves to continue the others. */
  function isLinked({ origin, size, root }: SeenHead): boolean {
    return heads.some(
      (head) => head.origin === origin && head.size === size && sameBytes(head.root, root),
    )
  }

  function statementOf(
    part: PartOf<'seen'>,
  ): { readonly said: SeenStatement; readonly hash: string } | string | undefined {
    const parsed = parseNote(part.note)
    if (!parsed.ok) return parsed.reason
    const said = parseSeen(parsed.note.text)
    if (said === undefined) return 'its text is not a statement of what was seen'
    const office = offices.find(({ id }) => id === said.by)
    const epoch = parseOrigin(said.own.origin)?.epoch
    if (office === undefined || epoch === undefined) return `no keys of ${said.by} are here`
    const keys = headKeysOf(said.by, epoch, allLogKeysOf(office), said.own.size)
    const checked = checkSignatures(sha256, verifyNote, parsed.note, keys)
    if (!checked.ok) return checked.reason
    const own = checked.signed.filter(({ key }) => key.type === 1)
    if (own.length === 0) return `no signature of ${said.by}`
    // Its time is its signer's word: no place in a ledger says that it was made before the theft.
    if (own.every(({ key }) => key.stolen === true))
      return void note('key-stolen', part.name, said.by)
    return { said, hash: toHex(sha256(new TextEncoder().encode(parsed.note.text))) }
  }
}

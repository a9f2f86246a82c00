// Statements of what an office had seen of every log, beside its heads: made when something changed, at most once a heartbeat, and at least once an hour.
// They bound times on both sides, also of a ledger that nobody could reach: what it names was there before, and what names it came after.

import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import {
  headHeartbeatMs,
  maxFutureSeconds,
  maxNoteLength,
  maxSeenLength,
  oldestSeenMs,
  seenApartMs,
  seenAtLeastMs,
} from '../../../shared/kernel/limits.ts'
import { headKeysOf, unstolen } from '../../../shared/ledger/log/keys.schema.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { formatNote, keyIdOf, parseNote } from '../../../shared/ledger/log/note.ts'
import {
  formatSeen,
  parseSeen,
  type SeenHead,
  type SeenStatement,
} from '../../../shared/ledger/log/seen.ts'
import { checkSignatures, signCheckpoint } from '../../../shared/ledger/log/signed-message.ts'
import type { StoredStatement } from './ports.ts'
import type { TrustParts } from './held-entries.ts'

export type SeenOptions = Omit<TrustParts, 'keep'>

export function createSeen({
  office,
  store,
  signers,
  sha256,
  verify,
  offices,
  nowMs,
}: SeenOptions) {
  const bytesOf = (text: string) => new TextEncoder().encode(text)
  const present = (id: OfficeId) =>
    store.origins().findLast((origin) => parseOrigin(origin)?.office === id)

  /** The newest heads as they are known now; undefined before the own log has one. */
  function known(epoch: string): Pick<SeenStatement, 'own' | 'others'> | undefined {
    const own = store.latestHead(originOf(office, epoch))
    if (own === undefined) return undefined
    const others = offices().flatMap(({ id }) => {
      const origin = id === office ? undefined : present(id)
      const head = origin === undefined ? undefined : store.latestHead(origin)
      const statement = store.latestStatement(id)?.hash
      if (head === undefined) return []
      return [{ ...headOf(head), ...(statement === undefined ? {} : { statement }) }]
    })
    return { own: headOf(own), others }
  }

  return {
    /** What this office says now: a new statement where one is due, otherwise the last one. */
    statement(epoch: string): string | undefined {
      const heads = known(epoch)
      const last = store.latestStatement(office)
      if (heads === undefined) return last?.note
      const seconds = Math.floor(nowMs() / 1_000)
      const ageMs = last === undefined ? Infinity : nowMs() - last.seconds * 1_000
      const said = last === undefined ? undefined : parseSeen(textOf(last))
      const isDue =
        ageMs >= (said !== undefined && isSame(said, heads) ? seenAtLeastMs : headHeartbeatMs)
      const signer = signers.head(epoch).find(({ key }) => key.type === 1)
      if (!isDue || signer === undefined) return last?.note
      const text = formatSeen({ by: office, seconds, ...heads })
      const note = formatNote({ text, signatures: [signCheckpoint(sha256, signer, text, seconds)] })
      store.putStatement({ by: office, seconds, hash: sha256(bytesOf(text)), note })
      return note
    },
    /**
     * Whether another office says it: signed with the key of the log that it names as its own. It is kept without whatever else hangs on it,
     * and not more often than an honest office says anything.
     */
    hear(from: OfficeId, note: string): boolean {
      const parsed = note.length > maxNoteLength ? undefined : parseNote(note)
      const said = parsed?.ok === true ? parseSeen(parsed.note.text) : undefined
      const known = offices().find(({ id }) => id === from)
      const epoch = said === undefined ? undefined : parseOrigin(said.own.origin)?.epoch
      if (parsed?.ok !== true || said?.by !== from || epoch === undefined || known === undefined)
        return false
      const keys = headKeysOf(from, epoch, unstolen(known), said.own.size)
      const checked = checkSignatures(sha256, verify, parsed.note, keys)
      const own = checked.ok ? checked.signed.find(({ key }) => key.type === 1) : undefined
      const { text } = parsed.note
      const ageMs = nowMs() - said.seconds * 1_000
      if (own === undefined || ageMs < -maxFutureSeconds * 1_000 || text.length > maxSeenLength)
        return false
      const last = store.latestStatement(from)?.seconds ?? -Infinity
      if (ageMs > oldestSeenMs || (said.seconds - last) * 1_000 < seenApartMs) return true
      const signatures = parsed.note.signatures.filter(
        ({ name, keyId }) => name === own.key.name && keyId === keyIdOf(sha256, own.key),
      )
      store.putStatement({
        by: from,
        seconds: said.seconds,
        hash: sha256(bytesOf(text)),
        note: formatNote({ text, signatures: signatures.slice(0, 1) }),
      })
      return true
    },
  }
}

export type SeenStatements = ReturnType<typeof createSeen>

export function textOf({ note }: Pick<StoredStatement, 'note'>): string {
  const parsed = parseNote(note)
  return parsed.ok ? parsed.note.text : ''
}

function headOf({ origin, size, root }: SeenHead): SeenHead {
  return { origin, size, root }
}

/** Whether it names the same heads; that somebody said so again is nothing new. */
function isSame(said: SeenStatement, heads: Pick<SeenStatement, 'own' | 'others'>): boolean {
  const [before, now] = [
    [said.own, ...said.others],
    [heads.own, ...heads.others],
  ]
  return (
    before.length === now.length &&
    before.every(
      ({ origin, size, root }, at) =>
        now[at]?.origin === origin && now[at].size === size && sameBytes(now[at].root, root),
    )
  )
}

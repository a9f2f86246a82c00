// A broker and its ledger in memory, for tests of what stands upon the port: it can be lost, and can lose an acknowledgement.
// It is held to the promises of the port by the same suite as the real one, test/ports/ledger.test.ts.

import { LedgerPermissionError, LedgerUnavailableError } from '../../services/office/faults.ts'
import { hashOf } from '../../services/adapters/ledger/read.ts'
import type { Append, Ledger } from '../../services/office/ports.ts'
import { kindsOf, subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'

export interface MemoryBroker {
  /** Everything that was stored, in its order: what followers would be told. */
  readonly messages: readonly LedgerMessage[]
  /** Another process's hold on the same ledger. */
  open(): Ledger
  /** From now on nothing is answered, until `back`. */
  away(): void
  back(): void
  /** The next append is stored, and its caller is told that nothing is known. */
  loseNextAnswer(): void
}

export function memoryBroker(
  { id, role }: { readonly id: OfficeId; readonly role: 'commissioner' | 'observer' },
  epoch = 'memory-epoch',
): MemoryBroker {
  const messages: LedgerMessage[] = []
  const eventIds = new Set<string>()
  let isUp = true
  let losesAnswer = false

  const stored = (subject: string, after: number) =>
    messages.filter((each) => each.subject === subject && each.sequence > after)

  function put({ ref, eventId, bytes, expectedSequence }: Append): void {
    const subject = subjectOf(ref)
    if (ref.office !== id || !kindsOf(role).includes(ref.kind))
      throw new LedgerPermissionError(`the ledger of ${id} does not permit this: ${subject}`)
    const last = messages.findLast((each) => each.subject === subject)?.sequence ?? 0
    if (eventIds.has(eventId) || last !== expectedSequence) return
    // A copy: what the caller does with its bytes afterwards is not in the ledger.
    const kept = Uint8Array.from(bytes)
    eventIds.add(eventId)
    messages.push({ bytes: kept, hash: hashOf(kept), subject, sequence: messages.length + 1 })
  }

  function open(): Ledger {
    let isOpen = true
    const needed = () => {
      if (!isOpen || !isUp) throw new LedgerUnavailableError(`the broker of ${id} is away`)
    }
    return {
      office: id,
      epoch,
      get connected() {
        return isOpen && isUp
      },
      append: async (append) => {
        needed()
        const before = messages.length
        put(append)
        if (losesAnswer && messages.length > before) {
          losesAnswer = false
          throw new LedgerUnavailableError(
            `the ledger of ${id} cannot be used now: no answer in time`,
          )
        }
        const [found] = stored(subjectOf(append.ref), append.expectedSequence)
        return found !== undefined && found.hash === hashOf(append.bytes)
          ? { kind: 'appended', sequence: found.sequence }
          : { kind: 'conflict' }
      },
      read: async (ref: AggregateRef, after: number) => {
        needed()
        return stored(subjectOf(ref), after).map((each) => ({
          ...each,
          bytes: Uint8Array.from(each.bytes),
        }))
      },
      [Symbol.asyncDispose]: async () => {
        isOpen = false
      },
    }
  }

  return {
    messages,
    open,
    away: () => void (isUp = false),
    back: () => void (isUp = true),
    loseNextAnswer: () => void (losesAnswer = true),
  }
}

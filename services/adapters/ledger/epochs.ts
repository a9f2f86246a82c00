// Finds the message with which a ledger begins another epoch, and judges whether that epoch is followed here. It reads and stops nothing.

import { subjectOf } from '../../../shared/kernel/ids.ts'
import { readSuccessor, type Successor } from '../../../shared/ledger/succession.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import { ledgersRef } from '../../../shared/office/ledgers.schema.ts'
import type { LedgerLog } from './broker.ts'
import type { IntakeParts } from './intake.ts'

export interface EpochsParts extends Pick<
  IntakeParts,
  'office' | 'store' | 'verifySignature' | 'archive' | 'entries'
> {
  readonly log: LedgerLog
}

export class Epochs {
  readonly #parts: EpochsParts

  constructor(parts: EpochsParts) {
    this.#parts = parts
  }

  /** The successor that a message announces, if it begins another epoch than the known one. */
  successorIn(message: LedgerMessage): Successor | undefined {
    const { office, store, verifySignature } = this.#parts
    if (message.subject !== subjectOf(ledgersRef(office.id))) return undefined
    const found = readSuccessor(message, office, verifySignature)
    return found?.epoch === store.cursor(office.id).epoch ? undefined : found
  }

  /** `waits`: a person has to decide whether it is followed. */
  judge(
    message: LedgerMessage,
    successor: Successor,
  ): { readonly kind: 'none' | 'followed' } | { readonly kind: 'waits'; readonly reason: string } {
    const { office, entries, archive, log } = this.#parts
    if (entries === undefined) return { kind: 'none' }
    const judged = entries.succession(message, successor)
    if (judged.kind === 'not-it') {
      log.error({ office: office.id, reason: judged.reason }, 'no successor of this ledger')
      return { kind: 'none' }
    }
    // Accepting a successor says that every entry is held, this one too.
    archive?.put(office.id, [message])
    return judged
  }

  /** The messages before the one that begins another epoch; that one then comes first in its own batch. */
  before(messages: readonly LedgerMessage[]): readonly LedgerMessage[] {
    const at = messages.findIndex(
      (message, index) => index > 0 && this.successorIn(message) !== undefined,
    )
    return at < 0 ? messages : messages.slice(0, at)
  }
}

// The ways a ledger can fail that are not refusals. The names of the last two are known to workflows as not worth trying again.

/** The broker is away or does not answer: try again. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError'
}

/** The broker refuses these credentials: someone has to look at them or at its configuration. */
export class LedgerPermissionError extends Error {
  override readonly name = 'LedgerPermissionError'
}

/** The ledger is not what this office wrote, or not set up as a ledger must be: nothing may be added before someone has looked. */
export class LedgerIntegrityError extends Error {
  override readonly name = 'LedgerIntegrityError'
}

export class SealError extends Error {
  override readonly name = 'SealError'
  /** `unreadable`: changed, or never sealed properly. `elsewhere`: sealed for another place, and put here by somebody. `unsealable`: nothing was sealed. */
  readonly kind: 'no-recipient' | 'unreadable' | 'elsewhere' | 'unsealable'
  constructor(kind: SealError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

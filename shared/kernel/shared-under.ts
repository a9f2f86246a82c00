// Under what an office lets others read an event: by what law, for what purpose, to whom, and whether it may be passed on. It is signed with the event.
// What the law says is in policy packs; which event is of which class, in shared/ledger/sharing.ts.

import type { LocalDate } from './date.ts'
import type { OfficeId } from './ids.ts'
import type { RuleRef } from './problems.ts'
import type { Text } from './text.ts'

export interface SharedUnder {
  /** What sort of fact it is: `act`, `compliance` … A newer office may know more of them. */
  readonly class: string
  /** The day of sharing, by the office's legal clock. The law of that day counts, not that of the fact. */
  readonly on?: LocalDate | undefined
  readonly pack?:
    | { readonly statute: string; readonly version: string; readonly inForceFrom: LocalDate }
    | undefined
  /** One, or several where different readers have it by different law. */
  readonly terms: readonly SharingTerms[]
}

export interface SharingTerms {
  /** Anyone, or the offices that read this ledger by this law on that day. */
  readonly with: 'anyone' | readonly OfficeId[]
  readonly basis: readonly RuleRef[]
  /** The agreement that stood. */
  readonly agreement?: { readonly id: string; readonly name: Text } | undefined
  /** Readers with whom no agreement is known, where the law can be read to ask for one. */
  readonly noAgreementWith?: readonly OfficeId[] | undefined
  readonly purpose: Text
  readonly onward: {
    readonly may: 'freely' | 'with-consent' | 'unstated'
    /** Whose consent. */
    readonly of?: Text | undefined
    readonly basis: readonly RuleRef[]
  }
}

/** Whether somebody who got it has to ask before passing it on: by some of its terms, or because it does not say. */
export function asksBeforePassingOn(shared: SharedUnder | undefined): boolean {
  return shared === undefined || shared.terms.some(({ onward }) => onward.may !== 'freely')
}

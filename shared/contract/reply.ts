// What whoever sent a command is told: it is recorded, as this event, or refused, for this reason, or it waits for a second person.

import type { Problem } from '../kernel/problems.ts'

export type SubmitReply =
  | {
      readonly kind: 'recorded'
      readonly version: number
      readonly eventId: string
      readonly event: { readonly kind: string }
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** `prepared`: nothing is recorded yet, because the office wants two people for it; another one approves it by this id. */
export type ActReply = SubmitReply | { readonly kind: 'prepared'; readonly prepared: string }

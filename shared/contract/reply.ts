// What whoever sent a command is told: it is recorded, as this event, or refused, for this reason.

import type { Problem } from '../kernel/problems.ts'

export type SubmitReply =
  | {
      readonly kind: 'recorded'
      readonly version: number
      readonly eventId: string
      readonly event: { readonly kind: string }
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

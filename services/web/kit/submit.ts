// The answer to a recorded command, as the API gives it; the same for orders, matters and joint actions.

import type { SubmitReply } from '../../../shared/contract/reply.ts'

type Recorded = Extract<SubmitReply, { kind: 'recorded' }>

/** Only what the contract says: the reply of an office may carry more. */
export function recordedAnswer({ kind, version, eventId, event }: Recorded) {
  return { kind, version, eventId, event }
}

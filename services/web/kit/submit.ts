// The answers to a command, as the API gives them: recorded, or only tried. The same for orders, matters and joint actions.

import type { AllowedAct, Preview } from '../../../shared/contract/acting.schema.ts'
import type { Context } from 'hono'
import type { ActReply, SubmitReply } from '../../../shared/contract/reply.ts'
import { refused } from './problem.ts'

type Recorded = Extract<SubmitReply, { kind: 'recorded' }>

/** Only what the contract says: the reply of an office may carry more. */
export function recordedAnswer({ kind, version, eventId, event }: Recorded) {
  return { kind, version, eventId, event }
}

export function previewAnswer(preview: Exclude<Preview, { kind: 'refused' }>) {
  return preview.kind === 'recorded'
    ? recordedAnswer(preview)
    : { ...preview, deadlines: [...preview.deadlines], duties: [...preview.duties] }
}

/** Without what was tried to find it out. */
export function allowedAnswer(acts: readonly AllowedAct[]) {
  return acts.map((act) => {
    const what = { kind: act.kind, ...(act.which === undefined ? {} : { which: act.which }) }
    return act.may
      ? { ...what, may: true as const }
      : { ...what, may: false as const, problem: act.problem }
  })
}

/** Recorded, refused, or kept until another person approves it: 202, because nothing is recorded yet. */
export function actAnswer(c: Context, reply: ActReply) {
  if (reply.kind === 'refused') return refused(c, reply.problem)
  if (reply.kind === 'prepared') return c.json({ kind: reply.kind, prepared: reply.prepared }, 202)
  return c.json(recordedAnswer(reply), 200)
}

// The answers to a command, as the API gives them: recorded, or only tried. The same for orders, matters and joint actions.

import type { AllowedAct, Preview } from '../../../shared/contract/acting.schema.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'

type Recorded = Extract<SubmitReply, { kind: 'recorded' }>

/** Only what the contract says: the reply of an office may carry more. */
export function recordedAnswer({ kind, version, eventId, event }: Recorded) {
  return { kind, version, eventId, event }
}

export function previewAnswer(preview: Exclude<Preview, { kind: 'refused' }>) {
  return preview.kind === 'recorded'
    ? recordedAnswer(preview)
    : { ...preview, deadlines: [...preview.deadlines] }
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

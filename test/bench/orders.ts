// The commands of one order's life as the bench runs it, all of today, so that every alarm is ahead and the order ends by being closed.

import type { LocalDate } from '../../shared/kernel/date.ts'
import type { AggregateRef, CommandId, MatterId, OfficeId } from '../../shared/kernel/ids.ts'
import type { OrderCommand } from '../../shared/order/order.schema.ts'
import { respondent } from '../support/founding.ts'

export const commandsPerOrder = 6

export function orderRef(office: OfficeId, id: string): AggregateRef {
  return { office, kind: 'order', id }
}

/** Issue, serve, refuse, challenge, decide, close. */
export function lifeOf(ref: AggregateRef, on: LocalDate): OrderCommand[] {
  const base = (kind: string) => ({ id: `${ref.id}/${kind}` as CommandId, on, by: 'bench' })
  return [
    {
      kind: 'issue',
      ...base('issue'),
      matter: 'bench' as MatterId,
      statute: 'ca-bc-pipa',
      respondent,
      terms,
    },
    { kind: 'serve', ...base('serve'), party: respondent.id, means: 'courier' },
    {
      kind: 'refuse',
      ...base('refuse'),
      reason: 'The respondent says that the Act does not apply to it.',
    },
    {
      kind: 'challenge',
      ...base('challenge'),
      challenge: 'JR1',
      challengeKind: 'judicial-review',
      forum: 'Supreme Court of British Columbia',
    },
    {
      kind: 'decide',
      ...base('decide'),
      challenge: 'JR1',
      outcome: 'upheld',
      citation: '2026 BCSC 1',
      endsStay: true,
    },
    { kind: 'close', ...base('close'), reason: 'Complied with after the decision.' },
  ]
}

/** As long as the terms of the founding orders. */
const wording =
  'stop offering its facial recognition services to clients in the province, collected from individuals without their consent, and confirm in writing that it has'
const text = { en: wording, fr: wording }
const terms = [
  {
    id: 'T1',
    theme: 'stop-offering',
    kind: 'prohibition' as const,
    effort: 'absolute' as const,
    text,
  },
  {
    id: 'T2',
    theme: 'stop-collection',
    kind: 'prohibition' as const,
    effort: 'best-efforts' as const,
    text,
  },
  { id: 'T3', theme: 'delete', kind: 'mandate' as const, effort: 'best-efforts' as const, text },
]

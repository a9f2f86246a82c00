// What one command became, for people: the event, and the dates and stays that follow from it.

import { z } from 'zod'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { stayOfTermsSchema } from '../../../shared/order/order.schema.ts'
import { deadlineSchema } from '../../../shared/policy/deadline.schema.ts'
import type { Recorded } from '../../client/office-client.ts'
import { noAdvice, type Paint } from './output.ts'
import { deadlineWords, ruleText } from './law.ts'
import { wrap } from './table.ts'

/** What an event may say about dates and stays; a newer office's event may say it in another way, and then nothing is shown. */
const followsSchema = z.object({
  deadlines: z.array(deadlineSchema).catch([]),
  inTime: z.enum(['yes', 'no', 'unknown']).optional().catch(undefined),
  stays: z.array(stayOfTermsSchema).catch([]),
  before: deadlineSchema.optional().catch(undefined),
  after: deadlineSchema.optional().catch(undefined),
})

export function renderRecorded(
  ref: AggregateRef,
  command: { readonly id: string; readonly on: string },
  { event, version, eventId }: Recorded,
  paint: Paint,
): string {
  const { deadlines, inTime, stays, before, after } = followsSchema.parse(event)
  const lines = [
    `${paint('green', 'recorded')}  ${ref.office}:${ref.id}  version ${version}  ${event.kind} on ${command.on}`,
    `  event    ${eventId}`,
    `  command  ${command.id}`,
  ]
  if (inTime !== undefined)
    lines.push(
      `  in time  ${inTime === 'unknown' ? 'not known' : inTime}; ${stays.length === 0 ? 'stays nothing by statute' : `stays ${stays.map((stay) => `${stay.terms.join(', ')} until ${stay.until} (${stay.rules.map(ruleText).join(', ')})`).join('; ')}`}`,
    )
  for (const { id, date, lenientDate, terms, rules } of deadlines)
    lines.push(
      wrap(
        `  ${date}${lenientDate === undefined ? '' : ` (or ${lenientDate})`}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}  ${rules.map(ruleText).join(', ')}`,
        '    ',
      ),
    )
  const either = after ?? before
  if (either !== undefined)
    lines.push(
      wrap(
        `  ${before?.date ?? 'no date'} → ${after?.date ?? 'no date'}  ${deadlineWords[either.id]}${either.terms.length === 0 ? '' : ` ${either.terms.join(', ')}`}  ${either.rules.map(ruleText).join(', ')}`,
        '    ',
      ),
    )
  if (deadlines.length > 0 || either !== undefined) lines.push(`  ${noAdvice}`)
  return lines.join('\n')
}

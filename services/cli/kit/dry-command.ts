// `--dry-run`: what a command would become and which dates would follow, asked of the office, without recording it.

import { previewSchema } from '../../../shared/contract/acting.schema.ts'
import type { z } from 'zod'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { MatterCommand } from '../../../shared/matter/matter.schema.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import { deadlineWords, ruleText } from './law.ts'
import { noAdvice, print, reportProblem, type Io, type Paint } from './output.ts'
import { wrap } from './table.ts'

type Preview = z.output<typeof previewSchema>

export async function dryCommand(
  io: Io,
  client: OfficeClient,
  ref: AggregateRef,
  command: OrderCommand | MatterCommand,
  json: boolean | undefined,
): Promise<void> {
  const path =
    ref.kind === 'order'
      ? `orders/${encodeURIComponent(`${ref.office}:${ref.id}`)}`
      : `matters/${encodeURIComponent(ref.id)}`
  try {
    const preview = await client.post(`/v1/${path}/preview`, command, previewSchema)
    print(io, json, preview, (found, paint) => renderPreview(ref, command, found, paint))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    io.exit(reportProblem(io, error.problem, json))
  }
}

function renderPreview(
  ref: AggregateRef,
  command: { readonly on: string },
  preview: Preview,
  paint: Paint,
): string {
  const name = `${ref.office}:${ref.id}`
  if (preview.kind === 'recorded')
    return `${paint('bold', 'recorded before')}  ${name}  version ${preview.version}  ${preview.event.kind}\n  event    ${preview.eventId}`
  const { event, version, order, deadlines } = preview
  const before = order?.before?.status ?? 'none'
  return [
    `${paint('bold', 'would be recorded')}  ${name}  version ${version + 1}  ${event.kind} on ${command.on}`,
    ...(order === null || before === order.after.status
      ? []
      : [`  status   ${before} → ${order.after.status}`]),
    ...(deadlines.length === 0 ? ['  No date comes, moves or goes.'] : []),
    ...deadlines.map(({ id, name: of, terms, before: was, after }) =>
      wrap(
        `  ${was?.date ?? 'no date'} → ${dateOf(after)}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}${of === undefined ? '' : ` (${of})`}  ${((after ?? was)?.rules ?? []).map(ruleText).join(', ')}`,
        '    ',
      ),
    ),
    'Nothing was recorded.',
    ...(deadlines.length === 0 ? [] : [noAdvice]),
  ].join('\n')
}

function dateOf(
  deadline: { readonly date: string; readonly lenientDate?: string | undefined } | null,
) {
  if (deadline === null) return 'no date'
  return `${deadline.date}${deadline.lenientDate === undefined ? '' : ` (or ${deadline.lenientDate})`}`
}

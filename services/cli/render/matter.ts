// Matters for people.

import type { MatterDetail, MatterSummary } from '../../../shared/contract/views.schema.ts'
import type { Paint } from '../kit/output.ts'
import { renderBoardOrder } from './board.ts'
import { table, wrap } from '../kit/table.ts'

export function renderMatters({ matters }: { matters: readonly MatterSummary[] }): string {
  if (matters.length === 0) return 'No matters.'
  return table(
    [24, 34, 20, 18],
    matters.map(({ matter, title, offices, orders }) => [
      matter,
      title?.en ?? '',
      offices.join('\n'),
      `${orders.length} orders`,
    ]),
    ['Matter', 'Title', 'Offices', 'Orders'],
  )
}

export function renderMatter(detail: MatterDetail, paint: Paint): string {
  const { matter, title, respondent, files, entries, orderViews } = detail
  const head = [
    `${paint('bold', matter)}  ${title?.en ?? ''}`,
    ...(respondent === null ? [] : [`  respondent  ${respondent.name}`]),
    ...files.map(({ office, file }) => `  file        ${office}  ${file}`),
  ]
  const said = entries.map(({ on, office, event, confidence }) =>
    wrap(
      `  ${on}  ${office}  ${event.kind}${'text' in event && event.text !== undefined ? `: ${event.text.en}` : ''}${confidence === null ? '' : ` · ${confidence}`}`,
      100,
      '              ',
    ),
  )
  return [
    head.join('\n'),
    ...(said.length === 0 ? [] : [[paint('bold', 'Entries'), ...said].join('\n')]),
    ...orderViews.map((order) => renderBoardOrder(order, paint)),
  ].join('\n\n')
}

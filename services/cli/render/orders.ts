// A list of orders, one line each.

import type { BoardOrder } from '../../../shared/board/board.schema.ts'
import type { Paint } from '../kit/output.ts'
import { table } from '../kit/table.ts'

export function renderOrders(
  { asOf, orders }: { asOf: string; orders: readonly BoardOrder[] },
  paint: Paint,
): string {
  if (orders.length === 0) return `No such orders on ${asOf}.`
  const rows = orders.map((order) => [
    order.order,
    order.respondent,
    order.status,
    order.issuedOn,
    order.nextAlarm === null ? '' : `${order.nextAlarm.date} ${order.nextAlarm.deadline}`,
  ])
  return [
    paint('bold', `Orders on ${asOf}`),
    table([28, 25, 12, 12, 16], rows, ['Order', 'Respondent', 'Status', 'Issued', 'Next']),
  ].join('\n')
}

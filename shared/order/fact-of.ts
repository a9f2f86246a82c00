// When a fact was, who said so, and how sure it is: the same on every event of an order.

import type { OrderCommand, OrderEvent } from './order.schema.ts'

export function factOf(
  command: OrderCommand,
): Pick<OrderEvent, 'on' | 'by' | 'confidence' | 'source' | 'between'> {
  const { on, by, confidence, source, between } = command
  return {
    on,
    ...(by === undefined ? {} : { by }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(source === undefined ? {} : { source }),
    ...(between === undefined ? {} : { between }),
  }
}

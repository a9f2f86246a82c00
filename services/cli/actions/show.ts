// Reads: the board, orders, one order.

import { z } from 'zod'
import { boardOrderSchema, boardSchema } from '../../../shared/board/board.schema.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { orderDetailSchema } from '../../../shared/contract/views.schema.ts'
import { print, type Io } from '../kit/output.ts'
import { renderBoard } from '../render/board.ts'
import { renderOrder } from '../render/order.ts'
import { renderOrders } from '../render/orders.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'

const ordersSchema = z.strictObject({ asOf: dateSchema, orders: z.array(boardOrderSchema) })

export async function showBoard(
  io: Io,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const client = await findOffice(options)
  print(
    io,
    options.json,
    await client.get('/v1/board', boardSchema, { asOf: options.asOf, knownOn: options.knownOn }),
    renderBoard,
  )
}

export async function showOrder(
  io: Io,
  order: string,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const client = await findOffice(options, { order })
  print(
    io,
    options.json,
    await client.get(`/v1/orders/${encodeURIComponent(order)}`, orderDetailSchema, {
      asOf: options.asOf,
      knownOn: options.knownOn,
    }),
    renderOrder,
  )
}

export async function listOrders(
  io: Io,
  options: TargetOptions & {
    asOf?: string
    knownOn?: string
    of?: string
    matter?: string
    status?: string
  },
): Promise<void> {
  const client = await findOffice(options)
  const { asOf, knownOn, of, matter, status } = options
  print(
    io,
    options.json,
    await client.get('/v1/orders', ordersSchema, { asOf, knownOn, office: of, matter, status }),
    renderOrders,
  )
}

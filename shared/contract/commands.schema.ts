// The commands that people may send: an alarm is the workflow's own, and a correction is made by the office of what its drift lists.

import { z } from 'zod'
import { matterCommandSchema } from '../matter/matter.schema.ts'
import { orderCommandSchema } from '../order/order.schema.ts'

const isPublic = <O extends { shape: { kind: z.ZodLiteral<string> } }>(
  option: O,
): option is Exclude<O, { shape: { kind: z.ZodLiteral<'mark-reached' | 'approve-correction'> } }> =>
  !['mark-reached', 'approve-correction'].includes(option.shape.kind.value)
const orderCommands = orderCommandSchema.options.filter(isPublic)
const matterCommands = matterCommandSchema.options.filter(isPublic)
const kindsOf = (options: readonly { shape: { kind: z.ZodLiteral<string> } }[]) => ({
  error: ({ code }: { code: string }) =>
    code === 'invalid_union'
      ? `expected one of ${options.map((option) => option.shape.kind.value).join(', ')}`
      : undefined,
})

export const publicOrderCommandSchema = z
  .discriminatedUnion(
    'kind',
    orderCommands as [(typeof orderCommands)[number], ...typeof orderCommands],
    kindsOf(orderCommands),
  )
  .meta({ id: 'OrderCommand' })
export const publicMatterCommandSchema = z
  .discriminatedUnion(
    'kind',
    matterCommands as [(typeof matterCommands)[number], ...typeof matterCommands],
    kindsOf(matterCommands),
  )
  .meta({ id: 'MatterCommand' })

// Writes a calendar feed as an office gives it.

import { parseOrderId } from '../../../shared/kernel/ids.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { Io } from '../kit/output.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'

interface CalendarOptions extends Omit<TargetOptions, 'office' | 'json'> {
  readonly matter?: string
  readonly order?: string
  readonly all?: boolean
  /** `true` where the option came without an id. */
  readonly office?: string | true
  readonly lang: 'en' | 'fr'
}

export async function writeCalendar(
  io: Io,
  { office, matter, order, all, lang, ...rest }: CalendarOptions,
): Promise<void> {
  const path = pathOf({ matter, order, all })
  const client = await findOffice(
    { ...rest, ...(typeof office === 'string' ? { office } : {}) },
    order === undefined ? {} : { order },
  )
  // The last line end is the output's own.
  io.out((await client.text(path, { lang })).replace(/\n$/, ''))
}

function pathOf({
  matter,
  order,
  all,
}: {
  matter: string | undefined
  order: string | undefined
  all: boolean | undefined
}): string {
  if (matter !== undefined) return `/calendar/matters/${encodeURIComponent(matter)}.ics`
  if (order === undefined) return `/calendar/${all === true ? 'all' : 'office'}.ics`
  const ref = parseOrderId(order)
  if (ref === undefined)
    throw new ProblemError({
      code: 'invalid-input',
      message: `${JSON.stringify(order)} is not an order id: expected one such as ca-bc-oipc:P21-08`,
      value: order,
    })
  return `/calendar/orders/${ref.office}/${ref.id}.ics`
}

// What is due across orders, from an office; or which dates follow from a day under a statute, computed here with the packs of this version.

import { z } from 'zod'
import { parseDate, type LocalDate } from '../../../shared/kernel/date.ts'
import { packFor } from '../../../shared/policy/clocks.ts'
import { explainDeadlines, startsOf } from '../../../shared/policy/explain.ts'
import { dateSchema, type TermKind } from '../../../shared/policy/pack.schema.ts'
import { ProblemError, unwrap } from '../../../shared/kernel/problems.ts'
import { upcomingSchema } from '../../../shared/contract/views.schema.ts'
import { zoneData as checkedZoneData } from '../../platform/clock.ts'
import { loadPacks } from '../../platform/packs.ts'
import { print, type Io } from '../kit/output.ts'
import { renderComputed, renderUpcoming } from '../render/deadlines.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'

const deadlinesSchema = z.strictObject({ today: dateSchema, deadlines: z.array(upcomingSchema) })
export type UpcomingDeadlines = z.output<typeof deadlinesSchema>

export async function upcoming(
  io: Io,
  options: TargetOptions & { asOf?: string; until?: string; given?: string },
): Promise<void> {
  if (options.given !== undefined)
    throw new ProblemError({
      code: 'invalid-input',
      message: '--given needs a statute, such as "concert deadlines ca-bc-pipa --given 2021-12-14"',
      value: options.given,
    })
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get('/v1/deadlines', deadlinesSchema, { asOf: options.asOf, until: options.until }),
    renderUpcoming,
  )
}

interface ComputeOptions {
  readonly given?: string
  readonly term?: TermKind
  readonly days?: number
  readonly on?: string
  readonly json?: boolean
}

export async function compute(io: Io, statute: string, options: ComputeOptions): Promise<void> {
  if (options.given === undefined)
    throw new ProblemError({
      code: 'invalid-input',
      message: `From which day? Add --given DATE, the day a copy was given, such as "concert deadlines ${statute} --given 2021-12-14"`,
    })
  const zoneData = checkedZoneData()
  const given = dateFrom(options.given, '--given')
  const pack = unwrap(packFor(loadPacks(), statute, given))
  const due =
    options.days !== undefined
      ? { days: options.days }
      : options.on !== undefined
        ? { on: dateFrom(options.on, '--on') }
        : undefined
  const explanation = unwrap(explainDeadlines(pack, zoneData, { given, term: options.term, due }))
  print(io, options.json, explanation, (value, paint) =>
    renderComputed(
      value,
      { given, start: startsOf(pack).join(' or '), title: pack.title.en },
      paint,
    ),
  )
}

export function dateFrom(text: string, option: string): LocalDate {
  const date = parseDate(text)
  if (date === undefined)
    throw new ProblemError({
      code: 'impossible-date',
      message: `${option} ${JSON.stringify(text)}: expected a day that exists, as YYYY-MM-DD`,
      value: text,
    })
  return date
}

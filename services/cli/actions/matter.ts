// Matters: list, show, and say something in one.

import { z } from 'zod'
import { localIdPattern, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import {
  chronologySchema,
  matterDetailSchema,
  matterSummarySchema,
  officeViewSchema,
} from '../../../shared/contract/views.schema.ts'
import { print, type Io } from '../kit/output.ts'
import { renderChronology } from '../render/chronology.ts'
import { renderMatter, renderMatters } from '../render/matter.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { complete, readJson, sendCommand, type FactOptions } from '../kit/send.ts'

const mattersSchema = z.strictObject({ matters: z.array(matterSummarySchema) })

export async function listMatters(io: Io, options: TargetOptions): Promise<void> {
  print(
    io,
    options.json,
    await (await findOffice(options)).get('/v1/matters', mattersSchema),
    renderMatters,
  )
}

export async function showMatter(io: Io, matter: string, options: TargetOptions): Promise<void> {
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get(`/v1/matters/${encodeURIComponent(matter)}`, matterDetailSchema),
    renderMatter,
  )
}

export async function showChronology(
  io: Io,
  matter: string,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const { asOf, knownOn } = options
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get(`/v1/matters/${encodeURIComponent(matter)}/chronology`, chronologySchema, {
      asOf,
      knownOn,
    }),
    renderChronology,
  )
}

interface SayOptions extends FactOptions {
  readonly en?: string
  readonly fr?: string
  readonly offices?: readonly string[]
  readonly orders?: readonly string[]
  readonly file?: string
}

export async function say(
  io: Io,
  matter: string,
  kind: string,
  options: SayOptions,
): Promise<void> {
  if (!localIdPattern.test(matter))
    throw new ProblemError({
      code: 'invalid-input',
      message: `${JSON.stringify(matter)} is not a matter id: expected one such as clearview-ai`,
      value: matter,
    })
  const { en, fr, offices, orders, file } = options
  const fields = {
    ...(file === undefined ? {} : await readJson(file)),
    ...(en === undefined && fr === undefined
      ? {}
      : { text: { ...(en === undefined ? {} : { en }), ...(fr === undefined ? {} : { fr }) } }),
    ...(offices === undefined ? {} : { offices }),
    ...(orders === undefined ? {} : { orders }),
    kind,
  }
  const client = await findOffice(options)
  const { office } = await client.get('/v1/office', officeViewSchema)
  const ref: AggregateRef = { office: office.id, kind: 'matter', id: matter }
  await sendCommand(
    io,
    client,
    ref,
    await complete(client, matterCommandSchema, fields, options),
    options,
  )
}

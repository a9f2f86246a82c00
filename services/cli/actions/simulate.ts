// What if: the short questions become changes, an office answers where every order of the matter would stand.

import type { LocalDate } from '../../../shared/kernel/date.ts'
import { packFor } from '../../../shared/policy/clocks.ts'
import { ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import { changesFor } from '../../../shared/simulate/suppose.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import { simulationSchema } from '../../../shared/contract/simulation.schema.ts'
import { orderDetailSchema } from '../../../shared/contract/views.schema.ts'
import { loadPacks } from '../../platform/packs.ts'
import { print, reportProblem, type Io } from '../kit/output.ts'
import { renderSimulation } from '../render/simulation.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { dateFrom } from './deadlines.ts'
import { readJson } from '../kit/send.ts'

interface SimulateOptions extends TargetOptions {
  readonly serve?: readonly { readonly party: string; readonly on: string }[]
  readonly challenge?: string
  readonly kind?: 'judicial-review' | 'appeal'
  readonly lose?: string
  readonly extend?: string
  readonly extendBy?: 'office' | 'court'
  readonly file?: string
  readonly asOf?: string
}

export async function simulate(
  io: Io,
  orders: readonly string[],
  options: SimulateOptions,
): Promise<void> {
  const supposed = supposedOf(options)
  const asked = Object.keys(supposed).length > 0
  if (asked && orders.length === 0)
    throw new ProblemError({
      code: 'invalid-input',
      message:
        'Which order? Name it, office:number, such as "concert simulate ca-bc-oipc:P21-08 --lose 2022-06-01"',
    })
  if (!asked && options.file === undefined)
    throw new ProblemError({
      code: 'invalid-input',
      message: 'What is to be supposed? Add --serve, --challenge, --lose, --extend or --file',
    })
  const file = options.file === undefined ? {} : await readJson(options.file)
  const asOf = options.asOf === undefined ? undefined : dateFrom(options.asOf, '--as-of')
  const client = await findOffice(options, orders[0] === undefined ? {} : { order: orders[0] })
  const changes = asked
    ? await Promise.all(orders.map((order) => changesOf(client, order, supposed, asOf)))
    : []
  const body = {
    ...file,
    changes: [...withIds(file['changes']), ...changes.flat()],
    ...(asOf === undefined ? {} : { asOf }),
  }
  const simulation = await client.post('/v1/simulations', body, simulationSchema)
  print(io, options.json, simulation, renderSimulation)
  // A recorded fact that could not stand is part of the answer; what was asked and is refused is a refusal. Parsed JSON has no field that is undefined.
  for (const step of simulation.steps)
    if (step.kind === 'refused' && step.change !== null)
      io.exit(reportProblem(io, step.problem as Problem))
}

function supposedOf({
  serve,
  challenge,
  kind,
  lose,
  extend,
  extendBy,
}: SimulateOptions): Parameters<typeof changesFor>[1] {
  return {
    ...(serve === undefined
      ? {}
      : { serve: serve.map(({ party, on }) => ({ party, on: dateFrom(on, '--serve') })) }),
    ...(challenge === undefined
      ? {}
      : { challenge: { on: dateFrom(challenge, '--challenge'), kind } }),
    ...(lose === undefined ? {} : { lose: dateFrom(lose, '--lose') }),
    ...(extend === undefined ? {} : { extend: { to: dateFrom(extend, '--extend'), by: extendBy } }),
  }
}

async function changesOf(
  client: OfficeClient,
  order: string,
  supposed: Parameters<typeof changesFor>[1],
  asOf: LocalDate | undefined,
): Promise<ReturnType<typeof changesFor>> {
  const { state, asOf: today } = await client.get(
    `/v1/orders/${encodeURIComponent(order)}`,
    orderDetailSchema,
  )
  const pack = packFor(loadPacks(), state.statute, state.issuedOn)
  return changesFor(state, supposed, pack.ok ? pack.value : undefined, asOf ?? today)
}

/** In a file, a supposed command needs no id: it is never sent twice. */
function withIds(changes: unknown): unknown[] {
  const list = changes === undefined ? [] : Array.isArray(changes) ? changes : [changes]
  return list.map((change: unknown) => {
    if (
      typeof change !== 'object' ||
      change === null ||
      !('command' in change) ||
      typeof change.command !== 'object'
    )
      return change
    return { ...change, command: { id: 'what-if', ...change.command } }
  })
}

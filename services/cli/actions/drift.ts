// The drift guard: asks an office what would differ, and sends an officer's approval of one correction.

import { randomUUID } from 'node:crypto'
import { parseOrderId } from '../../../shared/kernel/ids.ts'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import type { Recorded } from '../../client/office-client.ts'
import { driftSchema } from '../../../shared/contract/drift.schema.ts'
import { clockViewSchema, recordedReplySchema } from '../../../shared/contract/views.schema.ts'
import { print, reportProblem, type Io } from '../kit/output.ts'
import { renderDrift } from '../render/drift.ts'
import { renderRecorded } from '../kit/recorded.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { dateFrom } from './deadlines.ts'

export interface ApproveOptions extends TargetOptions {
  readonly deadline: string
  readonly party: string
  readonly terms?: readonly string[]
  readonly route?: string
  readonly date: string
  readonly by: string
  readonly reason: string
  readonly id?: string
}

export async function showDrift(io: Io, options: TargetOptions): Promise<void> {
  const client = await findOffice(options)
  print(io, options.json, await client.get('/v1/drift', driftSchema), renderDrift)
}

export async function approve(io: Io, order: string, options: ApproveOptions): Promise<void> {
  const ref = parseOrderId(order)
  if (ref === undefined)
    throw new ProblemError({
      code: 'invalid-input',
      message: `${JSON.stringify(order)} is not an order id: expected office:number, such as ca-bc-oipc:P21-08`,
      value: order,
    })
  const { deadline, party, terms = [], route, by, reason, id = `cli/${randomUUID()}` } = options
  const date = options.date === 'none' ? null : dateFrom(options.date, '--date')
  const client = await findOffice(options, { order })
  const on = (await client.get('/v1/clock', clockViewSchema)).legalToday
  let recorded: Recorded
  try {
    recorded = await client.post(
      `/v1/orders/${encodeURIComponent(order)}/corrections`,
      { id, deadline, party, terms, route, date, by, reason },
      recordedReplySchema,
    )
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const problem: Problem =
      catalogue[error.problem.code].status >= 500
        ? {
            ...error.problem,
            message: `${error.problem.message}. It may have been recorded: send it again with --id ${id}`,
          }
        : error.problem
    return io.exit(reportProblem(io, problem, options.json))
  }
  print(io, options.json, recorded, (value, paint) => renderRecorded(ref, { id, on }, value, paint))
}

// Joint actions: list, show, readiness, the released document.

import { z } from 'zod'
import { jointIdPattern, type JointId } from '../../../shared/kernel/ids.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import {
  jointDetailSchema,
  jointReadinessSchema,
  jointSummarySchema,
  releasedDocumentSchema,
  releasedPayloadSchema,
  type JointDetail,
  type ReleasedDocument,
} from '../../../shared/contract/joint.schema.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import { print, type Io, type Paint } from '../kit/output.ts'
import { asksForPage, printJointList, type JointListOptions } from '../kit/lists.ts'
import { renderJoint } from './render.ts'
import { renderDocument, renderJointReadiness } from './parts.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'

const listSchema = z.strictObject({ joint: z.array(jointSummarySchema) })

/** As JSON without more it is what it was before lists had pages. */
export async function listJoint(io: Io, options: JointListOptions): Promise<void> {
  const { of, matter, action, status, waiting } = options
  const isPage =
    asksForPage(options) || [of, matter, action, status, waiting].some((each) => each !== undefined)
  if (options.json !== true || isPage) return printJointList(io, options)
  const client = await findOffice(options)
  print(io, true, await client.get('/v1/joint', listSchema), () => '')
}

export async function show(io: Io, id: string, options: TargetOptions): Promise<void> {
  const joint = jointFrom(id)
  print(
    io,
    options.json,
    await detailOf(await findOffice(options, { order: joint }), joint),
    (detail, paint, lang) => renderJoint(detail, paint, options.office, lang),
  )
}

export async function readiness(io: Io, id: string, options: TargetOptions): Promise<void> {
  const joint = jointFrom(id)
  print(
    io,
    options.json,
    await (
      await findOffice(options, { order: joint })
    ).get(`${pathOf(joint)}/readiness`, jointReadinessSchema),
    renderJointReadiness,
  )
}

export async function document(io: Io, id: string, options: TargetOptions): Promise<void> {
  const joint = jointFrom(id)
  print(
    io,
    options.json,
    await (
      await findOffice(options, { order: joint })
    ).get(`${pathOf(joint)}/document`, releasedDocumentSchema),
    renderReleased,
  )
}

export async function detailOf(client: OfficeClient, joint: JointId): Promise<JointDetail> {
  return client.get(pathOf(joint), jointDetailSchema)
}

export function jointFrom(id: string): JointId {
  if (!jointIdPattern.test(id))
    throw problemError(
      'invalid-input',
      {
        en: `${JSON.stringify(id)} is not a joint action: expected office:number, such as ca-bc-oipc:J21-01`,
        fr: `${JSON.stringify(id)} n'est pas une action conjointe : indiquez organisme:numéro, par exemple ca-bc-oipc:J21-01`,
      },
      id,
    )
  return id as JointId
}

function pathOf(joint: JointId): string {
  return `/v1/joint/${encodeURIComponent(joint)}`
}

function renderReleased({ payload, signatures }: ReleasedDocument, paint: Paint): string {
  const {
    joint,
    version,
    document: released,
  } = releasedPayloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')))
  const signed = signatures.map(({ office, keyid }) => `  ${office}  key ${keyid}`)
  return [
    `${paint('bold', joint)}  version ${version}, released`,
    renderDocument(released, paint),
    [paint('bold', 'Revealed and signed by'), ...signed].join('\n'),
  ].join('\n\n')
}

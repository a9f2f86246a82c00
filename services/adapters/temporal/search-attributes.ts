// The attributes by which lives can be listed. A namespace that has not got them refuses the lives that show them, so they are added first.

import { isGrpcServiceError, type Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import { searchAttributes } from '../../../workflows/messages.ts'

const types = proto.temporal.api.enums.v1.IndexedValueType

const wanted: Readonly<Record<string, number>> = {
  [searchAttributes.phase]: types.INDEXED_VALUE_TYPE_KEYWORD,
  [searchAttributes.version]: types.INDEXED_VALUE_TYPE_INT,
  [searchAttributes.until]: types.INDEXED_VALUE_TYPE_DATETIME,
}

/** For the development server's command line, where they are there from its first moment. */
export const searchAttributeFlags: readonly string[] = [
  ['Keyword', searchAttributes.phase],
  ['Int', searchAttributes.version],
  ['Datetime', searchAttributes.until],
].flatMap(([type, name]) => ['--search-attribute', `${name}=${type}`])

/**
 * Throws where Temporal does not answer, or gives the office no right to add what is lacking.
 * Where an office may not even ask, as at a service that other people run, they have to be there.
 */
export async function addSearchAttributes(client: Client, namespace: string): Promise<void> {
  const service = client.connection.operatorService
  const listed = await service.listSearchAttributes({ namespace }).catch((error: unknown) => {
    if (isGrpcServiceError(error) && notForOffices.has(error.code)) return undefined
    throw error
  })
  if (listed === undefined) return
  const { customAttributes } = listed
  const lacking = Object.entries(wanted).filter(([name]) => customAttributes?.[name] === undefined)
  if (lacking.length === 0) return
  await service.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(lacking) })
}

/** Permission denied, unimplemented. */
const notForOffices: ReadonlySet<number> = new Set([7, 12])

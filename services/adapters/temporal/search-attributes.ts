// The attributes by which lives can be listed. A namespace that has not got them refuses the lives that show them, so they are added first.

import type { Client } from '@temporalio/client'
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

/** Throws where Temporal does not answer, or gives the office no right to add what is lacking. */
export async function addSearchAttributes(client: Client, namespace: string): Promise<void> {
  const service = client.connection.operatorService
  const { customAttributes } = await service.listSearchAttributes({ namespace })
  const lacking = Object.entries(wanted).filter(([name]) => customAttributes?.[name] === undefined)
  if (lacking.length === 0) return
  await service.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(lacking) })
}

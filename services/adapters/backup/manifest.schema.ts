// What a backup of one office holds: every file with its length and hash. Written last, so that an interrupted backup has none.

import { z } from 'zod'
import { officeIdSchema } from '../../../shared/order/order.schema.ts'
import { instantSchema } from '../../../shared/policy/deadline.schema.ts'

/** Plain names, at most one folder deep: a manifest must not say where else to write. */
const name = z.string().regex(/^(secrets\/)?[a-z0-9][a-z0-9._-]*$/i, 'expected a plain file name')

export const manifestSchema = z.strictObject({
  format: z.literal('concert-backup'),
  version: z.literal(1),
  office: officeIdSchema,
  madeAt: instantSchema,
  /** Whether keys and other secrets are in it: whoever has the folder can then sign as this office. */
  withKeys: z.boolean(),
  files: z.array(
    z.strictObject({
      name,
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})

export type Manifest = z.output<typeof manifestSchema>
export const manifestName = 'manifest.json'

// Keys of offices as a person has them from elsewhere: an office directory, of which only these members are read.

import { z } from 'zod'
import { eventKeySchema } from '../../office/directory.schema.ts'
import { officeIdSchema } from '../../order/order.schema.ts'
import { logKeysSchema } from '../log/keys.schema.ts'

export const trustedSchema = z.looseObject({
  offices: z
    .array(
      z.looseObject({
        id: officeIdSchema,
        eventKeys: z.array(eventKeySchema).min(1),
        logKeys: logKeysSchema.optional(),
        formerLogKeys: z.array(logKeysSchema).optional(),
      }),
    )
    .min(1),
  /** Verifier keys of witnesses that are no offices. */
  witnesses: z.array(z.string()).default([]),
})

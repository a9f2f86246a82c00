// Any event of a joint action, as a follower reads it. Which of them belong to a proposal and which to a part, the rules say when they fold them.

import { z } from 'zod'
import { participationEventSchema } from './participation.schema.ts'
import { proposalEventSchema } from './proposal.schema.ts'

export const jointEventSchema = z.discriminatedUnion('kind', [
  ...proposalEventSchema.options,
  ...participationEventSchema.options,
])

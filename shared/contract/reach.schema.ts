// Whether an office's ledger can be read at this moment, and when it was last heard.

import { z } from 'zod'
import { followerViewSchema } from '../board/board.schema.ts'

export const reachSchema = followerViewSchema.pick({
  office: true,
  state: true,
  lastHeard: true,
  maintenance: true,
})

export type Reach = z.output<typeof reachSchema>

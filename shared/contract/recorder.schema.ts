// Who recorded an event, as its envelope says: who, under which role, for whom, and who had prepared it.

import { z } from 'zod'
import { roles } from '../kernel/actor.ts'

/** Null where the event does not say: it is from before this was kept, or there was nobody. */
export const recorderFields = {
  actor: z
    .string()
    .nullable()
    .describe('Who recorded it, such as `local:M. Roy`; null in events from before it was kept'),
  actorRole: z.enum(roles).nullable().describe('The role under which it was recorded'),
  onBehalfOf: z.string().nullable().describe('Whose role that is, where it was delegated'),
  preparedBy: z.string().nullable().describe('Who prepared what the actor then approved'),
}
const recorderSchema = z.object(recorderFields)

export type Recorder = z.output<typeof recorderSchema>

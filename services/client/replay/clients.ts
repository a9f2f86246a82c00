// The offices of a replay, by id.

import type { OfficeClient } from '../office-client.ts'

export type Clients = ReadonlyMap<string, OfficeClient>

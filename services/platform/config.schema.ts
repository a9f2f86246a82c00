// The form of office.json: one office's (or observer's) process. Paths are relative to the file itself.
// Secrets are never in it, only the paths of the key files.

import { z } from 'zod'
import type { Instant } from '../../shared/kernel/date.ts'
import { officeIdSchema } from '../../shared/order/order.schema.ts'
import { instantSchema } from '../../shared/policy/deadline.schema.ts'

const instant = instantSchema.transform((text) => text as Instant)
const path = z.string().min(1)
/** 0 lets the system choose; what it chose is in run.json and in the ready message. */
const port = z.int().min(0).max(65_535)

export const clockSettingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('real') }),
  /** `rate`: legal milliseconds per real millisecond. At 1 or less the clock would never meet real time. */
  z.strictObject({
    kind: z.literal('compressed'),
    realStart: instant,
    legalStart: instant,
    rate: z.number().gt(1).max(1e9),
  }),
  z.strictObject({ kind: z.literal('stepped'), legal: instant }),
])

export const logLevelSchema = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])

export const officeConfigSchema = z.strictObject({
  office: officeIdSchema,
  directory: path,
  dataDir: path,
  keys: z.strictObject({
    broker: path,
    event: path,
    payload: path,
    seal: path,
    /** Made beside the broker's key where it is absent, as configurations of before have it. */
    log: path.optional(),
  }),
  http: z.strictObject({ host: z.string().min(1), port }),
  temporal: z.strictObject({
    address: z.string().regex(/^[^\s:/]+:\d+$/, 'expected host:port'),
    namespace: z.string().min(1),
    taskQueue: z.string().min(1).optional(),
  }),
  clock: clockSettingSchema,
  /** Folders with policy packs besides those that Concert brings. */
  packFolders: z.array(path),
  /** Built once for several processes; absent: the process builds its own at start, which takes some seconds and about 300 MB. */
  workflowBundle: path.optional(),
  log: z.strictObject({ level: logLevelSchema }),
})

export type OfficeConfig = z.output<typeof officeConfigSchema>

// What a federation keeps about itself between two starts: its clock and its ports, in federation.json.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Instant } from '../../shared/kernel/date.ts'
import type { ClockSetting } from '../../shared/kernel/clock.ts'
import { clockSettingSchema } from '../../services/platform/config.schema.ts'

const portSchema = z.int().min(1).max(65_535)
const settingsSchema = z.strictObject({
  version: z.literal(1),
  clock: clockSettingSchema,
  ports: z.strictObject({
    temporal: portSchema,
    temporalUi: portSchema,
    offices: z.record(z.string(), z.strictObject({ http: portSchema, broker: portSchema })),
  }),
})
export type FederationSettings = z.output<typeof settingsSchema>

/** A compressed clock that has not been started: it shows `legalStart` until it is. */
export const notStarted = '9999-12-31T23:59:59.999Z' as Instant

export function isStarted(clock: ClockSetting): boolean {
  return clock.kind !== 'compressed' || clock.realStart !== notStarted
}

/** The settings of an earlier start, or undefined. Throws where the file is not what a federation wrote. */
export function readSettings(file: string): FederationSettings | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(
      `${file} is not a federation's settings: start with --fresh, or give another folder with --data`,
      { cause },
    )
  }
}

export function writeSettings(file: string, settings: FederationSettings): void {
  writeJson(file, settings)
}

/** Whole or not at all: a reader never sees half a file. */
export function writeJson(file: string, value: unknown): void {
  writeText(file, `${JSON.stringify(value, undefined, 2)}\n`)
}

export function writeText(file: string, text: string): void {
  const next = `${file}.next`
  writeFileSync(next, text, { mode: 0o600 })
  renameSync(next, file)
}

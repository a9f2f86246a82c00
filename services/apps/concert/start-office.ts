// Runs one office until it is asked to stop.

import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { runOffice } from '../office/run.ts'
import { exitSoon } from '../../platform/lifecycle.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'
import type { Io } from '../../cli/kit/output.ts'

export async function office(io: Io, configFile: string, role: OfficeEntry['role']): Promise<void> {
  makeFilesPrivate()
  const code = await runOffice(configFile, { role, err: io.err, lang: io.lang })
  io.exit(code)
  exitSoon(code)
}

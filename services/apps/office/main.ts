// The entry of one office's process: `node services/apps/office/main.ts OFFICE.JSON`. The command line has its own way in.

import { exitSoon } from '../../platform/lifecycle.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'
import { runOffice } from './run.ts'

const [configFile] = process.argv.slice(2)
if (configFile === undefined) {
  process.stderr.write('usage: main.ts OFFICE.JSON\n')
  process.exitCode = 2
} else {
  makeFilesPrivate()
  exitSoon(await runOffice(configFile))
  // The channel to a parent would keep the process.
  if (process.connected) process.disconnect()
}

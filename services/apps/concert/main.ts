// The entry of `concert`: `node services/apps/concert/main.ts ARGUMENTS`. Everything is in `run.ts`.

import * as backup from './backup.ts'
import * as federation from './federation.ts'
import * as office from './office.ts'
import { processIo } from '../../cli/kit/output.ts'
import { run } from './run.ts'
import * as setup from './setup.ts'
import * as verify from './verify.ts'

// Whoever reads our output may have enough of it: `concert board | head -3`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const code = await run(process.argv.slice(2), processIo(), [
  federation,
  office,
  setup,
  backup,
  verify,
])
if (code !== 0) process.exitCode = code

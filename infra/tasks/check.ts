// `npm run check`: format, types and lint, without tests or engines.

import { check } from './tools.ts'

const failed = await check()
console.log(
  failed.length === 0 ? 'Format, types and lint: all well' : `Failed: ${failed.join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1

// The command line within this process, which is much faster than starting it, and the real HTTP application that it talks to.

import { run } from '../../services/apps/concert/run.ts'
import { plain } from '../../services/cli/kit/output.ts'
import { startHttp, type HttpServer } from '../../services/web/server.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import { openStaff } from './staff.ts'

/** On a port of its own, open to everybody. A fault of the application fails the test. */
export function serve(office: OfficeApi): Promise<HttpServer> {
  return startHttp(office, {
    staff: openStaff(),
    port: 0,
    version: '0.1.0',
    logFault: (error) => {
      throw error
    },
  })
}

/** `printed`: each text as it was written; `out` and `err` are the lines of both streams. */
export async function runCli(
  args: readonly string[],
): Promise<{ code: number; out: string; err: string; printed: readonly string[] }> {
  const printed: string[] = []
  const errors: string[] = []
  const code = await run(args, {
    out: (text) => void printed.push(text),
    err: (text) => void errors.push(text),
    paint: plain,
    exit: () => {},
  })
  return { code, out: printed.join('\n'), err: errors.join('\n'), printed }
}

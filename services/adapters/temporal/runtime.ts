// Sends what Temporal's SDK says (its workers, its native core, and workflows' own log lines) to the office's log.

import {
  makeTelemetryFilterString,
  Runtime,
  type Logger as SdkLogger,
  type LogLevel,
} from '@temporalio/worker'
import type { Logger } from 'pino'

let installed = false

/** Once per process, before the first worker or native connection; later calls change nothing, as the SDK has one runtime. */
export function installRuntime(log: Logger): void {
  if (installed) return
  installed = true
  Runtime.install({
    logger: bridge(log.child({ part: 'temporal' })),
    // The composition root stops the worker, in its turn; the SDK must not do so by itself.
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
    },
  })
}

function bridge(log: Logger): SdkLogger {
  // pino writes out an error only under the name "err".
  const write = (
    level: LogLevel,
    message: string,
    { error, ...meta }: Record<string | symbol, unknown> = {},
  ) => log[levels[level]](error === undefined ? meta : { ...meta, err: error }, message)
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  }
}

/** The SDK tells of every worker's and workflow's coming and going at "info": for an office that is detail. */
const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>

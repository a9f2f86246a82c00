// The log of one process: JSON lines in a file, and on standard error where a person is looking. Secrets are taken out by name.
// What an officer must know is on the pages and in the ledger; the log is for operators.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { destination, multistream, pino, type DestinationStream, type Logger } from 'pino'
import { escaped } from '../../shared/kernel/plain-text.ts'
import type { OfficeConfig } from './config.schema.ts'

export type Log = Logger

export interface OpenLog extends AsyncDisposable {
  readonly log: Log
}

/** Opens the log; closing it writes out what is left. `stderr`: also there, for a process that a person started. */
export function openLog(options: {
  readonly name: string
  readonly level: OfficeConfig['log']['level']
  readonly file?: string
  readonly stderr?: boolean
}): OpenLog {
  const { name, level, file, stderr = false } = options
  const streams: { stream: DestinationStream; level: typeof level }[] = []
  if (file !== undefined) mkdirSync(path.dirname(file), { recursive: true })
  const toFile =
    file === undefined ? undefined : destination({ dest: file, sync: true, append: true })
  if (toFile !== undefined) streams.push({ stream: plain(toFile), level })
  if (stderr) streams.push({ stream: plain(destination({ fd: 2, sync: true })), level })
  const log = pino(
    {
      name,
      level,
      base: { name, pid: process.pid },
      redact: { paths: secretPaths, censor: '[secret]' },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    multistream(streams),
  )
  return {
    log,
    [Symbol.asyncDispose]: async () => {
      toFile?.flushSync()
      toFile?.end()
    },
  }
}

/** Lines are read with `tail`: what a peer wrote must not steer the terminal. */
function plain(stream: DestinationStream): DestinationStream {
  return { write: (line) => stream.write(escaped(line)) }
}

const secretNames = [
  'seed',
  'secret',
  'privateKey',
  'payloadKey',
  'password',
  'token',
  'authorization',
  'cookie',
  'd',
]
/** Each at the top and within one object, which is as deep as anything is logged. */
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`])

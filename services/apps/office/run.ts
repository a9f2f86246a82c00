// One office as a process: signals, the channel to a parent, its log, and what it leaves in run.json. What it is made of is in office.ts.

import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { messageIn, ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import { ConfigError, loadConfig } from '../../platform/config.ts'
import { logConsole } from '../../platform/console.ts'
import { holdLock } from '../../platform/folder-lock.ts'
import { ensurePrivateFolder } from '../../platform/private-files.ts'
import { clockSettingSchema } from '../../platform/config.schema.ts'
import { Lifecycle, onStopRequest } from '../../platform/lifecycle.ts'
import { openLog } from '../../platform/log.ts'
import { keyProblems } from './keys.ts'
import { startOffice, type RunningOffice } from './office.ts'

/** Runs until it is asked to stop; answers the exit code: 0 stopped, 1 failed, 2 the configuration cannot be used. `role`: what the caller takes the office for. */
export async function runOffice(
  configFile: string,
  options: {
    readonly role?: OfficeEntry['role']
    readonly err?: (line: string) => void
    readonly lang?: Lang
  } = {},
): Promise<number> {
  const { role, err = (line) => void process.stderr.write(`${line}\n`), lang = 'en' } = options
  let loaded
  try {
    loaded = loadConfig(configFile)
    if (role !== undefined && loaded.office.role !== role)
      throw problemError('invalid-input', otherRole[loaded.office.role](loaded.office.id))
    const wrongKeys = keyProblems(loaded)
    if (wrongKeys.length > 0) throw new ConfigError(loaded.file, wrongKeys)
  } catch (error) {
    err(`concert: ${said(error, lang)}`)
    return 2
  }
  const { config, office } = loaded
  const supervised = process.send !== undefined
  let lock: Disposable
  try {
    ensurePrivateFolder(config.dataDir)
    lock = holdLock(
      path.join(config.dataDir, 'office.lock'),
      (holder) =>
        `another process (${holder}) runs ${office.id} on the data folder ${config.dataDir}: stop it, or give this one a folder of its own`,
    )
  } catch (error) {
    err(`concert: ${error instanceof Error ? error.message : String(error)}`)
    return 2
  }
  using _lock = lock
  await using opened = openLog({
    name: office.id,
    level: config.log.level,
    file: path.join(config.dataDir, 'log', 'office.log'),
    stderr: !supervised,
  })
  const { log } = opened
  using _console = logConsole(log)
  await using life = new Lifecycle((event, part, error) =>
    error === undefined
      ? log.info({ lifecycle: part }, event)
      : log.error({ lifecycle: part, err: error }, event),
  )
  using _ = onStopRequest((reason) => {
    log.info({ reason }, 'stopping')
    life.stop(reason)
  })
  const runFile = path.join(config.dataDir, 'run.json')
  try {
    const running = await startOffice(loaded, life, log, (since) => {
      // Whoever supervises this process may start a broker anew that does not go on by itself.
      if (process.connected) process.send?.({ kind: 'broker', storesNothingSince: since ?? null })
    })
    await life.part(
      'run.json',
      () =>
        writeFileSync(
          runFile,
          JSON.stringify({ office: office.id, url: running.url, pid: process.pid }),
        ),
      () => rmSync(runFile, { force: true }),
    )
    await life.part(
      'orders of the parent',
      () =>
        listenToParent(running, (error) =>
          log.error({ err: error }, 'a message of the parent was refused'),
        ),
      (stop) => stop(),
    )
    process.send?.({ kind: 'ready', url: running.url })
    if (!supervised) err(`concert: ${office.id} serves at ${running.url}`)
    log.info({ url: running.url }, 'ready')
    await life.finished()
    return 0
  } catch (error) {
    // Whatever waited was told to stop waiting.
    if (life.signal.aborted) return 0
    log.fatal({ err: error }, 'failed')
    err(
      `concert: ${office.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return 1
  }
}

const otherRole: Readonly<Record<OfficeEntry['role'], (id: string) => Text>> = {
  observer: (id) => ({
    en: `${id} is an observer: start it with "concert observer"`,
    fr: `${id} est un observateur : démarrez-le par « concert observer »`,
  }),
  commissioner: (id) => ({
    en: `${id} is a commissioner: start it with "concert office"`,
    fr: `${id} est un commissaire : démarrez-le par « concert office »`,
  }),
}

/** A refusal with all that it found, one a line. */
function said(error: unknown, lang: Lang): string {
  if (!(error instanceof ProblemError))
    return error instanceof Error ? error.message : String(error)
  const { details = [], detailsFr = details } = error.problem
  const each = lang === 'fr' ? detailsFr : details
  return [messageIn(lang, error.problem), ...each.map((detail) => `  - ${detail}`)].join('\n')
}

/** The only thing a parent may tell a running office is when its compressed clock starts. */
function listenToParent(running: RunningOffice, refused: (error: unknown) => void): () => void {
  const listener = (message: unknown) => {
    try {
      if (
        typeof message !== 'object' ||
        message === null ||
        !('kind' in message) ||
        message.kind !== 'clock' ||
        !('clock' in message)
      )
        throw new Error(`Unknown message ${JSON.stringify(message)}`)
      running.startClock(clockSettingSchema.parse(message.clock))
    } catch (error) {
      refused(error)
    }
  }
  process.on('message', listener)
  return () => void process.off('message', listener)
}

// Starts every office on this machine, replays a case through them, and shows where they stand. Starting and stopping is infra/federation's.

import { localActor } from '../../cli/kit/actor.ts'
import path from 'node:path'
import { boardSchema } from '../../../shared/board/board.schema.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { startOfDay } from '../../../shared/calendar/zone.ts'
import {
  legalDateOf,
  parseCase,
  type Case,
  type ParsedCase,
} from '../../../shared/case/case.schema.ts'
import { problemError, unwrap } from '../../../shared/kernel/problems.ts'
import { resolveEngines } from '../../../infra/engines/resolve.ts'
import { foundingOffices } from '../../../infra/federation/setup.ts'
import { startFederation, type Federation } from '../../../infra/federation/supervisor.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { officeClient } from '../../client/office-client.ts'
import { onStopRequest } from '../../platform/lifecycle.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'
import { replayCase, type ReplayProgress } from '../../client/replay/replay.ts'
import { readEnvironment } from '../../cli/kit/environment.ts'
import { exitCodes, print, reportError, type Io } from '../../cli/kit/output.ts'
import { renderBoard } from '../../cli/board.ts'
import { renderReplay } from '../../cli/replay.ts'
import { readText } from '../../cli/kit/send.ts'

export interface FederationCommandOptions {
  readonly case?: string
  readonly untilDone?: boolean
  readonly json?: boolean
  readonly asOf?: string
  readonly fresh?: boolean
  readonly rate?: number
  readonly data?: string
  readonly portBase?: number
  readonly packs?: readonly string[]
}

const foundingCase = path.join(import.meta.dirname, '..', '..', '..', 'cases', 'clearview-ai.json')

export async function runFederation(io: Io, options: FederationCommandOptions): Promise<void> {
  const { untilDone = false, fresh = false, rate, portBase, packs: packFolders = [] } = options
  const report = (line: string) => io.err(`concert: ${line}`)
  makeFilesPrivate()
  // What is wrong with the input is told before anything is started.
  const asOf = options.asOf === undefined ? undefined : dateOption(options.asOf)
  const parsed = unwrap(
    parseCase(
      await readText(options.case ?? foundingCase),
      new Date().toISOString().slice(0, 10) as LocalDate,
    ),
  )
  const stopping = new AbortController()
  using _ = onStopRequest((reason) => {
    report(
      stopping.signal.aborted
        ? 'still stopping; nothing is lost'
        : `stopping everything (${reason})`,
    )
    stopping.abort(new Error('stopped'))
  })
  const { signal } = stopping
  try {
    const { temporal, 'nats-server': natsServer } = await resolveEngines({ report, signal })
    await using federation = await startFederation({
      dataDir: options.data ?? readEnvironment().dataDir,
      engines: { temporal: temporal.path, natsServer: natsServer.path },
      legalStart: startOf(parsed.case),
      rate,
      portBase,
      packFolders,
      fresh,
      report,
      signal,
    })
    showAddresses(io, federation, options)
    federation.startClock()
    await replayAndShow(io, federation, parsed, { ...options, asOf, signal }).catch(
      (error: unknown) => {
        if (untilDone || signal.aborted) throw error
        // The offices go on by themselves: a person can look what is wrong, and replay again.
        reportError(io, error)
      },
    )
    if (untilDone) return
    report(`everything goes on until Ctrl-C; data is in ${federation.layout.root}`)
    await aborted(signal)
  } catch (error) {
    if (!signal.aborted) throw error
    if (untilDone) io.exit(exitCodes.fault)
  } finally {
    if (signal.aborted) report('everything is stopped; the same command resumes')
  }
}

async function replayAndShow(
  io: Io,
  federation: Federation,
  parsed: ParsedCase,
  options: Omit<FederationCommandOptions, 'asOf'> & {
    asOf: LocalDate | undefined
    signal: AbortSignal
  },
): Promise<void> {
  const { json = false, untilDone = false, asOf, signal } = options
  const summary = await replayCase(parsed, {
    offices: federation.offices,
    signal,
    onProgress: (progress) => io.err(`concert: ${lineOf(progress)}`),
  })
  if (json) io.err(renderReplay(summary, (_, text) => text))
  else io.out(renderReplay(summary, io.paint))
  const observer = federation.offices.find(({ role }) => role === 'observer')
  if (observer === undefined || !(json || untilDone)) return
  print(
    io,
    json,
    await officeClient(observer.url, {
      actor: localActor(),
      signal,
      token: observer.token,
    }).get('/v1/board', boardSchema, { asOf }),
    renderBoard,
  )
}

function showAddresses(
  io: Io,
  federation: Federation,
  { json = false, untilDone = false }: FederationCommandOptions,
): void {
  const width = Math.max(...federation.offices.map(({ id }) => id.length), 'Temporal'.length)
  const lines = [
    ...federation.offices.map(
      ({ id, role, url }) =>
        `  ${id.padEnd(width)}  ${url}${role === 'observer' ? '  (observer)' : ''}`,
    ),
    `  ${'Temporal'.padEnd(width)}  ${federation.temporalUi}`,
  ]
  const text = ['Pages:', ...lines].join('\n')
  if (json || untilDone) io.err(text)
  else io.out(text)
}

/** 00:00 of the first fact's date in the zone where that day begins first. */
function startOf({ facts }: Case): Instant {
  const first = facts
    .map(legalDateOf)
    .reduce<LocalDate | undefined>(
      (earliest, date) => (earliest === undefined || date < earliest ? date : earliest),
      undefined,
    )
  const day = first ?? (new Date().toISOString().slice(0, 10) as LocalDate)
  return foundingOffices()
    .map(({ zone }) => startOfDay(day, zone))
    .reduce((a, b) => (a < b ? a : b))
}

function lineOf(progress: ReplayProgress): string {
  switch (progress.kind) {
    case 'fact':
      return `${progress.legalDate}  fact ${progress.n} of ${progress.of}  ${progress.office}  ${progress.what}${progress.refused ? '  refused' : ''}`
    case 'retrying':
      return `${progress.office}: ${progress.why}; trying again`
    case 'settling':
      return 'all facts sent; waiting until every office has read every ledger'
  }
}

function dateOption(text: string): LocalDate {
  const parsed = dateSchema.safeParse(text)
  if (!parsed.success)
    throw problemError(
      'impossible-date',
      {
        en: `--as-of ${JSON.stringify(text)} is not a date that exists: give YYYY-MM-DD`,
        fr: `--as-of ${JSON.stringify(text)} n’est pas une date qui existe : donnez AAAA-MM-JJ`,
      },
      text,
    )
  return parsed.data
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

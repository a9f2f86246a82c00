// Replays a case through the running offices, with its progress on standard error and its summary on standard output.

import { parseCase } from '../../../shared/case/case.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { replayCase, type ReplayProgress } from '../../client/replay/replay.ts'
import { exitCodes, print, type Io } from '../kit/output.ts'
import { renderReplay } from '../render/replay.ts'
import { stopSignal } from '../kit/stop.ts'
import { findOffices, type TargetOptions } from '../kit/target.ts'
import { readText } from '../kit/send.ts'

export async function replay(io: Io, file: string, options: TargetOptions): Promise<void> {
  // The real date: what has not happened anywhere yet is no fact.
  const parsed = unwrap(
    parseCase(await readText(file), new Date().toISOString().slice(0, 10) as LocalDate),
  )
  using stop = stopSignal()
  try {
    const offices = await findOffices(options, stop.signal)
    const summary = await replayCase(parsed, {
      offices,
      signal: stop.signal,
      onProgress: (progress) => io.err(lineOf(progress)),
    })
    print(io, options.json, summary, renderReplay)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    io.err('concert: stopped; the same command resumes')
    io.exit(exitCodes.fault)
  }
}

function lineOf(progress: ReplayProgress): string {
  switch (progress.kind) {
    case 'fact':
      return `fact ${progress.n} of ${progress.of}  ${progress.legalDate}  ${progress.office}  ${progress.what}${progress.refused ? '  refused' : ''}`
    case 'retrying':
      return `${progress.office}: ${progress.why}; trying again`
    case 'settling':
      return 'all facts sent; waiting until every office has read every ledger'
  }
}

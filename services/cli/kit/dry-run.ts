// `concert replay FILE --dry-run`: a case folded by the offices' own rules, without engines, network or keys.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { dryRun, type DryRun } from '../../../shared/case/dry-run.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { loadPacks } from '../../platform/packs.ts'
import { print, type Io, type Paint } from './output.ts'
import { renderBoardOrder } from './board-order.ts'
import { dateFrom } from './arguments.ts'
import { readText } from './send.ts'

interface DryRunOptions {
  readonly asOf?: string
  readonly knownOn?: string
  readonly json?: boolean
}

export async function replayDry(io: Io, file: string, options: DryRunOptions): Promise<void> {
  const today = new Date().toISOString().slice(0, 10) as LocalDate
  const offices = directory()
  const result = dryRun({
    parsed: unwrap(parseCase(await readText(file), today)),
    officeOf: (id) => offices.get(id),
    packs: loadPacks(),
    zoneData: process.versions.tz ?? 'none',
    today,
    asOf: options.asOf === undefined ? undefined : dateFrom(options.asOf, '--as-of'),
    knownOn: options.knownOn === undefined ? undefined : dateFrom(options.knownOn, '--known-on'),
  })
  print(io, options.json, result, render)
}

/** The offices that this program brings; broker and keys are nobody's, because nothing is signed or sent. */
export function directory(): Map<OfficeId, OfficeEntry> {
  const file = path.join(import.meta.dirname, '../../../infra/federation/offices.json')
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Omit<
    OfficeEntry,
    'broker' | 'eventKeys'
  >[]
  return new Map(
    entries.map((entry) => [
      entry.id,
      { ...entry, broker: { url: 'nats://127.0.0.1:4222', publicKey: '' }, eventKeys: [] },
    ]),
  )
}

function render({ asOf, matters, orders, refused }: DryRun, paint: Paint): string {
  return [
    paint('bold', `As of ${asOf}`),
    ...matters.map(
      ({ matter, office, disposition, commitments, deadlines }) =>
        `${matter}  ${office}${disposition === null ? '' : `  ${disposition}`}${commitments.map(({ commitment, terms }) => `\n  ${commitment}: ${terms.map(({ id, clock }) => `${id} ${clock}`).join(', ')}`).join('')}${deadlines.map(({ id, party, date, lenientDate }) => `\n  ${date}${lenientDate === undefined ? '' : ` or ${lenientDate}`}  ${id} (${party})`).join('')}`,
    ),
    ...orders.map((order) => renderBoardOrder(order, paint)),
    ...refused.map(
      ({ index, on, what, code, message }) =>
        `refused  fact ${index ?? '-'}  ${on ?? ''}  ${what ?? ''}  ${code}: ${message}`,
    ),
  ].join('\n\n')
}

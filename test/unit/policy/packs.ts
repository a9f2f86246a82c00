// The packs of this repository, read for tests, and short ways to ask them.

import { readFileSync, readdirSync } from 'node:fs'
import { parseDate, type LocalDate } from '../../../shared/kernel/date.ts'
import {
  deadlinesFor,
  packFor,
  type ClockStart,
  type ClockTerm,
} from '../../../shared/policy/clocks.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { parsePack } from '../../../shared/policy/parse.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'

const folder = new URL('../../../shared/policy/packs/', import.meta.url)
export const packFiles: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()

export function packJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
}

export const packs: readonly Pack[] = packFiles.map((file) => unwrap(parsePack(packJson(file))))

export function d(text: string): LocalDate {
  const date = parseDate(text)
  if (date === undefined) throw new Error(`The test has an impossible date ${text}`)
  return date
}

export function pack(statute: string, on = '2026-11-22'): Pack {
  return unwrap(packFor(packs, statute, d(on)))
}

export const oneOfEach: readonly ClockTerm[] = [
  { id: 'P', kind: 'prohibition' },
  { id: 'M', kind: 'mandate' },
]

export function deadlines(
  statute: string,
  on: string,
  terms: readonly ClockTerm[] = oneOfEach,
  start: ClockStart['start'] = 'copy-given',
): Deadline[] {
  return unwrap(
    deadlinesFor(pack(statute, on), '2026c', { party: 'acme', start, on: d(on), terms }),
  )
}

/** `id terms date` of each deadline, with `~lenient` where two ways of counting differ. */
export function lines(list: readonly Deadline[]): string[] {
  return list.map(({ id, terms, date, lenientDate }) =>
    [id, terms.join('+'), date + (lenientDate === undefined ? '' : `~${lenientDate}`)]
      .filter((part) => part !== '')
      .join(' '),
  )
}

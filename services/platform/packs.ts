// Loads policy packs from folders of JSON files. What a pack must say is in shared/policy; this only finds and names files.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { checkZoneData } from '../../shared/calendar/zone.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { parsePack } from '../../shared/policy/parse.schema.ts'

/** The packs that Concert brings. */
export const ownPackFolder = path.join(import.meta.dirname, '..', '..', 'shared', 'policy', 'packs')

export class PackError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      ['Policy packs cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'),
    )
    this.name = 'PackError'
    this.problems = problems
  }
}

/**
 * Every pack of Concert's own folder and of `extra`. Throws PackError that names each file and field at once, and each pack that needs
 * newer zone data than `zoneData`; `required` statutes must be among them.
 * A later version of a pack may stand beside the one that Concert brings: which of them governs is `packFor`'s to say.
 */
export function loadPacks(
  extra: readonly string[] = [],
  required: readonly string[] = [],
  zoneData: string = process.versions.tz ?? 'none',
): Pack[] {
  const problems: string[] = []
  const packs: Pack[] = []
  const seen = new Map<string, string>()
  for (const folder of [ownPackFolder, ...extra]) {
    for (const file of jsonFiles(folder, problems)) {
      const pack = loadPack(file, problems)
      if (pack === undefined) continue
      const zone = checkZoneData(
        zoneData,
        pack.zoneData,
        `policy pack ${pack.statute} ${pack.version}`,
      )
      if (!zone.ok) problems.push(`${file}: ${zone.problem.code}: ${zone.problem.message}`)
      const key = `${pack.statute} from ${pack.inForce.from}, version ${pack.version},`
      const other = seen.get(key)
      if (other === undefined) packs.push(pack)
      else problems.push(`${file}: ${key} is already in ${other}`)
      seen.set(key, file)
    }
  }
  for (const statute of required)
    if (!packs.some((pack) => pack.statute === statute))
      problems.push(
        `there is no pack for statute "${statute}", which the office directory names: put it into one of packFolders`,
      )
  if (problems.length > 0) throw new PackError(problems)
  return packs
}

function loadPack(file: string, problems: string[]): Pack | undefined {
  try {
    const parsed = parsePack(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.ok) return parsed.value
    problems.push(
      ...(parsed.problem.details ?? [parsed.problem.message]).map((detail) => `${file}: ${detail}`),
    )
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
  return undefined
}

function jsonFiles(folder: string, problems: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => path.join(folder, name))
  } catch (error) {
    problems.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

// What `concert doctor` says of the machine that it runs on: Node, zone data, policy packs, engines.

import { engineNames } from '../../../infra/engines/pins.ts'
import { findEngine } from '../../../infra/engines/resolve.ts'
import { checkZoneData } from '../../../shared/calendar/zone.ts'
import type { Check } from '../../../shared/contract/views.schema.ts'
import { loadPacks } from '../../platform/packs.ts'

/** A failed engine is a finding, never an error: `doctor` goes on and says the rest. */
export async function checkMachine(): Promise<Check[]> {
  const finding = (
    check: string,
    state: Check['state'],
    found: string,
    advice: string | null = null,
  ): Check => ({ check, state, found, advice })
  const tz = process.versions.tz ?? 'none'
  const zone = checkZoneData(tz)
  const engines = engineNames.map(async (name) => {
    const tried: string[] = []
    try {
      const engine = await findEngine(name, { tried })
      return engine === undefined
        ? finding(
            name,
            'warning',
            tried.join('; '),
            `needed to run offices: "concert federation" fetches it, or install it on PATH`,
          )
        : finding(name, 'ok', `${engine.version} (${engine.from}: ${engine.path})`)
    } catch (error) {
      return finding(
        name,
        'failed',
        error instanceof Error ? error.message : String(error),
        'point the variable at an engine that serves, or unset it',
      )
    }
  })
  return [
    finding('node', 'ok', process.version),
    zone.ok
      ? finding('zone data', 'ok', tz)
      : finding('zone data', 'failed', tz, zone.problem.message),
    packs(finding),
    ...(await Promise.all(engines)),
  ]
}

function packs(
  finding: (check: string, state: Check['state'], found: string, advice?: string | null) => Check,
): Check {
  try {
    return finding(
      'policy packs',
      'ok',
      loadPacks()
        .map((pack) => `${pack.statute} from ${pack.inForce.from}`)
        .join(', '),
    )
  } catch (error) {
    return finding(
      'policy packs',
      'failed',
      error instanceof Error ? error.message : String(error),
      'repair the files that are named',
    )
  }
}

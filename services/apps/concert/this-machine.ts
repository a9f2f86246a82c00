// What `concert doctor` says of the machine that it runs on: Node, zone data, policy packs, engines.

import { engineNames } from '../../../infra/engines/pins.ts'
import { findEngine } from '../../../infra/engines/resolve.ts'
import { checkZoneData } from '../../../shared/calendar/zone.ts'
import { checkOf } from '../../../shared/contract/check.ts'
import type { Check } from '../../../shared/contract/views.schema.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { loadPacks } from '../../platform/packs.ts'

/** A failed engine is a finding, never an error: `doctor` goes on and says the rest. */
export async function checkMachine(): Promise<Check[]> {
  const tz = process.versions.tz ?? 'none'
  const zone = checkZoneData(tz)
  const engines = engineNames.map(async (name) => {
    const tried: string[] = []
    try {
      const engine = await findEngine(name, { tried })
      return engine === undefined
        ? checkOf(
            both(name),
            'warning',
            { en: tried.join('; '), fr: `introuvable (${tried.join('; ')})` },
            {
              en: `needed to run offices: "concert federation" fetches it, or install it on PATH`,
              fr: 'nécessaire pour faire fonctionner des organismes : « concert federation » le télécharge, ou installez-le dans PATH',
            },
          )
        : checkOf(both(name), 'ok', both(`${engine.version} (${engine.from}: ${engine.path})`))
    } catch (error) {
      return checkOf(
        both(name),
        'failed',
        both(error instanceof Error ? error.message : String(error)),
        {
          en: 'point the variable at an engine that serves, or unset it',
          fr: 'désignez par la variable un moteur qui convient, ou supprimez-la',
        },
      )
    }
  })
  return [
    checkOf(both('node'), 'ok', both(process.version)),
    zone.ok
      ? checkOf(zoneName, 'ok', both(tz))
      : checkOf(zoneName, 'failed', both(tz), {
          en: zone.problem.message,
          fr: zone.problem.messageFr,
        }),
    packs(),
    ...(await Promise.all(engines)),
  ]
}

const zoneName: Text = { en: 'zone data', fr: 'données de fuseaux' }
const packName: Text = { en: 'policy packs', fr: 'ensembles de règles' }

/** Names and versions, which are the same in both languages, and what another program says. */
function both(text: string): Text {
  return { en: text, fr: text }
}

function packs(): Check {
  try {
    const all = loadPacks()
    const listed = (from: string) =>
      all.map((pack) => `${pack.statute} ${from} ${pack.inForce.from}`).join(', ')
    return checkOf(packName, 'ok', { en: listed('from'), fr: listed('à compter du') })
  } catch (error) {
    return checkOf(
      packName,
      'failed',
      both(error instanceof Error ? error.message : String(error)),
      {
        en: 'repair the files that are named',
        fr: 'réparez les fichiers nommés',
      },
    )
  }
}

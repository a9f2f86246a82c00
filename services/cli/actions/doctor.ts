// `concert doctor`: looks at this machine and asks every office about itself. It repairs nothing.

import { localActor } from '../kit/actor.ts'
import { findEngine } from '../../../infra/engines/resolve.ts'
import { engineNames } from '../../../infra/engines/pins.ts'
import { checkZoneData } from '../../../shared/calendar/zone.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { officeClient } from '../../client/office-client.ts'
import { doctorSchema, type Check } from '../../../shared/contract/views.schema.ts'
import { loadPacks } from '../../platform/packs.ts'
import { exitCodes, print, type Io } from '../kit/output.ts'
import { renderDoctor } from '../render/doctor.ts'
import { findOffice, findOffices, type TargetOptions } from '../kit/target.ts'

export interface Finding extends Check {
  /** An office, or `this machine`. */
  readonly where: string
}
export interface Findings {
  readonly findings: readonly Finding[]
}

/** Exit code 0 without failed checks, 4 where an office does not answer, else 1. */
export async function doctor(io: Io, options: TargetOptions): Promise<void> {
  const findings = [...(await thisMachine()), ...(await offices(options))]
  print<Findings>(io, options.json, { findings }, renderDoctor)
  if (findings.some(({ check, state }) => check === reach && state === 'failed'))
    io.exit(exitCodes.unreachable)
  else if (findings.some(({ state }) => state === 'failed')) io.exit(exitCodes.fault)
}

const reach = 'answers'

async function thisMachine(): Promise<Finding[]> {
  const finding = (
    check: string,
    state: Check['state'],
    found: string,
    advice: string | null = null,
  ): Finding => ({ where: 'this machine', check, state, found, advice })
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
  finding: (check: string, state: Check['state'], found: string, advice?: string | null) => Finding,
): Finding {
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

async function offices(options: TargetOptions): Promise<Finding[]> {
  let known: { id: string; url: string }[]
  try {
    known =
      options.office === undefined
        ? await findOffices(options)
        : [{ id: options.office, url: (await findOffice(options)).url }]
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return [
      {
        where: options.office ?? options.url ?? 'offices',
        check: reach,
        state: 'failed',
        found: error.problem.message,
        advice: 'start one with "concert federation", or say where one is with --url',
      },
    ]
  }
  const all = await Promise.all(
    known.map(async ({ id, url }): Promise<Finding[]> => {
      try {
        const { checks } = await officeClient(url, {
          actor: localActor(),
          timeoutMs: doctorTimeoutMs,
        }).get('/v1/doctor', doctorSchema)
        return [
          { where: id, check: reach, state: 'ok', found: url, advice: null },
          ...checks.map((check) => ({ where: id, ...check })),
        ]
      } catch (error) {
        return [
          {
            where: id,
            check: reach,
            state: 'failed',
            found: error instanceof Error ? error.message : String(error),
            advice: 'start it, and look into its log; its peers catch up by themselves',
          },
        ]
      }
    }),
  )
  return all.flat()
}

const doctorTimeoutMs = 10_000

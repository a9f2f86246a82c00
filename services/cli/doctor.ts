// `concert doctor`: checks this machine, asks every office about itself, and says what to do. It repairs nothing.

import type { Command } from 'commander'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { localActor } from './kit/actor.ts'
import { messageIn, ProblemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { officeClient } from '../client/office-client.ts'
import { type Check, doctorSchema } from '../../shared/contract/views.schema.ts'
import type { RunningOffice } from './kit/environment.ts'
import { findOffice, findOffices, tokenAt, type TargetOptions } from './kit/target.ts'
import { wrap } from './kit/table.ts'

/** Looks at the machine that the command runs on: its engines, zone data and packs. The program passes it in. */
export type MachineChecks = () => Promise<readonly Check[]>

export function register(program: Command, io: Io, checkMachine: MachineChecks): void {
  const command = addOfficeOptions(
    program
      .command('doctor')
      .description(
        'engines, versions, zone data, offices, brokers, followers, clock: what is wrong and what to do',
      ),
  )
  withExamples(command, 'concert doctor', 'concert doctor --office ca-bc-oipc --json')
  command.action(async (options) => doctor(io, options, checkMachine))
}

export interface Finding extends Check {
  /** An office, or `this machine`. */
  readonly where: string
}
export interface Findings {
  readonly findings: readonly Finding[]
}

/** Exit code 0 without failed checks, 4 where an office does not answer, else 1. */
async function doctor(io: Io, options: TargetOptions, checkMachine: MachineChecks): Promise<void> {
  const machine = (await checkMachine()).map((check): Finding => ({
    where: 'this machine',
    ...check,
  }))
  const findings = [...machine, ...(await offices(options, io.lang))]
  print<Findings>(io, options.json, { findings }, renderDoctor)
  if (findings.some(({ check, state }) => check === reach && state === 'failed'))
    io.exit(exitCodes.unreachable)
  else if (findings.some(({ state }) => state === 'failed')) io.exit(exitCodes.fault)
}

const reach = 'answers'

async function offices(options: TargetOptions, lang: Lang): Promise<Finding[]> {
  let known: RunningOffice[]
  try {
    known =
      options.office === undefined
        ? await findOffices(options)
        : [await namedOffice(options, options.office)]
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return [
      {
        where: options.office ?? options.url ?? 'offices',
        check: reach,
        state: 'failed',
        found: messageIn(lang, error.problem),
        advice: 'start one with "concert federation", or say where one is with --url',
      },
    ]
  }
  const all = await Promise.all(
    known.map(async ({ id, url, token }): Promise<Finding[]> => {
      try {
        const { checks } = await officeClient(url, {
          actor: localActor(),
          token,
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
            found: saidBy(error, lang),
            advice: 'start it, and look into its log; its peers catch up by themselves',
          },
        ]
      }
    }),
  )
  return all.flat()
}

async function namedOffice(options: TargetOptions, id: string): Promise<RunningOffice> {
  const { url } = await findOffice(options)
  return { id, url, token: tokenAt(url, options) }
}

function saidBy(error: unknown, lang: Lang): string {
  if (error instanceof ProblemError) return messageIn(lang, error.problem)
  return error instanceof Error ? error.message : String(error)
}

const doctorTimeoutMs = 10_000

const marks = {
  ok: ['green', 'ok     '],
  warning: ['yellow', 'warning'],
  failed: ['red', 'FAILED '],
} as const

export function renderDoctor({ findings }: Findings, paint: Paint): string {
  const groups = [...Map.groupBy(findings, (finding) => finding.where)].map(([where, all]) =>
    [
      paint('bold', where),
      ...all.flatMap(({ check, state, found, advice }) => {
        const [style, word] = marks[state]
        return [
          `  ${paint(style, word)}  ${wrap(`${check}: ${found}`, 88, '           ')}`,
          ...(state === 'ok' || advice === null
            ? []
            : [`           do: ${wrap(advice, 80, '               ')}`]),
        ]
      }),
    ].join('\n'),
  )
  const bad = findings.filter(({ state }) => state !== 'ok')
  return [
    ...groups,
    bad.length === 0
      ? 'Nothing is wrong.'
      : `${bad.filter(({ state }) => state === 'failed').length} failed, ${bad.filter(({ state }) => state === 'warning').length} to look at.`,
  ].join('\n\n')
}

// `concert doctor`: checks this machine, asks every office about itself, and says what to do. It repairs nothing.

import type { Command } from 'commander'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { localActor } from './kit/actor.ts'
import { messageIn, ProblemError } from '../../shared/kernel/problems.ts'
import type { Lang, Text } from '../../shared/kernel/text.ts'
import { checkIn, checkOf } from '../../shared/contract/check.ts'
import { officeClient } from '../client/office-client.ts'
import { type Check, doctorSchema } from '../../shared/contract/views.schema.ts'
import type { RunningOffice } from './kit/environment.ts'
import { findOffice, findOffices, tokenAt, type TargetOptions } from './kit/target.ts'
import { wrap } from './kit/table.ts'

/** Looks at the machine that the command runs on: its engines, zone data and packs. The program passes it in. */
export type MachineChecks = () => Promise<readonly Check[]>
/** Looks at one office from its own files, whether or not it runs. */
export type InstanceChecks = (
  configFile: string,
) => Promise<{ readonly where: string; readonly checks: readonly Check[] }>

interface Checks {
  readonly checkMachine: MachineChecks
  readonly checkInstance: InstanceChecks
}
interface DoctorOptions extends TargetOptions {
  readonly config?: string
}

export function register(program: Command, io: Io, checks: Checks): void {
  const command = addOfficeOptions(
    program
      .command('doctor')
      .description(
        'engines, versions, zone data, offices, brokers, followers, clock: what is wrong and what to do',
      ),
  )
  command.option(
    '--config <file>',
    'an office.json: its keys, the way to every broker layer by layer, its Temporal; the office need not run',
  )
  withExamples(
    command,
    'concert doctor',
    'concert doctor --office ca-bc-oipc --json',
    'concert doctor --config office.json',
  )
  command.action(async (options) => doctor(io, options, checks))
}

export interface Finding extends Check {
  /** An office, or `this machine`. */
  readonly where: string
}
export interface Findings {
  readonly findings: readonly Finding[]
}

/** Exit code 0 without failed checks, 4 where an office does not answer, else 1. */
async function doctor(io: Io, options: DoctorOptions, checks: Checks): Promise<void> {
  const { checkMachine, checkInstance } = checks
  const machine = (await checkMachine()).map((check): Finding => ({
    where: thisMachine,
    ...check,
  }))
  const asked =
    options.config === undefined
      ? await offices(options)
      : await checkInstance(options.config).then(({ where, checks: all }) =>
          all.map((check): Finding => ({ where, ...check })),
        )
  const findings = [...machine, ...asked]
  print<Findings>(io, options.json, { findings }, renderDoctor)
  if (findings.some(({ check, state }) => check === reach && state === 'failed'))
    io.exit(exitCodes.unreachable)
  else if (findings.some(({ state }) => state === 'failed')) io.exit(exitCodes.fault)
}

const thisMachine = 'this machine'
const reach = 'answers'
const reachName = { en: reach, fr: 'répond' } as const

async function offices(options: TargetOptions): Promise<Finding[]> {
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
        ...checkOf(reachName, 'failed', textOf(error), {
          en: 'start one with "concert federation", or say where one is with --url',
          fr: 'démarrez-en un par « concert federation », ou dites où il est par --url',
        }),
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
          { where: id, ...checkOf(reachName, 'ok', { en: url, fr: url }) },
          ...checks.map((check) => ({ where: id, ...check })),
        ]
      } catch (error) {
        if (isOfItsOwnPeople(error))
          return [{ where: id, ...checkOf(reachName, 'ok', closed(url)) }]
        return [
          {
            where: id,
            ...checkOf(reachName, 'failed', textOf(error), {
              en: 'start it, and look into its log; its peers catch up by themselves',
              fr: 'démarrez-le, et consultez son journal; les autres rattrapent d’eux-mêmes',
            }),
          },
        ]
      }
    }),
  )
  return all.flat()
}

/** Another office answers, and says how it is to its own people only. */
function isOfItsOwnPeople(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  return error.problem.code === 'not-signed-in' || error.problem.code === 'not-permitted'
}

const closed = (url: string): Text => ({
  en: `${url}; how it is it says to its own people only`,
  fr: `${url}; il ne dit son état qu’aux siens`,
})

async function namedOffice(options: TargetOptions, id: string): Promise<RunningOffice> {
  const { url } = await findOffice(options)
  return { id, url, token: tokenAt(url, options) }
}

function textOf(error: unknown): Text {
  if (error instanceof ProblemError)
    return { en: messageIn('en', error.problem), fr: messageIn('fr', error.problem) }
  const said = error instanceof Error ? error.message : String(error)
  return { en: said, fr: said }
}

const doctorTimeoutMs = 10_000

const marks = { ok: 'green', warning: 'yellow', failed: 'red' } as const
/** Under the text, past its mark. */
const indent = ' '.repeat(11)
const doctorWords = {
  en: {
    machine: 'this machine',
    ok: 'ok',
    warning: 'warning',
    failed: 'FAILED',
    width: 7,
    todo: 'do: ',
    colon: ': ',
    nothing: 'Nothing is wrong.',
    sum: (failed: number, warnings: number) => `${failed} failed, ${warnings} to look at.`,
  },
  fr: {
    machine: 'cette machine',
    ok: 'ok',
    warning: 'à voir',
    failed: 'ÉCHEC',
    width: 7,
    todo: 'à faire : ',
    colon: ' : ',
    nothing: 'Tout va bien.',
    sum: (failed: number, warnings: number) => `${failed} en échec, ${warnings} à voir.`,
  },
} as const

export function renderDoctor({ findings }: Findings, paint: Paint, lang: Lang = 'en'): string {
  const words = doctorWords[lang]
  const groups = [...Map.groupBy(findings, (finding) => finding.where)].map(([where, all]) =>
    [
      paint('bold', where === thisMachine ? words.machine : where),
      ...all.flatMap((finding) => {
        const { state } = finding
        const { check, found, advice } = checkIn(lang, finding)
        const style = marks[state]
        const word = words[state].padEnd(words.width)
        return [
          wrap(`  ${paint(style, word)}  ${check}${words.colon}${found}`, indent),
          ...(state === 'ok' || advice === null
            ? []
            : [wrap(`${indent}${words.todo}${advice}`, `${indent}    `)]),
        ]
      }),
    ].join('\n'),
  )
  const bad = findings.filter(({ state }) => state !== 'ok')
  return [
    ...groups,
    bad.length === 0
      ? words.nothing
      : words.sum(
          bad.filter(({ state }) => state === 'failed').length,
          bad.filter(({ state }) => state === 'warning').length,
        ),
  ].join('\n\n')
}

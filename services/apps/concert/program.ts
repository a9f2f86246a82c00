// The `concert` command: every sub-command under one roof. A command line loads only the group that it names; help loads all.

import { Command } from 'commander'
import project from '../../../package.json' with { type: 'json' }
import { langOption, withExamples } from '../../cli/kit/options.ts'
import { exitCodesHelp, type Io } from '../../cli/kit/output.ts'
import type { OfflineLedger } from '../../cli/ledger.ts'

export interface Group {
  register(program: Command, io: Io): void
}

const loaders: Readonly<Record<string, () => Promise<Group>>> = {
  order: () => import('../../cli/order/group.ts'),
  matter: () => import('../../cli/matter.ts'),
  joint: () => import('../../cli/joint/group.ts'),
  board: () => import('../../cli/board.ts'),
  calendar: () => import('../../cli/calendar.ts'),
  deadlines: () => import('../../cli/deadlines.ts'),
  simulate: () => import('../../cli/simulate.ts'),
  desk: () => import('../../cli/desk.ts'),
  drift: () => import('../../cli/drift.ts'),
  approvals: () => import('../../cli/approvals.ts'),
  audit: () => import('../../cli/audit.ts'),
  login: async () => ({ register: (await import('../../cli/login.ts')).registerLogin }),
  logout: async () => ({ register: (await import('../../cli/login.ts')).registerLogout }),
  whoami: async () => ({ register: (await import('../../cli/login.ts')).registerWhoami }),
  people: () => import('../../cli/people.ts'),
  token: () => import('../../cli/token.ts'),
  notifications: () => import('../../cli/notifications.ts'),
  policy: () => import('../../cli/policy.ts'),
  import: () => import('../../cli/import.ts'),
  ledger: async () => {
    const { register } = await import('../../cli/ledger.ts')
    const files = () => import('./lost-ledger.ts')
    const offline: OfflineLedger = {
      repair: async (...asked) => (await files()).repairOffice(...asked),
      succeed: async (...asked) => (await files()).succeedOffice(...asked),
      export: async (...asked) => (await files()).exportLedger(...asked),
    }
    return { register: (program, io) => register(program, io, offline) }
  },
  quarantine: () => import('../../cli/quarantine.ts'),
  replay: () => import('../../cli/replay.ts'),
  evidence: () => import('../../cli/evidence.ts'),
  doctor: async () => {
    const { register } = await import('../../cli/doctor.ts')
    // The command line knows no engine: the check of this machine is made here and passed in.
    const checkMachine = async () => (await import('./this-machine.ts')).checkMachine()
    const checkInstance = async (file: string) =>
      (await import('./this-instance.ts')).checkInstance(file)
    return { register: (program, io) => register(program, io, { checkMachine, checkInstance }) }
  },
}

function toLoad(program: Command, only: string | undefined): Promise<Group>[] {
  if (program.commands.some((command) => command.name() === only)) return []
  const named = Object.entries(loaders).filter(([name]) => name === only)
  return (named.length > 0 ? named : Object.entries(loaders)).map(([, load]) => load())
}

/**
 * `groups` are further sub-commands: those that run offices. `only` loads that group alone, where there is one of this name.
 * Usage errors and help throw CommanderError instead of ending the process.
 */
export async function createProgram(
  io: Io,
  groups: readonly Group[] = [],
  only?: string,
): Promise<Command> {
  const program = new Command('concert')
    .description(
      'Independent privacy commissioners acting in concert: binding orders, statutory clocks, signed status events.',
    )
    .version(project.version)
    // `concert joint consent … --version 2` is the proposal's version, not the program's.
    .enablePositionalOptions()
    .exitOverride()
    // Also beside a long synopsis, what a command does is broken, not cut by the terminal.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => io.out(text.replace(/\n$/, '')),
      writeErr: (text) => io.err(text.replace(/\n$/, '')),
    })
    .addOption(langOption())
    .showHelpAfterError('(add --help for what is expected)')
  withExamples(
    program,
    'concert federation                    every office, on this machine',
    'concert board --as-of 2022-01-26      where every office stood that day',
    'concert order show ca-bc-oipc:P21-08  one order: terms, dates and why, history',
  )
  for (const group of groups) group.register(program, io)
  for (const group of await Promise.all(toLoad(program, only))) group.register(program, io)
  return program.addHelpText(
    'after',
    `\n${exitCodesHelp}\n\nEnvironment:\n  CONCERT_DATA   data folder of a federation on this machine (default .concert)\n  CONCERT_URL    address of the office to speak to\n  CONCERT_TOKEN  token of a program, for the office at CONCERT_URL;\n                 people use "concert login"\n  LANG           language of refusals without --lang: fr… is French\n  PAGER          shows what is longer than the terminal (default less)\n  NO_COLOR       no colours`,
  )
}

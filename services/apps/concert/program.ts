// The `concert` command: every sub-command under one roof. Only their names and options are loaded here; what they do is loaded when they run.

import { Command } from 'commander'
import project from '../../../package.json' with { type: 'json' }
import * as board from '../../cli/board.ts'
import * as calendar from '../../cli/calendar.ts'
import * as deadlines from '../../cli/deadlines.ts'
import * as doctor from '../../cli/doctor.ts'
import * as drift from '../../cli/drift.ts'
import * as joint from '../../cli/joint/group.ts'
import * as matter from '../../cli/matter.ts'
import * as order from '../../cli/order/group.ts'
import { withExamples } from '../../cli/kit/options.ts'
import { exitCodesHelp, type Io } from '../../cli/kit/output.ts'
import * as policy from '../../cli/policy.ts'
import * as replay from '../../cli/replay.ts'
import * as simulate from '../../cli/simulate.ts'

export interface Group {
  register(program: Command, io: Io): void
}

/** `groups` are further sub-commands: those that run offices. Usage errors and help throw CommanderError instead of ending the process. */
export function createProgram(io: Io, groups: readonly Group[] = []): Command {
  const program = new Command('concert')
    .description(
      'Independent privacy commissioners acting in concert: binding orders, statutory clocks, signed status events.',
    )
    .version(project.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.replace(/\n$/, '')),
      writeErr: (text) => io.err(text.replace(/\n$/, '')),
    })
    .showHelpAfterError('(add --help for what is expected)')
  withExamples(
    program,
    'concert federation                    every office on this machine, with the founding case',
    'concert board --as-of 2022-01-26      where every office stood that day',
    'concert order show ca-bc-oipc:P21-08  one order: terms, dates and why, routes, history',
  )
  for (const group of [
    ...groups,
    order,
    matter,
    joint,
    board,
    calendar,
    deadlines,
    simulate,
    drift,
    policy,
    replay,
    doctor,
  ])
    group.register(program, io)
  return program.addHelpText(
    'after',
    `\n${exitCodesHelp}\n\nEnvironment:\n  CONCERT_DATA  data folder of a federation on this machine (default .concert)\n  CONCERT_URL   address of the office to speak to\n  NO_COLOR      no colours`,
  )
}

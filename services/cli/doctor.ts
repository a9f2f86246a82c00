// `concert doctor`: what is wrong and what to do. Names and options only.

import type { Command } from 'commander'
import { speaksToOffice, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const doctor = speaksToOffice(
    program
      .command('doctor')
      .description(
        'engines, versions, zone data, offices, brokers, followers, clock: what is wrong and what to do',
      ),
  )
  withExamples(doctor, 'concert doctor', 'concert doctor --office ca-bc-oipc --json')
  doctor.action(async (options) => (await import('./actions/doctor.ts')).doctor(io, options))
}

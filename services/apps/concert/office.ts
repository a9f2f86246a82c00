// `concert office` and `concert observer`: one process of one office. Names and options only.

import type { Command } from 'commander'
import { langOption, withExamples } from '../../cli/kit/options.ts'
import type { Io } from '../../cli/kit/output.ts'

export function register(program: Command, io: Io): void {
  const roles = [
    {
      name: 'office',
      role: 'commissioner',
      description: 'one office with order power: its ledger, followers, workflows, pages and API',
    },
    {
      name: 'observer',
      role: 'observer',
      description: 'one office without order power: the same, but no orders of its own',
    },
  ] as const
  for (const { name, role, description } of roles) {
    const command = program
      .command(name)
      .description(description)
      .requiredOption(
        '--config <file>',
        'its office.json; CONCERT_OFFICE_HTTP_HOST, _HTTP_PORT, _TEMPORAL_ADDRESS and _LOG_LEVEL override it',
      )
    command.addOption(langOption())
    withExamples(command, `concert ${name} --config office.json`)
    command.action(async (options: { config: string }) =>
      (await import('./start-office.ts')).office(io, options.config, role),
    )
  }
}

// Runs the program once and says with which code to exit. Not the entry: tests run it with their own streams.

import { CommanderError } from 'commander'
import { langOf } from '../../cli/kit/lang.ts'
import { exitCodes, reportError, type Io, type Streams } from '../../cli/kit/output.ts'
import { createProgram, type Group } from './program.ts'

export async function run(
  args: readonly string[],
  streams: Streams,
  groups: readonly Group[] = [],
): Promise<number> {
  let code: number = exitCodes.ok
  const io: Io = { ...streams, lang: langOf(args) }
  const only = args.find((arg) => !arg.startsWith('-'))
  try {
    const program = await createProgram(
      { ...io, exit: (other) => void (code = other) },
      groups,
      only,
    )
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Commander has said what was wrong; help and version that were asked for are no error.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    return reportError(io, error, args.includes('--json'))
  }
}

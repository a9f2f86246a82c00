// Writes a file that was asked for. One that is there is kept: it may be evidence.

import { writeFileSync } from 'node:fs'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import { fileFault } from './json.ts'

export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    const why = fileFault(cause)
    throw new ProblemError(
      problem(
        'invalid-input',
        {
          en: `${file} cannot be written: ${why.en}`,
          fr: `${file} ne peut être écrit : ${why.fr}`,
        },
        file,
      ),
      { cause },
    )
  }
}

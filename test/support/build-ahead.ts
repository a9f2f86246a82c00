// Builds what tests in Go and of foreign programs wait for, ahead of them, one after another. Where a build fails, the test that needs it says why.

import { buildGoVerifier } from './go-verifier.ts'
import { foreignNames, foreignProgram, hasGo } from './foreign.ts'

if (hasGo)
  for (const build of [buildGoVerifier, ...foreignNames.map((name) => () => foreignProgram(name))])
    try {
      await build()
    } catch (error) {
      process.stderr.write(`concert: ${error instanceof Error ? error.message : String(error)}\n`)
    }

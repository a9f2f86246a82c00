// Builds the workflow bundle and prints its path. A process of its own: the bundler's memory goes when it ends.

import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'

process.stdout.write(await workflowBundle({ report: (line) => process.stderr.write(`${line}\n`) }))

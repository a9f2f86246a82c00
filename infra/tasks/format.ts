// `npm run format`: writes every source as the formatter decides.

import { formatter, runTool } from './tools.ts'

process.exitCode = await runTool(formatter, ['--write', '--log-level', 'warn', '.'])

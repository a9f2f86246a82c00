// `npm test`: engines, types, lint and every test; ends with one line of figures taken from the test runner's own report.
// Further arguments go to the test runner: `npm test -- test/unit`.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { resolveChromium } from '../engines/chromium.ts'
import { resolveEngines } from '../engines/resolve.ts'
import { countTests, summaryLine } from './summary.ts'
import { check, runTool } from './tools.ts'

const stop = new AbortController()
const onSignal = () => stop.abort(new Error('stopped'))
process.once('SIGINT', onSignal).once('SIGTERM', onSignal)

try {
  await resolveEngines({ signal: stop.signal })
  // Before a test waits for it; without one the browser tests fail and say why, the others run.
  await resolveChromium().catch((error: Error) => console.error(`concert: ${error.message}`))
  process.exitCode = await testAll(process.argv.slice(2))
} catch (error) {
  console.error(`concert: ${error instanceof Error ? error.message : String(error)}`)
  console.log(summaryLine({ passed: 0, failed: 1, skipped: 0 }))
  process.exitCode = 1
}

async function testAll(args: readonly string[]): Promise<number> {
  const failedChecks = await check()
  const folder = await mkdtemp(path.join(tmpdir(), 'concert-test-'))
  try {
    const outputFile = path.join(folder, 'report.json')
    const code = await runTool('vitest/vitest.mjs', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
      ...args,
    ])
    const report: unknown = JSON.parse(await readFile(outputFile, 'utf8').catch(() => 'null'))
    const counts = countTests(report, { exitCode: code, failedChecks: failedChecks.length })
    if (failedChecks.length > 0) console.log(`Failed besides the tests: ${failedChecks.join(', ')}`)
    if (counts.passed + counts.failed === 0) console.log('No test ran')
    console.log(summaryLine(counts))
    return counts.failed === 0 && counts.passed > 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

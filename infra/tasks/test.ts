// `npm test`: engines, types, lint and every test; ends with one line of figures taken from the test runner's own reports.
// Further arguments go to the test runner: `npm test -- test/unit`.

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { constants, setPriority, tmpdir } from 'node:os'
import path from 'node:path'
import { resolveChromium } from '../engines/chromium.ts'
import { resolveEngines } from '../engines/resolve.ts'
import { countTests, failures, slowestFiles, summaryLine, type TestRun } from './summary.ts'
import { check, root, runTool } from './tools.ts'

/** Half of the time a federation waits for its clock: one file of them at a time, and all other tests beside it. */
const sideBySide = [
  ['test/federation/', '--maxWorkers=1'],
  ['--exclude=test/federation/**'],
] as const

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
  const parts = args.length === 0 ? sideBySide : [args]
  if (args.length === 0) buildAhead()
  const failedChecks = await check()
  const runs = await Promise.all(parts.map((part) => runTests(part)))
  const counts = countTests(runs, failedChecks.length)
  if (failedChecks.length > 0) console.log(`Failed besides the tests: ${failedChecks.join(', ')}`)
  if (counts.passed + counts.failed === 0) console.log('No test ran')
  const slowest = slowestFiles(runs)
  if (slowest.length > 0) console.log(['The slowest files:', ...slowest].join('\n'))
  const failed = failures(runs)
  if (failed.length > 0) console.log(['What failed:', ...failed].join('\n'))
  console.log(summaryLine(counts))
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1
}

async function runTests(args: readonly string[]): Promise<TestRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'concert-test-'))
  const [reportFile, timesFile] = ['report.json', 'times.json'].map((name) =>
    path.join(folder, name),
  )
  const left = async (file = ''): Promise<unknown> =>
    JSON.parse(await readFile(file, 'utf8').catch(() => 'null'))
  try {
    const options = [
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      '--reporter=./infra/tasks/file-times.ts',
      `--outputFile.file-times=${timesFile}`,
    ]
    const exitCode = await runTool('vitest/vitest.mjs', ['run', ...options, ...args], {
      byLines: true,
    })
    return { report: await left(reportFile), times: await left(timesFile), exitCode }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Foreign programs take minutes to build where Go has built nothing yet: in what the tests leave of the processor, not while they wait. */
function buildAhead(): void {
  const child = spawn(process.execPath, ['test/support/build-ahead.ts'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    signal: stop.signal,
  })
  child.on('error', (error) => {
    if (!stop.signal.aborted) console.error(`concert: ${error.message}`)
  })
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
}

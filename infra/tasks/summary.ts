// Counts and times of test runs, from what the test runner left.

import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface TestRun {
  /** vitest's own, as JSON. */
  readonly report: unknown
  /** Of `file-times.ts`. */
  readonly times: unknown
  readonly exitCode: number
}

const assertion = z.object({
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']),
  fullName: z.string().default(''),
  failureMessages: z.array(z.string()).nullish(),
})
const fileResult = z.object({
  name: z.string().default(''),
  status: z.string(),
  /** What kept the file from being run. */
  message: z.string().default(''),
  assertionResults: z.array(assertion),
})
const reportSchema = z.object({ testResults: z.array(fileResult) })
const timesSchema = z.array(z.object({ file: z.string(), ms: z.number() }))

type CountedRun = Pick<TestRun, 'report' | 'exitCode'>

/** Of all runs together; each check that failed counts as a failure. */
export function countTests(runs: readonly CountedRun[], failedChecks: number): Counts {
  const all = runs.map(countRun)
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0)
  return { passed: sum('passed'), failed: sum('failed') + failedChecks, skipped: sum('skipped') }
}

/**
 * A file that failed without a failed test (it did not load, or its hook failed) counts as one failure,
 * and so does a runner that ended badly though every test passed: nothing that failed may leave a line that says 0 failed.
 */
function countRun({ report, exitCode }: CountedRun): Counts {
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 }
  const files = parsed.data.testResults
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status))
  const passed = statuses.filter((status) => status === 'passed').length
  const failedTests = statuses.filter((status) => status === 'failed').length
  const failedFiles = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length
  const failedRun = exitCode !== 0 && failedTests + failedFiles === 0 ? 1 : 0
  return {
    passed,
    failed: failedTests + failedFiles + failedRun,
    skipped: statuses.length - passed - failedTests,
  }
}

/** Each test that failed, and each file that could not be run, with the beginning of what it said: whoever reads only the end of a long log finds it there. */
export function failures(runs: readonly Pick<TestRun, 'report'>[]): string[] {
  return runs
    .flatMap(({ report }) => reportSchema.safeParse(report).data?.testResults ?? [])
    .flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((each) => each.status === 'failed')
      if (failed.length === 0) return status === 'failed' ? [beginning(name, message)] : []
      return failed.map(({ fullName, failureMessages }) =>
        beginning(`${name}: ${fullName}`, (failureMessages ?? []).join('\n')),
      )
    })
}

function beginning(title: string, text: string): string {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .slice(0, 30)
  return [title, ...lines.map((line) => `    ${line.slice(0, 400)}`)].join('\n')
}

/** `12 passed, 0 failed`, and `, 3 skipped` if any. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** `  83.1 s  test/federation/joint.test.ts`, the ten slowest first. */
export function slowestFiles(runs: readonly Pick<TestRun, 'times'>[]): string[] {
  return runs
    .flatMap(({ times }) => timesSchema.safeParse(times).data ?? [])
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10)
    .map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${file}`)
}

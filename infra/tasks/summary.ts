// Counts and times of test runs, from what the test runner left.

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
})
const reportSchema = z.object({
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(assertion) })),
})
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

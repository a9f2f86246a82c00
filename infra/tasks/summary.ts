// Counts of a test run, from vitest's JSON report.

import { z } from 'zod'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const assertion = z.object({
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']),
})
const reportSchema = z.object({
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(assertion) })),
})

/**
 * A file that failed without a failed test (it did not load, or its hook failed) counts as one failure, so does each failed check,
 * and so does a runner that ended badly though every test passed: nothing that failed may leave a line that says 0 failed.
 */
export function countTests(
  report: unknown,
  run: { exitCode: number; failedChecks: number },
): Counts {
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success) return { passed: 0, failed: 1 + run.failedChecks, skipped: 0 }
  const files = parsed.data.testResults
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status))
  const passed = statuses.filter((status) => status === 'passed').length
  const failedTests = statuses.filter((status) => status === 'failed').length
  const failedFiles = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length
  const failedRun = run.exitCode !== 0 && failedTests + failedFiles === 0 ? 1 : 0
  return {
    passed,
    failed: failedTests + failedFiles + failedRun + run.failedChecks,
    skipped: statuses.length - passed - failedTests,
  }
}

/** `12 passed, 0 failed`, and `, 3 skipped` if any. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

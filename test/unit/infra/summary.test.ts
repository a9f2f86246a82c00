import { expect, it } from 'vitest'
import { countTests, summaryLine } from '../../../infra/tasks/summary.ts'

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
})
const well = { exitCode: 0, failedChecks: 0 }

it.each([
  ['all well', { testResults: [file('passed', 'passed', 'passed')] }, well, '2 passed, 0 failed'],
  [
    'skipped and todo',
    { testResults: [file('passed', 'passed', 'pending', 'todo', 'skipped')] },
    well,
    '1 passed, 0 failed, 3 skipped',
  ],
  [
    'a failed test',
    { testResults: [file('failed', 'passed', 'failed')] },
    { exitCode: 1, failedChecks: 0 },
    '1 passed, 1 failed',
  ],
  [
    'a file that does not load',
    { testResults: [file('failed'), file('passed', 'passed')] },
    { exitCode: 1, failedChecks: 0 },
    '1 passed, 1 failed',
  ],
  [
    'failed checks',
    { testResults: [file('passed', 'passed')] },
    { exitCode: 0, failedChecks: 2 },
    '1 passed, 2 failed',
  ],
  [
    'an error outside any test',
    { testResults: [file('passed', 'passed')] },
    { exitCode: 1, failedChecks: 0 },
    '1 passed, 1 failed',
  ],
  ['no report', null, { exitCode: 1, failedChecks: 0 }, '0 passed, 1 failed'],
  ['an unknown status', { testResults: [file('passed', 'perhaps')] }, well, '0 passed, 1 failed'],
  ['nothing ran', { testResults: [] }, well, '0 passed, 0 failed'],
])('%s', (_, report, run, expected) => {
  expect(summaryLine(countTests(report, run))).toBe(expected)
})

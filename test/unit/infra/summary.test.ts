import { expect, it } from 'vitest'
import { countTests, slowestFiles, summaryLine } from '../../../infra/tasks/summary.ts'

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
})
const run = (exitCode: number, ...testResults: object[]) => ({ exitCode, report: { testResults } })
const well = run(0, file('passed', 'passed', 'passed'))

it.each([
  ['all well', [well], 0, '2 passed, 0 failed'],
  ['two runs', [well, run(0, file('passed', 'passed'))], 0, '3 passed, 0 failed'],
  [
    'skipped and todo',
    [run(0, file('passed', 'passed', 'pending', 'todo', 'skipped'))],
    0,
    '1 passed, 0 failed, 3 skipped',
  ],
  ['a failed test', [run(1, file('failed', 'passed', 'failed'))], 0, '1 passed, 1 failed'],
  ['of two runs one fails', [well, run(1, file('failed', 'failed'))], 0, '2 passed, 1 failed'],
  [
    'a file that does not load',
    [run(1, file('failed'), file('passed', 'passed'))],
    0,
    '1 passed, 1 failed',
  ],
  ['failed checks', [well, well], 2, '4 passed, 2 failed'],
  ['an error outside any test', [run(1, file('passed', 'passed'))], 0, '1 passed, 1 failed'],
  [
    'of two runs one ends without a report',
    [well, { exitCode: 137, report: null }],
    0,
    '2 passed, 1 failed',
  ],
  ['no report', [{ exitCode: 1, report: null }], 0, '0 passed, 1 failed'],
  ['an unknown status', [run(0, file('passed', 'perhaps'))], 0, '0 passed, 1 failed'],
  ['nothing ran', [run(0)], 0, '0 passed, 0 failed'],
])('%s', (_, runs, failedChecks, expected) => {
  expect(summaryLine(countTests(runs, failedChecks))).toBe(expected)
})

it('names the ten slowest files of all runs', () => {
  const times = Array.from({ length: 12 }, (_, at) => ({ file: `${at}.test.ts`, ms: 100 * at }))
  const all = slowestFiles([
    { times },
    { times: [{ file: 'long.test.ts', ms: 83_140 }] },
    { times: null },
  ])
  expect(all).toHaveLength(10)
  expect(all.slice(0, 2)).toEqual(['    83.1 s  long.test.ts', '     1.1 s  11.test.ts'])
})

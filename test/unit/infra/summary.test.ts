import { expect, it } from 'vitest'
import { countTests, failures, slowestFiles, summaryLine } from '../../../infra/tasks/summary.ts'

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

it('names what failed, with the beginning of what it said', () => {
  const failed = {
    status: 'failed',
    fullName: 'orders are told apart',
    failureMessages: [
      `\u001b[31mexpected 1\u001b[39m\n    at node_modules/a.js\n${'more\n'.repeat(100)}`,
    ],
  }
  const testResults = [
    { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, failed] },
    { name: 'b.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
    { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
  ]
  const [test = '', file, ...more] = failures([{ report: { testResults } }, { report: null }])
  expect(test.split('\n').slice(0, 3)).toEqual([
    'a.test.ts: orders are told apart',
    '    expected 1',
    '    more',
  ])
  expect(test.split('\n')).toHaveLength(31)
  expect(file).toBe('b.test.ts\n    does not load')
  expect(more).toEqual([])
})

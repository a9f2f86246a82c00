// The README's commands, as they stand there, against a real federation. What cannot run as written here is `npm` itself and a terminal.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { boardSchema } from '../../shared/board/board.schema.ts'
import { TestFederation } from '../support/federation.ts'

const root = path.join(import.meta.dirname, '..', '..')
const commands = [
  ...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g),
]
  .flatMap((block) =>
    (block[1] ?? '').split('\n').map((line) => line.replace(/\s+#.*$/, '').trim()),
  )
  .filter((line) => line !== '')

/** Runs `concert` as its npm script does; rejects on any exit code but 0. */
function concert(
  args: readonly string[],
  dataDir: string,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return promisify(execFile)(process.execPath, ['infra/bootstrap/concert.cjs', ...args], {
    cwd: root,
    env: { ...process.env, CONCERT_DATA: dataDir },
    maxBuffer: 16 * 1024 * 1024,
  })
}

test('one order, from issuance to court', async () => {
  const prefix = 'npm run -s concert -- '
  const lines = commands
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length).split(' '))
  expect(lines.length).toBeGreaterThan(5)
  await using federation = await new TestFederation({
    rate: 20_000_000,
    legalStart: '2026-10-01T05:00:00.000Z',
  }).start()
  await federation.until(
    'today',
    async () => (await federation.board('ca-bc-oipc')).asOf > '2026-11-02',
  )
  for (const line of lines)
    expect((await concert(line, federation.dataDir)).stdout, line.join(' ')).not.toBe('')
  const [order] = (await federation.board('ca-fed-opc')).orders
  expect(order).toMatchObject({
    order: 'ca-bc-oipc:P26-01',
    status: 'escalated',
    terms: [{ due: { date: '2026-10-16' } }],
  })
}, 180_000)

test('the founding case, until done, gives the board of a day and nothing else', async () => {
  const line = commands.find((each) => each.startsWith('npm start -- --until-done --json'))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'concert-readme-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }))
  const { stdout, stderr } = await concert(
    ['federation', ...(line ?? '').split(' ').slice(3), '--rate', '20000000'],
    dataDir,
  )
  const board = boardSchema.parse(JSON.parse(stdout))
  expect(stderr).toContain('24 of 24 facts recorded')
  expect([board.office, board.asOf]).toEqual(['ca-fed-opc', '2021-12-20'])
  expect(
    board.orders.map(({ order, terms }) => [
      order,
      terms.map(({ position, notBefore, due }) => [position, notBefore, due?.date]),
    ]),
  ).toEqual([
    ['ca-ab-oipc:P2021-12', [1, 2, 3].map(() => ['refused', '2022-01-22', '2022-01-26'])],
    ['ca-bc-oipc:P21-08', [1, 2, 3].map(() => ['refused', null, '2022-01-25'])],
    [
      'ca-qc-cai:1023158-S',
      [
        ['refused', null, '2021-12-14'],
        ['refused', null, '2022-03-14'],
      ],
    ],
  ])
}, 180_000)

test.skipIf(process.platform === 'win32')(
  'npm adds nothing of its own to standard output',
  async () => {
    const { stdout } = await promisify(execFile)('npm', ['start', '--', '--help'], { cwd: root })
    expect(stdout).toMatch(/^Examples:/)
  },
  60_000,
)

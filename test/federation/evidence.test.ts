// Evidence of a real federation: the founding case is replayed, and one office's file of an order and of the matter is judged by our verifier, the Go one, and after it was spoiled.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../services/apps/concert/run.ts'
import * as verify from '../../services/apps/concert/verify.ts'
import { plain } from '../../services/cli/kit/output.ts'
import { parseEvidence } from '../../shared/ledger/bundle/form.schema.ts'
import { verifyEvidence } from '../../shared/ledger/bundle/verify.ts'
import { verifying } from '../support/evidence.ts'
import { TestFederation } from '../support/federation.ts'
import { buildGoVerifier, hasGo } from '../support/go-verifier.ts'
import { until } from '../support/nats.ts'

const order = 'ca-bc-oipc:P21-08'
/** As fast as the README's own case: nothing here depends on which alarm rang before which fact. */
const federation = new TestFederation({ rate: 20_000_000 })
const folder = mkdtempSync(path.join(tmpdir(), 'concert-fresh-evidence-'))
const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  await federation.start()
  await federation.replay('clearview-ai.json')
}, 240_000)
afterAll(async () => {
  await federation[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function concert(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(
    args,
    {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      paint: plain,
      exit: () => undefined,
    },
    [verify],
  )
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const judged = (text: string) => verifyEvidence(Buffer.from(text), verifying)

it('is one file that proves an order, with confirmations of every other office', async () => {
  const target = ['--office', 'ca-ab-oipc', '--data', federation.dataDir]
  // Until the others have confirmed a head over the last entry, fewer are counted.
  await until(
    'every office to have confirmed',
    async () => {
      rmSync(file('order.json'), { force: true })
      const { code } = await concert('evidence', order, '-o', file('order.json'), ...target)
      if (code !== 0) return false
      const { verdict, entries } = judged(readFileSync(file('order.json'), 'utf8'))
      return verdict === 'sound' && entries.every(({ seenBy }) => seenBy.length === 3)
    },
    90_000,
  )
  expect(statSync(file('order.json')).mode & 0o777).toBe(0o600)
  const parsed = parseEvidence(readFileSync(file('order.json'), 'utf8'))
  const kinds = new Set(parsed?.parts.map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual([
    'about',
    'chronology',
    'consistency',
    'entry',
    'exhibit',
    'head',
    'office',
    'pack',
    'receipt',
    'seen',
  ])
  const said = await concert('verify', file('order.json'), '--lang', 'fr')
  expect(said.code).toBe(0)
  expect(said.out).toContain('organismes indépendants')
  const again = await concert('evidence', order, '-o', file('order.json'), ...target)
  expect(again.code).not.toBe(0)
  expect(again.err).toContain('order.json')
}, 120_000)

it('of a matter has what every office recorded in it', async () => {
  let judgement = judged('')
  // Every office's last entry has to be confirmed, not only those of the order.
  await until(
    'every entry to be confirmed',
    async () => {
      rmSync(file('matter.json'), { force: true })
      const target = ['--data', federation.dataDir]
      const made = await concert('evidence', 'clearview-ai', '-o', file('matter.json'), ...target)
      if (made.code !== 0) return false
      judgement = judged(readFileSync(file('matter.json'), 'utf8'))
      return judgement.verdict === 'sound'
    },
    90_000,
  )
  expect(judgement.findings).toEqual([])
  const offices = new Set(judgement.entries.map(({ ref }) => ref.office))
  expect(offices.size).toBeGreaterThanOrEqual(4)
}, 120_000)

it.skipIf(!hasGo)(
  'is judged alike by a verifier on other authors’ libraries (needs Go)',
  () => {
    const go = buildGoVerifier()
    const names = ['order.json', 'matter.json']
    const theirs = go.evidence(names.map(file))
    for (const [at, name] of names.entries()) {
      const ours = judged(readFileSync(file(name), 'utf8'))
      expect(ours.verdict, name).not.toBe('wrong')
      expect(theirs[at], name).toMatchObject({ sound: true, wrong: [] })
      const seen = (each: { entry: string; seenBy: readonly string[] }) =>
        `${each.entry} ${each.seenBy.toSorted().join()}`
      expect(theirs[at]?.entries.map(seen).toSorted()).toEqual(ours.entries.map(seen).toSorted())
    }
  },
  180_000,
)

it('with any byte flipped is found out', () => {
  const text = readFileSync(file('order.json'))
  let found = 0
  const tried = 60
  for (let n = 0; n < tried; n++) {
    const spoiled = Buffer.from(text)
    const at = Math.floor(((n + 0.5) / tried) * spoiled.length)
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (n % 8))
    if (verifyEvidence(spoiled, verifying).verdict !== 'sound') found++
  }
  expect(found).toBe(tried)
})

it('needs no network: a file that was moved elsewhere says the same', async () => {
  writeFileSync(file('moved.json'), readFileSync(file('order.json')))
  expect((await concert('verify', file('moved.json'))).code).toBe(0)
})

// What health and doctor say, in both languages: whoever reads French is told in French what is wrong and what to do.

import { expect, test } from 'vitest'
import { createChecks, type CheckOptions } from '../../../services/office/checks.ts'
import { renderDoctor } from '../../../services/cli/doctor.ts'
import { plain } from '../../../services/cli/kit/output.ts'
import { checkIn } from '../../../shared/contract/check.ts'
import type { Check } from '../../../shared/contract/views.schema.ts'
import { packs } from '../../support/founding.ts'

const id = 'ca-bc-oipc'
const follower = (state: string, problem: string | null = null) => ({
  state,
  status: { office: 'ca-ab-oipc', state, seq: 4, lastHeard: null, problem },
})

/** Everything well, but for what is given; `readers` besides Alberta. */
function checks(
  wrong: Record<string, unknown> = {},
  readers: readonly { id: string; statutes: readonly string[] }[] = [],
) {
  return createChecks({
    loaded: {
      office: { id, statutes: ['ca-bc-pipa'], broker: { url: 'nats://here' } },
      config: { temporal: { address: 'here:7233', namespace: id } },
      directory: {
        offices: [
          { id, statutes: ['ca-bc-pipa'] },
          { id: 'ca-ab-oipc', statutes: ['ca-ab-pipa'] },
          ...readers,
        ],
      },
    },
    version: '1',
    zoneData: '2026c',
    packs,
    clock: {
      setting: { kind: 'real' },
      now: () => '2026-11-27T09:00:00.000Z',
      today: () => '2026-11-27',
    },
    ledger: { connected: true, epoch: 'e1' },
    ownLedger: () => ({ kind: 'intact', depth: 'full', length: 3 }),
    copy: () => ({ kind: 'follows', entries: 3 }),
    succession: () => null,
    standings: () => [
      {
        office: id,
        confirmations: [{ by: 'ca-ab-oipc', role: 'mirror', size: 3, stale: false }],
        witnesses: [],
      },
    ],
    engine: { serverVersion: async () => '1.30' },
    telling: { status: { awaySince: null, waiting: 0, restored: 2, toRestore: 1 } },
    followers: [follower('current')],
    store: { quarantineSums: () => [] },
    drift: () => ({ orders: [], unknown: [] }),
    ways: async () => [],
    space: () => ({ folder: '/x', freeBytes: 1 << 30, isShort: false }),
    readers: () => ({ kind: 'not-looked-at' }),
    maintenanceOf: () => undefined,
    keysOf: () => [{ use: 'event', name: 'k-1', state: 'used', period: { from: '2026-01-01' } }],
    ...wrong,
  } as unknown as CheckOptions)
}

test('a reason that a follower gives in French is told in French', async () => {
  const wrong = follower('stopped', 'it ends too early')
  const status = { ...wrong.status, problemFr: 'il finit trop tôt' }
  const { checks: all } = await checks({ followers: [{ ...wrong, status }] }).doctor()
  const found = all.find(({ state }) => state === 'failed')
  expect(found?.found).toContain('it ends too early')
  expect(found?.foundFr).toContain('(il finit trop tôt)')
  expect(found?.foundFr).not.toContain('early')
})

const faults: readonly (readonly [name: string, wrong: Record<string, unknown>])[] = [
  ['broker', { ledger: { connected: false } }],
  ['broker disk', { ledger: { connected: true, storesNothingSince: '2026-11-27T08:00:00Z' } }],
  ['ledger', { ownLedger: () => ({ kind: 'not-compared' }) }],
  [
    'copy',
    {
      copy: () => ({ kind: 'stands-still', entries: 2, of: 3, since: '2026-11-27T08:00:00Z' }),
    },
  ],
  ['copy of before', { copy: () => ({ kind: 'not-permitted' }) }],
  ['disk', { space: () => ({ folder: '/x', freeBytes: 5, isShort: true }) }],
  [
    'Temporal',
    {
      engine: {
        serverVersion: async () => {
          throw new Error('refused')
        },
      },
    },
  ],
  [
    'Temporal again',
    { telling: { status: { awaySince: '2026-11-27T08:00:00Z', waiting: 1, restored: 0 } } },
  ],
  ['behind', { followers: [follower('behind')] }],
  ['silent', { followers: [follower('silent')] }],
  [
    'announced maintenance',
    {
      followers: [follower('unreachable')],
      maintenanceOf: () => ({
        from: '2026-11-27T08:00:00.000Z',
        until: '2026-11-27T10:00:00.000Z',
        reason: 'X',
      }),
    },
  ],
  ['stopped', { followers: [follower('stopped', 'two histories')] }],
  ['unconfirmed', { standings: () => [] }],
  [
    'key of the office',
    {
      keysOf: (office: { id: string }) =>
        office.id === id
          ? [{ use: 'event', name: 'k-1', state: 'ends', period: { until: '2026-12-20' } }]
          : [],
    },
  ],
  [
    'key of another',
    {
      keysOf: (office: { id: string }) =>
        office.id === id
          ? []
          : [{ use: 'log', name: 'k-2', state: 'overdue', period: { until: '2026-11-01' } }],
    },
  ],
  [
    'quarantine',
    { store: { quarantineSums: () => [{ office: 'ca-ab-oipc', outcome: 'fork', count: 1 }] } },
  ],
  [
    'succession',
    {
      succession: () => ({
        epoch: 'e2',
        formerEpoch: 'e1',
        size: 3,
        known: 5,
        reason: '2026',
        accepted: [],
      }),
      standings: () => [
        {
          office: id,
          confirmations: [{ by: 'ca-ab-oipc', role: 'witness', size: 3, stale: false }],
          witnesses: [],
        },
      ],
    },
  ],
  ['packs', { packs: packs.filter(({ statute }) => statute !== 'ca-ab-pipa') }],
  ['dates', { drift: () => ({ orders: [{ order: `${id}:P1`, own: true }], unknown: [] }) }],
  ['dates of others', { drift: () => ({ orders: [{ order: 'x:P1', own: false }], unknown: [] }) }],
]

function expectBoth(check: Check, name: string): void {
  const [en, fr] = [checkIn('en', check), checkIn('fr', check)]
  expect(check.foundFr, name).toBeDefined()
  expect(fr.advice === null, name).toBe(en.advice === null)
  if (en.advice !== null) expect(fr.advice, name).not.toBe(en.advice)
  const said = `${fr.check} ${fr.found} ${fr.advice ?? ''}`
  expect(said, name).not.toMatch(/\b(the|does not|is|was|of|office)\b/)
}

test('what is well is said in both languages', async () => {
  const { checks: all } = await checks().doctor()
  expect(all).toHaveLength(15)
  for (const check of all) {
    expect(check.state, check.check).toBe('ok')
    expectBoth(check, check.check)
  }
})

test.each(faults)(
  '%s: what is wrong, and what to do, is said in both languages',
  async (name, wrong) => {
    const { checks: all } = await checks(wrong).doctor()
    const bad = all.filter(({ state }) => state !== 'ok')
    expect(bad).toHaveLength(1)
    for (const check of bad) {
      expect(check.advice, name).not.toBe(null)
      expectBoth({ ...check, foundFr: check.foundFr?.replace('two histories', '') }, name)
    }
  },
)

test('an office abroad whom the law does not reach is told, with what cannot be shared with it', async () => {
  const abroad = { id: 'au-oaic', statutes: ['au-privacy-act'] }
  const { checks: all } = await checks({}, [abroad]).doctor()
  const [found, ...others] = all.filter(({ state }) => state !== 'ok')
  expect(others).toEqual([])
  expect(found).toMatchObject({
    check: 'sharing',
    state: 'warning',
    found: expect.stringContaining('au-oaic (ca-bc-pipa): what a respondent said or did'),
    foundFr: expect.stringContaining('au-oaic (ca-bc-pipa): ce que la partie visée a dit ou fait'),
  })
  if (found !== undefined) expectBoth(found, 'sharing')
})

test('the command line says it in the language of its reader', async () => {
  const { checks: all } = await checks({ ledger: { connected: false } }).doctor()
  const findings = all.map((check) => ({ where: id, ...check }))
  const french = renderDoctor({ findings }, plain, 'fr')
  expect(french).toContain('ÉCHEC    courtier de l’organisme : nats://here ne répond pas')
  expect(french).toContain('à faire : Redémarrez-le')
  expect(french).toContain('1 en échec, 0 à voir.')
  const english = renderDoctor({ findings }, plain)
  expect(english).toContain('FAILED   own broker: nats://here does not answer')
  // An office of before says it in English only, and that is shown.
  const old = findings.map(({ where, check, state, found, advice }) => ({
    where,
    check,
    state,
    found,
    advice,
  }))
  expect(renderDoctor({ findings: old }, plain, 'fr')).toContain('nats://here does not answer')
})

test('a ledger that only a witness confirmed which is no office is confirmed by somebody else', async () => {
  const said = { role: 'witness', size: 3, at: '2026-11-27T08:00:00.000Z' }
  const standing = (stale: boolean) => ({
    standings: () => [
      { office: id, confirmations: [], witnesses: [{ ...said, by: 'w1.example/2026', stale }] },
    ],
  })
  const found = async (stale: boolean) => {
    const { checks: all } = await checks(standing(stale)).doctor()
    return all.find(({ check }) => check === 'confirmed by others')
  }
  expect(await found(false)).toMatchObject({ state: 'ok', found: 'w1.example/2026 saw 3' })
  expect(await found(true)).toMatchObject({ state: 'warning' })
})

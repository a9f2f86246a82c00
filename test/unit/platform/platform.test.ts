// What every process of Concert stands on: order of start and stop, the legal clock, packs from folders, a log without secrets.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../shared/kernel/date.ts'
import { openClock, zoneData } from '../../../services/platform/clock.ts'
import { Lifecycle } from '../../../services/platform/lifecycle.ts'
import { openLog } from '../../../services/platform/log.ts'
import { loadPacks, ownPackFolder, PackError } from '../../../services/platform/packs.ts'

const instant = (text: string) => text as Instant

describe('lifecycle', () => {
  test('parts stop in reverse, also when one of them fails to', async () => {
    const told: string[] = []
    const life = new Lifecycle((event, part) => told.push(`${event} ${part}`))
    await life.part(
      'a',
      () => 1,
      () => told.push('a is down'),
    )
    await life.part(
      'b',
      () => 2,
      () => Promise.reject(new Error('stuck')),
    )
    await life.part(
      'c',
      () => 3,
      (three) => told.push(`c was ${three}`),
    )
    life.stop('enough')
    await life.finished()
    await life[Symbol.asyncDispose]()
    expect(told.slice(6)).toEqual([
      'stopping c',
      'c was 3',
      'stopped c',
      'stopping b',
      'failed to stop b',
      'stopping a',
      'a is down',
      'stopped a',
    ])
  })

  test('nothing starts after a stop was asked for', async () => {
    await using life = new Lifecycle()
    life.stop('enough')
    await expect(life.part('late', () => 1)).rejects.toThrow('Stopped: enough')
  })

  test('a part that fails ends the waiting with its error', async () => {
    await using life = new Lifecycle()
    const finished = life.finished()
    life.fail(new Error('the worker died'))
    await expect(finished).rejects.toThrow('the worker died')
  })
})

describe('the legal clock', () => {
  const legalStart = instant('2020-02-21T08:00:00.000Z')
  const compressed = {
    kind: 'compressed',
    realStart: instant('2026-01-01T00:00:00.000Z'),
    legalStart,
    rate: 1000,
  } as const

  test('stands still until it starts, then runs at its rate; today is by the zone', () => {
    let real = Date.parse('2025-12-31T00:00:00.000Z')
    const clock = openClock(compressed, 'America/Vancouver', () => real)
    expect(clock.now()).toBe(legalStart)
    expect(clock.today()).toBe('2020-02-21')
    real = Date.parse(compressed.realStart) - 1 + 86_400
    expect(clock.today()).toBe('2020-02-21')
    real += 1
    expect(clock.today()).toBe('2020-02-22')
  })

  test('can be given another start until it has started, and never after', () => {
    let real = Date.parse('2025-12-31T00:00:00.000Z')
    const clock = openClock(compressed, 'America/Vancouver', () => real)
    const sooner = { ...compressed, realStart: instant('2025-12-31T00:00:01.000Z') }
    clock.startAt(sooner)
    real += 2_000
    expect(clock.now()).toBe('2020-02-21T08:16:40.000Z')
    expect(() =>
      clock.startAt({ ...sooner, realStart: instant('2027-01-01T00:00:00.000Z') }),
    ).toThrow('cannot be set again')
    expect(() => clock.startAt({ kind: 'real' })).toThrow('cannot become')
    clock.startAt(sooner)
  })

  test('old zone data is refused by name', () => {
    expect(zoneData('2026c')).toBe('2026c')
    expect(() => zoneData('2025b')).toThrow(/zone-data-too-old.*2025b/)
  })
})

describe('policy packs', () => {
  test('come from the own folder and from further ones; problems name file and field', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'concert-packs-'))
    expect(loadPacks([folder]).map(({ statute }) => statute)).toContain('ca-bc-pipa')
    const bc = JSON.parse(
      readFileSync(path.join(ownPackFolder, 'ca-bc-pipa.json'), 'utf8'),
    ) as Record<string, unknown>
    writeFileSync(
      path.join(folder, 'other.json'),
      JSON.stringify({ ...bc, statute: 'xx-test', zone: 'Nowhere/At-All' }),
    )
    writeFileSync(path.join(folder, 'broken.json'), '{')
    writeFileSync(path.join(folder, 'twice.json'), JSON.stringify(bc))
    writeFileSync(path.join(folder, 'later.json'), JSON.stringify({ ...bc, version: '2099-01-01' }))
    let problems: readonly string[] = []
    try {
      loadPacks([folder], ['zz-missing'])
    } catch (error) {
      if (error instanceof PackError) problems = error.problems
    }
    expect(problems).toHaveLength(4)
    expect(problems.join('\n')).toMatch(
      /broken\.json: [\s\S]*other\.json: zone: .*Nowhere[\s\S]*twice\.json: ca-bc-pipa from .* is already in[\s\S]*zz-missing/,
    )
  })
})

describe('the log', () => {
  test('writes JSON lines without secrets', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'concert-log-')), 'log', 'office.log')
    {
      await using opened = openLog({ name: 'ca-bc-oipc', level: 'info', file })
      opened.log.info({ seed: 'SUA-very-secret', key: { d: 'private-part', kid: 'k1' } }, 'started')
    }
    const line = JSON.parse(readFileSync(file, 'utf8').trim()) as Record<string, unknown>
    expect(line).toMatchObject({
      name: 'ca-bc-oipc',
      msg: 'started',
      seed: '[secret]',
      key: { d: '[secret]', kid: 'k1' },
    })
  })
})

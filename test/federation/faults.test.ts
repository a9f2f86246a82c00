// What is killed in the middle of the case comes back by itself, loses nothing and repeats nothing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { commandsOf } from '../../shared/case/commands.ts'
import { resolveEngines } from '../../infra/engines/resolve.ts'
import { statedFigure } from '../support/figures.ts'
import { isRunning, picture, readCase, TestFederation } from '../support/federation.ts'

/** Which process is killed before which fact is sent. */
const kills = [
  [6, 'ca-ab-oipc'],
  [9, 'broker of ca-qc-cai'],
  [13, 'Temporal'],
  [16, 'ca-fed-opc'],
  [18, 'broker of ca-bc-oipc'],
] as const

describe('kill -9 in the middle of the case', () => {
  test('an office, the observer, two brokers and Temporal: everything is there once, and all boards are equal', async () => {
    // By a stepped clock: however long the killed ones take to come back, every fact is recorded on its own day.
    await using federation = await new TestFederation({ stepped: true }).start()
    const killed: number[] = []
    const summary = await federation.playStepped('clearview-ai.json', (progress) => {
      const victim =
        progress.kind === 'fact' ? kills.find(([after]) => after === progress.n)?.[1] : undefined
      if (victim !== undefined) killed.push(federation.kill(victim))
    })
    expect(killed).toHaveLength(kills.length)
    expect([kills.length, killed.length]).toEqual(
      statedFigure(
        'a process killed in the middle of the founding case: an office, the observer, two brokers, Temporal',
      ),
    )
    expect(killed.filter(isRunning)).toEqual([])
    for (const [, name] of kills) {
      expect(
        federation.lines.some((line) =>
          line.startsWith(`${name} ended unexpectedly (SIGKILL): starting it again`),
        ),
        name,
      ).toBe(true)
      await federation.until(`${name} being back`, () =>
        federation.lines.includes(`${name} is back`),
      )
    }
    expect(summary).toMatchObject({ facts: 24, recorded: 24, refused: [] })

    await federation.settled(1_000)
    const { facts, alarms, versions } = await federation.events()
    expect(facts).toHaveLength(commandsOf(readCase('clearview-ai.json').case).length)
    expect(new Set([...facts, ...alarms]).size).toBe(facts.length + alarms.length)
    for (const own of Object.values(versions)) expect(own).toEqual(own.map((_, index) => index + 1))
    const [first, ...others] = await federation.boards('2022-01-26')
    if (first === undefined) throw new Error('no boards')
    for (const other of others) expect(picture(other)).toEqual(picture(first))
    expect(
      first.orders.map(({ order, terms }) => [order, terms.map(({ stayed }) => stayed)]),
    ).toEqual([
      ['ca-ab-oipc:P2021-12', [true, true, true]],
      ['ca-bc-oipc:P21-08', [true, true, true]],
      ['ca-qc-cai:1023158-S', [false, true]],
    ])
    for (const board of [first, ...others])
      for (const { quarantined } of board.followers) expect(quarantined).toBe(0)
  }, 400_000)
})

describe('the command', () => {
  test('a second federation on the same folder is refused by name; Ctrl-C stops everything; a killed one leaves nothing that the next does not stop', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'concert-command-'))
    try {
      const first = await command(['--data', dataDir])
      await first.says('everything goes on until Ctrl-C')
      const pids = processesIn(dataDir)
      expect(pids).toHaveLength(9)

      const second = await command(['--data', dataDir])
      expect(await second.ended).toBe(1)
      expect(second.text()).toContain(
        `A federation already runs on the data folder ${dataDir} (process ${first.pid})`,
      )

      process.kill(first.pid, 'SIGKILL')
      await first.ended
      const third = await command(['--data', dataDir])
      await third.says('everything goes on until Ctrl-C')
      expect(third.text()).toMatch(
        /Stopping Temporal, left running by an earlier federation \(process \d+\)/,
      )
      expect(pids.filter(isRunning)).toEqual([])

      const now = processesIn(dataDir)
      process.kill(third.pid, 'SIGINT')
      expect(await third.ended).toBe(0)
      expect(third.text()).toContain('stopping everything (SIGINT)')
      expect(now.filter(isRunning)).toEqual([])
    } finally {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  }, 240_000)

  test('a taken port is named, with the option to change; a foreign folder is neither used nor emptied', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const dataDir = mkdtempSync(path.join(tmpdir(), 'concert-foreign-'))
    try {
      const onPort = await command([
        '--data',
        path.join(dataDir, 'new'),
        '--port-base',
        String(port),
      ])
      expect(await onPort.ended).toBe(1)
      expect(onPort.text()).toMatch(
        new RegExp(`Taken: port ${port} \\(pages of ca-bc-oipc\\).*--port-base`),
      )

      const letter = path.join(dataDir, 'letter.txt')
      writeFileSync(letter, 'mine')
      const foreign = await command(['--data', dataDir, '--fresh'])
      expect(await foreign.ended).toBe(1)
      expect(foreign.text()).toContain('is not a data folder of Concert')
      expect(readFileSync(letter, 'utf8')).toBe('mine')
    } finally {
      taken.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }, 60_000)
})

function processesIn(dataDir: string): number[] {
  return (
    JSON.parse(readFileSync(path.join(dataDir, 'processes.json'), 'utf8')) as { pid: number }[]
  ).map(({ pid }) => pid)
}

/** A test that failed leaves nothing running. */
const started: {
  readonly pid: number
  readonly ended: Promise<unknown>
  readonly hasEnded: () => boolean
}[] = []
afterEach(async () => {
  for (const { pid, hasEnded } of started) if (!hasEnded()) process.kill(pid, 'SIGINT')
  await Promise.all(started.splice(0).map(({ ended }) => ended))
})

/** `concert federation` as a process of its own, at a rate at which the case is over in a few seconds. */
async function command(args: readonly string[]) {
  const { temporal, 'nats-server': natsServer } = await resolveEngines()
  const main = path.join(import.meta.dirname, '..', '..', 'services', 'apps', 'concert', 'main.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'federation', '--rate', '50000000', ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        CONCERT_TEMPORAL: temporal.path,
        CONCERT_NATS_SERVER: natsServer.path,
      },
    },
  )
  let err = ''
  child.stderr.on('data', (data: Buffer) => void (err += data.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const says = async (wanted: string) => {
    const patience = setTimeout(90_000, 'waited', { ref: false })
    while (!err.includes(wanted)) {
      const news = await Promise.race([ended, once(child.stderr, 'data'), patience])
      if ((child.exitCode !== null || news === 'waited') && !err.includes(wanted))
        throw new Error(`It did not say "${wanted}":\n${err}`)
    }
  }
  if (child.pid === undefined) throw new Error('It could not be started')
  started.push({
    pid: child.pid,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  })
  return { pid: child.pid, ended, says, text: () => err }
}

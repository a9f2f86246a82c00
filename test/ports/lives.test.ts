// The lives in a real Temporal, and their double in memory: one suite for both, so that the double can be believed.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MemoryLives } from '../support/memory-lives.ts'
import { counterLedger } from '../workflow/support/ledgers.ts'
import type { FileLedger } from '../workflow/support/file-ledger.ts'
import { startRig } from '../workflow/support/rig.ts'
import { livesSuite, type LivesLab } from './lives-suite.ts'

const recordIn =
  (ledger: FileLedger): LivesLab['record'] =>
  (ref, command) => {
    const refused = ledger.say(ref, command)
    if (refused !== undefined) throw new Error(refused.message)
    return { events: ledger.eventsOf(ref), aggregate: ledger.aggregateOf(ref) }
  }

livesSuite('in a real Temporal', async () => {
  await using opened = new AsyncDisposableStack()
  const rig = opened.use(await startRig({ onDisk: true }))
  opened.use(await rig.startWorker())
  const stack = opened.move()
  return {
    lives: rig.lives(),
    record: recordIn(rig.ledger),
    away: () => rig.temporal.kill(),
    back: () => rig.temporal.start(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
})

livesSuite('in memory', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-lives-'))
  const lives = new MemoryLives()
  return {
    lives,
    record: recordIn(counterLedger(path.join(folder, 'ledger.jsonl'))),
    away: async () => void (lives.away = true),
    back: async () => void (lives.away = false),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

// What one reader's key costs an office whose broker it floods: how long commands wait meanwhile, and how much memory the broker takes. All of them are recorded.

import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { brokerLimits, readersLookMs } from '../../shared/kernel/limits.ts'
import { eventOf, opened, ref } from '../support/events.ts'
import { startBrokers, testLog, type TestOffice } from '../support/nats.ts'
import { valueOf, type Report } from './figures.ts'
import type { FloodStart } from './flood-main.ts'

const section = 'a reader that floods'
/** 14 MB, as of some thousand orders. */
const messages = 1_000
const messageBytes = 14_000
const requests = 20

export async function measureFlood(report: Report): Promise<void> {
  const floodMs = report.quick ? 3_000 : 25_000
  await using brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
  const bc = brokers.office('bc')
  await using ledger = await openLedger(bc.entry, { seed: bc.seed, name: 'own', log: testLog() })
  // As an office does it.
  const looks = setInterval(() => void ledger.checkReaders().catch(() => undefined), readersLookMs)
  const client = jetstream(await brokers.client('bc', 'bc'))
  for (let n = 0; n < messages; n++)
    await client.publish('concert.v1.bc.matter.fill', new Uint8Array(messageBytes))
  report.say(`${section}: ${brokerLimits.readerConnections} connections, ${requests} requests each`)
  const quiet = await appendFor(bc, ledger, floodMs / 5)
  const before = memoryMB(bc)
  const attacker = fork(path.join(import.meta.dirname, 'flood-main.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    attacker.send({
      as: brokers.office('ab').entry.id,
      seedFile: keyFilesIn(path.join(brokers.office('ab').folder, 'keys')).broker,
      url: bc.entry.broker.url,
      connections: brokerLimits.readerConnections,
      requests,
    } satisfies FloodStart)
    await sleep(1_000)
    const flooded = await appendFor(bc, ledger, floodMs)
    report.add({
      section,
      name: 'an event, published and acknowledged meanwhile',
      unit: 'ms',
      value: valueOf(flooded.waits),
      floor: { name: 'the same before', value: valueOf(quiet.waits) },
    })
    report.add({
      section,
      name: 'memory of the broker at its highest',
      unit: 'MB',
      value: { value: flooded.memoryMB },
      floor: { name: 'before', value: { value: before } },
    })
  } finally {
    attacker.kill('SIGKILL')
    clearInterval(looks)
  }
}

let events = 0

/** One after the other; one that is not answered is sent again until it is. */
async function appendFor({ entry, signer, ...office }: TestOffice, ledger: Ledger, forMs: number) {
  const waits: number[] = []
  let highest = 0
  for (const until = performance.now() + forMs; performance.now() < until; await sleep(20)) {
    const at = ref(entry.id, `e${++events}-`)
    const event = eventOf(at, 1, opened(), ledger.epoch)
    const bytes = signer.sign(event)
    const start = performance.now()
    for (let done = false; !done;)
      done = await ledger
        .append({ ref: at, eventId: event.id, bytes, expectedSequence: 0 })
        .then(({ kind }) => kind === 'appended')
        .catch(() => false)
    waits.push(performance.now() - start)
    highest = Math.max(highest, memoryMB(office))
  }
  return { waits, memoryMB: highest }
}

function memoryMB({ pid }: Pick<TestOffice, 'pid'>): number {
  const status = readFileSync(`/proc/${pid() ?? ''}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}

// An acknowledged event is on the disk: what the broker asks of its system is written down by strace, and every acknowledgement comes after a sync of its event.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { eventOf, opened, ref } from '../support/events.ts'
import { statedFigure } from '../support/figures.ts'
import { resolveStrace, type Strace } from '../support/strace.ts'
import { startBrokers, testLog, until, type BrokersOptions } from '../support/nats.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-synced-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const events = 20

const strace = await resolveStrace()
const absent = strace instanceof Error ? strace.message : undefined
const title = absent === undefined ? '' : `: not run, ${absent}`
describe.skipIf(absent !== undefined)(`an acknowledgement${title}`, () => {
  it('of every event follows a sync of the file that has it', async () => {
    const late = await unsynced('always')
    expect(late).toEqual([])
    expect([events, events - late.length]).toEqual(
      statedFigure('an acknowledged event whose sync came first'),
    )
  }, 60_000)
  it('that follows none would be found: a broker that syncs now and then', async () => {
    const change = (text: string) => {
      const changed = text.replace('sync_interval: always', 'sync_interval: "1m"')
      expect(changed).not.toBe(text)
      return changed
    }
    expect(await unsynced('seldom', change)).toHaveLength(events)
  }, 60_000)
})

/** The sequences that were acknowledged to the office before their bytes were on the disk. */
async function unsynced(
  name: string,
  changeConfig?: BrokersOptions['changeConfig'],
): Promise<number[]> {
  const trace = path.join(folder, `${name}.strace`)
  const calls = 'trace=write,writev,pwrite64,fsync,fdatasync'
  const brokers = await startBrokers(
    { bc: 'commissioner' },
    {
      // `-D`: the process is the broker itself, so that it is stopped as any other.
      under: [...(strace as Strace), '-D', '-f', '-yy', '-s', '100000', '-e', calls, '-o', trace],
      ...(changeConfig === undefined ? {} : { changeConfig }),
    },
  )
  const acknowledged: { readonly subject: string; readonly sequence: number }[] = []
  try {
    const { entry, seed, signer } = brokers.office('bc')
    await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
    for (let n = 1; n <= events; n++) {
      const at = ref('bc', `synced-${n}-`)
      const event = eventOf(at, 1, opened(), ledger.epoch)
      const bytes = signer.sign(event)
      const done = await ledger.append({ ref: at, eventId: event.id, bytes, expectedSequence: 0 })
      if (done.kind !== 'appended') throw new Error(`${at.id}: ${done.kind}`)
      acknowledged.push({ subject: `concert.v1.bc.matter.${at.id}`, sequence: done.sequence })
    }
  } finally {
    await brokers[Symbol.asyncDispose]()
  }
  await until('the end of the trace', () => readFileSync(trace, 'utf8').includes('+++ exited'))
  const said = callsIn(readFileSync(trace, 'utf8'))
  return acknowledged
    .filter(({ subject, sequence }) => !isSyncedFirst(said, subject, sequence))
    .map(({ sequence }) => sequence)
}

interface Call {
  readonly name: string
  /** With the paths of descriptors, and what was written. */
  readonly text: string
  /** Lines of the trace: where it began, and where it had returned. */
  readonly began: number
  readonly ended: number
}

/** Calls of several threads stand between one another: one that was interrupted is resumed on a later line. */
function callsIn(trace: string): Call[] {
  const found: Call[] = []
  const under = new Map<string, Omit<Call, 'ended'>>()
  for (const [line, all] of trace.split('\n').entries()) {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(all) ?? []
    const name = /^(?:<\.\.\. )?(\w+)/.exec(text)?.[1] ?? ''
    const resumed = text.startsWith('<... ') ? under.get(thread) : undefined
    if (resumed !== undefined) found.push({ ...resumed, ended: line })
    else if (text.endsWith('<unfinished ...>')) under.set(thread, { name, text, began: line })
    else found.push({ name, text, began: line, ended: line })
  }
  return found
}

function isSyncedFirst(calls: readonly Call[], subject: string, sequence: number): boolean {
  const written = calls.find(
    ({ name, text }) => name !== 'fsync' && text.includes('.blk>') && text.includes(subject),
  )
  const block = /<([^<>]*\.blk)>/.exec(written?.text ?? '')?.[1]
  const acknowledgement = calls.find(
    ({ text }) =>
      text.includes('<TCP') && text.includes(`\\"seq\\":${sequence}`) && text.includes('LEDGER'),
  )
  if (written === undefined || block === undefined || acknowledgement === undefined)
    throw new Error(`Sequence ${sequence} is not in the trace: ${written?.text.slice(0, 200)}`)
  return calls.some(
    ({ name, text, began, ended }) =>
      (name === 'fsync' || name === 'fdatasync') &&
      text.includes(`<${block}>`) &&
      began > written.began &&
      ended < acknowledgement.began,
  )
}

// What it costs that nobody can change, hide or shorten a ledger unseen: before a command is answered, after it, and on the disk.
// Beside the least that a command can cost: a signed event, published and acknowledged by a broker that syncs it.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { hashOf } from '../../services/adapters/ledger/read.ts'
import { sha256 } from '../../services/adapters/log/crypto.ts'
import { OwnHeadGuard } from '../../services/office/trust/own-head.ts'
import { fromHex } from '../../shared/kernel/base64.ts'
import { storeBatchEvents } from '../../shared/kernel/limits.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'
import { epoch, logRig, type LogOfficeRig } from '../support/logs.ts'
import { valueOf, type Report } from './figures.ts'
import { floorName } from './durable.ts'
import { elapsedMs } from './load.ts'
import { readers, subject, type Stage } from './stage.ts'

const section = 'what proof costs'

export async function measureTrust(report: Report, stage: Stage): Promise<void> {
  const batches = report.quick ? 4 : 40
  report.say(`${section}: ${2 * batches * storeBatchEvents} events, confirmed by ${readers.length}`)
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-trust-'))
  try {
    const measured = await measure(stage, folder, batches)
    const floor = { name: floorName, value: valueOf(measured.floor) }
    const add = (name: string, samples: readonly number[], aim?: { ratio: number }) =>
      report.add({
        section,
        name,
        unit: 'ms',
        value: valueOf(samples),
        floor,
        ...(aim === undefined ? {} : { aim }),
      })
    add('before the answer: whether the ledger is the known one', measured.before, { ratio: 0.1 })
    add('after it: an event kept and counted, many at once', measured.together, { ratio: 0.1 })
    add('after it: an event kept and counted, alone', measured.alone)
    add('once a second at most: a head, signed and heard confirmed by three', measured.head)
    report.add({
      section,
      name: 'on disk: an event in the archive and in the store of heads',
      unit: 'bytes',
      value: { value: measured.bytes.kept },
      floor: { name: 'a signed event', value: { value: measured.bytes.event } },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(stage: Stage, folder: string, batches: number) {
  const heads = path.join(folder, 'heads.sqlite')
  const archiveFile = path.join(folder, 'archive.sqlite')
  const archive = openArchive(archiveFile)
  // Only the first office's store is a file: the others stand for what comes from elsewhere.
  const own = logRig([subject, ...readers], heads, [], { others: ':memory:' })
  const office = own.office(subject)
  const peers = readers.map((id) => own.office(id))
  const samples = {
    before: [] as number[],
    together: [] as number[],
    alone: [] as number[],
    head: [] as number[],
    floor: [] as number[],
  }
  let sequence = 0
  let eventBytes = 0
  const next = (): LedgerMessage => {
    const bytes = stage.floor.sign(event)
    eventBytes += bytes.length
    return { bytes, hash: hashOf(bytes), subject: 'bench', sequence: ++sequence }
  }
  const keep = (messages: readonly LedgerMessage[]) => {
    const from = (messages[0]?.sequence ?? 1) - 1
    const start = performance.now()
    archive.put(office.id, messages)
    office.trust.take(office.origin, from, messages.map(hashBytes))
    const took = performance.now() - start
    for (const { trust } of peers) trust.take(office.origin, from, messages.map(hashBytes))
    return took
  }
  const guard = knownLedger(office)
  await guard.compare('last')
  for (let batch = 0; batch < batches; batch++) {
    samples.before.push(await elapsedMs(() => guard.ensure()))
    samples.together.push(keep(Array.from({ length: storeBatchEvents }, next)) / storeBatchEvents)
    samples.head.push(confirmedHead(archive, own.clock, office, peers))
    for (let one = 0; one < storeBatchEvents; one++) samples.alone.push(keep([next()]))
    samples.floor.push(await elapsedMs(() => stage.floor.signAndPublish(event)))
    own.clock.nowMs += 1_000
  }
  archive[Symbol.dispose]()
  office.store[Symbol.dispose]()
  const size = [heads, archiveFile].reduce((sum, file) => sum + statSync(file).size, 0)
  return {
    ...samples,
    bytes: { kept: Math.round(size / sequence), event: Math.round(eventBytes / sequence) },
  }
}

const event = { kind: 'noted', on: '2026-09-01', text: 'x'.repeat(800) }

function hashBytes({ hash }: LedgerMessage): Uint8Array {
  return fromHex(hash) ?? new Uint8Array()
}

/** With the sync of the archive that comes before it. */
function confirmedHead(
  archive: { sync(): void },
  clock: { readonly nowMs: number },
  office: LogOfficeRig,
  peers: readonly LogOfficeRig[],
): number {
  // As often as a heartbeat: the others are small.
  const durable = Math.floor(clock.nowMs / 1_000) % 50 === 0
  const start = performance.now()
  const note = office.trust.signHead(epoch, { durable })
  archive.sync()
  let took = performance.now() - start
  const size = office.store.size(office.origin)
  for (const { trust } of peers) {
    const before = office.store.furthestReceipts(office.origin).at(0)?.size ?? 0
    const proof =
      before === 0
        ? []
        : [{ from: before, hashes: office.trust.consistency(office.origin, before, size) }]
    const seen = trust.see(note, ...proof)
    const begun = performance.now()
    office.trust.addReceipts(office.origin, size, seen.kind === 'cosigned' ? seen.lines : '')
    took += performance.now() - begun
  }
  return took
}

/** The comparison, of a ledger that has what the office knows. */
function knownLedger({ id, store }: LogOfficeRig): OwnHeadGuard {
  return new OwnHeadGuard({
    office: id,
    store,
    sha256,
    look: async () => ({
      epoch,
      length: 0,
      hashAt: async () => undefined,
      hashes: async function* () {},
    }),
    confirmed: async () => [],
  })
}

// Heads between offices: what is confirmed, and that a rewritten, shortened, or doubled history is seen by whoever compares.

import { describe, expect, it } from 'vitest'
import { sha256, verifyNoteSignature } from '../../../services/adapters/log/crypto.ts'
import { openLogStore } from '../../../services/adapters/log/store.ts'
import { createTrust } from '../../../services/office/trust/trust.ts'
import { parseNote } from '../../../shared/ledger/log/note.ts'
import { standingsOf } from '../../../services/office/trust/standing.ts'
import {
  epoch,
  hashes,
  logRig,
  startMs,
  type LogOfficeRig,
  type LogRig,
} from '../../support/logs.ts'

/** Two offices; the first has recorded `count` entries. `held`: how many of them the second one has read. */
function two(count: number, held = count) {
  const rig = logRig(['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc'])
  const [bc, ab, fed] = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc'].map(rig.office) as [
    LogOfficeRig,
    LogOfficeRig,
    LogOfficeRig,
  ]
  bc.trust.take(bc.origin, 0, hashes(count))
  ab.trust.take(bc.origin, 0, hashes(held))
  return { rig, bc, ab, fed }
}
const linesOf = (seen: { readonly kind: string; readonly lines?: string }) => seen.lines ?? ''
const later = (rig: LogRig, seconds: number) => void (rig.clock.nowMs += seconds * 1_000)

describe('a head', () => {
  it('is confirmed as seen and as held by a peer that has read every entry', () => {
    const { bc, ab } = two(5)
    const seen = ab.trust.see(bc.trust.signHead(epoch))
    expect(seen).toMatchObject({ kind: 'cosigned', size: 5 })
    expect(bc.trust.addReceipts(bc.origin, 5, linesOf(seen))).toBe(2)
    expect(bc.store.receipts(bc.origin).map(({ by, role, size }) => [by, role, size])).toEqual([
      ['ca-ab-oipc', 'mirror', 5],
      ['ca-ab-oipc', 'witness', 5],
    ])
  })

  it('is confirmed as seen only, by a peer that has not read all of it; and as held when it has', () => {
    const { bc, ab } = two(5, 3)
    const seen = ab.trust.see(bc.trust.signHead(epoch))
    expect(linesOf(seen)).toMatch(/^— concert\/ca-ab-oipc\/-\/witness \S+\n$/)
    // What an office says that it holds is on its disk before it says so; and so is what its own head covers.
    expect([bc.kept(), ab.kept()]).toEqual([1, 0])
    expect(ab.trust.take(bc.origin, 3, hashes(2, 'envelope', 3))).toEqual({
      kind: 'taken',
      size: 5,
    })
    expect(ab.trust.confirm(bc.origin)).toContain('/-/mirror ')
    expect(ab.kept()).toBe(1)
  })

  it('carries the post-quantum signatures of everybody where the log gave its own', () => {
    const { bc, ab } = two(5)
    const seen = ab.trust.see(bc.trust.signHead(epoch, { durable: true }))
    expect(bc.trust.addReceipts(bc.origin, 5, linesOf(seen))).toBe(4)
    const note = parseNote(bc.trust.cosignedHead(bc.origin) ?? '')
    expect(
      note.ok && note.note.signatures.map(({ signature }) => signature.length).toSorted(),
    ).toEqual([2_428, 2_428, 2_428, 64, 72, 72].toSorted())
  })

  it('keeps its post-quantum signature when a heartbeat signs it again', () => {
    const { bc, rig } = two(5)
    bc.trust.signHead(epoch, { durable: true })
    later(rig, 60)
    bc.trust.signHead(epoch)
    const note = parseNote(bc.trust.cosignedHead(bc.origin) ?? '')
    expect(note.ok && note.note.signatures).toHaveLength(2)
  })

  it('is confirmed on a proof by a peer that holds nothing, and not without one', () => {
    const { bc, fed } = two(5)
    expect(fed.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 5 })
    bc.trust.take(bc.origin, 5, hashes(4, 'envelope', 5))
    const note = bc.trust.signHead(epoch)
    expect(fed.trust.see(note)).toEqual({ kind: 'needs-proof', from: 5 })
    const proof = { from: 5, hashes: bc.trust.consistency(bc.origin, 5, 9) }
    expect(fed.trust.see(note, { ...proof, hashes: proof.hashes.slice(1) })).toMatchObject({
      kind: 'refused',
      why: 'bad-proof',
    })
    expect(fed.trust.see(note, proof)).toMatchObject({ kind: 'cosigned', size: 9 })
  })

  it('of an older size is kept, and nothing is said about it', () => {
    const { bc, ab } = two(5)
    const old = bc.trust.signHead(epoch)
    bc.trust.take(bc.origin, 5, hashes(1, 'envelope', 5))
    ab.trust.take(bc.origin, 5, hashes(1, 'envelope', 5))
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 6 })
    expect(ab.trust.see(old)).toEqual({ kind: 'older', size: 5, seen: 6 })
  })

  it('of nobody known, of another epoch, unsigned, spoiled or signed by another key is refused', () => {
    const { bc, ab } = two(2)
    const note = bc.trust.signHead(epoch)
    const other = logRig(['ca-bc-oipc']).office('ca-bc-oipc')
    other.trust.take(other.origin, 0, hashes(2))
    expect(ab.trust.see(other.trust.signHead(epoch))).toMatchObject({ why: 'not-signed' })
    expect(ab.trust.see(note.replace(/(?<=epoch-1 )..../, 'AAAA'))).toMatchObject({
      why: 'not-signed',
    })
    expect(ab.trust.see(note.replace('\n2\n', '\n3\n'))).toMatchObject({ why: 'not-signed' })
    expect(ab.trust.see('nothing')).toMatchObject({ why: 'not-a-head' })
    const stranger = logRig(['ca-xx']).office('ca-xx')
    expect(ab.trust.see(stranger.trust.signHead(epoch))).toMatchObject({ why: 'unknown-log' })
    expect(ab.trust.see(bc.trust.signHead('epoch-2'))).toMatchObject({ why: 'unknown-epoch' })
    ab.trust.succeed(bc.origin, 0, 'concert/ca-bc-oipc/epoch-2')
    expect(ab.trust.see(bc.trust.signHead('epoch-2'))).toMatchObject({ kind: 'cosigned', size: 0 })
  })
})

describe('a past that was rewritten', () => {
  it('is found by a peer that read it, though the last entry is the same', () => {
    const { bc, ab } = two(20)
    ab.trust.see(bc.trust.signHead(epoch))
    const forged = hashes(20).with(7, hashes(1, 'forged')[0] ?? new Uint8Array())
    const seen = ab.trust.see(signedBy(bc, forged))
    expect(seen).toMatchObject({ kind: 'fork', fork: { between: 'two-heads', agreedSize: 0 } })
    expect(ab.trust.stoppedAt(bc.origin)?.notes).toHaveLength(2)
  })

  it('is found when the entries come after the head', () => {
    const { bc, ab } = two(20, 10)
    ab.trust.see(bc.trust.signHead(epoch))
    const taken = ab.trust.take(bc.origin, 10, hashes(10, 'forged'))
    expect(taken).toMatchObject({ kind: 'fork', fork: { between: 'head-and-entries' } })
    expect(ab.trust.confirm(bc.origin)).toBe('')
  })

  it('is not confirmed after a decision either, as long as other entries are held than were signed', () => {
    const { bc, ab } = two(20, 10)
    ab.trust.see(bc.trust.signHead(epoch))
    ab.trust.take(bc.origin, 10, hashes(10, 'forged'))
    ab.trust.decide(bc.origin, 'M. Roy', 'an example')
    expect(ab.trust.stoppedAt(bc.origin)).toBeUndefined()
    expect(ab.trust.confirm(bc.origin)).toBe('')
  })

  it('is found where the same entries are read again and one is another', () => {
    const { bc, ab } = two(20)
    const again = hashes(20).with(13, hashes(1, 'forged')[0] ?? new Uint8Array())
    expect(ab.trust.take(bc.origin, 0, again)).toEqual({ kind: 'different', index: 13 })
    expect(ab.store.size(bc.origin)).toBe(20)
  })

  it('is found when two readers are shown two histories, by whichever hears of both heads', () => {
    const { bc, ab, fed } = two(6)
    const first = bc.trust.signHead(epoch)
    const second = signedBy(bc, [...hashes(5), ...hashes(1, 'for the other')])
    expect(ab.trust.see(first)).toMatchObject({ kind: 'cosigned' })
    expect(fed.trust.see(second)).toMatchObject({ kind: 'cosigned' })
    const heard = fed.trust.see(ab.trust.cosignedHead(bc.origin) ?? '')
    expect(heard).toMatchObject({ kind: 'fork', fork: { between: 'two-heads' } })
  })

  it('stops that ledger where it was agreed, until a person decides with a reason; shown again, it does not stop it again', () => {
    const { rig, bc, ab } = two(6)
    ab.trust.see(bc.trust.signHead(epoch))
    bc.trust.take(bc.origin, 6, hashes(2, 'envelope', 6))
    ab.trust.take(bc.origin, 6, hashes(2, 'envelope', 6))
    ab.trust.see(bc.trust.signHead(epoch))
    const forged = signedBy(bc, [...hashes(7), ...hashes(1, 'forged')])
    expect(ab.trust.see(forged)).toMatchObject({ kind: 'fork', fork: { agreedSize: 6 } })
    later(rig, 10)
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'stopped' })
    expect(ab.trust.confirm(bc.origin)).toBe('')
    expect(standingsOf(ab.store, rig.clock.nowMs)[0]?.stopped).toEqual({
      agreedSize: 6,
      since: new Date(startMs).toISOString(),
    })
    ab.trust.decide(bc.origin, 'M. Roy', 'their disk was restored; they wrote to us')
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 8 })
    expect(ab.trust.see(forged)).toMatchObject({ kind: 'refused', why: 'decided' })
    expect(ab.store.forks(bc.origin)[0]?.decision).toEqual({
      by: 'M. Roy',
      reason: 'their disk was restored; they wrote to us',
      decidedMs: rig.clock.nowMs,
    })
  })
})

/** A head over other entries under the same office's real keys: what a thief of its machine can make. */
function signedBy(office: LogOfficeRig, entries: readonly Uint8Array[]): string {
  const thief = createTrust({
    office: office.id,
    store: openLogStore(':memory:'),
    signers: office.signers,
    sha256,
    verify: verifyNoteSignature,
    offices: () => [],
    keep: () => undefined,
    nowMs: () => startMs,
  })
  thief.take(office.origin, 0, entries)
  return thief.signHead(epoch)
}

describe("the office's own log", () => {
  it('is never signed where what is held does not continue what was signed', () => {
    const { bc } = two(6)
    bc.trust.signHead(epoch)
    bc.store.putHead(
      { origin: bc.origin, size: 9, root: new Uint8Array(32), note: 'a later head' },
      startMs,
    )
    expect(() => bc.trust.signHead(epoch)).toThrow('do not continue its signed head of 9')
  })

  it('takes entries in order only, and the same ones as often as they come', () => {
    const { bc } = two(6)
    expect(bc.trust.take(bc.origin, 8, hashes(1))).toEqual({ kind: 'gap', next: 6 })
    expect(bc.trust.take(bc.origin, 4, hashes(4, 'envelope', 4))).toEqual({
      kind: 'taken',
      size: 8,
    })
    expect(bc.trust.take(bc.origin, 0, hashes(8))).toEqual({ kind: 'taken', size: 8 })
  })
})

describe('receipts', () => {
  it('are kept only where they are right, and of a known office', () => {
    const { bc, ab } = two(5)
    const lines = linesOf(ab.trust.see(bc.trust.signHead(epoch)))
    const spoiled = lines.replaceAll(/(?<= \S{30})./g, (letter) => (letter === 'A' ? 'B' : 'A'))
    expect(bc.trust.addReceipts(bc.origin, 5, spoiled)).toBe(0)
    expect(bc.trust.addReceipts(bc.origin, 4, lines)).toBe(0)
    expect(bc.trust.addReceipts(bc.origin, 5, lines.replaceAll('ca-ab-oipc', 'ca-xx'))).toBe(0)
    expect(bc.trust.addReceipts(bc.origin, 5, 'nothing')).toBe(0)
    expect(bc.trust.addReceipts(bc.origin, 5, lines)).toBe(2)
  })

  it('with post-quantum signatures are kept of one head a day, and what says when is kept of all', () => {
    const { rig, bc, ab, fed } = two(0)
    for (let day = 0; day < 4; day++) {
      for (let head = 1; head <= 3; head++) {
        const from = bc.store.size(bc.origin)
        const more = hashes(1, 'envelope', from)
        bc.trust.take(bc.origin, from, more)
        ab.trust.take(bc.origin, from, more)
        fed.trust.take(bc.origin, from, more)
        const note = bc.trust.signHead(epoch, { durable: true })
        // On the first day the second head is the one that most confirmed.
        for (const peer of day === 0 && head !== 2 ? [ab] : [ab, fed]) {
          const proofs =
            from === 0 ? [] : [{ from, hashes: bc.trust.consistency(bc.origin, from, from + 1) }]
          bc.trust.addReceipts(bc.origin, from + 1, linesOf(peer.trust.see(note, ...proofs)))
        }
        later(rig, 600)
      }
      later(rig, 24 * 3_600 - 1_800)
    }
    const sizes = (type: number) => [
      ...new Set(
        bc.store
          .receipts(bc.origin)
          .filter((each) => each.type === type)
          .map(({ size }) => size),
      ),
    ]
    const said = bc.store.receipts(bc.origin).filter(({ type }) => type === 4)
    expect(sizes(6)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(bc.trust.thin()).toBe(4)
    expect(sizes(6)).toEqual([2, 6, 7, 8, 9, 10, 11, 12])
    expect(bc.store.receipts(bc.origin).filter(({ type }) => type === 4)).toEqual(said)
    const long = (size: number) => {
      const note = parseNote(bc.trust.cosignedHead(bc.origin, size) ?? '')
      return note.ok ? note.note.signatures.filter(({ signature }) => signature.length > 2_000) : []
    }
    expect([1, 2, 3].map((size) => long(size).length)).toEqual([0, 5, 0])
    expect(fed.trust.hear(bc.trust.cosignedHead(bc.origin, 1) ?? '')).toMatchObject({
      kind: 'older',
    })
    expect(bc.trust.thin()).toBe(0)
  })

  it('from the future are not kept', () => {
    const { rig, bc, ab } = two(5)
    const note = bc.trust.signHead(epoch)
    later(rig, 3_600)
    const lines = linesOf(ab.trust.see(note))
    later(rig, -3_600)
    expect(bc.trust.addReceipts(bc.origin, 5, lines)).toBe(0)
  })

  it('keep the first and the last time, and turn into "not confirmed since"', () => {
    const { rig, bc, ab } = two(5)
    for (const wait of [0, 60, 60]) {
      later(rig, wait)
      bc.trust.addReceipts(bc.origin, 5, linesOf(ab.trust.see(bc.trust.signHead(epoch))))
    }
    const [mirror] = bc.store.receipts(bc.origin)
    expect([mirror?.first.seconds, mirror?.last.seconds]).toEqual([
      startMs / 1_000,
      startMs / 1_000 + 120,
    ])
    const confirmation = () => standingsOf(bc.store, rig.clock.nowMs)[0]?.confirmations[0]
    expect(confirmation()).toMatchObject({
      by: 'ca-ab-oipc',
      size: 5,
      at: '2026-09-01T12:02:00.000Z',
      stale: false,
    })
    later(rig, 181)
    expect(confirmation()).toMatchObject({ stale: true })
  })
})

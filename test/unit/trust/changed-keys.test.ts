// Heads of an office that changed its keys, or had them stolen: what was confirmed stays, what goes on is confirmed, and a thief stops nobody.

import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../services/adapters/log/crypto.ts'
import { confirmedHead } from '../../../services/office/trust/confirmed.ts'
import { verifyNoteSignature } from '../../../services/adapters/log/crypto.ts'
import { formatCheckpoint } from '../../../shared/ledger/log/checkpoint.ts'
import { formatNote, parseNote } from '../../../shared/ledger/log/note.ts'
import { formatShown } from '../../../shared/ledger/log/shown.schema.ts'
import { signCheckpoint } from '../../../shared/ledger/log/signed-message.ts'
import { d } from '../../support/founding.ts'
import { epoch, hashes, logRig, type LogOfficeRig } from '../../support/logs.ts'

const stolenOn = d('2026-08-20')

/** Two offices; the first has recorded five entries, and the second has confirmed its head with post-quantum signatures. */
function confirmedFive() {
  const rig = logRig(['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc'])
  const [bc, ab] = [rig.office('ca-bc-oipc'), rig.office('ca-ab-oipc')]
  grow(bc, ab, 0, 5)
  const note = bc.trust.signHead(epoch, { durable: true })
  expect(ab.trust.see(note)).toMatchObject({ kind: 'cosigned', size: 5 })
  return { rig, bc, ab, note }
}

function grow(bc: LogOfficeRig, ab: LogOfficeRig, from: number, count: number): void {
  const more = hashes(count, 'envelope', from)
  for (const each of [bc, ab]) each.trust.take(bc.origin, from, more)
}

/** A head that whoever has the first key file of an office can sign. */
function thiefsHead({ origin, signers }: LogOfficeRig, size: number): string {
  const text = formatCheckpoint({ origin, size, root: new Uint8Array(32).fill(7) })
  const signatures = signers.head(epoch).map((signer) => signCheckpoint(sha256, signer, text, 0))
  return formatNote({ text, signatures })
}

describe('an office that changes its keys for heads', () => {
  it('is confirmed on: at the same size, and at every later one', () => {
    const { rig, bc, ab } = confirmedFive()
    rig.changeKeys('ca-bc-oipc', { upTo: 5 })
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 5 })
    grow(bc, ab, 5, 2)
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 7 })
  })

  it('has its heads of before compared and kept, by readers that hear of them late', () => {
    const { rig, bc, note } = confirmedFive()
    rig.changeKeys('ca-bc-oipc', { upTo: 5 })
    const late = rig.office('ca-fed-opc')
    late.trust.take(bc.origin, 0, hashes(5))
    expect(late.trust.see(note)).toMatchObject({ kind: 'cosigned', size: 5 })
    const fork = late.trust.see(thiefsHead(bc, 4))
    expect(fork.kind).toBe('fork')
  })

  it('signs nothing behind their place with them any more that counts', () => {
    const { rig, bc, ab } = confirmedFive()
    rig.changeKeys('ca-bc-oipc', { upTo: 5 })
    grow(bc, ab, 5, 1)
    expect(ab.trust.see(thiefsHead(bc, 6))).toMatchObject({ kind: 'refused', why: 'not-signed' })
  })

  it('confirms others with the new keys, and what it said with the former ones stays', () => {
    const { rig, bc, ab } = confirmedFive()
    bc.trust.addReceipts(bc.origin, 5, ab.trust.confirm(bc.origin))
    rig.changeKeys('ca-ab-oipc', {})
    grow(bc, ab, 5, 1)
    const seen = ab.trust.see(bc.trust.signHead(epoch))
    expect(bc.trust.addReceipts(bc.origin, 6, seen.kind === 'cosigned' ? seen.lines : '')).toBe(2)
    const said = bc.store.receipts(bc.origin).map(({ by, size, role }) => [by, size, role])
    expect(said).toContainEqual(['ca-ab-oipc', 5, 'mirror'])
    expect(said).toContainEqual(['ca-ab-oipc', 6, 'mirror'])
  })
})

describe('an office whose keys for heads were stolen', () => {
  it('goes on with new ones, also where the thief had announced a ledger of any length', () => {
    const { rig, bc, ab } = confirmedFive()
    const proofless = thiefsHead(bc, 1_000_000)
    // Before anybody knew: with a proof that the thief makes it would be seen as the largest head.
    const { origin } = bc
    ab.store.putHead(
      { origin, size: 1_000_000, root: new Uint8Array(32).fill(7), note: proofless },
      rig.clock.nowMs,
    )
    grow(bc, ab, 5, 1)
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'older' })
    rig.changeKeys('ca-bc-oipc', { upTo: 5, stolenOn })
    expect(ab.trust.see(bc.trust.signHead(epoch))).toMatchObject({ kind: 'cosigned', size: 6 })
    expect(ab.store.latestHead(origin)?.size).toBe(6)
  })

  it('is not accused by what its thief signs: neither of two histories nor of a longer one', () => {
    const { rig, bc, ab } = confirmedFive()
    rig.changeKeys('ca-bc-oipc', { upTo: 5, stolenOn })
    for (const size of [3, 5, 9])
      expect(ab.trust.see(thiefsHead(bc, size))).toMatchObject({
        kind: 'refused',
        why: 'not-signed',
      })
    expect(ab.trust.stoppedAt(bc.origin)).toBeUndefined()
    const keys = rig.offices.find(({ id }) => id === 'ca-bc-oipc')
    if (keys === undefined) throw new Error('no office')
    const own = { ...keys, office: bc.id, sha256, verify: verifyNoteSignature }
    const shown = formatShown({ note: thiefsHead(bc, 9), proofs: [] })
    expect(confirmedHead(own, ab.id, shown)).toBeUndefined()
  })

  it('keeps what was confirmed under them', () => {
    const { rig, bc, ab } = confirmedFive()
    rig.changeKeys('ca-bc-oipc', { upTo: 5, stolenOn })
    const kept = ab.store.heads(bc.origin, 5, 5)
    expect(kept).toHaveLength(1)
    expect(ab.store.receipts(bc.origin, 5)).toHaveLength(4)
  })

  it('has no signature of theirs under a head behind their place', () => {
    const { rig, bc, ab } = confirmedFive()
    grow(bc, ab, 5, 1)
    ab.trust.see(bc.trust.signHead(epoch, { durable: true }))
    rig.changeKeys('ca-bc-oipc', { upTo: 5, stolenOn })
    const note = bc.trust.signHead(epoch)
    const parsed = parseNote(note)
    expect(parsed.ok && parsed.note.signatures).toHaveLength(1)
    expect(bc.store.latestHead(bc.origin)?.note).toBe(note)
    expect(ab.trust.see(note)).toMatchObject({ kind: 'cosigned', size: 6 })
    expect(ab.store.latestHead(bc.origin)?.note).toBe(note)
  })

  it('says nothing with stolen words: a thief of them confirms nobody', () => {
    const { rig, bc, ab } = confirmedFive()
    grow(bc, ab, 5, 1)
    bc.trust.signHead(epoch)
    const lines = ab.trust.confirm(bc.origin)
    rig.changeKeys('ca-ab-oipc', { upTo: 0, stolenOn })
    expect(bc.trust.addReceipts(bc.origin, 5, lines)).toBe(0)
  })
})

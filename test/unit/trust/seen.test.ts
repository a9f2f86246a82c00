// What an office says it has seen, heard by another: taken as it is signed, and never so that it fills a disk.

import { expect, test } from 'vitest'
import { sha256, verifyNoteSignature } from '../../../services/adapters/log/crypto.ts'
import { createSeen } from '../../../services/office/trust/seen.ts'
import { maxFutureSeconds, oldestSeenMs } from '../../../shared/kernel/limits.ts'
import { formatNote, formatSignature } from '../../../shared/ledger/log/note.ts'
import { formatSeen, type SeenHead } from '../../../shared/ledger/log/seen.ts'
import { signCheckpoint } from '../../../shared/ledger/log/signed-message.ts'
import { epoch, hashes, logRig } from '../../support/logs.ts'

const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc'] as const

function two() {
  const rig = logRig([bc, ab])
  const { store, signers } = rig.office(ab)
  const seen = createSeen({
    office: ab as never,
    store,
    signers,
    sha256,
    verify: verifyNoteSignature,
    offices: () => rig.offices,
    nowMs: () => rig.clock.nowMs,
  })
  const [signer] = rig
    .office(bc)
    .signers.head(epoch)
    .filter(({ key }) => key.type === 1)
  const [root = new Uint8Array()] = hashes(1)
  /** Signed with every right key, `seconds` after now. */
  const say = (seconds: number, others: readonly SeenHead[] = [], more = '') => {
    const at = Math.floor(rig.clock.nowMs / 1_000) + seconds
    const own = { origin: rig.office(bc).origin, size: 5, root }
    const text = formatSeen({ by: bc as never, seconds: at, own, others })
    if (signer === undefined) throw new Error('no key')
    const signatures = [signCheckpoint(sha256, signer, text, at)]
    return seen.hear(bc as never, formatNote({ text, signatures }) + more)
  }
  const kept = () => [...store.statements(bc as never)]
  return { rig, say, kept, root }
}

test('said over and over, it is kept no more often than an honest office says it', () => {
  const { rig, say, kept } = two()
  for (let n = 0; n < 600; n++) {
    // Each is another text: dated a second later, or long ago, or as far ahead as is taken.
    for (const seconds of [n % 2, -n - 10_000, maxFutureSeconds - 1])
      expect(say(seconds)).toBe(true)
    rig.clock.nowMs += 1_000
  }
  expect(kept().length).toBeGreaterThan(1)
  expect(kept().length).toBeLessThanOrEqual((600 + maxFutureSeconds) / 30 + 1)
})

test('signature lines of nobody known hang on it, and are not kept', () => {
  const { say, kept } = two()
  const junk = formatSignature({ name: 'junk', keyId: 7, signature: new Uint8Array(300_000) })
  expect(say(0, [], junk)).toBe(true)
  expect(kept()[0]?.note.length).toBeLessThan(600)
})

test('longer than forty offices, or dated ahead, it is refused; older than a week, it is not kept', () => {
  const { rig, say, kept, root } = two()
  const many = Array.from({ length: 400 }, (_, n) => ({
    origin: `concert/office-${n}/${'e'.repeat(60)}`,
    size: n,
    root,
  }))
  expect(say(0, many)).toBe(false)
  expect(say(maxFutureSeconds + 5)).toBe(false)
  expect(say(-oldestSeenMs / 1_000 - 5)).toBe(true)
  expect(kept()).toEqual([])
  expect(say(0, many.slice(0, 40))).toBe(true)
  rig.clock.nowMs += 60_000
  expect(say(0)).toBe(true)
  expect(kept()).toHaveLength(2)
})

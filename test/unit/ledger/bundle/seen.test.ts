// Statements of what offices had seen, in an evidence file: they bound an entry in time on both sides where nobody could confirm its office's heads, and none can be bent.

import { describe, expect, it } from 'vitest'
import type { Manifest, Part } from '../../../../shared/ledger/bundle/bundle.schema.ts'
import {
  formatEvidence,
  listParts,
  manifestContent,
  manifestType,
  parseEvidence,
} from '../../../../shared/ledger/bundle/form.schema.ts'
import { verifyEvidence } from '../../../../shared/ledger/bundle/verify.ts'
import { formatSeen, parseSeen } from '../../../../shared/ledger/log/seen.ts'
import { formatNote } from '../../../../shared/ledger/log/note.ts'
import { signCheckpoint } from '../../../../shared/ledger/log/signed-message.ts'
import { parseCheckpoint } from '../../../../shared/ledger/log/checkpoint.ts'
import { createSeen, type SeenStatements } from '../../../../services/office/trust/seen.ts'
import { sha256, verifyNoteSignature } from '../../../../services/adapters/log/crypto.ts'
import { epoch } from '../../../support/logs.ts'
import type { OfficeId } from '../../../../shared/kernel/ids.ts'
import { evidenceRig, order, ofOrder, verifying } from '../../../support/evidence.ts'
import { issued } from '../../../support/events.ts'
import { packs } from '../../../support/founding.ts'

const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc'] as const

/** Two offices that read each other and whose confirmations never reach anybody: an order at 12:03, with what was seen at 12:02 and 12:05. */
function unconfirmed() {
  const rig = evidenceRig()
  const { logs } = rig
  const seenOf = (id: string): SeenStatements => {
    const { store, signers } = logs.office(id)
    return createSeen({
      office: id as never,
      store,
      signers,
      sha256,
      verify: verifyNoteSignature,
      offices: () => logs.offices,
      nowMs: () => logs.clock.nowMs,
    })
  }
  const seen = { [bc]: seenOf(bc), [ab]: seenOf(ab) }
  /** Signs a head, says what was seen, and is heard by the other. */
  const say = (id: typeof bc | typeof ab, other: typeof bc | typeof ab) => {
    const head = logs.office(id).trust.signHead(epoch)
    logs.office(other).trust.hear(head)
    const said = seen[id].statement(epoch) ?? ''
    expect(seen[other].hear(id as never, said)).toBe(true)
    return said
  }
  rig.wait(60)
  say(ab, bc)
  rig.wait(60)
  // At 12:02 bc has nothing yet, and names what ab said at 12:01.
  const before = say(bc, ab)
  rig.wait(60)
  const law = packs.find(({ statute }) => statute === 'ca-bc-pipa')
  rig.record(bc, order, 1, {
    ...issued('P21-08'),
    pack: { version: law?.version ?? '', inForceFrom: law?.inForce.from ?? '' },
  } as { kind: string })
  rig.wait(60)
  say(bc, ab)
  rig.wait(60)
  const after = say(ab, bc)
  return { rig, seen, before, after }
}

const { rig, seen, before, after } = unconfirmed()
const file = rig.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
const judge = (text: string) => verifyEvidence(new TextEncoder().encode(text), verifying)

/** With another part, and a manifest that its maker signed over it: what a dishonest maker can do. */
function remade(change: (part: Part) => Part): string {
  const parts = (parseEvidence(file)?.parts ?? []).map((part) => change(structuredClone(part)))
  const listed = listParts(sha256, parts)
  const manifest: Manifest = {
    parts: listed,
    keyid: 'ca-bc-oipc-1',
    sig: rig.signers.get(bc)?.signBytes(manifestType, manifestContent(listed)) ?? '',
  }
  return formatEvidence(parts, manifest)
}

describe('what offices had seen', () => {
  it('bounds an entry in time on both sides though nobody confirmed a head over it', () => {
    const { findings, entries } = judge(file)
    expect(findings.map(({ code }) => code)).toEqual(['nobody-confirmed'])
    // Named by bc before it had the entry; and the first to name a head over it.
    expect(entries[0]).toMatchObject({
      notBefore: '2026-09-01T12:01:00.000Z',
      notAfter: '2026-09-01T12:05:00.000Z',
      seenBy: [],
      heldBy: [],
    })
  })

  it.each<[what: string, change: (note: string) => string]>([
    ['another time', (note) => note.replace(/time (\d+)/, 'time 1')],
    ['another size', (note) => note.replace(/(\/epoch-1) 1 /, '$1 0 ')],
    ["another office's name", (note) => note.replace(/^concert\/[^/]+/, `concert/${bc}`)],
    ['another signature', (note) => note.replace(/(?<=— \S+ ......)..../, 'AAAA')],
    ['no statement at all', () => 'nothing'],
  ])('with %s is named', (_, change) => {
    let changed = 0
    const judged = judge(
      remade((part) => {
        if (part.kind !== 'seen' || !part.name.includes(ab)) return part
        const note = change(part.note)
        if (note !== part.note) changed++
        return { ...part, note }
      }),
    )
    expect(changed).toBeGreaterThan(0)
    expect(judged.verdict).toBe('wrong')
    expect(judged.findings.map(({ code }) => code)).toContain('seen-wrong')
  })

  it('says nothing of a head that the file does not prove', () => {
    const said = parseSeen(textOf(after))
    const [signer] = rig.logs.office(ab).signers.head(epoch)
    if (said === undefined || signer === undefined) throw new Error('no statement')
    // Rightly signed by ab, and about another history of bc.
    const others = said.others.map((each) => ({ ...each, root: new Uint8Array(32) }))
    const text = formatSeen({ ...said, others })
    const note = formatNote({ text, signatures: [signCheckpoint(sha256, signer, text, 0)] })
    const judged = judge(
      remade((part) => (part.kind === 'seen' && part.note === after ? { ...part, note } : part)),
    )
    expect(judged.findings.map(({ code }) => code)).toEqual(['nobody-confirmed'])
    expect(judged.entries[0]?.notBefore).toBe('2026-09-01T12:01:00.000Z')
    expect(judged.entries[0]).not.toHaveProperty('notAfter')
  })
})

describe('a statement', () => {
  it('has one form, and is never taken for a head', () => {
    const text = textOf(before)
    const parsed = parseSeen(text)
    if (parsed === undefined) throw new Error('it cannot be read')
    expect(formatSeen(parsed)).toBe(text)
    expect(parsed).toMatchObject({ by: bc, seconds: 1_788_264_120 })
    expect(parseCheckpoint(text)).toBeUndefined()
    for (const spoiled of [
      text.replace('\n', '\n\n'),
      text.slice(0, -1),
      text.replace('time ', 'time 0'),
      text.replace(`concert/${bc}/-`, `concert/${ab}/-`),
      `${text}x\n`,
    ])
      expect(parseSeen(spoiled), spoiled).toBeUndefined()
  })

  it('is kept only where its own office signed it, and not from the future', () => {
    expect(seen[ab].hear(bc as OfficeId, after)).toBe(false)
    expect(seen[ab].hear(bc as OfficeId, before.replace('time 17', 'time 18'))).toBe(false)
    expect(seen[ab].hear(bc as OfficeId, 'x')).toBe(false)
    rig.logs.clock.nowMs -= 3_600_000
    expect(seen[ab].hear(bc as OfficeId, before)).toBe(false)
    rig.logs.clock.nowMs += 3_600_000
    expect(seen[ab].hear(bc as OfficeId, before)).toBe(true)
  })

  it('is made anew when something changed, at most once a minute, and at least once an hour', () => {
    const said = seen[bc].statement(epoch)
    expect(seen[bc].statement(epoch)).toBe(said)
    rig.wait(61)
    // What ab said is heard; the heads are the same.
    const quiet = seen[bc].statement(epoch)
    rig.wait(61)
    expect(seen[bc].statement(epoch)).toBe(quiet)
    rig.wait(3_600)
    expect(seen[bc].statement(epoch)).not.toBe(quiet)
  })
})

function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1)
}

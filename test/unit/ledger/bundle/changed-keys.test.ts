// Evidence of an office that changed its keys, or had them stolen: what was there before counts, in a file of then and in one of now; what came after does not.

import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../../../shared/ledger/bundle/judgement.ts'
import type { TrustedKeys } from '../../../../shared/ledger/bundle/keys.ts'
import { verifyEvidence } from '../../../../shared/ledger/bundle/verify.ts'
import { withPeriodOf, type KeyPeriod } from '../../../../shared/office/key-period.ts'
import {
  changedKeysEvidence,
  foundingEvidence,
  ofMatter,
  ofOrder,
  verifying,
  type EvidenceRig,
} from '../../../support/evidence.ts'
import { d } from '../../../support/founding.ts'

const stolenOn = d('2026-08-20')
const about = { kind: 'matter', id: 'm' } as const
const judge = (text: string, trusted?: readonly TrustedKeys[]) =>
  verifyEvidence(new TextEncoder().encode(text), {
    ...verifying,
    ...(trusted === undefined ? {} : { trusted }),
  })
const codes = ({ findings }: Judgement) => [...new Set(findings.map(({ code }) => code))].toSorted()

describe('a file of an office that changed its keys', () => {
  it('is sound across the change, and says with which key each entry was signed', () => {
    const judgement = judge(changedKeysEvidence().make(about, ofMatter))
    expect(judgement.findings).toEqual([])
    expect(judgement).toMatchObject({ verdict: 'sound', independent: 2 })
    expect(judgement.entries.map(({ keyid }) => keyid)).toEqual(['ca-bc-oipc-1', 'ca-bc-oipc-2'])
  })

  it('is as sound where the former keys were stolen: others confirmed what they signed before', () => {
    const stolen = { upTo: 1, stolenOn }
    const judgement = judge(
      changedKeysEvidence({ event: stolen, log: stolen }).make(about, ofMatter),
    )
    expect(judgement.findings).toEqual([])
    expect(judgement).toMatchObject({ verdict: 'sound', independent: 2 })
  })

  it('is not, where an entry stands behind the place of the key that signed it', () => {
    const judgement = judge(changedKeysEvidence({ event: { upTo: 0 } }).make(about, ofMatter))
    expect(judgement.verdict).toBe('wrong')
    expect(judgement.findings.find(({ code }) => code === 'event-not-signed')?.entries).toEqual([
      'entry/1',
    ])
  })

  it('is not, where a head covers more than the key that signed it counts for', () => {
    const judgement = judge(changedKeysEvidence({ log: { upTo: 0 } }).make(about, ofMatter))
    // The maker does not even use such a head: the later one, under the new key, covers the entry.
    expect(judgement.findings).toEqual([])
    expect(judgement.entries[0]?.notAfter).toBe(judgement.entries[1]?.notAfter)
  })

  it('proves nothing by a head of a stolen key alone', () => {
    const rig = changedKeysEvidence({ log: { upTo: 1, stolenOn }, confirmed: false })
    const judgement = judge(rig.make(about, ofMatter))
    expect(judgement.verdict).toBe('wrong')
    expect(codes(judgement)).toContain('head-not-signed')
  })
})

/** The directory as it is years later, when somebody had stolen the keys with which a file was made. */
function later(rig: EvidenceRig, office: string, event: KeyPeriod, log: KeyPeriod): TrustedKeys[] {
  return rig.directory.map(({ id, eventKeys }) => {
    const known = rig.logs.offices.find((each) => each.id === id)
    if (known === undefined) throw new Error(`no ${id}`)
    if (id !== office) return { id, eventKeys, logKeys: known.keys }
    return {
      id,
      eventKeys: eventKeys.map((key) => withPeriodOf(key, event)),
      formerLogKeys: [withPeriodOf(known.keys, log)],
    }
  })
}

describe('a file of before, with a directory of after the theft', () => {
  const rig = foundingEvidence()
  const file = rig.make(about, ofMatter)

  it('still proves what was there before; who made the file is not proved any more', () => {
    const order = rig.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
    const stolen = { upTo: 4, stolenOn }
    const judgement = judge(order, later(rig, 'ca-bc-oipc', stolen, stolen))
    expect(codes(judgement)).toEqual(['manifest-key-stolen'])
    expect(judgement).toMatchObject({ verdict: 'sound', independent: 2 })
  })

  it('does not prove what stands behind the place of the key', () => {
    const stolen = { upTo: 3, stolenOn }
    const judgement = judge(file, later(rig, 'ca-bc-oipc', stolen, {}))
    expect(judgement.verdict).toBe('wrong')
    const wrong = judgement.findings.filter(({ code }) => code === 'event-not-signed')
    expect(wrong).toHaveLength(1)
  })

  it('does not count the words of an office whose keys were stolen', () => {
    const judgement = judge(file, later(rig, 'ca-ab-oipc', {}, { upTo: 1, stolenOn }))
    expect(codes(judgement)).toEqual(['key-stolen'])
    expect(judgement).toMatchObject({ verdict: 'sound', independent: 1 })
    for (const { heldBy, seenBy, ref } of judgement.entries)
      if (ref.office !== 'ca-ab-oipc') expect([...heldBy, ...seenBy]).not.toContain('ca-ab-oipc')
  })
})

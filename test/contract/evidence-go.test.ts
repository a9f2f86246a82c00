// A second verifier, on Go libraries that nobody here wrote, says the same as ours: of the vectors, of fresh evidence files, and of spoiled ones.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseEvidence } from '../../shared/ledger/bundle/form.schema.ts'
import { verifyEvidence } from '../../shared/ledger/bundle/verify.ts'
import {
  changedKeysEvidence,
  foundingEvidence,
  ofMatter,
  ofOrder,
  verifying,
} from '../support/evidence.ts'
import { d } from '../support/founding.ts'
import { buildGoVerifier, hasGo, type GoVerifier } from '../support/go-verifier.ts'
import { goVectors } from '../unit/ledger/log/kit.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'concert-evidence-'))
const rig = foundingEvidence()
const order = rig.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
const matter = rig.make({ kind: 'matter', id: 'm' }, ofMatter)

function written(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

describe.skipIf(!hasGo)('the second verifier (needs Go on PATH)', () => {
  let go: GoVerifier
  beforeAll(() => void (go = buildGoVerifier()))

  it('makes the vectors that are kept', () => {
    const { trees, inclusion, consistency, seeds } = goVectors()
    expect(go.vectors()).toMatchObject({ trees, inclusion, consistency, seeds })
  })

  it('agrees on fresh files: what is sound, who confirmed each entry, and between which times', () => {
    const texts = [order, matter]
    const files = texts.map((text, at) => written(`fresh-${at}.json`, text))
    const judged = go.evidence(files)
    for (const [at, text] of texts.entries()) {
      const ours = verifyEvidence(new TextEncoder().encode(text), verifying)
      expect(judged[at]).toMatchObject({ sound: true, wrong: [] })
      expect(ours.verdict).toBe('sound')
      const theirs = judged[at]?.entries.toSorted((a, b) => (a.entry < b.entry ? -1 : 1))
      expect(theirs).toEqual(
        ours.entries
          .map(({ entry, seenBy, heldBy, durableBy, witnessedBy, notBefore, notAfter }) => ({
            entry,
            seenBy: seenBy.toSorted(),
            heldBy: heldBy.toSorted(),
            durableBy: durableBy.toSorted(),
            witnessedBy: witnessedBy.toSorted(),
            ...(notBefore === undefined ? {} : { notBefore }),
            ...(notAfter === undefined ? {} : { notAfter }),
          }))
          .toSorted((a, b) => (a.entry < b.entry ? -1 : 1)),
      )
    }
  })

  it('agrees on files of an office that changed its keys or had them stolen', () => {
    const stolen = { upTo: 1, stolenOn: d('2026-08-20') }
    const rigs = [
      changedKeysEvidence(),
      changedKeysEvidence({ event: stolen, log: stolen }),
      changedKeysEvidence({ event: { upTo: 0 } }),
      changedKeysEvidence({ log: stolen, confirmed: false }),
    ]
    const texts = rigs.map((each) => each.make({ kind: 'matter', id: 'm' }, ofMatter))
    const judged = go.evidence(texts.map((text, at) => written(`changed-${at}.json`, text)))
    const ours = texts.map((text) => verifyEvidence(new TextEncoder().encode(text), verifying))
    expect(judged.map(({ sound }) => sound)).toEqual([true, true, false, false])
    expect(ours.map(({ verdict }) => verdict)).toEqual(['sound', 'sound', 'wrong', 'wrong'])
    for (const at of [0, 1])
      expect(judged[at]?.entries.map(({ heldBy, notAfter }) => [heldBy, notAfter])).toEqual(
        ours[at]?.entries.map(({ heldBy, notAfter }) => [heldBy.toSorted(), notAfter]),
      )
  })

  it('agrees on spoiled files: every part that is taken out, and a changed character in each line', () => {
    const lines = order.split('\n')
    const parts = parseEvidence(order)?.parts ?? []
    const spoiled = parts.flatMap((_, at) => {
      const line = lines[at + 1] ?? ''
      const middle = Math.floor(line.length / 2)
      const changed =
        line.slice(0, middle) + (line[middle] === 'A' ? 'B' : 'A') + line.slice(middle + 1)
      return [lines.toSpliced(at + 1, 1), lines.with(at + 1, changed)].map((each) =>
        each.join('\n'),
      )
    })
    const files = spoiled.map((text, at) => written(`spoiled-${at}.json`, text))
    const judged = go.evidence(files)
    expect(judged).toHaveLength(2 * parts.length)
    for (const [at, text] of spoiled.entries()) {
      const ours = verifyEvidence(new TextEncoder().encode(text), verifying)
      expect([judged[at]?.sound, ours.verdict], files[at]).toEqual([false, 'wrong'])
    }
  })
})

// Evidence files that are made to stop whoever checks them: they are judged all the same.

import { describe, expect, it } from 'vitest'
import {
  sha256,
  verifyNoteSignature as verifyNote,
} from '../../../../services/adapters/log/crypto.ts'
import { verifySignature } from '../../../../services/adapters/ledger/sign.ts'
import { maxEntriesNamed, maxEvidenceParts } from '../../../../shared/kernel/limits.ts'
import type { Part } from '../../../../shared/ledger/bundle/bundle.schema.ts'
import { formatEvidence } from '../../../../shared/ledger/bundle/form.schema.ts'
import { verifyEvidence } from '../../../../shared/ledger/bundle/verify.ts'

const judge = (text: string) =>
  verifyEvidence(new TextEncoder().encode(text), { sha256, verifyNote, verifySignature })
const fileOf = (...lines: string[]) =>
  `{"format":"concert.evidence.v1","parts":[\n${lines.join(',\n')}\n],"manifest":{}}\n`

describe('an evidence file is judged within bounds', () => {
  it('where a line is nested 100,000 deep', () => {
    const { verdict, findings } = judge(fileOf('['.repeat(100_000) + ']'.repeat(100_000)))
    expect(verdict).toBe('wrong')
    expect(findings).toContainEqual(expect.objectContaining({ code: 'damaged-line', at: 'line 2' }))
  })

  it('where each of many damaged parts hurts each of many entries', () => {
    const head = 'head/ca-bc-oipc/e1/99999'
    const parts = Array.from({ length: 1_500 }, (_, index): Part[] => [
      {
        kind: 'entry',
        name: `entry/${index}`,
        subject: 'concert.v1.ca-bc-oipc.order.P1',
        index,
        envelope: 'AAAA',
        head,
        proof: [],
      },
      {
        kind: 'receipt',
        name: `receipt/${index}/${head}`,
        head,
        by: 'ca-ab-oipc' as never,
        role: 'witness',
        signatures: 'x',
      },
    ]).flat()
    const { verdict, findings } = judge(
      formatEvidence(parts, { parts: [], keyid: 'k', sig: 'AAAA' }),
    )
    expect(verdict).toBe('wrong')
    // Each part has its finding, whether or not it is said what suffers.
    for (const { name } of parts) expect(findings.some(({ at }) => at === name)).toBe(true)
    const named = findings.reduce((sum, { entries }) => sum + entries.length, 0)
    expect(named).toBeGreaterThan(1_500)
    expect(named).toBeLessThan(2 * maxEntriesNamed + 10 * parts.length)
  })

  it('where it has more parts than any file of ours', () => {
    const { verdict, findings } = judge(
      fileOf(...Array.from({ length: maxEvidenceParts }, () => '{}')),
    )
    expect([verdict, findings.map(({ code }) => code)]).toEqual(['wrong', ['not-evidence']])
  })
})

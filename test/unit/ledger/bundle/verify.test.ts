// An evidence file stands by itself; and whatever is changed in it, put into it, or taken out of it is found and named.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Manifest, Part, PartOf } from '../../../../shared/ledger/bundle/bundle.schema.ts'
import {
  formatEvidence,
  listParts,
  manifestContent,
  manifestType,
  parseEvidence,
} from '../../../../shared/ledger/bundle/form.schema.ts'
import { verifyEvidence } from '../../../../shared/ledger/bundle/verify.ts'
import type { Judgement } from '../../../../shared/ledger/bundle/judgement.ts'
import { sha256 } from '../../../../services/adapters/log/crypto.ts'
import { formatCheckpoint } from '../../../../shared/ledger/log/checkpoint.ts'
import { rootOf } from '../../../../shared/ledger/log/tree.ts'
import { memoryTree } from '../log/kit.ts'
import { fromBase64url } from '../../../../shared/kernel/base64.ts'
import { formatNote, formatVerifierKey, parseNote } from '../../../../shared/ledger/log/note.ts'
import { signCheckpoint } from '../../../../shared/ledger/log/signed-message.ts'
import { epoch } from '../../../support/logs.ts'
import {
  evidenceRig,
  foundingEvidence,
  ofMatter,
  ofOrder,
  order,
  verifying,
} from '../../../support/evidence.ts'
import { noted, opened } from '../../../support/events.ts'
import { testWitness } from '../../../support/witness.ts'

const rig = foundingEvidence()
const orderFile = rig.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
const matterFile = rig.make({ kind: 'matter', id: 'm' }, ofMatter)
const bytesOf = (text: string) => new TextEncoder().encode(text)
const judge = (text: string) => verifyEvidence(bytesOf(text), verifying)
const codes = ({ findings }: Judgement) => [...new Set(findings.map(({ code }) => code))].toSorted()

/** The file with other parts, and a manifest of them signed with the maker's real key: what a dishonest maker can do. */
function remade(file: string, change: (parts: Part[]) => Part[], { signers } = rig): string {
  const parts = change(structuredClone([...(parseEvidence(file)?.parts ?? [])]))
  const signer = signers.get('ca-bc-oipc')
  const listed = listParts(sha256, parts)
  const manifest: Manifest = {
    parts: listed,
    keyid: 'ca-bc-oipc-1',
    sig: signer?.signBytes(manifestType, manifestContent(listed)) ?? '',
  }
  return formatEvidence(parts, manifest)
}
const ofKind = <K extends Part['kind']>(parts: readonly Part[], kind: K) =>
  parts.filter((part): part is PartOf<K> => part.kind === kind)

describe('a file that nobody touched', () => {
  it('is sound, and says who confirmed each entry and between which times', () => {
    const judgement = judge(orderFile)
    expect(judgement.findings).toEqual([])
    expect(judgement.verdict).toBe('sound')
    expect(judgement.independent).toBe(2)
    const [first, second] = judgement.entries
    expect(first).toMatchObject({
      index: 1,
      version: 1,
      type: 'concert.order.issued.v1',
      keyid: 'ca-bc-oipc-1',
      sound: true,
      heldBy: ['ca-fed-opc', 'ca-ab-oipc'],
      durableBy: ['ca-ab-oipc', 'ca-fed-opc'],
      notBefore: '2026-09-01T12:01:00.000Z',
      notAfter: '2026-09-01T12:02:00.000Z',
    })
    expect(second).toMatchObject({
      index: 2,
      version: 2,
      notBefore: '2026-09-01T12:02:00.000Z',
      notAfter: '2026-09-01T12:05:00.000Z',
    })
  })

  it('holds the ledgers of several offices', () => {
    const judgement = judge(matterFile)
    expect(judgement.findings).toEqual([])
    expect(judgement.entries.map(({ origin }) => origin.split('/')[1])).toContain('ca-ab-oipc')
    expect(judgement.entries).toHaveLength(5)
  })

  it('says in both languages what it proves and what it does not', () => {
    const { proved, notProved } = judge(orderFile)
    expect(proved.map(({ en }) => en).join(' ')).toContain('At least 2 independent offices')
    expect(proved.map(({ fr }) => fr).join(' ')).toContain('Au moins 2 organismes indépendants')
    // Two minutes after the first head, and when the last one was confirmed.
    expect(proved.map(({ en }) => en).join(' ')).toContain(
      'none was there yet at 2026-09-01 12:01:00 UTC, and all were there by 2026-09-01 12:05:00 UTC',
    )
    expect(notProved[0]?.en).toContain('compare the fingerprints')
    for (const { en, fr } of [...proved, ...notProved]) expect(en).not.toBe(fr)
  })

  it('says no earliest time where nobody saw the ledger before', () => {
    const said = judge(matterFile).proved.map(({ en }) => en)
    expect(said.join(' ')).toContain('all were there by 2026-09-01 12:05:00 UTC. Nobody said')
  })

  it('is one JSON value with a draft exhibit, a chronology and the law', () => {
    const json = JSON.parse(orderFile) as { parts: Part[] }
    expect(ofKind(json.parts, 'exhibit')[0]?.text.en).toContain('s.31.3')
    expect(ofKind(json.parts, 'chronology')[0]?.lines.map(({ on }) => on)).toEqual([
      '2021-12-14',
      '2021-12-20',
    ])
    expect(ofKind(json.parts, 'pack').map(({ statute }) => statute)).toEqual(['ca-bc-pipa'])
  })

  it('is compared with keys from elsewhere where they are given', () => {
    const trusted = rig.directory.map(({ id, eventKeys }) => ({
      id,
      eventKeys,
      logKeys: rig.logs.offices.find((office) => office.id === id)?.keys,
    }))
    const right = verifyEvidence(bytesOf(orderFile), { ...verifying, trusted })
    expect(right).toMatchObject({ verdict: 'sound', keysCompared: true })
    const stranger = foundingEvidence().make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
    expect(judge(stranger).verdict).toBe('sound')
    const wrong = verifyEvidence(bytesOf(stranger), { ...verifying, trusted })
    expect(wrong.verdict).toBe('wrong')
    expect(codes(wrong)).toEqual(['key-differs'])
  })
})

describe('any byte', () => {
  const bytes = bytesOf(orderFile)
  const spoiledAt = (at: number, bit: number) => {
    const spoiled = bytes.slice()
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << bit)
    return verifyEvidence(spoiled, verifying)
  }

  it('that is flipped is found, and the place or part is named', () => {
    const parts = parseEvidence(orderFile)?.parts ?? []
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const judgement = spoiledAt(at, bit)
          expect(judgement.verdict, `byte ${at}, bit ${bit}`).toBe('wrong')
          const line = new TextDecoder().decode(bytes.slice(0, at)).split('\n').length
          const name = parts[line - 2]?.name ?? 'manifest'
          const places = judgement.findings.map((finding) => finding.at)
          expect(
            places.some((place) => [`line ${line}`, `line ${line + 1}`, name].includes(place)),
            `byte ${at} of line ${line} (${name}): ${places.join(', ')}`,
          ).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('of an entry names that entry', () => {
    const lines = orderFile.split('\n')
    const line = lines.findIndex((each) => each.includes('"kind":"entry"'))
    const start = bytesOf(lines.slice(0, line).join('\n')).length + 1
    const length = lines[line]?.length ?? 0
    for (let at = start; at < start + length; at += 97) {
      const { findings } = spoiledAt(at, at % 7)
      expect(
        findings.some(
          ({ at: place, entries }) => place === `line ${line + 1}` || entries.includes('entry/1'),
        ),
      ).toBe(true)
    }
  })

  it('that means nothing is found too: a space, or another way to write a letter', () => {
    for (const [from, to] of [
      ['"kind":"about"', '"kind": "about"'],
      ['"kind":"about"', '"kind":"\\u0061bout"'],
      ['{"about":', '{"about":{},"about":'],
    ] as const) {
      const judgement = judge(orderFile.replace(from, to))
      expect(judgement.verdict).toBe('wrong')
      expect(judgement.findings[0]).toMatchObject({ code: 'damaged-line', at: 'line 2' })
    }
  })

  it('that is cut off the end, or put before the start, is found', () => {
    expect(judge(orderFile.slice(0, -1)).verdict).toBe('wrong')
    expect(judge(orderFile.slice(0, orderFile.length / 2)).verdict).toBe('wrong')
    expect(judge(`\ufeff${orderFile}`).verdict).toBe('wrong')
    expect(judge(`${orderFile} `).verdict).toBe('wrong')
    expect(judge('')).toMatchObject({ verdict: 'wrong', entries: [] })
    expect(codes(judge('{"hello":1}'))).toEqual(['not-evidence'])
  })
})

describe('what is taken out', () => {
  const parts = parseEvidence(matterFile)?.parts ?? []
  it.each(parts.map(({ name }) => name))('is named: %s', (name) => {
    const lines = matterFile
      .split('\n')
      .filter((line) => !line.includes(`"name":"${name}"`) || line.startsWith(']'))
    expect(lines).toHaveLength(matterFile.split('\n').length - 1)
    const judgement = judge(lines.join('\n'))
    expect(judgement.verdict).toBe('wrong')
    expect(judgement.findings.some(({ code, at }) => code === 'missing-part' && at === name)).toBe(
      true,
    )
  })

  it('by its maker, with a manifest signed anew, still shows: an entry in the middle of a history', () => {
    const judgement = judge(
      remade(orderFile, (all) =>
        all.filter(({ name }) => name !== 'entry/1' && name !== 'chronology'),
      ),
    )
    expect(judgement.verdict).toBe('wrong')
    expect(judgement.findings).toContainEqual(
      expect.objectContaining({ code: 'history-incomplete', at: 'entry/2', entries: ['entry/2'] }),
    )
  })

  it('by its maker, a receipt: the entries are confirmed by fewer', () => {
    const without = remade(orderFile, (all) =>
      all.filter((part) => part.kind !== 'receipt' || part.by !== 'ca-ab-oipc'),
    )
    expect(judge(without)).toMatchObject({ verdict: 'sound', independent: 1 })
    const none = judge(remade(orderFile, (all) => all.filter(({ kind }) => kind !== 'receipt')))
    expect(none).toMatchObject({ verdict: 'unconfirmed', independent: 0 })
    expect(codes(none)).toEqual(['nobody-confirmed'])
    expect(none.entries.every(({ sound }) => sound)).toBe(true)
  })

  it('by its maker, the law or a link between heads', () => {
    expect(
      codes(judge(remade(orderFile, (all) => all.filter(({ kind }) => kind !== 'pack')))),
    ).toEqual(['law-missing'])
    const unlinked = judge(
      remade(orderFile, (all) => all.filter(({ kind }) => kind !== 'consistency')),
    )
    expect(unlinked.verdict).toBe('wrong')
    expect(codes(unlinked)).toContain('heads-not-linked')
  })
})

describe('what a dishonest maker puts in, under a manifest of its own', () => {
  const entriesOf = (all: Part[]) => ofKind(all, 'entry')
  it('two proofs that were swapped: both entries are named', () => {
    const swapped = remade(orderFile, (all) => {
      const [a, b] = entriesOf(all)
      if (a === undefined || b === undefined) throw new Error('too few entries')
      ;[a.proof, b.proof, a.head, b.head] = [b.proof, a.proof, b.head, a.head]
      return all
    })
    const { findings } = judge(swapped)
    const named = findings.filter(({ code }) => code === 'proof-wrong').map(({ at }) => at)
    expect(named).toEqual(['entry/1', 'entry/2'])
  })

  it('an entry at another place', () => {
    const moved = remade(orderFile, (all) => {
      for (const entry of entriesOf(all)) if (entry.name === 'entry/2') entry.index = 0
      return all
    })
    expect(codes(judge(moved))).toContain('proof-wrong')
  })

  it('a link between heads that does not hold', () => {
    const spoiled = remade(orderFile, (all) => {
      const [link] = ofKind(all, 'consistency')
      if (link === undefined) throw new Error('no link')
      link.hashes = link.hashes.toReversed().slice(1)
      return all
    })
    expect(codes(judge(spoiled))).toContain('consistency-wrong')
  })

  it('an entry that stands in the log of another office, which may put anything into its own', () => {
    const ab = rig.logs.office('ca-ab-oipc')
    const file = remade(orderFile, (all) => {
      const [entry] = entriesOf(all)
      if (entry === undefined) throw new Error('no entry')
      const tree = memoryTree([sha256(Buffer.from(entry.envelope, 'base64'))])
      const text = formatCheckpoint({
        origin: ab.origin,
        size: 1,
        root: rootOf(sha256, 1, tree.read),
      })
      const signatures = ab.signers
        .head(epoch)
        .map((signer) => signCheckpoint(sha256, signer, text, 1_800_000_000))
      const head: Part = {
        kind: 'head',
        name: 'head/theirs',
        note: formatNote({ text, signatures }),
      }
      Object.assign(entry, { index: 0, head: head.name, proof: [] })
      return [...all, head]
    })
    const { findings } = judge(file)
    expect(findings).toContainEqual(expect.objectContaining({ code: 'proof-wrong', at: 'entry/1' }))
  })

  it('an event that the office never signed, and one of another office', () => {
    const forged = remade(orderFile, (all) => {
      for (const entry of entriesOf(all)) {
        const envelope = JSON.parse(atob(entry.envelope)) as { payload: string }
        envelope.payload = btoa(atob(envelope.payload).replace('an example', 'a mistake!'))
        entry.envelope = btoa(JSON.stringify(envelope))
      }
      return all
    })
    expect(codes(judge(forged))).toContain('event-not-signed')
    const moved = remade(orderFile, (all) => {
      for (const entry of entriesOf(all)) entry.subject = entry.subject.replace('ca-bc', 'ca-ab')
      return all
    })
    expect(codes(judge(moved))).toContain('event-not-signed')
  })

  it('a confirmation under another office’s name, or of another head', () => {
    const renamed = remade(orderFile, (all) => {
      for (const receipt of ofKind(all, 'receipt')) receipt.by = 'ca-fed-opc' as typeof receipt.by
      return all
    })
    expect(codes(judge(renamed))).toContain('receipt-wrong')
    const moved = remade(orderFile, (all) => {
      const heads = ofKind(all, 'head')
      for (const receipt of ofKind(all, 'receipt'))
        receipt.head = heads.find(({ name }) => name !== receipt.head)?.name ?? ''
      return all
    })
    expect(codes(judge(moved))).toContain('receipt-wrong')
  })

  it('itself as a second, independent office: a key that is used twice counts once', () => {
    const file = remade(orderFile, (all) => {
      const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc'].map((id) =>
        ofKind(all, 'office').find((office) => office.id === id),
      )
      if (bc === undefined || ab === undefined) throw new Error('an office is missing')
      ab.eventKeys = [...ab.eventKeys, ...bc.eventKeys]
      return all
    })
    expect(judge(file)).toMatchObject({ independent: 1 })
  })

  it('two histories that both were signed: the fork is named, and the file is worth keeping', () => {
    const file = remade(orderFile, (all) => {
      const head = ofKind(all, 'head').at(-1)
      if (head === undefined) throw new Error('no head')
      return [...all, { ...head, name: 'head/other', note: forkedNote(head.note) }]
    })
    expect(codes(judge(file))).toContain('heads-fork')
  })

  it('a chronology that says another date', () => {
    const file = remade(orderFile, (all) => {
      for (const { lines } of ofKind(all, 'chronology'))
        for (const line of lines) line.on = '2021-12-01' as typeof line.on
      return all
    })
    expect(codes(judge(file))).toEqual(['chronology-differs'])
  })

  it('a manifest that another office signed', () => {
    const signer = rig.signers.get('ca-ab-oipc')
    const parts = parseEvidence(orderFile)?.parts ?? []
    const listed = listParts(sha256, parts)
    const sig = signer?.signBytes(manifestType, manifestContent(listed)) ?? ''
    const file = formatEvidence(parts, { parts: listed, keyid: 'ca-ab-oipc-1', sig })
    expect(codes(judge(file))).toEqual(['manifest-not-signed'])
  })
})

describe('a witness that is no office', () => {
  const [first, second] = [testWitness('witness.example/w1'), testWitness('witness.example/w2')]
  const witnessed = foundingEvidence([first.witness, second.witness])
  witnessed.witness('ca-bc-oipc', first.cosign)
  const file = witnessed.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
  const remakeWith = (change: (parts: Part[]) => Part[]) => remade(file, change, witnessed)

  it('counts as one more, is named apart from offices, and bounds the time', () => {
    const judgement = judge(file)
    expect(judgement.findings).toEqual([])
    expect(judgement).toMatchObject({ verdict: 'sound', independent: 3 })
    for (const entry of judgement.entries) {
      expect(entry.witnessedBy).toEqual(['witness.example/w1'])
      expect(entry.seenBy).not.toContain('witness.example/w1')
    }
    const [said] = judgement.proved.filter(({ en }) => en.includes('no office'))
    expect(said?.en).toContain('witness.example/w1')
    expect(said?.fr).toContain('un témoin qui n')
    expect(judgement.proved.map(({ fr }) => fr).join(' ')).toContain('organismes ou témoins')
    expect(judgement.keys.filter(({ office }) => office === 'witness.example/w1')).toHaveLength(2)
  })

  it('alone is enough to be confirmed, and not enough without a right signature', () => {
    const alone = remakeWith((all) => all.filter(({ kind }) => kind !== 'receipt'))
    expect(judge(alone)).toMatchObject({ verdict: 'sound', independent: 1 })
    const other = remakeWith((all) => {
      const heads = ofKind(all, 'head')
      for (const each of ofKind(all, 'cosignature'))
        each.head = heads.find(({ name }) => name !== each.head)?.name ?? ''
      return all
    })
    expect(codes(judge(other))).toContain('receipt-wrong')
  })

  it('that is invented with keys of its own counts only where no directory is given', () => {
    const trusted = witnessed.directory.map(({ id, eventKeys }) => ({
      id,
      eventKeys,
      logKeys: witnessed.logs.offices.find((office) => office.id === id)?.keys,
    }))
    const options = { ...verifying, trusted }
    const known = verifyEvidence(bytesOf(file), {
      ...options,
      trustedWitnesses: first.verifierKeys,
    })
    expect(known).toMatchObject({ verdict: 'sound', independent: 3, findings: [] })
    const unknown = verifyEvidence(bytesOf(file), {
      ...options,
      trustedWitnesses: second.verifierKeys,
    })
    expect(unknown).toMatchObject({ verdict: 'sound', independent: 2 })
    expect(codes(unknown)).toEqual(['witness-not-compared'])
  })

  it('with an office’s own key, or under an office’s name, is nobody', () => {
    const twice = remakeWith((all) => {
      const [office] = ofKind(all, 'office').filter(({ id }) => id === 'ca-ab-oipc')
      const key = fromBase64url(office?.logKeys.witness.ed25519 ?? '')
      for (const each of ofKind(all, 'witness'))
        each.keys = [
          formatVerifierKey(sha256, {
            name: 'witness.example/w1',
            type: 4,
            publicKey: key ?? new Uint8Array(),
          }),
        ]
      return all.filter(({ kind }) => kind !== 'cosignature')
    })
    expect(judge(twice)).toMatchObject({ independent: 2 })
    const named = remakeWith((all) => {
      for (const each of ofKind(all, 'witness')) each.name = 'witness/ca-qc-cai'
      return all
    })
    expect(codes(judge(named))).toContain('witness-wrong')
  })

  it.each(['witness', 'cosignature'] as const)('whose %s is taken out is missed', (kind) => {
    const name = parseEvidence(file)?.parts.find((part) => part.kind === kind)?.name ?? ''
    const lines = file
      .split('\n')
      .filter((line) => !line.includes(`"name":"${name}"`) || line.startsWith(']'))
    const { findings, verdict } = judge(lines.join('\n'))
    expect(verdict).toBe('wrong')
    expect(findings.some(({ code, at }) => code === 'missing-part' && at === name)).toBe(true)
  })
})

describe('an entry is named', () => {
  const confirmed = parseEvidence(orderFile)?.parts ?? []
  const named = (part: Part) => {
    const lines = orderFile
      .split('\n')
      .filter((line) => !line.includes(`"name":"${part.name}"`) || line.startsWith(']'))
    return judge(lines.join('\n')).findings.find(({ at }) => at === part.name)?.entries
  }

  it('wherever a confirmation of it is dropped, also one of a later head', () => {
    // The second office confirmed the order's first entry by the last head only.
    const late = ofKind(confirmed, 'receipt').filter(({ head }) => head.endsWith('/4'))
    expect(late.length).toBeGreaterThan(1)
    for (const receipt of late) expect(named(receipt)).toEqual(['entry/1', 'entry/2'])
  })

  it('where the confirmation is dropped that says that it was not there before', () => {
    const before = ofKind(confirmed, 'receipt').filter(({ head }) => head.endsWith('/1'))
    expect(before.length).toBeGreaterThan(0)
    for (const receipt of before) expect(named(receipt)).toEqual(['entry/1'])
  })
})

describe('a confirmation that comes a little late', () => {
  /** One office confirms the head over the entry; the other, some seconds later, the one before it, which it had read already. */
  function fileOf(secondsLate: number): string {
    const slow = evidenceRig()
    const { origin, trust } = slow.logs.office('ca-bc-oipc')
    const says = (by: string, note: string) => {
      const seen = slow.logs.office(by).trust.see(note)
      if (seen.kind !== 'cosigned') throw new Error(`${by} said ${seen.kind}`)
      trust.addReceipts(origin, seen.size, seen.lines)
    }
    slow.record('ca-bc-oipc', order, 1, opened())
    const shorter = trust.signHead(epoch)
    slow.record('ca-bc-oipc', order, 2, noted('more'))
    slow.wait(60)
    says('ca-fed-opc', trust.signHead(epoch))
    slow.wait(secondsLate)
    says('ca-ab-oipc', shorter)
    return slow.make({ kind: 'order', id: 'ca-bc-oipc:P21-08' }, ofOrder)
  }
  const second = (file: string) => judge(file).entries[1]

  it('says nothing against a clock, and bounds nothing', () => {
    const file = fileOf(2)
    expect(codes(judge(file))).not.toContain('clocks-differ')
    expect(second(file)?.notAfter).toBe('2026-09-01T12:01:00.000Z')
    expect(second(file)).not.toHaveProperty('notBefore')
  })

  it('says that clocks differ where it comes later than any confirmation should', () => {
    const file = fileOf(121)
    expect(codes(judge(file))).toContain('clocks-differ')
    expect(second(file)?.notBefore).toBe('2026-09-01T12:03:01.000Z')
  })
})

/** Another root of the same size, signed with the real keys of the log. */
function forkedNote(note: string): string {
  const bc = rig.logs.office('ca-bc-oipc')
  const parsed = parseNote(note)
  if (!parsed.ok) throw new Error('not a note')
  const lines = parsed.note.text.split('\n')
  lines[2] = Buffer.alloc(32, 7).toString('base64')
  const text = lines.join('\n')
  const signatures = bc.signers
    .head(epoch)
    .map((signer) => signCheckpoint(sha256, signer, text, 1_800_000_000))
  return formatNote({ text, signatures })
}

// Offices that read, sign, confirm and gossip in any order, with a thief among them or without: nobody honest is accused, and what was forged is found once heads are exchanged.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256, verifyNoteSignature } from '../../../services/adapters/log/crypto.ts'
import { openLogStore } from '../../../services/adapters/log/store.ts'
import { createTrust } from '../../../services/office/trust/trust.ts'
import { epoch, hashes, logRig, startMs, type LogOfficeRig } from '../../support/logs.ts'

const ids = ['ca-ab-oipc', 'ca-bc-oipc', 'ca-fed-opc', 'ca-qc-cai']
const rig = logRig(ids)

/** Fresh stores under the same keys: making keys is the slow part. */
function world(): LogOfficeRig[] {
  return ids.map((id) => {
    const { signers, origin } = rig.office(id)
    const store = openLogStore(':memory:')
    const office = rig.office(id).id
    const trust = createTrust({
      office,
      store,
      signers,
      sha256,
      verify: verifyNoteSignature,
      offices: () => rig.offices,
      keep: () => undefined,
      nowMs: () => startMs,
    })
    return { id: office, origin, trust, store, signers, kept: () => 0 }
  })
}

type Step =
  | { readonly kind: 'record'; readonly at: number; readonly count: number }
  | { readonly kind: 'read'; readonly at: number; readonly from: number; readonly count: number }
  | { readonly kind: 'show'; readonly at: number; readonly to: number }
  | { readonly kind: 'gossip'; readonly at: number; readonly to: number }

const who = fc.nat({ max: ids.length - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('record' as const),
    at: who,
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('read' as const),
    at: who,
    from: who,
    count: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ kind: fc.constant('show' as const), at: who, to: who }),
  fc.record({ kind: fc.constant('gossip' as const), at: who, to: who }),
)

/** Shows a head, with the proof where it is asked for and the owner has one. */
function show(note: string | undefined, owner: LogOfficeRig, to: LogOfficeRig): void {
  if (note === undefined) return
  const seen = to.trust.see(note)
  if (seen.kind !== 'needs-proof') return
  const size = Number(note.split('\n')[1])
  if (size > owner.store.size(owner.origin)) return
  const proof = owner.trust.consistency(owner.origin, seen.from, size)
  to.trust.see(note, { from: seen.from, hashes: proof })
}

function play(offices: readonly LogOfficeRig[], steps: readonly Step[]): void {
  const of = (at: number) => offices[at] as LogOfficeRig
  for (const each of steps) {
    const office = of(each.at)
    if (each.kind === 'record') {
      const size = office.store.size(office.origin)
      office.trust.take(office.origin, size, hashes(each.count, office.id, size))
    } else if (each.kind === 'read') readOn(office, of(each.from), each.count)
    else if (each.kind === 'show') {
      if (each.at !== each.to) show(office.trust.signHead(epoch), office, of(each.to))
    } else
      for (const owner of offices)
        if (owner !== of(each.to)) show(office.trust.cosignedHead(owner.origin), owner, of(each.to))
  }
}

function readOn(reader: LogOfficeRig, owner: LogOfficeRig, count: number): void {
  if (reader === owner) return
  const held = reader.store.size(owner.origin)
  const end = Math.min(owner.store.size(owner.origin), held + count)
  const entries = Array.from({ length: end - held }, (_, at) =>
    owner.store.entry(owner.origin, held + at),
  )
  reader.trust.take(owner.origin, held, entries as Uint8Array[])
}

const forksOf = (offices: readonly LogOfficeRig[], origin: string) =>
  offices.flatMap(({ store }) => store.forks(origin))

it('never accuses an honest office, and in the end everybody holds and confirms everything', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      const offices = world()
      play(offices, steps)
      for (const owner of offices) {
        for (const reader of offices) readOn(reader, owner, 1_000)
        for (const reader of offices)
          if (reader !== owner) show(owner.trust.signHead(epoch), owner, reader)
        expect(forksOf(offices, owner.origin)).toEqual([])
        const size = owner.store.size(owner.origin)
        for (const reader of offices.filter((each) => each !== owner)) {
          expect(reader.trust.root(owner.origin, size)).toEqual(
            owner.trust.root(owner.origin, size),
          )
          const roles = reader.store
            .receipts(owner.origin, size)
            .filter(({ by }) => by === reader.id)
            .map(({ role }) => role)
          expect(roles).toEqual(['mirror', 'witness'])
        }
      }
    }),
    { numRuns: 60 },
  )
})

it('finds every history that a thief of all keys rewrites below a head that was seen, once that head and the new one meet', () => {
  let forged = 0
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      fc.nat({ max: 4 }),
      (steps, count, where, longer) => {
        const offices = world()
        const [victim, witness, other] = offices as [LogOfficeRig, LogOfficeRig, LogOfficeRig]
        play(offices, [{ kind: 'record', at: 0, count }, ...steps])
        const size = victim.store.size(victim.origin)
        readOn(witness, victim, 1_000)
        show(victim.trust.signHead(epoch), victim, witness)
        const entries = hashes(size + longer, victim.id)
        const rewritten = entries.with(where % size, hashes(1, 'forged')[0] as Uint8Array)
        show(stolen(victim, rewritten), victim, witness)
        // A longer forged head proves nothing to a witness until its entries, or another head of a size that it knows, are there.
        if (longer > 0) {
          const taken = witness.trust.take(victim.origin, size, rewritten.slice(size))
          if (taken.kind === 'taken') show(stolen(victim, rewritten), victim, witness)
        }
        expect(witness.trust.stoppedAt(victim.origin)).toBeDefined()
        expect(forksOf([other], witness.origin)).toEqual([])
        forged++
      },
    ),
    { numRuns: 200 },
  )
  expect(forged).toBeGreaterThanOrEqual(200)
})

/** A head over other entries under the victim's real keys. */
function stolen(victim: LogOfficeRig, entries: readonly Uint8Array[]): string {
  using store = openLogStore(':memory:')
  const thief = createTrust({
    office: victim.id,
    store,
    signers: victim.signers,
    sha256,
    verify: verifyNoteSignature,
    offices: () => rig.offices,
    keep: () => undefined,
    nowMs: () => startMs,
  })
  thief.take(victim.origin, 0, entries)
  return thief.signHead(epoch)
}

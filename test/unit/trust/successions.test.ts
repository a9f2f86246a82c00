// When a ledger that says it succeeds a lost one is followed: it begins with what is held, and enough of those who hold the lost one have accepted it.

import { beforeEach, expect, it } from 'vitest'
import { createSuccessions, type Successions } from '../../../services/office/trust/successions.ts'
import { toBase64, toHex } from '../../../shared/kernel/base64.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { Successor } from '../../../shared/ledger/succession.ts'
import { ledgersRef } from '../../../shared/office/ledgers.schema.ts'
import type { LedgersState } from '../../../shared/office/ledgers.ts'
import { epoch, hashes, logRig, type LogRig } from '../../support/logs.ts'

const ids = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc', 'ca-qc-cai'] as const
const [bc, ab, fed, qc] = ids
const [last] = hashes(1, 'succession')
let rig: LogRig
let accepted: Map<string, LedgersState>

const successionsOf = (id: string): Successions => {
  const { store, trust } = rig.office(id)
  return createSuccessions({
    office: id as OfficeId,
    store,
    trust,
    offices: () => ids as never,
    aggregate: ({ office }: AggregateRef) => {
      const state = accepted.get(office)
      return state === undefined ? undefined : ({ state } as never)
    },
  })
}
/** With all but the first `size` entries lost. */
function successor(size = 5, root = rig.office(ab).trust.root(rig.office(bc).origin, size)) {
  const event = {
    kind: 'succeeded',
    on: '2026-11-22' as LocalDate,
    former: { epoch, size, root: toBase64(root) },
    known: { size: 9 },
    reason: 'r',
  } as const
  return { epoch: 'epoch-2', event, recordedAt: '' as never, version: 1 } satisfies Successor
}
const messageOf = (size = 5) => ({
  bytes: new Uint8Array(),
  hash: toHex(last ?? new Uint8Array()),
  subject: subjectOf(ledgersRef(bc as OfficeId)),
  sequence: size + 1,
})
const judge = (by: string, size?: number, root?: Uint8Array) =>
  successionsOf(by).judge(bc as OfficeId, messageOf(size), successor(size, root))

/** A person of this office accepts what is announced to it. */
function accept(by: string, change: (said: LedgersState['accepted'][number]) => object = (s) => s) {
  const successions = successionsOf(by)
  successions.judge(bc as OfficeId, messageOf(), successor())
  const found = successions.announced(bc as OfficeId)
  if (found === undefined) throw new Error(`nothing is announced to ${by}`)
  const said = successions.acceptance(found, { on: '2026-11-22' as LocalDate, reason: 'r' })
  const event = change({ ...said, kind: 'succession-accepted' } as never)
  accepted.set(by, { accepted: [event], successions: [], decisions: [] } as never)
}

beforeEach(() => {
  accepted = new Map()
  rig = logRig(ids)
  const { origin } = rig.office(bc)
  // Everybody holds five, and qc six; each knows that the others hold them.
  for (const id of ids) rig.office(id).trust.take(origin, 0, hashes(id === qc ? 6 : 5))
  const note = rig.office(bc).trust.signHead(epoch)
  for (const by of [ab, fed, qc]) {
    const seen = rig.office(by).trust.see(note)
    if (seen.kind !== 'cosigned') throw new Error(seen.kind)
    for (const id of ids) {
      rig.office(id).trust.hear(note)
      rig.office(id).trust.addReceipts(origin, 5, seen.lines)
    }
  }
})

it('waits until two of three have accepted it, and is followed by the third as well', () => {
  expect(judge(ab)).toMatchObject({ kind: 'waits', announced: { needed: 2, acceptedBy: [] } })
  accept(ab)
  expect(judge(ab)).toMatchObject({ kind: 'waits', announced: { acceptedBy: [ab] } })
  expect(judge(fed).kind).toBe('waits')
  accept(fed)
  expect([judge(ab).kind, judge(fed).kind]).toEqual(['followed', 'followed'])
  const { store, trust } = rig.office(ab)
  expect(store.size('concert/ca-bc-oipc/epoch-2')).toBe(5)
  expect(trust.root('concert/ca-bc-oipc/epoch-2', 5)).toEqual(trust.root(rig.office(bc).origin, 5))
})

it('which leaves out what is held here needs this office as well, however many others accepted', () => {
  accept(ab)
  accept(fed)
  expect(judge(qc)).toMatchObject({ kind: 'waits', announced: { leftOut: 1, needed: 2 } })
  accept(qc)
  expect(judge(qc).kind).toBe('followed')
})

it.each<[what: string, change: (said: LedgersState['accepted'][number]) => object]>([
  ['of another size', (said) => ({ ...said, former: { ...said.former, size: 4 } })],
  [
    'of another root',
    (said) => ({ ...said, former: { ...said.former, root: toBase64(new Uint8Array(32)) } }),
  ],
  [
    'of another successor',
    (said) => ({ ...said, successor: { ...said.successor, epoch: 'epoch-3' } }),
  ],
  ['without its word as mirror', (said) => ({ ...said, cosignatures: '' })],
  ['of another ledger', (said) => ({ ...said, ledger: qc })],
])('an acceptance %s does not count', (_, change) => {
  accept(ab)
  accept(fed, change)
  expect(judge(ab)).toMatchObject({ kind: 'waits', announced: { acceptedBy: [ab] } })
})

it('an acceptance of the office itself, or with the word of another one, does not count', () => {
  accept(ab)
  const said = accepted.get(ab)
  if (said === undefined) throw new Error('nothing was said')
  accepted.set(bc, said).set(fed, said)
  expect(judge(ab)).toMatchObject({ kind: 'waits', announced: { acceptedBy: [ab] } })
})

it('is none where it does not begin with what is held, or with more than that', () => {
  expect(judge(ab, 5, new Uint8Array(32)).kind).toBe('not-it')
  expect(judge(ab, 6, rig.office(qc).trust.root(rig.office(bc).origin, 6)).kind).toBe('not-it')
})

it('where nobody is known to hold the lost one, the own person decides', () => {
  rig = logRig(ids)
  const root = rig.office(ab).trust.root(rig.office(bc).origin, 0)
  const alone = () => successionsOf(ab).judge(bc as OfficeId, messageOf(0), successor(0, root))
  expect(alone()).toMatchObject({ kind: 'waits', announced: { holders: [], needed: 0 } })
})

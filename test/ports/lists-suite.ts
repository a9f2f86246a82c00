// What every projection's lists promise: services/office/ports.ts, `Lists`. They are told of nothing but events and the day.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JointQuery, Lists, Rows, Store } from '../../services/office/ports.ts'
import { jointSorts, type Cursor } from '../../shared/contract/lists.schema.ts'
import { jointLine } from '../../shared/joint/line.ts'
import type { Proposed } from '../../shared/joint/view.ts'
import type { OrderRow } from '../../shared/lists/rows.schema.ts'
import { orderLines } from '../../shared/lists/order-row.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import type { MatterId, OfficeId } from '../../shared/kernel/ids.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import type { OrderState } from '../../shared/order/state.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { opened, ref } from '../support/events.ts'
import { d, orderRun, packs, threeTerms, type Loose } from '../support/founding.ts'
import { at, Stage, termsOf } from '../unit/joint/stage.ts'
import { sealed } from '../unit/joint/world.ts'
import { put } from './store-suite.ts'

const [bc, qc] = ['ca-bc-oipc', 'ca-qc-cai'] as OfficeId[] as [OfficeId, OfficeId]

/** `open`: an empty one with the real rules and these packs. */
export function listsSuite(name: string, open: (packs: readonly Pack[]) => Store): void {
  describe(`the lists: ${name}`, () => {
    let store: Store
    let sequence: number
    beforeEach(() => {
      store = open(packs)
      sequence = 0
    })
    afterEach(() => store[Symbol.dispose]())

    const issue = (on: string, more: object = {}): Loose => ({
      kind: 'issue',
      on,
      matter: 'm',
      statute: 'ca-bc-pipa',
      respondent: { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
      terms: threeTerms,
      ...more,
    })
    /** Decided by the real rules, stored as a follower does. */
    function record(number: string, ...commands: Loose[]): void {
      const run = orderRun(bc, 'ca-bc-pipa', number).say(...commands)
      for (const { version, event } of run.events)
        put(store, ref(bc, number, 'order'), version, ++sequence, event)
    }
    const numbers = ({ rows }: Rows<OrderRow>) => rows.map(({ order }) => order.split(':')[1])
    const all = (query: Parameters<Lists['orders']>[0], day = '2022-01-01') =>
      numbers(store.lists.orders(query, d(day)))

    it('every order is on exactly one page, forwards and backwards', () => {
      for (let n = 1; n <= 7; n++) record(`O${n}`, issue(`2021-01-0${n}`))
      const first = store.lists.orders({ sort: 'issued', limit: 3 }, d('2022-01-01'))
      const second = store.lists.orders(
        { sort: 'issued', limit: 3, after: first.next },
        d('2022-01-01'),
      )
      const third = store.lists.orders(
        { sort: 'issued', limit: 3, after: second.next },
        d('2022-01-01'),
      )
      expect([first, second, third].map(numbers)).toEqual([
        ['O7', 'O6', 'O5'],
        ['O4', 'O3', 'O2'],
        ['O1'],
      ])
      expect([first.total, first.previous, third.next]).toEqual([7, undefined, undefined])
      const back = store.lists.orders(
        { sort: 'issued', limit: 3, before: third.previous },
        d('2022-01-01'),
      )
      expect(numbers(back)).toEqual(['O4', 'O3', 'O2'])
      const begin = store.lists.orders(
        { sort: 'issued', limit: 3, before: back.previous },
        d('2022-01-01'),
      )
      expect([numbers(begin), begin.previous]).toEqual([['O7', 'O6', 'O5'], undefined])
    })
    it('a search finds names and numbers without accents and case, and all of its words', () => {
      const named = (name: string) => ({ respondent: { id: 'x', name, kind: 'organization' } })
      record('P1', issue('2021-01-01', named('Société Générale d’Éclairage')))
      record('P2', issue('2021-01-02', named('Sœurs Lumière')))
      record('Z3', issue('2021-01-03', named('Acme')))
      expect(all({ q: 'eclairage SOCIETE' })).toEqual(['P1'])
      expect(all({ q: 'soeurs lumiere' })).toEqual(['P2'])
      expect(all({ q: 'p1' })).toEqual(['P1'])
      expect(all({ q: 'acme eclairage' })).toEqual([])
      expect(all({ respondent: "d'eclairage" })).toEqual(['P1'])
      expect(all({ q: '  ' })).toHaveLength(3)
      expect(all({ q: "100%' OR 1=1 --" })).toEqual([])
    })
    it('an order becomes overdue on its day though nobody records anything', () => {
      record(
        'O1',
        issue('2021-12-14'),
        { kind: 'serve', on: '2021-12-14', party: 'acme', means: 'hand' },
        { kind: 'refuse', on: '2021-12-20' },
      )
      expect(all({ work: 'overdue' }, '2022-01-25')).toEqual([])
      const before = store.lists.work(bc, d('2022-01-20'), d('2022-01-27')).own
      expect([before.overdue, before.dueSoon > 0]).toEqual([0, true])
      expect(all({ work: 'overdue' }, '2022-02-01')).toEqual(['O1'])
      const after = store.lists.work(bc, d('2022-02-01'), d('2022-02-08')).own
      expect([after.overdue > 0, after.unserved]).toEqual([true, 0])
      const late = store.lists.due({ overdue: true }, d('2022-02-01')).rows
      expect(late.every(({ date }) => date < '2022-02-01')).toBe(true)
      // A clock that is set back shows the day it shows.
      expect(all({ work: 'overdue' }, '2022-01-20')).toEqual([])
    })
    it('an event changes its line at once, and no other', () => {
      record('O1', issue('2021-12-14'))
      record('O2', issue('2021-12-14'))
      expect(all({ work: 'unserved' })).toEqual(['O1', 'O2'])
      const run = orderRun(bc, 'ca-bc-pipa', 'O1').say(issue('2021-12-14'), {
        kind: 'serve',
        on: '2021-12-14',
        party: 'acme',
        means: 'hand',
      })
      put(store, ref(bc, 'O1', 'order'), 2, ++sequence, run.events[1]?.event as object)
      expect(all({ work: 'unserved' })).toEqual(['O2'])
      expect(all({ status: 'served' })).toEqual(['O1'])
    })
    it('a line says what the rules say of the folded order, whatever day it was made on', () => {
      record('O1', issue('2021-12-14'), {
        kind: 'serve',
        on: '2021-12-14',
        party: 'acme',
        means: 'hand',
      })
      for (const day of ['2021-12-14', '2022-01-10', '2022-02-01', '2025-01-01']) {
        const [shown] = store.lists.orders({}, d(day)).rows
        const [folded] = store.foldAsOf('order', { asOf: d(day) })
        expect(shown).toEqual(
          orderLines(
            { ...(folded as NonNullable<typeof folded>), state: folded?.state as OrderState },
            packs,
            d(day),
          ).row,
        )
      }
    })
    it('what another office dates tomorrow is seen tomorrow', () => {
      record('O1', issue('2022-01-02'))
      expect(all({}, '2022-01-01')).toEqual([])
      expect(all({}, '2022-01-02')).toEqual(['O1'])
    })
    it('a matter adds up its orders and what its offices say', () => {
      put(store, ref('ca-fed-opc', 'm'), 1, 1, opened('2021-01-01'))
      record('O1', issue('2021-12-14'))
      record('O2', issue('2021-12-14', { matter: 'other' }))
      const { rows } = store.lists.matters({ sort: 'matter' }, d('2022-01-01'))
      expect(rows.map(({ matter, orders }) => [matter, orders.total, orders.unserved])).toEqual([
        ['m', 1, 1],
        ['other', 1, 1],
      ])
      expect([rows[0]?.title?.en, rows[0]?.offices]).toEqual(['A matter', ['ca-fed-opc', bc]])
      expect(store.lists.matters({ q: 'a MATTER' }, d('2022-01-01')).rows).toHaveLength(1)
      expect(store.lists.ofMatter('m' as MatterId, 'order')).toEqual([ref(bc, 'O1', 'order')])
    })
    it('a cursor of another list is refused', () => {
      expect(() => store.lists.orders({ after: ['only one'] }, d('2022-01-01'))).toThrow(
        ProblemError,
      )
    })
    it('lines are made in small portions too, until none is outdated', () => {
      for (let n = 1; n <= 5; n++) record(`O${n}`, issue('2021-01-01'))
      const day = '2022-01-01' as LocalDate
      expect([2, 2, 2, 2].map((limit) => store.lists.refresh(day, limit))).toEqual([2, 2, 1, 0])
    })
    it('statistics follow every change, whether they were asked for before or are counted ahead', () => {
      const served = (on: string): Loose => ({ kind: 'serve', on, party: 'acme', means: 'hand' })
      record('O1', issue('2021-12-14'))
      record('O2', issue('2021-12-14'), served('2021-12-20'))
      const seen = (day: string) => {
        const { all: found } = store.lists.statistics(d(day))
        return [found.orders, found.open, found.overdue, found.steps.served.count]
      }
      expect(seen('2022-01-01')).toEqual([2, 2, 0, 1])
      const run = orderRun(bc, 'ca-bc-pipa', 'O1').say(issue('2021-12-14'), served('2021-12-16'), {
        kind: 'close',
        on: '2021-12-20',
        reason: 'done',
      })
      for (const { version, event } of run.events.slice(1))
        put(store, ref(bc, 'O1', 'order'), version, ++sequence, event)
      expect(seen('2022-01-01')).toEqual([2, 1, 0, 2])
      expect(seen('2023-01-01')).toEqual([2, 1, 1, 2])
      record('O3', issue('2021-12-15'))
      while (store.lists.refresh(d('2022-01-02'), 1) > 0);
      store.lists.refresh(d('2022-01-02'), 1)
      expect(seen('2022-01-02')).toEqual([3, 2, 0, 2])
    })
    it('a filter on each column lets through what it names only', () => {
      record('O1', issue('2021-01-01'))
      record('O2', issue('2021-02-01'), {
        kind: 'close',
        on: '2021-03-01',
        reason: 'done',
      })
      expect(all({ open: true })).toEqual(['O1'])
      expect(all({ open: false })).toEqual(['O2'])
      expect(all({ office: 'ca-ab-oipc' as OfficeId })).toEqual([])
      expect(all({ statute: 'ca-bc-pipa', matter: 'm' as MatterId, sort: 'number' })).toEqual([
        'O1',
        'O2',
      ])
    })

    /** Stores what a joint action's offices have recorded since. */
    function follow({ world }: Stage, from = new Map<OfficeId, number>()): () => void {
      return () => {
        for (const office of world.offices) {
          const all = world.events(office)
          for (const { ref: to, recorded } of all.slice(from.get(office) ?? 0))
            put(store, to, recorded.version, recorded.sequence, recorded.event)
          from.set(office, all.length)
        }
      }
    }
    it('the line of a joint action is what its ledgers say at that instant, to whichever office, after every event and without one', () => {
      const stage = new Stage({ offices: [bc, qc], required: [qc], start: 'quorum' })
      const read = follow(stage)
      const seen = new Set<string>()
      const check = () => {
        read()
        for (const now of [stage.world.now, at(60), at(119), at(121)].toSorted())
          for (const own of stage.world.offices) {
            const snapshot = stage.world.snapshotOf(own) as Proposed
            const { digest } = snapshot.proposal.terms
            const expected = { ...jointLine(snapshot, own, now), digest }
            const { rows } = store.lists.joint({}, own, now)
            expect(rows, `${own} ${now}`).toEqual(JSON.parse(JSON.stringify([expected])))
            seen.add(`${expected.status} ${expected.waitsFor.join()}`)
          }
      }
      check()
      stage.receives(qc)
      check()
      stage.says(qc, { kind: 'ask', version: 1, question: 'q1', sealed })
      check()
      stage.lead({
        kind: 'amend',
        because: { en: 'x', fr: 'x' },
        terms: termsOf({ offices: [bc, qc], required: [qc], start: 'quorum' }, 2),
      })
      check()
      stage.consents([bc, qc])
      check()
      stage.clock(200)
      check()
      // It waited for the proposer once its moment had passed, though nobody recorded anything.
      expect([...seen].some((each) => each.includes('postpone'))).toBe(true)
      expect([...seen].some((each) => each.includes('clarify'))).toBe(true)
      expect([...seen].some((each) => each.includes('consent'))).toBe(true)
    })
    it('joint actions are filtered, sorted and shown page by page, each once, in either direction', () => {
      const proposed = new Stage({}).world.events(bc)[0]?.recorded.event as unknown as Loose & {
        terms: object
      }
      for (let n = 1; n <= 7; n++)
        put(store, ref(bc, `J21-0${n}`, 'joint'), 1, n, {
          ...proposed,
          on: `2021-12-0${1 + (n % 3)}`,
          terms: {
            ...proposed.terms,
            ...(n === 7 ? { action: 'hearing' } : {}),
            ...(n < 3 ? { matter: 'clearview-ai' } : {}),
          },
        })
      const now = at(0)
      const ask = (query: JointQuery) => store.lists.joint(query, bc, now)
      const named = (query: JointQuery) =>
        ask(query)
          .rows.map(({ joint }) => joint.slice(-1))
          .join('')
      expect(named({ sort: 'number' })).toBe('1234567')
      expect(named({ sort: 'proposed' })).toBe('5274163')
      expect(named({ sort: 'matter' })).toBe('1234567')
      expect(named({ action: 'hearing' })).toBe('7')
      expect(named({ matter: 'clearview-ai' as MatterId, sort: 'number' })).toBe('12')
      expect([
        ask({ office: 'ca-ab-oipc' as OfficeId }).total,
        ask({ status: 'open' }).total,
      ]).toEqual([0, 7])
      for (const sort of jointSorts) {
        const all = named({ sort })
        let forth = ''
        let back = ''
        let after: Cursor | undefined
        let before: Cursor | undefined
        do {
          const page = ask({ sort, limit: 3, after })
          forth += page.rows.map(({ joint }) => joint.slice(-1)).join('')
          if (page.next === undefined) before = page.previous
          after = page.next
        } while (after !== undefined)
        while (before !== undefined) {
          const page = ask({ sort, limit: 3, before })
          back = page.rows.map(({ joint }) => joint.slice(-1)).join('') + back
          before = page.previous
        }
        expect([forth, back, sort]).toEqual([all, all.slice(0, 6), sort])
      }
      const some = ['joint ca-bc-oipc:J21-02', 'order ca-bc-oipc:J21-03']
      expect(named({ among: { kind: 'only', keys: some } })).toBe('2')
      expect(named({ sort: 'number', among: { kind: 'without', keys: some } })).toBe('134567')
      expect(() => ask({ after: ['x'] })).toThrow(ProblemError)
    })
    it('what waits is told apart by what whoever asks may do', () => {
      const stage = new Stage({ offices: [bc, qc] })
      const read = follow(stage)
      stage.receives(qc)
      read()
      const total = (query: JointQuery) => store.lists.joint(query, qc, at(0)).total
      expect([total({ waits: true }), total({ waits: false })]).toEqual([1, 0])
      expect(total({ waits: 'me', mayDo: ['consent', 'answer'] })).toBe(1)
      expect(total({ waits: 'me', mayDo: ['approve', 'go'] })).toBe(0)
      expect(total({ waits: 'me', mayDo: [] })).toBe(0)
    })
    it('a part that is read before its proposal is no line until that is read', () => {
      const stage = new Stage({ offices: [bc, qc] })
      stage.receives(qc)
      const [received] = stage.world.events(qc)
      const [proposed] = stage.world.events(bc)
      if (received === undefined || proposed === undefined) throw new Error('nothing recorded')
      put(store, received.ref, 1, 1, received.recorded.event)
      expect(store.lists.joint({}, bc, at(0)).total).toBe(0)
      put(store, proposed.ref, 1, 1, proposed.recorded.event)
      expect(store.lists.joint({}, qc, at(0)).rows).toMatchObject([{ step: 'received' }])
    })
  })
}

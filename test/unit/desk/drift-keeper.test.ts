// The count of orders that drift is made a few at a time: what a page shows of it must be right after a new event, on a new day, and never be waited for.

import { expect, test } from 'vitest'
import { DriftKeeper } from '../../../services/office/orders/drift-keeper.ts'
import type { StoreChange } from '../../../services/office/ports.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'

const ref = (office: string, id: string): AggregateRef => ({
  office: office as OfficeId,
  kind: 'order',
  id,
})

function keeper(orders: readonly AggregateRef[], drifting: Set<string>) {
  const listeners: ((change: StoreChange) => void)[] = []
  const looked: string[] = []
  const clock = { today: '2022-01-01' as LocalDate }
  const kept = new DriftKeeper({
    own: 'bc' as OfficeId,
    offices: ['bc', 'ab'] as OfficeId[],
    store: {
      versions: (office) =>
        orders
          .filter((each) => each.office === office)
          .map((each) => ({ ref: each, version: 1, open: each.id !== 'closed', next: null })),
      subscribe: (listener) => {
        listeners.push(listener)
        return () => void listeners.splice(0)
      },
    },
    today: () => clock.today,
    isDrifting: ({ id }) => {
      looked.push(id)
      return drifting.has(id)
    },
    onFault: (error) => {
      throw error
    },
  })
  const tell = (each: AggregateRef) =>
    listeners.forEach((listener) =>
      listener({ kind: 'stored', office: each.office, sequence: 1, ref: each, eventKind: 'x' }),
    )
  return { kept, looked, clock, tell, listeners }
}

test('every open order is looked at once, and again when something was recorded or the day changed', () => {
  const orders = [ref('bc', 'a'), ref('bc', 'b'), ref('ab', 'c'), ref('ab', 'closed')]
  const drifting = new Set(['a', 'c', 'closed'])
  const { kept, looked, clock, tell, listeners } = keeper(orders, drifting)
  kept.turn(1_000)
  expect(looked).toEqual(['a', 'b', 'c'])
  expect(kept.counts).toEqual({ own: 1, others: 1 })
  kept.turn(1_000)
  expect(looked).toHaveLength(3)
  drifting.delete('a')
  drifting.add('b')
  tell(ref('bc', 'a'))
  kept.turn(1_000)
  expect(looked.slice(3)).toEqual(['a'])
  expect(kept.counts).toEqual({ own: 0, others: 1 })
  clock.today = '2022-01-02' as LocalDate
  kept.turn(1_000)
  expect(kept.counts).toEqual({ own: 1, others: 1 })
  kept[Symbol.dispose]()
  expect(listeners).toEqual([])
})

test('one turn ends when its time is over', () => {
  const orders = Array.from({ length: 50 }, (_, n) => ref('bc', `o${n}`))
  const { kept, looked } = keeper(orders, new Set())
  kept.turn(0)
  expect(looked.length).toBeLessThan(50)
  for (let turn = 0; turn < 60; turn++) kept.turn(0)
  expect(looked).toHaveLength(50)
  kept[Symbol.dispose]()
})

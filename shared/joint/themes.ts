// Joint deadline tracking: what several offices ordered on one theme, side by side. Each term keeps its own position: none speaks for another.

import type { BoardOrder } from '../board/board.schema.ts'
import type { Theme } from './themes.schema.ts'

export function themesOf(orders: readonly BoardOrder[]): Theme[] {
  const all = orders.flatMap(({ office, order, terms }) =>
    terms.map((term) => ({ office, order, term })),
  )
  return [...Map.groupBy(all, ({ term }) => term.theme)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([theme, terms]) => {
      const live = terms.filter(
        ({ term }) => term.clock !== 'ended' || term.position === 'complied',
      )
      const running = live
        .flatMap(({ office, term }) =>
          term.clock === 'running' && term.due !== null
            ? [{ office, date: term.due.date as string }]
            : [],
        )
        .toSorted((a, b) => (a.date < b.date ? -1 : 1))
      return { theme, standing: standingOf(live), next: running[0] ?? null, terms }
    })
}

function standingOf(terms: Theme['terms']): Theme['standing'] {
  const positions = new Set(terms.map(({ term }) => term.position))
  if (positions.size === 1 && positions.has('complied')) return 'complied'
  if (positions.has('complied') || positions.has('partial')) return 'partly'
  return positions.has('refused') ? 'refused' : 'open'
}

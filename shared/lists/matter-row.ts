// The line of one matter in lists, put together from what every office says of it and from the lines of its orders.

import type { Instant, LocalDate } from '../kernel/date.ts'
import type { MatterId, OfficeId } from '../kernel/ids.ts'
import { isOpen, type MatterState } from '../matter/rules.ts'
import type { DueRow, MatterRow } from './rows.schema.ts'
import { nextTurnOfMatter } from './turns.ts'

/** One office's part in a matter, as it is folded from the facts up to a day. */
export interface FoldedPart {
  readonly office: OfficeId
  readonly recordedAt: Instant
  readonly state: MatterState
}

export interface PartLines {
  readonly due: readonly (DueRow & { readonly key: string })[]
  /** The first later day on which this may be different. */
  readonly turnsOn: LocalDate
}

/** What is due in one office's part of a matter: reports, replies to notices, promises. */
export function partLines({ office, state }: FoldedPart, day: LocalDate): PartLines {
  const due = state.deadlines
    .filter((deadline) => isOpen(state, deadline))
    .flatMap((deadline) => {
      const { id, name, party, terms, route, date, lenientDate, confidence } = deadline
      const overdue = (id === 'comply' || id === 'report') && day > (lenientDate ?? date)
      if (date < day && !overdue) return []
      return [
        {
          key: [id, party, terms.join('+'), route ?? '', name ?? '', date].join('|'),
          kind: 'matter' as const,
          office,
          order: null,
          matter: state.matter as MatterId,
          respondent: state.respondent.name,
          deadline: id,
          name: name ?? null,
          route: route ?? null,
          terms: [...terms],
          date,
          lenientDate: lenientDate ?? null,
          confidence,
          stayed: false,
          overdue,
        },
      ]
    })
  return { due, turnsOn: nextTurnOfMatter(state, day) }
}

/** What the lines of a matter's orders and deadlines come to. */
export interface MatterSums {
  /** Offices with an order in it. */
  readonly offices: readonly OfficeId[]
  /** Whom its first order binds. */
  readonly respondent: string | null
  readonly recordedAt: string
  readonly orders: MatterRow['orders']
  readonly next: { readonly date: LocalDate; readonly office: OfficeId } | undefined
  readonly overdueSince: LocalDate | undefined
}

/** The office that opened it first gives its title. */
export function matterRow(
  matter: MatterId,
  parts: readonly FoldedPart[],
  sums: MatterSums,
): MatterRow {
  const opened = parts.toSorted((a, b) => compare(a.state.openedOn, b.state.openedOn))
  const [oldest] = opened
  const { next, orders, overdueSince } = sums
  return {
    matter,
    title: oldest?.state.title ?? null,
    respondent: oldest?.state.respondent.name ?? sums.respondent,
    offices: [...new Set([...opened.map(({ office }) => office), ...sums.offices])],
    files: opened.flatMap(({ office, state: { file } }) =>
      file === undefined ? [] : [{ office, file }],
    ),
    openedOn: oldest?.state.openedOn ?? null,
    recordedAt:
      [...parts.map(({ recordedAt }) => recordedAt as string), sums.recordedAt].toSorted().at(-1) ??
      '',
    orders,
    next: next === undefined ? null : { date: next.date, office: next.office },
    overdueSince: overdueSince ?? null,
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

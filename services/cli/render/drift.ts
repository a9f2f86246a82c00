// Dates that would be other ones today, for people: order by order, before and after, why, and the line that approves it.

import { approvalLine } from '../../../shared/order/drift-line.ts'
import type {
  DeadlineDrift,
  DriftChange,
  DriftView,
  OrderDrift,
} from '../../../shared/contract/drift.schema.ts'
import { noAdvice, trustLegend, type Paint } from '../kit/output.ts'
import { deadlineWords } from './board.ts'
import { ruleText } from '../kit/recorded.ts'
import { wrap } from '../kit/table.ts'

export function renderDrift({ today, zoneData, orders, unknown }: DriftView, paint: Paint): string {
  const unsaid = unknown.map(({ order, problem }) =>
    wrap(`${paint('red', order)}  nothing can be said: ${problem.message}`, 100, '    '),
  )
  if (orders.length === 0 && unsaid.length === 0)
    return `No open date would be another one today (${today}, zone data ${zoneData}).`
  const head = `${paint('bold', `Dates that would be other ones on ${today}`)} (zone data ${zoneData}). Nothing moves by itself.`
  return [
    head,
    ...orders.map((order) => renderOrder(order, paint)),
    ...unsaid,
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

function renderOrder({ order, own, pack, changes }: OrderDrift, paint: Paint): string {
  const head = `${paint('bold', order)}  pack at issuance ${pack.before}, now ${pack.after}${own ? '' : "  another office's: for information"}`
  return [
    head,
    ...changes.flatMap((change) => changeLines(change, paint)),
    ...(own
      ? changes.flatMap((change) =>
          change.kind === 'deadline' ? ['  approve', `    ${approvalLine(order, change)}`] : [],
        )
      : []),
  ].join('\n')
}

function changeLines(change: DriftChange, paint: Paint): string[] {
  switch (change.kind) {
    case 'deadline': {
      const { id, party, terms, route, before, after, why } = change
      const what = `${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}${route === undefined ? '' : `, ${route}`} (${party})`
      return [
        wrap(`  ${dateOf(before)} → ${paint('yellow', dateOf(after))}  ${what}`, 100, '    '),
        wrap(
          `    why  ${why.length === 0 ? 'follows from an earlier fact of the order' : why.map(reasonText).join('; ')}`,
          100,
          '         ',
        ),
      ]
    }
    case 'challenge':
      return [
        wrap(
          `  challenge ${change.challenge} would be judged otherwise: in time ${change.after.inTime} (recorded ${change.before.inTime}), ${staysOf(change.after)} (recorded: ${staysOf(change.before)})`,
          100,
          '    ',
        ),
      ]
    case 'refused':
      return [
        wrap(
          `  ${change.fact} of ${change.on} would be refused today: ${change.problem.message}`,
          100,
          '    ',
        ),
      ]
  }
}

function dateOf(deadline: DeadlineDrift['before']): string {
  return deadline === null
    ? 'no date'
    : `${deadline.date}${deadline.lenientDate === undefined ? '' : ` (or ${deadline.lenientDate})`}`
}

function staysOf({ stays }: Extract<DriftChange, { kind: 'challenge' }>['before']): string {
  return stays.length === 0
    ? 'stays nothing'
    : `stays ${stays.flatMap(({ terms }) => terms).join(', ')}`
}

function reasonText(reason: DeadlineDrift['why'][number]): string {
  switch (reason.kind) {
    case 'day':
      return reason.counts
        ? `${reason.date} counts now (before: ${reason.why})`
        : `${reason.date} does not count now (${reason.why})`
    case 'start':
      return `it begins ${reason.after.from} (${reason.after.start}), before ${reason.before.from} (${reason.before.start})`
    case 'period':
      return `the period is ${periodText(reason.after)}, before ${periodText(reason.before)}`
    case 'counting':
      return `days are counted as ${reason.after}, before as ${reason.before}`
    case 'rules':
      return [
        ...reason.added.map((rule) => `now ${ruleText(rule)}`),
        ...reason.gone.map((rule) => `no longer ${ruleText(rule)}`),
      ].join(', ')
    case 'zone-data':
      return `the day ends at another instant: zone data ${reason.after}, before ${reason.before}`
    case 'new':
      return 'there was no such date'
    case 'gone':
      return 'the law as it is here now gives no such date'
  }
}

function periodText(
  period: Extract<DeadlineDrift['why'][number], { kind: 'period' }>['before'],
): string {
  return Object.entries(period)
    .map(([unit, n]) => `${n} ${unit}`)
    .join(' ')
}

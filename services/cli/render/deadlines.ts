// Deadlines for people: what is due across orders, and what follows from a day, counted day by day.

import { noAdvice, trustLegend, type Paint } from '../output.ts'
import type { Computed, ComputedDeadline, UpcomingDeadlines } from '../actions/deadlines.ts'
import { deadlineWords } from './board.ts'
import { ruleText } from './recorded.ts'
import { table, wrap } from './table.ts'

export function renderUpcoming({ today, deadlines }: UpcomingDeadlines, paint: Paint): string {
  if (deadlines.length === 0) return `Nothing is due from ${today} on.`
  const rows = deadlines.map(({ order, respondent, deadline, stayed }) => [`${deadline.date} ${deadline.confidence}${deadline.lenientDate === undefined ? '' : `\nor ${deadline.lenientDate}`}`, `${deadlineWords[deadline.id]}${deadline.terms.length === 0 ? '' : ` ${deadline.terms.join(', ')}`}`, order, respondent, stayed ? 'stayed' : ''])
  return [paint('bold', `Due from ${today} on`), table([15, 26, 27, 18, 8], rows, ['Date', 'What', 'Order', 'Respondent', '']), ...[trustLegend, noAdvice].map((line) => wrap(line))].join('\n')
}

export function renderComputed({ statute, pack, zoneData, deadlines }: Computed, { given, start, title }: { given: string; start: string; title: string }, paint: Paint): string {
  const head = [`${paint('bold', title)} (${statute}, pack ${pack}, zone data ${zoneData})`, `${start === 'report-sent' ? 'Report sent' : 'Copy given'} ${given}`]
  return [head.join('\n'), ...deadlines.map((deadline) => renderDeadline(deadline, paint)), [trustLegend, noAdvice].map((line) => wrap(line)).join('\n')].join('\n\n')
}

function renderDeadline({ id, terms, date, lenientDate, endsAt, confidence, rules, steps }: ComputedDeadline, paint: Paint): string {
  const counted = steps.filter((step) => step.counted).length
  const passed = steps.slice(1).filter((step) => !step.counted)
  return [
    `${paint('bold', date)}${lenientDate === undefined ? '' : ` (or ${lenientDate})`}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` a ${terms.join(' or ')}`}  ${confidence}`,
    `  ends    ${endsAt}`,
    wrap(`  rules   ${rules.map(ruleText).join(', ')}`, 100, '          '),
    `  counted ${counted} days`,
    ...(passed.length === 0 ? [] : [wrap(`  passed  ${passed.map((step) => `${step.date} ${step.why}`).join(', ')}`, 100, '          ')]),
  ].join('\n')
}

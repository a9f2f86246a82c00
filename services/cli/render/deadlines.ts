// Deadlines for people: what is due across orders, and what follows from a day, counted day by day.

import type { ExplainedDeadline, Explanation } from '../../../shared/policy/explain.ts'
import { noAdvice, trustLegend, type Paint } from '../kit/output.ts'
import type { UpcomingDeadlines } from '../actions/deadlines.ts'
import { deadlineWords } from './board.ts'
import { ruleText } from '../kit/recorded.ts'
import { table, wrap } from '../kit/table.ts'

export function renderUpcoming({ today, deadlines }: UpcomingDeadlines, paint: Paint): string {
  if (deadlines.length === 0) return `Nothing is due from ${today} on.`
  const rows = deadlines.map(({ order, respondent, deadline, stayed }) => [
    `${deadline.date} ${deadline.confidence}${deadline.lenientDate === undefined ? '' : `\nor ${deadline.lenientDate}`}`,
    `${deadlineWords[deadline.id]}${deadline.terms.length === 0 ? '' : ` ${deadline.terms.join(', ')}`}`,
    order,
    respondent,
    stayed ? 'stayed' : '',
  ])
  return [
    paint('bold', `Due from ${today} on`),
    table([15, 26, 27, 18, 8], rows, ['Date', 'What', 'Order', 'Respondent', '']),
    ...[trustLegend, noAdvice].map((line) => wrap(line)),
  ].join('\n')
}

export function renderComputed(
  { statute, pack, inForce, zoneData, deadlines }: Explanation,
  { given, start, title }: { given: string; start: string; title: string },
  paint: Paint,
): string {
  const head = [
    `${paint('bold', title)} (${statute}, pack ${pack}, zone data ${zoneData})`,
    `In force from ${inForce.from}${inForce.to === undefined ? '' : ` to ${inForce.to}`}`,
    `${starts[start] ?? 'Nothing starts a clock:'} ${given}`,
  ]
  return [
    head.join('\n'),
    ...deadlines.map((deadline) => renderDeadline(deadline, paint)),
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

const starts: Readonly<Record<string, string>> = {
  'copy-given': 'Copy given',
  'report-sent': 'Report sent',
  'copy-given or report-sent': 'Copy given, or report sent,',
}

function renderDeadline(
  {
    id,
    terms,
    date,
    lenientDate,
    endsAt,
    confidence,
    rules,
    steps,
    lenientSteps = [],
  }: ExplainedDeadline,
  paint: Paint,
): string {
  const counted = steps.filter((step) => step.counted).length
  return [
    `${paint('bold', date)}${lenientDate === undefined ? '' : ` (or ${lenientDate})`}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` a ${terms.join(' or ')}`}  ${confidence}`,
    `  ends    ${endsAt}`,
    wrap(`  rules   ${rules.map(ruleText).join(', ')}`, 100, '          '),
    `  counted ${counted} days`,
    ...passedLine('passed ', steps),
    ...passedLine('or pass', lenientSteps),
  ].join('\n')
}

function passedLine(word: string, steps: ExplainedDeadline['steps']): string[] {
  const passed = steps.slice(1).filter((step) => !step.counted)
  return passed.length === 0
    ? []
    : [
        wrap(
          `  ${word} ${passed.map((step) => `${step.date} ${step.why}`).join(', ')}`,
          100,
          '          ',
        ),
      ]
}

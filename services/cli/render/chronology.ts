// A matter's chronology for people: one entry per fact, by legal date.

import type { Chronology } from '../../../shared/contract/views.schema.ts'
import { deadlinesOf, detailOf } from '../../web/kit/event-text.ts'
import { noAdvice, trustLegend, type Paint } from '../kit/output.ts'
import { deadlineWords } from './board.ts'
import { ruleText } from '../kit/recorded.ts'
import { wrap } from '../kit/table.ts'

export function renderChronology(chronology: Chronology, paint: Paint): string {
  const { matter, title, respondent, files, office, asOf, knownOn, entries, ledgers } = chronology
  const head = [
    `${paint('bold', matter)}  ${title?.en ?? ''}`,
    wrap(
      `  ${entries.length} facts up to ${asOf}${knownOn === undefined ? '' : `, from what was recorded by ${knownOn}`}, as ${office} has read them`,
    ),
    ...(respondent === null ? [] : [`  respondent  ${respondent.name}`]),
    ...files.map((each) => `  file        ${each.office}  ${each.file}`),
  ]
  const read = ledgers.map(
    (ledger) =>
      `  ${ledger.office}  up to entry ${ledger.seq}, ${ledger.state}${ledger.quarantined === 0 ? '' : `, ${ledger.quarantined} set aside`}`,
  )
  return [
    head.join('\n'),
    entries.length === 0
      ? 'Nothing had been recorded by then.'
      : entries.map((entry) => entryText(entry, paint)).join('\n'),
    [paint('bold', 'Ledgers'), ...read].join('\n'),
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

function entryText(entry: Chronology['entries'][number], paint: Paint): string {
  const { on, between, office, event, confidence, source, by, recordedAt, verifiedKey, sequence } =
    entry
  const detail = detailOf('en', event, (id) => id)
  const how = [confidence, source, by === null ? null : `by ${by}`]
    .filter((part) => part !== null)
    .join(' · ')
  return [
    wrap(
      `${paint('bold', on)}${between === null ? '' : ` (assumed, ${between[0]} to ${between[1]})`}  ${entry.about === 'order' ? entry.order : office}  ${event.kind}${detail === '' ? '' : `: ${detail}`}`,
      100,
      '    ',
    ),
    ...deadlinesOf(event).map((deadline) =>
      wrap(
        `    sets ${deadlineWords[deadline.id]}${deadline.terms.length === 0 ? '' : ` ${deadline.terms.join(', ')}`}: ${deadline.date} ${deadline.confidence}${deadline.lenientDate === undefined ? '' : ` (or ${deadline.lenientDate})`} (${deadline.rules.map(ruleText).join(', ')})`,
        100,
        '      ',
      ),
    ),
    wrap(
      `    ${how === '' ? '' : `${how} · `}recorded ${recordedAt.slice(0, 19)}Z, entry ${sequence}, key ${verifiedKey}`,
      100,
      '      ',
    ),
  ].join('\n')
}

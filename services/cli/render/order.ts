// One order for people: as on the board, then each date with its reasons, all routes, and the history.

import type { z } from 'zod'
import type { orderDetailSchema, OrderHistory } from '../../../shared/contract/views.schema.ts'
import { noAdvice, trustLegend, type Paint } from '../kit/output.ts'
import { deadlineWords, renderBoardOrder } from './board.ts'
import { ruleText } from '../kit/recorded.ts'
import { wrap } from '../kit/table.ts'

export function renderOrder(detail: z.output<typeof orderDetailSchema>, paint: Paint): string {
  const { asOf, knownOn, view, state, history } = detail
  const why = state.deadlines.map(
    ({ id, party, terms, date, lenientDate, confidence, rules, derivation }) => {
      const { from, start, period, counting, skipped, rolled } = derivation
      const days =
        'days' in period
          ? `${period.days} days`
          : 'months' in period
            ? `${period.months} months`
            : `${period.years} years`
      const passed = `${skipped.length === 0 ? '' : `, ${skipped.length} days not counted`}${rolled.length === 0 ? '' : `, moved past ${rolled.map((day) => `${day.date} (${day.why})`).join(', ')}`}`
      const head = `${date}${lenientDate === undefined ? '' : ` (or ${lenientDate})`}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}, ${party}  ${confidence}`
      return [
        wrap(`  ${head}`, 100, '    '),
        wrap(
          `    ${start} ${from}, ${days} (${counting})${passed}; ${rules.map(ruleText).join(', ')}`,
          100,
          '    ',
        ),
      ].join('\n')
    },
  )
  const routes = view.routes.map((route) =>
    wrap(
      `  ${route.available ? 'open  ' : 'closed'}  ${route.route} (s.${route.section} ${route.confidence})${route.taken === 'no' ? '' : `, ${route.taken}`}: ${route.why}`,
      100,
      '          ',
    ),
  )
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${paint('bold', title)}\n${lines.join('\n')}`]
  return [
    `${paint('bold', `As of ${asOf}${knownOn === undefined ? '' : `, from what was recorded by ${knownOn}`}`)} · matter ${view.matter} · version ${view.version}`,
    renderBoardOrder({ ...view, routes: [] }, paint),
    ...section(
      'Parties',
      [state.respondent, ...state.otherParties].map(
        (party) =>
          `  ${party.id}  ${party.name} (${party.kind})${copyText(state.copies, party.id)}`,
      ),
    ),
    ...section('Challenges', state.challenges.map(challengeLine)),
    ...section('Why each date', why),
    ...section('Routes', routes),
    ...section('History', history.map(historyLine)),
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

function copyText(
  copies: readonly { party: string; on: string; means: string }[],
  party: string,
): string {
  const given = copies.filter((copy) => copy.party === party)
  return given.length === 0
    ? ', no copy given yet'
    : given.map((copy) => `, copy given ${copy.on} (${copy.means})`).join('')
}

function challengeLine({
  id,
  kind,
  forum,
  party,
  on,
  inTime,
  stays,
  decision,
}: z.output<typeof orderDetailSchema>['state']['challenges'][number]): string {
  const effect =
    stays.length === 0
      ? 'stays nothing by statute'
      : `stays ${stays.flatMap((stay) => stay.terms).join(', ')}`
  const end =
    decision === undefined
      ? 'not decided'
      : `${decision.outcome} ${decision.on} (${decision.citation})`
  return wrap(
    `  ${id}  ${kind}, ${forum}, by ${party} on ${on}; in time: ${inTime === 'unknown' ? 'not known' : inTime}; ${effect}; ${end}`,
    100,
    '      ',
  )
}

function historyLine({
  version,
  on,
  between,
  event,
  recordedAt,
  by,
  confidence,
  source,
  verifiedKey,
}: OrderHistory): string {
  const doubt = between === null ? '' : ` (assumed, ${between[0]} to ${between[1]})`
  const how = [confidence, source, by === null ? null : `by ${by}`]
    .filter((part) => part !== null)
    .join(' · ')
  return wrap(
    `  ${String(version).padStart(3)}  ${on}${doubt}  ${event.kind}${how === '' ? '' : ` · ${how}`} · recorded ${recordedAt.slice(0, 19)}Z · key ${verifiedKey}`,
    100,
    '       ',
  )
}

// `concert order list` and `concert order show`: orders of all offices, and one order with the reason for each date.

import { meansDoubt } from '../../../shared/order/means.ts'
import { deadlineWords, ruleText } from '../kit/law.ts'
import { renderBoardOrder } from '../kit/board-order.ts'
import { z } from 'zod'
import { type BoardOrder, boardOrderSchema } from '../../../shared/board/board.schema.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { orderDetailSchema, type OrderHistory } from '../../../shared/contract/views.schema.ts'
import { recorderText } from '../../../shared/contract/recorder.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { asksForPage, printOrderList, refusePages, type ListOptions } from '../kit/lists.ts'
import { type Io, noAdvice, type Paint, print, trustLegend } from '../kit/output.ts'
import { sharedLines, sharedTitle } from '../kit/sharing.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { table, wrap } from '../kit/table.ts'

const ordersSchema = z.strictObject({ asOf: dateSchema, orders: z.array(boardOrderSchema) })

export async function showOrder(
  io: Io,
  order: string,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const client = await findOffice(options, { order })
  print(
    io,
    options.json,
    await client.get(`/v1/orders/${encodeURIComponent(order)}`, orderDetailSchema, {
      asOf: options.asOf,
      knownOn: options.knownOn,
    }),
    (detail, paint) => renderOrder(detail, paint, io.lang),
  )
}

export async function listOrders(
  io: Io,
  options: ListOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  // Another day, and JSON as it always was, come from the board; pages are of today.
  const isOfToday = options.asOf === undefined && options.knownOn === undefined
  if (isOfToday && (options.json !== true || asksForPage(options)))
    return printOrderList(io, options)
  refusePages(options)
  const client = await findOffice(options)
  const { asOf, knownOn, of, matter, status } = options
  print(
    io,
    options.json,
    await client.get('/v1/orders', ordersSchema, { asOf, knownOn, office: of, matter, status }),
    renderOrders,
  )
}

export function renderOrder(
  detail: z.output<typeof orderDetailSchema>,
  paint: Paint,
  lang: Lang = 'en',
): string {
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
        wrap(`  ${head}`, '    '),
        wrap(
          `    ${start} ${from}, ${days} (${counting})${passed}; ${rules.map(ruleText).join(', ')}`,
          '    ',
        ),
      ].join('\n')
    },
  )
  const routes = view.routes.map((route) =>
    wrap(
      `  ${route.available ? 'open  ' : 'closed'}  ${route.route} (s.${route.section} ${route.confidence})${route.taken === 'no' ? '' : `, ${route.taken}`}: ${[route.why, ...route.warnings.map((warning) => `not certain: ${warning}`)].join('; ')}`,
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
      [state.respondent, ...state.otherParties].map((party) =>
        wrap(
          `  ${party.id}  ${party.name} (${party.kind})${copyText(state.copies, party.id)}`,
          '      ',
        ),
      ),
    ),
    ...section('Challenges', state.challenges.map(challengeLine)),
    ...section('Why each date', why),
    ...section('Routes', routes),
    ...section('History', history.map(historyLine)),
    ...section(
      sharedTitle[lang],
      sharedLines(lang, history, (group) => group.map(({ version }) => version).join(', ')),
    ),
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
    : given
        .map(({ on, means }) => {
          const doubt = meansDoubt(means)
          return `, copy given ${on} (${means})${doubt === undefined ? '' : `: ${doubt.en}`}`
        })
        .join('')
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
    '      ',
  )
}

function historyLine(entry: OrderHistory): string {
  const { version, on, between, event, recordedAt, by, confidence, source, verifiedKey } = entry
  const recorder = recorderText('en', entry)
  const doubt = between === null ? '' : ` (assumed, ${between[0]} to ${between[1]})`
  const how = [confidence, source, by === null ? null : `by ${by}`]
    .filter((part) => part !== null)
    .join(' · ')
  return wrap(
    `  ${String(version).padStart(3)}  ${on}${doubt}  ${event.kind}${how === '' ? '' : ` · ${how}`} · recorded ${recordedAt.slice(0, 19)}Z${recorder === undefined ? '' : ` by ${recorder}`} · key ${verifiedKey}`,
    '       ',
  )
}

function renderOrders(
  { asOf, orders }: { asOf: string; orders: readonly BoardOrder[] },
  paint: Paint,
): string {
  if (orders.length === 0) return `No such orders on ${asOf}.`
  const rows = orders.map((order) => [
    order.order,
    order.respondent,
    order.status,
    order.issuedOn,
    order.nextAlarm === null ? '' : `${order.nextAlarm.date} ${order.nextAlarm.deadline}`,
  ])
  return [
    paint('bold', `Orders on ${asOf}`),
    table(rows, ['Order', 'Respondent', 'Status', 'Issued', 'Next']),
  ].join('\n')
}

// The board for people: per order its terms with their dates, what comes next and which routes are open; then who is behind.

import type {
  Board,
  BoardOrder,
  FollowerView,
  OrderStatus,
  TermView,
} from '../../../shared/board/board.schema.ts'
import { noAdvice, plain, trustLegend, type Paint, type Style } from '../kit/output.ts'
import { table, wrap, type Cell } from '../kit/table.ts'

/** At most 100 columns. Without `paint`, plain text. */
export function renderBoard(board: Board, paint: Paint = plain): string {
  const title = paint(
    'bold',
    `Where every office stands on ${board.asOf}, as ${board.office} sees it${board.knownOn === undefined ? '' : ` from what was recorded by ${board.knownOn}`}`,
  )
  const orders =
    board.orders.length === 0
      ? ['No orders.']
      : byOffice(board.orders).map((order) => renderBoardOrder(order, paint))
  const doubtful = board.orders.some((order) => order.terms.some((term) => term.uncertain))
    ? ['? neither the law nor the record says whether a stay holds.']
    : []
  return [
    title,
    ...orders,
    renderFollowers(board.followers, paint),
    [...doubtful, trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

/** One order with its terms, next alarm and routes, as on the board. */
export function renderBoardOrder(order: BoardOrder, paint: Paint = plain): string {
  const head = `${paint('bold', order.order)}  ${paint(colours[order.status], order.status.toUpperCase())}  ${order.respondent} · ${order.statute} · issued ${order.issuedOn}`
  return [
    wrap(head),
    renderTerms(order.terms, paint),
    ...nextLines(order),
    ...routeLines(order),
  ].join('\n')
}

function renderTerms(terms: readonly TermView[], paint: Paint): string {
  const rows = terms.map((term): Cell[] => [
    term.id,
    term.theme,
    term.kind,
    paint(positionColours[term.position], term.position),
    clockText(term, paint),
    earliestText(term),
    dueText(term),
  ])
  return table([7, 19, 13, 10, 12, 14, 16], rows, [
    'Term',
    'Theme',
    'Kind',
    'Position',
    'Clock',
    'Not before',
    'Due',
  ])
}

function clockText(term: TermView, paint: Paint): string {
  const doubt = term.uncertain ? (term.stayed ? ' ?' : ', stay ?') : ''
  return paint(
    term.clock === 'lapsed'
      ? 'red'
      : term.clock === 'stayed'
        ? 'yellow'
        : term.clock === 'running' || term.clock === 'in-force'
          ? 'cyan'
          : 'dim',
    `${term.clock}${doubt}`,
  )
}

function dueText({ due }: TermView): string {
  return due === null
    ? ''
    : `${due.date} ${due.confidence}${due.lenientDate === undefined ? '' : `\nor ${due.lenientDate}`}`
}

function nextLines({ nextAlarm }: BoardOrder): string[] {
  if (nextAlarm === null) return []
  const { deadline, date, terms, party } = nextAlarm
  return [
    wrap(
      `  next    ${date}  ${deadlineWords[deadline]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`} (${party})`,
      100,
      '          ',
    ),
  ]
}

function routeLines({ routes }: BoardOrder): string[] {
  const shown = routes.filter((route) => route.available || route.taken !== 'no')
  return shown.map((route) =>
    wrap(
      `  route   ${route.route}${route.taken === 'no' ? ' open' : ` ${route.taken}`} · s.${route.section} ${route.confidence} · ${route.name.en}`,
      100,
      '          ',
    ),
  )
}

function renderFollowers(followers: readonly FollowerView[], paint: Paint): string {
  const rows = followers.map((follower): Cell[] => [
    follower.office,
    String(follower.seq),
    paint(follower.state === 'current' ? 'green' : 'red', follower.state),
    follower.lastHeard ?? 'never',
    follower.quarantined === 0 ? '0' : paint('red', String(follower.quarantined)),
  ])
  return table([30, 10, 15, 28, 11], rows, [
    'Ledger of',
    'Events',
    'State',
    'Last heard',
    'Set aside',
  ])
}

export const deadlineWords = {
  challenge: 'last day to challenge',
  report: 'report due for',
  reply: 'last day to reply',
  step: 'end of the time for a step',
  'by-hand': 'date set by hand',
  'comply-not-before': 'first lawful day to comply with',
  enforceable: 'first day to enforce',
  comply: 'last day to comply with',
  limitation: 'end of the limitation period for',
} as const

const colours: Record<OrderStatus, Style> = {
  issued: 'cyan',
  served: 'cyan',
  refused: 'red',
  challenged: 'yellow',
  stayed: 'yellow',
  lapsed: 'red',
  escalated: 'red',
  complied: 'green',
  quashed: 'dim',
  remitted: 'dim',
  rescinded: 'dim',
  withdrawn: 'dim',
  closed: 'dim',
}
const positionColours: Record<TermView['position'], Style> = {
  unknown: 'dim',
  refused: 'red',
  partial: 'yellow',
  complied: 'green',
}

/** Orders of one office stand together, offices in the order in which they first appear. */
function byOffice(orders: readonly BoardOrder[]): BoardOrder[] {
  return [...Map.groupBy(orders, (order) => order.office).values()].flat()
}

/** The first day on which something may be done, with how sure it is. */
function earliestText(term: TermView): string {
  if (term.notBefore !== null) return `${term.notBefore} ${term.notBeforeConfidence}`
  return term.enforceableFrom === null
    ? ''
    : `enforceable ${term.enforceableFrom} ${term.enforceableFromConfidence}`
}

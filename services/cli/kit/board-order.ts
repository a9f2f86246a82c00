// One order as the board, a matter and the order's own view show it: its terms with their dates, what comes next, open routes.

import type { BoardOrder, OrderStatus, TermView } from '../../../shared/board/board.schema.ts'
import { plain, type Paint, type Style } from './output.ts'
import { deadlineWords } from './law.ts'
import { table, wrap, type Cell } from './table.ts'

/** One order with its terms, next alarm and routes, as on the board. */
export function renderBoardOrder(order: BoardOrder, paint: Paint = plain): string {
  const head = `${paint('bold', order.order)}  ${paint(colours[order.status], order.status.toUpperCase())}  ${order.respondent} · ${order.statute} · issued ${order.issuedOn}`
  return [
    wrap(head),
    renderTerms(order.terms, paint),
    ...wordLines(order),
    ...doubtLines(order),
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
  return table(rows, ['Term', 'Theme', 'Kind', 'Position', 'Clock', 'Not before', 'Due'])
}

function clockText(term: TermView, paint: Paint): string {
  const doubt = !term.uncertain
    ? ''
    : term.serviceDisputed !== undefined
      ? ', copy ?'
      : term.stayed
        ? ' ?'
        : ', stay ?'
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

/** What a term says since it was reworded, to whom, and what was done as against one respondent only. */
function wordLines({ terms }: BoardOrder): string[] {
  const lines = terms.flatMap(({ id, text, reworded, parties = [] }) => [
    ...(reworded === undefined
      ? []
      : [
          `  says    ${id}: ${text.en} (since ${reworded.on}, ${reworded.decision ?? "the office's correction"})`,
        ]),
    ...parties.flatMap(({ party, clock, ended, varied, text: own }) => [
      ...(ended === undefined && varied === undefined
        ? []
        : [
            `  apart   ${id}: ${party}: ${clock}${ended === undefined ? '' : `, ${ended.how} ${ended.on}`}${varied === undefined ? '' : `, varied ${varied.on} (${varied.citation})`}`,
          ]),
      ...(own === undefined || own.en === text.en
        ? []
        : [`  says    ${id}: to ${party}: ${own.en}`]),
    ]),
  ])
  return lines.map((line) => wrap(line, '          '))
}

/** The other reading of a copy that is disputed, and a publication that is sealed. */
function doubtLines({ terms, sealed }: BoardOrder): string[] {
  const lines = terms.flatMap(({ id, serviceDisputed: other }) =>
    other === undefined
      ? []
      : [
          `  if not  ${id}: ${other.parties.join(', ')} disputes the copy; without it: ${other.clock}${other.due === null ? '' : `, due ${other.due.date}`}`,
        ],
  )
  const seal =
    sealed === undefined
      ? []
      : [
          `  sealed  ${sealed.of === 'names' ? 'names ' : ''}not to be published since ${sealed.since}${sealed.until === undefined ? '' : `, until ${sealed.until}`} (${sealed.forum})`,
        ]
  return [...lines, ...seal].map((line) => wrap(line, '          '))
}

function nextLines({ nextAlarm }: BoardOrder): string[] {
  if (nextAlarm === null) return []
  const { deadline, date, terms, party } = nextAlarm
  return [
    wrap(
      `  next    ${date}  ${deadlineWords[deadline]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`} (${party})`,
      '          ',
    ),
  ]
}

function routeLines({ routes }: BoardOrder): string[] {
  const shown = routes.filter((route) => route.available || route.taken !== 'no')
  return shown.map((route) =>
    wrap(
      `  route   ${route.route}${route.taken === 'no' ? ' open' : ` ${route.taken}`} · s.${route.section} ${route.confidence} · ${route.name.en}`,
      '          ',
    ),
  )
}

/** The first day on which something may be done, with how sure it is. */
function earliestText(term: TermView): string {
  if (term.notBefore !== null) return `${term.notBefore} ${term.notBeforeConfidence}`
  return term.enforceableFrom === null
    ? ''
    : `enforceable ${term.enforceableFrom} ${term.enforceableFromConfidence}`
}

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

// `concert board`: where every office stands on a date, what comes next, and which ledgers are behind.

import type { Command } from 'commander'
import { addDateOptions, addOfficeOptions, withExamples } from './kit/options.ts'
import { noAdvice, plain, print, trustLegend, type Io, type Paint } from './kit/output.ts'
import { renderBoardOrder } from './kit/board-order.ts'
import {
  boardSchema,
  type Board,
  type BoardOrder,
  type FollowerView,
} from '../../shared/board/board.schema.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'
import { type Cell, table, wrap } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const board = addDateOptions(
    addOfficeOptions(program.command('board').description('where every office stands, on a date')),
  )
  withExamples(
    board,
    'concert board',
    'concert board --office ca-fed-opc --as-of 2022-01-26',
    'concert board --as-of 2022-01-26 --known-on 2022-01-26',
    'concert board --as-of 2021-12-20 --json',
  )
  board.action(async (options) => showBoard(io, options))
}

async function showBoard(
  io: Io,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const client = await findOffice(options)
  print(
    io,
    options.json,
    await client.get('/v1/board', boardSchema, { asOf: options.asOf, knownOn: options.knownOn }),
    renderBoard,
  )
}

/** As wide as the terminal. Without `paint`, plain text. */
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

function renderFollowers(followers: readonly FollowerView[], paint: Paint): string {
  const rows = followers.map((follower): Cell[] => [
    follower.office,
    String(follower.seq),
    paint(follower.state === 'current' ? 'green' : 'red', follower.state),
    follower.lastHeard ?? 'never',
    follower.quarantined === 0 ? '0' : paint('red', String(follower.quarantined)),
  ])
  return table(rows, ['Ledger of', 'Events', 'State', 'Last heard', 'Set aside'])
}

/** Orders of one office stand together, offices in the order in which they first appear. */
function byOffice(orders: readonly BoardOrder[]): BoardOrder[] {
  return [...Map.groupBy(orders, (order) => order.office).values()].flat()
}

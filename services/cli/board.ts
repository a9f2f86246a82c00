// `concert board`: where every office stands. Names and options only.

import type { Command } from 'commander'
import { readsOnDates, speaksToOffice, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const board = readsOnDates(
    speaksToOffice(program.command('board').description('where every office stands, on a date')),
  )
  withExamples(
    board,
    'concert board',
    'concert board --office ca-fed-opc --as-of 2022-01-26',
    'concert board --as-of 2022-01-26 --known-on 2022-01-26',
    'concert board --as-of 2021-12-20 --json',
  )
  board.action(async (options) => (await import('./actions/show.ts')).showBoard(io, options))
}

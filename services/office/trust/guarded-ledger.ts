// The own ledger, to which nothing is appended unless it is the one that the office knows.

import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { Ledger } from '../ports.ts'
import type { OwnHeadGuard } from './own-head.ts'

export function guardedLedger(ledger: Ledger, guard: Pick<OwnHeadGuard, 'ensure'>): Ledger {
  return {
    office: ledger.office,
    epoch: ledger.epoch,
    get connected() {
      return ledger.connected
    },
    get storesNothingSince() {
      return ledger.storesNothingSince
    },
    read: (ref, after) => ledger.read(ref, after),
    append: async (append) => {
      const problem = await guard.ensure()
      if (problem !== undefined) throw new ProblemError(problem)
      return ledger.append(append)
    },
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
  }
}

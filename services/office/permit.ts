// Who may ask for what: the one place where a call of the contract meets the one who calls.

import type { Actor } from '../../shared/kernel/actor.ts'

/** What a call needs: to look, to record a fact, to approve what another prepared, to look after the instance itself. */
export type Permission = 'read' | 'record' | 'approve' | 'operate'

/** The call as the contract has it. Until people sign in, whoever reaches this office's own door has every permission. */
export function permit<A extends unknown[], R>(
  _needs: Permission,
  call: (...args: A) => R,
): (actor: Actor, ...args: A) => R {
  return (_actor, ...args) => call(...args)
}

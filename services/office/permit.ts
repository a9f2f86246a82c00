// Calls that are the same whoever asks. Whether they may ask was judged before, by `guard.ts`.

import type { Actor } from '../../shared/kernel/actor.ts'

/** What a call needs: to look, to record a fact, to approve what another prepared, to look after the instance itself. */
export type Permission = 'read' | 'record' | 'approve' | 'operate'

/** The call as the contract has it, with who asks first. */
export function permit<A extends unknown[], R>(
  _needs: Permission,
  call: (...args: A) => R,
): (actor: Actor, ...args: A) => R {
  return (_actor, ...args) => call(...args)
}

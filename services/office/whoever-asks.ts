// Calls that are answered the same whoever asks. Whether they may ask was judged before, by `guard.ts`.

import type { Actor } from '../../shared/kernel/actor.ts'

/** The call as the contract has it, with who asks first. */
export function whoeverAsks<A extends unknown[], R>(
  call: (...args: A) => R,
): (actor: Actor, ...args: A) => R {
  return (_actor, ...args) => call(...args)
}

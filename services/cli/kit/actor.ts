// Who uses the command line: the name under which they are signed in to this machine, until they sign in to the office.

import { userInfo } from 'node:os'
import type { Actor } from '../../../shared/kernel/actor.ts'

export function localActor(): Actor {
  try {
    return { kind: 'local', name: userInfo().username }
  } catch {
    // A user without an entry in the system's list has no name.
    return { kind: 'local', name: 'unknown' }
  }
}

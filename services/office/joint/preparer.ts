// Who prepared the consent of this office that waits for approval, as its ledger says: what four eyes are compared with.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { participationRef, type JointId, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { Store } from '../ports.ts'

/** Undefined where the ledger does not say who it was. */
export function preparerOf(
  store: Pick<Store, 'eventsOf'>,
  joint: JointId,
  office: OfficeId,
): Actor | undefined {
  return store
    .eventsOf(participationRef(joint, office))
    .findLast(({ recorded }) => recorded.event.kind === 'consent-prepared')?.recorded.actor
}

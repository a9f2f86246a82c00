// Whether this office knows what somebody wants to put on a desk: an order or a joint action of any office that it follows, or a matter.

import type { DeskAbout } from '../../../shared/contract/desk.schema.ts'
import { parseOrderId, proposalRef } from '../../../shared/kernel/ids.ts'
import type { Store } from '../ports.ts'

export function isKnown(store: Pick<Store, 'aggregate' | 'lists'>, about: DeskAbout): boolean {
  switch (about.kind) {
    case 'order': {
      const ref = parseOrderId(about.id)
      return ref !== undefined && store.aggregate(ref) !== undefined
    }
    case 'joint':
      return store.aggregate(proposalRef(about.id)) !== undefined
    case 'matter':
      return (['matter', 'order'] as const).some(
        (kind) => store.lists.ofMatter(about.id, kind).length > 0,
      )
  }
}

// Where an instance shows an order, a matter or a joint action: for links in what leaves the pages, such as a mail.

import { numberIn, officeIn, orderOf, parseJointRef, type AggregateRef } from '../kernel/ids.ts'

/** Path of the page, without the address of the instance. */
export function pagePathOf(ref: AggregateRef): string {
  if (ref.kind === 'order') return pathOf('orders', orderOf(ref))
  if (ref.kind === 'office') return '/ledgers'
  const joint = ref.kind === 'joint' ? parseJointRef(ref)?.joint : undefined
  return joint === undefined ? `/matters/${encodeURIComponent(ref.id)}` : pathOf('joint', joint)
}

function pathOf(folder: string, id: Parameters<typeof officeIn>[0]): string {
  return `/${folder}/${encodeURIComponent(officeIn(id))}/${encodeURIComponent(numberIn(id))}`
}

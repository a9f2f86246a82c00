// Where the page of what is on a desk is.

import type { DeskAbout } from '../../../shared/contract/desk.schema.ts'

export function pagePath({ kind, id }: DeskAbout): string {
  const [office = '', number] = id.split(':')
  return kind === 'matter'
    ? `/matters/${encodeURIComponent(id)}`
    : `/${kind === 'order' ? 'orders' : 'joint'}/${office}/${encodeURIComponent(number ?? '')}`
}

// Bars beside their names: a picture of what a table beside it says in numbers.

import { html } from 'hono/html'
import type { Html } from './html.ts'

export interface Bar {
  readonly name: string
  readonly value: number
}

const width = 640
const nameWidth = 210
/** Longer names stand above their bars: text in a picture does not wrap. */
const mostBeside = 26
const rowHeight = 26
const nameHeight = 20

/** The longest bar takes all of the width; a value that is not zero can always be seen. */
export function bars(id: string, title: string, list: readonly Bar[]): Html {
  const most = Math.max(1, ...list.map(({ value }) => value))
  const isAbove = list.some(({ name }) => name.length > mostBeside)
  const [left, above] = isAbove ? [0, nameHeight] : [nameWidth, 0]
  const room = width - left - 70
  const height = rowHeight + above
  return html`<svg class="bars" viewBox="0 0 ${width} ${list.length * height + 4}" role="img" aria-labelledby="${id}-name">
<title id="${id}-name">${title}</title>
${list.map(({ name, value }, at) => {
  const y = at * height + 4
  const bar = y + above
  const long = value === 0 ? 0 : Math.max(2, Math.round((room * value) / most))
  return html`<text x="0" y="${y + 15}">${name}</text><rect x="${left}" y="${bar + 2}" width="${long}" height="17" rx="2"/><text x="${left + long + 6}" y="${bar + 15}">${value}</text>`
})}
</svg>`
}

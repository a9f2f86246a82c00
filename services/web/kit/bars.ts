// Bars between their names and their numbers: words wrap and grow with the reader's letters, only the bars are pictures.

import { html } from 'hono/html'
import type { Html } from './html.ts'

export interface Bar {
  readonly name: string
  readonly value: number
}

/** The longest bar takes all of the width; a value that is not zero can always be seen. */
export function bars(list: readonly Bar[]): Html {
  const most = Math.max(1, ...list.map(({ value }) => value))
  const share = (value: number) => (value === 0 ? 0 : Math.max(1, Math.round((100 * value) / most)))
  return html`<ul class="bars">${list.map(
    ({ name, value }) =>
      html`<li><span>${name}</span> <svg aria-hidden="true" height="16"><rect width="${share(value)}%" height="16" rx="2"/></svg> <b>${value}</b></li>`,
  )}</ul>`
}

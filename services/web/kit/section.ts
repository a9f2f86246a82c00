// The parts of a page under a heading, and the list of facts at its top.

import { html } from 'hono/html'
import type { Content, Html } from './html.ts'

/** A part of a page; its heading names it to screen readers, and `id` is where links lead. */
export function section(
  id: string,
  title: Content,
  body: Content | readonly Content[],
  className?: string,
): Html {
  return html`<section${className === undefined ? '' : html` class="${className}"`} aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>`
}

export type Fact = readonly [name: string, value: Content, width?: 'wide']

/** Name and value, pair by pair; `undefined` where there is nothing to say. */
export function facts(pairs: readonly (Fact | undefined)[]): Html {
  return html`<dl class="facts">${pairs
    .filter((pair) => pair !== undefined)
    .map(
      ([name, value, width]) =>
        html`<div${width === 'wide' ? html` class="wide"` : ''}><dt>${name}</dt><dd>${value}</dd></div>`,
    )}</dl>`
}

/** What stands where there is nothing to show. */
export function empty(text: string): Html {
  return html`<p class="empty">${text}</p>`
}

export function notice(content: Content): Html {
  return html`<p class="notice">${content}</p>`
}

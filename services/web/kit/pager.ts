// Links to the other pages of a list: the same view of the address, at another place of it.

import { html } from 'hono/html'
import type { PageContext } from './context.ts'
import type { Content, Html } from './html.ts'
import { t } from './words.ts'

export interface Found {
  readonly total: number
  readonly next: string | null
  readonly previous: string | null
}

export function pager(page: PageContext, { next, previous }: Found): Html {
  const { lang, path } = page
  if (next === null && previous === null) return html``
  const link = (name: 'before' | 'after', cursor: string | null, shown: Content, rel: string) =>
    cursor === null
      ? ''
      : html`<a href="${addressWith(page, path, { [name]: cursor })}" rel="${rel}">${shown}</a>`
  return html`<nav class="pager" aria-label="${t(lang, 'pages.nav')}">
${link('before', previous, t(lang, 'pages.previous'), 'prev')}
${link('after', next, t(lang, 'pages.next'), 'next')}
</nav>`
}

/** This view, on another page of it. */
export function addressWith(
  { query }: PageContext,
  path: string,
  more: Readonly<Record<string, string>>,
): string {
  const same = new URLSearchParams(
    [...(query ?? [])].filter(
      ([name, value]) => value !== '' && name !== 'after' && name !== 'before',
    ),
  )
  for (const [name, value] of Object.entries(more)) same.set(name, value)
  const text = same.toString()
  return text === '' ? path : `${path}?${text}`
}

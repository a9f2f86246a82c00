// Where one can go from every page, where one is, and the way that led there.

import { html } from 'hono/html'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { t, type KitWord } from './words.ts'

/** The first part of the address tells which of them a page belongs to. */
const places: readonly (readonly [path: string, word: KitWord])[] = [
  ['/', 'nav.work'],
  ['/orders', 'nav.orders'],
  ['/matters', 'nav.matters'],
  ['/deadlines', 'nav.deadlines'],
  ['/joint', 'nav.joint'],
  ['/board', 'nav.board'],
  ['/statistics', 'nav.statistics'],
  ['/help', 'nav.help'],
]

/** What is in no other place is reached from the work list. */
function placeOf(path: string): string {
  const room = `/${path.split('/')[1] ?? ''}`
  return places.some(([to]) => to === room) ? room : '/'
}

export function mainLinks({ lang, path }: PageContext): Html {
  const here = placeOf(path)
  return html`${places.map(([to, word]) => {
    const current = to === path ? 'page' : to === here ? 'true' : undefined
    return html`<a href="${to}"${current === undefined ? '' : html` aria-current="${current}"`}>${t(lang, word)}</a>
`
  })}`
}

export type Crumb = readonly [path: string, label: string]

/** From the first page to this one; `between`: what lies between its place and the page itself. Nothing on the first page. */
export function breadcrumb(
  { lang, path }: PageContext,
  title: string,
  between: readonly Crumb[] = [],
): Html | '' {
  if (path === '/') return ''
  const here = placeOf(path)
  const way: Crumb[] = places
    .filter(([to]) => to === '/' || (to === here && to !== path))
    .map(([to, word]) => [to, t(lang, word)])
  return html`<nav class="breadcrumb" aria-label="${t(lang, 'nav.way')}"><ol>${[
    ...way,
    ...between,
  ].map(
    ([to, label]) => html`<li><a href="${to}">${label}</a></li>`,
  )}<li aria-current="page">${title}</li></ol></nav>`
}

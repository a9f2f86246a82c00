// The form that filters a list, and the links to its other pages. Everything is in the address, so that a view can be kept and sent.

import { html } from 'hono/html'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { addressWith, type Found } from './pager.ts'
import { t } from './words.ts'

export type Choices = readonly (readonly [value: string, shown: string])[]

export function searchField({ query }: PageContext, name: string, shown: string): Html {
  return html`<label>${shown}<input type="search" name="${name}" value="${query?.get(name) ?? ''}" maxlength="200"></label>`
}

export function dateFilter({ query }: PageContext, name: string, shown: string): Html {
  return html`<label>${shown}<input type="date" name="${name}" value="${query?.get(name) ?? ''}"></label>`
}

/** `any` first, unless something always holds. */
export function choiceFilter(
  page: PageContext,
  name: string,
  shown: string,
  choices: Choices,
  always = false,
): Html {
  const { lang, query } = page
  const chosen = query?.get(name) ?? ''
  return html`<label>${shown}<select name="${name}">${always ? '' : html`<option value="">${t(lang, 'find.any')}</option>`}${choices.map(([value, label]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${label}</option>`)}</select></label>`
}

export function officeChoices({ api, lang }: PageContext): Choices {
  return api.directory.offices.map(({ id, short }) => [id, short[lang]])
}

/** By the name of the Act, where a pack of it is here. */
export function statuteChoices({ api, lang, today }: PageContext): Choices {
  const statutes = new Set(api.directory.offices.flatMap(({ statutes }) => statutes))
  return [...statutes].map((id) => [id, api.packOf(id, today)?.title[lang] ?? id])
}

/** On whose desk; nothing where desks may not be seen. */
export function ownerFilter(page: PageContext, owners: Choices | undefined): Html | '' {
  return owners === undefined ? '' : choiceFilter(page, 'owner', t(page.lang, 'find.owner'), owners)
}

export function sortFilter(page: PageContext, sorts: Choices): Html {
  return choiceFilter(page, 'sort', t(page.lang, 'find.sort'), sorts, true)
}

export function findForm(
  page: PageContext,
  fields: readonly Html[],
  more: readonly (Html | '')[],
): Html {
  const { lang, path, query } = page
  const used = [...(query ?? [])].some(([name, value]) => value !== '' && !places.includes(name))
  return html`<form class="find" method="get" action="${path}" role="search" aria-label="${t(lang, 'find.title')}">
<div class="fields">${fields}</div>
<div class="fields">${more}</div>
<p class="line"><button type="submit">${t(lang, 'find.go')}</button>${used ? html` <a href="${path}">${t(lang, 'find.clear')}</a>` : ''} <span class="muted">${t(lang, 'find.kept')}</span></p>
</form>`
}

/** How many there are, and all of them as a file. */
export function summary(page: PageContext, count: string, { total }: Found, most: number): Html {
  const { lang, path } = page
  const only = total > most ? html` (${t(lang, 'csv.most', { n: String(most) })})` : ''
  return html`<p class="line">${count}${total === 0 ? '' : html` · <a href="${addressWith(page, `${path}.csv`, {})}">${t(lang, 'csv.link')}</a>${only}`}</p>`
}

const places = ['after', 'before', 'limit', 'sort']

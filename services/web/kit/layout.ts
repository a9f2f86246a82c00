// The frame of every page: landmarks, skip link, language switch, the date that is shown.

import { html } from 'hono/html'
import type { Lang } from '../../../shared/kernel/text.ts'
import { whoBar } from './who.ts'
import { colon, t } from './words.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { breadcrumb, mainLinks, type Crumb } from './navigation.ts'
import { stateOfNow } from './now.ts'
import { dateText, legend, localTime, plainDate } from './parts.ts'

export interface PageContent {
  readonly title: string
  /** What stands above the page, where the window's title says more. */
  readonly heading?: string
  readonly body: Html
  /** What lies between the page's place in the navigation and the page itself. */
  readonly way?: readonly Crumb[]
  /** Where a date can be chosen. */
  readonly dated?: boolean
  readonly legend?: boolean
  /** Fields that ask for a moment: a script tells what the clock of every office shows then. */
  readonly clocks?: boolean
  /** Only what is on the page: it asks nothing of the office by itself. */
  readonly bare?: boolean
  /** A page of one form, a check or a receipt: it stays as it is while others record. */
  readonly still?: boolean
  /** Stands for the link to the same page in the other language, where a link would lose what was typed. */
  readonly otherLanguage?: Html
  /** What comes after the body; kept up to date like it. */
  readonly more?: Html
}

export function layout(page: PageContext, content: PageContent): Html {
  const { lang, api } = page
  const other = lang === 'en' ? 'fr' : 'en'
  const past = page.asOf !== page.today
  return html`<!doctype html>
<html lang="${lang}-CA">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.title} · ${api.office.short[lang]} · ${t(lang, 'app.name')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
${content.bare === true || content.still === true ? '' : html`<script src="/live.js" defer></script>`}
${content.clocks === true ? html`<script src="/clocks.js" defer></script>` : ''}
</head>
<body>
<a class="skip" href="#content">${t(lang, 'skip')}</a>
<header class="top">
<a class="brand" href="/">${t(lang, 'app.name')}</a>
<span class="office">${t(lang, 'seenBy', { office: api.office.name[lang] })}</span>
${page.address === undefined ? '' : html`<span class="printed">${content.dated === true ? html`${t(lang, 'asOf')} ${dateText(lang, page.asOf)} · ` : ''}${t(lang, 'printed')} ${localTime(page, api.legalNow())} · ${page.address}</span>`}
${content.otherLanguage ?? html`<a href="${inOtherLanguage(page, other)}" lang="${other}" hreflang="${other}">${t(lang, 'lang.other')}</a>`}
${content.bare === true ? '' : html`<nav aria-label="${t(lang, 'nav')}">${mainLinks(page)}</nav>`}
</header>
${whoBar(page)}
${content.bare === true ? '' : breadcrumb(page, content.heading ?? content.title, content.way)}
<main id="content" tabindex="-1">
<div class="heading">
<h1>${content.heading ?? content.title}</h1>
${content.dated === true ? dateChooser(page) : ''}
</div>
${
  content.bare === true
    ? ''
    : html`<div id="now" role="status">${stateOfNow(page)}</div>
<p class="notice" id="no-link" role="alert" hidden data-text="${t(lang, 'live.lost', { time: '{time}' })}" data-out="${t(lang, 'live.out')}" data-sign-in="${t(lang, 'who.in')}"></p>`
}
${content.legend === true ? legend(lang) : ''}
<div id="live">
${past && content.dated === true ? html`<p class="notice">${t(lang, 'asOf.past', { date: plainDate(lang, page.asOf), today: plainDate(lang, page.today) })}</p>` : ''}
${page.knownOn !== undefined && content.dated === true ? html`<p class="notice">${t(lang, 'knownOn.past', { date: plainDate(lang, page.knownOn) })}</p>` : ''}
${content.body}
</div>
${content.more === undefined ? '' : html`<div id="more">${content.more}</div>`}
</main>
<footer class="bottom">
<span>${api.office.short[lang]} · ${dateText(lang, page.today)}</span>
<span>${t(lang, 'advice')}</span>
<a href="/ledgers">${t(lang, 'nav.ledgers')}</a>
<a href="/openapi.json">${t(lang, 'nav.api')}</a>
${content.still === true ? '' : html`<span id="live-state" role="status" data-on="${t(lang, 'live.on')}" data-off="${t(lang, 'live.off')}"></span>`}
</footer>
</body>
</html>`
}

/** The same page, with everything that was asked of it. */
function inOtherLanguage({ path, query }: PageContext, other: Lang): string {
  return `${path}?${new URLSearchParams([['lang', other], ...(query ?? [])]).toString()}`
}

function dateChooser(page: PageContext): Html {
  return html`<form class="as-of" method="get" action="${page.path}">
<label for="as-of">${t(page.lang, 'asOf')}</label>
<input id="as-of" type="date" name="asOf" value="${page.asOf}" required>
<label for="known-on">${t(page.lang, 'knownOn')}</label>
<input id="known-on" type="date" name="knownOn" value="${page.knownOn ?? ''}" aria-describedby="known-on-hint">
<button type="submit">${t(page.lang, 'asOf.show')}</button>
${page.asOf === page.today && page.knownOn === undefined ? '' : html`<a href="${page.path}">${t(page.lang, 'asOf.today')}</a>`}
<small id="known-on-hint">${t(page.lang, 'knownOn')}${colon(page.lang)} ${t(page.lang, 'knownOn.hint')}</small>
</form>`
}

// The frame of every page: landmarks, skip link, language switch, the date that is looked at.

import { html } from 'hono/html'
import { sayJoint } from '../joint/words.ts'
import { say } from './words.ts'
import { dateText, legend, plainDate, type Html, type Look } from './parts.ts'

export interface Page {
  readonly title: string
  readonly body: Html
  /** Where a date can be chosen. */
  readonly dated?: boolean
  readonly legend?: boolean
  /** Forms that send commands: kept while somebody is filling them in. */
  readonly forms?: Html
  /** What comes after the forms; kept up to date like the body. */
  readonly more?: Html
}

export function layout(look: Look, page: Page): Html {
  const { lang, api, path } = look
  const other = lang === 'en' ? 'fr' : 'en'
  const past = look.asOf !== look.today
  const dates = `${past ? `&asOf=${look.asOf}` : ''}${look.knownOn === undefined ? '' : `&knownOn=${look.knownOn}`}`
  return html`<!doctype html>
<html lang="${lang}-CA">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${api.office.short[lang]} · ${say(lang, 'app.name')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script src="/live.js" defer></script>
${page.forms === undefined ? '' : html`<script src="/joint.js" defer></script>`}
</head>
<body>
<a class="skip" href="#content">${say(lang, 'skip')}</a>
<header class="top">
<a class="brand" href="/">${say(lang, 'app.name')}</a>
<span class="office">${say(lang, 'seenBy', { office: api.office.name[lang] })}</span>
<nav aria-label="${say(lang, 'nav')}">
<a href="/">${say(lang, 'nav.board')}</a>
<a href="/joint">${sayJoint(lang, 'nav')}</a>
<a href="/openapi.json">${say(lang, 'nav.api')}</a>
<a href="${path}?lang=${other}${dates}" lang="${other}" hreflang="${other}">${say(lang, 'lang.other')}</a>
</nav>
</header>
<main id="content" tabindex="-1">
<div class="heading">
<h1>${page.title}</h1>
${page.dated === true ? dateChooser(look) : ''}
</div>
<div id="live">
${past && page.dated === true ? html`<p class="notice">${say(lang, 'asOf.past', { date: plainDate(lang, look.asOf), today: plainDate(lang, look.today) })}</p>` : ''}
${look.knownOn !== undefined && page.dated === true ? html`<p class="notice">${say(lang, 'knownOn.past', { date: plainDate(lang, look.knownOn) })}</p>` : ''}
${page.body}
</div>
${page.forms === undefined ? '' : html`<div id="forms">${page.forms}</div>`}
${page.more === undefined ? '' : html`<div id="more">${page.more}</div>`}
${page.legend === true ? legend(lang) : ''}
</main>
<footer class="bottom">
<span>${api.office.id} · ${dateText(lang, look.today)}</span>
<span id="live-state" role="status" data-on="${say(lang, 'live.on')}" data-off="${say(lang, 'live.off')}"></span>
</footer>
</body>
</html>`
}

function dateChooser(look: Look): Html {
  return html`<form class="as-of" method="get" action="${look.path}">
<label for="as-of">${say(look.lang, 'asOf')}</label>
<input id="as-of" type="date" name="asOf" value="${look.asOf}" required>
<label for="known-on">${say(look.lang, 'knownOn')}</label>
<input id="known-on" type="date" name="knownOn" value="${look.knownOn ?? ''}" title="${say(look.lang, 'knownOn.hint')}">
<button type="submit">${say(look.lang, 'asOf.show')}</button>
${look.asOf === look.today && look.knownOn === undefined ? '' : html`<a href="${look.path}">${say(look.lang, 'asOf.today')}</a>`}
</form>`
}

// What has changed in the text since its former versions, word by word: an office that consented to one of them sees what to read again.

import { diffWordsWithSpace } from 'diff'
import { html } from 'hono/html'
import { changesOf, type TextChange } from '../../../shared/joint/changes.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { section } from '../kit/section.ts'
import { t } from './words.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { dateText } from '../kit/parts.ts'

export function changesSection(page: PageContext, { document, earlier }: JointDetail): Html {
  const { lang } = page
  const readable = earlier
    .flatMap(({ document: before, ...each }) => (before === null ? [] : [{ ...each, before }]))
    .toReversed()
  if (document === null || readable.length === 0) return html``
  const versions = readable.map(({ version, on, before }, at) => {
    const changes = changesOf(before, document)
    return html`<details id="since-${version}" ${at === 0 ? 'open' : ''}><summary>${t(lang, 'changes.since', { version })}, ${dateText(lang, on)}</summary><div class="both">${(['en', 'fr'] as const).map((each) => html`<div lang="${each}">${listOf(each, changes)}</div>`)}</div></details>`
  })
  return section('changes', t(lang, 'changes'), versions)
}

function listOf(lang: TextChange['lang'], all: readonly TextChange[]): Html {
  const changes = all.filter((change) => change.lang === lang)
  if (changes.length === 0) return html`<p class="muted">${t(lang, 'changes.none')}</p>`
  return html`<dl>${changes.map(({ part, before, after }) => html`<div><dt>${partText(lang, part)}</dt><dd class="prose">${diffWordsWithSpace(before, after).map(({ added, removed, value }) => (added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : value))}</dd></div>`)}</dl>`
}

function partText(lang: TextChange['lang'], part: TextChange['part']): string {
  return part === 'title' || part === 'text' || part === 'correction'
    ? t(lang, part)
    : `${t(lang, 'finding')} ${part.slice('finding '.length)}`
}

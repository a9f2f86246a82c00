// What is other in the text than in its former versions, word by word: who consented to one of them sees what to look at again.

import { diffWordsWithSpace } from 'diff'
import { html } from 'hono/html'
import { changesOf, type TextChange } from '../../../shared/joint/changes.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { sayJoint } from './words.ts'
import { dateText, type Html, type Look } from '../kit/parts.ts'

export function changesSection(look: Look, { document, earlier }: JointDetail): Html {
  const { lang } = look
  const readable = earlier
    .flatMap(({ document: before, ...each }) => (before === null ? [] : [{ ...each, before }]))
    .toReversed()
  if (document === null || readable.length === 0) return html``
  return html`<section aria-labelledby="changes"><h2 id="changes">${sayJoint(lang, 'changes')}</h2>${readable.map(
    ({ version, on, before }, at) => {
      const changes = changesOf(before, document)
      return html`<details id="since-${version}" ${at === 0 ? 'open' : ''}><summary>${sayJoint(lang, 'changes.since', { version })}, ${dateText(lang, on)}</summary><div class="both">${(['en', 'fr'] as const).map((each) => html`<div lang="${each}">${listOf(each, changes)}</div>`)}</div></details>`
    },
  )}</section>`
}

function listOf(lang: TextChange['lang'], all: readonly TextChange[]): Html {
  const changes = all.filter((change) => change.lang === lang)
  if (changes.length === 0) return html`<p class="muted">${sayJoint(lang, 'changes.none')}</p>`
  return html`<dl>${changes.map(({ part, before, after }) => html`<div><dt>${partText(lang, part)}</dt><dd class="prose">${diffWordsWithSpace(before, after).map(({ added, removed, value }) => (added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : value))}</dd></div>`)}</dl>`
}

function partText(lang: TextChange['lang'], part: TextChange['part']): string {
  return part === 'title' || part === 'text' || part === 'correction'
    ? sayJoint(lang, part)
    : `${sayJoint(lang, 'finding')} ${part.slice('finding '.length)}`
}

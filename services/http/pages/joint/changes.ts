// What is other in the text than in its former versions: who consented to one of them sees what to look at again.

import { diffWordsWithSpace } from 'diff'
import { html } from 'hono/html'
import type { Lang } from '../../../../shared/text.ts'
import type { JointDetail } from '../../joint.schema.ts'
import { sayJoint } from '../../joint-words.ts'
import { dateText, type Html, type Look } from '../parts.ts'

type Document = NonNullable<JointDetail['document']>

export function changesSection(look: Look, { document, earlier }: JointDetail): Html {
  const { lang } = look
  const readable = earlier.flatMap(({ document: before, ...each }) => (before === null ? [] : [{ ...each, before }])).toReversed()
  if (document === null || readable.length === 0) return html``
  return html`<section aria-labelledby="changes"><h2 id="changes">${sayJoint(lang, 'changes')}</h2>${readable.map(
    ({ version, on, before }, at) => html`<details id="since-${version}" ${at === 0 ? 'open' : ''}><summary>${sayJoint(lang, 'changes.since', { version })}, ${dateText(lang, on)}</summary><div class="both">${(['en', 'fr'] as const).map((each) => html`<div lang="${each}">${changesOf(each, before, document)}</div>`)}</div></details>`,
  )}</section>`
}

function changesOf(lang: Lang, before: Document, after: Document): Html {
  const [old, now] = [partsOf(lang, before), partsOf(lang, after)]
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((part) => old.get(part) !== now.get(part))
  if (changed.length === 0) return html`<p class="muted">${sayJoint(lang, 'changes.none')}</p>`
  return html`<dl>${changed.map((part) => html`<div><dt>${part}</dt><dd class="prose">${diffWordsWithSpace(old.get(part) ?? '', now.get(part) ?? '').map(({ added, removed, value }) => (added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : value))}</dd></div>`)}</dl>`
}

/** By its name for people; findings by their own ids. */
function partsOf(lang: Lang, { title, text, findings = [], correction }: Document): Map<string, string> {
  return new Map([[sayJoint(lang, 'title'), title[lang]], [sayJoint(lang, 'text'), text[lang]], ...findings.map((finding): [string, string] => [`${sayJoint(lang, 'finding')} ${finding.id}`, finding.text[lang]]), ...(correction === undefined ? [] : [[sayJoint(lang, 'correction'), correction[lang]] as [string, string]])])
}

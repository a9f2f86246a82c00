// One joint action as this office sees it: the text, where every office stands on its own clock, what is lacking and why, what was said, who acted.

import { html } from 'hono/html'
import type { Instant } from '../../../shared/kernel/date.ts'
import { wallClock } from '../../../shared/calendar/zone.ts'
import type { JointDetail, ReleasedDocument } from '../../../shared/contract/joint.schema.ts'
import { sayJoint, sayJointOf } from './words.ts'
import { say, sayOf } from '../kit/words.ts'
import { layout } from '../kit/layout.ts'
import {
  clockBadge,
  dateText,
  instantText,
  officeShort,
  orderLink,
  positionBadge,
  scrolling,
  type Html,
  type Look,
} from '../kit/parts.ts'
import { changesSection } from './changes.ts'
import type { Drafting } from './drafts.ts'
import { jointForms } from './forms.ts'
import { conditionText, shownInstant, statusBadge } from './parts.ts'
import { officesTable, phases } from './snapshot.ts'

export function jointPage(
  look: Look,
  action: JointDetail,
  released: ReleasedDocument | undefined,
  drafting: Drafting,
): Html {
  const { lang } = look
  const { choices } = action
  const body = html`
<p class="line">${statusBadge(look, action.status)} <span class="muted">${sayJointOf(lang, 'action', action.action)} · ${action.joint} · ${sayJoint(lang, 'version')} ${action.version}</span> <a href="#what">${sayJoint(lang, 'what')}</a></p>
${action.because === null ? '' : html`<p>${sayJoint(lang, 'because')}: ${action.because}</p>`}
${action.ended?.reason == null ? '' : html`<p>${sayJoint(lang, 'reason')}: ${action.ended.reason}</p>`}
${phases(look, action)}
<dl class="facts">
<div><dt>${sayJoint(lang, 'proposer')}</dt><dd>${officeShort(look, action.proposer)}, ${dateText(lang, action.proposedOn)}</dd></div>
${action.matter === null ? '' : html`<div><dt>${sayJoint(lang, 'matter')}</dt><dd><a href="/matters/${encodeURIComponent(action.matter)}">${action.matter}</a></dd></div>`}
<div><dt>${sayJoint(lang, 'replyBy')}</dt><dd>${bothClocks(look, action.replyBy)}</dd></div>
<div><dt>${sayJoint(lang, 'moment')}</dt><dd>${action.moment === null ? html`<span class="muted">${sayJoint(lang, 'moment.none')}</span>` : bothClocks(look, action.moment)}<br><span class="muted">${sayJoint(lang, 'window', { n: choices.windowSeconds })}</span></dd></div>
<div class="wide"><dt>${sayJoint(lang, 'rules')}</dt><dd>${sayJoint(lang, 'quorum', { votes: action.votes, quorum: choices.quorum })} · ${sayJoint(lang, 'silence')}: ${sayJointOf(lang, 'choice', choices.silence)} · ${sayJoint(lang, 'partition')}: ${sayJointOf(lang, 'choice', choices.partition)} · ${sayJoint(lang, 'compensation')}: ${sayJointOf(lang, 'choice', choices.compensation)}</dd></div>
</dl>
${lackingList(look, action)}
<section aria-labelledby="offices"><h2 id="offices">${sayJoint(lang, 'offices')}</h2>${scrolling(sayJoint(lang, 'offices'), officesTable(look, action))}</section>
${earliest(look, action)}
${documentSection(look, action)}
${changesSection(look, action)}
${released === undefined ? '' : releasedSection(look, released)}
${talk(look, action)}
${ownSection(look, action)}`
  const more = html`${action.themes.length === 0 ? '' : themesSection(look, action)}
<section aria-labelledby="history"><h2 id="history">${sayJoint(lang, 'history')}</h2>${scrolling(sayJoint(lang, 'history'), history(look, action))}</section>`
  return layout(look, {
    title: action.title?.[lang] ?? action.joint,
    body,
    forms: jointForms(look, action, drafting),
    more,
  })
}

/** As all read it, and by the clock of this office. */
function bothClocks(look: Look, instant: string): Html {
  const { local } = wallClock(instant as Instant, look.api.office.zone)
  return html`${local} <span class="muted">(${look.api.office.zone})</span><br><span class="muted">${instantText(instant)}</span>`
}

function lackingList(look: Look, { lacking, status }: JointDetail): Html {
  if (lacking.length === 0 || status === 'complete' || status === 'cancelled') return html``
  const tell = html`<strong>${sayJoint(look.lang, 'lacking')}</strong><ul class="plain">${lacking.map(({ office, why }) => html`<li>${officeShort(look, office)}: ${sayJointOf(look.lang, 'why', why)}</li>`)}</ul>`
  return html`<div class="notice">${tell}</div>`
}

function earliest(look: Look, { earliest: found, ended, released }: JointDetail): Html {
  const { lang } = look
  if (ended !== null || released !== null) return html``
  const said =
    found.state === 'at'
      ? html`<p>${sayJoint(lang, 'earliest.at', { at: shownInstant(found.earliest) })}</p><ul>${found.steps.map(({ office, local, zone, offset, why, binding }) => html`<li>${binding ? html`<strong>${officeShort(look, office)}</strong>` : officeShort(look, office)}: ${local} (${zone}, UTC${offset}). <span class="muted">${why[lang]}</span></li>`)}</ul>`
      : found.state === 'never'
        ? html`<p>${sayJoint(lang, 'earliest.never')}</p><ul>${found.because.map(({ office, reason }) => html`<li>${officeShort(look, office)}: <span lang="en">${reason.message}</span></li>`)}</ul>`
        : html`<p>${sayJoint(lang, 'earliest.unknown', { offices: found.missing.map((office) => officeShort(look, office)).join(', ') })}</p>`
  return html`<section aria-labelledby="earliest"><h2 id="earliest">${sayJoint(lang, 'earliest')}</h2>${said}</section>`
}

function documentSection(look: Look, { document, unreadable }: JointDetail): Html {
  const { lang } = look
  if (document === null)
    return html`<section aria-labelledby="text"><h2 id="text">${sayJoint(lang, 'text')}</h2><p class="empty">${sayJoint(lang, 'sealed')}${unreadable === null ? '' : html` <span class="muted" lang="en">${unreadable}</span>`}</p></section>`
  const { findings = [], correction } = document
  return html`<section aria-labelledby="text"><h2 id="text">${sayJoint(lang, 'text')}</h2><div class="both">${(
    ['en', 'fr'] as const
  ).map(
    (
      each,
    ) => html`<div lang="${each}"><h3>${document.title[each]}</h3><p class="prose">${document.text[each]}</p>
${findings.length === 0 ? '' : html`<h4>${sayJoint(each, 'findings')}</h4><dl>${findings.map(({ id, text }) => html`<div><dt>${id}</dt><dd>${text[each]}</dd></div>`)}</dl>`}
${correction === undefined ? '' : html`<h4>${sayJoint(each, 'correction')}</h4><p class="prose">${correction[each]}</p>`}</div>`,
  )}</div></section>`
}

function releasedSection(look: Look, { signatures }: ReleasedDocument): Html {
  const { lang } = look
  return html`<section aria-labelledby="released"><h2 id="released">${sayJoint(lang, 'released')}</h2><ul class="plain">${signatures.map(({ office, keyid }) => html`<li>✓ ${sayJoint(lang, 'signedBy', { office: officeShort(look, office), key: keyid })}</li>`)}</ul></section>`
}

function ownSection(look: Look, { own }: JointDetail): Html {
  const { lang } = look
  if (own === null) return html``
  return html`<section aria-labelledby="own"><h2 id="own">${sayJoint(lang, 'own')}</h2><p>${sayJoint(lang, 'preparedBy', { by: own.preparedBy })}</p>
${own.conditions.map((condition) => html`<p>${conditionText(look, condition)}</p>`)}
${own.drafts.length === 0 ? '' : html`<details><summary>${sayJoint(lang, 'own.drafts')}: ${own.drafts.map(({ order, command }) => `${command.kind} ${order}`).join(', ')}</summary><pre>${JSON.stringify(own.drafts, null, 2)}</pre></details>`}</section>`
}

function talk(look: Look, { talk: said }: JointDetail): Html {
  const { lang } = look
  const sealed = html`<span class="muted">${sayJoint(lang, 'sealed')}</span>`
  const who = (office: string, on: Parameters<typeof dateText>[1]) =>
    html`<strong>${officeShort(look, office)}</strong> <span class="muted">${dateText(lang, on)}</span>`
  const all = [
    ...said.objections.map(
      ({ office, on, version, objections }) =>
        html`<li>${who(office, on)} ${sayJoint(lang, 'objects', { version })}${objections === null ? html` ${sealed}` : html`<ul>${objections.map(({ finding, risk, change }) => html`<li>${finding === undefined ? '' : html`${sayJoint(lang, 'finding')} ${finding}. `}${risk === undefined ? '' : html`${sayJoint(lang, 'risk')}: ${risk}. `}${change === undefined ? '' : html`${sayJoint(lang, 'change')}: ${change}`}</li>`)}</ul>`}</li>`,
    ),
    ...said.questions.map(
      ({ office, on, question, text, answer }) =>
        html`<li>${who(office, on)} ${sayJoint(lang, 'asks', { question })}: ${text ?? sealed}${answer === null ? '' : html`<br>→ ${answer.text ?? sealed}`}</li>`,
    ),
    ...said.forwarded.map(
      ({ office, on, to, text }) =>
        html`<li>${who(office, on)} ${sayJoint(lang, 'forwards', { to: officeShort(look, to) })}: ${text ?? sealed}</li>`,
    ),
    ...said.split.map(
      ({ office, on, parts, texts }) =>
        html`<li>${who(office, on)} ${sayJoint(lang, 'splits')}<ul>${parts.map(({ part, to }, at) => html`<li>${part} → ${officeShort(look, to)}: ${texts?.parts[at]?.text ?? sealed}</li>`)}</ul></li>`,
    ),
    ...said.answers.map(
      ({ office, on, answer }) =>
        html`<li>${who(office, on)} ${sayJoint(lang, 'answered')}: ${answer === null ? sealed : html`<strong>${sayJointOf(lang, 'choice', answer.answer)}</strong> ${answer.text ?? ''}`}</li>`,
    ),
  ]
  return all.length === 0
    ? html``
    : html`<section aria-labelledby="talk"><h2 id="talk">${sayJoint(lang, 'talk')}</h2><ul>${all}</ul></section>`
}

function themesSection(look: Look, { themes }: JointDetail): Html {
  const { lang } = look
  const table = html`<table><caption class="hidden">${sayJoint(lang, 'themes')}</caption><tbody>${themes.map(
    ({
      theme,
      standing,
      terms,
    }) => html`<tr><th scope="row">${sayOf(lang, 'theme', theme)}<br><span class="muted">${sayJointOf(lang, 'theme', standing)}</span></th>
<td>${terms.map(({ office, order, term }) => html`<p class="line">${officeShort(look, office)} ${orderLink(order, term.id)} ${positionBadge(lang, term)} ${clockBadge(lang, term)}${term.due === null ? '' : html` <span class="muted">${dateText(lang, term.due.date)}</span>`}</p>`)}</td></tr>`,
  )}</tbody></table>`
  return html`<section aria-labelledby="themes"><h2 id="themes">${sayJoint(lang, 'themes')}</h2>${scrolling(sayJoint(lang, 'themes'), table)}</section>`
}

function history(look: Look, { history: entries }: JointDetail): Html {
  const { lang } = look
  return html`<table><caption class="hidden">${sayJoint(lang, 'history')}</caption><tbody>${entries.map(
    ({ office, kind, recordedAt, by, version, verifiedKey }) =>
      html`<tr><td>${instantText(recordedAt)}</td><th scope="row">${officeShort(look, office)}</th><td>${sayJointOf(lang, 'event', kind)}${by === null ? '' : html` <span class="muted">${by}</span>`}</td><td class="muted">${version} · ${say(lang, 'history.key', { key: verifiedKey })}</td></tr>`,
  )}</tbody></table>`
}

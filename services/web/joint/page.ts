// One joint action as this office sees it: the text, where every office stands on its own clock, what is lacking and why, what was said, who acted.

import { html } from 'hono/html'
import { numberIn } from '../../../shared/kernel/ids.ts'
import type { JointDetail, ReleasedDocument } from '../../../shared/contract/joint.schema.ts'
import type { LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'
import { layout } from '../kit/layout.ts'
import { datesInWords } from '../kit/problem.ts'
import { facts, section } from '../kit/section.ts'
import { whoOf } from '../kit/history.ts'
import { sharingSection } from '../kit/sharing.ts'
import { listTable } from '../kit/table.ts'
import { verifiedMark } from '../kit/verified.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import {
  clockBadge,
  dateText,
  durationText,
  localTime,
  officeShort,
  orderLink,
  positionBadge,
  zoneName,
} from '../kit/parts.ts'
import { changesSection } from './changes.ts'
import { atTheMoment } from './moment.ts'
import { ownSection, type DraftShown } from './own.ts'
import { whatNow } from './acts.ts'
import { refusalText, statusBadge, timeAt } from './parts.ts'
import { officesTable, phases } from './snapshot.ts'

/** What is looked up for the page besides the action itself. */
export interface JointPageData {
  readonly drafts: readonly DraftShown[]
  readonly matterTitle: string | null
  /** Who of this office has it, and the notes. */
  readonly desk: Html | ''
  /** Who confirmed which ledger so far. */
  readonly ledgers: readonly LedgerStanding[]
}

export function jointPage(
  page: PageContext,
  action: JointDetail,
  released: ReleasedDocument | undefined,
  { drafts, matterTitle, desk, ledgers }: JointPageData,
): Html {
  const { lang } = page
  const body = html`
<p class="line">${statusBadge(page, action.status)} <span class="muted">${label(lang, 'action', action.action)} · ${officeShort(page, action.proposer)} ${numberIn(action.joint)} · ${t(lang, 'version')} ${action.version}</span> <a href="#what">${t(lang, 'what')}</a></p>
${action.because === null ? '' : html`<p>${t(lang, 'because')}${colon(lang)} ${action.because}</p>`}
${action.ended?.reason == null ? '' : html`<p>${t(lang, 'reason')}${colon(lang)} ${action.ended.reason}</p>`}
${phases(page, action)}
${whatNow(page, action)}
${desk}
${atTheMoment(page, action)}
${jointFacts(page, action, matterTitle)}
${lackingList(page, action)}
${section('offices', t(lang, 'offices'), officesTable(page, action))}
${earliest(page, action)}
${documentSection(page, action)}
${changesSection(page, action)}
${released === undefined ? '' : releasedSection(page, released)}
${talk(page, action)}
${ownSection(page, action, drafts)}`
  const more = html`${action.themes.length === 0 ? '' : themesSection(page, action)}
${section('history', t(lang, 'history'), historyTable(page, action, ledgers))}
${sharingSection(page, action.history)}`
  return layout(page, {
    title: action.title?.[lang] ?? action.joint,
    body,
    more,
  })
}

function jointFacts(page: PageContext, action: JointDetail, matterTitle: string | null): Html {
  const { lang } = page
  const { choices, matter, moment } = action
  const when =
    moment === null
      ? html`<span class="muted">${t(lang, 'moment.none')}</span>`
      : ownClock(page, moment)
  const rules = [
    t(lang, 'quorum', { votes: action.votes, quorum: choices.quorum }),
    `${t(lang, 'silence')}${colon(lang)} ${label(lang, 'choice', choices.silence)}`,
    `${t(lang, 'partition')}${colon(lang)} ${label(lang, 'choice', choices.partition)}`,
    `${t(lang, 'compensation')}${colon(lang)} ${label(lang, 'choice', choices.compensation)}`,
  ]
  return facts([
    [
      t(lang, 'proposer'),
      html`${officeShort(page, action.proposer)}, ${dateText(lang, action.proposedOn)}`,
    ],
    matter === null
      ? undefined
      : [
          t(lang, 'matter'),
          html`<a href="/matters/${encodeURIComponent(matter)}">${matterTitle ?? matter}</a>`,
        ],
    [t(lang, 'replyBy'), ownClock(page, action.replyBy)],
    [
      t(lang, 'moment'),
      html`${when}<br><span class="muted">${t(lang, 'window', { time: durationText(lang, choices.windowSeconds) })}</span>`,
    ],
    [t(lang, 'rules'), rules.join(' · '), 'wide'],
  ])
}

/** What the other offices' clocks show then stands in the table of the offices. */
function ownClock(page: PageContext, instant: string): Html {
  return html`${localTime(page, instant)} <span class="muted">(${zoneName(page.lang, page.api.office.zone)})</span>`
}

function lackingList(page: PageContext, { lacking, status }: JointDetail): Html {
  if (lacking.length === 0 || status === 'complete' || status === 'cancelled') return html``
  const tell = html`<strong>${t(page.lang, 'lacking')}</strong><ul class="plain">${lacking.map(({ office, why }) => html`<li>${officeShort(page, office)}${colon(page.lang)} ${label(page.lang, 'why', why)}</li>`)}</ul>`
  return html`<div class="notice">${tell}</div>`
}

function earliest(page: PageContext, { earliest: found, ended, released }: JointDetail): Html {
  const { lang } = page
  if (ended !== null || released !== null) return html``
  const said =
    found.state === 'at'
      ? html`<p>${t(lang, 'earliest.at', {
          at: timeAt(page, found.earliest, page.api.office.id),
        })}</p><ul>${found.steps.map(({ office, why, binding }) => html`<li>${binding ? html`<strong>${officeShort(page, office)}</strong>` : officeShort(page, office)}${colon(lang)} ${timeAt(page, found.earliest, office)}. <span class="muted">${datesInWords(lang, why[lang])}</span></li>`)}</ul>`
      : found.state === 'never'
        ? html`<p>${t(lang, 'earliest.never')}</p><ul>${found.because.map(({ office, reason }) => html`<li>${officeShort(page, office)}${colon(lang)} ${refusalText(page, reason)}</li>`)}</ul>`
        : html`<p>${t(lang, 'earliest.unknown', { offices: found.missing.map((office) => officeShort(page, office)).join(', ') })}</p>`
  return section('earliest', t(lang, 'earliest'), said)
}

function documentSection(page: PageContext, { document, unreadable }: JointDetail): Html {
  const { lang } = page
  if (document === null)
    return section(
      'text',
      t(lang, 'text'),
      html`<p class="empty">${t(lang, 'sealed')}${unreadable === null ? '' : html` <span class="muted" lang="en">${unreadable}</span>`}</p>`,
    )
  const { findings = [], correction } = document
  return section(
    'text',
    t(lang, 'text'),
    html`<div class="both">${(['en', 'fr'] as const).map(
      (
        each,
      ) => html`<div lang="${each}"><h3>${document.title[each]}</h3><p class="prose">${document.text[each]}</p>
${findings.length === 0 ? '' : html`<h4>${t(each, 'findings')}</h4><dl>${findings.map(({ id, text }) => html`<div><dt>${id}</dt><dd>${text[each]}</dd></div>`)}</dl>`}
${correction === undefined ? '' : html`<h4>${t(each, 'correction')}</h4><p class="prose">${correction[each]}</p>`}</div>`,
    )}</div>`,
  )
}

function releasedSection(page: PageContext, { signatures }: ReleasedDocument): Html {
  const { lang } = page
  return section(
    'released',
    t(lang, 'released'),
    html`<ul class="plain">${signatures.map(({ office, keyid }) => html`<li>✓ ${t(lang, 'signedBy', { office: officeShort(page, office) })} <code>${keyid}</code></li>`)}</ul>`,
  )
}

function talk(page: PageContext, { talk: said }: JointDetail): Html {
  const { lang } = page
  const sealed = html`<span class="muted">${t(lang, 'sealed')}</span>`
  const who = (office: string, on: Parameters<typeof dateText>[1]) =>
    html`<strong>${officeShort(page, office)}</strong> <span class="muted">${dateText(lang, on)}</span>`
  const all = [
    ...said.objections.map(
      ({ office, on, version, objections }) =>
        html`<li>${who(office, on)} ${t(lang, 'objects', { version })}${objections === null ? html` ${sealed}` : html`<ul>${objections.map(({ finding, risk, change }) => html`<li>${finding === undefined ? '' : html`${t(lang, 'finding')} ${finding}. `}${risk === undefined ? '' : html`${t(lang, 'risk')}${colon(lang)} ${risk}. `}${change === undefined ? '' : html`${t(lang, 'change')}${colon(lang)} ${change}`}</li>`)}</ul>`}</li>`,
    ),
    ...said.questions.map(
      ({ office, on, question, text, answer }) =>
        html`<li>${who(office, on)} ${t(lang, 'asks', { question })}${colon(lang)} ${text ?? sealed}${answer === null ? '' : html`<br>→ ${answer.text ?? sealed}`}</li>`,
    ),
    ...said.forwarded.map(
      ({ office, on, to, text }) =>
        html`<li>${who(office, on)} ${t(lang, 'forwards', { to: officeShort(page, to) })}${colon(lang)} ${text ?? sealed}</li>`,
    ),
    ...said.split.map(
      ({ office, on, parts, texts }) =>
        html`<li>${who(office, on)} ${t(lang, 'splits')}<ul>${parts.map(({ part, to }, at) => html`<li>${part} → ${officeShort(page, to)}${colon(lang)} ${texts?.parts[at]?.text ?? sealed}</li>`)}</ul></li>`,
    ),
    ...said.answers.map(
      ({ office, on, answer }) =>
        html`<li>${who(office, on)} ${t(lang, 'answered')}${colon(lang)} ${answer === null ? sealed : html`<strong>${label(lang, 'choice', answer.answer)}</strong> ${answer.text ?? ''}`}</li>`,
    ),
  ]
  return all.length === 0 ? html`` : section('talk', t(lang, 'talk'), html`<ul>${all}</ul>`)
}

function themesSection(page: PageContext, { themes }: JointDetail): Html {
  const { lang } = page
  const termLine = ({ office, order, term }: (typeof themes)[number]['terms'][number]) =>
    html`<p class="line">${officeShort(page, office)} ${orderLink(order, term.id)} ${positionBadge(lang, term)} ${clockBadge(lang, term)}${term.due === null ? '' : html` <span class="muted">${dateText(lang, term.due.date)}</span>`}</p>`
  const rows = themes.map(
    ({ theme, standing, terms }) =>
      [
        html`${label(lang, 'theme', theme)}<br><span class="muted">${label(lang, 'theme', standing)}</span>`,
        html`${terms.map(termLine)}`,
      ] as const,
  )
  return section(
    'themes',
    t(lang, 'themes'),
    listTable(t(lang, 'themes'), [t(lang, 'theme'), t(lang, 'col.terms')], rows),
  )
}

/** The legal date first: under a fast clock the time of recording says little. */
function historyTable(
  page: PageContext,
  { history: entries }: JointDetail,
  ledgers: readonly LedgerStanding[],
): Html {
  const { lang } = page
  const columns = (['col.date', 'col.office', 'col.what', 'col.who', 'col.recorded'] as const).map(
    (word) => t(lang, word),
  )
  const rows = entries.map(
    (entry) =>
      [
        dateText(lang, entry.on),
        officeShort(page, entry.office),
        label(lang, 'event', entry.kind),
        whoOf(page, entry),
        html`${localTime(page, entry.recordedAt)}${verifiedMark(page, ledgers, entry)}`,
      ] as const,
  )
  return listTable(t(lang, 'history'), columns, rows)
}

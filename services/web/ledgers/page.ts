// Ledgers: whether this office's own is the one it knows; of each, what is held here, what its office signed, and who confirmed it since when.

import { said } from '../../../shared/kernel/text.ts'
import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { LedgersView, LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { keyStateText, keyUseText } from '../../../shared/office/key-words.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { followerBadge, localTime, officeShort, quoted } from '../kit/parts.ts'
import { notice, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { t } from './words.ts'

export function ledgerPages(app: Hono, api: OfficeApi): void {
  app.get('/ledgers', async (c) => {
    const page = pageContext(api, c)
    return show(c, page, ledgersPage(page, await api.ledgers(page.actor)))
  })
}

function ledgersPage(page: PageContext, view: LedgersView): Html {
  const { own, ledgers } = view
  const { lang } = page
  const columns = (
    ['col.ledger', 'col.state', 'col.held', 'col.seen', 'col.confirmed'] as const
  ).map((word) => t(lang, word))
  const rows = ledgers.map(
    (standing) =>
      [
        officeShort(page, standing.office),
        followerBadge(page, standing),
        String(standing.held),
        standing.seen === null
          ? t(lang, 'seen.never')
          : html`${t(lang, 'seen.at', { n: standing.seen.size })} ${localTime(page, standing.seen.at)}`,
        confirmations(page, standing),
      ] as const,
  )
  const body = html`<p>${t(lang, 'ledgers.lead')}</p>
${section('own', t(lang, 'own.title'), html`${ownPart(page, own)}${barredPart(page, view)}${witnessPart(page, view)}`)}
${section(
  'all',
  t(lang, 'all.title'),
  html`${ledgers.map((standing) => stoppedPart(page, standing))}
${ledgers.map((standing) => successionPart(page, standing))}
${listTable(t(lang, 'all.title'), columns, rows)}
${ledgers.flatMap(({ office, decisions }) =>
  decisions.map(
    ({ office: decider, agreedSize, by, reason, at }) =>
      html`<p class="muted">${officeShort(page, office)}, ${localTime(page, at)}. ${officeShort(page, decider)}. ${t(lang, 'decided.by', { n: agreedSize, by, reason })}</p>`,
  ),
)}`,
)}
${section('keys', t(lang, 'keys.title'), keysPart(page, view))}`
  return layout(page, { title: t(lang, 'ledgers.title'), body })
}

function keysPart(page: PageContext, { keys }: LedgersView): Html {
  const { lang } = page
  const columns = (['col.office', 'col.key', 'col.use', 'col.state'] as const).map((word) =>
    t(lang, word),
  )
  const rows = keys.map((key) => {
    const state = keyStateText(key)[lang]
    const isDue = key.state === 'ends' || key.state === 'overdue'
    return [
      officeShort(page, key.office),
      html`<code>${key.name}</code>`,
      keyUseText(key.use)[lang],
      isDue ? html`<span class="alarm">${state}</span>` : state,
    ] as const
  })
  return html`<p>${t(lang, 'keys.lead')}</p>
${listTable(t(lang, 'keys.title'), columns, rows)}`
}

function ownPart({ lang }: PageContext, own: LedgersView['own']): Html {
  if (own.problem !== null) return notice(own.problem[lang])
  if (own.state === 'not-compared') return html`<p>${t(lang, 'own.not-compared')}</p>`
  const word = own.compared === 'full' ? 'own.intact.full' : 'own.intact.last'
  return html`<p>${t(lang, word, { n: own.length ?? 0 })}</p>`
}

/** Who takes more of this office's broker than a reader needs. */
function barredPart(page: PageContext, { barredReaders = [] }: LedgersView): Html {
  return html`${barredReaders.map(({ office, since, until, problem }) =>
    notice(
      html`<strong>${officeShort(page, office)}</strong> ${said(page.lang, problem)}. ${t(page.lang, 'barred.since')} ${localTime(page, since)}, ${t(page.lang, 'barred.until')} ${localTime(page, until)}.`,
    ),
  )}`
}

/** What is not as it should be with a witness, and the key that one is given. */
function witnessPart(page: PageContext, { witnessProblems, verifierKey }: LedgersView): Html {
  const { lang } = page
  return html`${witnessProblems.map(({ name, since, problem }) =>
    notice(
      html`<strong>${t(lang, 'witness.named', { name })}</strong> ${problem[lang]} ${t(lang, 'witness.since')} ${localTime(page, since)}.`,
    ),
  )}
<details><summary>${t(lang, 'witness.key')}</summary><p>${t(lang, 'witness.key.lead')}</p><p><code>${verifierKey}</code></p></details>`
}

function confirmations(page: PageContext, standing: LedgerStanding): Html {
  const { lang } = page
  const { confirmations: said, witnesses } = standing
  if (said.length + witnesses.length === 0)
    return html`<span class="muted">${t(lang, 'says.nobody')}</span>`
  return html`<ul class="plain">${said.map(
    ({ by, role, size, at, stale }) =>
      html`<li>${officeShort(page, by)} ${t(lang, role === 'mirror' ? 'says.mirror' : 'says.witness', { n: size })}${sinceWhen(page, stale, at)}</li>`,
  )}${witnesses.map(
    ({ by, size, at, stale }) =>
      html`<li>${t(lang, 'witness.named', { name: by })} ${t(lang, 'says.witness', { n: size })}${sinceWhen(page, stale, at)}</li>`,
  )}</ul>`
}

function sinceWhen(page: PageContext, stale: boolean, at: string): Html | '' {
  const { lang } = page
  return stale
    ? html`, <span class="alarm">${t(lang, 'says.stale')} ${localTime(page, at)}</span>`
    : ''
}

function stoppedPart(
  page: PageContext,
  { office, state, stopped, short }: LedgerStanding,
): Html | '' {
  const { lang } = page
  if (stopped !== null)
    return notice(
      html`<strong>${officeShort(page, office)}</strong>. ${withCommands(t(lang, 'stopped.fork', { n: stopped.agreedSize, office }))} ${localTime(page, stopped.since)}.`,
    )
  if (short !== undefined)
    return notice(html`<strong>${officeShort(page, office)}</strong>. ${short[lang]}.`)
  return state === 'stopped'
    ? notice(html`<strong>${officeShort(page, office)}</strong>. ${t(lang, 'stopped.read')}`)
    : ''
}

/** A lost ledger that goes on under another epoch: what goes on, what is lost, why, and who has accepted it. */
function successionPart(page: PageContext, { office, succession }: LedgerStanding): Html | '' {
  if (succession === null) return ''
  const { lang } = page
  const { state, size, known, reason, recordedAt, accepted, needed, holders, leftOut } = succession
  const waits = state === 'waits'
  const lost = known - size
  const body = html`<strong>${officeShort(page, office)}</strong>. ${t(lang, waits ? 'succession.waits' : 'succession.followed', { n: size })}${recordedAt === null ? '' : html` ${localTime(page, recordedAt)}`}.
${lost > 0 ? t(lang, 'succession.lost', { n: lost }) : t(lang, 'succession.nothing-lost')} ${t(lang, 'succession.reason', { reason: '' })}${quoted(reason)}
${waits && needed !== null && needed > 0 ? withCommands(t(lang, 'succession.needed', { n: needed, holders: holders.map((each) => officeShort(page, each)).join(', '), office })) : ''}${waits && needed === 0 ? withCommands(t(lang, 'succession.own', { office })) : ''}${leftOut > 0 ? ` ${t(lang, 'succession.left-out', { n: leftOut })}` : ''}
${accepted.length === 0 ? '' : html`<ul class="plain">${accepted.map((each) => html`<li>${officeShort(page, each.office)}, ${localTime(page, each.at)}. ${t(lang, 'succession.accepted-by', { by: each.by, reason: each.reason })}</li>`)}</ul>`}`
  return waits ? notice(body) : html`<div class="muted">${body}</div>`
}

/** What is typed at a terminal looks like it: everything else is said in names. */
function withCommands(text: string): Html {
  return html`${text.split(/[“”«»]/).map((part) => (/^\s*concert /.test(part) ? html`<code>${part.trim()}</code>` : part))}`
}

// Under what the events on a page are shared: by what law, with whom, for what, and whether they may be passed on.

import { html } from 'hono/html'
import {
  agreementText,
  groupBySharing,
  notSaid,
  onwardText,
  sectionText,
  shareClassText,
  withText,
  type SharingGroup,
} from '../../../shared/contract/sharing-words.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { SharedUnder, SharingTerms } from '../../../shared/kernel/shared-under.ts'
import type { PageContext } from './context.ts'
import type { Content, Html } from './html.ts'
import { mark, officeShort, plainDate, quoted, statuteName } from './parts.ts'
import { section } from './section.ts'
import { listTable } from './table.ts'
import { t } from './words.ts'

interface Entry {
  readonly office: string
  readonly on: LocalDate
  readonly sharedUnder: SharedUnder | null
}

/** `nothing` where there are no entries. Rows are as few as the law makes them, however many events there are. */
export function sharingSection(page: PageContext, entries: readonly Entry[]): Html | '' {
  const { lang } = page
  if (entries.length === 0) return ''
  const rows = groupBySharing(entries).flatMap((group) =>
    group.shared === undefined
      ? [unsaidRow(page, group)]
      : group.shared.terms.map((terms) =>
          termsRow(page, group, group.shared as SharedUnder, terms),
        ),
  )
  const columns = (
    ['sharing.what', 'sharing.basis', 'sharing.with', 'sharing.purpose', 'sharing.onward'] as const
  ).map((word) => t(lang, word))
  const whole = listTable(t(lang, 'sharing.caption'), columns, rows)
  const content =
    rows.length <= shownAtOnce
      ? whole
      : html`<details class="aside"><summary>${t(lang, 'sharing.more', { n: rows.length })}</summary>${whole}</details>`
  return section('sharing', t(lang, 'sharing.title'), content)
}

/** More than this stands folded: what many offices share of one matter is longer than the matter. */
const shownAtOnce = 4

type Row = readonly [head: Html, ...cells: Content[]]

function termsRow(
  page: PageContext,
  group: SharingGroup<Entry>,
  shared: SharedUnder,
  terms: SharingTerms,
): Row {
  const { lang } = page
  const nameOf = (id: string) => officeShort(page, id)
  const agreement = agreementText(lang, terms, nameOf)
  return [
    headOf(page, group, shareClassText(lang, shared)),
    html`${rules(page, terms.basis)}${agreement === '' ? '' : html`<br><span class="muted">${agreement}</span>`}`,
    withText(lang, terms, nameOf),
    terms.purpose[lang],
    html`${onwardText(lang, terms)} <span class="muted">(${rules(page, terms.onward.basis, terms.basis[0]?.statute)})</span>`,
  ]
}

function unsaidRow(page: PageContext, group: SharingGroup<Entry>): Row {
  return [headOf(page, group, t(page.lang, 'sharing.unsaid')), '–', '–', '–', notSaid[page.lang]]
}

/** Whose they are, how many, and of which days. */
function headOf(page: PageContext, { office, entries }: SharingGroup<Entry>, what: string): Html {
  const { lang } = page
  const days = entries.map(({ on }) => on).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  const when =
    first === undefined || last === undefined
      ? ''
      : first === last
        ? plainDate(lang, first)
        : t(lang, 'sharing.days', { from: plainDate(lang, first), to: plainDate(lang, last) })
  const count = t(lang, entries.length === 1 ? 'sharing.count.one' : 'sharing.count', {
    n: entries.length,
  })
  return html`${officeShort(page, office)}<br>${what}<br><span class="muted">${count}, ${when}</span>`
}

/** An agreement has a name in one language only. */
function asWritten(lang: Lang, name: string): Html {
  return lang === 'fr' ? quoted(name) : html`${name}`
}

/** Law by law, each named once; `under` is the law that is named beside it already. */
function rules(page: PageContext, basis: SharingTerms['basis'], under?: string): Html {
  const { lang } = page
  const laws = [...Map.groupBy(basis, ({ statute }) => statute)].map(([statute, found]) => {
    const sections = found.map(
      ({ section: where, confidence }) =>
        html`${asWritten(lang, sectionText(lang, where))} ${mark(lang, confidence)}`,
    )
    const name = statute === under ? '' : html`${asWritten(lang, statuteName(page, statute))}, `
    return html`${name}${sections.map((each, at) => (at === 0 ? each : html`, ${each}`))}`
  })
  return html`${laws.map((law, at) => (at === 0 ? law : html`; ${law}`))}`
}

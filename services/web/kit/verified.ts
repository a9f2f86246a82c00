// A mark that can be opened: who signed an entry, where it stands in its ledger, and who else holds or saw that ledger so far, and who not since when.

import { html } from 'hono/html'
import type { LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { localTime, officeShort } from './parts.ts'
import { t } from './words.ts'

/** An entry of a ledger, of whatever it tells. */
export interface LedgerEntry {
  /** The event's id, in which the ledger's epoch stands. */
  readonly id: string
  readonly office: OfficeId
  readonly sequence: number
  readonly version: number
  readonly verifiedKey: string
}

interface Said {
  readonly who: string
  readonly office?: OfficeId
  readonly says: 'holds' | 'saw' | 'upTo'
  readonly size: number
  readonly at: string
  readonly stale: boolean
}

/** Offices that confirmed a head of the entry's own ledger that covers it; its own office's word does not count. */
export function confirmedBy(ledgers: readonly LedgerStanding[], entry: LedgerEntry): OfficeId[] {
  return saidOf(ledgers, entry, String).flatMap(({ office, says }) =>
    office === undefined || says === 'upTo' ? [] : office,
  )
}

/** It names how many confirmed the entry; opened, it says who, and who has not. */
export function verifiedMark(
  page: PageContext,
  ledgers: readonly LedgerStanding[],
  entry: LedgerEntry,
): Html {
  const { lang } = page
  const { sequence, version, verifiedKey } = entry
  const said = saidOf(ledgers, entry, (id) => officeShort(page, id))
  const n = said.filter(({ says }) => says !== 'upTo').length
  const nobody = html`<li>${t(lang, 'verified.nobody')}</li>`
  return html`<details class="verified" id="${idOf(entry)}"><summary>${inShort(page, n)}</summary>
<ul class="plain"><li>${t(lang, 'history.key', { key: verifiedKey })}</li><li>${t(lang, 'history.entry', { sequence, version })}</li>${said.map((each) => saidLine(page, each))}${n === 0 ? nobody : ''}<li><a href="/ledgers">${t(lang, 'verified.all')}</a></li></ul></details>`
}

/** The same in a few words, where the whole mark stands on another page. */
export function verifiedLink(
  page: PageContext,
  ledgers: readonly LedgerStanding[],
  entry: LedgerEntry,
  path: string,
): Html {
  const n = saidOf(ledgers, entry, String).filter(({ says }) => says !== 'upTo').length
  return html`<br><a class="muted" href="${path}#${idOf(entry)}">${inShort(page, n)}</a>`
}

function inShort({ lang }: PageContext, n: number): string {
  return `✓ ${n === 0 ? t(lang, 'verified.alone') : t(lang, 'verified.by', { n })}`
}

function idOf({ office, sequence }: LedgerEntry): string {
  return `v-${office}-${sequence}`
}

function saidLine(page: PageContext, { who, says, size, at, stale }: Said): Html {
  const { lang } = page
  return html`<li>${t(lang, `verified.${says}`, { who, n: size })}${stale ? html`, <span class="alarm">${t(lang, 'verified.stale')} ${localTime(page, at)}</span>` : ''}</li>`
}

/** What was recorded before a ledger was lost goes on in its successor, and whoever confirms that confirms it too. */
function isIn({ epoch, succession }: LedgerStanding, id: string, sequence: number): boolean {
  return (
    id.includes(`/${epoch}/`) || (succession?.state === 'followed' && sequence <= succession.size)
  )
}

/** The best that each said of the entry: that it holds it, that it saw it, or how far it went otherwise. */
function saidOf(
  ledgers: readonly LedgerStanding[],
  { id, office, sequence }: LedgerEntry,
  nameOf: (id: OfficeId) => string,
): Said[] {
  const own = ledgers.find((each) => each.office === office && isIn(each, id, sequence))
  const others = (own?.confirmations ?? []).filter(({ by }) => by !== office)
  const offices = [...Map.groupBy(others, ({ by }) => by)].flatMap(([by, words]): Said[] => {
    const covering = words.filter(({ size }) => size >= sequence)
    const best =
      covering.find(({ role }) => role === 'mirror') ??
      covering[0] ??
      words.toSorted((a, b) => b.size - a.size)[0]
    if (best === undefined) return []
    const { role, size, at, stale } = best
    const says = size < sequence ? 'upTo' : role === 'mirror' ? 'holds' : 'saw'
    return [{ who: nameOf(by), office: by, says, size, at, stale }]
  })
  const witnesses = (own?.witnesses ?? []).map(({ by: who, size, at, stale }): Said => ({
    who,
    says: size < sequence ? 'upTo' : 'saw',
    size,
    at,
    stale,
  }))
  return [...offices, ...witnesses]
}

// What every page says about this very moment: whether the own broker, Temporal and the other offices can be reached, since when, and what that means.

import { html } from 'hono/html'
import type { Reach } from '../../../shared/contract/reach.schema.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { localTime, officeShort } from './parts.ts'
import { t } from './words.ts'

/** Empty where all is well. */
export function stateOfNow(page: PageContext): Html {
  const { api, lang } = page
  const away = api.reach.filter(isAway)
  const own = away.find(({ office }) => office === api.office.id)
  const since = api.space.brokerStoresNothingSince
  const said = [
    own === undefined
      ? undefined
      : html`<strong>${t(lang, 'now.own')}</strong> ${sinceWhen(page, own)} ${t(lang, 'now.own.meaning')}`,
    since === null
      ? undefined
      : html`<strong>${t(lang, 'now.storesNothing')} ${localTime(page, since)}.</strong> ${t(lang, 'now.storesNothing.meaning')}`,
    api.space.isDiskShort
      ? html`<strong>${t(lang, 'now.diskShort')}</strong> ${t(lang, 'now.diskShort.meaning')}`
      : undefined,
    api.clocksUnwatchedSince === null
      ? undefined
      : html`<strong>${t(lang, 'clocks.unwatched')} ${localTime(page, api.clocksUnwatchedSince)}.</strong> ${t(lang, 'clocks.meaning')}`,
    ...away
      .filter((each) => each !== own)
      .map((each) =>
        each.maintenance === undefined
          ? html`<strong>${t(lang, 'now.peer', { office: officeShort(page, each.office) })}</strong> ${sinceWhen(page, each)} ${t(lang, 'now.peer.meaning')}`
          : html`${t(lang, 'now.maintenance', { office: officeShort(page, each.office) })} ${localTime(page, each.maintenance.until)}: ${each.maintenance.reason}. ${t(lang, 'now.peer.meaning')}`,
      ),
    api.clock.kind !== 'compressed'
      ? undefined
      : html`<strong>${t(lang, 'now.compressed', { rate: api.clock.rate.toLocaleString(`${lang}-CA`) })}</strong> ${t(lang, 'now.compressed.meaning')}`,
  ].filter((each) => each !== undefined)
  return said.length === 0
    ? html``
    : html`<ul class="notice plain now">${said.map((each) => html`<li>${each}</li>`)}</ul>`
}

export function isAway({ state }: Pick<Reach, 'state'>): boolean {
  return state === 'silent' || state === 'unreachable'
}

/** By the clock of this office: it is about the machines, not about the law. */
export function sinceWhen(page: PageContext, { lastHeard }: Pick<Reach, 'lastHeard'>): Html {
  return lastHeard === null
    ? html`${t(page.lang, 'now.neverHeard')}`
    : html`${t(page.lang, 'now.lastHeard')} ${localTime(page, lastHeard)}.`
}

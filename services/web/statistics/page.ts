// Statistics: ages, outcomes, time per step, and the load of each office, statute and year; as bars, as tables and as a file.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { orderStatusSchema } from '../../../shared/board/board.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import {
  ageBands,
  statisticsSteps,
  type Statistics,
  type StatisticsGroup,
} from '../../../shared/lists/statistics.schema.ts'
import { bars, type Bar } from '../kit/bars.ts'
import type { PageContext } from '../kit/context.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { answerCsv } from '../kit/csv.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { officeShort, plainDate } from '../kit/parts.ts'
import { empty, facts, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

export function statisticsPages(app: Hono, api: OfficeApi): void {
  app.get('/statistics', async (c) => {
    const page = pageContext(api, c)
    return show(c, page, statisticsPage(page, await api.statistics(page.actor)))
  })
  app.get('/statistics.csv', async (c) => {
    const page = pageContext(api, c)
    return answerCsv(c, 'statistics', csvOf(asRows(page, await api.statistics(page.actor))))
  })
}

const groupings = ['byOffice', 'byStatute', 'byYear'] as const
type Grouping = (typeof groupings)[number]

function statisticsPage(page: PageContext, found: Statistics): Html {
  const { lang } = page
  const { all } = found
  const title = t(lang, 'title')
  if (all.orders === 0) return layout(page, { title, body: empty(t(lang, 'none')) })
  const body = html`<p class="muted">${t(lang, 'explain', { date: plainDate(lang, found.asOf) })}</p>
${facts((['orders', 'open', 'overdue'] as const).map((name) => [t(lang, `total.${name}`), String(all[name])]))}
<p class="links"><a href="/statistics.csv?lang=${lang}">${t(lang, 'csv')}</a></p>
<div class="columns">
${section('ages', t(lang, 'ages'), bars(agesOf(page, all)))}
${section('outcomes', t(lang, 'outcomes'), bars(outcomesOf(page, all)))}
</div>
${section('steps', t(lang, 'steps'), stepTable(page, all))}
${groupings.map((grouping) => groupPart(page, grouping, found[grouping]))}`
  return layout(page, { title, body })
}

function agesOf({ lang }: PageContext, { ages }: StatisticsGroup): Bar[] {
  return ageBands.map((band) => ({ name: label(lang, 'age', band), value: ages[band] }))
}

function outcomesOf({ lang }: PageContext, { outcomes }: StatisticsGroup): Bar[] {
  return orderStatusSchema.options.flatMap((status) => {
    const value = outcomes[status] ?? 0
    return value === 0 ? [] : [{ name: label(lang, 'status', status), value }]
  })
}

function stepTable(page: PageContext, { steps }: StatisticsGroup): Html {
  const { lang } = page
  const title = t(lang, 'steps')
  return html`<p>${t(lang, 'step.median')}</p>
${bars(
  statisticsSteps.flatMap((step) => {
    const { median } = steps[step]
    return median === null ? [] : [{ name: label(lang, 'step', step), value: median }]
  }),
)}
${listTable(
  title,
  [
    t(lang, 'step.name'),
    ...(['count', 'median', 'p90'] as const).map((name) => ({
      label: t(lang, `step.${name}`),
      number: true,
    })),
  ],
  statisticsSteps.map((step) => {
    const { count, median, p90 } = steps[step]
    return [label(lang, 'step', step), number(count), number(median), number(p90)]
  }),
)}`
}

function number(value: number | null): string {
  return value === null ? '–' : String(value)
}

function groupPart(
  page: PageContext,
  grouping: Grouping,
  groups: readonly StatisticsGroup[],
): Html {
  const { lang } = page
  const title = t(lang, grouping)
  const heads = [
    ...(['orders', 'open', 'overdue'] as const).map((name) => t(lang, `total.${name}`)),
    ...(['served', 'ended', 'decided'] as const).map((step) => label(lang, 'step', step)),
  ]
  return section(
    grouping,
    title,
    html`<p>${t(lang, 'total.open')}</p>
${bars(groups.map((each) => ({ name: nameOf(page, grouping, each.key), value: each.open })))}
${listTable(
  title,
  [t(lang, `key.${grouping}`), ...heads.map((head) => ({ label: head, number: true }))],
  groups.map(({ key, orders, open, overdue, steps }) => [
    nameOf(page, grouping, key),
    ...[orders, open, overdue].map(number),
    ...(['served', 'ended', 'decided'] as const).map((step) => number(steps[step].median)),
  ]),
)}`,
  )
}

function nameOf(page: PageContext, grouping: Grouping, key: string): string {
  if (grouping === 'byOffice') return officeShort(page, key)
  if (grouping === 'byYear') return key
  return page.api.packOf(key, page.today)?.title[page.lang] ?? key
}

/** One row for each group, with everything that is counted. */
function asRows(page: PageContext, found: Statistics): (string | number)[][] {
  const { lang } = page
  const line = (group: string, name: string, each: StatisticsGroup) => [
    group,
    name,
    each.orders,
    each.open,
    each.overdue,
    ...ageBands.map((band) => each.ages[band]),
    ...orderStatusSchema.options.map((status) => each.outcomes[status] ?? 0),
    ...statisticsSteps.flatMap((step) => {
      const { count, median, p90 } = each.steps[step]
      return [count, median ?? '', p90 ?? '']
    }),
  ]
  return [
    [
      t(lang, 'csv.group'),
      t(lang, 'csv.key'),
      ...(['orders', 'open', 'overdue'] as const).map((name) => t(lang, `total.${name}`)),
      ...ageBands.map((band) => label(lang, 'age', band)),
      ...orderStatusSchema.options.map((status) => label(lang, 'status', status)),
      ...statisticsSteps.flatMap((step) =>
        (['count', 'median', 'p90'] as const).map(
          (name) => `${label(lang, 'step', step)}${colon(lang)} ${t(lang, `step.${name}`)}`,
        ),
      ),
    ],
    line(t(lang, 'key.all'), '', found.all),
    ...groupings.flatMap((grouping) =>
      found[grouping].map((each) =>
        line(t(lang, `key.${grouping}`), nameOf(page, grouping, each.key), each),
      ),
    ),
  ]
}

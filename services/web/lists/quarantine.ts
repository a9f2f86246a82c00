// What was set aside instead of stored, with its reason: whose ledger, since when.

import { html } from 'hono/html'
import type { QuarantineList } from '../../../shared/contract/lists.schema.ts'
import { quarantineOutcomes } from '../../../shared/contract/views.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { listTable } from '../kit/table.ts'
import { choiceFilter, findForm, officeChoices } from './find.ts'
import { label, t } from './words.ts'

export function quarantineForm(page: PageContext): Html {
  const { lang } = page
  return findForm(
    page,
    [
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      choiceFilter(
        page,
        'outcome',
        t(lang, 'find.outcome'),
        quarantineOutcomes.map((outcome) => [outcome, label(lang, 'quarantine', outcome)]),
      ),
    ],
    [],
  )
}

export function quarantineTable(page: PageContext, rows: QuarantineList['rows']): Html {
  const { lang } = page
  const columns = (
    [
      'find.office',
      'quarantine.message',
      'find.outcome',
      'quarantine.reason',
      'quarantine.received',
    ] as const
  ).map((word) => t(lang, word))
  return listTable(
    t(lang, 'quarantine.title'),
    columns,
    rows.map(
      (each) =>
        [
          officeShort(page, each.office),
          html`<code>${each.subject}</code>${each.sequence === null ? '' : html` <span class="muted">${each.sequence}</span>`}`,
          label(lang, 'quarantine', each.outcome),
          lang === 'fr' ? each.reasonFr : each.reason,
          localTime(page, each.receivedAt),
        ] as const,
    ),
  )
}

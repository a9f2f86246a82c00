// The rows of the lists for a spreadsheet: dates as ISO, numbers as numbers, words in the reader's language.

import type { DueRow, MatterRow, OrderRow } from '../../../shared/lists/rows.schema.ts'
import type { QuarantineList } from '../../../shared/contract/lists.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { officeShort } from '../kit/parts.ts'
import { label, t } from './words.ts'

type Rows = (string | number)[][]

export function orderCsv(page: PageContext, rows: readonly unknown[]): Rows {
  const { lang } = page
  return [
    heads(page, [
      'office',
      'order',
      'matter',
      'statute',
      'respondents',
      'status',
      'issued',
      'overdueSince',
      'next',
      'nextDate',
      'sure',
      'unserved',
      'inCourt',
      'routes',
    ]),
    ...(rows as readonly OrderRow[]).map((row) => [
      officeShort(page, row.office),
      row.order,
      row.matter,
      row.statute,
      row.respondents.join('; '),
      label(lang, 'status', row.status),
      row.issuedOn,
      row.overdue?.since ?? '',
      row.next === null ? '' : label(lang, 'deadline', row.next.deadline),
      row.next?.date ?? '',
      row.next?.confidence ?? '',
      row.unserved.join('; '),
      row.inCourt.map(({ id, forum }) => forum ?? id).join('; '),
      row.routes.map(({ name }) => name[lang]).join('; '),
    ]),
  ]
}

export function matterCsv(page: PageContext, rows: readonly unknown[]): Rows {
  const { lang } = page
  return [
    [
      ...heads(page, ['matter', 'title', 'respondents', 'office']),
      t(lang, 'matter.orders'),
      label(lang, 'open', '1'),
      ...heads(page, ['overdue', 'overdueSince', 'nextDate']),
      t(lang, 'matter.opened'),
    ],
    ...(rows as readonly MatterRow[]).map((row) => [
      row.matter,
      row.title?.[lang] ?? '',
      row.respondent ?? '',
      row.offices.map((office) => officeShort(page, office)).join('; '),
      row.orders.total,
      row.orders.open,
      row.orders.overdue,
      row.overdueSince ?? '',
      row.next?.date ?? '',
      row.openedOn ?? '',
    ]),
  ]
}

export function dueCsv(page: PageContext, rows: readonly unknown[]): Rows {
  const { lang } = page
  const yes = (value: boolean) => t(lang, value ? 'csv.yes' : 'csv.no')
  return [
    heads(page, [
      'date',
      'lenient',
      'sure',
      'next',
      'terms',
      'overdue',
      'stayed',
      'office',
      'order',
      'matter',
      'respondents',
    ]),
    ...(rows as readonly DueRow[]).map((row) => [
      row.date,
      row.lenientDate ?? '',
      row.confidence,
      `${label(lang, 'deadline', row.deadline)}${row.name === null ? '' : ` (${row.name})`}`,
      row.terms.join(' '),
      yes(row.overdue),
      yes(row.stayed),
      officeShort(page, row.office),
      row.order ?? '',
      row.matter,
      row.respondent,
    ]),
  ]
}

export function quarantineCsv(page: PageContext, rows: QuarantineList['rows']): Rows {
  const { lang } = page
  return [
    [
      ...heads(page, ['office']),
      t(lang, 'csv.sequence'),
      t(lang, 'quarantine.message'),
      t(lang, 'find.outcome'),
      'code',
      t(lang, 'quarantine.reason'),
      t(lang, 'quarantine.received'),
      'SHA-256',
    ],
    ...rows.map((row) => [
      row.office,
      row.sequence ?? '',
      row.subject,
      label(lang, 'quarantine', row.outcome),
      row.code,
      lang === 'fr' ? row.reasonFr : row.reason,
      row.receivedAt,
      row.hash,
    ]),
  ]
}

type Head = Parameters<typeof t>[1] extends infer W
  ? W extends `csv.${infer H}`
    ? H
    : never
  : never

function heads({ lang }: PageContext, names: readonly Head[]): string[] {
  return names.map((name) => t(lang, `csv.${name}`))
}

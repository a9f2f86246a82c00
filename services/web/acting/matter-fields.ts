// What each command in a matter asks a person for.

import type { PublicMatterCommand } from '../../../shared/contract/office-api.ts'
import { detailOf } from '../../../shared/contract/event-text.ts'
import { matterSaid } from '../../../shared/matter/matter.schema.ts'
import type { Field } from '../kit/fields.ts'
import type { Choice } from '../kit/form.ts'
import { officeShort, plainDate } from '../kit/parts.ts'
import {
  choicesOf,
  factFields,
  fieldsIn,
  nextId,
  slug,
  withRange,
  type MatterAbout,
  assessmentFields,
} from './about.ts'
import { dueField, reportFields, termOf, themesOf } from './issue-fields.ts'
import { numbered } from './order-fields.ts'
import { label, t } from './words.ts'

export type MatterActKind = PublicMatterCommand['kind']
type Entry = MatterAbout['own'][number]['event']
type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>

export function matterFields(kind: MatterActKind, about: MatterAbout): Field[] {
  const { first, last } = factFields(about.page)
  return [...ownFields(kind, about), first, last]
}

function ownFields(kind: MatterActKind, about: MatterAbout): Field[] {
  const { page, matter } = about
  const f = fieldsIn(page)
  const text = f.both('text', 'field.text', { required: true })
  switch (kind) {
    case 'opened':
      return [
        f.both('title', 'field.title', { required: true }),
        f.text('respondent.name', 'field.respondent', {
          required: true,
          value: matter.respondent?.name,
        }),
        f.choice(
          'respondent.kind',
          'field.party.kind',
          choicesOf(page, 'party', ['organization', 'individual']),
          { required: true, value: matter.respondent?.kind ?? 'organization' },
        ),
        f.text('file', 'field.file'),
      ]
    case 'investigation-opened':
    case 'findings-published':
      return [offices(about)]
    case 'recommendation-made':
    case 'recommendation-refused':
    case 'statement-made':
    case 'noted':
      return [text]
    case 'announced':
      return [
        f.checks(
          'orders',
          'field.orders',
          matter.orderViews.map(({ order, office }): Choice => [
            order,
            `${officeShort(page, office)} ${order.slice(order.indexOf(':') + 1)}`,
          ]),
        ),
      ]
    case 'joint-action':
      return [
        f.text('actionKind', 'field.actionKind', { required: true }),
        offices(about),
        f.text('action', 'field.action', {
          required: true,
          value: nextId(
            'JA',
            own(about, 'joint-action').map(({ action }) => action),
          ),
          hint: 'hint.action',
        }),
      ]
    case 'disposition':
      return [
        f.choice(
          'of',
          'field.disposition',
          choicesOf(page, 'disposition', matterSaid.disposition.of.options),
          { required: true },
        ),
        f.both('text', 'field.text.more'),
      ]
    case 'reopened':
      return [f.area('reason', 'field.reason', { required: true })]
    case 'notice-of-intention':
      return [
        f.date('replyBy', 'field.replyBy', { required: true }),
        f.both('text', 'field.text.more'),
        kept(
          'notice',
          nextId(
            'N',
            own(about, 'notice-of-intention').map(({ notice }) => notice),
          ),
        ),
      ]
    case 'report-sent':
      return [
        f.choice('to', 'field.sentTo', choicesOf(page, 'sent', ['complainant', 'respondent']), {
          required: true,
        }),
      ]
    case 'recorded-in-error':
      return [
        f.choice('fact', 'field.fact', strikable(about), { required: true, hint: 'hint.fact' }),
        f.area('reason', 'field.reason', { required: true }),
      ]
    case 'court-application':
    case 'court-decided':
      return courtFields(kind, about)
    case 'commitment-made':
    case 'compliance-reported':
    case 'compliance-assessed':
      return commitmentFields(kind, about)
  }
}

function courtFields(kind: 'court-application' | 'court-decided', about: MatterAbout): Field[] {
  const { page, pack, which } = about
  const f = fieldsIn(page)
  const applications = own(about, 'court-application')
  if (kind === 'court-decided')
    return [
      f.choice(
        'application',
        'field.application',
        applications.map(({ application, section, forum }): Choice => [
          application,
          `${application} · ${t(page.lang, 'why.section', { section })}, ${forum}`,
        ]),
        { required: true, value: applications.at(-1)?.application },
      ),
      f.text('outcome', 'field.outcome.words', { required: true }),
      f.text('citation', 'field.citation', { required: true }),
      f.text('then', 'field.then.words'),
      f.yesNo('byConsent', 'field.byConsent'),
    ]
  const [section, by] = (which ?? '').split(' ')
  const sections = [...new Set((pack?.applications ?? []).map((each) => each.section))]
  return [
    f.text('section', 'field.section', { required: true, value: section, suggestions: sections }),
    f.text('forum', 'field.forum', { required: true }),
    f.choice(
      'by',
      'field.applicant',
      choicesOf(page, 'applicant', ['office', 'complainant', 'respondent']),
      { required: true, value: by },
    ),
    kept(
      'application',
      nextId(
        'A',
        applications.map(({ application }) => application),
      ),
    ),
  ]
}

function commitmentFields(
  kind: 'commitment-made' | 'compliance-reported' | 'compliance-assessed',
  about: MatterAbout,
): Field[] {
  const { page, matter } = about
  const { lang } = page
  const f = fieldsIn(page)
  const made = own(about, 'commitment-made')
  if (kind === 'commitment-made')
    return [
      f.choice(
        'instrument',
        'field.commitment.as',
        choicesOf(page, 'commitment', ['compliance-agreement', 'undertaking']),
      ),
      {
        kind: 'many',
        name: 'terms',
        label: (at) => t(lang, 'promise', { n: at }),
        add: t(lang, 'promise.add'),
        least: 1,
        entry: (prefix, at) => [
          f.both(`${prefix}.text`, 'field.promise', { required: true }),
          f.text(`${prefix}.theme`, 'field.theme', {
            required: true,
            hint: 'hint.theme',
            suggestions: [...themesOf(lang, matter.orderViews).keys()],
          }),
          dueField(lang, `${prefix}.due`, false),
          {
            kind: 'folded',
            label: t(lang, 'fold.report', { n: at + 1 }),
            fields: reportFields(lang, f, `${prefix}.report`),
          },
        ],
      },
      kept(
        'commitment',
        nextId(
          'E',
          made.map(({ commitment }) => commitment),
        ),
      ),
    ]
  const which = f.choice(
    'commitment',
    'field.commitment',
    made.map(({ commitment, terms }): Choice => [
      commitment,
      `${commitment} · ${terms.map((term) => term.text[lang]).join('; ')}`,
    ]),
    { required: true, value: made.at(-1)?.commitment },
  )
  // Terms are told apart within one commitment; where there are several, a decision on some of them names the commitment first.
  const terms =
    made.length === 1
      ? [
          f.checks(
            'terms',
            'field.promises',
            (made[0]?.terms ?? []).map(({ id, text }): Choice => [id, `${id} · ${text[lang]}`]),
            'promises.all',
          ),
        ]
      : []
  return kind === 'compliance-reported'
    ? [
        which,
        f.choice('outcome', 'field.claim', choicesOf(page, 'outcome', ['complied', 'partial']), {
          required: true,
        }),
        ...terms,
      ]
    : [which, ...assessmentFields(page), ...terms]
}

export function finishMatter(
  kind: MatterActKind,
  { matter, page }: MatterAbout,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const read = withRange(input)
  switch (kind) {
    case 'recorded-in-error':
      return { ...read, ...numbered(read, 'fact') }
    case 'opened': {
      const respondent = { ...(read['respondent'] as { name?: string; kind?: string } | undefined) }
      const own = respondent.name === matter.respondent?.name ? matter.respondent?.id : undefined
      return {
        ...read,
        respondent: { id: own ?? (slug(respondent.name ?? '') || 'respondent'), ...respondent },
      }
    }
    case 'commitment-made': {
      const terms = Array.isArray(read['terms']) ? read['terms'] : []
      const themes = themesOf(page.lang, matter.orderViews)
      return {
        ...read,
        terms: terms.map((term, at) => termOf(term, `T${at + 1}`, () => undefined, themes)),
      }
    }
    case 'court-application': {
      // The office itself is who speaks where nobody else is named.
      const { by, ...rest } = read
      return by === undefined || by === 'office' ? rest : { ...rest, by }
    }
    default:
      return read
  }
}

function offices({ page }: MatterAbout): Field {
  const { api, lang } = page
  return {
    ...fieldsIn(page).checks(
      'offices',
      'field.offices',
      api.directory.offices.map(({ id, short }): Choice => [id, short[lang]]),
    ),
    value: api.office.id,
  } as Field
}

function own<K extends Entry['kind']>({ own: entries }: MatterAbout, kind: K): EntryOf<K>[] {
  return entries.flatMap(({ event }) => (event.kind === kind ? [event as EntryOf<K>] : []))
}

function kept(name: string, value: string): Field {
  return { kind: 'kept', name, value }
}

/** The newest first; not the opening, and nothing that was struck out. */
function strikable({ own: entries, page }: MatterAbout): Choice[] {
  const struck = new Set(
    entries.flatMap(({ event }) => (event.kind === 'recorded-in-error' ? [event.fact] : [])),
  )
  return entries
    .filter(
      ({ version, event }) =>
        event.kind !== 'opened' && event.kind !== 'recorded-in-error' && !struck.has(version),
    )
    .toSorted((a, b) => b.version - a.version)
    .map(({ version, on, event }) => [
      String(version),
      `${plainDate(page.lang, on)} · ${label(page.lang, 'event', event.kind)} · ${detailOf(page.lang, event, (id) => officeShort(page, id))}`,
    ])
}

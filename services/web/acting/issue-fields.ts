// What an order asks for when it is issued: its number and law, whom it binds, what each term demands and by when.

import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import type { Field } from '../kit/fields.ts'
import { entriesOf, type Values } from '../kit/fields.ts'
import type { Choice } from '../kit/form.ts'
import { statuteName } from '../kit/parts.ts'
import { choicesOf, factFields, fieldsIn, slug, withRange, type MatterAbout } from './about.ts'
import { label, t } from './words.ts'

export function issueFields(about: MatterAbout, values: Values | undefined): Field[] {
  const { page, matter, pack } = about
  const { api, lang, asOf } = page
  const f = fieldsIn(page)
  const { first, last } = factFields(page)
  const { respondent } = matter
  const binding = (pack?.instruments ?? []).filter(
    ({ binding: binds, inForce }) =>
      binds && (inForce?.from ?? '') <= asOf && (inForce?.to ?? '9999') >= asOf,
  )
  return [
    f.text('number', 'field.number', { required: true, hint: 'hint.number' }),
    first,
    f.choice(
      'statute',
      'field.statute',
      api.office.statutes.map((id): Choice => [id, statuteName(page, id)]),
      { required: true, value: api.office.statutes[0] },
    ),
    ...(binding.length < 2
      ? []
      : [
          f.choice(
            'instrument',
            'field.instrument',
            binding.map(({ id, name }): Choice => [id, name[lang]]),
          ),
        ]),
    {
      kind: 'many',
      name: 'parties',
      label: (at) => t(lang, 'respondent', { n: at }),
      add: t(lang, 'respondent.add'),
      least: 1,
      entry: (prefix, at) => [
        f.text(`${prefix}.name`, 'field.party.name', {
          required: true,
          value: at === 0 ? respondent?.name : undefined,
        }),
        f.choice(`${prefix}.kind`, 'field.party.kind', partyKinds(about), {
          required: true,
          value: at === 0 ? (respondent?.kind ?? 'organization') : 'organization',
        }),
      ],
    },
    {
      kind: 'many',
      name: 'terms',
      label: (at) => t(lang, 'term', { n: at }),
      add: t(lang, 'term.add'),
      least: 1,
      entry: (prefix, at) => termFields(about, prefix, at, values),
    },
    {
      kind: 'folded',
      label: t(lang, 'fold.copies'),
      fields: [
        {
          kind: 'many',
          name: 'otherParties',
          label: (at) => t(lang, 'copied', { n: at }),
          add: t(lang, 'copied.add'),
          least: 1,
          entry: (prefix) => [
            f.text(`${prefix}.name`, 'field.party.name', { required: true }),
            f.choice(`${prefix}.kind`, 'field.party.kind', partyKinds(about), {
              required: true,
              value: 'individual',
            }),
          ],
        },
      ],
    },
    {
      kind: 'folded',
      label: t(lang, 'fold.follows'),
      fields: [
        f.choice(
          'follows.order',
          'field.follows',
          matter.orderViews
            .filter(({ office }) => office === api.office.id)
            .map(({ order }): Choice => [order, order.slice(order.indexOf(':') + 1)]),
        ),
        f.choice(
          'follows.as',
          'field.follows.as',
          choicesOf(page, 'follows', ['reissue', 'supplement', 'reconsideration']),
        ),
      ],
    },
    last,
  ]
}

function partyKinds({ page }: MatterAbout): Choice[] {
  return choicesOf(page, 'party', ['organization', 'individual'])
}

function termFields(
  { page, matter }: MatterAbout,
  prefix: string,
  at: number,
  values: Values | undefined,
): Field[] {
  const { lang } = page
  const f = fieldsIn(page)
  const respondents = entriesOf({ name: 'parties', least: 1 }, values)
  const themes = [
    ...new Set(matter.orderViews.flatMap(({ terms }) => terms.map(({ theme }) => theme))),
  ]
  return [
    f.both(`${prefix}.text`, 'field.term.text', { required: true }),
    f.text(`${prefix}.theme`, 'field.theme', {
      required: true,
      hint: 'hint.theme',
      suggestions: themes.map((theme) => label(lang, 'theme', theme)),
    }),
    f.choice(
      `${prefix}.kind`,
      'field.term.kind',
      choicesOf(page, 'kind', ['prohibition', 'mandate']),
      { required: true },
    ),
    f.choice(
      `${prefix}.effort`,
      'field.effort',
      choicesOf(page, 'effort', ['absolute', 'best-efforts']),
      { required: true, value: 'absolute' },
    ),
    { ...dueField(page.lang, `${prefix}.due`), hint: t(lang, 'hint.due') },
    ...(respondents < 2
      ? []
      : [
          f.checks(
            `${prefix}.respondents`,
            'field.term.respondents',
            Array.from({ length: respondents }, (_, n): Choice => [
              String(n),
              values?.get(`parties.${n}.name`)?.[0] || t(lang, 'respondent', { n: n + 1 }),
            ]),
            'respondents.all',
          ),
        ]),
    {
      kind: 'folded',
      label: t(lang, 'fold.report', { n: at + 1 }),
      fields: reportFields(lang, f, `${prefix}.report`),
    },
  ]
}

/** The order's own time for a term. */
export function dueField(
  lang: 'en' | 'fr',
  name: string,
  appeal = true,
): Extract<Field, { kind: 'either' }> {
  return {
    kind: 'either',
    name,
    label: t(lang, 'field.due'),
    options: [
      { id: 'days', label: t(lang, 'due.days'), kind: 'whole', make: (days) => ({ days }) },
      { id: 'months', label: t(lang, 'due.months'), kind: 'whole', make: (months) => ({ months }) },
      { id: 'on', label: t(lang, 'due.on'), kind: 'date', make: (on) => ({ on }) },
      ...(appeal
        ? [
            {
              id: 'appeal',
              label: t(lang, 'due.appeal'),
              kind: 'whole' as const,
              make: (days: unknown) => ({ days, from: 'appeal-period' }),
            },
          ]
        : []),
    ],
  }
}

export function reportFields(
  lang: 'en' | 'fr',
  f: ReturnType<typeof fieldsIn>,
  name: string,
): Field[] {
  return [
    { ...dueField(lang, `${name}.first`, false), label: t(lang, 'field.report.first') },
    {
      kind: 'either',
      name: `${name}.every`,
      label: t(lang, 'field.report.every'),
      options: [
        { id: 'days', label: t(lang, 'every.days'), kind: 'whole', make: (days) => ({ days }) },
        {
          id: 'months',
          label: t(lang, 'every.months'),
          kind: 'whole',
          make: (months) => ({ months }),
        },
      ],
    },
    f.date(`${name}.until`, 'field.report.until'),
  ]
}

/** The command of what was read: ids for parties and terms, which nobody should have to think of. */
export function finishIssue(
  { matter, page }: MatterAbout,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { number: _, parties, otherParties, terms, ...rest } = withRange(input)
  const taken: string[] = []
  const known = matter.respondent
  const party = (value: unknown) => {
    const { name, ...more } = record(value)
    const own = known !== null && name === known.name ? known.id : undefined
    const base = own ?? (slug(String(name ?? '')) || 'party')
    const id = unique(base, taken)
    taken.push(id)
    return { id, ...(name === undefined ? {} : { name }), ...more }
  }
  const bound = list(parties).map(party)
  const [respondent, ...respondents] = bound
  return {
    ...rest,
    matter: matter.matter,
    ...(respondent === undefined ? {} : { respondent }),
    ...(respondents.length === 0 ? {} : { respondents }),
    ...(otherParties === undefined ? {} : { otherParties: list(otherParties).map(party) }),
    terms: list(terms).map((term, at) =>
      termOf(term, `T${at + 1}`, (n) => bound[n]?.id, themesOf(page.lang, matter.orderViews)),
    ),
  }
}

export function termOf(
  value: unknown,
  id: string,
  partyAt: (n: number) => string | undefined,
  themes: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const { theme, respondents, ...term } = record(value)
  return {
    id,
    ...term,
    ...(typeof theme === 'string' ? { theme: themes.get(theme) ?? (slug(theme) || theme) } : {}),
    ...(respondents === undefined
      ? {}
      : { respondents: list(respondents).flatMap((n) => partyAt(Number(n)) ?? []) }),
  }
}

/** The themes that other orders of the matter have, by the words that are suggested for them. */
export function themesOf(
  lang: 'en' | 'fr',
  orders: readonly { readonly terms: readonly { readonly theme: string }[] }[],
): Map<string, string> {
  return new Map(
    orders.flatMap(({ terms }) => terms.map(({ theme }) => [label(lang, 'theme', theme), theme])),
  )
}

/** The order that the form is about to make: `number` as it was typed. */
export function newOrderRef({ page }: MatterAbout, number: unknown): AggregateRef {
  return { office: page.api.office.id, kind: 'order', id: String(number ?? '') }
}

function unique(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base
  for (let at = 2; ; at += 1) if (!taken.includes(`${base}-${at}`)) return `${base}-${at}`
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

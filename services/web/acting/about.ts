// What a form is made for: the order or the matter that it is about, the law, who asks; and the fields that every fact has.

import type { MatterDetail, OrderDetail } from '../../../shared/contract/views.schema.ts'
import { respondentsOf } from '../../../shared/order/state.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Field } from '../kit/fields.ts'
import type { Choice } from '../kit/form.ts'
import { partiesOf } from '../kit/names.ts'
import { plainDate } from '../kit/parts.ts'
import { label, t, type ActingWord } from './words.ts'

export interface OrderAbout {
  readonly page: PageContext
  readonly order: OrderDetail
  readonly pack: Pack | undefined
  /** The route, the action or whoever acts, where the address names one. */
  readonly which: string | undefined
}

export interface MatterAbout {
  readonly page: PageContext
  readonly matter: MatterDetail
  /** What this office itself recorded in it. */
  readonly own: MatterDetail['entries']
  /** The law that this office acts under today. */
  readonly pack: Pack | undefined
  readonly which: string | undefined
}

export function aboutMatter(
  page: PageContext,
  matter: MatterDetail,
  which: string | undefined,
): MatterAbout {
  const { api, today } = page
  return {
    page,
    matter,
    own: matter.entries
      .filter(({ office }) => office === api.office.id)
      .toSorted((a, b) => a.version - b.version),
    pack: api.packOf(api.office.statutes[0] ?? '', today),
    which,
  }
}

interface More {
  readonly required?: boolean
  readonly value?: string | undefined
  readonly hint?: ActingWord
}

/** The fields of a form in the words of its language. */
export function fieldsIn({ lang }: PageContext) {
  const named = (name: string, word: ActingWord, { hint, ...more }: More = {}) => ({
    name,
    label: t(lang, word),
    ...more,
    ...(hint === undefined ? {} : { hint: t(lang, hint) }),
  })
  return {
    text: (
      name: string,
      word: ActingWord,
      more: More & { suggestions?: string[] } = {},
    ): Field => ({
      kind: 'text',
      ...named(name, word, more),
    }),
    area: (name: string, word: ActingWord, more?: More): Field => ({
      kind: 'area',
      ...named(name, word, more),
    }),
    date: (name: string, word: ActingWord, more?: More): Field => ({
      kind: 'date',
      ...named(name, word, more),
    }),
    amount: (name: string, word: ActingWord, more?: More): Field => ({
      kind: 'amount',
      ...named(name, word, more),
    }),
    both: (name: string, word: ActingWord, more?: More): Field => ({
      kind: 'both',
      ...named(name, word, more),
    }),
    yesNo: (name: string, word: ActingWord, more?: More): Field => ({
      kind: 'yes-no',
      ...named(name, word, more),
    }),
    choice: (
      name: string,
      word: ActingWord,
      choices: readonly Choice[],
      more?: More,
    ): Extract<Field, { kind: 'choice' }> => ({
      kind: 'choice',
      ...named(name, word, more),
      choices,
    }),
    orOther: (name: string, word: ActingWord, choices: readonly Choice[], more?: More): Field => ({
      kind: 'or-other',
      ...named(name, word, more),
      choices,
    }),
    checks: (
      name: string,
      word: ActingWord,
      choices: readonly Choice[],
      none?: ActingWord,
    ): Field => ({
      kind: 'checks',
      ...named(name, word),
      choices,
      ...(none === undefined
        ? {}
        : {
            none: t(lang, none),
            nothing: t(lang, none === 'terms.challenged' ? 'all.challenged' : 'all'),
          }),
    }),
  }
}

/** `hand`, `mail` … with the words of a group of the vocabulary. */
export function choicesOf(
  { lang }: PageContext,
  group: Parameters<typeof label>[1],
  values: readonly string[],
): Choice[] {
  return values.map((value) => [value, label(lang, group, value)])
}

/** When it happened, and how that is known: of every fact. */
export function factFields(page: PageContext): { readonly first: Field; readonly last: Field } {
  const f = fieldsIn(page)
  const { actor, lang, today } = page
  const by = actor.kind === 'local' && actor.name !== 'page' ? actor.name : undefined
  return {
    first: f.date('on', 'field.on', { required: true, value: today, hint: 'hint.on' }),
    last: {
      kind: 'folded',
      label: t(lang, 'fold.known'),
      fields: [
        f.text('by', 'field.by', { value: by, hint: 'hint.by' }),
        f.choice('confidence', 'field.confidence', choicesOf(page, 'sure', ['V', 'S', 'D', 'M'])),
        f.text('source', 'field.source', { hint: 'hint.source' }),
        f.date('between.first', 'field.between.first', { hint: 'hint.between' }),
        f.date('between.last', 'field.between.last'),
      ],
    },
  }
}

/** The range of an assumed date as the command has it. */
export function withRange(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { between, ...rest } = input
  if (typeof between !== 'object' || between === null) return rest
  const { first, last } = between as { first?: unknown; last?: unknown }
  return { ...rest, between: [first, last] }
}

export function partyChoices({ order, page }: OrderAbout, who: 'all' | 'bound'): Choice[] {
  const bound = respondentsOf(order.state)
  return partiesOf(order)
    .filter(({ id }) => who === 'all' || bound.includes(id))
    .map(({ id, name }) => {
      const copy = order.state.copies.find(({ party }) => party === id)
      return [
        id,
        who === 'all' && copy !== undefined
          ? t(page.lang, 'choice.served', { name, date: plainDate(page.lang, copy.on) })
          : name,
      ]
    })
}

/** The terms that still bind, with their words. */
export function termChoices({ order, page }: OrderAbout): Choice[] {
  return order.view.terms
    .filter(({ ended }) => ended?.how !== 'withdrawn')
    .map(({ id, text }) => [id, `${id} · ${text[page.lang]}`])
}

/** `C3`, where C1 and C2 are taken. */
export function nextId(prefix: string, taken: readonly string[]): string {
  for (let at = taken.length + 1; ; at += 1)
    if (!taken.includes(`${prefix}${at}`)) return `${prefix}${at}`
}

/** An id made of words that a person typed: `Delete the images` becomes `delete-the-images`. */
export function slug(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
}

/** The office's own finding on compliance, of an order or of a commitment. */
export function assessmentFields(page: PageContext): Field[] {
  const f = fieldsIn(page)
  return [
    f.choice(
      'finding',
      'field.finding',
      choicesOf(page, 'finding', ['accepted', 'partly', 'not-accepted']),
      { required: true },
    ),
    f.orOther(
      'basis',
      'field.basis',
      choicesOf(page, 'basis', ['review', 'report', 'audit', 'inspection']),
      { required: true },
    ),
  ]
}

// Makes of what was posted the command that it means, by the paths that the fields are named after, and finds the field of a path again.

import { instantOf } from '../../../shared/calendar/zone.ts'
import { parseDate, type Instant } from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import {
  entriesOf,
  hasContent,
  leavesOf,
  lowered,
  missing,
  one,
  type Field,
  type FieldError,
  type Many,
  type Named,
  type Values,
} from './fields.ts'
import { t } from './words.ts'

export interface ReadForm {
  readonly input: Readonly<Record<string, unknown>>
  readonly errors: readonly FieldError[]
  /** The field that a path of the command came from; undefined where none did. */
  readonly fieldAt: (path: string) => FoundField | undefined
  /** The names of all fields, as they stand on the page. */
  readonly names: readonly string[]
}

export function readFields(lang: Lang, fields: readonly Field[], values: Values): ReadForm {
  const errors: FieldError[] = []
  const places = new Map<string, string>()
  const input = readInto(lang, fields, values, { errors, places })
  const named = namedFields(lang, fields, values)
  const names = named.map(({ name }) => name)
  return { input, errors, fieldAt: finder(named, places), names }
}

export interface FoundField extends Pick<Named, 'name' | 'label'> {
  readonly kind: Field['kind']
}

interface Reading {
  readonly errors: FieldError[]
  /** `terms.0` of the command is `terms.2` of the form, where empty entries were left out. */
  readonly places: Map<string, string>
}

function readInto(
  lang: Lang,
  fields: readonly Field[],
  values: Values,
  reading: Reading,
  prefix = '',
): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const field of fields) {
    if (field.kind === 'folded') {
      for (const [name, value] of Object.entries(
        readInto(lang, field.fields, values, reading, prefix),
      ))
        input[name] =
          isRecord(value) && isRecord(input[name]) ? { ...input[name], ...value } : value
      continue
    }
    const value =
      field.kind === 'many'
        ? readMany(lang, field, values, reading, prefix)
        : readField(lang, field, values, reading)
    if (value !== undefined) put(input, field.name.slice(prefix.length).split('.'), value)
  }
  return input
}

function readMany(
  lang: Lang,
  field: Many,
  values: Values,
  reading: Reading,
  prefix: string,
): unknown[] | undefined {
  const entries: unknown[] = []
  for (let at = 0; at < entriesOf(field, values); at += 1) {
    const place = `${field.name}.${at}`
    const own = field.entry(place, at)
    if (!hasContent(own, values)) continue
    reading.places.set(`${field.name.slice(prefix.length)}.${entries.length}`, place)
    entries.push(readInto(lang, own, values, reading, `${place}.`))
  }
  return entries.length === 0 ? undefined : entries
}

function readField(
  lang: Lang,
  field: Exclude<Field, { kind: 'folded' | 'many' }>,
  values: Values,
  reading: Reading,
): unknown {
  const text = one(values, field.name).trim()
  switch (field.kind) {
    case 'checks': {
      const all = values.get(field.name) ?? []
      return all.length === 0 ? undefined : all
    }
    case 'both': {
      const [en, fr] = (['en', 'fr'] as const).map((each) =>
        one(values, `${field.name}.${each}`).trim(),
      )
      return en === '' && fr === ''
        ? undefined
        : { ...(en === '' ? {} : { en }), ...(fr === '' ? {} : { fr }) }
    }
    case 'moment': {
      if (text === '') return undefined
      const instant = momentIn(text, field.zone)
      if (instant === undefined)
        reading.errors.push({
          name: field.name,
          words: t(lang, 'errors.moment', { field: field.label, zone: field.zone }),
        })
      return instant
    }
    case 'yes-no':
      return text === '' ? undefined : text === 'yes'
    case 'whole':
    case 'amount':
      return text === '' ? undefined : (numberIn(text) ?? text)
    case 'or-other': {
      const words = one(values, `${field.name}.other`).trim()
      if (text !== 'other') return text === '' ? undefined : text
      if (words === '')
        reading.errors.push({
          name: `${field.name}.other`,
          words: missing(lang, {
            kind: 'text',
            name: '',
            label: t(lang, 'field.other.words', { field: lowered(field.label) }),
          }),
        })
      return { other: words === '' ? '–' : words }
    }
    case 'either': {
      const option = field.options.find(({ id }) => id === text)
      if (option === undefined) return undefined
      const name = `${field.name}.${option.id}`
      const raw = one(values, name).trim()
      if (raw === '') {
        reading.errors.push({ name, words: missing(lang, { ...option, name }) })
        return undefined
      }
      return option.make(option.kind === 'whole' ? (numberIn(raw) ?? raw) : raw)
    }
    default:
      return text === '' ? undefined : text
  }
}

/** `2021-12-14T18:00` by the clock of `zone`; undefined where no clock there ever shows it. */
export function momentIn(text: string, zone: string): Instant | undefined {
  const local = text.slice(0, 16)
  return /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(local) &&
    parseDate(local.slice(0, 10)) !== undefined
    ? instantOf(local, zone)
    : undefined
}

/** `60 000,50`, `60,000.50` and `$60000`. */
function numberIn(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f$]/g, '')
  const english = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain
  return /^-?\d+([.,]\d+)?$/.test(english) ? Number(english.replace(',', '.')) : undefined
}

function put(input: Record<string, unknown>, [head = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    input[head] = value
    return
  }
  const inner = isRecord(input[head]) ? input[head] : {}
  input[head] = inner
  put(inner, rest, value)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function namedFields(lang: Lang, fields: readonly Field[], values: Values): FoundField[] {
  return leavesOf(fields, values).flatMap((field): FoundField[] => {
    switch (field.kind) {
      case 'folded':
      case 'kept':
        return []
      case 'many':
        return [{ kind: field.kind, name: field.name, label: field.label(1) }]
      case 'both':
        return (['en', 'fr'] as const).map((each) => ({
          kind: 'area',
          name: `${field.name}.${each}`,
          label: `${field.label}, ${lowered(t(lang, `field.${each}`))}`,
        }))
      default:
        return [field]
    }
  })
}

function finder(named: readonly FoundField[], places: ReadonlyMap<string, string>) {
  return (path: string): FoundField | undefined => {
    const [from, to] = [...places].find(([key]) => path === key || path.startsWith(`${key}.`)) ?? []
    const wanted = from === undefined ? path : `${to}${path.slice(from.length)}`
    return (
      named.find(({ name }) => name === wanted) ??
      named
        .filter(({ name }) => wanted.startsWith(`${name}.`) || name.startsWith(`${wanted}.`))
        .toSorted((a, b) => b.name.length - a.name.length)[0]
    )
  }
}

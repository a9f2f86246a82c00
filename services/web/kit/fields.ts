// The fields of a form that works without script: what they are, and what was posted in them. They are drawn, read back, and told in words by the files beside this one.
// A field's name is its path in the command; what is wrong with the command comes back to the field by that path.

import type { Instant } from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Choice } from './form.ts'
import { t } from './words.ts'

export interface Named {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly required?: boolean | undefined
  /** What stands there before anybody typed. */
  readonly value?: string | undefined
}

export type Field =
  | (Named & { readonly kind: 'text'; readonly suggestions?: readonly string[] })
  | (Named & { readonly kind: 'area' | 'date' | 'amount' | 'whole' })
  /** A local time by the clock of one office; the command has the instant. `clocks`: what every office's clock shows then. */
  | (Named & {
      readonly kind: 'moment'
      readonly zone: string
      readonly office: string
      readonly clocks: (instant: Instant) => string
    })
  /** One text in both languages. */
  | (Named & { readonly kind: 'both' })
  | (Named & { readonly kind: 'choice'; readonly choices: readonly Choice[] })
  | (Named & { readonly kind: 'yes-no' })
  /** Several of a list; `none` says what to tick for all, and `nothing` what was meant where nothing is ticked. */
  | (Named & {
      readonly kind: 'checks'
      readonly choices: readonly Choice[]
      readonly none?: string
      readonly nothing?: string
    })
  /** One of a closed list, or other words. */
  | (Named & { readonly kind: 'or-other'; readonly choices: readonly Choice[] })
  /** One of several ways to say something, each with its own field. */
  | (Named & { readonly kind: 'either'; readonly options: readonly EitherOption[] })
  /** As many entries as are needed. */
  | Many
  /** Fields that few need. */
  | { readonly kind: 'folded'; readonly label: string; readonly fields: readonly Field[] }
  /** Kept from page to page, not shown. */
  | { readonly kind: 'kept'; readonly name: string; readonly value: string }

export interface EitherOption {
  readonly id: string
  readonly label: string
  readonly kind: 'whole' | 'date' | 'choice'
  readonly choices?: readonly Choice[]
  /** What of it goes into the command. */
  readonly make: (value: unknown) => unknown
}

export interface Many {
  readonly kind: 'many'
  readonly name: string
  readonly label: (at: number) => string
  readonly add: string
  readonly least: number
  readonly entry: (prefix: string, at: number) => readonly Field[]
}

/** What was posted; several values where several boxes of one name are ticked. */
export type Values = ReadonlyMap<string, readonly string[]>

export interface FieldError {
  /** Of the field; empty where it is about the whole. */
  readonly name: string
  readonly words: string
}

/** What a person may post besides the fields, under names that no command has: which button was pressed, and how many entries there are. */
export const stepName = 'button'
export const countName = (name: string): string => `${name}#count`

export function valuesOf(form: URLSearchParams): Values {
  const values = new Map<string, string[]>()
  // Browsers send line breaks as CR LF; the rest of the program knows LF.
  for (const [name, value] of form)
    values.set(name, [...(values.get(name) ?? []), value.replaceAll('\r\n', '\n')])
  return values
}

/** A field that was not there when the form was posted, of an entry just added, begins as in a new form. */
export function one(values: Values | undefined, name: string, fallback = ''): string {
  return values?.get(name)?.[0] ?? fallback
}

export function entriesOf(field: Pick<Many, 'name' | 'least'>, values: Values | undefined): number {
  const count = Number(values?.get(countName(field.name))?.[0] ?? field.least)
  return Number.isInteger(count) && count >= 0 && count <= maxEntries ? count : field.least
}

/** More entries than this are better sent as a file, by the command line or the API. */
const maxEntries = 50

/** One more entry of a list, where its button was pressed. */
export function withOneMore(values: Values, fields: readonly Field[]): Values | undefined {
  const [verb, name] = one(values, stepName).split(' ')
  const field = leavesOf(fields, values).find((each) => each.kind === 'many' && each.name === name)
  if (verb !== 'add' || field?.kind !== 'many') return undefined
  return new Map([...values, [countName(field.name), [String(entriesOf(field, values) + 1)]]])
}

/** Whether somebody typed or ticked something: what is only chosen from a list does not make an entry. */
export function hasContent(fields: readonly Field[], values: Values | undefined): boolean {
  if (values === undefined) return false
  return leavesOf(fields, values).some((field) => {
    switch (field.kind) {
      case 'kept':
      case 'choice':
      case 'yes-no':
      case 'many':
      case 'folded':
      case 'or-other':
        return false
      case 'both':
        return (['en', 'fr'] as const).some(
          (each) => one(values, `${field.name}.${each}`).trim() !== '',
        )
      default:
        return (values.get(field.name) ?? []).some((value) => value.trim() !== '')
    }
  })
}

/** Every field that there is, those of entries and folds among them. */
export function leavesOf(fields: readonly Field[], values: Values | undefined): Field[] {
  return fields.flatMap((field): Field[] => {
    if (field.kind === 'folded') return leavesOf(field.fields, values)
    if (field.kind !== 'many') return [field]
    const entries = Array.from({ length: entriesOf(field, values) }, (_, at) =>
      leavesOf(field.entry(`${field.name}.${at}`, at), values),
    )
    return [field, ...entries.flat()]
  })
}

/** `Enter the court`: what to do, where nothing was typed. */
export function missing(
  lang: Lang,
  { kind, label }: { readonly kind?: string; readonly name?: string; readonly label: string },
): string {
  const word =
    kind === 'choice' || kind === 'yes-no' || kind === 'or-other' || kind === 'checks'
      ? 'errors.choose'
      : 'errors.enter'
  return t(lang, word, { field: lowered(label) })
}

/** A label within a sentence; a proper name or an abbreviation keeps its capital. */
export function lowered(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1)
}

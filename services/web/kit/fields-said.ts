// Tells in words what a form says, before it is signed: field by field, as a person reads it.

import { html } from 'hono/html'
import { dateText } from '../../../shared/contract/event-text.ts'
import { parseDate } from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { entriesOf, hasContent, one, type Field, type Values } from './fields.ts'
import { momentIn } from './fields-read.ts'
import type { Choice } from './form.ts'
import type { Content, Html } from './html.ts'
import { colon, t } from './words.ts'

export type Said = readonly [label: string, value: Content]

/** What the form says, field by field, as a person reads it; what was left empty is left out. */
export function said(lang: Lang, fields: readonly Field[], values: Values): Said[] {
  return fields.flatMap((field): Said[] => {
    switch (field.kind) {
      case 'kept':
        return []
      case 'folded':
        return said(lang, field.fields, values)
      case 'many':
        return Array.from({ length: entriesOf(field, values) }, (_, at) => at).flatMap(
          (at): Said[] => {
            const own = field.entry(`${field.name}.${at}`, at)
            return hasContent(own, values)
              ? [[field.label(at + 1), saidList(lang, said(lang, own, values))]]
              : []
          },
        )
      default: {
        const value = saidOne(lang, field, values)
        return value === undefined ? [] : [[field.label, value]]
      }
    }
  })
}

function saidList(lang: Lang, list: readonly Said[]): Html {
  return html`<ul class="plain">${list.map(([label, value]) => html`<li><span class="muted">${label}${colon(lang)}</span> ${value}</li>`)}</ul>`
}

function saidOne(
  lang: Lang,
  field: Exclude<Field, { kind: 'kept' | 'folded' | 'many' }>,
  values: Values,
): Content | undefined {
  const text = one(values, field.name).trim()
  const shown = (choices: readonly Choice[], value: string) =>
    choices.find(([each]) => each === value)?.[1] ?? value
  switch (field.kind) {
    case 'both':
      return html`${(['en', 'fr'] as const).map((each) => {
        const own = one(values, `${field.name}.${each}`).trim()
        return own === '' ? '' : html`<span class="said" lang="${each}">${own}</span>`
      })}`
    case 'checks': {
      const all = values.get(field.name) ?? []
      return all.length === 0
        ? field.nothing
        : all.map((value) => shown(field.choices, value)).join('; ')
    }
    case 'yes-no':
      return text === '' ? undefined : t(lang, text === 'yes' ? 'field.yes' : 'field.no')
    case 'choice':
      return text === '' ? undefined : shown(field.choices, text)
    case 'or-other':
      if (text === 'other') return one(values, `${field.name}.other`).trim()
      return text === '' ? undefined : shown(field.choices, text)
    case 'either': {
      const option = field.options.find(({ id }) => id === text)
      if (option === undefined) return undefined
      const raw = one(values, `${field.name}.${option.id}`).trim()
      const value = option.kind === 'choice' ? shown(option.choices ?? [], raw) : dayOr(lang, raw)
      return `${option.label}${colon(lang)} ${value}`
    }
    case 'date':
      return text === '' ? undefined : dayOr(lang, text)
    case 'moment': {
      const instant = text === '' ? undefined : momentIn(text, field.zone)
      return instant === undefined ? undefined : field.clocks(instant)
    }
    default:
      return text === '' ? undefined : html`<span class="said">${text}</span>`
  }
}

function dayOr(lang: Lang, text: string): string {
  const date = parseDate(text)
  return date === undefined ? text : dateText(lang, date)
}

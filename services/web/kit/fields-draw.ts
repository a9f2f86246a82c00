// Draws the fields of a form, with what was typed and what is wrong at each. Everything works without script.

import { html } from 'hono/html'
import type { Lang } from '../../../shared/kernel/text.ts'
import {
  countName,
  entriesOf,
  hasContent,
  leavesOf,
  lowered,
  one,
  stepName,
  type Field,
  type FieldError,
  type Many,
  type Named,
  type Values,
} from './fields.ts'
import type { Choice } from './form.ts'
import type { Html } from './html.ts'
import { t } from './words.ts'

export interface Drawn {
  readonly lang: Lang
  /** Absent: the form is new. */
  readonly values?: Values | undefined
  readonly errors?: readonly FieldError[]
}

export function drawFields(fields: readonly Field[], drawn: Drawn): Html {
  return html`${fields.map((field) => drawField(field, drawn))}`
}

export function idOf(name: string): string {
  return `f-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

function drawField(field: Field, drawn: Drawn): Html {
  const { lang, values } = drawn
  switch (field.kind) {
    case 'kept':
      return html`<input type="hidden" name="${field.name}" value="${values?.get(field.name)?.[0] ?? field.value}">`
    case 'folded': {
      const open = hasContent(field.fields, values) || hasError(field.fields, drawn)
      return html`<details class="aside"${open ? html` open` : ''}><summary>${field.label}</summary><div class="inner">${drawFields(field.fields, drawn)}</div></details>`
    }
    case 'many':
      return drawMany(field, drawn)
    case 'checks':
    case 'either':
      return drawSet(field, drawn)
    case 'both':
      return html`<fieldset class="both-languages" id="${idOf(field.name)}"><legend>${field.label}${optionalMark(field, lang)}</legend>${hintOf(field)}<div class="both">${(
        ['en', 'fr'] as const
      ).map((each) =>
        drawInput(
          {
            kind: 'area',
            name: `${field.name}.${each}`,
            label: t(lang, `field.${each}`),
            required: true,
          },
          drawn,
          each,
        ),
      )}</div></fieldset>`
    case 'or-other':
      return html`${drawInput({ ...field, kind: 'choice', choices: [...field.choices, ['other', t(lang, 'field.other')]] }, drawn)}${drawInput({ kind: 'text', name: `${field.name}.other`, label: t(lang, 'field.other.words', { field: lowered(field.label) }) }, drawn)}`
    default:
      return drawInput(field, drawn)
  }
}

type Input = Extract<
  Field,
  { kind: 'text' | 'area' | 'date' | 'moment' | 'amount' | 'whole' | 'choice' | 'yes-no' }
>

function drawInput(field: Input, { lang, values, errors = [] }: Drawn, written?: Lang): Html {
  const { name, label, required = false } = field
  const id = idOf(name)
  const error = errors.find((each) => each.name === name)
  const described = [
    ...(field.hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ].join(' ')
  const value = one(values, name, field.value)
  const attributes = html`id="${id}" name="${name}"${written === undefined ? '' : html` lang="${written}"`}${described === '' ? '' : html` aria-describedby="${described}"`}${error === undefined ? '' : html` aria-invalid="true"`}${required ? html` aria-required="true"` : ''}`
  const control = (): Html => {
    switch (field.kind) {
      case 'area':
        return html`<textarea ${attributes} rows="3">${value}</textarea>`
      case 'date':
        return html`<input type="date" ${attributes} value="${value}">`
      case 'moment':
        // The script has this office tell what every clock shows then; the check page tells it without.
        return html`<input type="datetime-local" ${attributes} value="${value}" data-office="${field.office}"><small class="clocks" aria-live="polite"></small>`
      case 'whole':
      case 'amount':
        return html`<input ${attributes} value="${value}" inputmode="${field.kind === 'whole' ? 'numeric' : 'decimal'}" autocomplete="off">`
      case 'choice':
      case 'yes-no': {
        const choices: readonly Choice[] =
          field.kind === 'choice'
            ? field.choices
            : [
                ['yes', t(lang, 'field.yes')],
                ['no', t(lang, 'field.no')],
              ]
        return html`<select ${attributes}><option value="">${t(lang, required ? 'field.choose' : 'field.unsaid')}</option>${choices.map(([each, shown]) => html`<option value="${each}"${each === value ? html` selected` : ''}>${shown}</option>`)}</select>`
      }
      case 'text':
        return html`<input ${attributes} value="${value}" autocomplete="off"${field.suggestions === undefined ? '' : html` list="${id}-list"`}>${field.suggestions === undefined ? '' : html`<datalist id="${id}-list">${field.suggestions.map((each) => html`<option value="${each}"></option>`)}</datalist>`}`
    }
  }
  return html`<div class="field${error === undefined ? '' : ' wrong'}"><label for="${id}">${label}${optionalMark(field, lang)}</label>${hintOf(field)}${errorOf(id, error)}${control()}</div>`
}

function drawSet(field: Extract<Field, { kind: 'checks' | 'either' }>, drawn: Drawn): Html {
  const { lang, values, errors = [] } = drawn
  const { name, label } = field
  const id = idOf(name)
  const error = errors.find((each) => each.name === name)
  const described = error === undefined ? '' : html` aria-describedby="${id}-error"`
  const body =
    field.kind === 'checks'
      ? html`${field.none === undefined ? '' : html`<p class="hint">${field.none}</p>`}${field.choices.map(
          ([value, shown], at) =>
            html`<label class="check"><input type="checkbox" id="${id}-${at}" name="${name}" value="${value}"${(values === undefined ? (field.value ?? '').split(' ') : (values.get(name) ?? [])).includes(value) ? html` checked` : ''}> <span>${shown}</span></label>`,
        )}`
      : html`${[{ id: '', label: t(lang, 'field.unsaid') }, ...field.options].map(
          (option, at) =>
            html`<div class="either"><label class="check"><input type="radio" id="${id}-${at}" name="${name}" value="${option.id}"${one(values, name, field.value) === option.id ? html` checked` : ''}> <span>${option.label}</span></label>${'kind' in option ? drawInput({ kind: option.kind, name: `${name}.${option.id}`, label: option.label, required: true, choices: option.choices ?? [] }, drawn) : ''}</div>`,
        )}`
  return html`<fieldset id="${id}" tabindex="-1"${described}${error === undefined ? '' : html` class="wrong"`}><legend>${label}${optionalMark(field, lang)}</legend>${hintOf(field)}${errorOf(id, error)}${body}</fieldset>`
}

function drawMany(field: Many, drawn: Drawn): Html {
  const { values, errors = [] } = drawn
  const count = entriesOf(field, values)
  const error = errors.find((each) => each.name === field.name)
  return html`<div class="many" id="${idOf(field.name)}" tabindex="-1"><input type="hidden" name="${countName(field.name)}" value="${count}">${errorOf(idOf(field.name), error)}${Array.from(
    { length: count },
    (_, at) =>
      html`<fieldset class="entry"><legend>${field.label(at + 1)}</legend>${drawFields(field.entry(`${field.name}.${at}`, at), drawn)}</fieldset>`,
  )}<p><button name="${stepName}" value="add ${field.name}">${field.add}</button></p></div>`
}

function hintOf(field: Named): Html | '' {
  return field.hint === undefined
    ? ''
    : html`<p class="hint" id="${idOf(field.name)}-hint">${field.hint}</p>`
}

function errorOf(id: string, error: FieldError | undefined): Html | '' {
  return error === undefined ? '' : html`<p class="error" id="${id}-error">${error.words}</p>`
}

function optionalMark(field: Named, lang: Lang): Html | '' {
  return field.required === true || 'none' in field
    ? ''
    : html` <span class="muted">${t(lang, 'field.optional')}</span>`
}

/** What is wrong, above the form, each with a link to its field; it takes the focus. */
export function errorSummary(lang: Lang, errors: readonly FieldError[]): Html | '' {
  if (errors.length === 0) return ''
  return html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus>
<h2 id="errors-title">${t(lang, errors.length === 1 ? 'errors.one' : 'errors.title')}</h2>
<ul>${errors.map(({ name, words }) => html`<li>${name === '' ? words : html`<a href="#${idOf(name)}">${words}</a>`}</li>`)}</ul></div>`
}

/** Everything that was posted, for the next page of the same form. */
export function keptValues(values: Values): Html {
  return html`${[...values].flatMap(([name, all]) => (name === stepName ? [] : all.map((value) => html`<input type="hidden" name="${name}" value="${value}">`)))}`
}

function hasError(fields: readonly Field[], { errors = [], values }: Drawn): boolean {
  const names = leavesOf(fields, values).flatMap((field) => ('name' in field ? [field.name] : []))
  return errors.some(({ name }) => names.some((own) => name === own || name.startsWith(`${own}.`)))
}

// The plain fields of small forms: filters, roles, tokens. Forms that record facts are described by `fields.ts`.

import { html } from 'hono/html'
import type { Html } from './html.ts'

export interface FieldOptions {
  readonly required?: boolean
  readonly value?: string
}

export function textField(
  label: string,
  name: string,
  { required = false, value = '' }: FieldOptions = {},
): Html {
  return html`<label>${label}<input name="${name}" value="${value}" ${required ? 'required' : ''}></label>`
}

export function dateField(
  label: string,
  name: string,
  { required = false, value = '' }: FieldOptions = {},
): Html {
  return html`<label>${label} <input type="date" name="${name}" value="${value}" ${required ? 'required' : ''}></label>`
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

export interface NumberOptions {
  readonly min?: number
  readonly max: number
  readonly value?: number | undefined
}

export function numberField(
  label: string,
  name: string,
  { min = 1, max, value }: NumberOptions,
): Html {
  return html`<label>${label}<input type="number" name="${name}" min="${min}" max="${max}" value="${value ?? ''}"></label>`
}

export type Choice = readonly [value: string, label: string]

export interface ChoiceOptions {
  readonly chosen?: string | undefined
  /** Else nothing may be chosen too. */
  readonly required?: boolean
}

export function choiceField(
  label: string,
  name: string,
  choices: readonly Choice[],
  { chosen, required = true }: ChoiceOptions = {},
): Html {
  return html`<label>${label}<select name="${name}" ${required ? 'required' : ''}>${required ? '' : html`<option value=""></option>`}${choices.map(([value, shown]) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${shown}</option>`)}</select></label>`
}

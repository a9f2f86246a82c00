// The fields that forms are made of. A field's name is its path in the command that the form sends;
// `data-as` says what the script makes of its value.

import { html } from 'hono/html'
import type { Text } from '../../../shared/kernel/text.ts'
import type { Content, Html } from './html.ts'

export interface TextOptions {
  readonly required?: boolean
  /** Of the whole value, as browsers take it: with the `v` flag, under which `-` in a class is escaped. */
  readonly pattern?: string
  readonly as?: string
  readonly value?: string
  /** What stands before the value in the command, such as the office of an order. */
  readonly prefix?: string
  readonly hint?: string
}

export function textField(
  label: string,
  name: string,
  { required = false, pattern, as = 'text', value = '', prefix, hint }: TextOptions = {},
): Html {
  return html`<label>${label}<input name="${name}" value="${value}" ${required ? 'required' : ''} ${pattern === undefined ? '' : html`pattern="${pattern}"`} data-as="${as}" ${prefix === undefined ? '' : html`data-prefix="${prefix}"`} ${hint === undefined ? '' : html`placeholder="${hint}"`}></label>`
}

export function areaField(label: string, name: string, value = '', required = false): Html {
  return html`<label>${label}<textarea name="${name}" rows="3" ${required ? 'required' : ''}>${value}</textarea></label>`
}

export function dateField(
  label: string,
  name: string,
  { required = false, value = '' }: { readonly required?: boolean; readonly value?: string } = {},
): Html {
  return html`<label>${label} <input type="date" name="${name}" value="${value}" ${required ? 'required' : ''}></label>`
}

export function hidden(name: string, value: string, as = 'text'): Html {
  return html`<input type="hidden" name="${name}" value="${value}" data-as="${as}">`
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
  return html`<label>${label}<input type="number" name="${name}" min="${min}" max="${max}" value="${value ?? ''}" data-as="number"></label>`
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

/** The same text in both languages; `labels` names each. */
export function bilingualField(
  labels: Text,
  name: string,
  value: Text | undefined,
  required = false,
): Html {
  return html`<div class="both">${(['en', 'fr'] as const).map((each) => html`<label>${labels[each]}<textarea name="${name}.${each}" lang="${each}" rows="3" ${required ? 'required' : ''}>${value?.[each] ?? ''}</textarea></label>`)}</div>`
}

export function checkboxes(
  legend: string,
  name: string,
  choices: readonly Choice[],
  chosen: readonly string[] = [],
): Html {
  return html`<fieldset><legend>${legend}</legend>${choices.map(([value, label]) => html`<label class="check"><input type="checkbox" name="${name}" value="${value}" data-as="list" ${chosen.includes(value) ? 'checked' : ''}>${label}</label>`)}</fieldset>`
}

/** Fields that count only where the box is ticked. */
export function optional(label: string, included: boolean, fields: Content): Html {
  return html`<fieldset data-optional><legend><label class="check"><input type="checkbox" data-include ${included ? 'checked' : ''}>${label}</label></legend>${fields}</fieldset>`
}

/** Fields that few need, folded away. */
export function aside(label: string, fields: Content, open = false): Html {
  return html`<details class="aside" ${open ? 'open' : ''}><summary>${label}</summary><div class="inner">${fields}</div></details>`
}

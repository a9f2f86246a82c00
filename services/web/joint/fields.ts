// The fields that forms of joint actions are made of. A field's name is its path in the command; `data-as` says what the script makes of its value.

import { html } from 'hono/html'
import type { Instant } from '../../../shared/kernel/date.ts'
import { wallClock } from '../../../shared/calendar/zone.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { sayJoint, type JointWord } from './words.ts'
import type { Html, Look } from '../kit/parts.ts'

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

export function text(
  look: Look,
  name: string,
  word: JointWord,
  { required = false, pattern, as = 'text', value = '', prefix, hint }: TextOptions = {},
): Html {
  return html`<label>${sayJoint(look.lang, word)}<input name="${name}" value="${value}" ${required ? 'required' : ''} ${pattern === undefined ? '' : html`pattern="${pattern}"`} data-as="${as}" ${prefix === undefined ? '' : html`data-prefix="${prefix}"`} ${hint === undefined ? '' : html`placeholder="${hint}"`}></label>`
}

/** `J26-01`, and other local ids. */
export const numberPattern = '[A-Za-z0-9][A-Za-z0-9\\-]{0,23}'
export const idPattern = '[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}'

export function area(
  look: Look,
  name: string,
  word: JointWord,
  value = '',
  required = false,
): Html {
  return html`<label>${sayJoint(look.lang, word)}<textarea name="${name}" rows="3" ${required ? 'required' : ''}>${value}</textarea></label>`
}

export function hidden(name: string, value: string, as = 'text'): Html {
  return html`<input type="hidden" name="${name}" value="${value}" data-as="${as}">`
}

export function wholeNumber(
  look: Look,
  name: string,
  word: JointWord,
  {
    min = 1,
    max,
    value,
  }: { readonly min?: number; readonly max: number; readonly value?: number | undefined },
): Html {
  return html`<label>${sayJoint(look.lang, word)}<input type="number" name="${name}" min="${min}" max="${max}" value="${value ?? ''}" data-as="number"></label>`
}

export function choice(
  look: Look,
  name: string,
  word: JointWord,
  options: readonly (readonly [value: string, label: string])[],
  {
    chosen,
    required = true,
  }: { readonly chosen?: string | undefined; readonly required?: boolean } = {},
): Html {
  return html`<label>${sayJoint(look.lang, word)}<select name="${name}" ${required ? 'required' : ''}>${required ? '' : html`<option value=""></option>`}${options.map(([value, label]) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${label}</option>`)}</select></label>`
}

/** The same text in both languages. */
export function both(
  look: Look,
  name: string,
  word: JointWord,
  value?: Text,
  required = false,
): Html {
  const { lang } = look
  return html`<div class="both">${(['en', 'fr'] as const).map((each) => html`<label>${sayJoint(lang, word)}, ${sayJoint(lang, each === 'en' ? 'english' : 'french')}<textarea name="${name}.${each}" lang="${each}" rows="3" ${required ? 'required' : ''}>${value?.[each] ?? ''}</textarea></label>`)}</div>`
}

/** Local time by the clock of `office`. The script has this office turn it into UTC, and shows what every other office's clock says then: 18 h in Victoria is not 18 h in Québec. */
export function moment(
  look: Look,
  name: string,
  word: JointWord,
  {
    required = false,
    value,
    office = look.api.office.id,
  }: {
    readonly required?: boolean
    readonly value?: Instant | undefined
    readonly office?: string
  } = {},
): Html {
  const { zone, short } = look.api.directory.offices.find(({ id }) => id === office) ?? {
    ...look.api.office,
  }
  const shown = value === undefined ? '' : wallClock(value, zone).local.replace(' ', 'T')
  const label = office === look.api.office.id ? sayJoint(look.lang, word) : short[look.lang]
  return html`<label>${sayJoint(look.lang, 'localTime', { label, zone })}<input type="datetime-local" name="${name}" value="${shown}" data-as="instant" data-office="${office}" ${required ? 'required' : ''}><small class="clocks" aria-live="polite"></small></label>`
}

export function offices(
  look: Look,
  name: string,
  word: JointWord,
  ids: readonly string[],
  chosen: readonly string[] = [],
): Html {
  const names = new Map(
    look.api.directory.offices.map(({ id, short }) => [id as string, short[look.lang]]),
  )
  return html`<fieldset><legend>${sayJoint(look.lang, word)}</legend>${ids.map((id) => html`<label class="check"><input type="checkbox" name="${name}" value="${id}" data-as="list" ${chosen.includes(id) ? 'checked' : ''}>${names.get(id) ?? id}</label>`)}</fieldset>`
}

/** Fields that count only where the box is ticked. */
export function optional(label: string, included: boolean, fields: Html): Html {
  return html`<fieldset data-optional><legend><label class="check"><input type="checkbox" data-include ${included ? 'checked' : ''}>${label}</label></legend>${fields}</fieldset>`
}

export function aside(label: string, fields: Html, open = false): Html {
  return html`<details class="aside" ${open ? 'open' : ''}><summary>${label}</summary><div class="inner">${fields}</div></details>`
}

// The fields of forms of joint actions: those of the kit, named by the words of joint actions, and moments and offices.

import { html } from 'hono/html'
import { wallClock } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { PageContext } from '../kit/context.ts'
import {
  areaField,
  bilingualField,
  checkboxes,
  choiceField,
  numberField,
  textField,
  type Choice,
  type ChoiceOptions,
  type NumberOptions,
  type TextOptions,
} from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { t, type JointWord } from './words.ts'

/** `J26-01`, and other local ids. */
export const numberPattern = '[A-Za-z0-9][A-Za-z0-9\\-]{0,23}'
export const idPattern = '[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}'

export function text(
  { lang }: PageContext,
  name: string,
  word: JointWord,
  options: TextOptions = {},
): Html {
  return textField(t(lang, word), name, options)
}

export function area(
  { lang }: PageContext,
  name: string,
  word: JointWord,
  value = '',
  required = false,
): Html {
  return areaField(t(lang, word), name, value, required)
}

export function wholeNumber(
  { lang }: PageContext,
  name: string,
  word: JointWord,
  options: NumberOptions,
): Html {
  return numberField(t(lang, word), name, options)
}

export function choice(
  { lang }: PageContext,
  name: string,
  word: JointWord,
  choices: readonly Choice[],
  options: ChoiceOptions = {},
): Html {
  return choiceField(t(lang, word), name, choices, options)
}

/** The same text in both languages. */
export function both(
  { lang }: PageContext,
  name: string,
  word: JointWord,
  value?: Text,
  required = false,
): Html {
  const labels = {
    en: `${t(lang, word)}, ${t(lang, 'english')}`,
    fr: `${t(lang, word)}, ${t(lang, 'french')}`,
  }
  return bilingualField(labels, name, value, required)
}

export function offices(
  { api, lang }: PageContext,
  name: string,
  word: JointWord,
  ids: readonly string[],
  chosen: readonly string[] = [],
): Html {
  const names = new Map(api.directory.offices.map(({ id, short }) => [id as string, short[lang]]))
  return checkboxes(
    t(lang, word),
    name,
    ids.map((id) => [id, names.get(id) ?? id] as const),
    chosen,
  )
}

export interface MomentOptions {
  readonly required?: boolean
  readonly value?: Instant | undefined
  readonly office?: string
}

/** Local time by the clock of `office`. The script has this office turn it into UTC, and shows what every other office's clock says then: 18 h in Victoria is not 18 h in Québec. */
export function moment(
  page: PageContext,
  name: string,
  word: JointWord,
  { required = false, value, office = page.api.office.id }: MomentOptions = {},
): Html {
  const { api, lang } = page
  const { zone, short } = api.directory.offices.find(({ id }) => id === office) ?? api.office
  const shown = value === undefined ? '' : wallClock(value, zone).local.replace(' ', 'T')
  const label = office === api.office.id ? t(lang, word) : short[lang]
  return html`<label>${t(lang, 'localTime', { label, zone })}<input type="datetime-local" name="${name}" value="${shown}" data-as="instant" data-office="${office}" ${required ? 'required' : ''}><small class="clocks" aria-live="polite"></small></label>`
}

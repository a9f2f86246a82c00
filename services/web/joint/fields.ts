// The fields of forms of joint actions: those of the kit, named by the words of joint actions, and moments by the clock of an office.

import { wallClock } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { PageContext } from '../kit/context.ts'
import type { Field, Named } from '../kit/fields.ts'
import type { Choice } from '../kit/form.ts'
import { plainTime, zoneName } from '../kit/parts.ts'
import { colon } from '../kit/words.ts'
import { t, type JointWord } from './words.ts'

type More = Partial<Pick<Named, 'hint' | 'required'>>

export function text(page: PageContext, name: string, word: JointWord, more: More = {}): Field {
  return { kind: 'text', name, label: t(page.lang, word), ...more }
}

/** Who says so: asked of nobody who is signed in, whose own name it is. */
export function byName(page: PageContext, more: More = {}): Field {
  const { kind, name } = page.actor
  return kind === 'person'
    ? { kind: 'kept', name: 'by', value: name }
    : text(page, 'by', 'by', more)
}

export function area(page: PageContext, name: string, word: JointWord, more: More = {}): Field {
  return { kind: 'area', name, label: t(page.lang, word), ...more }
}

export function both(page: PageContext, name: string, word: JointWord, required = false): Field {
  return { kind: 'both', name, label: t(page.lang, word), required }
}

export function whole(page: PageContext, name: string, word: JointWord, more: More = {}): Field {
  return { kind: 'whole', name, label: t(page.lang, word), ...more }
}

export function choice(
  page: PageContext,
  name: string,
  word: JointWord,
  choices: readonly Choice[],
  required = true,
  hint?: string,
): Field {
  return { kind: 'choice', name, label: t(page.lang, word), choices, required, hint }
}

export function offices(
  page: PageContext,
  name: string,
  word: JointWord,
  ids: readonly string[],
  { none, hint }: { readonly none?: string; readonly hint?: string } = {},
): Field {
  return {
    kind: 'checks',
    name,
    label: t(page.lang, word),
    choices: ids.map((id) => [id, shortOf(page, id)] as const),
    required: none === undefined,
    hint,
    ...(none === undefined ? {} : { none }),
  }
}

/** Local time by the clock of `office`: 18 h in Victoria is not 18 h in Québec, so what every clock shows is told. */
export function moment(
  page: PageContext,
  name: string,
  label: string,
  { office = page.api.office.id as string, ...more }: More & { readonly office?: string } = {},
): Field {
  const { api, lang } = page
  const { zone } = api.directory.offices.find(({ id }) => id === office) ?? api.office
  return {
    kind: 'moment',
    name,
    label: t(lang, 'localTime', { label, zone: zoneName(lang, zone) }),
    zone,
    office,
    clocks: (instant) =>
      api.directory.offices
        .map(
          ({ id, zone: own }) =>
            `${shortOf(page, id)}${colon(lang)} ${plainTime(lang, instant, own)}`,
        )
        .join(' · '),
    ...more,
  }
}

/** An instant as such a field has it. */
export function localOf(page: PageContext, instant: string | undefined | null, office?: string) {
  const { api } = page
  const { zone } = api.directory.offices.find(({ id }) => id === office) ?? api.office
  return instant == null ? '' : wallClock(instant as Instant, zone).local.replace(' ', 'T')
}

export function shortOf({ api, lang }: PageContext, id: string): string {
  return api.directory.offices.find((office) => office.id === id)?.short[lang] ?? id
}

// Instants as people give them: with an offset, or what a clock on the wall of an office shows. 18 h in Victoria is not 18 h in Québec.

import { parseDate, type Instant } from '../../../shared/kernel/date.ts'
import { instantOf } from '../../../shared/calendar/zone.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'

/** UTC with milliseconds. `where` names the option or field. Throws ProblemError: `invalid-input`, `impossible-date`. */
export function instantFrom(text: string, zone: string, where: string): Instant {
  const match = form.exec(text)
  if (match === null)
    throw problemError(
      'invalid-input',
      {
        en: `${where} ${JSON.stringify(text)}: expected an instant with its offset such as 2021-12-14T18:00:00-05:00, or a local time such as "2021-12-14 18:00"`,
        fr: `${where} ${JSON.stringify(text)} : indiquez un instant avec son décalage, par exemple 2021-12-14T18:00:00-05:00, ou une heure locale, par exemple « 2021-12-14 18:00 »`,
      },
      text,
    )
  const [, date = '', hours = '', minutes = '', rest = '', offset] = match
  if (parseDate(date) === undefined)
    throw problemError(
      'impossible-date',
      {
        en: `${where} ${JSON.stringify(text)}: there is no day ${date}`,
        fr: `${where} ${JSON.stringify(text)} : le jour ${date} n'existe pas`,
      },
      text,
    )
  if (offset !== undefined) {
    const ms = Date.parse(
      `${date}T${hours}:${minutes}${rest === '' ? ':00' : rest}${offset.toUpperCase()}`,
    )
    if (Number.isNaN(ms) || Number(hours) > 23)
      throw noSuchTime(text, where, {
        en: 'a time or offset that does not exist',
        fr: "une heure ou un décalage qui n'existe pas",
      })
    return new Date(ms).toISOString() as Instant
  }
  // A wall clock is agreed on to the minute.
  if (/[1-9]/.test(rest))
    throw problemError(
      'invalid-input',
      {
        en: `${where} ${JSON.stringify(text)}: a local time has no seconds; give an offset to be more exact`,
        fr: `${where} ${JSON.stringify(text)} : une heure locale n'a pas de secondes; indiquez un décalage pour être plus précis`,
      },
      text,
    )
  const instant =
    Number(hours) > 23 || Number(minutes) > 59
      ? undefined
      : instantOf(`${date} ${hours}:${minutes}`, zone)
  if (instant === undefined)
    throw noSuchTime(text, where, {
      en: `a time that no clock in ${zone} shows that day`,
      fr: `une heure qu'aucune horloge de ${zone} n'indique ce jour-là`,
    })
  return instant
}

const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(:\d{2}(?:\.\d{1,9})?)?(z|[+-]\d{2}:\d{2})?$/i

function noSuchTime(text: string, where: string, what: Text): ProblemError {
  const quoted = `${where} ${JSON.stringify(text)}`
  return problemError(
    'invalid-input',
    {
      en: `${quoted} is not a moment: it names ${what.en}`,
      fr: `${quoted} n'est pas un moment : il nomme ${what.fr}`,
    },
    text,
  )
}

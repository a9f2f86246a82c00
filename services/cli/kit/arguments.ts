// Ids and dates as they are typed on the command line. What does not have the form is refused with a ProblemError that quotes it.

import { parseDate, type LocalDate } from '../../../shared/kernel/date.ts'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { problemError } from '../../../shared/kernel/problems.ts'

/** `option` names where the date was given. */
export function dateFrom(text: string, option: string): LocalDate {
  const date = parseDate(text)
  if (date !== undefined) return date
  const where = `${option} ${JSON.stringify(text)}`
  throw problemError(
    'impossible-date',
    {
      en: `${where}: expected a day that exists, as YYYY-MM-DD`,
      fr: `${where} : indiquez un jour qui existe, sous la forme AAAA-MM-JJ`,
    },
    text,
  )
}

export function orderFrom(text: string): AggregateRef {
  const ref = parseOrderId(text)
  if (ref !== undefined) return ref
  const quoted = JSON.stringify(text)
  throw problemError(
    'invalid-input',
    {
      en: `${quoted} is not an order id: expected office:number, such as ca-bc-oipc:P21-08`,
      fr: `${quoted} n'est pas l'identifiant d'une ordonnance : indiquez organisme:numéro, par exemple ca-bc-oipc:P21-08`,
    },
    text,
  )
}

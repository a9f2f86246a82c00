// A fact is recorded when its day has come, never before: one rule for orders, matters and joint actions.

import type { LocalDate } from './date.ts'
import { problem, type Problem } from './problems.ts'
import type { Text } from './text.ts'

/** `future-date` where `on` is after `today`, the office's own. `what` completes "Cannot …" and « Impossible de … ». */
export function notYetProblem(on: LocalDate, today: LocalDate, what: Text): Problem | undefined {
  return on <= today
    ? undefined
    : problem(
        'future-date',
        {
          en: `Cannot ${what.en} on ${on}: today is ${today}`,
          fr: `Impossible de ${what.fr} en date du ${on} : nous sommes le ${today}`,
        },
        on,
      )
}

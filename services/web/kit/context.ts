// What a page needs besides its data: who asks, in which language, and on which dates.

import type { BoardQuery, OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'

export interface PageContext {
  readonly api: OfficeApi
  readonly actor: Actor
  /** How people sign in at this office. */
  readonly identity?: 'local' | 'openid' | undefined
  readonly lang: Lang
  readonly today: LocalDate
  /** The legal date that the page shows; `today` unless the reader chose another. */
  readonly asOf: LocalDate
  /** Only what was recorded by the end of this date is shown; everything where it is absent. */
  readonly knownOn?: LocalDate | undefined
  readonly path: string
  /** Where this page is found again, for its print: host, path and what else is asked. */
  readonly address?: string
  /** What else the address asks for, without the language: a link to the same page keeps it. */
  readonly query?: URLSearchParams
}

/** The two dates as the office is asked for them. */
export function datesOf({ asOf, knownOn }: PageContext): BoardQuery {
  return { asOf, ...(knownOn === undefined ? {} : { knownOn }) }
}

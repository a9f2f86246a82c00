// The earliest instant at which all required offices may lawfully act, across calendars and zones, and what it follows from.

import type { Instant, LocalDate } from '../kernel/date.ts'
import { wallClock } from '../calendar/zone.ts'
import type { OfficeId } from '../kernel/ids.ts'
import type { Text } from '../kernel/text.ts'
import { wordsOf } from '../kernel/problems.ts'
import type { Readiness, Reason } from './participation.schema.ts'
import { formatMoment } from './words.ts'

export interface MomentStep {
  readonly office: OfficeId
  readonly zone: string
  readonly from: Instant
  readonly date: LocalDate
  /** What its clock on the wall shows at the earliest common instant: `2022-01-26 00:00`. */
  readonly local: string
  readonly offset: string
  /** No other office has to wait longer. */
  readonly binding: boolean
  readonly why: Text
}
export type CommonMoment =
  | {
      readonly state: 'at'
      readonly earliest: Instant
      readonly latest?: Instant
      readonly steps: readonly MomentStep[]
    }
  | {
      readonly state: 'never'
      readonly because: readonly { readonly office: OfficeId; readonly reason: Reason }[]
    }
  /** These have not reported yet. */
  | { readonly state: 'unknown'; readonly missing: readonly OfficeId[] }

export function commonMoment(
  readiness: ReadonlyMap<OfficeId, Readiness>,
  required: readonly OfficeId[],
  now: Instant,
): CommonMoment {
  const blocked = required.flatMap((office) => {
    const own = readiness.get(office)
    return own?.state === 'blocked' ? [{ office, reason: own.reason }] : []
  })
  if (blocked.length > 0) return { state: 'never', because: blocked }
  const missing = required.filter((office) => !readiness.has(office))
  if (missing.length > 0) return { state: 'unknown', missing }
  const ready = required.flatMap((office) => {
    const own = readiness.get(office)
    return own?.state === 'ready' ? [{ office, ...own }] : []
  })
  const earliest = ready
    .map(({ from }) => from)
    .reduce((last, each) => (each > last ? each : last), now)
  const [first] = ready
    .filter(({ until }) => until !== undefined)
    .toSorted((a, b) => ((a.until as Instant) < (b.until as Instant) ? -1 : 1))
  const latest = first?.until
  if (first !== undefined && latest !== undefined && latest < earliest) {
    const last = ready.find(({ from }) => from === earliest)
    const reason = (words: Text): Reason => ({ code: 'not-ready', ...wordsOf(words) })
    const until = formatMoment(latest, first.zone)
    return {
      state: 'never',
      because: [
        {
          office: first.office,
          reason: reason({
            en: `May act until ${until} only. ${first.why.en}`,
            fr: `Ne peut agir que jusqu’au ${until}. ${first.why.fr}`,
          }),
        },
        ...(last === undefined
          ? []
          : [
              {
                office: last.office,
                reason: reason({
                  en: `May act from ${formatMoment(earliest, last.zone)} only. ${last.why.en}`,
                  fr: `Ne peut agir qu’à partir du ${formatMoment(earliest, last.zone)}. ${last.why.fr}`,
                }),
              },
            ]),
      ],
    }
  }
  const steps = ready.map(({ office, zone, from, date, why }): MomentStep => ({
    office,
    zone,
    from,
    date,
    ...wallClock(earliest, zone),
    binding: from === earliest && from > now,
    why,
  }))
  return { state: 'at', earliest, ...(latest === undefined ? {} : { latest }), steps }
}

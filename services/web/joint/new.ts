// What a new proposal begins with: a number that is free, and two weeks to reply, until five in the afternoon by the clock of this office.

import { addDays, type Instant } from '../../../shared/kernel/date.ts'
import { instantOf } from '../../../shared/calendar/zone.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { NewJoint } from './forms.ts'

export function newJoint(
  api: OfficeApi,
  matters: readonly string[],
  known: readonly JointSummary[],
): NewJoint {
  const { id, zone } = api.office
  const today = api.legalToday()
  const year = `J${today.slice(2, 4)}-`
  const taken = known.flatMap(({ joint }) =>
    joint.startsWith(`${id}:${year}`) ? [Number(joint.slice(id.length + 1 + year.length))] : [],
  )
  const next = Math.max(0, ...taken.filter(Number.isInteger)) + 1
  const replyBy = `${addDays(today, 14)} 17:00`
  return {
    matters,
    number: `${year}${String(next).padStart(2, '0')}`,
    replyBy: instantOf(replyBy, zone) ?? (`${addDays(today, 14)}T17:00:00.000Z` as Instant),
  }
}

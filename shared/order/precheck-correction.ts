// What an officer approves of a drift listing: the deadline that stands now, as it stands, and another date for it.

import { canonical } from '../kernel/canonical.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { deadlineWords } from '../policy/deadline-words.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { cannot, theOrder } from './act-words.ts'
import type { OrderCommandOf } from './order.schema.ts'
import { endedByOffice, partyProblem, termsProblem } from './scope.ts'
import { standing, type OrderState } from './state.ts'

type Sides = Pick<OrderCommandOf<'approve-correction'>, 'before' | 'after'>

export function correctionProblem(
  state: OrderState,
  { before, after }: Sides,
): Problem | undefined {
  const either = before ?? after
  if (either === undefined)
    return conflict(state, state.order, {
      en: 'neither a date before nor a date after is named',
      fr: 'ni date antérieure ni date nouvelle n’est indiquée',
    })
  const unknown = termsProblem(state, either.terms) ?? partyProblem(state, either.party)
  if (unknown !== undefined) return unknown
  const value = after?.date ?? either.id
  const what = nameOf(either)
  for (const term of either.terms) {
    const on = endedByOffice(state, state.withdrawn, term, [either.party])
    if (on !== undefined)
      return problem(
        'already-ended',
        cannot('approve-correction', theOrder(state.order), {
          en: `term "${term}" was withdrawn on ${on}. Look at the listing again`,
          fr: `la disposition « ${term} » a été retirée le ${on}. Revoir la liste`,
        }),
        term,
      )
  }
  if (before !== undefined && after !== undefined && !sameClock(before, after))
    return conflict(state, value, {
      en: `${what.en} cannot become ${nameOf(after).en}`,
      fr: `${what.fr} ne peut devenir ${nameOf(after).fr}`,
    })
  if (!standsAs(state, before, either)) {
    const found = standing(state.deadlines, either)
    return conflict(state, value, {
      en: `${what.en} is ${found?.date ?? 'not set'} now, not ${before?.date ?? 'unset'} as approved. Look at the listing again`,
      fr: `${what.fr} est maintenant ${found?.date ?? 'non fixé'}, et non ${before?.date ?? 'non fixé'} comme approuvé. Revoir la liste`,
    })
  }
  return before !== undefined && after !== undefined && sameDates(before, after)
    ? conflict(state, value, {
        en: `${what.en} is ${after.date} already`,
        fr: `${what.fr} est déjà le ${after.date}`,
      })
    : undefined
}

function conflict(state: OrderState, value: string, why: { en: string; fr: string }): Problem {
  return problem('conflict', cannot('approve-correction', theOrder(state.order), why), value)
}

function nameOf({ id, party, terms }: Deadline): { en: string; fr: string } {
  const { en, fr } = deadlineWords[`deadline.${id}`]
  const of = terms.length === 0 ? '' : ` (${terms.join(', ')})`
  return { en: `the ${en} of "${party}"${of}`, fr: `le « ${fr} » de « ${party} »${of}` }
}

function sameClock(one: Deadline, other: Deadline): boolean {
  return (
    one.id === other.id &&
    one.party === other.party &&
    one.route === other.route &&
    one.terms.join() === other.terms.join()
  )
}

/** Whether what stands is what the officer saw: nothing where nothing was, else that deadline, for all of its terms or for some. */
function standsAs(state: OrderState, before: Deadline | undefined, either: Deadline): boolean {
  const found = standing(state.deadlines, either)
  if (before === undefined) return found === undefined
  return (
    found !== undefined &&
    before.terms.every((term) => found.terms.includes(term)) &&
    canonical({ ...before, terms: [] }) === canonical({ ...found, terms: [] })
  )
}

/** Whatever the reasons: the same days, ending at the same instants. */
export function sameDates(a: Deadline, b: Deadline): boolean {
  return (
    a.date === b.date &&
    a.lenientDate === b.lenientDate &&
    a.endsAt === b.endsAt &&
    a.alarmAt === b.alarmAt
  )
}

// The calculus against an independent, slow evaluator: random chains of courts, stays and the office's own acts, told day by day.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type LocalDate } from '../../../shared/kernel/date.ts'
import {
  heldSince,
  isHeld,
  lifeAt,
  turningDays,
  type ChallengeFacts,
  type Effect,
  type LifeFacts,
  type StayAct,
} from '../../../shared/order/calculus.ts'

const start = '2022-01-01' as LocalDate
const dayOf = (n: number): LocalDate => addDays(start, n)

/** One thing that happens on a day, as a clerk would write it down. */
type Act =
  | { day: number; kind: 'file'; late: 'yes' | 'no' | 'unknown'; until: 'deal' | 'order' }
  | { day: number; kind: 'rule'; pick: number; effect: number; ends: boolean | undefined }
  | { day: number; kind: 'appeal'; pick: number }
  | {
      day: number
      kind: 'stay'
      action: 'ordered' | 'lifted' | 'sought'
      length: number | undefined
    }
  | { day: number; kind: 'withdraw' }
  | { day: number; kind: 'rescind' }

const day = fc.integer({ min: 0, max: 60 })
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      day,
      kind: fc.constant('file' as const),
      late: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      until: fc.constantFrom('deal' as const, 'order' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      day,
      kind: fc.constant('rule' as const),
      pick: fc.nat(20),
      effect: fc.nat(20),
      ends: fc.constantFrom(undefined, undefined, true, false),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ day, kind: fc.constant('appeal' as const), pick: fc.nat(20) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      day,
      kind: fc.constant('stay' as const),
      action: fc.constantFrom('ordered' as const, 'lifted' as const, 'sought' as const),
      length: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      day: fc.integer({ min: 50, max: 60 }),
      kind: fc.constant('withdraw' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      day: fc.integer({ min: 50, max: 60 }),
      kind: fc.constant('rescind' as const),
    }),
  },
)
/** Acts of different days, in the order in which they happen: what falls on one day is tested by the tables. */
const acts = fc
  .record({
    first: fc.record({
      day: fc.constant(0),
      kind: fc.constant('file' as const),
      late: fc.constantFrom('yes' as const, 'yes' as const, 'no' as const, 'unknown' as const),
      until: fc.constantFrom('deal' as const, 'order' as const),
    }),
    later: fc.uniqueArray(
      act.filter((each) => each.day > 0),
      { minLength: 1, maxLength: 16, selector: (each) => each.day },
    ),
  })
  .map(({ first, later }): Act[] => [first, ...later.toSorted((a, b) => a.day - b.day)])

const rootEffects: Effect[] = ['stands', 'quashed', 'varied', 'remitted', 'ended']
const appealEffects: Effect[] = [
  'below-stands',
  'stands',
  'quashed',
  'varied',
  'remitted',
  'reopened',
]

interface Court {
  challenge: ChallengeFacts & { decisions: ChallengeFacts['decisions'][number][] }
  root: number
}

/** The facts, as the record would hold them. */
function factsOf(list: readonly Act[]): { facts: LifeFacts; diary: Diary[] } {
  const courts: Court[] = []
  const courtStays: StayAct[] = []
  const withdrawn: { term: string; on: LocalDate }[] = []
  const rescinded: { term: string; on: LocalDate }[] = []
  const diary: Diary[] = []
  const pickFrom = <T>(from: readonly T[], pick: number): T | undefined =>
    from.length === 0 ? undefined : from[pick % from.length]
  for (const [at, each] of list.entries()) {
    const on = dayOf(each.day)
    switch (each.kind) {
      case 'file':
        courts.push({
          root: courts.length,
          challenge: {
            id: `c${at}`,
            on,
            terms: ['T'],
            inTime: each.late,
            stays:
              each.late === 'no'
                ? []
                : [
                    {
                      terms: ['T'],
                      until: each.until === 'deal' ? 'court-has-dealt' : 'court-orders-otherwise',
                      rules: [],
                    },
                  ],
            decisions: [],
          },
        })
        diary.push({ day: each.day, kind: 'filed', root: courts.length - 1, act: each })
        break
      case 'rule': {
        const court = pickFrom(
          courts.filter(({ challenge }) => challenge.decisions.length === 0),
          each.pick,
        )
        if (court === undefined) break
        const appeal = court.challenge.from !== undefined
        const effect = pickFrom(appeal ? appealEffects : rootEffects, each.effect) ?? 'stands'
        court.challenge.decisions.push({
          on,
          citation: `d${at}`,
          results: [{ terms: ['T'], effect }],
          ...(each.ends === undefined ? {} : { endsStay: each.ends }),
        })
        diary.push({ day: each.day, kind: 'ruled', root: court.root, effect, ends: each.ends })
        break
      }
      case 'appeal': {
        const decided = courts.filter(({ challenge }) => challenge.decisions.length > 0)
        const court = pickFrom(decided, each.pick)
        const from = court?.challenge.decisions.at(-1)?.citation
        if (court === undefined || from === undefined) break
        courts.push({
          root: court.root,
          challenge: {
            id: `c${at}`,
            on,
            terms: ['T'],
            from,
            inTime: 'yes',
            stays: [],
            decisions: [],
          },
        })
        break
      }
      case 'stay':
        courtStays.push({
          action: each.action,
          on,
          terms: ['T'],
          forum: 'court',
          ...(each.action === 'ordered' && each.length !== undefined
            ? { until: dayOf(each.day + each.length) }
            : {}),
        })
        diary.push({ day: each.day, kind: 'stay', act: each })
        break
      case 'withdraw':
        withdrawn.push({ term: 'T', on })
        diary.push({ day: each.day, kind: 'gone' })
        break
      case 'rescind':
        rescinded.push({ term: 'T', on })
        diary.push({ day: each.day, kind: 'gone' })
        break
    }
  }
  return {
    facts: {
      challenges: courts.map(({ challenge }) => challenge),
      courtStays,
      withdrawn,
      rescinded,
    },
    diary,
  }
}

type Diary =
  | { day: number; kind: 'filed'; root: number; act: Extract<Act, { kind: 'file' }> }
  | { day: number; kind: 'ruled'; root: number; effect: Effect; ends: boolean | undefined }
  | { day: number; kind: 'stay'; act: Extract<Act, { kind: 'stay' }> }
  | { day: number; kind: 'gone' }

interface Slate {
  dead: boolean
  stay: 'no' | 'holds' | 'doubtful'
  lifted: boolean
  /** What the latest decision said of the stay. */
  said: boolean | undefined
  readonly law: Extract<Act, { kind: 'file' }>
}
interface Clerk {
  gone: boolean
  courts: Map<number, Slate>
  courtStay: { holds: boolean; end: number | undefined; asked: boolean }
}

/** The slow evaluator: a clerk who changes one slate from day to day and never looks back. */
function tell(diary: readonly Diary[], last: number): Clerk {
  const clerk: Clerk = {
    gone: false,
    courts: new Map(),
    courtStay: { holds: false, end: undefined, asked: false },
  }
  for (let today = 0; today <= last; today += 1) {
    const { courtStay } = clerk
    if (courtStay.holds && courtStay.end !== undefined && today > courtStay.end)
      courtStay.holds = false
    for (const entry of diary.filter((each) => each.day === today)) write(clerk, entry, today)
  }
  return clerk
}

function write(clerk: Clerk, entry: Diary, today: number): void {
  switch (entry.kind) {
    case 'gone':
      clerk.gone = true
      return
    case 'filed': {
      const { late } = entry.act
      clerk.courts.set(entry.root, {
        dead: false,
        lifted: false,
        said: undefined,
        law: entry.act,
        stay: late === 'no' ? 'no' : late === 'yes' ? 'holds' : 'doubtful',
      })
      return
    }
    case 'stay':
      writeStay(clerk, entry.act, today)
      return
    case 'ruled':
      writeRuling(clerk, entry)
  }
}

function writeStay(
  clerk: Clerk,
  { action, length }: Extract<Act, { kind: 'stay' }>,
  today: number,
): void {
  if (action === 'sought') {
    clerk.courtStay.asked = true
    return
  }
  clerk.courtStay = {
    holds: action === 'ordered',
    end: action === 'ordered' && length !== undefined ? today + length : undefined,
    asked: false,
  }
  if (action === 'lifted') for (const court of clerk.courts.values()) court.lifted = true
}

function writeRuling(clerk: Clerk, entry: Extract<Diary, { kind: 'ruled' }>): void {
  const court = clerk.courts.get(entry.root)
  if (court === undefined) return
  const { late, until } = court.law
  const initial = late === 'no' ? 'no' : late === 'yes' ? 'holds' : 'doubtful'
  if (entry.effect === 'reopened') {
    // Before the court again: stayed again as from a filing, whatever was lifted before.
    court.lifted = false
    court.said = undefined
    court.dead = false
    court.stay = initial
  } else if (entry.effect !== 'below-stands') {
    court.dead = entry.effect === 'quashed' || entry.effect === 'remitted'
    court.stay = initial === 'no' || until === 'deal' ? 'no' : 'doubtful'
  }
  court.said = entry.ends ?? court.said
  if (court.said !== undefined && initial !== 'no') court.stay = court.said ? 'no' : initial
}

const stands = (clerk: Clerk): boolean =>
  !clerk.gone && [...clerk.courts.values()].every((court) => !court.dead)
const stayed = (clerk: Clerk): boolean =>
  clerk.courtStay.holds ||
  [...clerk.courts.values()].some((court) => court.stay !== 'no' && !court.lifted)

describe('the calculus and a clerk who goes from day to day', () => {
  it('agree on every day: what stands, what is stayed, and whether that is certain', () => {
    let quashed = 0
    let reopened = 0
    fc.assert(
      fc.property(acts, (list) => {
        const { facts, diary } = factsOf(list)
        reopened += diary.some((each) => each.kind === 'ruled' && each.effect === 'reopened')
          ? 1
          : 0
        for (let n = 0; n <= 85; n += 1) {
          const clerk = tell(diary, n)
          const life = lifeAt(facts, 'T', dayOf(n))
          expect(life.gone === undefined, `stands on ${n}`).toBe(stands(clerk))
          if (life.gone !== undefined) {
            quashed += 1
            continue
          }
          expect(life.stayed, `stayed on ${n}`).toBe(stayed(clerk))
        }
      }),
      {
        numRuns: 400,
        examples: [
          // A stay that was lifted, holds again after the case was sent back, and is not lifted anew by the next decision.
          [
            [
              { day: 0, kind: 'file', late: 'yes', until: 'deal' },
              { day: 1, kind: 'rule', pick: 0, effect: 0, ends: undefined },
              { day: 2, kind: 'appeal', pick: 0 },
              { day: 3, kind: 'appeal', pick: 0 },
              { day: 4, kind: 'stay', action: 'lifted', length: undefined },
              { day: 5, kind: 'rule', pick: 0, effect: 11, ends: false },
              { day: 6, kind: 'rule', pick: 0, effect: 3, ends: undefined },
            ],
          ],
        ],
      },
    )
    expect(quashed).toBeGreaterThan(100)
    expect(reopened).toBeGreaterThan(5)
  })

  it('nothing binds and is quashed at once, and nothing dead is stayed', () => {
    fc.assert(
      fc.property(acts, day, (list, n) => {
        const life = lifeAt(factsOf(list).facts, 'T', dayOf(n))
        if (life.gone !== undefined) expect(life).toMatchObject({ stayed: false, uncertain: false })
      }),
    )
  })

  it('what has not happened yet changes nothing, nor does the order of the record', () => {
    fc.assert(
      fc.property(acts, day, (list, n) => {
        const on = dayOf(n)
        const { facts } = factsOf(list)
        const known: LifeFacts = {
          challenges: facts.challenges
            .filter((each) => each.on <= on)
            .map((each) => ({ ...each, decisions: each.decisions.filter((one) => one.on <= on) })),
          courtStays: facts.courtStays.filter((each) => each.on <= on),
          withdrawn: facts.withdrawn.filter((each) => each.on <= on),
          rescinded: facts.rescinded.filter((each) => each.on <= on),
        }
        expect(lifeAt(known, 'T', on)).toEqual(lifeAt(facts, 'T', on))
        const { courtStays } = facts
        const turned = { ...facts, courtStays: courtStays.toReversed() }
        expect(lifeAt(turned, 'T', on)).toEqual(lifeAt(facts, 'T', on))
      }),
    )
  })

  it('between two turning days nothing changes, and no time runs while nothing binds', () => {
    fc.assert(
      fc.property(acts, day, (list, n) => {
        const { facts } = factsOf(list)
        const on = dayOf(n)
        const last = turningDays(facts).findLast((each) => each <= on)
        if (last !== undefined) {
          const [a, b] = [lifeAt(facts, 'T', last), lifeAt(facts, 'T', on)]
          expect([isHeld(a), a.gone]).toEqual([isHeld(b), b.gone])
        }
        const held = heldSince(facts, 'T', on)
        expect(held !== undefined).toBe(isHeld(lifeAt(facts, 'T', on)))
        if (held === undefined) return
        for (let each = held.since; each <= on; each = addDays(each, 1))
          expect(isHeld(lifeAt(facts, 'T', each)), each).toBe(true)
        expect(isHeld(lifeAt(facts, 'T', addDays(held.since, -1)))).toBe(false)
      }),
    )
  })

  it('an appeal that is dismissed changes nothing', () => {
    fc.assert(
      fc.property(acts, fc.nat(20), (list, pick) => {
        const { facts } = factsOf(list)
        const decisions = facts.challenges.flatMap((each) => each.decisions)
        const from = decisions[pick % Math.max(1, decisions.length)]
        if (from === undefined) return
        const appeal: ChallengeFacts = {
          id: 'more',
          on: dayOf(70),
          terms: ['T'],
          from: from.citation,
          inTime: 'yes',
          stays: [],
          decisions: [
            {
              on: dayOf(75),
              citation: 'more',
              results: [{ terms: ['T'], effect: 'below-stands' }],
            },
          ],
        }
        const more = { ...facts, challenges: [...facts.challenges, appeal] }
        expect(lifeAt(more, 'T', dayOf(80))).toEqual(lifeAt(facts, 'T', dayOf(80)))
      }),
    )
  })
})

// Whole lives of orders against an independent clerk: several respondents, copies and disputes of them, courts in part and above each other,
// stays, findings, and facts struck out afterwards. The rules decide and fold; the clerk only reads a diary, day by day.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, epochDay, type LocalDate } from '../../../shared/kernel/date.ts'
import { foldAsOf } from '../../../shared/kernel/life.ts'
import type { Then } from '../../../shared/order/order.schema.ts'
import { differenceOf } from '../../../shared/order/difference.ts'
import { lifeOf, lifeOn } from '../../../shared/order/life.ts'
import { pendingDeadlines, orderRules } from '../../../shared/order/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { viewTerm } from '../../../shared/order/terms.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { d, officeEntry, OrderRun, packs, type Loose } from '../../support/founding.ts'

const first = d('2024-01-02')
const dayOf = (n: number): LocalDate => addDays(first, n)
const parties = ['acme', 'sub'] as const
type Party = (typeof parties)[number]
const termNames = ['T1', 'T2'] as const
type TermName = (typeof termNames)[number]
/** T1 binds both, T2 only the second. */
const bound: Record<TermName, readonly Party[]> = { T1: parties, T2: ['sub'] }

type Act =
  | { kind: 'serve' | 'dispute'; party: Party }
  | { kind: 'settle'; party: Party; outcome: 'good' | 'not-good'; later: number | undefined }
  | { kind: 'file'; party: Party; terms: readonly TermName[] }
  | {
      kind: 'rule'
      pick: number
      word: number
      terms: readonly TermName[] | undefined
      ends?: boolean
      only?: Party | undefined
    }
  | { kind: 'appeal'; pick: number; party: Party }
  | {
      kind: 'stay'
      action: 'ordered' | 'lifted'
      terms: readonly TermName[]
      length?: number
      only?: Party | undefined
    }
  | { kind: 'rescind' | 'withdraw'; terms: readonly TermName[]; only?: Party | undefined }
  | { kind: 'aside'; of: 'penalty' | 'publication'; action: 'ordered' | 'lifted' }
  | { kind: 'find'; party: Party; terms: readonly TermName[]; finding: 'accepted' | 'not-accepted' }
  | { kind: 'strike'; pick: number }

const party = fc.constantFrom(...parties)
const someTerms = fc.constantFrom<readonly TermName[]>(['T1'], ['T2'], ['T1', 'T2'])
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('serve' as const), party }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('dispute' as const), party }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      party,
      outcome: fc.constantFrom('good' as const, 'not-good' as const),
      later: maybe(fc.integer({ min: 0, max: 30 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('file' as const), party, terms: someTerms }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('rule' as const),
      pick: fc.nat(20),
      word: fc.nat(20),
      terms: maybe(someTerms),
      ends: maybe(fc.boolean()),
      only: maybe(party),
    }) as fc.Arbitrary<Act>,
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('appeal' as const), pick: fc.nat(20), party }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('stay' as const),
      action: fc.constantFrom('ordered' as const, 'lifted' as const),
      terms: someTerms,
      length: maybe(fc.integer({ min: 0, max: 25 })),
      only: maybe(party),
    }) as fc.Arbitrary<Act>,
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('rescind' as const, 'withdraw' as const),
      terms: fc.constantFrom<readonly TermName[]>(['T1'], ['T2']),
      only: maybe(party),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('aside' as const),
      of: fc.constantFrom('penalty' as const, 'publication' as const),
      action: fc.constantFrom('ordered' as const, 'lifted' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('find' as const),
      party,
      terms: someTerms,
      finding: fc.constantFrom('accepted' as const, 'not-accepted' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('strike' as const), pick: fc.nat(30) }) },
)
/** One act on a day, several days apart: what falls on one day is tested by the tables. */
const lives = fc.record({
  acts: fc.array(act, { minLength: 4, maxLength: 18 }),
  apart: fc.integer({ min: 1, max: 6 }),
  until: fc.constantFrom('court-orders-otherwise' as const, 'court-has-dealt' as const),
})

const rootWords = ['upheld', 'quashed', 'varied', 'remitted', 'withdrawn'] as const
const appealWords: readonly (readonly ['dismissed' | 'allowed', Then?])[] = [
  ['dismissed'],
  ['allowed', 'order-stands'],
  ['allowed', 'order-quashed'],
  ['allowed', 'order-varied'],
  ['allowed', 'back-to-office'],
  ['allowed', 'back-to-court'],
]

/** British Columbia's law, with a stay that ends as this life wants it. */
function packsWith(until: Pack['challenges'][number]['inTime'][number]['until']): Pack[] {
  return packs.map((pack) =>
    pack.statute === 'ca-bc-pipa'
      ? {
          ...pack,
          challenges: pack.challenges.map((rule) => ({
            ...rule,
            inTime: rule.inTime.map((effect) => (effect.stays ? { ...effect, until } : effect)),
          })),
        }
      : pack,
  )
}

/** What was recorded, as the clerk reads it: the facts themselves, by their version. */
interface Page {
  readonly version: number
  readonly day: number
  readonly said: Loose
}

function live({
  acts,
  apart,
  until,
}: {
  acts: readonly Act[]
  apart: number
  until: 'court-orders-otherwise' | 'court-has-dealt'
}) {
  const text = { en: 'x', fr: 'x' }
  const statute = 'ca-bc-pipa'
  const run = new OrderRun(
    orderRules,
    { office: 'ca-bc-oipc' as never, kind: 'order', id: 'O1' },
    {
      office: officeEntry('ca-bc-oipc', statute),
      packs: packsWith(until),
      zoneData: '2026c',
      today: d('2026-11-22'),
    },
  )
  run.say({
    kind: 'issue',
    on: first,
    matter: 'm',
    statute,
    respondent: { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
    respondents: [{ id: 'sub', name: 'Sub Inc.', kind: 'organization' }],
    terms: [
      { id: 'T1', theme: 'a', kind: 'mandate', effort: 'absolute', text },
      { id: 'T2', theme: 'b', kind: 'mandate', effort: 'absolute', text, respondents: ['sub'] },
    ],
  })
  const diary: Page[] = []
  const struck = new Set<number>()
  acts.forEach((each, at) => {
    const day = (at + 1) * apart
    const said = commandOf(each, dayOf(day), run.state, diary)
    if (said === undefined || run.refusal(said) !== undefined) return
    if (said.kind === 'record-in-error') struck.add(Number(said['fact']))
    else diary.push({ version: run.aggregate.version, day, said })
  })
  return { run, diary, struck }
}

function commandOf(
  each: Act,
  on: LocalDate,
  state: OrderState,
  diary: readonly Page[],
): Loose | undefined {
  const { challenges } = state
  const pick = <T>(from: readonly T[], n: number): T | undefined =>
    from[n % Math.max(1, from.length)]
  switch (each.kind) {
    case 'serve':
      return { kind: 'serve', on, party: each.party, means: 'hand' }
    case 'dispute':
      return { kind: 'dispute-service', on, party: each.party, reason: 'r' }
    case 'settle': {
      const { outcome, later } = each
      const givenOn = outcome === 'good' && later !== undefined ? addDays(first, later) : undefined
      return {
        kind: 'decide-service',
        on,
        party: each.party,
        outcome,
        forum: 'court',
        ...(givenOn === undefined ? {} : { givenOn }),
      }
    }
    case 'file':
      return {
        kind: 'challenge',
        on,
        challenge: `c${on}`,
        challengeKind: 'judicial-review',
        forum: 'court',
        party: each.party,
        terms: [...each.terms],
      }
    case 'appeal': {
      const from = pick(
        challenges.flatMap(({ decisions }) => decisions.map(({ citation }) => citation)),
        each.pick,
      )
      return from === undefined
        ? undefined
        : {
            kind: 'challenge',
            on,
            challenge: `c${on}`,
            challengeKind: 'appeal',
            forum: 'court above',
            party: each.party,
            terms: ['T1', 'T2'],
            from,
          }
    }
    case 'rule': {
      const challenge = pick(challenges, each.pick)
      if (challenge === undefined) return undefined
      const appeal = challenge.from !== undefined
      const [outcome, then] = appeal
        ? (pick(appealWords, each.word) ?? ['dismissed'])
        : [pick(rootWords, each.word) ?? 'upheld']
      const terms = (each.terms ?? challenge.terms).filter((term) => challenge.terms.includes(term))
      return terms.length === 0
        ? undefined
        : {
            kind: 'decide',
            on,
            challenge: challenge.id,
            citation: `d${on}`,
            outcome,
            terms,
            ...(then === undefined ? {} : { then }),
            ...(each.ends === undefined ? {} : { endsStay: each.ends }),
            ...asAgainst(each.only),
          }
    }
    case 'stay':
      return {
        kind: 'stay',
        on,
        action: each.action,
        forum: 'court',
        terms: [...each.terms],
        ...(each.action === 'ordered' && each.length !== undefined
          ? { until: addDays(on, each.length) }
          : {}),
        ...asAgainst(each.only),
      }
    case 'rescind':
    case 'withdraw':
      return { kind: each.kind, on, terms: [...each.terms], reason: 'r', ...asAgainst(each.only) }
    case 'aside':
      return { kind: 'stay', on, action: each.action, forum: 'court', of: each.of }
    case 'find':
      return {
        kind: 'assess',
        on,
        party: each.party,
        terms: [...each.terms],
        finding: each.finding,
        basis: 'audit',
      }
    case 'strike': {
      const page = pick(diary, each.pick)
      return page === undefined
        ? undefined
        : { kind: 'record-in-error', on, fact: page.version, reason: 'r' }
    }
  }
}

function asAgainst(only: Party | undefined): { readonly parties?: readonly Party[] } {
  return only === undefined ? {} : { parties: [only] }
}

/** British Columbia's holidays of the months that the lives are in, written down by hand. */
const holidays = [
  '2024-01-01',
  '2024-02-19',
  '2024-03-29',
  '2024-04-01',
  '2024-05-20',
  '2024-07-01',
]
function thirtyDaysAfter(day: LocalDate): LocalDate {
  let at = day
  for (let counted = 0; counted < 30;) {
    at = addDays(at, 1)
    const weekday = new Date(`${at}T00:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6 && !holidays.includes(at)) counted += 1
  }
  return at
}

interface Slate {
  dead: boolean
  /** Before the court: never decided for this term, or sent back. */
  open: boolean
  lifted: boolean
  said: boolean | undefined
}
interface Root {
  readonly id: string
  readonly party: Party
  readonly filed: LocalDate
  /** One for each respondent of each term. */
  readonly slates: Map<Duty, Slate>
}
type Duty = `${TermName}/${Party}`
/** Those that what was said is about: of every respondent whom its terms bind, or as against some of them only. */
function dutiesOf(said: Loose, terms: readonly TermName[]): Duty[] {
  const only = said['parties'] as readonly Party[] | undefined
  return terms.flatMap((term) =>
    bound[term].filter((who) => only?.includes(who) !== false).map((who): Duty => `${term}/${who}`),
  )
}
interface Clerk {
  copies: Map<Party, { on: LocalDate; disputed: boolean }>
  roots: Map<string, Root>
  /** Whose challenge an appeal goes back to in the end. */
  above: Map<string, Root | undefined>
  decisions: Map<string, Root | undefined>
  courtStay: Map<Duty, number | 'open' | undefined>
  takenBack: Set<Duty>
  accepted: Set<string>
}

/** Reads the diary up to the end of a day, without what was struck out. Of copies, challenges and stays it knows only what it has read. */
function read(pages: readonly Page[], last: number): Clerk {
  const clerk: Clerk = {
    copies: new Map(),
    roots: new Map(),
    above: new Map(),
    decisions: new Map(),
    courtStay: new Map(),
    takenBack: new Set(),
    accepted: new Set(),
  }
  for (let today = 0; today <= last; today += 1) {
    for (const [duty, end] of clerk.courtStay)
      if (typeof end === 'number' && today > end) clerk.courtStay.set(duty, undefined)
    for (const { day, said } of pages) if (day === today) write(clerk, said)
  }
  return clerk
}

function write(clerk: Clerk, said: Loose): void {
  const who = said['party'] as Party
  const on = said.on as LocalDate
  const copy = clerk.copies.get(who)
  const terms = (said['terms'] ?? []) as TermName[]
  switch (said.kind) {
    case 'serve':
      if (copy === undefined) clerk.copies.set(who, { on, disputed: false })
      return
    case 'dispute-service':
      if (copy !== undefined) copy.disputed = true
      return
    case 'decide-service':
      if (said['outcome'] === 'not-good') clerk.copies.delete(who)
      else if (copy !== undefined) {
        copy.on = (said['givenOn'] ?? copy.on) as LocalDate
        copy.disputed = false
      }
      return
    case 'challenge': {
      const id = said['challenge'] as string
      const from = said['from'] as string | undefined
      if (from !== undefined) return void clerk.above.set(id, clerk.decisions.get(from))
      const blank = (): Slate => ({ dead: false, open: true, lifted: false, said: undefined })
      const slates = new Map(dutiesOf(said, terms).map((duty) => [duty, blank()]))
      return void clerk.roots.set(id, { id, party: who, filed: on, slates })
    }
    case 'decide':
      return decide(clerk, said, terms)
    case 'stay':
      return stay(clerk, said, terms)
    case 'rescind':
    case 'withdraw':
      for (const duty of dutiesOf(said, terms)) clerk.takenBack.add(duty)
      return
    case 'assess':
      for (const term of terms)
        if (said['finding'] === 'accepted') clerk.accepted.add(`${who}/${term}`)
        else clerk.accepted.delete(`${who}/${term}`)
  }
}

function decide(clerk: Clerk, said: Loose, terms: readonly TermName[]): void {
  const id = said['challenge'] as string
  const own = clerk.roots.get(id)
  const root = own ?? clerk.above.get(id)
  clerk.decisions.set(said['citation'] as string, root)
  if (root === undefined) return
  const ends = said['endsStay'] as boolean | undefined
  const then = (said['then'] ?? said['outcome']) as string
  for (const duty of dutiesOf(said, terms)) {
    const slate = root.slates.get(duty)
    if (slate === undefined) continue
    slate.said = ends ?? slate.said
    if (own === undefined && then === 'dismissed') continue
    slate.open = then === 'back-to-court'
    slate.dead = ['quashed', 'order-quashed', 'remitted', 'back-to-office'].includes(then)
    if (!slate.open) continue
    slate.lifted = false
    slate.said = ends
  }
}

function stay(clerk: Clerk, said: Loose, terms: readonly TermName[]): void {
  if (said['of'] !== undefined) return
  const until = said['until'] as LocalDate | undefined
  for (const duty of dutiesOf(said, terms)) {
    if (said['action'] === 'ordered')
      clerk.courtStay.set(duty, until === undefined ? 'open' : epochDay(until) - epochDay(first))
    else {
      clerk.courtStay.set(duty, undefined)
      for (const root of clerk.roots.values()) {
        const slate = root.slates.get(duty)
        if (slate !== undefined) slate.lifted = true
      }
    }
  }
}

function stoodAt(clerk: Clerk, term: TermName, who: Party, until: string): string {
  const duty: Duty = `${term}/${who}`
  const slates = [...clerk.roots.values()].flatMap((root) => {
    const slate = root.slates.get(duty)
    return slate === undefined ? [] : [{ root, slate }]
  })
  if (clerk.takenBack.has(duty)) return 'ended'
  if (slates.some(({ slate }) => slate.dead)) return 'ended'
  if (clerk.accepted.has(`${who}/${term}`)) return 'ended'
  if (!clerk.copies.has(who)) return 'not-started'
  const stayed = slates.some(({ root, slate }) => {
    const copy = clerk.copies.get(root.party)
    const late = copy !== undefined && !copy.disputed && root.filed > thirtyDaysAfter(copy.on)
    if (late || slate.lifted) return false
    if (slate.said !== undefined) return !slate.said
    return slate.open || until === 'court-orders-otherwise'
  })
  return stayed || clerk.courtStay.get(duty) !== undefined ? 'stayed' : 'open'
}

function ours(state: OrderState, term: TermName, who: Party, on: LocalDate): string {
  const found = state.terms.find(({ id }) => id === term)
  if (found === undefined) throw new Error(term)
  const view = viewTerm(state, found, on)
  const clock =
    view.parties === undefined ? view.clock : view.parties.find((each) => each.party === who)?.clock
  return ['running', 'lapsed', 'in-force'].includes(clock ?? '') ? 'open' : (clock ?? 'none')
}

/** Found by chance: what a court said of a copy that was struck out moved the dates of a copy that was given later. */
const struckCopy = {
  acts: [
    { kind: 'serve', party: 'sub' },
    { kind: 'dispute', party: 'sub' },
    { kind: 'strike', pick: 0 },
    { kind: 'file', party: 'acme', terms: ['T1'] },
    { kind: 'settle', party: 'sub', outcome: 'good', later: 0 },
    { kind: 'dispute', party: 'acme' },
    { kind: 'dispute', party: 'acme' },
    { kind: 'dispute', party: 'acme' },
    { kind: 'file', party: 'sub', terms: ['T2'] },
    { kind: 'serve', party: 'sub' },
  ] satisfies Act[],
  apart: 5,
  until: 'court-orders-otherwise' as const,
}

describe('a whole life, and a clerk who reads its diary', () => {
  it('agree on every day, of every term and respondent, with what was struck out left out', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(lives, (life) => {
        const { run, diary, struck } = live(life)
        const pages = diary.filter(({ version }) => !struck.has(version))
        const last = (life.acts.length + 1) * life.apart
        for (let day = 0; day <= last; day += 1) {
          const on = dayOf(day)
          const folded = foldAsOf(orderRules, run.ref, run.events, on)
          const clerk = read(pages, day)
          for (const term of termNames)
            for (const who of bound[term]) {
              const wanted = stoodAt(clerk, term, who, life.until)
              if (folded === undefined) throw new Error('not issued')
              expect(ours(folded.state, term, who, on), `${term} of ${who} on ${on}`).toBe(wanted)
              seen.set(wanted, (seen.get(wanted) ?? 0) + 1)
            }
        }
        if (struck.size > 0) seen.set('struck', (seen.get('struck') ?? 0) + 1)
        const apart = pages.some(({ said }) => said['parties'] !== undefined)
        if (apart) seen.set('apart', (seen.get('apart') ?? 0) + 1)
      }),
      { numRuns: 250, examples: [[struckCopy]] },
    )
    // A test that never came by these would prove nothing of them.
    for (const each of ['ended', 'stayed', 'not-started', 'open', 'struck', 'apart'])
      expect(seen.get(each) ?? 0, each).toBeGreaterThan(20)
  })

  it('nothing binds and is gone at once, and no time runs while nothing binds', () => {
    let held = 0
    fc.assert(
      fc.property(lives, (life) => {
        const { run } = live(life)
        const { state } = run
        const day = dayOf((life.acts.length + 1) * life.apart)
        for (const { id, terms, party: of } of pendingDeadlines(state)) {
          if (terms.length === 0 || id === 'step') continue
          const running = terms.filter((term) => {
            const { gone, stayed, until } = lifeOn(state, term, of)
            return gone === undefined && (!stayed || until !== undefined)
          })
          expect(running, `${id} of ${terms.join()}`).not.toEqual([])
        }
        for (const term of termNames) {
          const { gone, stayed, uncertain } = lifeOf(state, term, day)
          if (gone === undefined) continue
          held += 1
          expect([stayed, uncertain]).toEqual([false, false])
          for (const who of bound[term]) expect(ours(state, term, who, day)).toBe('ended')
        }
      }),
      { numRuns: 300 },
    )
    expect(held).toBeGreaterThan(20)
  })

  it('a fact that changes nothing changes nothing: no date, no term, no route', () => {
    const nothing: readonly ((state: OrderState, on: LocalDate) => Loose[])[] = [
      ({ challenges }, on) => {
        const citation = challenges.flatMap(({ decisions }) => decisions)[0]?.citation
        return citation === undefined
          ? []
          : [
              {
                kind: 'challenge',
                on,
                challenge: 'more',
                challengeKind: 'appeal',
                forum: 'court above',
                party: 'acme',
                terms: ['T1', 'T2'],
                from: citation,
              },
              { kind: 'decide', on, challenge: 'more', citation: 'more', outcome: 'dismissed' },
            ]
      },
      (_, on) => [
        { kind: 'stay', on, action: 'ordered', forum: 'court', of: 'publication' },
        { kind: 'stay', on, action: 'lifted', forum: 'court', of: 'publication' },
      ],
      (_, on) => [{ kind: 'stay', on, action: 'ordered', forum: 'court', of: 'penalty' }],
      ({ facts }, on) => [
        { kind: 'refuse', on, party: 'sub', terms: ['T2'] },
        { kind: 'record-in-error', on, fact: facts.length + 1, reason: 'r' },
      ],
      ({ copies, serviceDisputes = [] }, on) => {
        const who = copies
          .map((copy) => copy.party)
          .find((each) => !serviceDisputes.some((dispute) => dispute.party === each))
        return who === undefined
          ? []
          : [
              { kind: 'dispute-service', on, party: who, reason: 'r' },
              { kind: 'decide-service', on, party: who, outcome: 'good', forum: 'court' },
            ]
      },
      (_, on) => [
        { kind: 'close', on, reason: 'r' },
        { kind: 'reopen', on, reason: 'r' },
      ],
    ]
    const taken = nothing.map(() => 0)
    fc.assert(
      fc.property(lives, fc.nat(nothing.length - 1), (life, which) => {
        const { run } = live(life)
        const before = run.state
        const on = dayOf((life.acts.length + 2) * life.apart + 30)
        const facts = nothing[which]?.(before, on) ?? []
        for (const fact of facts) if (run.refusal(fact) !== undefined) return
        if (facts.length > 0) taken[which] = (taken[which] ?? 0) + 1
        const pack = run.context.packs.find(({ statute }) => statute === 'ca-bc-pipa')
        const { dates, terms, routes } = differenceOf(before, run.state, pack, on)
        expect({ dates, terms }).toEqual({ dates: [], terms: [] })
        // An appeal that failed changes one thing, as it should: what waits for a final decision waits until this one is.
        if (which !== 0) expect(routes).toEqual([])
      }),
      { numRuns: 300 },
    )
    for (const [at, count] of taken.entries()) expect(count, `fact ${at}`).toBeGreaterThan(3)
  })
})

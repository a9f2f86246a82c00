// What law costs to compute: one deadline with its reasons, and every open order again after a pack changed. Pure code, nothing is started.

import type { AggregateRef, OfficeId } from '../../shared/kernel/ids.ts'
import type { OrderEvent } from '../../shared/order/order.schema.ts'
import type { OrderState } from '../../shared/order/state.ts'
import { addDays, type LocalDate } from '../../shared/kernel/date.ts'
import { deadlinesFor, expand, packFor, type ClockTerm } from '../../shared/policy/clocks.ts'
import { driftOf } from '../../shared/order/drift.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { unwrap } from '../../shared/kernel/problems.ts'
import { orderRules } from '../../shared/order/rules.ts'
import { officeEntry, OrderRun, packs, respondent, threeTerms } from '../support/founding.ts'
import { valueOf, type Report } from './figures.ts'

const section = 'clocks'
const zoneData = '2026c'
const firstDay = '2008-01-02' as LocalDate
/** Days that orders are given on: from 2008 to 2026, before and after each pack's amendments. */
const days = 6_800
const offices: Readonly<Record<string, string>> = {
  'ca-bc-pipa': 'ca-bc-oipc',
  'ca-ab-pipa': 'ca-ab-oipc',
  'ca-qc-p391': 'ca-qc-cai',
}
const statutes = Object.keys(offices)

export async function run(report: Report): Promise<void> {
  const samples = report.quick ? 20 : 400
  report.say(
    `${section}: ${samples} times 50 deadlines of each statute, with every day spelled out`,
  )
  for (const statute of statutes)
    report.add({
      section,
      name: `a deadline with its derivation, ${statute}`,
      unit: 'ms',
      value: valueOf(oneDeadlineMs(statute, samples)),
      aim: { value: 0.2 },
    })
  report.add({
    section,
    name: 'a life of 200 facts with 60 appeals, folded',
    unit: 'ms',
    value: valueOf(foldedLifeMs(samples)),
    aim: { value: 10 },
  })
  const total = report.quick ? 2_000 : 100_000
  report.say(`${section}: ${total} open orders again, under packs with one holiday more`)
  const { ms, moved } = evaluatedAgain(total)
  report.add({
    section,
    name: `${total} open orders again after a pack change`,
    unit: 'ms',
    value: { value: ms },
    ...(report.quick ? {} : { aim: { value: 10_000 } }),
  })
  report.add({
    section,
    name: 'of them, orders with a date that would move',
    unit: 'count',
    value: { value: moved },
  })
}

/** Milliseconds per deadline, each sample over 50 days, so that the timer is not what is measured. Each is given on another day: what is warm is what an office that has run for a day has warm. */
function oneDeadlineMs(statute: string, samples: number): number[] {
  const terms: ClockTerm[] = [{ id: 'T1', kind: 'mandate' }]
  const all: number[] = []
  // One sample more than is kept: the first one also compiles.
  for (let sample = -1; sample < samples; sample += 1) {
    let deadlines = 0
    let steps = 0
    // A copy remembers no day that was asked before: each deadline is counted.
    const fresh = packs.map((pack): Pack => ({ ...pack }))
    const start = performance.now()
    for (let n = 0; n < 50; n += 1) {
      const on = addDays(firstDay, ((sample + 1) * 50 + n) % days)
      for (const { derivation } of unwrap(
        deadlinesFor(unwrap(packFor(fresh, statute, on)), zoneData, {
          party: 'acme',
          start: 'copy-given',
          on,
          terms,
        }),
      )) {
        deadlines += 1
        steps += expand(derivation).length
      }
    }
    const ms = performance.now() - start
    if (steps < deadlines)
      throw new Error(`${deadlines} deadlines of ${statute} have ${steps} days`)
    if (sample >= 0) all.push(ms / deadlines)
  }
  return all
}

/** Sixty appeals, each from the decision on the one before, which goes up and down; the rest are refusals. */
function foldedLifeMs(samples: number): number[] {
  const statute = 'ca-bc-pipa'
  const ref: AggregateRef = { office: 'ca-bc-oipc' as OfficeId, kind: 'order', id: 'O1' }
  const context = {
    office: officeEntry(ref.office, statute),
    packs,
    zoneData,
    today: '2030-01-01' as LocalDate,
  }
  const order = new OrderRun(orderRules, ref, context)
  order.say(
    { kind: 'issue', on: firstDay, matter: 'm', statute, respondent, terms: threeTerms },
    { kind: 'serve', on: firstDay, party: 'acme', means: 'courier' },
  )
  const thens = ['order-stands', 'order-quashed', 'back-to-court'] as const
  for (let n = 0; n < 60; n += 1) {
    const on = addDays(firstDay, 10 + n)
    const appeal = n > 0
    order.say(
      {
        kind: 'challenge',
        on,
        challenge: `c${n}`,
        challengeKind: appeal ? 'appeal' : 'judicial-review',
        forum: 'court',
        ...(appeal ? { from: `d${n - 1}` } : {}),
      },
      {
        kind: 'decide',
        on: addDays(on, 1),
        challenge: `c${n}`,
        citation: `d${n}`,
        ...(appeal ? { outcome: 'allowed', then: thens[n % 3] } : { outcome: 'upheld' }),
      },
    )
  }
  while (order.events.length < 200) order.say({ kind: 'refuse', on: addDays(firstDay, 90) })
  return Array.from({ length: samples }, () => {
    const start = performance.now()
    let state: OrderState | undefined
    for (const { event } of order.events) state = orderRules.evolve(ref, state, event)
    return performance.now() - start
  })
}

/** Made a thousand at a time, which is not counted: all at once would be about 1 GB of derivations. */
function evaluatedAgain(total: number): { ms: number; moved: number } {
  const changed = packs.map((pack): Pack => ({
    ...pack,
    version: `${pack.version}.1`,
    holidays: [
      ...pack.holidays,
      {
        id: 'mourning',
        name: { en: 'Day of mourning', fr: 'Jour de deuil' },
        rule: { kind: 'fixed', month: 2, day: 9, ifSunday: 'stays' },
        citations: [{ section: 'Proclamation', confidence: 'M' }],
      },
    ],
  }))
  let ms = 0
  let moved = 0
  for (let made = 0; made < total; made += 1_000) {
    const orders = Array.from({ length: Math.min(1_000, total - made) }, (_, n) =>
      openOrder(made + n),
    )
    const start = performance.now()
    for (const { ref, state, events, context } of orders)
      if (unwrap(driftOf(ref, state, events, { ...context, packs: changed })).changes.length > 0)
        moved += 1
    ms += performance.now() - start
  }
  if (moved === 0 || moved === total)
    throw new Error(`${moved} of ${total} orders moved: the change is no test`)
  return { ms, moved }
}

interface OpenOrder {
  readonly ref: AggregateRef
  readonly state: OrderState
  readonly events: readonly OrderEvent[]
  readonly context: OrderRun['context']
}

/** Issued, served and refused; every third one challenged and decided, so that its clock runs again after a stay. */
function openOrder(number: number): OpenOrder {
  const statute = statutes[number % statutes.length] as string
  const office = offices[statute] as string
  const ref: AggregateRef = { office: office as OfficeId, kind: 'order', id: `O${number}` }
  const on = addDays(firstDay, (number * 7) % days)
  const order = new OrderRun(orderRules, ref, {
    office: officeEntry(office, statute),
    packs,
    zoneData,
    today: '2030-01-01' as LocalDate,
  })
  order.say(
    { kind: 'issue', on, matter: 'm', statute, respondent, terms: threeTerms },
    { kind: 'serve', on, party: 'acme', means: 'courier' },
    { kind: 'refuse', on: addDays(on, 3) },
  )
  if (number % 3 === 0)
    order.say(
      {
        kind: 'challenge',
        on: addDays(on, 10),
        challenge: 'c',
        challengeKind: statute === 'ca-qc-p391' ? 'appeal' : 'judicial-review',
        forum: 'court',
      },
      {
        kind: 'decide',
        on: addDays(on, 40),
        challenge: 'c',
        outcome: 'upheld',
        citation: 'C 1',
        endsStay: true,
      },
    )
  return {
    ref,
    state: order.state,
    events: order.events.map(({ event }) => event),
    context: order.context,
  }
}

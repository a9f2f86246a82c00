// A line of a list is right on every day, though it is only made anew when its day has come: else an order that lapsed overnight is shown as running.

import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandsOf } from '../../../shared/case/commands.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/kernel/date.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { orderLines, type OrderLines } from '../../../shared/lists/order-row.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { rulesOf } from '../../../shared/rules.ts'
import { offices, packs, today } from '../case/fold.ts'
import { d, orderRun, respondent, threeTerms } from '../../support/founding.ts'

const recordedAt = '2026-11-27T00:00:00.000Z' as Instant
const made = (state: OrderState, day: LocalDate): OrderLines =>
  orderLines({ version: 1, recordedAt, state }, packs, day)
const shown = ({ row, due, course }: OrderLines) => ({ row, due, course })

/** The first day on which a line that was not made anew says something else than the truth. */
function firstWrongDay(state: OrderState, from: LocalDate, days: number): LocalDate | undefined {
  let kept = made(state, from)
  for (let n = 1; n <= days; n++) {
    const day = addDays(from, n)
    const fresh = made(state, day)
    if (day >= kept.turnsOn) kept = fresh
    else if (JSON.stringify(shown(fresh)) !== JSON.stringify(shown(kept))) return day
  }
  return undefined
}

/** The orders of a case, each at every one of its facts. */
function statesOf(file: string): { state: OrderState; from: LocalDate; days: number }[] {
  const parsed = unwrap(
    parseCase(readFileSync(new URL(`../../../cases/${file}`, import.meta.url), 'utf8'), today),
  )
  const states = new Map<string, OrderState>()
  const found: { state: OrderState; from: LocalDate; days: number }[] = []
  for (const { ref, command } of commandsOf(parsed.case)) {
    if (ref.kind !== 'order') continue
    const rules = rulesOf('order')
    const office = offices.get(ref.office)
    if (rules === undefined || office === undefined) continue
    const key = `${ref.office}:${ref.id}`
    const decided = rules.decide(ref, states.get(key), command, {
      office,
      packs,
      zoneData: '2026c',
      today,
    } as never)
    if (!decided.ok) continue
    const state = rules.evolve(ref, states.get(key), decided.value) as OrderState
    states.set(key, state)
    found.push({ state, from: decided.value.on as LocalDate, days: 60 })
  }
  // After the last fact nothing but days changes it: years of limitation and time to appeal.
  return [...found, ...[...states.values()].map((state) => ({ state, from: today, days: 400 }))]
}

describe('a line that is made anew only on its days', () => {
  const files = readdirSync(new URL('../../../cases/public/', import.meta.url))
    .filter((name) => name.endsWith('.json') && name !== 'published.json')
    .map((name) => `public/${name}`)

  it.each(['clearview-ai.json', ...files])('is right on every day: %s', (file) => {
    const states = statesOf(file)
    for (const { state, from, days } of states)
      expect(firstWrongDay(state, from, days), `${state.order} from ${from}`).toBeUndefined()
  })

  it('is right over four years after any served, stayed or decided order', () => {
    const offset = fc.integer({ min: 1, max: 200 })
    const act = fc.constantFrom('serve', 'refuse', 'comply', 'challenge', 'decide', 'stay', 'lift')
    fc.assert(
      fc.property(
        fc.constantFrom(
          ['ca-bc-oipc', 'ca-bc-pipa'],
          ['ca-ab-oipc', 'ca-ab-pipa'],
          ['ca-qc-cai', 'ca-qc-p391'],
        ),
        fc.array(fc.tuple(act, offset), { minLength: 1, maxLength: 6 }),
        ([office = '', statute = ''], acts) => {
          const run = orderRun(office, statute)
          run.say({
            kind: 'issue',
            on: '2021-03-01',
            matter: 'm',
            statute,
            respondent,
            terms: threeTerms,
          } as never)
          let day = d('2021-03-01')
          for (const [kind, after] of acts) {
            day = addDays(day, after)
            run.refusal(commandFor(kind, day) as never)
          }
          expect(firstWrongDay(run.state, day, 1_200)).toBeUndefined()
        },
      ),
      { numRuns: 8 },
    )
  })
})

function commandFor(kind: string, on: LocalDate): object {
  const terms = ['T1', 'T3']
  switch (kind) {
    case 'serve':
      return { kind, on, party: 'acme', means: 'courier' }
    case 'refuse':
      return { kind, on, terms }
    case 'comply':
      return { kind, on, terms, outcome: 'partial' }
    case 'challenge':
      return { kind, on, challenge: 'c1', challengeKind: 'judicial-review', forum: 'court' }
    case 'decide':
      return { kind, on, challenge: 'c1', outcome: 'upheld', citation: 'd1' }
    case 'stay':
      return { kind, on, action: 'ordered', forum: 'court', until: addDays(on, 45) }
    default:
      return { kind: 'stay', on, action: 'lifted', forum: 'court' }
  }
}

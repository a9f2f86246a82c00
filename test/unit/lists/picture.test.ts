// The picture of a matter says what the rules say, day by day: a stay that is drawn too long is a promise that nobody made.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { matterPicture } from '../../../shared/board/picture.ts'
import { matterPictureSchema } from '../../../shared/board/picture.schema.ts'
import { commandsOf } from '../../../shared/case/commands.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { addDays, type LocalDate } from '../../../shared/kernel/date.ts'
import type { MatterId, OfficeId } from '../../../shared/kernel/ids.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import type { MatterState } from '../../../shared/matter/rules.ts'
import { lifeAt } from '../../../shared/order/calculus.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { viewTerm } from '../../../shared/order/terms.ts'
import { rulesOf } from '../../../shared/rules.ts'
import { axisOf } from '../../../services/web/matters/axis.ts'
import { offices, packs, today as now } from '../case/fold.ts'

const caseFile = new URL('../../../cases/clearview-ai.json', import.meta.url)

function statesOn(today: string) {
  const parsed = unwrap(parseCase(readFileSync(caseFile, 'utf8'), now))
  const states = new Map<string, { office: OfficeId; kind: string; state: unknown }>()
  for (const { ref, command } of commandsOf(parsed.case)) {
    if (command.on > today) continue
    const rules = rulesOf(ref.kind)
    const office = offices.get(ref.office)
    if (rules === undefined || office === undefined) continue
    const key = `${ref.office}/${ref.kind}/${ref.id}`
    const before = states.get(key)?.state
    const context = { office, packs, zoneData: '2026c', today: now }
    const decided = rules.decide(ref, before, command, context as never)
    if (decided.ok)
      states.set(key, {
        office: ref.office,
        kind: ref.kind,
        state: rules.evolve(ref, before, decided.value),
      })
  }
  const all = [...states.values()]
  return {
    orders: all.flatMap(({ kind, state }) => (kind === 'order' ? [state as OrderState] : [])),
    parts: all.flatMap(({ kind, office, state }) =>
      kind === 'matter' ? [{ office, state: state as MatterState }] : [],
    ),
  }
}

const pictureOn = (today: string) => ({
  ...statesOn(today),
  picture: matterPicture({
    matter: 'clearview-ai' as MatterId,
    today: today as LocalDate,
    ...statesOn(today),
  }),
})

describe('the picture of the founding matter', () => {
  it.each(['2021-12-20', '2022-01-26', '2024-12-31', '2026-11-27'])(
    'has each term stayed on the days on which it is, and late where it is: %s',
    (today) => {
      const { orders, picture } = pictureOn(today)
      expect(matterPictureSchema.safeParse(picture).error).toBeUndefined()
      for (const state of orders) {
        const row = picture.rows.find(({ order }) => order === state.order)
        const stays = row?.spans.filter(({ kind }) => kind === 'stay') ?? []
        for (const { id } of state.terms)
          for (let day = state.issuedOn; day <= today; day = addDays(day, 1)) {
            const drawn = stays.some(
              ({ from, to, terms }) =>
                terms.includes(id) && from <= day && (to === null || day <= to),
            )
            expect(drawn, `${state.order} ${id} on ${day}`).toBe(lifeAt(state, id, day).stayed)
          }
        const late = row?.spans.flatMap(({ kind, terms }) => (kind === 'overdue' ? terms : []))
        expect(late?.toSorted()).toEqual(
          state.terms
            .filter((term) => viewTerm(state, term, today as LocalDate).clock === 'lapsed')
            .map(({ id }) => id)
            .toSorted(),
        )
      }
    },
  )
  it('has a lane for every office, and every day of it inside its axis but what is years ahead', () => {
    const { picture } = pictureOn('2022-01-26')
    expect(new Set(picture.rows.map(({ office }) => office)).size).toBe(4)
    const days = picture.rows.flatMap(({ marks }) => marks.map(({ on }) => on))
    expect(days.every((day) => day >= picture.from)).toBe(true)
    expect(picture.from < picture.today && picture.today < picture.to).toBe(true)
  })
})

describe('an axis', () => {
  const lengths = [1, 3, 20, 90, 400, 3_000, 40_000]
  it.each(lengths)('of %i days names days that are inside, in order, and do not touch', (days) => {
    const from = '2020-02-27' as LocalDate
    const axis = axisOf('fr', { from, to: addDays(from, days), left: 150, right: 985 })
    const at = axis.ticks.map(({ day }) => axis.x(day))
    expect(axis.ticks.length).toBeGreaterThan(0)
    expect(axis.ticks.every(({ day }) => axis.isInside(day))).toBe(true)
    expect(at.slice(1).every((x, n) => x - (at[n] ?? 0) >= 50)).toBe(true)
    expect(axis.x(from)).toBe(150)
    expect(axis.x(addDays(from, days + 100))).toBe(985)
  })
})

// What is missing or contradictory within one pack and its form cannot say. Any of it makes the pack unusable; what is only doubtful is in `check.ts`.

import { isZone } from '../calendar/zone.ts'
import type { Pack } from './pack.schema.ts'
import { stepsOf } from './select.ts'
import { asGiven } from './reading.ts'

/** Each as `place: what is wrong`, such as `clocks.0.counting: there is no counting "lunar"`. */
export function gapsOf(pack: Pack): string[] {
  const gaps: string[] = []
  const { inForce, clocks, countings, routes } = pack
  if (!isZone(pack.zone))
    gaps.push(`zone: ${JSON.stringify(pack.zone)} is not a time zone that this runtime knows`)
  if (inForce.to !== undefined && inForce.to < inForce.from)
    gaps.push(`inForce: ends ${inForce.to}, before it begins ${inForce.from}`)
  if (asGiven in countings)
    gaps.push(`countings.${asGiven}: this name means a date that nobody counts`)
  repeated(pack.holidays.map((holiday) => holiday.id)).forEach((id) =>
    gaps.push(`holidays: ${id} is there twice`),
  )
  repeated(routes.map((route) => route.id)).forEach((id) =>
    gaps.push(`routes: ${id} is there twice`),
  )
  repeated(
    clocks.flatMap((clock) =>
      clock.termKinds.map(
        (kind) =>
          `${clock.id} of a ${kind}${clock.from === 'default-notified' ? ' after a default' : ''}${forInstruments(clock)}`,
      ),
    ),
  ).forEach((id) => gaps.push(`clocks: ${id} is there twice`))
  repeated(
    pack.challenges.map((rule) => `${rule.kind} of ${rule.of}${forInstruments(rule)}`),
  ).forEach((id) => gaps.push(`challenges: ${id} is there twice`))
  repeated(pack.extensions.map((rule) => `${rule.act} by ${rule.by}`)).forEach((id) =>
    gaps.push(`extensions: ${id} is there twice`),
  )

  clocks.forEach((clock, at) => {
    for (const key of ['counting', 'lenientCounting'] as const) {
      const name = clock[key]
      if (name !== undefined && !Object.hasOwn(countings, name))
        gaps.push(`clocks.${at}.${key}: there is no counting ${JSON.stringify(name)}`)
    }
    for (const kind of clock.termKinds) {
      const trouble = chainTrouble(pack, at, kind)
      if (trouble !== undefined) gaps.push(`clocks.${at}.from: ${trouble}`)
    }
  })
  pack.challenges.forEach((rule, at) => {
    if (rule.window !== undefined && !clocks.some((clock) => clock.id === rule.window))
      gaps.push(`challenges.${at}.window: there is no clock ${rule.window}`)
    for (const effect of [...rule.inTime, ...rule.late]) {
      if (effect.stays !== (effect.until !== undefined))
        gaps.push(`challenges.${at}: a stay says until when, and only a stay does`)
    }
  })
  const instruments = new Set(pack.instruments.map((instrument) => instrument.id))
  for (const [where, rules] of [
    ['clocks', clocks],
    ['challenges', pack.challenges],
    ['routes', routes],
  ] as const)
    rules.forEach((rule, at) => {
      for (const id of rule.instruments ?? [])
        if (!instruments.has(id))
          gaps.push(`${where}.${at}.instruments: there is no instrument ${JSON.stringify(id)}`)
    })
  routes.forEach((route, at) => {
    const steps = stepsOf(route)
    for (const step of steps) {
      for (const id of step.after ?? [])
        if (!steps.some((each) => each.id === id))
          gaps.push(`routes.${at}.steps: there is no step ${JSON.stringify(id)}`)
      for (const clock of step.clocks ?? []) {
        for (const name of [clock.counting, clock.lenientCounting])
          if (name !== undefined && !Object.hasOwn(countings, name))
            gaps.push(`routes.${at}.steps: there is no counting ${JSON.stringify(name)}`)
        if (clock.until !== undefined && !steps.some((each) => each.id === clock.until))
          gaps.push(`routes.${at}.steps: there is no step ${JSON.stringify(clock.until)}`)
      }
    }
    for (const bar of route.bars ?? [])
      if (!routes.some((each) => each.id === bar.route))
        gaps.push(`routes.${at}.bars: there is no route ${JSON.stringify(bar.route)}`)
    for (const need of route.needs) {
      if (need.is !== 'after') continue
      const before = routes.find((candidate) => candidate.id === need.route)
      if (before === undefined)
        gaps.push(`routes.${at}.needs: there is no route ${JSON.stringify(need.route)}`)
      for (const id of need.outcomes ?? [])
        if (before !== undefined && !before.outcomes.some((outcome) => outcome.id === id))
          gaps.push(`routes.${at}.needs: route ${need.route} has no outcome ${JSON.stringify(id)}`)
    }
    repeated(route.outcomes.map((outcome) => outcome.id)).forEach((id) =>
      gaps.push(`routes.${at}.outcomes: ${id} is there twice`),
    )
  })
  pack.sharing.rules.forEach((rule, at) => {
    if ((rule.onward.may === 'with-consent') !== (rule.onward.of !== undefined))
      gaps.push(`sharing.rules.${at}.onward: it says whose consent exactly where consent is needed`)
  })
  repeated(pack.sharing.agreements.map(({ id }) => id)).forEach((id) =>
    gaps.push(`sharing.agreements: ${id} is there twice`),
  )
  return gaps
}

/** A clock that counts from another one must reach a day of its own in the end. */
function chainTrouble(
  pack: Pack,
  at: number,
  kind: Pack['clocks'][number]['termKinds'][number],
): string | undefined {
  const seen = new Set<unknown>()
  let clock = pack.clocks[at]
  while (clock !== undefined && typeof clock.from !== 'string') {
    if (seen.has(clock)) return `the clocks of a ${kind} start from each other`
    seen.add(clock)
    const { clock: id } = clock.from
    clock = pack.clocks.find(
      (candidate) => candidate.id === id && candidate.termKinds.includes(kind),
    )
    if (clock === undefined) return `there is no clock ${id} for a ${kind}`
  }
  return undefined
}

function forInstruments({ instruments }: { instruments?: readonly string[] | undefined }): string {
  return instruments === undefined ? '' : ` for ${instruments.join(', ')}`
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
}

// What is missing or contradictory within one pack and its form cannot say. Any of it makes the pack unusable; what is only doubtful is in `check.ts`.

import { isZone } from '../calendar/zone.ts'
import type { Pack, Route, RouteNeed } from './pack.schema.ts'
import { stepsOf } from './select.ts'
import { asGiven } from './reading.ts'

/** Each as `place: what is wrong`, such as `clocks.0.counting: there is no counting "lunar"`. */
export function gapsOf(pack: Pack): string[] {
  return [
    ...ofThePack(pack),
    ...twice(pack),
    ...pack.clocks.flatMap((clock, at) => ofClock(pack, clock, at)),
    ...ofChallenges(pack),
    ...strangeInstruments(pack),
    ...pack.routes.flatMap((route, at) => ofRoute(pack, route, `routes.${at}`)),
    ...ofSharing(pack),
  ]
}

function ofSharing({ sharing }: Pack): string[] {
  return sharing.rules.flatMap(({ onward }, at) =>
    (onward.may === 'with-consent') === (onward.of !== undefined)
      ? []
      : [`sharing.rules.${at}.onward: it says whose consent exactly where consent is needed`],
  )
}

function ofThePack({ zone, inForce, countings }: Pack): string[] {
  const gaps: string[] = []
  if (!isZone(zone))
    gaps.push(`zone: ${JSON.stringify(zone)} is not a time zone that this runtime knows`)
  if (inForce.to !== undefined && inForce.to < inForce.from)
    gaps.push(`inForce: ends ${inForce.to}, before it begins ${inForce.from}`)
  if (asGiven in countings)
    gaps.push(`countings.${asGiven}: this name means a date that nobody counts`)
  return gaps
}

/** What has the name of something else of its kind. */
function twice(pack: Pack): string[] {
  const { holidays, routes, clocks, challenges, extensions } = pack
  const named: readonly (readonly [string, readonly string[]])[] = [
    ['holidays', holidays.map((holiday) => holiday.id)],
    ['routes', routes.map((route) => route.id)],
    [
      'clocks',
      clocks.flatMap((clock) =>
        clock.termKinds.map(
          (kind) =>
            `${clock.id} of a ${kind}${clock.from === 'default-notified' ? ' after a default' : ''}${forInstruments(clock)}`,
        ),
      ),
    ],
    ['challenges', challenges.map((rule) => `${rule.kind} of ${rule.of}${forInstruments(rule)}`)],
    ['extensions', extensions.map((rule) => `${rule.act} by ${rule.by}`)],
    ['sharing.agreements', pack.sharing.agreements.map(({ id }) => id)],
  ]
  return named.flatMap(([where, ids]) =>
    repeated(ids).map((id) => `${where}: ${id} is there twice`),
  )
}

function ofClock(pack: Pack, clock: Pack['clocks'][number], at: number): string[] {
  const unknown = (['counting', 'lenientCounting'] as const).flatMap((key) => {
    const name = clock[key]
    return name === undefined || Object.hasOwn(pack.countings, name)
      ? []
      : [`clocks.${at}.${key}: there is no counting ${JSON.stringify(name)}`]
  })
  const chains = clock.termKinds.flatMap((kind) => {
    const trouble = chainTrouble(pack, at, kind)
    return trouble === undefined ? [] : [`clocks.${at}.from: ${trouble}`]
  })
  return [...unknown, ...chains]
}

function ofChallenges({ challenges, clocks }: Pack): string[] {
  return challenges.flatMap((rule, at) => [
    ...(rule.window === undefined || clocks.some((clock) => clock.id === rule.window)
      ? []
      : [`challenges.${at}.window: there is no clock ${rule.window}`]),
    ...[...rule.inTime, ...rule.late].flatMap((effect) =>
      effect.stays === (effect.until !== undefined)
        ? []
        : [`challenges.${at}: a stay says until when, and only a stay does`],
    ),
  ])
}

function strangeInstruments({ instruments, clocks, challenges, routes }: Pack): string[] {
  const known = new Set(instruments.map((instrument) => instrument.id))
  const lists = [
    ['clocks', clocks],
    ['challenges', challenges],
    ['routes', routes],
  ] as const
  return lists.flatMap(([where, rules]) =>
    rules.flatMap((rule, at) =>
      (rule.instruments ?? [])
        .filter((id) => !known.has(id))
        .map((id) => `${where}.${at}.instruments: there is no instrument ${JSON.stringify(id)}`),
    ),
  )
}

function ofRoute(pack: Pack, route: Route, where: string): string[] {
  const { routes } = pack
  const steps = stepsOf(route)
  const noStep = (id: string): string[] =>
    steps.some((each) => each.id === id) ? [] : [`there is no step ${JSON.stringify(id)}`]
  const noOutcome = (id: string): string[] =>
    route.outcomes.some((each) => each.id === id)
      ? []
      : [`the route has no outcome ${JSON.stringify(id)}`]
  const ofSteps = [
    ...steps.flatMap(({ after = [], afterOutcome = [] }) => [
      ...after.flatMap(noStep),
      ...afterOutcome.flatMap(noOutcome),
    ]),
    ...[...steps, ...route.outcomes].flatMap(({ clocks = [] }) =>
      clocks.flatMap(({ counting, lenientCounting, until }) => [
        ...[counting, lenientCounting].flatMap((name) =>
          name === undefined || Object.hasOwn(pack.countings, name)
            ? []
            : [`there is no counting ${JSON.stringify(name)}`],
        ),
        ...(until === undefined ? [] : noStep(until)),
      ]),
    ),
  ]
  const { untilStep } = route.limitation ?? {}
  return [
    ...ofSteps.map((gap) => `${where}.steps: ${gap}`),
    ...(untilStep === undefined
      ? []
      : noStep(untilStep).map((gap) => `${where}.limitation: ${gap}`)),
    ...(route.bars ?? [])
      .filter((bar) => !routes.some((each) => each.id === bar.route))
      .map((bar) => `${where}.bars: there is no route ${JSON.stringify(bar.route)}`),
    ...route.needs.flatMap((need) => (need.is === 'after' ? unmetNeed(pack, need, where) : [])),
    ...repeated(route.outcomes.map((outcome) => outcome.id)).map(
      (id) => `${where}.outcomes: ${id} is there twice`,
    ),
  ]
}

function unmetNeed(
  { routes }: Pack,
  need: Extract<RouteNeed, { is: 'after' }>,
  where: string,
): string[] {
  const before = routes.find((candidate) => candidate.id === need.route)
  if (before === undefined)
    return [`${where}.needs: there is no route ${JSON.stringify(need.route)}`]
  return (need.outcomes ?? [])
    .filter((id) => !before.outcomes.some((outcome) => outcome.id === id))
    .map((id) => `${where}.needs: route ${need.route} has no outcome ${JSON.stringify(id)}`)
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

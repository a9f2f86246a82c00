// Why an office may act from one day on, and no longer after another: the deadline, section and confidence, in both languages.

import { addDays, type LocalDate } from '../kernel/date.ts'
import type { OrderState } from '../order/state.ts'
import { packFor, routeOf, ruleRefs } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Citation, Pack, Route } from '../policy/pack.schema.ts'
import { catalogue, type Problem, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { Draft } from './draft.schema.ts'

/** A draft that the rules refused on the last day before, or on the first day after. */
export interface Refused {
  readonly draft: Draft
  readonly state: OrderState | undefined
  readonly problem: Problem
}

/** `opening`: what was not lawful until `date`; `closing`: what no longer is on `end`. */
export function whyReady({
  packs,
  opening,
  date,
  closing,
  end,
}: {
  packs: readonly Pack[]
  opening: readonly Refused[]
  date: LocalDate
  closing: readonly Refused[]
  end: LocalDate | undefined
}): Text {
  const texts = [
    ...opening.map((refused) => opens(refused, date, packs)),
    ...(end === undefined ? [] : closing.map((refused) => closes(refused, end, packs))),
  ]
  const more = texts.length - maxShown
  const shown = [
    ...(opening.length === 0
      ? [{ en: 'Nothing stands in the way', fr: "Rien ne s'y oppose" }]
      : []),
    ...texts.slice(0, maxShown),
    ...(more > 0 ? [{ en: `And ${more} more`, fr: `Et ${more} de plus` }] : []),
  ]
  return {
    en: shown.map((text) => text.en).join('. '),
    fr: shown.map((text) => text.fr).join('. '),
  }
}

/** Sentences: fifty drafts would make no readable reason, nor one that fits into an event. */
const maxShown = 8

function opens(
  { draft: { order, command }, state, problem }: Refused,
  date: LocalDate,
  packs: readonly Pack[],
): Text {
  if (command.kind === 'issue') {
    const cited = citedPeriod(packs, command.statute, date, 'from')
    return {
      en: `Order ${order} can be issued from ${date}${cited === undefined ? '' : `, when ${cited.en} comes into force`}`,
      fr: `L'ordonnance ${order} peut être rendue dès le ${date}${cited === undefined ? '' : `, à l'entrée en vigueur de ${cited.fr}`}`,
    }
  }
  const route = routeFor(packs, state, command)
  if (command.kind !== 'escalate' || state === undefined || route === undefined)
    return other(order, command.kind, problem, {
      en: `lawful from ${date}`,
      fr: `licite dès le ${date}`,
    })
  const causes = state.deadlines.flatMap((deadline) =>
    causeOf(deadline, route, state.statute, date),
  )
  const once = causes.filter((cause, at) => at === causes.findIndex(({ en }) => en === cause.en))
  return {
    en: `Order ${order}: route "${route.id}" opens ${date}${once.map(({ en }) => `, ${en}`).join('')}`,
    fr: `Ordonnance ${order} : la voie « ${route.id} » s'ouvre le ${date}${once.map(({ fr }) => `, ${fr}`).join('')}`,
  }
}

function closes(
  { draft: { order, command }, state, problem }: Refused,
  end: LocalDate,
  packs: readonly Pack[],
): Text {
  const last = addDays(end, -1)
  if (command.kind === 'issue') {
    const cited = citedPeriod(packs, command.statute, last, 'to')
    return {
      en: `Order ${order} can be issued until ${last}${cited === undefined ? '' : `, when ${cited.en} ceases to be in force`}`,
      fr: `L'ordonnance ${order} peut être rendue jusqu'au ${last}${cited === undefined ? '' : `, à la fin de la vigueur de ${cited.fr}`}`,
    }
  }
  const route = routeFor(packs, state, command)
  const pack = state === undefined ? undefined : packFor(packs, state.statute, state.issuedOn)
  if (pack?.ok !== true || route?.limitation === undefined)
    return other(order, command.kind, problem, {
      en: `lawful until ${last}`,
      fr: `licite jusqu'au ${last}`,
    })
  const section = cite(ruleRefs(pack.value, route.limitation.citations), pack.value.statute)
  return {
    en: `Order ${order}: route "${route.id}" is open until ${last}, the last day of its limitation period (${section.en})`,
    fr: `Ordonnance ${order} : la voie « ${route.id} » est ouverte jusqu'au ${last}, dernier jour de la prescription (${section.fr})`,
  }
}

/** The deadline whose end, or whose beginning, is what the route waited for. */
function causeOf(deadline: Deadline, { needs }: Route, statute: string, date: LocalDate): Text[] {
  const last = deadline.lenientDate ?? deadline.date
  const section = cite(deadline.rules.slice(0, 1), statute)
  const mark = {
    en: `(${section.en}; date ${deadline.confidence})`,
    fr: `(${section.fr}; date ${deadline.confidence})`,
  }
  const breach = needs.some(({ is }) => is === 'breach')
  if (breach && deadline.id === 'comply' && last === addDays(date, -1))
    return [
      {
        en: `after the time to comply ended ${last} ${mark.en}`,
        fr: `après la fin du délai pour se conformer le ${last} ${mark.fr}`,
      },
    ]
  const enforceable = needs.some(({ is }) => is === 'enforceable')
  if (
    deadline.id === 'enforceable' &&
    ((breach && last === date) || (enforceable && deadline.date === date))
  )
    return [
      {
        en: `when the order becomes enforceable ${mark.en}`,
        fr: `quand l'ordonnance devient exécutoire ${mark.fr}`,
      },
    ]
  const window = needs.some(({ is }) => is === 'challenge-window-over' || is === 'order-final')
  if (window && deadline.id === 'challenge' && last === addDays(date, -1))
    return [
      {
        en: `after the time to challenge ended ${last} ${mark.en}`,
        fr: `après la fin du délai de contestation le ${last} ${mark.fr}`,
      },
    ]
  return []
}

function routeFor(
  packs: readonly Pack[],
  state: OrderState | undefined,
  command: Draft['command'],
): Route | undefined {
  if (state === undefined || command.kind !== 'escalate') return undefined
  const pack = packFor(packs, state.statute, state.issuedOn)
  const route = pack.ok ? routeOf(pack.value, command.route) : pack
  return route.ok ? route.value : undefined
}

/** The statute, or its power to order, that begins or ends on `day`, with where that is said. */
function citedPeriod(
  packs: readonly Pack[],
  statute: string,
  day: LocalDate,
  side: 'from' | 'to',
): Text | undefined {
  const pack = packFor(packs, statute, day)
  if (!pack.ok) return undefined
  const { inForce, instruments, citation } = pack.value
  const instrument = instruments.find((each) => each.binding && each.inForce?.[side] === day)
  const found: { readonly name: Text; readonly citations: readonly Citation[] } | undefined =
    inForce[side] === day
      ? { name: { en: citation, fr: citation }, citations: inForce.citations }
      : instrument
  if (found === undefined) return undefined
  const section = cite(ruleRefs(pack.value, found.citations), statute)
  return { en: `${found.name.en} (${section.en})`, fr: `${found.name.fr} (${section.fr})` }
}

/** Whatever else the rules refuse, by its title, which is in both languages. */
function other(order: string, kind: string, { code }: Problem, when: Text): Text {
  return {
    en: `Order ${order}: "${kind}" is ${when.en} (${catalogue[code].title.en})`,
    fr: `Ordonnance ${order} : « ${kind} » est ${when.fr} (${catalogue[code].title.fr})`,
  }
}

/** `s.53(1) V`; with the statute where it is another one. */
function cite(rules: readonly RuleRef[], own: string): Text {
  const each = rules.map(({ statute, section, confidence }) => {
    const place = statute === own ? '' : `${statute} `
    const isNumber = /^\d/.test(section)
    return {
      en: `${place}${isNumber ? 's.' : ''}${section} ${confidence}`,
      fr: `${place}${isNumber ? 'art. ' : ''}${section} ${confidence}`,
    }
  })
  return { en: each.map(({ en }) => en).join(', '), fr: each.map(({ fr }) => fr).join(', ') }
}

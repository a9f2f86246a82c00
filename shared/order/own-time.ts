// What the office or a court does to the time to comply: more of it, less of it again, a correction. Whether it may is the pack's to say.
// A rule that nobody verified warns, and does not refuse.

import { present } from '../kernel/present.ts'
import { ok, refuse, type Problem, type Result, type RuleRef } from '../kernel/problems.ts'
import { unverified as restsOnM, type Text } from '../kernel/text.ts'
import { deadlinesFor, extendedTo, extensionRule, ruleRefs } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { unread } from '../policy/doubt.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { cannot, theOrder } from './act-words.ts'
import { clockTerms } from './clock-terms.ts'
import { earliest, surelyOver } from './duties.ts'
import { factOf } from './fact-of.ts'
import type { OrderCommandOf, OrderEvent } from './order.schema.ts'
import { termsOf } from './scope.ts'
import { respondentsOf, type OrderState } from './state.ts'

export function extend(
  state: OrderState,
  command: OrderCommandOf<'extend'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { to, grantedBy, reason } = command
  const rule = extensionRule(pack, 'extend', grantedBy)
  const rules = ruleRefs(pack, rule?.citations ?? [])
  const power = rule?.allowed === true ? undefined : noPowerToExtend(state, command, pack, rules)
  if (power?.problem !== undefined) return { ok: false, problem: power.problem }
  const terms = termsOf(state, command)
  const wrong = nothingToExtend(state, terms, command)
  if (wrong !== undefined) return { ok: false, problem: wrong }
  const warnings = [
    ...(power === undefined ? [] : [power.warning]),
    ...afterItsEnd(state, terms, command),
  ]
  const bound = respondentsOf(state)
  const parties = [...new Set(state.copies.map((copy) => copy.party))].filter(
    (party) => bound.includes(party) && command.parties?.includes(party) !== false,
  )
  return ok({
    kind: 'extended',
    ...factOf(command),
    to,
    grantedBy,
    terms,
    ...present({ parties: command.parties }),
    reason,
    deadlines: parties.map((party) =>
      extendedTo(pack, context.zoneData, { party, terms, to, start: 'extended', by: grantedBy }),
    ),
    rules,
    ...(warnings.length === 0 ? {} : { warnings }),
  })
}

/** More time that is given once the time is over: what it makes of the days between is nowhere said. */
function afterItsEnd(
  state: OrderState,
  terms: readonly string[],
  { on, parties }: OrderCommandOf<'extend'>,
): Text[] {
  const over = duesOf(state, terms, parties)
    .map(surelyOver)
    .filter((day) => day < on)
    .toSorted()[0]
  return over === undefined
    ? []
    : [
        {
          en: `The time to comply had ended on ${over}: whether more time that is given afterwards undoes that it was late, neither the policy pack nor the record says`,
          fr: `Le délai pour se conformer avait pris fin le ${over} : ni le cadre ni le dossier ne disent si un délai accordé ensuite efface le retard`,
        },
      ]
}

/** The safe day of each term, as against each of those whom it is about. */
function duesOf(
  state: OrderState,
  terms: readonly string[],
  parties: readonly string[] | undefined,
): Deadline[] {
  return terms.flatMap((term) =>
    (parties ?? [undefined]).flatMap((party) => earliest(state, 'comply', term, party) ?? []),
  )
}

type Doubt = { readonly problem: Problem } | { readonly problem?: never; readonly warning: Text }

/** Refused where somebody read that there is no such power; warned of where nobody did, or where the pack does not say. */
function noPowerToExtend(
  state: OrderState,
  { to, grantedBy }: OrderCommandOf<'extend'>,
  pack: Pack,
  rules: readonly RuleRef[],
): Doubt {
  const who = {
    office: { en: 'the office', fr: 'à l’organisme' },
    court: { en: 'a court', fr: 'à un tribunal' },
  }[grantedBy]
  const why = {
    en: `${pack.citation} gives ${who.en} no power to extend the time to comply`,
    fr: `${pack.citation} ne donne ${who.fr} aucun pouvoir de prolonger le délai pour se conformer`,
  }
  const first = rules[0]
  if (first !== undefined && !unverified(rules))
    return refuse('not-extendable', cannot('extend', theOrder(state.order), why), {
      value: to,
      rule: first,
    })
  return {
    warning:
      first === undefined
        ? {
            en: `${pack.citation}: whether ${who.en} may extend the time to comply is not said by the policy pack`,
            fr: `${pack.citation} : le cadre ne dit pas si la loi permet ${who.fr} de prolonger le délai pour se conformer`,
          }
        : unread(why, rules),
  }
}

function unverified(rules: readonly RuleRef[]): boolean {
  return restsOnM(rules.map(({ confidence }) => confidence))
}

function nothingToExtend(
  state: OrderState,
  terms: readonly string[],
  { to, parties }: OrderCommandOf<'extend'>,
): Problem | undefined {
  const what = theOrder(state.order)
  if (!state.copies.some(({ party }) => parties?.includes(party) !== false))
    return refuse(
      'not-served',
      cannot('extend', what, {
        en: 'no copy has been given, so no time runs',
        fr: 'aucune copie n’a été remise, donc aucun délai ne court',
      }),
      { value: to },
    ).problem
  const due = duesOf(state, terms, parties).find(({ date }) => date >= to)
  return due === undefined
    ? undefined
    : refuse(
        'invalid-input',
        cannot('extend', what, {
          en: `it is due ${due.date}, and ${to} is not later`,
          fr: `elle échoit le ${due.date}, et le ${to} n’est pas postérieur`,
        }),
        { value: to },
      ).problem
}

/** What was due before the extension is due again, for the terms that are named. */
export function undoExtension(
  state: OrderState,
  command: OrderCommandOf<'undo-extension'>,
): OrderEvent {
  const asked = termsOf(state, command)
  const restored = new Map<string, Deadline>()
  const undone = new Set<string>()
  for (const extension of state.extensions.toReversed()) {
    for (const term of extension.terms.filter((each) => asked.includes(each))) {
      undone.add(term)
      for (const deadline of extension.before)
        if (deadline.terms.includes(term))
          restored.set(`${deadline.party}|${term}`, { ...deadline, terms: [term] })
    }
  }
  return {
    kind: 'extension-undone',
    ...factOf(command),
    terms: [...undone],
    reason: command.reason,
    deadlines: [...restored.values()],
  }
}

export function correct(
  state: OrderState,
  command: OrderCommandOf<'correct'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const rule = extensionRule(pack, 'correct', 'office')
  const rules = ruleRefs(pack, rule?.citations ?? [])
  const what = theOrder(state.order)
  const law = rules[0] === undefined ? {} : { rule: rules[0] }
  if (rule?.allowed === false && !unverified(rules))
    return refuse('not-extendable', cannot('correct', what, noPowerToCorrect(pack)), {
      value: state.order,
      ...law,
    })
  const late = tooLateToCorrect(state, command, pack, rule)
  if (late !== undefined && !unverified(rules))
    return refuse('not-extendable', cannot('correct', what, late), { value: command.on, ...law })
  const warnings = doubtsOf(pack, rule, late)
  const restarts = rule?.restartsClock === true && command.touchesConclusions
  const deadlines = restarts ? clocksAgain(state, command, pack, context) : ok([])
  if (!deadlines.ok) return deadlines
  return ok({
    kind: 'corrected',
    ...factOf(command),
    ...present({ terms: command.terms, parties: command.parties, text: command.text }),
    touchesConclusions: command.touchesConclusions,
    ...(command.asked === undefined ? {} : { asked: command.asked }),
    reason: command.reason,
    deadlines: deadlines.value,
    rules,
    ...(warnings.length === 0 ? {} : { warnings }),
  })
}

function noPowerToCorrect({ citation }: Pack): Text {
  return {
    en: `${citation} gives the office no power to correct it`,
    fr: `${citation} ne donne à l’organisme aucun pouvoir de la rectifier`,
  }
}

function doubtsOf(
  pack: Pack,
  rule: ReturnType<typeof extensionRule>,
  late: Text | undefined,
): Text[] {
  const rules = ruleRefs(pack, rule?.citations ?? [])
  return [
    ...(rule === undefined
      ? [
          {
            en: `${pack.citation}: whether the office may correct an order is not said by the policy pack`,
            fr: `${pack.citation} : le cadre ne dit pas si l’organisme peut rectifier une ordonnance`,
          },
        ]
      : rule.allowed
        ? []
        : [unread(noPowerToCorrect(pack), rules)]),
    ...(late === undefined ? [] : [unread(late, rules)]),
  ]
}

/** A correction that touches the conclusions starts every clock again, for the terms that it touches. */
function clocksAgain(
  state: OrderState,
  command: OrderCommandOf<'correct'>,
  pack: Pack,
  context: DecisionContext,
): Result<Deadline[]> {
  const touched = termsOf(state, command)
  const deadlines: Deadline[] = []
  for (const party of new Set(state.copies.map((copy) => copy.party))) {
    if (command.parties?.includes(party) === false) continue
    const again = deadlinesFor(pack, context.zoneData, {
      party,
      start: 'corrected',
      on: command.on,
      terms: clockTerms(state, party).filter(({ id }) => touched.includes(id)),
      instrument: state.instrument,
      mustComply: respondentsOf(state).includes(party),
    })
    if (!again.ok) return again
    deadlines.push(...again.value)
  }
  return ok(deadlines)
}

/** Of its own motion only before execution begins; on a party's motion not once an appeal is lodged (Quebec s.57.1). */
function tooLateToCorrect(
  state: OrderState,
  { asked, on }: OrderCommandOf<'correct'>,
  pack: Pack,
  rule: ReturnType<typeof extensionRule>,
): Text | undefined {
  if (asked === true) {
    const appeal = state.challenges.find((each) => each.from === undefined && each.on <= on)
    return rule?.until?.asked === undefined || appeal === undefined
      ? undefined
      : {
          en: `on a party's motion it is too late on ${on}, since "${appeal.id}" was lodged on ${appeal.on}`,
          fr: `à la demande d’une partie il est trop tard le ${on}, car « ${appeal.id} » a été formé le ${appeal.on}`,
        }
  }
  const filings = pack.routes.filter(({ kind }) => kind === 'court-filing').map(({ id }) => id)
  const execution = state.escalations.find(({ route }) => filings.includes(route))
  return rule?.until?.ownMotion === undefined || execution === undefined
    ? undefined
    : {
        en: `of the office's own motion it is too late on ${on}, since its execution began on ${execution.on}`,
        fr: `d’office il est trop tard le ${on}, car son exécution a commencé le ${execution.on}`,
      }
}

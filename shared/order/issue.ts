// An order is made: by an office with order power, under its own statute, by an instrument that the pack has and that binds.

import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { hasOrderPower, noOrderPower } from '../office/powers.ts'
import { checkDue, dueDoubt, packFor, ruleRefs } from '../policy/clocks.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { doubtOf, type Doubt } from '../policy/doubt.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { sharingOf } from '../policy/sharing.ts'
import { cannot, theOrder } from './act-words.ts'
import { clockTerm } from './clock-terms.ts'
import { factOf } from './fact-of.ts'
import type { OrderCommandOf, OrderEvent } from './order.schema.ts'

/** The pack in force on the day of issuance governs for ever. */
export function issue(
  ref: AggregateRef,
  command: OrderCommandOf<'issue'>,
  context: DecisionContext,
): Result<OrderEvent> {
  const found = packFor(context.packs, command.statute, command.on)
  if (!found.ok) return found
  const pack = found.value
  const problem =
    instrumentProblem(pack, command.instrument) ??
    powerProblem(ref, command, pack, context) ??
    statuteProblem(ref, command, context)
  if (problem !== undefined) return { ok: false, problem }
  const power = bindingDoubt(command, pack)
  if (power?.problem !== undefined) return { ok: false, problem: power.problem }
  for (const term of command.terms) {
    const unsettable = checkDue(pack, clockTerm(term), command.instrument)
    if (unsettable !== undefined) return { ok: false, problem: unsettable }
  }
  const warnings = [
    ...(power === undefined ? [] : [power.warning]),
    ...command.terms.flatMap((term) => dueDoubt(pack, clockTerm(term), command.instrument) ?? []),
  ]
  const { matter, statute, instrument, respondent, respondents = [], follows, terms } = command
  return ok({
    kind: 'issued',
    ...factOf(command),
    matter,
    number: ref.id,
    statute,
    pack: { version: pack.version, inForceFrom: pack.inForce.from },
    zone: pack.zone,
    ...(instrument === undefined ? {} : { instrument }),
    respondent,
    ...(respondents.length === 0 ? {} : { respondents }),
    ...(follows === undefined ? {} : { follows }),
    otherParties: command.otherParties ?? [],
    terms,
    ...present({ sharing: sharingOf(pack, 'act', command.on) }),
    ...(warnings.length === 0 ? {} : { warnings }),
  })
}

function instrumentProblem(pack: Pack, named: string | undefined): Problem | undefined {
  if (named === undefined || pack.instruments.some(({ id }) => id === named)) return undefined
  const known = (lang: 'en' | 'fr') =>
    pack.instruments.map(({ id, name }) => `${id} (${name[lang]})`).join(', ')
  return refuse(
    'invalid-input',
    {
      en: `${pack.citation} has no instrument "${named}": it has ${known('en')}`,
      fr: `${pack.citation} n’a pas d’acte « ${named} » : ses actes sont ${known('fr')}`,
    },
    { value: named },
  ).problem
}

function powerProblem(
  ref: AggregateRef,
  { statute, on }: OrderCommandOf<'issue'>,
  pack: Pack,
  { office }: DecisionContext,
): Problem | undefined {
  if (hasOrderPower(office)) return undefined
  const named = pack.instruments.find(({ binding }) => binding) ?? pack.instruments[0]
  return noOrderPower(
    office.id,
    {
      en: `it cannot issue order "${orderOf(ref)}", for it has no power to make binding orders under ${statute} on ${on}`,
      fr: `il ne peut rendre l’ordonnance « ${orderOf(ref)} », car il n’a pas le pouvoir de rendre des ordonnances exécutoires en vertu de ${statute} le ${on}`,
    },
    ruleRefs(pack, named?.citations ?? [])[0],
  )
}

/** Nothing of this statute that binds, or not this instrument, on that day. */
function bindingDoubt(
  { statute, instrument, on }: OrderCommandOf<'issue'>,
  pack: Pack,
): Doubt | undefined {
  const asked = pack.instruments.filter(({ id }) => instrument === undefined || id === instrument)
  const binds = asked.some(
    (each) =>
      each.binding && (each.inForce?.from ?? '') <= on && (each.inForce?.to ?? '9999') >= on,
  )
  if (binds) return undefined
  return doubtOf(
    'no-order-power',
    {
      en: `Under ${statute} this makes no binding order on ${on}`,
      fr: `En vertu de ${statute}, ceci n’est pas une ordonnance exécutoire le ${on}`,
    },
    ruleRefs(
      pack,
      asked.flatMap(({ citations }) => citations),
    ),
    { value: instrument ?? statute },
  )
}

function statuteProblem(
  ref: AggregateRef,
  { statute }: OrderCommandOf<'issue'>,
  { office }: DecisionContext,
): Problem | undefined {
  if (office.statutes.includes(statute)) return undefined
  const own = office.statutes.join(', ')
  return refuse(
    'wrong-office',
    cannot('issue', theOrder(orderOf(ref)), {
      en: `${office.short.en} does not act under ${statute}, but under ${own}`,
      fr: `${office.short.fr} n’agit pas en vertu de ${statute}, mais de ${own}`,
    }),
    { value: statute },
  ).problem
}

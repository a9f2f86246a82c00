// Which class of sharing an event is of, and under what it may leave: asked at the one place where an office's word becomes readable by others, its ledger.
// What is recorded is read by every office of the directory, so the law has to have a basis for each of them, on that day.

import type { LocalDate } from '../kernel/date.ts'
import type { AggregateKind, OfficeId } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { problem, refuse, type Problem, type Result, type RuleRef, ok } from '../kernel/problems.ts'
import type { SharedUnder, SharingTerms } from '../kernel/shared-under.ts'
import type { MatterEvent } from '../matter/matter.schema.ts'
import type { OfficeEntry } from '../office/directory.schema.ts'
import type { OrderEvent } from '../order/order.schema.ts'
import { readRule } from '../policy/doubt.ts'
import type { Pack, ShareClass } from '../policy/pack.schema.ts'
import { packFor, ruleRefs } from '../policy/select.ts'
import { basisFor, rulesOn, shareClasses, shareClassNames, type Basis } from '../policy/sharing.ts'

const ofOrders: Readonly<Record<Exclude<OrderEvent['kind'], 'recorded-in-error'>, ShareClass>> = {
  issued: 'act',
  'respondent-succeeded': 'act',
  'copy-given': 'act',
  'refusal-declared': 'compliance',
  'compliance-reported': 'compliance',
  'compliance-assessed': 'compliance',
  'challenge-time-extended': 'proceedings',
  rescinded: 'act',
  'deadline-set': 'act',
  'challenge-filed': 'proceedings',
  'court-decided': 'proceedings',
  'stay-sought': 'proceedings',
  'stay-ordered': 'proceedings',
  'stay-lifted': 'proceedings',
  extended: 'act',
  'extension-undone': 'act',
  corrected: 'act',
  'term-reworded': 'proceedings',
  'deadline-corrected': 'act',
  escalated: 'proceedings',
  'escalation-decided': 'proceedings',
  withdrawn: 'act',
  closed: 'act',
  reopened: 'act',
  'service-disputed': 'compliance',
  'service-decided': 'proceedings',
  'deadline-reached': 'act',
}

const ofMatters: Readonly<Record<Exclude<MatterEvent['kind'], 'recorded-in-error'>, ShareClass>> = {
  opened: 'file',
  'investigation-opened': 'file',
  'findings-published': 'act',
  'recommendation-made': 'act',
  'recommendation-refused': 'compliance',
  announced: 'act',
  'statement-made': 'act',
  'joint-action': 'coordination',
  noted: 'file',
  disposition: 'file',
  reopened: 'file',
  'commitment-made': 'compliance',
  'notice-of-intention': 'file',
  'report-sent': 'file',
  'court-application': 'proceedings',
  'court-decided': 'proceedings',
  'compliance-reported': 'compliance',
  'compliance-assessed': 'compliance',
  'deadline-reached': 'file',
}

interface AnyFact {
  readonly kind: string
}

/**
 * A fact recorded in error is of the class of what it strikes out, which it repeats. Undefined of what has no class:
 * a kind of aggregate or of event that the law on sharing was never asked about.
 */
export function shareClassOf(kind: AggregateKind, event: AnyFact): ShareClass | undefined {
  if (kind === 'joint') return 'coordination'
  const classes: Readonly<Record<string, ShareClass>> | undefined =
    kind === 'order' ? ofOrders : kind === 'matter' ? ofMatters : undefined
  if (event.kind === 'recorded-in-error') {
    const { was } = event as AnyFact & { readonly was?: AnyFact }
    return was === undefined ? undefined : classes?.[was.kind]
  }
  // More time that a court gives is the court's.
  if (kind === 'order' && (event as { readonly grantedBy?: string }).grantedBy === 'court')
    return 'proceedings'
  return classes?.[event.kind]
}

/** Every kind of event of orders and matters that has a class, for tables and tests. */
export const shareClassesByEvent = { order: ofOrders, matter: ofMatters } as const

export type Reader = Pick<OfficeEntry, 'id' | 'statutes' | 'short'>

/** What is asked when an office is about to record something. */
export interface SharingQuestion {
  readonly kind: AggregateKind
  readonly event: AnyFact
  /** Whose law it is: the order's own statute, else the office's first. */
  readonly statute: string
  readonly office: Pick<OfficeEntry, 'id' | 'short'>
  /** Who reads its ledger, besides itself. */
  readonly readers: readonly Reader[]
  readonly packs: readonly Pack[]
  /** The day on which it becomes readable. */
  readonly today: LocalDate
}

/** Under what it may leave. Refused: `no-basis-to-share`, naming class, reader, day and statute; what `packFor` refuses. */
export function shareUnder(question: SharingQuestion): Result<SharedUnder> {
  const { kind, event, statute, packs, today, readers } = question
  const found = packFor(packs, statute, today)
  if (!found.ok) return found
  const pack = found.value
  const shareClass = shareClassOf(kind, event)
  if (shareClass === undefined)
    return refuse(
      'no-basis-to-share',
      {
        en: 'Facts of this kind have no class of sharing: nothing says by what law other offices may read them',
        fr: 'Les faits de cette nature n’ont pas de catégorie de communication : rien ne dit en vertu de quelle loi d’autres organismes peuvent les lire',
      },
      { value: event.kind },
    )
  // Without a reader today there may be one tomorrow, who reads all of it: a class without any rule is refused then too.
  if (rulesOn(pack, shareClass, today).length === 0)
    return { ok: false, problem: noBasis(question, pack, shareClass, undefined) }
  const terms = new Map<string, { basis: Basis; readers: Reader[] }>()
  for (const reader of readers) {
    const basis = basisFor(pack, shareClass, reader.statutes, today)
    if (basis === undefined)
      return { ok: false, problem: noBasis(question, pack, shareClass, reader) }
    const key = `${pack.sharing.rules.indexOf(basis.rule)} ${basis.agreement?.id ?? ''}`
    const known = terms.get(key)
    if (known === undefined) terms.set(key, { basis, readers: [reader] })
    else known.readers.push(reader)
  }
  return ok({
    class: shareClass,
    on: today,
    pack: { statute: pack.statute, version: pack.version, inForceFrom: pack.inForce.from },
    terms:
      terms.size === 0
        ? [termsOf(pack, { rule: ruleOf(pack, shareClass, today), agreement: undefined }, [])]
        : [...terms.values()].map(({ basis, readers: who }) => termsOf(pack, basis, who)),
  })
}

/** What is said where nobody reads yet. */
function ruleOf(pack: Pack, shareClass: ShareClass, today: LocalDate) {
  const [rule] = rulesOn(pack, shareClass, today)
  if (rule === undefined) throw new Error(`${pack.statute} has no rule for ${shareClass}`)
  return rule
}

function termsOf(pack: Pack, { rule, agreement }: Basis, readers: readonly Reader[]): SharingTerms {
  const ids = readers.map(({ id }) => id)
  const agreed = agreement === undefined ? [] : agreement.citations
  return {
    with: rule.with === 'anyone' ? 'anyone' : ids,
    basis: ruleRefs(pack, [...rule.citations, ...agreed]),
    ...present({
      agreement: agreement === undefined ? undefined : { id: agreement.id, name: agreement.name },
      noAgreementWith:
        rule.agreement !== undefined && agreement === undefined && ids.length > 0 ? ids : undefined,
    }),
    purpose: rule.purpose,
    onward: {
      may: rule.onward.may,
      ...present({ of: rule.onward.of }),
      basis: ruleRefs(pack, rule.onward.citations),
    },
  }
}

function noBasis(
  { office, today }: SharingQuestion,
  pack: Pack,
  shareClass: ShareClass,
  reader: Reader | undefined,
): Problem {
  const name = shareClassNames[shareClass]
  const { rule: near } = readRule(nearest(pack, shareClass, today))
  const law = (lang: 'en' | 'fr') =>
    near === undefined
      ? ''
      : lang === 'en'
        ? ` (s. ${near.section} does not reach that far)`
        : ` (l’art. ${near.section} ne va pas jusque-là)`
  const whom = (lang: 'en' | 'fr') =>
    reader === undefined
      ? lang === 'en'
        ? 'another office'
        : 'un autre organisme'
      : reader.short[lang]
  return problem(
    'no-basis-to-share',
    {
      en: `${office.short.en} cannot record this on ${today}: what it records is read by ${whom('en')}, and ${pack.title.en} gives no basis for letting it read ${name.en}${law('en')}. Record it once an agreement or another basis is in the policy pack, or once that office no longer reads this ledger`,
      fr: `${office.short.fr} ne peut consigner ce fait le ${today} : ce qu’il consigne est lu par ${whom('fr')}, et ${pack.title.fr} ne permet pas de lui communiquer ${name.fr}${law('fr')}. Consignez ce fait lorsqu’une entente ou un autre fondement figurera dans le cadre, ou lorsque cet organisme ne lira plus ce registre`,
    },
    reader?.id ?? shareClass,
    near === undefined ? {} : { rule: near },
  )
}

/** The rule that comes nearest: of that class on that day, else of anything. */
function nearest(pack: Pack, shareClass: ShareClass, today: LocalDate): RuleRef | undefined {
  const [rule] = rulesOn(pack, shareClass, today)
  return rule === undefined ? undefined : ruleRefs(pack, rule.citations)[0]
}

export interface Unshared {
  readonly reader: OfficeId
  readonly classes: readonly ShareClass[]
}

/** Which readers an office has no basis for today, by class: what it could not record, and they can read of before. */
export function unsharedWith(
  question: Pick<SharingQuestion, 'statute' | 'readers' | 'packs' | 'today'>,
): readonly Unshared[] {
  const found = packFor(question.packs, question.statute, question.today)
  if (!found.ok) return question.readers.map(({ id }) => ({ reader: id, classes: shareClasses }))
  return question.readers.flatMap(({ id, statutes }) => {
    const classes = shareClasses.filter(
      (each) => basisFor(found.value, each, statutes, question.today) === undefined,
    )
    return classes.length === 0 ? [] : [{ reader: id, classes }]
  })
}

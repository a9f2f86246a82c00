// From facts to commands: which office, which aggregate, which command. Whether the law allows it is not decided here.

import type { LocalDate } from '../kernel/date.ts'
import {
  parseOrderId,
  type AggregateRef,
  type CommandId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import type { MatterCommand } from '../matter/matter.schema.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import { present } from '../kernel/present.ts'
import { legalDateOf, type Case, type CaseFact as AnyFact } from './case.schema.ts'
import { matterFields } from './matter-fields.ts'
import { orderFields } from './order-fields.ts'

/** A joint action is moved by the staff of several offices: it has steps of its own, see `jointsOf`. */
type CaseFact = Exclude<AnyFact, { readonly what: 'joint-proposed' }>

interface Step {
  /** Place of the fact in the file; `null` for the opening of an office's file, which is no fact of its own. */
  readonly index: number | null
  /** Whose API takes it. For an order of another office, that office refuses it. */
  readonly office: OfficeId
  readonly on: LocalDate
  readonly what: CaseFact['what'] | 'opened'
  readonly ref: AggregateRef
  /** Of a correction: the command that recorded the struck fact. Its version in the record goes into the command's `fact`. */
  readonly strikes?: CommandId
}
export type CaseCommand =
  | (Step & { readonly to: 'order'; readonly order: OrderId; readonly command: OrderCommand })
  | (Step & { readonly to: 'matter'; readonly command: MatterCommand })

/**
 * The commands of a case, in the order of its facts. Before an office's first fact (before the very first, for an office without any)
 * comes the opening of its file, on the earliest date that it speaks of. Ids are the same in every run, so a replay can be resumed.
 */
export function commandsOf(file: Case): CaseCommand[] {
  const opened = new Set<OfficeId>()
  const offices = Object.keys(file.files) as OfficeId[]
  const facts = file.facts.filter(isOneOffices)
  const silent = offices.filter((office) => facts.every((fact) => fact.office !== office))
  return facts.flatMap((fact, at) => {
    const opening = [...(at === 0 ? silent : []), fact.office].filter(
      (office) => !opened.has(office),
    )
    for (const office of opening) opened.add(office)
    return [...opening.map((office) => openingOf(file, office, fact)), commandOf(file, fact)]
  })
}

function isOneOffices(fact: AnyFact): fact is CaseFact {
  return fact.what !== 'joint-proposed'
}

function openingOf(file: Case, office: OfficeId, first: CaseFact): CaseCommand {
  const dates = file.facts
    .filter(isOneOffices)
    .filter((fact) => fact.office === office)
    .map(legalDateOf)
  const on = dates.toSorted()[0] ?? legalDateOf(first)
  const number = file.files[office]
  const command: MatterCommand = {
    kind: 'opened',
    id: idOf(file, `opened/${office}`),
    on,
    confidence: 'D',
    source: 'case file',
    title: file.title,
    respondent: file.respondent,
    ...(number === undefined ? {} : { file: number }),
  }
  return {
    index: null,
    office,
    on,
    what: 'opened',
    to: 'matter',
    ref: { office, kind: 'matter', id: file.matter },
    command,
  }
}

function commandOf(file: Case, fact: CaseFact): CaseCommand {
  const on = legalDateOf(fact)
  const { index, office, what } = fact
  const base = {
    id: idOf(file, String(index)),
    on,
    ...present({ between: fact.between, confidence: fact.confidence, source: fact.source }),
  }
  if (fact.what === 'recorded-in-error') return struck(file, fact, base)
  const order = orderNamed(fact)
  if (order === undefined)
    return {
      index,
      office,
      on,
      what,
      to: 'matter',
      ref: { office, kind: 'matter', id: file.matter },
      command: { ...base, ...matterFields(fact) } as MatterCommand,
    }
  const ref = parseOrderId(order)
  if (ref === undefined) throw new Error(`Order id ${JSON.stringify(order)} passed its own check`)
  const command = { ...base, ...orderFields(file, fact) } as OrderCommand
  return { index, office, on, what, to: 'order', order, ref, command }
}

/** The order that a fact is about; what is about a commitment, an application or the office's own part is of the matter. */
function orderNamed(fact: CaseFact): OrderId | undefined {
  if (fact.what === 'court-decided' && fact.challenge === undefined) return undefined
  return 'order' in fact ? fact.order : undefined
}

/** The struck fact is known by its place in the file; whoever sends the command says which of the record it is. */
function struck(
  file: Case,
  fact: Extract<CaseFact, { what: 'recorded-in-error' }>,
  base: Pick<MatterCommand, 'id' | 'on'>,
): CaseCommand {
  const target = file.facts.find((each) => each.index === fact.fact)
  const of =
    target === undefined || target.what === 'joint-proposed' || target.what === 'recorded-in-error'
      ? undefined
      : commandOf(file, target)
  const step = { index: fact.index, office: fact.office, on: base.on, what: fact.what }
  const strikes = { strikes: idOf(file, String(fact.fact)) }
  return of?.to === 'order'
    ? {
        ...step,
        ...strikes,
        to: 'order',
        ref: of.ref,
        order: of.order,
        command: { kind: 'record-in-error', ...base, fact: 1, reason: fact.reason },
      }
    : {
        ...step,
        ...strikes,
        to: 'matter',
        ref: { office: fact.office, kind: 'matter', id: file.matter },
        command: { kind: 'recorded-in-error', ...base, fact: 1, reason: fact.reason },
      }
}

export function idOf(file: Case, rest: string): CommandId {
  return `case/${file.matter}/${rest}` as CommandId
}

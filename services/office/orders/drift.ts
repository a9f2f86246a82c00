// The drift guard of one office: what a newer pack or newer zone data would make of open dates, and the approval of one of them.
// It lists from the projection; what moves a date is an event, made from a command that an officer asked for.

import type { Door } from '../door.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import { laterOf, type LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { parseOrderId, type AggregateRef, type OrderId } from '../../../shared/kernel/ids.ts'
import { driftOf, type Drift } from '../../../shared/order/drift.ts'
import { whyDiffers } from '../../../shared/order/drift-why.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { problem, refuse, type Problem, type Result } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { nameOfKind, notOwnProblem } from '../../../shared/office/powers.ts'
import { deadlineWords } from '../../../shared/policy/deadline-words.ts'
import type { Approval, DriftChange, DriftView } from '../../../shared/contract/drift.schema.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { Store } from '../ports.ts'

export interface DriftOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'aggregate' | 'aggregates' | 'eventsOf'>
  readonly packs: readonly Pack[]
  readonly zoneData: string
  readonly today: () => LocalDate
  readonly door: Pick<Door, 'submit' | 'answered'>
}

export function createDrift({ office, store, packs, zoneData, today, door }: DriftOptions) {
  /** Packs and zone data stay as they are while the process runs, so only a new event or a new day can change what is listed. */
  const listed = new Map<
    OrderId,
    { readonly version: number; readonly today: LocalDate; readonly drift: Result<Drift> }
  >()

  function driftAt(
    ref: AggregateRef,
    version: number,
    state: OrderState,
    now: LocalDate,
  ): Result<Drift> {
    const known = listed.get(state.order)
    if (known?.version === version && known.today === now) return known.drift
    const drift = computed(ref, state, now)
    listed.set(state.order, { version, today: now, drift })
    return drift
  }
  function computed(ref: AggregateRef, state: OrderState, now: LocalDate): Result<Drift> {
    // Parsed by the order's own schema before they were stored. Another zone's today may be a day ahead of ours.
    const events = store
      .eventsOf(ref)
      .map(({ recorded }) => recorded.event as unknown as OrderEvent)
    return driftOf(ref, state, events, {
      office,
      packs,
      zoneData,
      today: events.reduce((last, { on }) => laterOf(last, on), now),
    })
  }

  return {
    drift(): DriftView {
      const now = today()
      const view: DriftView = { today: now, zoneData, orders: [], unknown: [] }
      for (const {
        ref,
        aggregate: { version, state: folded },
      } of store.aggregates('order')) {
        const state = folded as OrderState
        if (orderRules.isEnded(state)) continue
        const drift = driftAt(ref, version, state, now)
        const own = ref.office === office.id
        if (!drift.ok) view.unknown.push({ order: state.order, own, problem: drift.problem })
        else if (drift.value.changes.length > 0)
          view.orders.push({
            order: state.order,
            office: ref.office,
            own,
            pack: { ...drift.value.pack },
            changes: drift.value.changes.map(viewOf),
          })
      }
      return view
    },

    /** Whether an open order has dates that would come out differently today. Nothing is kept of it: there may be a hundred thousand. */
    isDrifting(ref: AggregateRef): boolean {
      const state = store.aggregate(ref)?.state as OrderState | undefined
      if (state === undefined || orderRules.isEnded(state)) return false
      const drift = computed(ref, state, today())
      return drift.ok && drift.value.changes.length > 0
    },

    /** Moves exactly one deadline of an own order, if it is still listed as the officer saw it. A repeated id is answered with what it recorded. */
    async approveCorrection(
      actor: Actor,
      order: OrderId,
      approval: Approval,
    ): Promise<SubmitReply> {
      const { id, deadline, party, terms, route, date, by, reason } = approval
      const ref = parseOrderId(order)
      const aggregate = ref === undefined ? undefined : store.aggregate(ref)
      if (ref === undefined || aggregate === undefined)
        return refused(
          problem(
            'unknown-order',
            {
              en: `There is no order ${JSON.stringify(order)} here`,
              fr: `L’ordonnance « ${order} » n’existe pas ici`,
            },
            order,
          ),
        )
      const foreign = notOwnProblem(office.id, ref.office, { id: order, name: nameOfKind.order })
      if (foreign !== undefined) return refused(foreign)
      const before = await door.answered(ref, id, approval)
      if (before !== undefined) return before
      const now = today()
      const drift = driftAt(ref, aggregate.version, aggregate.state as OrderState, now)
      if (!drift.ok) return refused(drift.problem)
      const what = nameOf(approval, order)
      const change = drift.value.changes.find(
        (each) =>
          each.kind === 'deadline' &&
          each.id === deadline &&
          each.party === party &&
          each.route === route &&
          sorted(each.terms) === sorted(terms),
      )
      if (change?.kind !== 'deadline')
        return refused(
          refuse(
            'conflict',
            {
              en: `Nothing is listed for ${what.en}: it may have been corrected already. Look at the listing again`,
              fr: `Rien n’est proposé pour ${what.fr} : la date a peut-être déjà été rectifiée. Revoir la liste`,
            },
            { value: deadline },
          ).problem,
        )
      const { before: one, after: other } = change
      if ((other?.date ?? null) !== date)
        return refused(
          refuse(
            'conflict',
            {
              en: `For ${what.en} the date would be ${other?.date ?? 'none'} today, not ${date ?? 'none'}: look at the listing again`,
              fr: `Pour ${what.fr}, la date serait aujourd’hui ${other?.date ?? 'aucune'}, et non ${date ?? 'aucune'} : revoir la liste`,
            },
            { value: date ?? 'none' },
          ).problem,
        )
      const command = {
        kind: 'approve-correction' as const,
        id,
        on: now,
        by,
        reason,
        packVersion: drift.value.pack.after,
        ...(one === undefined ? {} : { before: one }),
        ...(other === undefined ? {} : { after: other }),
      }
      return door.submit(actor, ref, command, approval)
    },
  }
}

function nameOf({ deadline, party, terms }: Approval, order: OrderId): Text {
  const { en, fr } = deadlineWords[`deadline.${deadline}`]
  const of = terms.length === 0 ? '' : ` (${terms.join(', ')})`
  return {
    en: `the ${en} of "${party}"${of} in order "${order}"`,
    fr: `le « ${fr} » de « ${party} »${of} dans l’ordonnance « ${order} »`,
  }
}

function viewOf(change: Drift['changes'][number]): DriftChange {
  if (change.kind === 'challenge')
    return { ...change, before: { ...change.before }, after: { ...change.after } }
  if (change.kind === 'refused') return { ...change }
  const { before, after } = change
  return { ...change, before: before ?? null, after: after ?? null, why: whyDiffers(before, after) }
}

function refused(problem: Problem): SubmitReply {
  return { kind: 'refused', problem }
}

function sorted(terms: readonly string[]): string {
  return terms.toSorted().join()
}

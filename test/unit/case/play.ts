// Plays a case through the offices' own rules, without any engine: what tests of cases and of their boards start from.

import { readFileSync } from 'node:fs'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { parseCase, type Case } from '../../../shared/case/case.schema.ts'
import { commandsOf, type CaseCommand } from '../../../shared/case/commands.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { matterRules, type MatterState } from '../../../shared/matter/rules.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { unwrap, type Problem } from '../../../shared/kernel/problems.ts'
import { loadPacks } from '../../../services/platform/packs.ts'

export const today = '2026-11-22' as LocalDate
export const packs = loadPacks()

export function caseOf(name: string): Case {
  return unwrap(
    parseCase(readFileSync(new URL(`../../../cases/${name}.json`, import.meta.url), 'utf8'), today),
  ).case
}

/** `until`: only facts up to this legal date. */
export function play(
  name: string,
  until: LocalDate = today,
): {
  orders: Map<string, { version: number; state: OrderState }>
  refused: { step: CaseCommand; problem: Problem }[]
} {
  const orders = new Map<string, { version: number; state: OrderState }>()
  const matters = new Map<string, MatterState>()
  const refused: { step: CaseCommand; problem: Problem }[] = []
  for (const step of commandsOf(caseOf(name)).filter(({ on }) => on <= until)) {
    const context: DecisionContext = {
      office: entryOf(step.office),
      packs,
      zoneData: '2026c',
      today,
    }
    if (step.to === 'order') {
      const before = orders.get(step.order)
      const decided = orderRules.decide(step.ref, before?.state, step.command, context)
      if (decided.ok)
        orders.set(step.order, {
          version: (before?.version ?? 0) + 1,
          state: orderRules.evolve(step.ref, before?.state, decided.value),
        })
      else refused.push({ step, problem: decided.problem })
    } else {
      const decided = matterRules.decide(step.ref, matters.get(step.office), step.command, context)
      if (decided.ok)
        matters.set(
          step.office,
          matterRules.evolve(step.ref, matters.get(step.office), decided.value),
        )
      else refused.push({ step, problem: decided.problem })
    }
  }
  return { orders, refused }
}

const statutes: Record<string, string> = {
  'ca-bc-oipc': 'ca-bc-pipa',
  'ca-ab-oipc': 'ca-ab-pipa',
  'ca-qc-cai': 'ca-qc-p391',
  'ca-fed-opc': 'ca-fed-pipeda',
}

export function entryOf(id: OfficeId, url?: string): DecisionContext['office'] {
  const name = { en: id, fr: id }
  return {
    id,
    name,
    short: name,
    jurisdiction: name,
    role: id === 'ca-fed-opc' ? 'observer' : 'commissioner',
    statutes: [statutes[id] ?? 'none'],
    zone: 'America/Toronto',
    broker: { url: 'nats://127.0.0.1:4222', publicKey: `U${'A'.repeat(55)}` },
    eventKeys: [{ keyid: `${id}-1`, publicKey: 'A'.repeat(43) }],
    ...(url === undefined ? {} : { url }),
  }
}

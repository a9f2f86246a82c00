// Which rules govern which kind of aggregate. A kind without rules is one that this version does not know.

import type { Rules } from './kernel/aggregate.ts'
import type { AggregateKind, CommandId } from './kernel/ids.ts'
import type { JointDecisionContext } from './joint/snapshot.ts'
import { jointRules } from './joint/rules.ts'
import { matterRules } from './matter/rules.ts'
import { ledgersRules } from './office/ledgers.ts'
import { orderRules } from './order/rules.ts'

export type AnyCommand = { readonly id: CommandId; readonly kind: string; readonly on: string }
export type AnyEvent = { readonly kind: string; readonly on: string }
export type AnyRules = Rules<unknown, AnyCommand, AnyEvent, JointDecisionContext>

const byKind: Partial<Record<AggregateKind, AnyRules>> = {
  // Sound because a kind's commands and events are parsed by that kind's own schema before they come here.
  order: orderRules as unknown as AnyRules,
  matter: matterRules as unknown as AnyRules,
  joint: jointRules as unknown as AnyRules,
  office: ledgersRules as unknown as AnyRules,
}

export function rulesOf(kind: AggregateKind): AnyRules | undefined {
  return byKind[kind]
}

// What an office may say in a matter today, what not, and why not: each least command is put to the rules themselves.

import { tryOut, type Allowed } from '../kernel/allowed.ts'
import type { AggregateRef, CommandId, OrderId } from '../kernel/ids.ts'
import { powerProblem } from '../office/powers.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { MatterCommand } from './matter.schema.ts'
import { matterRules, type MatterState } from './rules.ts'

export type MatterAct = Exclude<MatterCommand['kind'], 'mark-reached'>
export type AllowedInMatter = Allowed<MatterCommand, MatterAct>

export function allowedInMatter(
  ref: AggregateRef,
  state: MatterState | undefined,
  context: DecisionContext,
): AllowedInMatter[] {
  const power = powerProblem(context.office, context.packs, ref, context.today)
  return leastCommands(context).map((command) =>
    tryOut({ kind: command.kind }, [command], (tried) => {
      if (power !== undefined) return power
      const decided = matterRules.decide(ref, state, tried, context)
      return decided.ok ? undefined : decided.problem
    }),
  )
}

function leastCommands({
  office,
  today,
}: DecisionContext): (MatterCommand & { readonly kind: MatterAct })[] {
  const base = { id: 'allowed' as CommandId, on: today }
  const text = { en: '…', fr: '…' }
  const offices = [office.id]
  return [
    {
      kind: 'opened',
      ...base,
      title: text,
      respondent: { id: 'respondent', name: '…', kind: 'organization' },
    },
    { kind: 'investigation-opened', ...base, offices },
    { kind: 'findings-published', ...base, offices },
    { kind: 'recommendation-made', ...base, text },
    { kind: 'recommendation-refused', ...base, text },
    { kind: 'announced', ...base, orders: [`${office.id}:an-order` as OrderId] },
    { kind: 'statement-made', ...base, text },
    { kind: 'joint-action', ...base, action: 'an-action', actionKind: '…', offices },
    { kind: 'noted', ...base, text },
  ]
}

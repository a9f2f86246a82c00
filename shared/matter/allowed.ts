// What an office may say in a matter today, what not, and why not: each least command is put to the rules themselves.

import { tryOut, type Allowed } from '../kernel/allowed.ts'
import type { AggregateRef, CommandId, OrderId } from '../kernel/ids.ts'
import { powerProblem } from '../office/powers.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { packFor } from '../policy/select.ts'
import type { MatterCommand } from './matter.schema.ts'
import { matterRules, type MatterState } from './rules.ts'

export type MatterAct = Exclude<MatterCommand['kind'], 'mark-reached'>
export type AllowedInMatter = Allowed<MatterCommand, MatterAct>

interface Act {
  readonly kind: MatterAct
  readonly which?: string
  readonly candidates: readonly [MatterCommand, ...MatterCommand[]]
}

/** `court-application` once for each application of the statute: `which` is its section and who may bring it (`14 complainant`). */
export function allowedInMatter(
  ref: AggregateRef,
  state: MatterState | undefined,
  context: DecisionContext,
): AllowedInMatter[] {
  const power = powerProblem(context.office, context.packs, ref, context.today)
  return actsOf(state, context).map(({ kind, which, candidates }) =>
    tryOut({ kind, ...(which === undefined ? {} : { which }) }, candidates, (tried) => {
      if (power !== undefined) return power
      const decided = matterRules.decide(ref, state, tried, context)
      return decided.ok ? undefined : decided.problem
    }),
  )
}

/** Stands where a person would put words. */
const unnamed = '…'
const text = { en: unnamed, fr: unnamed }

type Base = Pick<MatterCommand, 'id' | 'on'>

function actsOf(state: MatterState | undefined, context: DecisionContext): Act[] {
  const { office, today } = context
  const base: Base = { id: 'allowed' as CommandId, on: today }
  const offices = [office.id]
  const one = (command: MatterCommand & { readonly kind: MatterAct }): Act => ({
    kind: command.kind,
    candidates: [command],
  })
  return [
    one({
      kind: 'opened',
      ...base,
      title: text,
      respondent: { id: 'respondent', name: unnamed, kind: 'organization' },
    }),
    one({ kind: 'investigation-opened', ...base, offices }),
    one({ kind: 'findings-published', ...base, offices }),
    one({ kind: 'report-sent', ...base, to: 'complainant' }),
    one({ kind: 'notice-of-intention', ...base, notice: unused(state, 'N'), replyBy: today }),
    one({ kind: 'recommendation-made', ...base, text }),
    one({ kind: 'recommendation-refused', ...base, text }),
    one({
      kind: 'commitment-made',
      ...base,
      commitment: unused(state, 'C'),
      terms: [{ id: 'T1', theme: 'a-theme', text }],
    }),
    ...onCommitments(base, state),
    ...applications(base, state, context),
    one({ kind: 'announced', ...base, orders: [`${office.id}:an-order` as OrderId] }),
    one({ kind: 'statement-made', ...base, text }),
    one({ kind: 'joint-action', ...base, action: 'an-action', actionKind: unnamed, offices }),
    one({ kind: 'disposition', ...base, of: 'resolved' }),
    one({ kind: 'reopened', ...base, reason: unnamed }),
    one({ kind: 'noted', ...base, text }),
    { kind: 'recorded-in-error', candidates: errors(base, state) },
  ]
}

/** On the newest commitment; where there is none, on one that is not there, whose refusal says so. */
function onCommitments(base: Base, state: MatterState | undefined): Act[] {
  const made = (state?.entries ?? []).flatMap((entry) =>
    entry.kind === 'commitment-made' ? [entry.commitment] : [],
  )
  const commitment = made.at(-1) ?? unnamed
  return [
    {
      kind: 'compliance-reported',
      candidates: [{ kind: 'compliance-reported', ...base, commitment, outcome: 'complied' }],
    },
    {
      kind: 'compliance-assessed',
      candidates: [
        {
          kind: 'compliance-assessed',
          ...base,
          commitment,
          finding: 'accepted',
          basis: 'review',
        },
      ],
    },
  ]
}

/** Each application that the statute names, by whom it names; without one, an application under some section. */
function applications(
  base: Base,
  state: MatterState | undefined,
  { office, packs, today }: DecisionContext,
): Act[] {
  const pack = packFor(packs, office.statutes[0] ?? '', today)
  const named = pack.ok ? (pack.value.applications ?? []) : []
  const apply = (
    section: string,
    by: 'office' | 'complainant',
  ): MatterCommand & { readonly kind: 'court-application' } => ({
    kind: 'court-application',
    ...base,
    application: unused(state, 'A'),
    section,
    forum: unnamed,
    ...(by === 'office' ? {} : { by }),
  })
  const filed = (state?.entries ?? []).flatMap((entry) =>
    entry.kind === 'court-application' ? [entry.application] : [],
  )
  return [
    ...(named.length === 0
      ? [{ kind: 'court-application' as const, candidates: [apply(unnamed, 'office')] as const }]
      : named.map(({ section, by }): Act => ({
          kind: 'court-application',
          which: `${section} ${by}`,
          candidates: [apply(section, by)],
        }))),
    {
      kind: 'court-decided',
      candidates: [
        {
          kind: 'court-decided',
          ...base,
          application: filed.at(-1) ?? unnamed,
          outcome: unnamed,
          citation: unnamed,
        },
      ],
    },
  ]
}

/** The newest fact first; the opening last. */
function errors(base: Base, state: MatterState | undefined): Act['candidates'] {
  const strike = (fact: number): MatterCommand => ({
    kind: 'recorded-in-error',
    ...base,
    fact,
    reason: unnamed,
  })
  const [newest = 1, ...older] = (state?.facts ?? []).map((_, at) => at + 1).toReversed()
  return [strike(newest), ...older.map(strike)]
}

/** A name that nothing in the matter has. */
function unused(state: MatterState | undefined, letter: string): string {
  const used = new Set(
    (state?.entries ?? []).flatMap((entry) =>
      entry.kind === 'commitment-made'
        ? [entry.commitment]
        : entry.kind === 'court-application'
          ? [entry.application]
          : entry.kind === 'notice-of-intention'
            ? [entry.notice]
            : [],
    ),
  )
  for (let at = used.size + 1; ; at += 1) if (!used.has(`${letter}${at}`)) return `${letter}${at}`
}

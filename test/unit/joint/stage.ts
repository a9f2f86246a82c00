// One joint action led step by step by hand: every step is a command that the rules decide, and everybody has read everything.

import type { Instant } from '../../../shared/kernel/date.ts'
import {
  participationRef,
  proposalRef,
  type CommandId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { ParticipationCommand, Readiness } from '../../../shared/joint/participation.schema.ts'
import type { ProposalCommand } from '../../../shared/joint/proposal.schema.ts'
import { reactionsOf, type Reaction } from '../../../shared/joint/reactions.ts'
import type { Condition, ProposalTerms } from '../../../shared/joint/terms.schema.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import { digestOf, documentOf, joint, sealed, World } from './world.ts'

export const [bc, ab, qc, fed] = new World(false).offices as [
  OfficeId,
  OfficeId,
  OfficeId,
  OfficeId,
]
export const start = Date.parse('2021-12-14T17:00:00.000Z')
export const at = (seconds: number): Instant =>
  new Date(start + seconds * 1000).toISOString() as Instant
export const on = '2021-12-14'

type Loose<C> = C extends { kind: infer K } ? { kind: K } & Record<string, unknown> : never

export class Stage {
  readonly world: World

  /** Proposed by BC to `offices`: replies within a minute, all act two minutes from now, within one minute. */
  constructor(terms: Partial<ProposalTerms> = {}, world = new World(false)) {
    this.world = world
    this.lead({ kind: 'propose', terms: termsOf(terms) })
  }

  get proposal(): ProposalState {
    return this.world.snapshotOf(bc).proposal as ProposalState
  }
  part(office: OfficeId): ParticipationState {
    return this.world.snapshotOf(bc).parts.get(office)?.state as ParticipationState
  }

  /** Answers the refusal. */
  tryLead(command: Loose<ProposalCommand>): Problem | undefined {
    return this.#record(
      bc,
      proposalRef(joint),
      command.kind === 'amend' ? { version: this.proposal.version + 1, ...command } : command,
    )
  }
  tryPart(office: OfficeId, command: Loose<ParticipationCommand>): Problem | undefined {
    return this.#record(office, participationRef(joint, office), command)
  }
  lead(command: Loose<ProposalCommand>): this {
    return this.#must(this.tryLead(command))
  }
  says(office: OfficeId, command: Loose<ParticipationCommand>): this {
    return this.#must(this.tryPart(office, command))
  }

  receives(...offices: readonly OfficeId[]): this {
    for (const office of offices)
      this.says(office, {
        kind: 'receive',
        version: this.proposal.version,
        digest: this.proposal.terms.digest,
      })
    return this
  }
  /** Four eyes, and ready from an hour ago unless something else is said. */
  consents(
    offices: readonly OfficeId[],
    {
      conditions = [],
      readiness,
      draftsDigest,
    }: {
      readonly conditions?: readonly Condition[]
      readonly readiness?: Readiness
      readonly draftsDigest?: string
    } = {},
  ): this {
    for (const office of offices) {
      const {
        version,
        terms: { digest },
      } = this.proposal
      if (this.part(office)?.received.version !== version) this.receives(office)
      this.says(office, { kind: 'prepare', version, digest, by: 'First', sealed })
      this.says(office, {
        kind: 'approve',
        version,
        digest,
        preparedBy: 'First',
        by: 'Second',
        conditions,
        ...(draftsDigest === undefined ? {} : { draftsDigest }),
      })
      this.says(office, { kind: 'report', version, readiness: readiness ?? ready(at(-3600)) })
    }
    return this
  }
  commits(...offices: readonly OfficeId[]): this {
    for (const office of offices) this.says(office, this.commitment(office))
    return this
  }
  commitment(office: OfficeId): Loose<ParticipationCommand> {
    const {
      version,
      round,
      terms: { digest },
    } = this.proposal
    const answer = this.part(office)?.answer
    return {
      kind: 'commit',
      version,
      round,
      digest,
      ...(answer?.kind === 'consented' && answer.draftsDigest !== undefined
        ? { draftsDigest: answer.draftsDigest }
        : {}),
    }
  }
  releases(): this {
    return this.clock(120).lead({
      kind: 'release',
      version: this.proposal.version,
      round: this.proposal.round,
    })
  }
  acts(office: OfficeId): this {
    return this.says(office, {
      kind: 'act',
      version: this.proposal.version,
      round: this.proposal.round,
      at: this.world.now,
      done: [],
      document: documentOf(this.proposal.version),
    })
  }
  clock(seconds: number): this {
    this.world.nowMs = start + seconds * 1000
    return this
  }
  reactions(office: OfficeId): Reaction[] {
    return reactionsOf(
      office,
      this.world.snapshotOf(office),
      this.world.ledgersOf(office),
      on as never,
    )
  }

  #record(
    office: OfficeId,
    ref: ReturnType<typeof proposalRef>,
    command: { kind: string } & Record<string, unknown>,
  ): Problem | undefined {
    const problem = this.world.record(office, ref, {
      id: this.world.id() as CommandId,
      on,
      ...command,
    } as AnyCommand)
    for (const reader of this.world.offices)
      for (const peer of this.world.offices) this.world.deliver(reader, peer)
    return problem
  }
  #must(problem: Problem | undefined): this {
    if (problem !== undefined) throw new Error(`${problem.code}: ${problem.message}`)
    return this
  }
}

export function termsOf(terms: Partial<ProposalTerms> = {}, version = 1): ProposalTerms {
  return {
    action: 'statement',
    offices: [bc, ab, qc],
    required: [bc],
    quorum: 1,
    silence: 'abstention',
    replyBy: at(60),
    moment: at(120),
    windowSeconds: 60,
    start: 'coordinator',
    partition: 'wait',
    compensation: 'none',
    digest: digestOf(documentOf(version)),
    sealed,
    ...terms,
  }
}

export function ready(from: Instant, until?: Instant): Readiness {
  return {
    state: 'ready',
    from,
    date: on as never,
    zone: 'America/Toronto',
    why: { en: 'Nothing stands in the way', fr: "Rien ne s'y oppose" },
    ...(until === undefined ? {} : { until }),
  }
}
export const blocked: Readiness = {
  state: 'blocked',
  reason: { code: 'no-stay', message: 'every term is stayed' },
}

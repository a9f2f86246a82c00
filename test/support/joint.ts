// People of several offices in one joint action, for tests: each speaks to its own office's API.

import { randomUUID } from 'node:crypto'
import { clockViewSchema } from '../../shared/contract/views.schema.ts'
import {
  jointDetailSchema,
  type JointDetail,
  type PublicJointCommand,
} from '../../shared/contract/joint.schema.ts'
import type { Reply } from '../../services/client/office-client.ts'
import type { JointId } from '../../shared/kernel/ids.ts'
import { catalogue, ProblemError } from '../../shared/kernel/problems.ts'
import type { TestFederation } from './federation.ts'

type WithoutBase<C> = C extends unknown
  ? Omit<C, 'id' | 'on'> & { readonly id?: string; readonly on?: string }
  : never
export type Said = WithoutBase<PublicJointCommand>

export class JointRun {
  readonly federation: TestFederation
  readonly joint: JointId

  constructor(federation: TestFederation, joint: string) {
    this.federation = federation
    this.joint = joint as JointId
  }

  /** Legal time at an office, `ms` legal milliseconds from now. */
  async instant(office: string, ms = 0): Promise<string> {
    const { legalNow } = await this.federation.client(office).get('/v1/clock', clockViewSchema)
    return new Date(Date.parse(legalNow) + ms).toISOString()
  }

  async say(office: string, said: Said): Promise<Reply> {
    const client = this.federation.client(office)
    const { legalToday } = await client.get('/v1/clock', clockViewSchema)
    return client.sendJoint(this.joint, {
      id: randomUUID(),
      on: legalToday,
      ...said,
    } as unknown as PublicJointCommand)
  }

  /** Throws where it is refused. */
  async record(office: string, said: Said): Promise<void> {
    const reply = await this.say(office, said)
    if (reply.kind === 'refused')
      throw new Error(`${office} ${said.kind}: ${reply.problem.code} ${reply.problem.message}`)
  }

  /** The same command again and again while the office, or what it needs, is away. Throws where it is refused. */
  async insist(office: string, said: Said): Promise<void> {
    const command = { id: randomUUID(), ...said }
    await this.federation.until(`${office}: ${said.kind}`, async () => {
      const problem = await this.say(office, command).then(
        (reply) => (reply.kind === 'refused' ? reply.problem : undefined),
        (error: unknown) => {
          if (error instanceof ProblemError) return error.problem
          throw error
        },
      )
      if (problem !== undefined && !catalogue[problem.code].retryable)
        throw new Error(`${office} ${said.kind}: ${problem.code} ${problem.message}`)
      return problem === undefined
    })
  }

  detail(office: string): Promise<JointDetail> {
    return this.federation
      .client(office)
      .get(`/v1/joint/${encodeURIComponent(this.joint)}`, jointDetailSchema)
  }

  /** Undefined while the office does not answer, or does not know the action. */
  async seen(office: string): Promise<JointDetail | undefined> {
    return this.detail(office).catch(() => undefined)
  }

  async until(
    office: string,
    what: string,
    holds: (detail: JointDetail) => boolean,
    withinMs = 60_000,
  ): Promise<JointDetail> {
    let last: JointDetail | undefined
    try {
      await this.federation.until(
        `${office}: ${what}`,
        async () => {
          last = await this.seen(office)
          return last !== undefined && holds(last)
        },
        withinMs,
      )
    } catch (error) {
      throw new Error(
        `${office} never saw: ${what}. It sees ${JSON.stringify(last === undefined ? null : { status: last.status, version: last.version, lacking: last.lacking, offices: last.offices.map(({ office: of, step, reason }) => `${of} ${step} ${reason?.message ?? ''}`), history: last.history.map(({ office: of, kind }) => `${of} ${kind}`) })}`,
        { cause: error },
      )
    }
    return last as unknown as JointDetail
  }

  /** Two officers of `office`, one after the other. */
  async consent(
    office: string,
    more: Partial<Extract<Said, { kind: 'consent' }>> = {},
  ): Promise<void> {
    const { version } = await this.until(
      office,
      'the document opened',
      ({ step }) => step !== null && step !== 'invited',
    )
    await this.insist(office, { kind: 'consent', by: 'First Officer', version, ...more } as Said)
    // Its process opens what was prepared, which comes to it through its own ledger.
    await this.until(office, 'a consent to approve', ({ can }) => can.includes('approve'))
    await this.insist(office, { kind: 'approve', by: 'Second Officer', version } as Said)
  }

  /** Asks without a pause: for what is to be caught while it happens. */
  async closely(
    office: string,
    what: string,
    holds: (detail: JointDetail) => boolean,
  ): Promise<void> {
    for (const startedMs = Date.now(); ;) {
      const detail = await this.seen(office)
      if (detail !== undefined && holds(detail)) return
      if (Date.now() - startedMs > 60_000) throw new Error(`${office} never saw: ${what}`)
    }
  }

  /** What `offices` show once it has ended, and nobody owes anything any more; throws where one shows another thing than the first. */
  async settled(offices: readonly string[]): Promise<JointDetail> {
    let shown: (JointDetail | undefined)[] = []
    const isOver = (detail: JointDetail | undefined) =>
      detail?.ended !== undefined &&
      detail.ended !== null &&
      detail.offices.every(({ step }) => finalSteps.includes(step))
    const isSame = () =>
      new Set(shown.map((detail) => JSON.stringify(detail === undefined ? null : common(detail))))
        .size === 1
    try {
      await this.federation.until(`${this.joint} over, and the same everywhere`, async () => {
        shown = await Promise.all(offices.map((office) => this.seen(office)))
        return shown.every(isOver) && isSame()
      })
    } catch (error) {
      const tell = (detail: JointDetail | undefined) =>
        detail === undefined
          ? 'no answer'
          : `${detail.status}, lacking ${JSON.stringify(detail.lacking)}, ${detail.offices.map(({ office, step, reason }) => `${office} ${step} ${reason?.message ?? ''}`).join(', ')}; ${detail.history.map(({ office, part, version, kind }) => `${office} ${part} ${version} ${kind}`).join(', ')}`
      throw new Error(
        `${this.joint} is not the same everywhere:\n${shown.map((detail, at) => `${offices[at]}: ${tell(detail)}`).join('\n')}`,
        { cause: error },
      )
    }
    return shown[0] as JointDetail
  }
}

const finalSteps: readonly string[] = [
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
  'answered',
]

/** What every office must show alike; the rest depends on who looks. */
export function common({
  status,
  version,
  digest,
  offices,
  lacking,
  votes,
  silent,
  going,
  released,
  ended,
  history,
}: JointDetail) {
  return {
    status,
    version,
    digest,
    // Whom an office can reach now, and when it last heard of them, is its own view.
    offices: offices.map(({ reach: _reach, lastHeard: _lastHeard, ...office }) => office),
    lacking,
    votes,
    silent,
    going,
    released,
    ended,
    history,
  }
}

/** How often each office said `kind`. */
export function saidBy(
  { history }: Pick<JointDetail, 'history'>,
  kind: string,
): Record<string, number> {
  const said: Record<string, number> = {}
  for (const entry of history)
    if (entry.kind === kind) said[entry.office] = (said[entry.office] ?? 0) + 1
  return said
}

/** Versions of every subject, which must be 1, 2, 3 … */
export function versionsOf({ history }: Pick<JointDetail, 'history'>): number[][] {
  return [...Map.groupBy(history, ({ office, part }) => `${part} of ${office}`).values()].map(
    (own) => own.map(({ version }) => version).toSorted((a, b) => a - b),
  )
}

export const statement = {
  action: 'statement',
  document: {
    title: {
      en: 'Provinces order Clearview AI to stop',
      fr: 'Les provinces ordonnent à Clearview AI de cesser',
    },
    text: {
      en: 'Three provincial authorities have made binding orders.',
      fr: 'Trois organismes provinciaux ont rendu des ordonnances exécutoires.',
    },
    findings: [
      {
        id: 'F1',
        text: {
          en: 'Faces were collected without consent',
          fr: 'Des visages ont été recueillis sans consentement',
        },
      },
    ],
    correction: {
      en: 'The statement of today was published too early.',
      fr: "La déclaration d'aujourd'hui a été publiée trop tôt.",
    },
  },
} as const

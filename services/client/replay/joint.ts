// Moves the joint actions of a case as the staff of each office would: one proposes, two officers of each invited office consent.
// The offices do the rest by themselves; the replay waits until the action has ended.

import type { CaseDraft, CaseJoint } from '../../../shared/case/joints.ts'
import type { JointId, OfficeId } from '../../../shared/kernel/ids.ts'
import { problem, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { OfficeClient, Reply } from '../office-client.ts'
import {
  jointDetailSchema,
  type JointDetail,
  type PublicJointCommand,
} from '../../../shared/contract/joint.schema.ts'
import { clockViewSchema } from '../../../shared/contract/views.schema.ts'
import type { LegalClocks } from './legal-clock.ts'
import type { Clients } from './clients.ts'
import { pauseMs } from './settle.ts'

export interface JointStaffOptions {
  readonly clients: Clients
  readonly clocks: LegalClocks
  readonly persist: (office: OfficeId, attempt: () => Promise<Reply>) => Promise<Reply>
  readonly patiently: <T>(office: OfficeId, attempt: () => Promise<T>) => Promise<T>
  readonly matter: string
  readonly patienceMs: number
  readonly signal: AbortSignal
}
export interface JointStaff {
  /** Proposes, and has every invited office consent; answers the first refusal, with the office that refused. */
  move(joint: CaseJoint): Promise<JointRefusal | undefined>
  /** Resolves once the office has acted in it, or never will. */
  untilDone(joint: JointId, office: OfficeId): Promise<void>
  untilEnded(joint: CaseJoint): Promise<void>
}
export interface JointRefusal {
  readonly office: OfficeId
  readonly problem: Problem
}

export function jointStaff({
  clients,
  clocks,
  persist,
  patiently,
  matter,
  patienceMs,
  signal,
}: JointStaffOptions): JointStaff {
  return {
    async move(joint) {
      const {
        fact: { office },
      } = joint
      const absent = [office, ...joint.fact.offices].find((each) => !clients.has(each))
      if (absent !== undefined)
        return {
          office: absent,
          problem: problem(
            'not-found',
            {
              en: `No instance of office "${absent}" runs here, so nobody can speak for it in "${joint.joint}"`,
              fr: `Aucune instance de l'organisme « ${absent} » n'est en marche ici : personne ne peut parler pour lui dans « ${joint.joint} »`,
            },
            absent,
          ),
        }
      await patiently(office, () => clocks.untilBegun(office, joint.on, signal))
      const proposed = await persist(office, async () =>
        (await seen(office, joint.joint)) === undefined
          ? clientOf(office).sendJoint(joint.joint, proposalOf(joint, matter))
          : known,
      )
      if (proposed.kind === 'refused') return { office, problem: proposed.problem }
      const refusals = await Promise.all(joint.fact.offices.map((each) => consent(joint, each)))
      return refusals.find((each) => each !== undefined)
    },
    async untilDone(joint, office) {
      await until(
        office,
        joint,
        { en: `${office} has acted`, fr: `${office} ait agi` },
        ({ status, offices }) =>
          ended.has(status) ||
          offices.some((each) => each.office === office && final.has(each.step)),
      )
    },
    async untilEnded(joint) {
      for (;;) {
        const { status } = await until(
          joint.fact.office,
          joint.joint,
          { en: 'it has ended', fr: 'elle soit terminée' },
          (detail) => ended.has(detail.status) || waitsForMoment(detail),
        )
        if (ended.has(status)) return
        await nameMoment(joint)
      }
    },
  }

  /**
   * Where a machine is so slow that the compressed clock ran out before every consent had come, the moment has passed and
   * the coordinator is asked for another. In the case the consents were in time, so the answer is: now.
   */
  async function nameMoment({ joint, fact, idOf }: CaseJoint): Promise<void> {
    const { legalNow, legalToday } = await patiently(fact.office, () =>
      clientOf(fact.office).get('/v1/clock', clockViewSchema),
    )
    const hasRunOut = Date.parse(legalNow) > Date.now() - ranOutMs
    // Until then the go comes by itself; and while a consent is still on its way, a go is refused.
    if (!hasRunOut) return pauseMs(pollMs, signal)
    const moments = Object.keys(fact.moments ?? {}).map((office) => [office, legalNow])
    const reply = await persist(fact.office, () =>
      clientOf(fact.office).sendJoint(joint, {
        kind: 'go',
        id: idOf(`go/${legalNow}`),
        on: legalToday,
        by: officers.proposes,
        moment: legalNow,
        ...(moments.length === 0 ? {} : { moments: Object.fromEntries(moments) }),
      } as PublicJointCommand),
    )
    if (reply.kind === 'refused') await pauseMs(pollMs, signal)
  }

  async function consent(joint: CaseJoint, office: OfficeId): Promise<JointRefusal | undefined> {
    const { step } = await until(
      office,
      joint.joint,
      { en: `${office} has opened it`, fr: `${office} l'ait ouverte` },
      (detail) => detail.step !== null && detail.step !== 'invited',
    )
    const drafts = joint.drafts.get(office) ?? []
    const commands = [
      // On a compressed clock the time to reply may end between two requests; who was silent may still answer.
      ...(step === 'received' || step === 'silent' ? [consentOf(joint, office, drafts)] : []),
      ...(step === 'received' || step === 'silent' || step === 'prepared'
        ? [approvalOf(joint, office)]
        : []),
    ]
    for (const command of commands) {
      const reply = await persist(office, async () => {
        const { legalToday } = await clientOf(office).get('/v1/clock', clockViewSchema)
        return clientOf(office).sendJoint(joint.joint, { ...command, on: legalToday })
      })
      if (reply.kind === 'refused') return { office, problem: reply.problem }
    }
    return undefined
  }

  async function until(
    office: OfficeId,
    joint: JointId,
    what: Text,
    holds: (detail: JointDetail) => boolean,
  ): Promise<JointDetail> {
    for (let giveUpAt = Date.now() + patienceMs; ; await pauseMs(pollMs, signal)) {
      const { detail, isEarly } = await look(office, joint)
      if (detail !== undefined && holds(detail)) return detail
      // While it waits for its own moment, nobody is late.
      if (isEarly) giveUpAt = Date.now() + patienceMs
      if (Date.now() > giveUpAt) throw new ProblemError(notYet(joint, office, what, detail?.status))
    }
  }

  function notYet(joint: JointId, office: OfficeId, what: Text, status?: string): Problem {
    const seconds = Math.round(patienceMs / 1000)
    return problem(
      'unavailable',
      {
        en: `Joint action "${joint}": not yet so that ${what.en} after ${seconds} s (${status ?? `not known to ${office}`}). Start the replay again to resume`,
        fr: `Action conjointe « ${joint} » : après ${seconds} s, on attend encore que ${what.fr} (${status ?? `inconnue de ${office}`}). Relancez la reprise pour continuer`,
      },
      joint,
    )
  }

  /** What the office shows, nothing while it does not answer; and whether what it goes by has yet to come. */
  async function look(
    office: OfficeId,
    joint: JointId,
  ): Promise<{ readonly detail: JointDetail | undefined; readonly isEarly: boolean }> {
    try {
      const detail = await seen(office, joint)
      const moment = detail?.status === 'going' ? detail.going?.moment : undefined
      if (moment === undefined) return { detail, isEarly: false }
      const { legalNow } = await clientOf(office).get('/v1/clock', clockViewSchema)
      return { detail, isEarly: legalNow < moment }
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'unavailable')
        return { detail: undefined, isEarly: false }
      throw error
    }
  }

  /** Undefined while the office does not know the action. */
  async function seen(office: OfficeId, joint: JointId): Promise<JointDetail | undefined> {
    try {
      return await clientOf(office).get(`/v1/joint/${encodeURIComponent(joint)}`, jointDetailSchema)
    } catch (error) {
      if (
        error instanceof ProblemError &&
        (error.problem.code === 'unknown-joint' || error.problem.code === 'not-found')
      )
        return undefined
      throw error
    }
  }

  function clientOf(office: OfficeId): OfficeClient {
    const client = clients.get(office)
    if (client === undefined) throw new Error(`No client for office ${office}`)
    return client
  }
}

const pollMs = 50
/** How near to real time a compressed clock is once it has run out. */
const ranOutMs = 1_000
function waitsForMoment({ status, waitsForUs, offices }: JointDetail): boolean {
  return status === 'open' && waitsForUs && offices.every(({ step }) => step === 'consented')
}
const ended: ReadonlySet<JointDetail['status']> = new Set([
  'complete',
  'incomplete',
  'called-off',
  'cancelled',
  'answered',
])
const final: ReadonlySet<JointDetail['offices'][number]['step']> = new Set([
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
])
/** It was proposed by an earlier run. */
const known: Reply = {
  kind: 'recorded',
  version: 1,
  eventId: '',
  event: { kind: 'proposed' },
} as Reply
/** Whoever speaks in a replay; the record says that these are no names of real people. */
const officers = { proposes: 'director', prepares: 'registrar', approves: 'commissioner' }

function proposalOf({ fact, on, idOf }: CaseJoint, matter: string): PublicJointCommand {
  const { kind: action, offices, required, title, text, moment, moments, replyBy } = fact
  return {
    kind: 'propose',
    id: idOf('propose'),
    on,
    by: officers.proposes,
    action,
    matter,
    offices,
    replyBy,
    moment,
    document: { title, text },
    start: 'quorum',
    partition: 'wait',
    windowSeconds: 60,
    silence: 'abstention',
    compensation: 'none',
    ...(required === undefined ? {} : { required }),
    ...(moments === undefined ? {} : { moments }),
  } as PublicJointCommand
}

function consentOf(
  { on, idOf }: CaseJoint,
  office: OfficeId,
  drafts: readonly CaseDraft[],
): PublicJointCommand {
  return {
    kind: 'consent',
    id: idOf(`consent/${office}`),
    on,
    by: officers.prepares,
    version: 1,
    ...(drafts.length === 0 ? {} : { drafts }),
  } as PublicJointCommand
}

function approvalOf({ on, idOf }: CaseJoint, office: OfficeId): PublicJointCommand {
  return { kind: 'approve', id: idOf(`approve/${office}`), on, by: officers.approves, version: 1 }
}

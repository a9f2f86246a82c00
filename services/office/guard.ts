// The door's keeper: every call of the contract is judged by the office's policy before it reaches the office. What no rule covers is refused.

import type {
  EvidenceAbout,
  OfficeApi,
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../shared/contract/office-api.ts'
import type { PublicJointCommand } from '../../shared/contract/joint.schema.ts'
import type { ActReply, SubmitReply } from '../../shared/contract/reply.ts'
import type { Health } from '../../shared/contract/views.schema.ts'
import type { Actor, Identity } from '../../shared/kernel/actor.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import type { AggregateRef, JointId, MatterId, OrderId } from '../../shared/kernel/ids.ts'
import { ProblemError, refuse, type Problem } from '../../shared/kernel/problems.ts'
import { isWithheldFrom, permission } from '../../shared/office/permit.ts'
import type { Act, FourEyesAct, Rule } from '../../shared/office/policy.ts'
import type { Staff } from '../../shared/contract/staff.ts'
import { withhold, type UnderSeal } from '../../shared/order/sealed.ts'
import { aboutOf, samePersonProblem, type Preparations } from './staff/preparations.ts'

export interface GuardOptions {
  readonly staff: Pick<Staff, 'refused'>
  readonly preparations: Pick<Preparations, 'prepare'>
  /** What needs two people here. */
  readonly fourEyes: readonly FourEyesAct[]
  /** What a court keeps from publication now; undefined where nothing is. */
  readonly underSeal: () => UnderSeal | undefined
  /** Who prepared the consent that waits for approval, as the ledger says; undefined where it does not say. */
  readonly preparerOf: (joint: JointId) => Actor | undefined
  /** Real time, as the sign-in was. */
  readonly now: () => Instant
}

type Call = {
  [K in keyof OfficeApi]: OfficeApi[K] extends (...args: infer A) => unknown
    ? A extends [Actor, ...unknown[]]
      ? K
      : never
    : never
}[keyof OfficeApi]
/** Calls whose rule depends on their arguments. */
type Commands = 'submit' | 'submitJoint' | 'previewJoint' | 'saveView'
/** Members that are not calls: names, the clock and the law are for everybody. */
type Open = Exclude<keyof OfficeApi, Call>

/** Every call has a rule of its name, and every kind of command one of its own: the compiler says so here. */
const calls: Readonly<Record<Exclude<Call, Commands>, Act>> = {
  allowed: 'allowed',
  preview: 'preview',
  board: 'board',
  order: 'order',
  matters: 'matters',
  matter: 'matter',
  chronology: 'chronology',
  evidence: 'evidence',
  deadlines: 'deadlines',
  due: 'due',
  orderList: 'orderList',
  matterList: 'matterList',
  dueList: 'dueList',
  work: 'work',
  statistics: 'statistics',
  changesSince: 'changesSince',
  matterPicture: 'matterPicture',
  ledgers: 'ledgers',
  checkLedger: 'checkLedger',
  decideFork: 'decideFork',
  acceptSuccession: 'acceptSuccession',
  announceMaintenance: 'announceMaintenance',
  retryQuarantine: 'retryQuarantine',
  notifications: 'notifications',
  acknowledge: 'acknowledge',
  sendAgain: 'sendAgain',
  followers: 'followers',
  quarantine: 'quarantine',
  simulate: 'simulate',
  drift: 'drift',
  approveCorrection: 'approveCorrection',
  jointActions: 'jointActions',
  jointList: 'jointList',
  jointAction: 'jointAction',
  jointReadiness: 'jointReadiness',
  jointDocument: 'jointDocument',
  deskEntries: 'deskEntries',
  deskItem: 'deskItem',
  changeDesk: 'changeDesk',
  colleagues: 'colleagues',
  savedViews: 'savedViews',
  removeView: 'removeView',
  drafts: 'drafts',
  saveDraft: 'saveDraft',
  removeDraft: 'removeDraft',
  handDraft: 'handDraft',
  draftsHandedOver: 'drafts',
  health: 'health',
  doctor: 'doctor',
  subscribe: 'subscribe',
}
const open: Readonly<Record<Open, true>> = {
  office: true,
  directory: true,
  clock: true,
  legalNow: true,
  legalToday: true,
  clocksUnwatchedSince: true,
  space: true,
  reach: true,
  packOf: true,
}

/** The same office, behind its policy. */
export function guardOffice(api: OfficeApi, options: GuardOptions): OfficeApi {
  const { staff, now } = options
  const judge = (
    actor: Actor,
    act: string,
    about?: string,
  ): { actor: Actor; rule: Rule } | Problem => {
    const found = permission(actor, act, now())
    if (found.kind === 'allowed') return found
    staff.refused({ actor, act, about, code: found.problem.code, rule: found.rule?.id })
    return found.problem
  }
  /** A refused command is answered with the refusal, which stands in the audit list whether the policy or the rules made it. */
  const noted = <R extends ActReply>(actor: Actor, act: string, about: string, reply: R): R => {
    if (reply.kind === 'refused') staff.refused({ actor, act, about, code: reply.problem.code })
    return reply
  }
  const guarded: Pick<OfficeApi, Commands | 'approveCorrection' | 'health'> = {
    async submit(asked, ref, command) {
      const [act, about] = [`${ref.kind}/${command.kind}` satisfies string, aboutOf(ref)]
      const judged = judge(asked, act, about)
      if ('code' in judged) return { kind: 'refused', problem: judged }
      const { actor, rule } = judged
      const needsTwo =
        rule.fourEyes !== undefined &&
        options.fourEyes.includes(rule.fourEyes) &&
        actor.proof?.kind !== 'this-machine'
      return noted(
        actor,
        act,
        about,
        needsTwo ? await prepared(actor, ref, command) : await api.submit(actor, ref, command),
      )
    },
    async submitJoint(asked, joint, command) {
      const act = `joint/${command.kind}` satisfies JointAct
      const judged = judge(asked, act, joint)
      if ('code' in judged) return { kind: 'refused', problem: judged }
      const { actor } = judged
      return noted(
        actor,
        act,
        joint,
        secondPersonProblem(actor, joint, command) ??
          (await api.submitJoint(
            withPreparer(actor, joint, command),
            joint,
            asNamed(actor, command),
          )),
      )
    },
    async previewJoint(asked, joint, command) {
      const judged = judge(asked, `joint/${command.kind}` satisfies JointAct, joint)
      if ('code' in judged) return judged
      const { actor } = judged
      const same = secondPersonProblem(actor, joint, command)
      return same?.kind === 'refused'
        ? same.problem
        : api.previewJoint(actor, joint, asNamed(actor, command))
    },
    async approveCorrection(asked, order, approval) {
      const judged = judge(asked, calls.approveCorrection, order)
      if ('code' in judged) return { kind: 'refused', problem: judged }
      return api.approveCorrection(judged.actor, order, asNamed(judged.actor, approval))
    },
    saveView(asked, view) {
      const judged = judge(asked, view.shared ? 'shareView' : 'saveView', view.name)
      if ('code' in judged) throw new ProblemError(judged)
      return api.saveView(judged.actor, view)
    },
    async health(actor): Promise<Health> {
      const health = await api.health(actor)
      return actor.proof === undefined ? { ...health, checks: [] } : health
    },
  }

  /** What is refused by the rules as things stand is refused now; what was recorded before is answered again. */
  async function prepared(
    actor: Actor,
    ref: AggregateRef,
    command: PublicOrderCommand | PublicMatterCommand,
  ): Promise<ActReply> {
    const preview = await api.preview(actor, ref, command)
    if (preview.kind === 'refused') return preview
    if (preview.kind === 'recorded') return api.submit(actor, ref, command)
    return options.preparations.prepare(actor, ref, command)
  }

  /** The rules compare names, as every office can; the office itself knows who its people are. */
  function secondPersonProblem(
    actor: Actor,
    joint: JointId,
    { kind }: PublicJointCommand,
  ): SubmitReply | undefined {
    const preparer = kind === 'approve' ? options.preparerOf(joint) : undefined
    const preparedBy = identityOf(preparer)
    if (preparedBy === undefined) return undefined
    const problem = samePersonProblem(actor, {
      preparedBy,
      onBehalfOf: preparer?.acting?.onBehalfOf ?? null,
    })
    return problem === undefined ? undefined : { kind: 'refused', problem }
  }

  /** The event of an approved consent names both, as that of an approved order does. */
  function withPreparer(actor: Actor, joint: JointId, { kind }: PublicJointCommand): Actor {
    const preparedBy = kind === 'approve' ? identityOf(options.preparerOf(joint)) : undefined
    return preparedBy === undefined ? actor : { ...actor, preparedBy }
  }

  return new Proxy(api, {
    get(target, key) {
      if (Object.hasOwn(guarded, key)) return guarded[key as keyof typeof guarded]
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      if (Object.hasOwn(open, key)) return value.bind(target)
      return (actor: Actor, ...args: unknown[]): unknown => {
        const judged = judge(actor, actOf(key), typeof args[0] === 'string' ? args[0] : undefined)
        if ('code' in judged) throw new ProblemError(judged)
        // Whoever may not see the desk may not search by it either.
        const owner =
          isQuery(args[0]) && args[0].owner !== undefined ? judge(actor, 'deskItem') : undefined
        if (owner !== undefined && 'code' in owner) throw new ProblemError(owner)
        const under = isWithheldFrom(actor) ? options.underSeal() : undefined
        if (under !== undefined && key === 'evidence' && isAbout(args[0], under))
          return sealedEvidence(args[0])
        const answer: unknown = value.call(target, judged.actor, ...args)
        if (under === undefined || typeof answer === 'function') return answer
        const leaves = actor.leaves === true
        return answer instanceof Promise
          ? answer.then((each: unknown) => withhold(each, under, leaves))
          : withhold(answer, under, leaves)
      }
    },
  })
}

/** An evidence file is proved byte by byte: nothing in it can be withheld. */
function isAbout(about: unknown, { orders, matters }: UnderSeal): about is EvidenceAbout {
  const { kind, id } = about as EvidenceAbout
  return kind === 'order' ? orders.has(id as OrderId) : matters.has(id as MatterId)
}

function sealedEvidence({ id }: EvidenceAbout) {
  return refuse(
    'under-seal',
    {
      en: `There is no evidence file of "${id}" for you: a court keeps it from publication, and such a file is proved byte by byte, so that nothing in it can be withheld. Somebody who acts for the office can make it for that court`,
      fr: `Il n’y a pas de dossier de preuve de « ${id} » pour vous : un tribunal en interdit la publication, et un tel fichier se prouve octet par octet, si bien que rien n’y peut être caviardé. Une personne qui agit pour l’organisme peut l’établir pour ce tribunal`,
    },
    { value: id },
  )
}

function isQuery(value: unknown): value is { readonly owner?: unknown } {
  return typeof value === 'object' && value !== null && 'owner' in value
}

type JointAct = `joint/${PublicJointCommand['kind']}` & Act

function actOf(key: string | symbol): string {
  return Object.hasOwn(calls, key) ? calls[key as keyof typeof calls] : String(key)
}

function identityOf(actor: Actor | undefined): Identity | undefined {
  return actor?.id === undefined ? undefined : { id: actor.id, name: actor.name }
}

/** Whoever signed in acts under their own name, whatever was typed. */
function asNamed<C extends { readonly by?: string | undefined }>(actor: Actor, command: C): C {
  return actor.kind === 'person' ? { ...command, by: actor.name } : command
}

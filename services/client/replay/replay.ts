// Drives a case through the offices' own HTTP APIs, fact by fact, on the legal clock, as their staff would have.
// It decides nothing: what an office refuses is noted, and the replay goes on. The same command ids in every run make it safe to resume.

import type { RefusedFact, ParsedCase } from '../../../shared/case/case.schema.ts'
import { commandsOf, type CaseCommand } from '../../../shared/case/commands.ts'
import { jointsOf } from '../../../shared/case/joints.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { replayPatienceMs, settlePatienceMs } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  problem,
  ProblemError,
  catalogue,
  type ProblemCode,
  type RuleRef,
  type Problem,
} from '../../../shared/kernel/problems.ts'
import { officeClient, settled, type Reply } from '../office-client.ts'
import { jointStaff, type JointRefusal } from './joint.ts'
import { legalClocks } from './legal-clock.ts'
import { pauseMs, untilSettled } from './settle.ts'

export interface ReplayOptions {
  readonly offices: readonly {
    readonly id: string
    readonly url: string
    readonly token?: string | undefined
  }[]
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: ReplayProgress) => void
  /** How long one fact is tried while its office does not answer. */
  readonly patienceMs?: number
  /** How long to wait at the end until every office has read every ledger. */
  readonly settleMs?: number
}
export type ReplayProgress =
  | {
      readonly kind: 'fact'
      readonly n: number
      readonly of: number
      readonly legalDate: LocalDate
      readonly office: string
      readonly what: string
      readonly refused: boolean
    }
  | {
      readonly kind: 'retrying'
      readonly office: string
      readonly why: string
      readonly problem: Problem
    }
  | { readonly kind: 'settling' }

export interface ReplaySummary {
  readonly matter: string
  /** In the file; `recorded` and `refused` are the parts of it. */
  readonly facts: number
  readonly recorded: number
  readonly refused: readonly ReplayRefusal[]
}
export interface ReplayRefusal {
  readonly index: number | null
  readonly office: string | null
  readonly on: string | null
  readonly what: string | null
  readonly code: ProblemCode
  readonly message: string
  readonly messageFr: string
  readonly value?: string
  readonly rule?: RuleRef
}

/** Replays every fact of `parsed`. Throws ProblemError `unavailable` when an office stays away, and the signal's reason when it aborts. */
export async function replayCase(
  parsed: ParsedCase,
  options: ReplayOptions,
): Promise<ReplaySummary> {
  const {
    onProgress = () => {},
    patienceMs = replayPatienceMs,
    settleMs = settlePatienceMs,
  } = options
  // Joint actions run beside the facts: when one side stops, the other stops with it.
  const stop = new AbortController()
  const signal =
    options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  const clients = new Map(
    options.offices.map(
      ({ id, url, token }) =>
        [
          id,
          officeClient(url, {
            actor: { kind: 'replay', name: parsed.case.matter },
            signal,
            token,
          }),
        ] as const,
    ),
  )
  const clocks = legalClocks(clients)
  const commands = commandsOf(parsed.case)
  const refused: ReplayRefusal[] = parsed.refused.map(refusalOfForm)
  const total = parsed.case.facts.length
  let done = 0
  let recorded = 0

  const staff = jointStaff({
    clients,
    clocks,
    persist,
    patiently,
    matter: parsed.case.matter,
    patienceMs,
    signal,
  })
  const joints = jointsOf(parsed.case).map((joint) => ({ ...joint, moved: move(joint) }))
  try {
    await Promise.all([
      eachFact(),
      ...joints.map(async (joint) => (await joint.moved) ?? staff.untilEnded(joint)),
    ])
  } catch (error) {
    stop.abort(error)
    throw error
  }
  onProgress({ kind: 'settling' })
  await untilSettled(clients, settleMs, signal)
  return {
    matter: parsed.case.matter,
    facts: total + parsed.refused.length,
    recorded,
    refused: refused.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)),
  }

  async function eachFact(): Promise<void> {
    for (const step of commands) {
      const client = clients.get(step.office)
      if (client !== undefined && step.to === 'order' && step.command.kind === 'issue')
        await issuedTogether(step)
      const reply =
        client === undefined
          ? notRunning(step.office)
          : await persist(step.office, async () => {
              await clocks.untilBegun(step.office, step.on, signal)
              return settled(await client.send(step))
            })
      if (reply.kind === 'refused') refused.push(refusalOf(step, reply.problem))
      if (step.index !== null) count(step, reply.kind === 'refused')
    }
  }

  /** Where a joint action issues the order, it comes first: then the fact's own command, of the same id, finds it recorded. */
  async function issuedTogether(step: CaseCommand): Promise<void> {
    const joint = joints.find(({ drafts }) =>
      drafts.get(step.office)?.some(({ command }) => command.id === step.command.id),
    )
    if (joint === undefined || (await joint.moved) !== undefined) return
    await patiently(step.office, () => clocks.untilBegun(step.office, step.on, signal))
    await staff.untilDone(joint.joint, step.office)
  }

  async function move(
    joint: ReturnType<typeof jointsOf>[number],
  ): Promise<JointRefusal | undefined> {
    const refusal = await staff.move(joint)
    const {
      index,
      on,
      fact: { what },
    } = joint
    if (refusal !== undefined)
      refused.push({ index, office: refusal.office, on, what, ...parts(refusal.problem) })
    count({ on, office: joint.fact.office, what }, refusal !== undefined)
    return refusal
  }

  function count(
    { on, office, what }: Pick<CaseCommand, 'on' | 'office'> & { readonly what: string },
    isRefused: boolean,
  ): void {
    done += 1
    if (!isRefused) recorded += 1
    onProgress({
      kind: 'fact',
      n: done,
      of: total,
      legalDate: on,
      office,
      what,
      refused: isRefused,
    })
  }

  /** Tries until the answer is not "try again". The command id makes a second try the same command. */
  function persist(office: OfficeId, attempt: () => Promise<Reply>): Promise<Reply> {
    return patiently(office, async () => {
      const reply = await attempt()
      if (reply.kind === 'refused' && catalogue[reply.problem.code].retryable)
        throw new ProblemError(reply.problem)
      return reply
    })
  }

  /** Tries while what an office says, or that it says nothing, is no more than for now. */
  async function patiently<T>(office: OfficeId, attempt: () => Promise<T>): Promise<T> {
    let giveUpAt: number | undefined
    for (const waits = backOff({ firstMs: firstWaitMs, longestMs: longestWaitMs }); ;) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof ProblemError && catalogue[error.problem.code].retryable)) throw error
        const { problem: last } = error
        // Patience begins with the first failure: waiting for a legal date may take as long as it takes.
        giveUpAt ??= Date.now() + patienceMs
        const waitMs = waits.next().value
        if (Date.now() + waitMs > giveUpAt) throw new ProblemError(stopped(last, patienceMs))
        onProgress({ kind: 'retrying', office, why: last.message, problem: last })
        await pauseMs(waitMs, signal)
      }
    }
  }
}

const firstWaitMs = 50
const longestWaitMs = 5_000

/** What the office last said, and that the replay gave up on it for now. */
function stopped(last: Problem, patienceMs: number): Problem {
  const seconds = Math.round(patienceMs / 1000)
  const { message, messageFr } = last
  return {
    ...last,
    message: `${message}. The replay stopped after ${seconds} s; start it again to resume`,
    messageFr: `${messageFr}. La reprise s'est arrêtée après ${seconds} s; relancez-la pour continuer`,
  }
}

function notRunning(office: string): Reply {
  return {
    kind: 'refused',
    problem: problem(
      'not-found',
      {
        en: `No instance of office "${office}" runs here, so nobody can record this`,
        fr: `Aucune instance de l'organisme « ${office} » n'est en marche ici : personne ne peut consigner ce fait`,
      },
      office,
    ),
  }
}

function refusalOf({ index, office, on, what }: CaseCommand, refusal: Problem): ReplayRefusal {
  return { index, office, on, what, ...parts(refusal) }
}

function refusalOfForm({ index, office, on, what, problem: refusal }: RefusedFact): ReplayRefusal {
  return { index, office, on, what, ...parts(refusal) }
}

function parts({ code, message, messageFr, value, rule }: Problem) {
  return { code, message, messageFr, ...present({ value, rule }) }
}

// A whole federation for a test: the real processes, in a folder of its own, at a rate at which years pass in seconds.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { boardSchema, followerViewSchema, type Board } from '../../shared/board/board.schema.ts'
import { legalMs, paceOf } from '../../shared/kernel/clock.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import { legalDateOf, parseCase, type ParsedCase } from '../../shared/case/case.schema.ts'
import { ProblemError, unwrap } from '../../shared/kernel/problems.ts'
import { resolveEngines } from '../../infra/engines/resolve.ts'
import {
  startFederation,
  type Federation,
  type FederationOptions,
} from '../../infra/federation/supervisor.ts'
import { officeClient, type OfficeClient } from '../../services/client/office-client.ts'
import {
  healthSchema,
  matterDetailSchema,
  orderHistorySchema,
} from '../../shared/contract/views.schema.ts'
import {
  replayCase,
  type ReplayProgress,
  type ReplaySummary,
} from '../../services/client/replay/replay.ts'

/** Six years in twenty seconds: slow enough that a fact is recorded before the alarms that it prevents, on two busy cores as well. */
const testRate = 10_000_000

const followersSchema = z.object({ followers: z.array(followerViewSchema) })
const jointListSchema = z.object({ joint: z.array(z.object({ joint: z.string() })) })
const momentSchema = z.object({ moment: z.string().nullable() })
const jointMomentsSchema = momentSchema.extend({
  offices: z.array(momentSchema),
  ended: z.object({}).nullable(),
})

const casesFolder = path.join(import.meta.dirname, '..', '..', 'cases')

interface JointWait {
  readonly moments: readonly string[]
  readonly ended: boolean
}

export class TestFederation implements AsyncDisposable {
  readonly dataDir: string
  readonly lines: string[] = []
  readonly #rate: number
  readonly #legalStart: string
  readonly #stepped: boolean
  #federation: Federation | undefined

  /** `stepped`: a clock that stands until `playStepped` or `stepTo` moves it on. */
  constructor(
    options: {
      readonly rate?: number
      readonly legalStart?: string
      readonly stepped?: boolean
    } = {},
  ) {
    this.dataDir = mkdtempSync(path.join(tmpdir(), 'concert-federation-'))
    this.#rate = options.rate ?? testRate
    this.#stepped = options.stepped ?? false
    this.#legalStart = options.legalStart ?? '2020-02-21T05:00:00.000Z'
  }

  get running(): Federation {
    if (this.#federation === undefined) throw new Error('The federation does not run')
    return this.#federation
  }

  async start(options: Pick<FederationOptions, 'packFolders' | 'offices'> = {}): Promise<this> {
    const { temporal, 'nats-server': natsServer } = await resolveEngines({
      report: (line) => void this.lines.push(line),
    })
    this.#federation = await startFederation({
      ...options,
      dataDir: this.dataDir,
      engines: { temporal: temporal.path, natsServer: natsServer.path },
      rate: this.#rate,
      stepped: this.#stepped,
      legalStart: this.#legalStart as Instant,
      report: (line) => void this.lines.push(line),
    })
    this.#federation.startClock()
    return this
  }

  async stop(): Promise<void> {
    const federation = this.#federation
    this.#federation = undefined
    await federation?.[Symbol.asyncDispose]()
  }

  client(office: string): OfficeClient {
    const found = this.running.offices.find(({ id }) => id === office)
    if (found === undefined) throw new Error(`No office ${office}`)
    return officeClient(found.url, {
      actor: { kind: 'program', name: 'test' },
      token: found.token,
    })
  }

  replay(
    name: string,
    onProgress: (progress: ReplayProgress) => void = () => undefined,
  ): Promise<ReplaySummary> {
    return replayCase(readCase(name), { offices: this.running.offices, onProgress })
  }

  /** Nothing that was recorded before is left undone: all have read all, and nothing came for a while. */
  async quiet(quietMs = 400): Promise<void> {
    let before = ''
    let sinceMs = Date.now()
    await this.until('quiet', async () => {
      const all = await Promise.all(
        this.running.offices.map(({ id }) => this.client(id).get('/v1/followers', followersSchema)),
      )
      const now = JSON.stringify(
        all.map(({ followers }) => followers.map(({ office, seq }) => [office, seq])),
      )
      const isBehind = all.some(({ followers }) =>
        followers.some(({ state }) => state === 'behind'),
      )
      if (now !== before || isBehind) sinceMs = Date.now()
      before = now
      return Date.now() - sinceMs >= quietMs
    })
  }

  stepTo(legal: string): void {
    this.running.stepClock(legal as Instant)
  }

  /**
   * Replays a case by a stepped clock: it stands while anything happens, and goes on to what comes next, a fact's day or a joint action's moment.
   * So every command comes at the same legal instant in every run, however fast the machine is.
   */
  async playStepped(
    name: string,
    onProgress: (progress: ReplayProgress) => void = () => undefined,
  ): Promise<ReplaySummary> {
    let summary: ReplaySummary | undefined
    let done = 0
    const replay = this.replay(name, (progress) => {
      if (progress.kind === 'fact') done += 1
      onProgress(progress)
    }).then((all) => (summary = all))
    replay.catch(() => undefined)
    const dates = datesOfReplay(readCase(name).case.facts)
    for (let now = this.#legalStart; summary === undefined;) {
      await Promise.race([replay, this.quiet()])
      if (summary !== undefined) break
      let actions: JointWait[] = []
      await this.until('what joint actions wait for', async () => {
        actions = await this.#jointActions()
        return true
      })
      const comes = [
        ...dates.map((date) => `${date}T12:00:00.000Z`),
        ...actions.flatMap(({ moments }) => moments),
      ]
      const next = comes.filter((each) => each > now).toSorted()[0]
      // What is left needs no clock any more.
      if (next === undefined) break
      // Nothing happened for a while: that may be the machine, and a day is not over before all of it is recorded.
      const isOver =
        done === dates.filter((date) => date <= now.slice(0, 10)).length &&
        actions.every(({ ended, moments }) => ended || moments.some((each) => each > now))
      if (isOver || next.slice(0, 10) === now.slice(0, 10)) this.stepTo((now = next))
    }
    return replay
  }

  /** When the offices act that have promised to, each action's own moment and each office's; and whether it is over. */
  async #jointActions(): Promise<JointWait[]> {
    const observer = this.client('ca-fed-opc')
    const { joint: actions } = await observer.get('/v1/joint', jointListSchema)
    const details = await Promise.all(
      actions.map(({ joint }) =>
        observer.get(`/v1/joint/${encodeURIComponent(joint)}`, jointMomentsSchema),
      ),
    )
    return details.map(({ moment, offices, ended }) => ({
      ended: ended !== null,
      moments: [moment, ...offices.map((each) => each.moment)]
        .filter((each) => each !== null)
        .map((each) => new Date(each).toISOString()),
    }))
  }

  board(office: string, asOf?: string): Promise<Board> {
    return this.client(office).get('/v1/board', boardSchema, { asOf })
  }

  async boards(asOf?: string): Promise<Board[]> {
    return Promise.all(this.running.offices.map(({ id }) => this.board(id, asOf)))
  }

  /** Every event of every office as the observer has it, with what makes it the event it is; alarms are left to `alarms`. */
  async events(): Promise<{
    facts: string[]
    alarms: string[]
    versions: Record<string, number[]>
  }> {
    const observer = this.client('ca-fed-opc')
    const orders = (
      await observer.get(
        '/v1/orders',
        z.object({ orders: z.array(z.object({ order: z.string() })) }),
      )
    ).orders
    const histories = await Promise.all(
      orders.map(
        async ({ order }) =>
          [
            order,
            (
              await observer.get(
                `/v1/orders/${encodeURIComponent(order)}/history`,
                z.object({ history: z.array(orderHistorySchema) }),
              )
            ).history,
          ] as const,
      ),
    )
    const { matters } = await observer.get(
      '/v1/matters',
      z.object({ matters: z.array(z.object({ matter: z.string() })) }),
    )
    for (const { matter } of matters) {
      const { entries } = await observer.get(`/v1/matters/${matter}`, matterDetailSchema)
      for (const [office, own] of Map.groupBy(entries, (entry) => entry.office))
        histories.push([`${office} ${matter}`, own as never])
    }
    const all = histories.flatMap(([name, history]) => history.map((entry) => ({ name, entry })))
    const tell = ({ name, entry }: (typeof all)[number]) =>
      `${name} ${entry.event.kind} ${entry.on} ${JSON.stringify(entry.event)}`
    return {
      facts: all
        .filter(({ entry }) => entry.event.kind !== 'deadline-reached')
        .map(tell)
        .sort(),
      alarms: all
        .filter(({ entry }) => entry.event.kind === 'deadline-reached')
        .map(tell)
        .sort(),
      versions: Object.fromEntries(
        histories.map(([name, history]) => [
          name,
          history.map(({ version }) => version).toSorted((a, b) => a - b),
        ]),
      ),
    }
  }

  /** Kills a process as a power cut would, or sends it another signal. */
  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): number {
    const pid = this.running.pids()[name]
    if (pid === undefined)
      throw new Error(`No process ${name} among ${Object.keys(this.running.pids()).join(', ')}`)
    process.kill(pid, signal)
    return pid
  }

  /** Kills them, and kills again what the supervisor brings back, until the work is done. */
  async keepDown(names: readonly string[], work: () => Promise<void>): Promise<void> {
    let isOver = false
    const end = () => void (isOver = true)
    for (const name of names) this.kill(name)
    const working = work().finally(end)
    working.catch(() => undefined)
    for (; !isOver; await sleep(20)) {
      const pids = this.running.pids()
      for (const name of names)
        if (pids[name] !== undefined && isRunning(pids[name])) process.kill(pids[name], 'SIGKILL')
    }
    await working
  }

  /** Until a compressed clock shows today, and all that fell due on the way has been said. */
  async caughtUp(): Promise<void> {
    await this.until('today', () => paceOf(this.running.clock(), Date.now()) === 1)
    await this.settled(1_000)
  }

  /** Until every ledger is read everywhere, all is told, and every alarm that is due has rung; and nothing came for a while. */
  async settled(quietMs = 3_000): Promise<void> {
    let before = ''
    let sinceMs = Date.now()
    await this.until(
      'the end of what follows by itself',
      async () => {
        const health = await Promise.all(
          this.running.offices.map(({ id }) => this.client(id).get('/v1/health', healthSchema)),
        )
        const { followers } = await this.board('ca-fed-opc')
        const now = JSON.stringify([
          health.map(({ checks }) => checks.map(({ check, state }) => [check, state])),
          followers.map(({ office, seq, state }) => [office, seq, state]),
          this.#dueNow(),
        ])
        const isBusy = health.some(({ status }) => status !== 'ok') || this.#dueNow().length > 0
        if (now !== before || isBusy) sinceMs = Date.now()
        before = now
        return Date.now() - sinceMs >= quietMs
      },
      180_000,
    )
  }

  /** What waits for an instant that has come: its life has not said so yet. */
  #dueNow(): unknown[] {
    const now = new Date(legalMs(this.running.clock(), Date.now())).toISOString()
    return this.running.offices.flatMap(({ id }) => {
      const file = path.join(this.running.layout.office(id).folder, 'projection.sqlite')
      using database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
      return database
        .prepare(
          'SELECT office, kind, id, next_at FROM aggregates WHERE office = ? AND open = 1 AND next_at <= ?',
        )
        .all(id, now)
    })
  }

  async until(
    what: string,
    holds: () => boolean | Promise<boolean>,
    withinMs = 60_000,
  ): Promise<void> {
    // An office that is busy, or starts again, may not answer once.
    const isSo = async () => {
      try {
        return await holds()
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code === 'unavailable') return false
        throw error
      }
    }
    for (const startedMs = Date.now(); !(await isSo()); await sleep(50)) {
      if (Date.now() - startedMs > withinMs)
        throw new Error(
          `${what} did not come within ${withinMs} ms. Said:\n${this.lines.join('\n')}`,
        )
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** When a replay comes to each fact: not before its own date, nor before what stands above it. Joint actions wait for nothing else. */
function datesOfReplay(facts: ParsedCase['case']['facts']): LocalDate[] {
  let latest = '' as LocalDate
  return facts.map((fact) => {
    const date = legalDateOf(fact)
    if (fact.what === 'joint-proposed') return date
    if (date > latest) latest = date
    return latest
  })
}

export function readCase(name: string): ParsedCase {
  return unwrap(
    parseCase(
      readFileSync(path.join(casesFolder, name), 'utf8'),
      new Date().toISOString().slice(0, 10) as LocalDate,
    ),
  )
}

/** What all offices must agree on. */
export function picture({ asOf, orders }: Board): Pick<Board, 'asOf' | 'orders'> {
  return { asOf, orders }
}

/** Whether a process is there; a zombie is none. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}

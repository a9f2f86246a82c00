// Joint actions of real office processes: ten offices beside four, and each beside one command that all the other offices see.
// Nothing waits for the clock: the moment has just passed when the last office approves, and its window is open.

import { setTimeout as sleep } from 'node:timers/promises'
import { foundingOffices, type FoundingOffice } from '../../infra/federation/setup.ts'
import { jointDetailSchema } from '../../shared/contract/joint.schema.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import {
  jointIdOf,
  participationRef,
  proposalRef,
  type AggregateRef,
  type CommandId,
  type JointId,
  type MatterId,
} from '../../shared/kernel/ids.ts'
import type { MatterCommand } from '../../shared/matter/matter.schema.ts'
import { TestFederation } from '../support/federation.ts'
import { statement, type Said } from '../support/joint.ts'
import { respondent } from '../support/founding.ts'
import { valueOf, type Report, type Value } from './figures.ts'
import { listen, type Heard, type Wanted } from './heard.ts'
import { tenOffices } from './ten-offices.ts'

const section = 'joint action'
const matter = 'bench' as MatterId
const floorName = 'a note of one office, seen by all others'
/** From the proposal to its moment: long enough for ten offices to receive it, so that what ends the time to reply is not measured. */
const untilMomentMs = 2_500

const steps = {
  shown: 'proposal sent → in every projection',
  received: 'proposal sent → received by every office',
  released: 'last approval → released',
  acted: 'last approval → every office has acted',
}
type Step = keyof typeof steps

export async function measureJoint(report: Report): Promise<void> {
  const actions = report.quick ? 2 : 20
  const few = await measureWith(report, foundingOffices(), actions)
  const many = await measureWith(report, tenOffices(), actions)
  for (const { offices, floor, samples, events } of [few, many]) {
    for (const [step, name] of Object.entries(steps))
      report.add({
        section,
        name: `${offices} offices: ${name}`,
        unit: 'ms',
        value: valueOf(samples[step as Step]),
        floor: { name: floorName, value: valueOf(floor) },
      })
    report.add({
      section,
      name: `${offices} offices: events in all ledgers`,
      unit: 'count',
      value: valueOf(events),
    })
  }
  const beside = (name: string, value: Value, least: Value) =>
    report.add({
      section: `${section}, ${many.offices} ÷ ${few.offices}`,
      name,
      unit: 'ms',
      value,
      floor: { name: `the same of ${few.offices} offices`, value: least },
    })
  beside(floorName, valueOf(many.floor), valueOf(few.floor))
  for (const [step, name] of Object.entries(steps))
    beside(name, valueOf(many.samples[step as Step]), valueOf(few.samples[step as Step]))
}

interface Measured {
  readonly offices: number
  readonly floor: number[]
  readonly samples: Record<Step, number[]>
  /** Of each whole action. */
  readonly events: number[]
}

async function measureWith(
  report: Report,
  offices: readonly FoundingOffice[],
  actions: number,
): Promise<Measured> {
  report.say(`${section}: starting ${offices.length} offices`)
  await using federation = new TestFederation({ rate: 1 })
  await federation.start({ offices })
  await using heard = await listen(federation.running)
  const bench = new JointBench(federation, heard, offices)
  await bench.open()
  // The first ones also compile.
  for (let n = 1; n <= 2; n++) await bench.whole(`W${n}`)
  report.say(`${section}: ${actions} actions of ${offices.length} offices, each after its floor`)
  const measured: Measured = {
    offices: offices.length,
    floor: [],
    samples: { shown: [], received: [], released: [], acted: [] },
    events: [],
  }
  for (let n = 1; n <= actions; n++) {
    measured.floor.push(await bench.note(n))
    const { events, ...took } = await bench.whole(`J${n}`)
    for (const [step, ms] of Object.entries(took)) measured.samples[step as Step].push(ms)
    measured.events.push(events)
  }
  return measured
}

/** The first office proposes, the last one approves last. */
class JointBench {
  readonly #federation: TestFederation
  readonly #heard: Heard
  readonly #offices: readonly FoundingOffice[]
  readonly #proposer: FoundingOffice
  readonly #last: FoundingOffice

  constructor(federation: TestFederation, heard: Heard, offices: readonly FoundingOffice[]) {
    this.#federation = federation
    this.#heard = heard
    this.#offices = offices
    this.#proposer = offices[0] as FoundingOffice
    this.#last = offices.at(-1) as FoundingOffice
  }

  async open(): Promise<void> {
    await this.#say({
      kind: 'opened',
      title: { en: 'Bench', fr: 'Banc' },
      respondent,
      ...this.#base('opened', this.#proposer),
    })
    await this.#heard.all(this.#everywhere(this.#matter, 'opened'))
  }

  /** The floor: milliseconds from one command to the projections of all other offices. */
  async note(n: number): Promise<number> {
    this.#heard.forget()
    const start = performance.now()
    await this.#say({
      kind: 'noted',
      text: statement.document.text,
      ...this.#base(`noted/${n}`, this.#proposer),
    })
    return (await this.#heard.all(this.#everywhere(this.#matter, 'noted'))) - start
  }

  /** One statement from its proposal to its end, which every office is then asked for. */
  async whole(number: string): Promise<Record<Step, number> & { readonly events: number }> {
    const heard = this.#heard
    const joint = jointIdOf(this.#proposer.id, number)
    const proposal = proposalRef(joint)
    const own = (kind: string, offices = this.#offices): Wanted[] =>
      offices.map(({ id }) => ({ at: id, ref: participationRef(joint, id), kind }))
    heard.forget()

    const moment = new Date(Date.now() + untilMomentMs)
    const momentAt = moment.toISOString()
    const sentMs = performance.now()
    await this.#sayJoint(joint, this.#proposer, {
      kind: 'propose',
      by: 'Director',
      offices: this.#offices.map(({ id }) => id),
      ...statement,
      replyBy: momentAt,
      moment: momentAt,
      silence: 'abstention',
      windowSeconds: 60,
      start: 'quorum',
      partition: 'wait',
      compensation: 'none',
    } as unknown as Said)
    const shown = (await heard.all(this.#everywhere(proposal, 'proposed'))) - sentMs
    const received = (await heard.all(own('received'))) - sentMs

    for (const office of this.#offices) {
      await this.#sayJoint(joint, office, {
        kind: 'consent',
        by: 'First Officer',
        version: 1,
      } as Said)
      // An officer approves what the office's own projection shows.
      await heard.all(own('consent-prepared', [office]))
      if (office !== this.#last)
        await this.#sayJoint(joint, office, {
          kind: 'approve',
          by: 'Second Officer',
          version: 1,
        } as Said)
    }
    await sleep(Math.max(0, moment.getTime() - Date.now()))
    await heard.all([
      ...this.#everywhere(proposal, 'replies-closed'),
      ...this.#offices.flatMap(({ id }) =>
        this.#everywhere(
          participationRef(joint, id),
          id === this.#last.id ? 'consent-prepared' : 'readiness-reported',
        ),
      ),
    ])

    const approvedMs = performance.now()
    await this.#sayJoint(joint, this.#last, {
      kind: 'approve',
      by: 'Second Officer',
      version: 1,
    } as Said)
    const released =
      (await heard.all([{ at: this.#proposer.id, ref: proposal, kind: 'released' }])) - approvedMs
    const acted = (await heard.all(own('acted'))) - approvedMs
    await heard.all(this.#everywhere(proposal, 'concluded'))
    const { events } = heard
    await this.#check(joint)
    return { shown, received, released, acted, events }
  }

  get #matter(): AggregateRef {
    return { office: this.#proposer.id, kind: 'matter', id: matter }
  }

  #everywhere(ref: AggregateRef, kind: string): Wanted[] {
    return this.#offices.map(({ id }) => ({ at: id, ref, kind }))
  }

  #base(what: string, { zone }: FoundingOffice): { id: CommandId; on: ReturnType<typeof dateAt> } {
    return {
      id: `bench/${what}` as CommandId,
      on: dateAt(new Date().toISOString() as Instant, zone),
    }
  }

  async #say(command: MatterCommand): Promise<void> {
    const reply = await this.#federation
      .client(this.#proposer.id)
      .send({ ref: this.#matter, command })
    if (reply.kind === 'refused')
      throw new Error(`${command.kind} was refused: ${reply.problem.message}`)
  }

  async #sayJoint(joint: JointId, office: FoundingOffice, said: Said): Promise<void> {
    const command = { ...this.#base(said.kind, office), ...said } as Parameters<
      ReturnType<TestFederation['client']>['sendJoint']
    >[1]
    const reply = await this.#federation.client(office.id).sendJoint(joint, command)
    if (reply.kind === 'refused')
      throw new Error(
        `${joint}: ${said.kind} of ${office.id} was refused: ${reply.problem.message}`,
      )
  }

  async #check(joint: JointId): Promise<void> {
    for (const { id } of this.#offices) {
      const { status, offices } = await this.#federation
        .client(id)
        .get(`/v1/joint/${encodeURIComponent(joint)}`, jointDetailSchema)
      if (
        status !== 'complete' ||
        offices.length !== this.#offices.length ||
        offices.some(({ step }) => step !== 'acted')
      )
        throw new Error(
          `${joint} is ${status} at ${id}: ${offices.map(({ office, step }) => `${office} ${step}`).join(', ')}`,
        )
    }
  }
}

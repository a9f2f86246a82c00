// What every office promises to its pages, its API and its programs: shared/contract/office-api.ts. Whoever implements it is run through this.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfficeApi, PublicOrderCommand } from '../../shared/contract/office-api.ts'
import type { DeskAbout } from '../../shared/contract/desk.schema.ts'
import type { ActReply } from '../../shared/contract/reply.ts'
import type { Actor } from '../../shared/kernel/actor.ts'
import {
  orderIdOf,
  type AggregateRef,
  type CommandId,
  type JointId,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../../shared/kernel/ids.ts'
import type { PublicJointCommand } from '../../shared/contract/joint.schema.ts'

export interface OfficeLab extends AsyncDisposable {
  /** British Columbia's (`ca-bc-oipc`), with nothing recorded; its legal today is at least 2022-01-31. */
  readonly commissioner: OfficeApi
  /** The federal one (`ca-fed-opc`). */
  readonly observer: OfficeApi
}

const actor: Actor = { kind: 'local', name: 'M. Roy' }
const text = { en: 'Delete', fr: 'Supprimer' }
const respondent = { id: 'acme', name: 'Acme Inc.', kind: 'organization' } as const

export function officeSuite(name: string, makeOffice: () => Promise<OfficeLab>): void {
  describe(`an office, as its contract has it: ${name}`, () => {
    let lab: OfficeLab
    let office: OfficeApi
    beforeAll(async () => {
      lab = await makeOffice()
      office = lab.commissioner
    })
    afterAll(() => lab[Symbol.asyncDispose]())

    let made = 0
    const orderRef = (): AggregateRef => ({
      office: office.office.id,
      kind: 'order',
      id: `P22-${(made += 1)}`,
    })
    const issue = (id: string, on = '2021-12-14') =>
      ({
        kind: 'issue',
        id: id as CommandId,
        on,
        matter: 'a-matter',
        statute: 'ca-bc-pipa',
        respondent,
        terms: [{ id: 'T1', theme: 'delete', kind: 'mandate', effort: 'absolute', text }],
      }) as PublicOrderCommand
    const serve = (id: string, on = '2021-12-14') =>
      ({
        kind: 'serve',
        id: id as CommandId,
        on,
        party: 'acme',
        means: 'courier',
      }) as PublicOrderCommand
    const send = (to: AggregateRef, command: PublicOrderCommand) =>
      office.submit(actor, to, command)
    const codeOf = (reply: ActReply) => (reply.kind === 'refused' ? reply.problem.code : reply.kind)
    async function issued(): Promise<AggregateRef> {
      const to = orderRef()
      expect(codeOf(await send(to, issue(`issue/${to.id}`)))).toBe('recorded')
      return to
    }

    it('what was recorded is answered with its version, and is seen at once by whoever sent it', async () => {
      const to = orderRef()
      expect(await send(to, issue('i1'))).toMatchObject({
        kind: 'recorded',
        version: 1,
        event: { kind: 'issued' },
      })
      expect(await send(to, serve('s1'))).toMatchObject({ kind: 'recorded', version: 2 })
      const seen = await office.order(actor, orderIdOf(to.office, to.id), {})
      // What fell due since may have been said already.
      expect(seen?.history.slice(0, 2).map(({ event }) => event.kind)).toEqual([
        'issued',
        'copy-given',
      ])
    })
    it('the same command again is answered as the first was, and recorded once', async () => {
      const to = orderRef()
      const first = await send(to, issue('same'))
      expect(await send(to, issue('same'))).toEqual(first)
      const seen = await office.order(actor, orderIdOf(to.office, to.id), {})
      expect(seen?.history.length).toBe(1)
    })
    it('of the same command sent many times at once, one is recorded and all are answered alike', async () => {
      const to = orderRef()
      const replies = await Promise.all(Array.from({ length: 5 }, () => send(to, issue('many'))))
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
      expect(codeOf(replies[0] as ActReply)).toBe('recorded')
    })
    it('a refusal is an answer, with its code, and records nothing', async () => {
      const to = orderRef()
      expect(codeOf(await send(to, serve('s')))).toBe('unknown-order')
      expect(await office.order(actor, orderIdOf(to.office, to.id), {})).toBeUndefined()
      const known = await issued()
      expect(codeOf(await send(known, issue('again')))).toBe('already-exists')
      expect(codeOf(await send(known, serve('tomorrow', '2999-01-01')))).toBe('future-date')
      const seen = await office.order(actor, orderIdOf(known.office, known.id), {})
      expect(seen?.history.length).toBe(1)
    })
    it("nothing is recorded in another office's ledger, and no order by an observer", async () => {
      const other = { ...orderRef(), office: 'ca-ab-oipc' as OfficeId }
      expect(codeOf(await send(other, issue('o1')))).toBe('wrong-office')
      const file: AggregateRef = { ...other, kind: 'matter', id: 'a-matter' }
      const opened = {
        kind: 'opened',
        id: 'm0' as CommandId,
        on: '2021-02-02',
        title: text,
        respondent,
      }
      expect(codeOf(await office.submit(actor, file, opened as never))).toBe('wrong-office')
      const own: AggregateRef = { office: lab.observer.office.id, kind: 'order', id: 'X1' }
      expect(codeOf(await lab.observer.submit(actor, own, issue('o2')))).toBe('no-order-power')
    })
    it('an observer says something in a matter, in its own ledger', async () => {
      const own: AggregateRef = {
        office: lab.observer.office.id,
        kind: 'matter',
        id: 'said-by-all',
      }
      const opened = {
        kind: 'opened',
        id: 'm1' as CommandId,
        on: '2021-02-02',
        title: text,
        respondent,
      }
      expect(codeOf(await lab.observer.submit(actor, own, opened as never))).toBe('recorded')
      const seen = await lab.observer.matter(actor, 'said-by-all' as MatterId)
      expect(seen).toBeDefined()
    })
    it('the board of a day has the orders of that day, each once', async () => {
      const to = await issued()
      const order = orderIdOf(to.office, to.id)
      const on = async (asOf: string) =>
        (await office.board(actor, { asOf: asOf as never })).orders.filter(
          (each) => each.order === order,
        ).length
      expect([await on('2021-12-13'), await on('2021-12-14')]).toEqual([0, 1])
    })
    it('a served order is due on its day, soonest first among all', async () => {
      const to = await issued()
      await send(to, serve(`serve/${to.id}`))
      const due = await office.deadlines(actor, { asOf: '2021-12-20' as never })
      expect(due.map(({ order }) => order)).toContain(orderIdOf(to.office, to.id))
      const dates = due.map(({ deadline }) => deadline.date)
      expect(dates).toEqual(dates.toSorted())
    })
    it('of what it does not know it says that there is nothing', async () => {
      expect(await office.order(actor, orderIdOf(office.office.id, 'none'), {})).toBeUndefined()
      expect(await office.matter(actor, 'no-such-matter' as MatterId)).toBeUndefined()
      expect(await office.jointAction(actor, 'ca-bc-oipc:none' as JointId)).toBeUndefined()
      expect(await office.jointDocument(actor, 'ca-bc-oipc:none' as JointId)).toBeUndefined()
    })
    it('who listens is told of what was stored, until it stops listening', async () => {
      const told: string[] = []
      const stop = office.subscribe(actor, (change) => {
        if (change.kind === 'stored') told.push(`${change.ref.id} ${change.eventKind}`)
      })
      const to = await issued()
      await untilTold(() => told.includes(`${to.id} issued`))
      stop()
      const before = told.length
      await issued()
      expect(told).toHaveLength(before)
    })
    it('a joint action is proposed once, is listed, and says what may be done and what not', async () => {
      const joint = 'ca-bc-oipc:J22-01' as JointId
      const command = proposal(office.legalNow())
      expect(codeOf(await office.submitJoint(actor, joint, command))).toBe('recorded')
      expect(
        codeOf(await office.submitJoint(actor, joint, { ...command, id: 'other' as CommandId })),
      ).toBe('already-exists')
      expect((await office.jointActions(actor)).map((each) => each.joint)).toContain(joint)
      const detail = await office.jointAction(actor, joint)
      expect(detail?.can).toEqual(expect.arrayContaining(['amend', 'postpone', 'cancel']))
      const go = detail?.cannot.find(({ kind }) => kind === 'go')
      expect(go?.code).toBe('not-agreed')
      expect(go?.messageFr).not.toBe(go?.message)
      const elsewhere = 'ca-ab-oipc:J22-01' as JointId
      expect(codeOf(await office.submitJoint(actor, elsewhere, command))).toBe('wrong-office')
    })
    it('what is put on the desk is in the lists of this office, and in no ledger', async () => {
      const to = await issued()
      const about = { kind: 'order', id: orderIdOf(to.office, to.id) } as DeskAbout
      const note = { kind: 'note', id: 'n1', text: 'A word that no ledger has' } as const
      const before = (await office.followers(actor)).map(({ seq }) => seq)
      await office.changeDesk(actor, about, { kind: 'claim' })
      const item = await office.changeDesk(actor, about, note)
      expect([item.owner?.name, item.notes.length]).toEqual(['M. Roy', 1])
      const mine = await office.orderList(actor, { owner: 'me' })
      expect(mine.rows.map(({ order }) => order)).toEqual([about.id])
      const nobodys = await office.orderList(actor, { owner: 'nobody', limit: 500 })
      expect(nobodys.rows.map(({ order }) => order)).not.toContain(about.id)
      expect(await office.deskEntries(actor, 'me')).toMatchObject([{ about, notes: 1 }])
      const seen = await office.order(actor, about.id as OrderId, {})
      expect(JSON.stringify(seen)).not.toContain(note.text)
      expect((await office.followers(actor)).map(({ seq }) => seq)).toEqual(before)
      const unknown = { kind: 'joint', id: 'ca-bc-oipc:none' } as DeskAbout
      await expect(
        Promise.resolve().then(() => office.deskItem(actor, unknown)),
      ).rejects.toMatchObject({ problem: { code: 'not-found' } })
    })
    it('the evidence of an order has nothing of the desk', async () => {
      const to = await issued()
      const order = orderIdOf(to.office, to.id)
      const about = { kind: 'order', id: order } as DeskAbout
      const text = 'A word that no evidence has'
      await office.changeDesk(actor, about, { kind: 'note', id: 'n1', text })
      const made = await evidenceOf(office, order)
      // An office in memory has no ledger that it could prove anything of.
      if (made !== undefined) {
        expect(made).toContain(to.id)
        expect(made).not.toContain(text)
        expect(made).not.toContain(Buffer.from(text).toString('base64').slice(4, 24))
      }
    })
    it('health and doctor answer', async () => {
      expect(await office.health(actor)).toMatchObject({ office: office.office.id })
      expect((await office.doctor(actor)).checks.length).toBeGreaterThan(0)
    })
  })
}

function proposal(now: string): PublicJointCommand {
  const in_ = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString()
  return {
    kind: 'propose',
    id: 'p1' as CommandId,
    on: '2022-01-03',
    by: 'M. Roy',
    action: 'statement',
    offices: ['ca-bc-oipc', 'ca-ab-oipc'],
    silence: 'abstention',
    replyBy: in_(24),
    moment: in_(48),
    windowSeconds: 60,
    start: 'coordinator',
    partition: 'call-off',
    compensation: 'none',
    document: { title: text, text },
  } as unknown as PublicJointCommand
}

/** A real office signs a head of its ledger soon after an event; undefined where there is no ledger. */
async function evidenceOf(office: OfficeApi, order: string): Promise<string | undefined> {
  for (const giveUpAt = Date.now() + 20_000; ;) {
    const made = await office.evidence(actor, { kind: 'order', id: order })
    if (made.ok) return made.value
    if (made.problem.code === 'not-found') return undefined
    if (Date.now() > giveUpAt) throw new Error(made.problem.message)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** A real office tells from its follower, some milliseconds later. */
async function untilTold(check: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 5_000; !check();) {
    if (Date.now() > giveUpAt) throw new Error('Nobody told of what was recorded')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

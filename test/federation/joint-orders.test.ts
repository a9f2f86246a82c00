// Joint actions that move orders: each office its own, on its own day, by its own law. And the questions that offices ask one another.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { boardSchema } from '../../shared/board/board.schema.ts'
import type { CommandId, OrderId } from '../../shared/kernel/ids.ts'
import { parseOrderId } from '../../shared/kernel/ids.ts'
import type { OrderCommand } from '../../shared/order/order.schema.ts'
import { orderHistorySchema } from '../../shared/contract/views.schema.ts'
import { TestFederation } from '../support/federation.ts'
import { respondent, threeTerms } from '../support/founding.ts'
import { JointRun, saidBy, statement, versionsOf, type Said } from '../support/joint.ts'

const offices = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc']
const [bc = '', ab = '', qc = '', fed = ''] = offices
/** It begins a few minutes before midnight in Quebec, with Alberta and BC still in the evening, and stands until a test steps it on. */
const minuteMs = 60_000
const federation = new TestFederation({ stepped: true, legalStart: '2021-12-15T04:56:00.000Z' })
const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString()

beforeAll(async () => void (await federation.start()), 180_000)
afterAll(() => federation[Symbol.asyncDispose](), 60_000)

const statutes: Record<string, string> = {
  [bc]: 'ca-bc-pipa',
  [ab]: 'ca-ab-pipa',
  [qc]: 'ca-qc-p391',
}
const issue = (office: string, order: string) => ({
  order: order as OrderId,
  command: {
    kind: 'issue',
    id: `issue/${order}`,
    on: '2021-12-01',
    matter: 'clearview',
    statute: statutes[office],
    respondent,
    terms: threeTerms,
  },
})
const propose = (action: string, more: object) =>
  ({
    kind: 'propose',
    by: 'Director',
    ...statement,
    action,
    silence: 'abstention',
    windowSeconds: 60,
    start: 'coordinator',
    partition: 'wait',
    compensation: 'none',
    ...more,
  }) as unknown as Said

/** In BC it is still the day before, on which an order of Quebec's next day is not there yet. */
const asOf = '2021-12-15'

async function historyOf(seenBy: string, order: string) {
  return (
    await federation
      .client(seenBy)
      .get(
        `/v1/orders/${encodeURIComponent(order)}/history`,
        z.object({ history: z.array(orderHistorySchema) }),
        { asOf },
      )
  ).history
}

/** A command to an order of `office`'s own. */
async function toOrder(order: string, said: object): Promise<void> {
  const ref = parseOrderId(order as OrderId)
  if (ref === undefined) throw new Error(order)
  const reply = await federation.client(ref.office).send({
    ref,
    command: {
      id: `${order}/${JSON.stringify(said).length}/${(said as { kind: string }).kind}` as CommandId,
      ...said,
    } as unknown as OrderCommand,
  })
  if (reply.kind === 'refused')
    throw new Error(`${order}: ${reply.problem.code} ${reply.problem.message}`)
}

describe('a co-ordinated issuance', () => {
  it('each office issues its own order at its own moment, on its own date, in its own ledger', async () => {
    const run = new JointRun(federation, `${bc}:J21-01`)
    const moments = {
      [qc]: '2021-12-15T05:02:00.000Z',
      [ab]: '2021-12-15T05:03:00.000Z',
      [bc]: '2021-12-15T05:04:00.000Z',
    }
    const orders = {
      [bc]: `${bc}:P21-08`,
      [ab]: `${ab}:P2021-12`,
      [qc]: `${qc}:1023158-S`,
    } as Record<string, string>
    const refused = await run.say(
      bc,
      propose('issuance', { offices, replyBy: moments[qc], moment: moments[qc], moments }),
    )
    expect(refused).toMatchObject({
      kind: 'refused',
      problem: { code: 'no-order-power', value: fed },
    })
    await run.record(
      bc,
      propose('issuance', {
        offices,
        required: [bc, ab, qc],
        replyBy: moments[qc],
        moment: moments[qc],
        moments,
      }),
    )

    await run.until(fed, 'the document opened', ({ step }) => step === 'received')
    const observers = await run.say(fed, {
      kind: 'consent',
      by: 'First Officer',
      version: 1,
      drafts: [issue(bc, `${fed}:X-1`)],
    } as unknown as Said)
    expect(observers).toMatchObject({
      kind: 'refused',
      problem: { code: 'no-order-power', value: fed },
    })
    await run.record(fed, { kind: 'abstain', version: 1 } as Said)
    await run.until(ab, 'the document opened', ({ step }) => step === 'received')
    const foreign = await run.say(ab, {
      kind: 'consent',
      by: 'First Officer',
      version: 1,
      drafts: [issue(bc, orders[bc] ?? '')],
    } as unknown as Said)
    expect(foreign).toMatchObject({
      kind: 'refused',
      problem: { code: 'wrong-office', value: orders[bc] },
    })

    for (const office of [bc, ab, qc])
      await run.consent(office, {
        drafts: [issue(office, orders[office] ?? '')],
      } as unknown as Partial<Extract<Said, { kind: 'consent' }>>)
    const ready = await run.until(bc, 'everybody ready', ({ lacking }) => lacking.length === 0)
    // What the others drafted is nobody's business before they act.
    expect([ready.own?.drafts.length, JSON.stringify(ready.history).includes('P2021-12')]).toEqual([
      1,
      false,
    ])
    await run.record(bc, { kind: 'go', by: 'Director' } as Said)
    for (const office of [qc, ab, bc]) {
      federation.stepTo(moments[office] ?? '')
      await run.until(bc, `${office} acted`, ({ history }) =>
        history.some((entry) => entry.kind === 'acted' && entry.office === office),
      )
    }

    const detail = await run.settled(offices)
    expect([detail.status, saidBy(detail, 'released'), saidBy(detail, 'acted')]).toEqual([
      'complete',
      { [bc]: 1 },
      { [bc]: 1, [ab]: 1, [qc]: 1 },
    ])
    // Whoever has its own moment says that it has come, unless it has acted before it says so; the others have nothing to say.
    for (const [office, times] of Object.entries(saidBy(detail, 'moment-reached')))
      expect([[bc, ab].includes(office), times]).toEqual([true, 1])
    for (const own of versionsOf(detail)) expect(own).toEqual(own.map((_, index) => index + 1))
    const dates = { [qc]: '2021-12-15', [ab]: '2021-12-14', [bc]: '2021-12-14' }
    for (const [office, order] of Object.entries(orders)) {
      const histories = await Promise.all(offices.map((each) => historyOf(each, order)))
      for (const history of histories) expect(history).toEqual(histories[0])
      expect(histories[0]?.map(({ event, on }) => [event.kind, on])).toEqual([
        ['issued', dates[office]],
      ])
      expect(detail.offices.find((each) => each.office === office)).toMatchObject({
        step: 'acted',
        moment: moments[office],
        done: [{ order, version: 1, did: 'issue' }],
      })
      const acted = detail.history.find(
        (entry) => entry.kind === 'acted' && entry.office === office,
      )
      expect([acted?.on, (acted?.event['at'] as string) >= (moments[office] ?? '')]).toEqual([
        dates[office],
        true,
      ])
    }
    for (const each of offices) {
      const board = await federation.client(each).get('/v1/board', boardSchema, { asOf })
      expect(board.orders.map(({ order, office }) => [order, office]).toSorted()).toEqual(
        Object.entries(orders)
          .map(([office, order]) => [order, office])
          .toSorted(),
      )
    }
  }, 180_000)

  it('an observer that is invited to a statement acts as everybody does', async () => {
    const run = new JointRun(federation, `${ab}:J21-02`)
    const invited = [ab, fed]
    await run.record(
      ab,
      propose('statement', { offices: invited, replyBy: await run.instant(ab, 10 * minuteMs) }),
    )
    await run.until(fed, 'the document opened', ({ step }) => step === 'received')
    expect(
      await run.say(fed, {
        kind: 'consent',
        by: 'First Officer',
        version: 1,
        drafts: [issue(bc, `${fed}:X-1`)],
      } as unknown as Said),
    ).toMatchObject({ kind: 'refused', problem: { code: 'not-this-kind' } })
    await run.consent(ab)
    await run.record(fed, { kind: 'consent', by: 'First Officer', version: 1 } as Said)
    await run.until(fed, 'a consent to approve', ({ can }) => can.includes('approve'))
    const approval = { kind: 'approve', id: 'once', by: 'Second Officer', version: 1 } as Said
    const first = await run.say(fed, approval)
    await run.until(fed, 'its own consent', ({ step }) => step === 'consented')
    // Whoever did not hear the answer asks again, and is answered the same; another approval finds nothing to approve.
    expect([first.kind, await run.say(fed, approval)]).toEqual(['recorded', first])
    expect(await run.say(fed, { ...approval, id: 'twice' } as Said)).toMatchObject({
      kind: 'refused',
      problem: { code: 'not-prepared' },
    })
    await run.until(ab, 'everybody ready', ({ lacking }) => lacking.length === 0)
    const moment = await run.instant(ab, minuteMs)
    await run.record(ab, { kind: 'go', by: 'Director', moment } as Said)
    federation.stepTo(moment)
    const detail = await run.settled(offices)
    expect([detail.status, saidBy(detail, 'acted')]).toEqual(['complete', { [ab]: 1, [fed]: 1 }])
    // To who was not invited the text is known once it is out.
    expect((await run.detail(qc)).step).toBe(null)
  }, 180_000)
})

describe('a joint escalation', () => {
  const stay = { kind: 'stay', on: '2021-12-14', forum: 'Supreme Court of British Columbia' }

  /** An offence in BC and a filing in Alberta, each on an order long overdue; both have committed, and a minute before the moment a court stays BC's. */
  async function stayed(number: string, more: object) {
    const run = new JointRun(federation, `${fed}:${number}`)
    const orders = { [bc]: `${bc}:${number}`, [ab]: `${ab}:${number}` } as Record<string, string>
    const routes = {
      [bc]: { route: 'offence', step: 'referred' },
      [ab]: { route: 'court-filing', step: 'filed' },
    } as Record<string, object>
    for (const [office, order] of Object.entries(orders)) {
      await toOrder(order, { ...issue(office, order).command, on: '2021-09-01' })
      await toOrder(order, {
        kind: 'serve',
        on: '2021-09-01',
        party: respondent.id,
        means: 'courier',
      })
    }
    await run.record(
      fed,
      propose('escalation', {
        offices: [bc, ab],
        replyBy: await run.instant(fed, 10 * minuteMs),
        ...more,
      }),
    )
    for (const [office, order] of Object.entries(orders))
      await run.consent(office, {
        drafts: [
          {
            order,
            command: {
              kind: 'escalate',
              id: `escalate/${order}`,
              on: '2021-12-14',
              ...routes[office],
            },
          },
        ],
      } as unknown as Partial<Extract<Said, { kind: 'consent' }>>)
    await run.until(fed, 'both ready', ({ lacking }) => lacking.length === 0)
    const moment = await run.instant(fed, 4 * minuteMs)
    await run.record(fed, { kind: 'go', by: 'Director', moment } as Said)
    await run.until(fed, 'both committed', ({ offices: all }) =>
      all.every(({ step }) => step === 'committed'),
    )
    federation.stepTo(later(moment, -minuteMs))
    await toOrder(orders[bc] ?? '', { ...stay, action: 'ordered' })
    await run.until(
      fed,
      'that BC is blocked',
      ({ offices: all }) => all.find(({ office }) => office === bc)?.readiness?.state === 'blocked',
    )
    federation.stepTo(moment)
    return { run, orders, moment }
  }

  const blocked = {
    state: 'blocked',
    reason: {
      code: 'route-not-available',
      message: expect.stringContaining('Every term is stayed'),
    },
  }
  const escalated = async (order: string) =>
    (await historyOf(qc, order)).filter(({ event }) => event.kind === 'escalated').length

  it('a stay one minute before the moment blocks BC, and holds everybody; lifted, all goes on', async () => {
    const { run, orders } = await stayed('J21-03', { partition: 'wait' })
    for (const office of offices) {
      const held = await run.until(office, 'held', ({ status }) => status === 'held')
      expect(held.lacking).toEqual([{ office: bc, why: 'not-ready' }])
      expect(held.offices.find((each) => each.office === bc)?.readiness).toMatchObject(blocked)
      expect([held.released, saidBy(held, 'acted')]).toEqual([null, {}])
    }
    await toOrder(orders[bc] ?? '', { ...stay, action: 'lifted', id: 'lifted' })
    const detail = await run.settled(offices)
    expect([
      detail.status,
      saidBy(detail, 'held'),
      saidBy(detail, 'released'),
      saidBy(detail, 'acted'),
    ]).toEqual(['complete', { [fed]: 1 }, { [fed]: 1 }, { [bc]: 1, [ab]: 1 }])
    expect(await Promise.all(Object.values(orders).map(escalated))).toEqual([1, 1])
  }, 180_000)

  it('where a cut calls it off, so does a stay that outlasts the window', async () => {
    const windowSeconds = 2
    const { run, orders, moment } = await stayed('J21-04', { partition: 'call-off', windowSeconds })
    await run.until(fed, 'held', ({ status }) => status === 'held')
    federation.stepTo(later(moment, windowSeconds * 1_000 + 1))
    const detail = await run.settled(offices)
    expect(detail).toMatchObject({
      status: 'called-off',
      released: null,
      ended: { acted: [], lacking: [{ office: bc, why: 'not-ready' }] },
    })
    expect(detail.offices.map(({ office, step }) => [office, step])).toEqual([
      [bc, 'stood-down'],
      [ab, 'stood-down'],
    ])
    expect(detail.offices.find((each) => each.office === bc)?.readiness).toMatchObject(blocked)
    expect(await Promise.all(Object.values(orders).map(escalated))).toEqual([0, 0])
  }, 180_000)
})

describe('questions', () => {
  it('a deconfliction question: one word each, for the asker alone', async () => {
    const run = new JointRun(federation, `${bc}:J21-05`)
    const replyBy = await run.instant(bc, 5 * minuteMs)
    await run.record(bc, propose('deconfliction', { offices: [ab, qc, fed], quorum: 1, replyBy }))
    for (const office of [ab, qc])
      await run.until(office, 'the question opened', ({ step }) => step === 'received')
    expect(
      await run.say(ab, {
        kind: 'answer',
        version: 1,
        answer: 'yes',
        text: 'We look at them too',
      } as Said),
    ).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input' } })
    expect(
      await run.say(ab, { kind: 'answer', version: 1, answer: 'granted' } as Said),
    ).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input' } })
    expect(await run.say(bc, { kind: 'go', by: 'Director' } as Said)).toMatchObject({
      kind: 'refused',
      problem: { code: 'not-this-kind' },
    })
    await run.record(ab, { kind: 'answer', version: 1, answer: 'yes' } as Said)
    await run.record(qc, { kind: 'answer', version: 1, answer: 'no' } as Said)
    // The third says nothing, until the time to reply is over.
    federation.stepTo(replyBy)
    for (const office of offices)
      await run.until(office, 'answered', ({ status }) => status === 'answered')
    const asker = await run.detail(bc)
    expect(asker.ended).toMatchObject({
      how: 'answered',
      acted: [ab, qc],
      lacking: [{ office: fed, why: 'not-heard' }],
    })
    expect(asker.talk.answers.map(({ office, answer }) => [office, answer])).toEqual([
      [ab, { answer: 'yes' }],
      [qc, { answer: 'no' }],
    ])
    expect(
      (await run.detail(fed)).talk.answers.map(({ office, answer }) => [office, answer]),
    ).toEqual([
      [ab, null],
      [qc, null],
    ])
    expect(
      (await run.detail(ab)).talk.answers.map(({ office, answer }) => [office, answer]),
    ).toEqual([
      [ab, { answer: 'yes' }],
      [qc, null],
    ])
  }, 180_000)

  it('a request for assistance: asked back, clarified, forwarded, answered, concluded when all have', async () => {
    const run = new JointRun(federation, `${fed}:J21-06`)
    await run.record(
      fed,
      propose('assistance', {
        offices: [bc, ab, qc],
        quorum: 1,
        replyBy: await run.instant(fed, 60 * minuteMs),
      }),
    )
    for (const office of [bc, ab, qc])
      await run.until(office, 'the request opened', ({ step }) => step === 'received')
    await run.record(bc, { kind: 'ask', version: 1, question: 'Q1', text: 'Which years?' } as Said)
    await run.until(
      fed,
      'the question',
      ({ can, talk }) => can.includes('clarify') && talk.questions[0]?.text === 'Which years?',
    )
    await run.record(fed, {
      kind: 'clarify',
      by: 'Director',
      office: bc,
      question: 'Q1',
      text: '2019 and 2020',
    } as Said)
    for (const office of [bc, ab, qc, fed])
      await run.until(
        office,
        'the clarification',
        ({ talk }) => talk.questions[0]?.answer?.text === '2019 and 2020',
      )
    await run.record(ab, {
      kind: 'forward',
      version: 1,
      to: qc,
      text: 'They keep the file',
    } as Said)
    const forwarded = {
      [fed]: 'They keep the file',
      [ab]: 'They keep the file',
      [bc]: null,
      [qc]: null,
    }
    for (const [office, text] of Object.entries(forwarded))
      await run.until(
        office,
        'the forwarding',
        ({ talk }) =>
          talk.forwarded.length === 1 &&
          talk.forwarded[0]?.to === qc &&
          talk.forwarded[0].text === text,
      )
    const answers = {
      [bc]: { answer: 'granted', text: 'The file is on its way' },
      [ab]: { answer: 'declined' },
      [qc]: { answer: 'partly', text: 'What may be shared' },
    } as Record<string, object>
    for (const [office, answer] of Object.entries(answers))
      await run.record(office, { kind: 'answer', version: 1, ...answer } as unknown as Said)
    const detail = await run.settled(offices)
    expect([detail.status, detail.ended?.acted, detail.ended?.lacking]).toEqual([
      'answered',
      [bc, ab, qc],
      [],
    ])
    for (const reader of offices) {
      const { talk } = await run.detail(reader)
      const readable = Object.entries(answers).map(([office, answer]) => [
        office,
        reader === fed || reader === office ? answer : null,
      ])
      expect(talk.answers.map(({ office, answer }) => [office, answer])).toEqual(readable)
    }
  }, 180_000)
})

describe('a cut at the last moment', () => {
  it('an office cut off from the release on, until all is over: everybody knows who acted and who could not, and what was issued is withdrawn', async () => {
    const run = new JointRun(federation, `${bc}:J21-07`)
    const invited = [bc, ab, qc]
    const windowSeconds = 2
    const orders = Object.fromEntries(
      invited.map((office) => [office, `${office}:J21-07`]),
    ) as Record<string, string>
    await run.record(
      bc,
      propose('issuance', {
        offices: invited,
        replyBy: await run.instant(bc, 30 * minuteMs),
        windowSeconds,
        partition: 'call-off',
        compensation: 'withdraw',
      }),
    )
    for (const office of invited)
      await run.consent(office, {
        drafts: [issue(office, orders[office] ?? '')],
      } as unknown as Partial<Extract<Said, { kind: 'consent' }>>)
    await run.until(bc, 'everybody ready', ({ lacking }) => lacking.length === 0)
    const moment = await run.instant(bc, 4 * minuteMs)
    // Quebec's own moment is later, so that nothing but the cut keeps it from acting.
    const own = later(moment, 2 * minuteMs)
    await run.record(bc, {
      kind: 'go',
      by: 'Director',
      moment,
      moments: { [qc]: own },
    } as unknown as Said)
    await run.until(bc, 'every commitment', ({ offices: all }) =>
      all.every(({ step }) => step === 'committed'),
    )
    federation.stepTo(moment)
    for (const office of [bc, ab])
      await run.until(fed, `${office} acted`, ({ history }) =>
        history.some((entry) => entry.kind === 'acted' && entry.office === office),
      )
    await federation.keepDown([qc, `broker of ${qc}`], async () => {
      federation.stepTo(own)
      federation.stepTo(later(own, 2 * windowSeconds * 1_000 + 1))
      for (const office of [bc, ab, fed]) {
        const known = await run.until(
          office,
          'who acted and who could not, while it is away',
          ({ status, offices: all }) =>
            status === 'incomplete' &&
            all.filter(({ step }) => step === 'compensated').length === 2,
        )
        expect([known.ended?.acted.toSorted(), known.ended?.lacking]).toEqual([
          [ab, bc],
          [{ office: qc, why: 'not-heard' }],
        ])
      }
    })
    const detail = await run.settled(offices)
    expect(
      detail.offices.map(({ office, step, reason }) => [office, step, reason?.code ?? null]),
    ).toEqual([
      [bc, 'compensated', null],
      [ab, 'compensated', null],
      [qc, 'not-acted', 'already-ended'],
    ])
    const told = async (office: string) =>
      (await historyOf(fed, orders[office] ?? '')).map(({ event }) => event.kind)
    expect(await Promise.all([bc, ab].map(told))).toEqual([
      ['issued', 'withdrawn'],
      ['issued', 'withdrawn'],
    ])
    const board = await federation.client(fed).get('/v1/board', boardSchema, { asOf })
    expect(board.orders.some(({ order }) => order === orders[qc])).toBe(false)
  }, 180_000)
})

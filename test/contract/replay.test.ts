// The replay against offices that speak HTTP and are made here: what is sent where and when, and what happens when an office is away.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json as bodyOf } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { parseCase, type ParsedCase } from '../../shared/case/case.schema.ts'
import { ProblemError, unwrap } from '../../shared/kernel/problems.ts'
import { replayCase, type ReplayProgress } from '../../services/client/replay/replay.ts'

type Answer = { status: number; body: unknown } | 'break'
interface Sent {
  readonly office: string
  readonly path: string
  readonly id: string
  readonly on: string
  /** The legal day when it came. */
  readonly at: string
}

/** Every office, on one legal clock that moves a day with each look at it. */
class World {
  readonly sent: Sent[] = []
  readonly ledger = new Map<string, Set<string>>()
  today = '2021-01-01'
  /** Answers that an office gives before its normal ones, by its id. */
  readonly first = new Map<string, Answer[]>()
  /** How many more looks a reader of this ledger lags behind. */
  lag = 0
  readonly #servers: Server[] = []

  async open(...ids: string[]): Promise<{ id: string; url: string }[]> {
    return Promise.all(
      ids.map(async (id) => {
        this.ledger.set(id, new Set())
        const server = createServer((request, response) => {
          void this.#answer(
            id,
            request.url ?? '',
            request.method === 'POST' ? bodyOf(request) : undefined,
          ).then((answer) => {
            if (answer === 'break') return request.socket.destroy()
            response
              .writeHead(answer.status, { 'content-type': 'application/json' })
              .end(JSON.stringify(answer.body))
            return undefined
          })
        })
        this.#servers.push(server)
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        return { id, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
      }),
    )
  }

  async #answer(office: string, path: string, body: Promise<unknown> | undefined): Promise<Answer> {
    if (path === '/v1/clock') {
      const now = this.today
      this.today = new Date(Date.parse(`${this.today}T00:00:00Z`) + 86_400_000)
        .toISOString()
        .slice(0, 10)
      return {
        status: 200,
        body: {
          legalToday: now,
          legalNow: `${now}T12:00:00.000Z`,
          zone: 'America/Toronto',
          kind: 'compressed',
          rate: 1e9,
        },
      }
    }
    if (path === '/v1/followers') {
      const behind = office !== 'a-one' && this.lag > 0
      if (behind) this.lag -= 1
      return {
        status: 200,
        body: {
          followers: [...this.ledger].map(([id, events]) => ({
            office: id,
            seq: events.size - (behind ? 1 : 0),
            state: behind ? 'behind' : 'current',
            lastHeard: null,
            quarantined: 0,
          })),
        },
      }
    }
    const command = (await body) as { id: string; on: string; kind: string }
    this.sent.push({
      office,
      path: decodeURIComponent(path),
      id: command.id,
      on: command.on,
      at: this.today,
    })
    const answer = this.first.get(office)?.shift()
    if (answer !== undefined) return answer
    this.ledger.get(office)?.add(command.id)
    return {
      status: 200,
      body: { kind: 'recorded', version: 1, eventId: command.id, event: { kind: command.kind } },
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise((resolve) => {
            server.close(resolve)
            server.closeAllConnections()
          }),
      ),
    )
  }
}

const problem = (code: string, status: number, more: object = {}): Answer => ({
  status,
  body: {
    type: `urn:concert:problem:${code}`,
    title: code,
    status,
    detail: `it is ${code}`,
    code,
    retryable: status === 503,
    ...more,
  },
})
const fact = (office: string, on: string, en: string) => ({
  on,
  office,
  what: 'noted',
  text: { en, fr: en },
})
const copy = {
  on: '2021-01-05',
  office: 'b-two',
  what: 'copy-given',
  order: 'b-two:P1',
  party: 'acme',
  means: 'courier',
}
function caseWith(...facts: unknown[]): ParsedCase {
  return unwrap(
    parseCase(
      JSON.stringify({
        matter: 'm',
        title: { en: 'M', fr: 'M' },
        respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
        files: { 'a-one': '1', 'b-two': '2' },
        facts,
      }),
      '2026-11-22' as LocalDate,
    ),
  )
}

let world = new World()
afterEach(async () => {
  await world.close()
  world = new World()
})

describe('replayCase', () => {
  it('sends every fact, in order, to the office that states it, under ids that stay the same', async () => {
    const offices = await world.open('a-one', 'b-two')
    const parsed = caseWith(
      fact('a-one', '2021-01-02', 'first'),
      copy,
      fact('a-one', '2021-01-03', 'late'),
    )
    const summary = await replayCase(parsed, { offices })
    expect(world.sent.map(({ office, path, id }) => [office, path, id])).toEqual([
      ['a-one', '/v1/matters/m/commands', 'case/m/opened/a-one'],
      ['a-one', '/v1/matters/m/commands', 'case/m/0'],
      ['b-two', '/v1/matters/m/commands', 'case/m/opened/b-two'],
      ['b-two', '/v1/orders/b-two:P1/commands', 'case/m/1'],
      ['a-one', '/v1/matters/m/commands', 'case/m/2'],
    ])
    expect(summary).toEqual({ matter: 'm', facts: 3, recorded: 3, refused: [] })
    const before = world.sent.map(({ id }) => id)
    world.sent.length = 0
    await replayCase(parsed, { offices })
    expect(world.sent.map(({ id }) => id)).toEqual(before)
    expect(world.ledger.get('a-one')?.size).toBe(3)
  })

  it('waits until the legal date has begun', async () => {
    const offices = await world.open('a-one', 'b-two')
    await replayCase(
      caseWith(fact('a-one', '2021-01-02', 'first'), fact('a-one', '2021-02-20', 'later'), copy),
      { offices },
    )
    expect(world.sent).toHaveLength(5)
    for (const { on, at } of world.sent) expect(at > on, `${on} was sent on ${at}`).toBe(true)
  })

  it('tries again while an office is away, or breaks off, and tells so', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.first.set('b-two', [
      problem('unavailable', 503),
      'break',
      { status: 502, body: 'no JSON' },
      problem('conflict', 409),
    ])
    const progress: ReplayProgress[] = []
    const summary = await replayCase(caseWith(copy), {
      offices,
      onProgress: (each) => progress.push(each),
    })
    expect(summary).toMatchObject({ recorded: 1, refused: [] })
    expect(progress.filter(({ kind }) => kind === 'retrying')).toHaveLength(4)
    expect(
      new Set(world.sent.filter(({ office }) => office === 'b-two').map(({ id }) => id)),
    ).toEqual(new Set(['case/m/opened/b-two', 'case/m/0']))
  })

  it('stops with "unavailable" when an office stays away', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.first.set(
      'b-two',
      Array.from({ length: 50 }, () => problem('unavailable', 503)),
    )
    const failed = await replayCase(caseWith(copy), { offices, patienceMs: 200 }).catch(
      (error: unknown) => error,
    )
    expect(failed).toBeInstanceOf(ProblemError)
    expect((failed as ProblemError).problem).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('start it again to resume'),
    })
  })

  it('notes a refusal with its code, value and rule, and goes on', async () => {
    const offices = await world.open('a-one', 'b-two')
    const rule = { statute: 'x', section: '54(2)', confidence: 'M' }
    world.first.set('b-two', [
      {
        status: 200,
        body: { kind: 'recorded', version: 1, eventId: 'e', event: { kind: 'opened' } },
      },
      problem('before-lawful-day', 422, { value: '2021-01-05', rule }),
    ])
    const progress: ReplayProgress[] = []
    const summary = await replayCase(
      caseWith(
        fact('a-one', '2021-02-30', 'impossible'),
        copy,
        fact('a-one', '2021-01-06', 'after'),
      ),
      { offices, onProgress: (each) => progress.push(each) },
    )
    expect(summary).toMatchObject({ facts: 3, recorded: 1 })
    expect(summary.refused).toEqual([
      {
        index: 0,
        office: 'a-one',
        on: '2021-02-30',
        what: 'noted',
        code: 'impossible-date',
        message: expect.stringContaining('2021-02-30'),
        messageFr: expect.stringContaining('2021-02-30'),
        value: '"2021-02-30"',
      },
      {
        index: 1,
        office: 'b-two',
        on: '2021-01-05',
        what: 'copy-given',
        code: 'before-lawful-day',
        message: 'it is before-lawful-day',
        messageFr: 'it is before-lawful-day',
        value: '2021-01-05',
        rule,
      },
    ])
    expect(
      progress
        .filter((each) => each.kind === 'fact')
        .map((each) => [each.n, each.of, each.refused]),
    ).toEqual([
      [1, 2, true],
      [2, 2, false],
    ])
  })

  it('refuses the facts of an office that does not run here', async () => {
    const offices = await world.open('a-one')
    const summary = await replayCase(caseWith(copy, fact('a-one', '2021-01-06', 'after')), {
      offices,
    })
    expect(summary.recorded).toBe(1)
    expect(summary.refused).toMatchObject([
      { index: null, what: 'opened', code: 'not-found' },
      { index: 0, code: 'not-found' },
    ])
  })

  it('ends when every office has read every ledger, and not before', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.lag = 3
    await replayCase(caseWith(copy), { offices })
    expect(world.lag).toBe(0)
  })

  it('names who is behind when that takes too long', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.lag = 10_000
    const failed = await replayCase(caseWith(copy), { offices, settleMs: 300 }).catch(
      (error: unknown) => error,
    )
    expect((failed as ProblemError).problem).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('b-two has 1 of 2 events of b-two (behind)'),
    })
  })

  it('stops at once when it is asked to', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.first.set(
      'b-two',
      Array.from({ length: 50 }, () => problem('unavailable', 503)),
    )
    const stop = new AbortController()
    const running = replayCase(caseWith(copy), {
      offices,
      signal: stop.signal,
      onProgress: ({ kind }) => kind === 'retrying' && stop.abort(),
    })
    await expect(running).rejects.toThrow()
    expect(world.sent.length).toBeLessThan(3)
  })

  it('does not take a foreign server for an office', async () => {
    const offices = await world.open('a-one', 'b-two')
    world.first.set('b-two', [{ status: 200, body: { hello: 'world' } }])
    await expect(replayCase(caseWith(copy), { offices })).rejects.toThrow(
      /in a form that this version does not know/,
    )
  })
})

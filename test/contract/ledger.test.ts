// An office's own ledger and its recorder on a real broker: what is appended once stays, whatever is lost on the way.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../../services/office/ports.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { createRecorder, type Recorder } from '../../services/adapters/ledger/recorder.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { subjectOf, type AggregateRef, type CommandId } from '../../shared/kernel/ids.ts'
import { maxEventBytes, maxRememberedCommands } from '../../shared/kernel/limits.ts'
import { rulesOf, type AnyEvent } from '../../shared/rules.ts'
import { eventOf, noted, opened, raw, ref, text } from '../support/events.ts'
import { d, packs, respondent, threeTerms } from '../support/founding.ts'
import { startBrokers, testLog, until, type TestBrokers, type TestOffice } from '../support/nats.ts'

let brokers: TestBrokers
let bc: TestOffice
let ledger: Ledger
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
  bc = brokers.office('bc')
  ledger = await open()
})
afterAll(async () => {
  await ledger[Symbol.asyncDispose]()
  await brokers[Symbol.asyncDispose]()
})

const open = (office = bc) =>
  openLedger(office.entry, { seed: office.seed, name: 'test', log: testLog() })
const signed = (at: AggregateRef, version: number, event: { kind: string }) => {
  const cloudEvent = eventOf(at, version, event, ledger.epoch)
  return { ref: at, eventId: cloudEvent.id, bytes: bc.signer.sign(cloudEvent) }
}

describe('the stream', () => {
  it('is made once: opened again it has the same epoch, and another office has another', async () => {
    await using again = await open()
    await using other = await open(brokers.office('ab'))
    expect(ledger.epoch).toMatch(/^[A-Za-z0-9_-]{12}$/)
    expect(again.epoch).toBe(ledger.epoch)
    expect(other.epoch).not.toBe(ledger.epoch)
  })
  it('that is set up otherwise is refused, naming what is wrong', async () => {
    const cut = await startBrokers({ qc: 'commissioner' })
    try {
      const client = await cut.client('qc', 'qc')
      await (
        await client.jetstreamManager({ checkAPI: false })
      ).streams.add({ name: 'LEDGER', subjects: ['concert.v1.qc.order.*'], allow_direct: true })
      await expect(open(cut.office('qc'))).rejects.toMatchObject({
        name: 'LedgerIntegrityError',
        message: expect.stringMatching(/"subjects" is .*"deny_delete" is false, not true/),
      })
    } finally {
      await cut[Symbol.asyncDispose]()
    }
  })
  it('is waited for while the broker is away, until it is told to stop', async () => {
    const late = await startBrokers({ qc: 'commissioner' })
    try {
      await late.office('qc').kill()
      const stop = new AbortController()
      const opening = openLedger(
        late.office('qc').entry,
        { seed: late.office('qc').seed, name: 'test', log: testLog() },
        { signal: stop.signal },
      )
      setTimeout(() => stop.abort(new Error('enough')), 300)
      await expect(opening).rejects.toThrow()
      const again = open(late.office('qc'))
      await late.office('qc').start()
      await (await again)[Symbol.asyncDispose]()
    } finally {
      await late[Symbol.asyncDispose]()
    }
  })
})

describe('append', () => {
  it('answers a repeated append, whose acknowledgement was lost, with the first one’s place', async () => {
    const at = ref('bc', 'retry')
    const first = { ...signed(at, 1, opened()), expectedSequence: 0 }
    const done = await ledger.append(first)
    expect(await ledger.append(first)).toEqual(done)
    expect(await ledger.read(at, 0)).toHaveLength(1)
  })
  it('is a conflict where something else came first, even under the same event id', async () => {
    const at = ref('bc', 'conflict')
    await ledger.append({ ...signed(at, 1, opened()), expectedSequence: 0 })
    expect(
      await ledger.append({ ...signed(at, 1, opened('2020-01-01')), expectedSequence: 0 }),
    ).toEqual({ kind: 'conflict' })
    const [first] = await ledger.read(at, 0)
    // The broker calls this a duplicate, by its id alone.
    expect(
      await ledger.append({
        ...signed(at, 1, opened('2020-01-01')),
        expectedSequence: first?.sequence ?? 0,
      }),
    ).toEqual({ kind: 'conflict' })
    expect(await ledger.read(at, 0)).toHaveLength(1)
  })
  it('of what may not be published is a permission fault, not a retry', async () => {
    const obs = await startBrokers({ obs: 'observer' })
    try {
      await using own = await open(obs.office('obs'))
      const at = ref('obs', 'O1', 'order')
      await expect(
        own.append({ ref: at, eventId: 'x', bytes: Buffer.from('x'), expectedSequence: 0 }),
      ).rejects.toMatchObject({ name: 'LedgerPermissionError' })
    } finally {
      await obs[Symbol.asyncDispose]()
    }
  })
  it('faults at once while the broker is away, and works again when it is back with all it had', async () => {
    const at = ref('bc', 'away')
    const first = await ledger.append({ ...signed(at, 1, opened()), expectedSequence: 0 })
    const before = first.kind === 'appended' ? first.sequence : NaN
    await bc.kill()
    await until('the loss to be noticed', () => !ledger.connected)
    await expect(
      ledger.append({ ...signed(at, 2, noted('told that it failed')), expectedSequence: before }),
    ).rejects.toMatchObject({ name: 'LedgerUnavailableError', message: 'the broker of bc is away' })
    await expect(ledger.read(at, 0)).rejects.toMatchObject({ name: 'LedgerUnavailableError' })
    await bc.start()
    await until('the connection to come back', () => ledger.connected)
    expect((await ledger.read(at, 0)).map(({ sequence }) => sequence)).toEqual([before])
    expect(
      (await ledger.append({ ...signed(at, 2, noted('x')), expectedSequence: before })).kind,
    ).toBe('appended')
    expect(await ledger.read(at, 0)).toHaveLength(2)
  })
})

describe('the recorder', () => {
  it('decides by the time at which the command came, as the workflow tells it', async () => {
    await record(ref('bc', 'T-1'), emptyAggregate, { ...issue, id: 'timed' as CommandId })
    expect(askedFor.at(-1)).toBe(recordedAt)
  })

  const askedFor: Instant[] = []
  const context = (at: Instant) => {
    askedFor.push(at)
    return { office: bc.entry, packs, zoneData: '2026c', today: d('2026-11-22') }
  }
  let recorder: Recorder
  beforeAll(
    () =>
      (recorder = createRecorder({
        office: bc.entry,
        ledger,
        signer: bc.signer,
        verifySignature,
        rulesOf,
        context,
      })),
  )
  const recordedAt = '2022-01-01T00:00:00.000Z' as Instant
  const issue = {
    id: 'i1' as CommandId,
    kind: 'issue',
    on: '2021-12-14',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    terms: threeTerms,
  }
  const refuse = (name: string) => ({
    id: name as CommandId,
    kind: 'refuse',
    on: '2021-12-20',
    terms: ['T1'],
  })
  const record = (
    at: AggregateRef,
    known: Aggregate<unknown>,
    command: { id: CommandId; kind: string },
    using = recorder,
  ) => using.record({ ref: at, known, command, recordedAt })
  const folded = (
    at: AggregateRef,
    known: Aggregate<unknown>,
    events: readonly Recorded<unknown>[],
  ) => {
    const rules = rulesOf(at.kind)
    if (rules === undefined) throw new Error('no rules')
    return events.reduce<Aggregate<unknown>>(
      (state, event) => fold(rules, at, state, event as Recorded<AnyEvent>),
      known,
    )
  }

  it('records one event per command, and what it answers folds to the next state', async () => {
    const at = ref('bc', 'O1', 'order')
    const first = await record(at, emptyAggregate, issue)
    expect(first).toMatchObject({
      kind: 'recorded',
      event: { version: 1, commandId: 'i1', recordedAt, event: { kind: 'issued', number: 'O1' } },
    })
    const second = await record(at, folded(at, emptyAggregate, first.events), refuse('r1'))
    expect(second).toMatchObject({
      kind: 'recorded',
      events: [{ version: 2, event: { kind: 'refusal-declared' } }],
    })
    expect(await ledger.read(at, 0)).toHaveLength(2)
  })
  it('answers a retry with the first event: known or not to the workflow, lost or folded', async () => {
    const at = ref('bc', 'O2', 'order')
    const first = await record(at, emptyAggregate, issue)
    const lost = await record(at, emptyAggregate, issue)
    expect(lost).toEqual(first)
    const known = folded(at, emptyAggregate, first.events)
    expect(await record(at, known, issue)).toEqual({ ...first, events: [] })
    // Another command first, and the answer to it was lost: the retry of the first still finds its own event.
    await record(at, known, refuse('r1'))
    expect(await record(at, known, issue)).toMatchObject({
      kind: 'recorded',
      event: { version: 1 },
    })
    expect(await ledger.read(at, 0)).toHaveLength(2)
  })
  it('decides again on what it missed, and tells the workflow', async () => {
    const at = ref('bc', 'O3', 'order')
    const first = await record(at, emptyAggregate, issue)
    const known = folded(at, emptyAggregate, first.events)
    await record(at, known, refuse('r1'))
    const late = await record(at, known, refuse('r2'))
    expect(late.events.map(({ version }) => version)).toEqual([2, 3])
    expect(folded(at, known, late.events).version).toBe(3)
  })
  it('refuses by the ledger’s state, not by an old one', async () => {
    const at = ref('bc', 'O4', 'order')
    await record(at, emptyAggregate, issue)
    expect(await record(at, emptyAggregate, refuse('r1'))).toMatchObject({
      kind: 'recorded',
      events: [{ version: 1 }, { version: 2 }],
    })
    const other = await record(at, emptyAggregate, { ...issue, id: 'i2' as CommandId })
    expect(other).toMatchObject({
      kind: 'refused',
      problem: { code: 'already-exists' },
      events: [{ version: 1 }, { version: 2 }],
    })
    expect(await ledger.read(at, 0)).toHaveLength(2)
  })
  it('records commands that come at once, each once', async () => {
    const at = ref('bc', 'many')
    const start = await record(at, emptyAggregate, {
      id: 'o' as CommandId,
      kind: 'opened',
      on: '2021-01-01',
      title: text('x'),
      respondent,
    } as never)
    const known = folded(at, emptyAggregate, start.events)
    const names = ['a', 'b', 'c', 'd', 'a', 'b']
    const replies = await Promise.all(
      names.map((name) =>
        record(at, known, {
          id: name as CommandId,
          kind: 'noted',
          on: '2021-01-02',
          text: text(name),
        } as never),
      ),
    )
    expect(replies.map(({ kind }) => kind)).toEqual(names.map(() => 'recorded'))
    expect(new Set(replies.map((reply) => reply.kind === 'recorded' && reply.event.id)).size).toBe(
      4,
    )
    expect(await ledger.read(at, 0)).toHaveLength(5)
  })
  it('finds a command that is older than what an aggregate remembers', async () => {
    const at = ref('bc', 'long')
    let known: Aggregate<unknown> = emptyAggregate
    const start = {
      id: 'o' as CommandId,
      kind: 'opened',
      on: '2021-01-01',
      title: text('x'),
      respondent,
    }
    for (let index = 0; index < maxRememberedCommands + 3; index++) {
      const reply = await record(
        at,
        known,
        index === 0
          ? start
          : ({
              id: `n${index}` as CommandId,
              kind: 'noted',
              on: '2021-01-02',
              text: text('x'),
            } as never),
      )
      known = folded(at, known, reply.events)
    }
    expect(known.commands.some(({ id }) => id === 'n1')).toBe(false)
    expect(
      await record(at, known, {
        id: 'n1' as CommandId,
        kind: 'noted',
        on: '2021-01-02',
        text: text('x'),
      } as never),
    ).toMatchObject({ kind: 'recorded', events: [], event: { version: 2, commandId: 'n1' } })
    expect(await ledger.read(at, 0)).toHaveLength(maxRememberedCommands + 3)
  })
  it('refuses what is too large, and another office’s', async () => {
    const at = ref('bc', 'large')
    const large = {
      id: 'l' as CommandId,
      kind: 'opened',
      on: '2021-01-01',
      title: text('x'.repeat(maxEventBytes)),
      respondent,
    }
    expect(await record(at, emptyAggregate, large)).toMatchObject({
      kind: 'refused',
      problem: { code: 'too-large' },
    })
    expect(await record(ref('ab', 'x'), emptyAggregate, large)).toMatchObject({
      kind: 'refused',
      problem: { code: 'wrong-office' },
    })
    expect(await ledger.read(at, 0)).toEqual([])
  })
  it('faults where its subject has what the office did not record, or lacks what the workflow knows', async () => {
    const at = ref('bc', 'spoilt')
    const client = await brokers.client('bc', 'bc')
    await client.jetstream().publish(subjectOf(at), 'rubbish')
    const start = {
      id: 'o' as CommandId,
      kind: 'opened',
      on: '2021-01-01',
      title: text('x'),
      respondent,
    }
    await expect(record(at, emptyAggregate, start)).rejects.toMatchObject({
      name: 'LedgerIntegrityError',
      message: expect.stringContaining('is not what this office recorded'),
    })
    const ahead = {
      version: 1,
      sequence: 999_999,
      commands: [],
      state: { matter: 'x', openedOn: '2021-01-01', entries: [], deadlines: [], reached: [] },
    }
    await expect(
      record(ref('bc', 'absent'), ahead, {
        ...start,
        id: 'p' as CommandId,
        kind: 'noted',
        text: text('x'),
      } as never),
    ).rejects.toMatchObject({ name: 'LedgerIntegrityError' })
  })
  it('survives an acknowledgement that never came', async () => {
    const at = ref('bc', 'O9', 'order')
    const deaf: Ledger = {
      office: ledger.office,
      epoch: ledger.epoch,
      connected: true,
      read: (...all) => ledger.read(...all),
      append: async (append) => {
        await ledger.append(append)
        throw new Error('the acknowledgement was lost')
      },
      [Symbol.asyncDispose]: async () => undefined,
    }
    const unlucky = createRecorder({
      office: bc.entry,
      ledger: deaf,
      signer: bc.signer,
      verifySignature,
      rulesOf,
      context,
    })
    await expect(record(at, emptyAggregate, issue, unlucky)).rejects.toThrow('lost')
    expect(await record(at, emptyAggregate, issue)).toMatchObject({
      kind: 'recorded',
      events: [{ version: 1 }],
      event: { version: 1 },
    })
    expect(await ledger.read(at, 0)).toHaveLength(1)
  })
})

it('a message is named by the hash of its bytes', async () => {
  const at = ref('bc', 'retry')
  const [stored] = await ledger.read(at, 0)
  expect(stored).toEqual(
    raw(stored?.bytes ?? new Uint8Array(), subjectOf(at), stored?.sequence ?? 0),
  )
})

// A witness that nobody here wrote, transparency-dev's omniwitness, judges an office's heads: it cosigns what continues what it saw, and nothing else.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askWitness } from '../../services/adapters/log/ask-witness.ts'
import { sha256, verifyNoteSignature } from '../../services/adapters/log/crypto.ts'
import { openLogStore } from '../../services/adapters/log/store.ts'
import { standingsOf } from '../../services/office/trust/standing.ts'
import type { LogStore } from '../../services/office/trust/ports.ts'
import { createTrust, type Trust } from '../../services/office/trust/trust.ts'
import { Witnesses } from '../../services/office/trust/witnesses.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { verifyEvidence } from '../../shared/ledger/bundle/verify.ts'
import { originOf } from '../../shared/ledger/log/names.ts'
import { formatVerifierKey } from '../../shared/ledger/log/note.ts'
import { opened, ref } from '../support/events.ts'
import { evidenceRig, type EvidenceRig, verifying } from '../support/evidence.ts'
import {
  firstBuildMs,
  foreignProgram,
  hasGo,
  runForeign,
  type RunningProgram,
} from '../support/foreign.ts'
import { buildGoVerifier } from '../support/go-verifier.ts'
import { epoch, hashes, logRig, type LogOfficeRig } from '../support/logs.ts'
import { startBrokers, until, type TestBrokers } from '../support/nats.ts'
import { startRecording } from '../support/recording-office.ts'
import { freePort } from '../../infra/federation/ports.ts'
import { testWitness } from '../support/witness.ts'

const outside = testWitness('witness.example/w1')
const folder = mkdtempSync(path.join(tmpdir(), 'concert-witness-'))

describe.skipIf(!hasGo)('a witness of another author (needs Go on PATH)', () => {
  let executable: string
  let port: number
  let program: RunningProgram
  let rig: EvidenceRig
  let bc: LogOfficeRig

  /** It knows the logs of these keys; what it saw before is in its own database. */
  async function start(...verifierKeys: readonly string[]): Promise<void> {
    const logs = verifierKeys.map(
      (key) => `  - Origin: ${key.split('+')[0]}\n    PublicKey: "${key}"\n`,
    )
    const file = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), text, { mode: 0o600 })
      return path.join(folder, name)
    }
    program = await runForeign(
      executable,
      [
        ...outside.privateKeys.flatMap((key, n) => ['--private_key_path', file(`key-${n}`, key)]),
        '--additional_logs',
        file('logs.yaml', `Logs:\n${logs.join('')}`),
        '--listen',
        `127.0.0.1:${port}`,
        '--metrics_listen',
        '',
        '--db_file',
        path.join(folder, 'cosigned.db'),
      ],
      { port },
    )
  }

  beforeAll(async () => {
    executable = await foreignProgram('witness')
    port = await freePort()
    rig = evidenceRig([outside.witness])
    bc = rig.logs.office('ca-bc-oipc')
    // It tells its own time.
    rig.logs.clock.nowMs = Date.now()
    await start(...keysOf(rig))
  }, firstBuildMs)
  afterAll(() => program?.[Symbol.asyncDispose]())
  beforeEach(() => void (rig.logs.clock.nowMs = Date.now()))

  const asking = (
    { trust, store }: { readonly trust: Trust; readonly store: LogStore },
    witness = outside.witness,
  ) => {
    const doubts: string[] = []
    const witnesses = new Witnesses({
      asked: [{ witness, url: `http://127.0.0.1:${port}` }],
      trust,
      store,
      ask: askWitness,
      now: () => new Date().toISOString() as Instant,
      onCosigned: () => undefined,
      onOwnDoubt: () => void doubts.push('compared'),
      onChange: () => undefined,
      onProblem: () => undefined,
    })
    return {
      doubts,
      witnesses,
      problem: () => witnesses.problems[0]?.words.en,
      /** Waits until the witness has answered. */
      async show(note: string): Promise<void> {
        const before = lines(store)
        witnesses.show(note)
        for (const end = Date.now() + 15_000; Date.now() < end; await sleep(20))
          if (lines(store) !== before || witnesses.problems.length > 0) return
        throw new Error(`nothing was answered:\n${program.said()}`)
      },
    }
  }
  const lines = (store: LogStore) =>
    store
      .receipts(bc.origin)
      .filter(({ by }) => by === outside.witness.name)
      .map(({ size, type, last }) => `${size} ${type} ${last.line}`)
      .join('\n')
  const said = () =>
    bc.store
      .receipts(bc.origin)
      .filter(({ by }) => by === outside.witness.name)
      .map(({ size, type }) => [size, type])

  it('cosigns a first head, and one that continues it by our proof, with both of its keys', async () => {
    const { show, problem } = asking(bc)
    rig.record('ca-bc-oipc', ref('ca-bc-oipc', 'm'), 1, opened())
    await show(bc.trust.signHead(epoch))
    expect(problem()).toBeUndefined()
    bc.trust.take(bc.origin, 1, hashes(12, 'envelope'))
    await show(bc.trust.signHead(epoch, { durable: true }))
    expect(problem()).toBeUndefined()
    expect(said()).toEqual([
      [1, 4],
      [1, 6],
      [13, 4],
      [13, 6],
    ])
    const [standing] = standingsOf(bc.store, Date.now())
    expect(standing?.witnesses).toMatchObject([
      { by: outside.witness.name, size: 13, stale: false },
    ])
    expect(standing?.confirmations).toEqual([])
  })

  it('says again on a heartbeat that it knows the head', async () => {
    const before = bc.store.furthestReceipts(bc.origin).map(({ last }) => last.seconds)
    await sleep(1_100)
    const { show, problem } = asking(bc)
    await show(bc.trust.signHead(epoch))
    expect(problem()).toBeUndefined()
    const after = bc.store.furthestReceipts(bc.origin).map(({ last }) => last.seconds)
    expect(Math.max(...after)).toBeGreaterThan(Math.max(...before))
  })

  it('stands in an evidence file as one more that is independent; the second verifier agrees', () => {
    const file = rig.make({ kind: 'matter', id: 'm' }, ({ index }) => index === 0)
    const judged = verifyEvidence(new TextEncoder().encode(file), verifying)
    expect(judged.findings).toEqual([])
    expect(judged).toMatchObject({ verdict: 'sound', independent: 1 })
    expect(judged.entries[0]?.witnessedBy).toEqual([outside.witness.name])
    expect(judged.proved.map(({ en }) => en).join(' ')).toContain(outside.witness.name)
    const written = path.join(folder, 'evidence.json')
    writeFileSync(written, file)
    expect(buildGoVerifier().evidence([written])[0]).toMatchObject({
      sound: true,
      wrong: [],
      entries: [{ witnessedBy: [outside.witness.name] }],
    })
  })

  it('was restarted, and an office lost what it said: it is asked from where it stands', async () => {
    await program[Symbol.asyncDispose]()
    await start(...keysOf(rig))
    const fresh = officeAgain()
    fresh.trust.take(bc.origin, 0, entriesOf(bc))
    const { show, problem, doubts } = asking(fresh)
    await show(fresh.trust.signHead(epoch))
    expect(problem()).toBeUndefined()
    expect(lines(fresh.store)).not.toBe('')
    expect(doubts).toEqual([])
  })

  it('does not cosign a rewritten past, though the keys are the right ones', async () => {
    const forger = officeAgain()
    forger.trust.take(bc.origin, 0, [...entriesOf(bc).slice(0, 5), ...hashes(20, 'rewritten')])
    const { show, problem } = asking(forger)
    await show(forger.trust.signHead(epoch))
    expect(problem()).toContain('does not accept that this head continues')
    expect(lines(forger.store)).toBe('')
  })

  it('knows more than an office whose ledger came back shorter, which then compares its own', async () => {
    const older = officeAgain()
    older.trust.take(bc.origin, 0, entriesOf(bc).slice(0, 5))
    const { show, problem, doubts } = asking(older)
    await show(older.trust.signHead(epoch))
    expect(problem()).toContain('it has cosigned 13 entries of this ledger, which has 5')
    expect(doubts).toEqual(['compared'])
    expect(lines(older.store)).toBe('')
  })

  it('that does not know the ledger, has other keys, or is away is said; the next head mends it', async () => {
    const stranger = logRig(['ca-qc-cai'], ':memory:', [outside.witness]).office('ca-qc-cai')
    const other = asking({ trust: stranger.trust, store: stranger.store })
    other.witnesses.show(stranger.trust.signHead(epoch))
    for (let n = 0; n < 200 && other.problem() === undefined; n++) await sleep(20)
    // It answers 500, where tlog-witness says 404.
    expect(other.problem()).toContain('Look whether it was given the key below')

    const impostor = testWitness(outside.witness.name).witness
    const wrong = asking(
      { ...bc, trust: trustWith([impostor], openLogStore(':memory:'), bc) },
      impostor,
    )
    await wrong.show(bc.trust.signHead(epoch))
    expect(wrong.problem()).toContain('not signed with the keys')

    const patient = asking(bc)
    await program[Symbol.asyncDispose]()
    await patient.show(bc.trust.signHead(epoch))
    expect(patient.problem()).toContain('cannot be reached')
    await start(...keysOf(rig))
    patient.witnesses.show(bc.trust.signHead(epoch))
    for (let n = 0; n < 200 && patient.problem() !== undefined; n++) await sleep(20)
    expect(patient.problem()).toBeUndefined()
  })

  describe('of an office on its broker', () => {
    let brokers: TestBrokers
    beforeAll(async () => {
      brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
    })
    afterAll(() => brokers?.[Symbol.asyncDispose]())

    it('confirms what it records, once it was given the key; a peer that knows it keeps its word', async () => {
      const witnesses = [{ keys: [...outside.verifierKeys], url: `http://127.0.0.1:${port}` }]
      await using bc = await startRecording(brokers, 'bc', { witnesses })
      await using ab = await startRecording(brokers, 'ab', { witnesses })
      const origin = originOf(bc.id, bc.ledger.epoch)
      expect(await bc.record()).toBe('recorded')
      await until('the witness to answer', () => bc.trust.witnesses.problems.length > 0)
      expect(bc.trust.witnesses.problems[0]?.words.en).toContain('given the key below')
      await program[Symbol.asyncDispose]()
      await start(bc.trust.verifierKey())
      expect(await bc.record()).toBe('recorded')
      for (const office of [bc, ab])
        await until(`${office.id} to have its word: ${program.said()}`, () =>
          office.trust.logStore.receipts(origin, 2).some(({ by }) => by === outside.witness.name),
        )
      expect(bc.trust.witnesses.problems).toEqual([])
    })
  })

  function keysOf({ logs: { offices, office } }: EvidenceRig): string[] {
    return offices.flatMap(({ id }) => {
      const [head] = office(id).signers.head(epoch)
      return head === undefined ? [] : formatVerifierKey(sha256, head.key)
    })
  }

  /** The office with its keys and an empty store of heads. */
  function officeAgain(): { trust: Trust; store: LogStore } {
    const store = openLogStore(':memory:')
    return { store, trust: trustWith([outside.witness], store, bc) }
  }

  function trustWith(
    witnesses: readonly (typeof outside.witness)[],
    store: LogStore,
    { id, signers }: LogOfficeRig,
  ): Trust {
    return createTrust({
      office: id,
      store,
      signers,
      sha256,
      verify: verifyNoteSignature,
      offices: () => rig.logs.offices,
      witnesses,
      keep: () => undefined,
      nowMs: () => Date.now(),
    })
  }

  function entriesOf({ store, origin }: LogOfficeRig): Uint8Array[] {
    return Array.from({ length: store.size(origin) }, (_, index) => {
      const entry = store.entry(origin, index)
      if (entry === undefined) throw new Error(`no entry ${index}`)
      return entry
    })
  }
})

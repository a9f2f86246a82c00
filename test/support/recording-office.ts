// One office on real brokers without Temporal and without HTTP: its ledger, followers, heads and door as they are composed for production.
// It can be stopped and started again on the same folder, as a process is.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import { startTrust, type OfficeTrust } from '../../services/apps/office/trust.ts'
import type { Door } from '../../services/office/door.ts'
import type { Ledger, Store } from '../../services/office/ports.ts'
import type { OwnBroker } from '../../services/office/trust/ports.ts'
import { createTrustCalls } from '../../services/office/trust/calls.ts'
import { guardedLedger } from '../../services/office/trust/guarded-ledger.ts'
import { formerEpochs } from '../../services/office/trust/successions.ts'
import { standingsOf } from '../../services/office/trust/standing.ts'
import { Lifecycle } from '../../services/platform/lifecycle.ts'
import type { LoadedConfig } from '../../services/platform/config.ts'
import type { CommandId, OfficeId } from '../../shared/kernel/ids.ts'
import { boundedEventKeys } from '../../shared/office/keys.ts'
import { ledgersRef } from '../../shared/office/ledgers.schema.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import { rulesOf, type AnyCommand } from '../../shared/rules.ts'
import { d, packs, respondent } from './founding.ts'
import { doorOf, officer } from './door.ts'
import { testLog, until, type TestBrokers } from './nats.ts'
import { ref, text } from './events.ts'

export interface RecordingOffice extends AsyncDisposable {
  readonly id: OfficeId
  readonly store: Store
  readonly ledger: Ledger & OwnBroker
  readonly door: Door
  readonly trust: OfficeTrust
  readonly followers: readonly Follower[]
  /** What people ask and decide about ledgers here. */
  readonly desk: ReturnType<typeof createTrustCalls>
  follower(of: string): Follower
  /** Records one fact in a matter of its own, and answers `recorded` or the code of the refusal. */
  record(): Promise<string>
  /** `ca-ab-oipc holds 3`: what others confirmed of an office's ledger, as this one knows it. */
  confirmed(of: string): string[]
}

let facts = 0

export async function startRecording(
  brokers: TestBrokers,
  name: string,
  {
    heartbeatMs = 300,
    timeoutMs = 1_500,
    dataDir = path.join(brokers.office(name).folder, 'data'),
    withArchive = false,
    /** Whose brokers are waited for; everybody's where it is absent. */
    reach = undefined as readonly string[] | undefined,
    witnesses = [] as LoadedConfig['config']['witnesses'],
  } = {},
): Promise<RecordingOffice> {
  const { entry, folder, seed, signer } = brokers.office(name)
  mkdirSync(dataDir, { recursive: true })
  const life = new Lifecycle()
  const store = await life.part(
    'projection',
    () =>
      openStore(path.join(dataDir, 'projection.sqlite'), {
        rulesOf,
        packs,
        bounded: boundedEventKeys(brokers.directory),
      }),
    (opened) => opened[Symbol.dispose](),
  )
  const archive = withArchive
    ? await life.part(
        'archive',
        () => openArchive(path.join(dataDir, 'archive.sqlite')),
        (opened) => opened[Symbol.dispose](),
      )
    : undefined
  const access = { as: entry.id, seed, name: 'test', log: testLog() }
  const ledger = await life.part(
    'ledger',
    () => openLedger(entry, access, { onDisconnect: () => trust.guard.disconnected() }),
    (part) => part[Symbol.asyncDispose](),
  )
  const followers: Follower[] = []
  const trust: OfficeTrust = await startTrust({
    loaded: {
      config: { dataDir, keys: keyFilesIn(path.join(folder, 'keys')), witnesses },
      directory: brokers.directory,
      office: entry,
    } as unknown as LoadedConfig,
    life,
    log: pino({ level: 'silent' }),
    ledger,
    store,
    archive: archive ?? { sync: () => undefined },
    followers: () => followers,
    onChange: () => undefined,
  })
  const door = doorOf({
    ledger: guardedLedger(ledger, trust.guard),
    store,
    office: entry,
    signer,
    timeoutMs: 8_000,
    more: { formerEpochs: () => formerEpochs(trust.logStore, entry.id) },
  })
  for (const peer of brokers.directory.offices)
    followers.push(
      await life.part(
        `follower of ${peer.id}`,
        () =>
          new Follower({
            office: peer,
            access,
            store,
            verifySignature,
            ...(archive === undefined ? {} : { archive }),
            entries: trust.exchange.entriesOf(peer.id),
            onHead: (shown) => trust.exchange.heard(peer.id, shown),
            heartbeatMs,
            timeoutMs,
          }),
        (part) => part[Symbol.asyncDispose](),
      ),
    )
  const follower = (of: string) => {
    const found = followers.find((each) => each.office === of)
    if (found === undefined) throw new Error(`no office ${of}`)
    return found
  }
  await until(`${name} to reach every broker`, () =>
    followers.every(
      ({ state, office }) => reach?.includes(office) === false || state !== 'unreachable',
    ),
  )
  const desk = createTrustCalls({
    office: entry.id,
    guard: trust.guard,
    trust: trust.trust,
    store: trust.logStore,
    followers: () => followers,
    verifierKey: trust.verifierKey,
    keys: () => [],
    maintenanceOf: () => undefined,
    witnessProblems: () => trust.witnesses.problems,
    readers: () => ({ kind: 'not-looked-at' }),
    nowMs: () => Date.now(),
    successions: trust.successions,
    eventsOf: (each) => store.eventsOf(each),
    offices: brokers.directory.offices.map((each) => each.id),
    today: () => d('2026-11-22'),
    record: (actor, command, content) => door.submit(actor, ledgersRef(entry.id), command, content),
  })
  return {
    id: entry.id,
    desk,
    store,
    ledger,
    door,
    trust,
    followers,
    follower,
    record: async () => {
      const id = `c${++facts}` as CommandId
      const command = {
        id,
        kind: 'opened',
        on: '2021-01-01',
        title: text('A matter'),
        respondent,
      } as unknown as AnyCommand
      try {
        const reply = await door.submit(officer, ref(name, `m${facts}`), command)
        return reply.kind === 'recorded' ? 'recorded' : reply.problem.code
      } catch (error) {
        if (error instanceof ProblemError) return error.problem.code
        throw error
      }
    },
    confirmed: (of) =>
      standingsOf(trust.logStore, Date.now())
        .filter(({ office }) => office === of)
        .flatMap(({ confirmations }) =>
          confirmations.map(
            ({ by, role, size }) => `${by} ${role === 'mirror' ? 'holds' : 'saw'} ${size}`,
          ),
        )
        .toSorted(),
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}

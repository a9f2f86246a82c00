// What an office knows of every ledger, composed: the store of heads, the keys, the comparison of the own ledger, and the exchange with the others.

import path from 'node:path'
import {
  confirmedPatienceMs,
  ledgerHeartbeatMs,
  ownLedgerSweepMs,
  readersLookMs,
} from '../../../shared/kernel/limits.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { headCounts, type LogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import { parseOrigin } from '../../../shared/ledger/log/names.ts'
import { formatVerifierKey } from '../../../shared/ledger/log/note.ts'
import type { Directory } from '../../../shared/office/directory.schema.ts'
import { witnessOf } from '../../../shared/ledger/log/witness.ts'
import { askWitness } from '../../adapters/log/ask-witness.ts'
import { sha256, verifyNoteSignature } from '../../adapters/log/crypto.ts'
import { ensureLogKeys, logKeyFileIn, readLogSigners } from '../../adapters/log/keys.ts'
import { openLogStore } from '../../adapters/log/store.ts'
import type { Archive, Ledger, Store } from '../../office/ports.ts'
import { confirmedHead } from '../../office/trust/confirmed.ts'
import { Exchange } from '../../office/trust/exchange.ts'
import { HeadKeeper } from '../../office/trust/head-keeper.ts'
import { OwnHeadGuard } from '../../office/trust/own-head.ts'
import type {
  ConfirmedHead,
  CopyState,
  LogOffice,
  LogStore,
  OwnBroker,
  ReadersState,
} from '../../office/trust/ports.ts'
import { createSeen } from '../../office/trust/seen.ts'
import { createSuccessions, type Successions } from '../../office/trust/successions.ts'
import { createTrust, type Trust } from '../../office/trust/trust.ts'
import {
  Witnesses,
  type AskedWitness,
  type WitnessesOptions,
} from '../../office/trust/witnesses.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { Log } from '../../platform/log.ts'

export interface OfficeTrust {
  readonly trust: Trust
  readonly logStore: LogStore
  readonly guard: OwnHeadGuard
  /** The copy that readers are answered from, as it was found last. */
  readonly copy: () => CopyState
  /** What the own broker's readers take. */
  readonly readers: () => ReadersState
  readonly exchange: Exchange
  readonly successions: Successions
  /** Everybody whose heads and confirmations count here. */
  readonly offices: readonly LogOffice[]
  readonly witnesses: Witnesses
  readonly asked: readonly AskedWitness[]
  /** The key of the own ledger, as a witness is given it. */
  readonly verifierKey: () => string
}

/** A follower, as far as heads need it. */
export interface HeadReader {
  readonly office: OfficeId
  readHeads(timeoutMs?: number): Promise<readonly Uint8Array[]>
  lookAgain(): void
}

export interface TrustParts {
  readonly loaded: LoadedConfig
  readonly life: Lifecycle
  readonly log: Log
  readonly ledger: Ledger & OwnBroker
  readonly store: Pick<Store, 'cursor' | 'aggregate'>
  readonly archive: Pick<Archive, 'sync'>
  readonly followers: () => readonly HeadReader[]
  /** Something that pages show of an office's ledger is another now. */
  readonly onChange: (office: OfficeId) => void
}

/** Whose heads and confirmations count, with which keys. The own ones are those of the key file: the directory may be older. */
export function logOfficesOf(directory: Directory, self: OfficeId, own: LogKeys): LogOffice[] {
  return directory.offices.flatMap(({ id, logKeys, formerLogKeys: former }) => {
    const keys = id === self ? own : logKeys
    return keys === undefined ? [] : [{ id, keys, ...present({ former }) }]
  })
}

export async function startTrust(parts: TrustParts): Promise<OfficeTrust> {
  const { loaded, life, log, ledger, store, archive, followers, onChange } = parts
  const { config, directory, office } = loaded
  const keyFile = config.keys.log ?? logKeyFileIn(path.dirname(config.keys.broker))
  const keys = ensureLogKeys(keyFile)
  const signers = readLogSigners(office.id, keyFile)
  const offices = logOfficesOf(directory, office.id, keys)
  const logStore = await life.part(
    'store of heads',
    () =>
      openLogStore(path.join(config.dataDir, 'heads.sqlite'), ({ origin, note }) => {
        const signer = offices.find(({ id }) => id === parseOrigin(origin)?.office)
        return signer === undefined || headCounts(sha256, signer, note)
      }),
    (opened) => opened[Symbol.dispose](),
  )
  const asked = askedWitnesses(loaded)
  const knowing = {
    witnesses: asked.map(({ witness }) => witness),
    office: office.id,
    store: logStore,
    signers,
    sha256,
    verify: verifyNoteSignature,
    offices: () => offices,
    keep: () => archive.sync(),
    nowMs: () => Date.now(),
  }
  const trust = createTrust(knowing)
  const guard = new OwnHeadGuard({
    office: office.id,
    store: logStore,
    sha256,
    look: () => ledger.look(),
    confirmed: () =>
      askPeers(followers(), (by, shown) =>
        confirmedHead(
          {
            office: office.id,
            keys,
            former: office.formerLogKeys,
            sha256,
            verify: verifyNoteSignature,
          },
          by,
          shown,
        ),
      ),
  })
  let copy: CopyState = { kind: 'not-looked-at' }
  // While the ledger is not the known one, its copy may have what it lost, and is left as it is.
  const lookAtCopy = async (depth: 'last' | 'full') => {
    if (guard.state.kind === 'intact' && ledger.connected) copy = await ledger.checkCopy(depth)
  }
  const compareAll = () =>
    void guard
      .compare('full')
      .then(() => onChange(office.id))
      .then(() => lookAtCopy('full'))
      .catch((error: unknown) => log.warn({ err: error }, 'the own ledger cannot be compared now'))
  const successions = createSuccessions({
    office: office.id,
    store: logStore,
    trust,
    offices: () => directory.offices.map(({ id }) => id),
    aggregate: (ref) => store.aggregate(ref),
  })
  const exchange = await life.part(
    'exchange of heads',
    () =>
      new Exchange({
        office: office.id,
        trust,
        store: logStore,
        successions,
        seen: createSeen(knowing),
        epochOf: (id) => (id === office.id ? ledger.epoch : store.cursor(id).epoch),
        show: (about, shown) => ledger.show(about, shown),
        onOwnEntry: () => keeper.appended(),
        onOwnDoubt: compareAll,
        onFork: (id, fork) => {
          log.error({ office: id, fork }, 'two signed histories of one ledger')
          followers()
            .find((follower) => follower.office === id)
            ?.lookAgain()
          onChange(id)
        },
        onRefused: (from, why) => log.warn({ office: from, why }, 'a head was refused'),
      }),
    dispose,
  )
  const witnesses = await startWitnesses(parts, {
    asked,
    trust,
    store: logStore,
    onOwnDoubt: compareAll,
    // What is not shown now is shown with the next head.
    onCosigned: (note) => void exchange.showOwn(note).catch(() => undefined),
  })
  const keeper = await life.part(
    'own heads',
    () =>
      new HeadKeeper({
        trust,
        epoch: ledger.epoch,
        // Of a ledger that is not the one the office knows, nothing is signed.
        maySign: () => guard.state.kind === 'intact',
        publish: (note) => {
          witnesses.show(note)
          return exchange.showOwn(note)
        },
        onFault: (error) => log.warn({ err: error }, 'a head was not signed or not shown'),
      }),
    dispose,
  )
  await life.part(
    'thinning of receipts',
    () => {
      const thin = () => {
        try {
          const heads = trust.thin()
          if (heads > 0) log.info({ heads }, 'post-quantum receipts of past days were thinned')
        } catch (error) {
          log.warn({ err: error }, 'receipts could not be thinned')
        }
      }
      thin()
      return setInterval(thin, ownLedgerSweepMs).unref()
    },
    (timer) => clearInterval(timer),
  )
  await life.part(
    'comparison of the own ledger',
    () =>
      watchOwnLedger({
        guard,
        ledger,
        compareAll,
        onChange: () => onChange(office.id),
        lookAtCopy: () =>
          void lookAtCopy('last').catch((error: unknown) =>
            log.debug({ err: error }, 'the copy for readers cannot be looked at now'),
          ),
      }),
    (stop) => stop(),
  )
  let readers: ReadersState = { kind: 'not-looked-at' }
  await life.part(
    'count of what readers take',
    () =>
      watchReaders(parts, (found) => {
        readers = found
      }),
    (stop) => stop(),
  )
  const verifierKey = () => {
    const [head] = signers.head(ledger.epoch)
    return head === undefined ? '' : formatVerifierKey(sha256, head.key)
  }
  return {
    trust,
    logStore,
    guard,
    copy: () => copy,
    readers: () => readers,
    exchange,
    successions,
    offices,
    witnesses,
    asked,
    verifierKey,
  }
}

function startWitnesses(
  { life, log, loaded, onChange }: TrustParts,
  what: Pick<WitnessesOptions, 'asked' | 'trust' | 'store' | 'onOwnDoubt' | 'onCosigned'>,
): Promise<Witnesses> {
  return life.part(
    'witnesses',
    () =>
      new Witnesses({
        ...what,
        ask: askWitness,
        now: () => new Date().toISOString() as Instant,
        onChange: () => onChange(loaded.office.id),
        onProblem: ({ name, words }) =>
          log.warn({ witness: name, why: words.en }, 'a witness does not confirm'),
      }),
    dispose,
  )
}

/** As configured; what is no witness was refused when the configuration was read. */
function askedWitnesses({ config }: LoadedConfig): AskedWitness[] {
  return config.witnesses.flatMap(({ keys, url }) => {
    const witness = witnessOf(sha256, keys)
    return typeof witness === 'string' ? [] : { witness, url }
  })
}

/** Compared as soon as the broker is there, not only when somebody wants to record; and in full every day. */
function watchOwnLedger({
  guard,
  ledger,
  compareAll,
  onChange,
  lookAtCopy,
}: {
  readonly guard: OwnHeadGuard
  readonly ledger: Ledger
  readonly compareAll: () => void
  readonly onChange: () => void
  readonly lookAtCopy: () => void
}): () => void {
  const often = setInterval(() => {
    if (guard.state.kind !== 'not-compared' || !ledger.connected) return lookAtCopy()
    guard.ensure().then(onChange, () => undefined)
  }, ledgerHeartbeatMs)
  const daily = setInterval(compareAll, ownLedgerSweepMs)
  for (const timer of [often, daily]) timer.unref()
  return () => {
    clearInterval(often)
    clearInterval(daily)
  }
}

/** Whatever becomes of the ledger: a reader that floods takes from everybody. */
function watchReaders(
  { ledger, log, loaded, onChange }: TrustParts,
  found: (state: ReadersState) => void,
): () => void {
  let isUnderWay = false
  let barred = 0
  const look = async () => {
    if (isUnderWay || !ledger.connected) return
    isUnderWay = true
    try {
      const state = await ledger.checkReaders()
      found(state)
      const now = state.kind === 'looked-at' ? state.barred.length : 0
      if (now !== barred) onChange(loaded.office.id)
      barred = now
    } catch (error) {
      log.debug({ err: error }, 'what readers take cannot be looked at now')
    } finally {
      isUnderWay = false
    }
  }
  const timer = setInterval(() => void look(), readersLookMs).unref()
  return () => clearInterval(timer)
}

/** Those that cannot be asked now are left out: an office records though its peers are away. */
async function askPeers(
  followers: readonly HeadReader[],
  confirmed: (by: OfficeId, shown: Uint8Array) => ConfirmedHead | undefined,
): Promise<ConfirmedHead[]> {
  const asked = await Promise.all(
    followers.map(async (follower) => {
      try {
        return (await follower.readHeads(confirmedPatienceMs)).flatMap(
          (shown) => confirmed(follower.office, shown) ?? [],
        )
      } catch {
        return []
      }
    }),
  )
  return asked.flat()
}

function dispose(part: AsyncDisposable): PromiseLike<void> {
  return part[Symbol.asyncDispose]()
}

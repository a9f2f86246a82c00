// Is this office well? A quick answer for a supervisor, and a thorough one with advice for a person.

import type { Space } from '../platform/space.ts'
import type { Telling } from './telling.ts'
import type { LoadedConfig } from '../platform/config.ts'
import type { LegalClock } from '../platform/clock.ts'
import type { DriftView } from '../../shared/contract/drift.schema.ts'
import type { SuccessionView } from '../../shared/contract/ledgers.schema.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import type { Check, Doctor, Health } from '../../shared/contract/views.schema.ts'
import type { LedgerReader } from './ports.ts'
import type { Ledger } from './ports.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import type { Store } from './ports.ts'
import { problemOf, type OwnLedgerState } from './trust/own-head.ts'
import type { Standing } from './trust/standing.ts'

export interface CheckOptions {
  readonly loaded: LoadedConfig
  readonly version: string
  readonly zoneData: string
  readonly packs: readonly Pack[]
  readonly clock: LegalClock
  readonly ledger: Ledger
  /** Whether the own ledger is the one that the office knows. */
  readonly ownLedger: () => OwnLedgerState
  /** Who holds and confirmed which ledger. */
  readonly standings: () => readonly Standing[]
  /** What an office's ledger succeeds, if it does. */
  readonly succession: (office: OfficeId) => SuccessionView | null
  /** Throws where Temporal does not answer. */
  readonly engine: { serverVersion(): Promise<string> }
  readonly telling: Pick<Telling, 'status'>
  readonly followers: readonly LedgerReader[]
  readonly store: Store
  readonly drift: () => DriftView
  /** The disk under the office's folder, now. */
  readonly space: () => Space
}

export function createChecks(options: CheckOptions): {
  health(): Promise<Health>
  doctor(): Promise<Doctor>
} {
  const { loaded, version, zoneData } = options
  const office = loaded.office.id
  return {
    async health() {
      const own = ownLedgerCheck(options)
      const stopped = followerChecks(options).filter((_, at) => isStopped(options, at))
      const checks = [
        brokerCheck(options),
        own,
        spaceCheck(options),
        await temporalCheck(options),
        ...successionCheck(options),
        ...stopped,
      ]
      return {
        status: own.state === 'failed' ? 'failed' : statusOf(checks),
        office,
        version,
        checks,
      }
    },
    async doctor() {
      return {
        office,
        version,
        zoneData,
        checks: [
          brokerCheck(options),
          ownLedgerCheck(options),
          spaceCheck(options),
          await temporalCheck(options),
          ...followerChecks(options),
          ...successionCheck(options),
          confirmationCheck(options),
          quarantineCheck(options),
          packCheck(options),
          driftCheck(options),
          clockCheck(options),
          runtimeCheck(options),
        ],
      }
    },
  }
}

function brokerCheck({ ledger, loaded }: CheckOptions): Check {
  const { url } = loaded.office.broker
  const since = ledger.storesNothingSince
  if (ledger.connected && since !== undefined)
    return failed(
      'own broker',
      `${url} answers, but has stored nothing that it was given since ${since}: its disk may be full`,
      'Make room on the disk of its folder, then start it again: it stores nothing more until it was started anew. Commands were refused meanwhile, or can be sent again with the same id; nothing is lost',
    )
  if (ledger.connected) return ok('own broker', `${url}, epoch ${ledger.epoch}`)
  return failed(
    'own broker',
    `${url} does not answer`,
    'Start it again: commands wait and nothing is lost. Its log says why it stopped',
  )
}

function spaceCheck({ space }: CheckOptions): Check {
  const { folder, freeBytes, isShort } = space()
  const found = `${Math.floor(freeBytes / 1024 / 1024)} MiB free under ${folder}`
  if (!isShort) return ok('disk', found)
  return failed(
    'disk',
    found,
    'Make room: what is recorded is kept by the broker, but this office cannot copy or show it. It goes on by itself when there is room',
  )
}

/** Nothing is recorded into a ledger that is not the one that the office knows. */
function ownLedgerCheck({ ownLedger, loaded }: CheckOptions): Check {
  const state = ownLedger()
  if (state.kind === 'intact')
    return ok(
      'own ledger',
      `${state.length} entries; ${state.depth === 'full' ? 'every one' : 'length and last entry'} compared`,
    )
  const en = problemOf(loaded.office.id, state)?.message ?? state.kind
  if (state.kind === 'not-compared')
    return { check: 'own ledger', state: 'warning', found: en, advice: 'Look again in a moment' }
  return failed('own ledger', en, 'Run "concert ledger check": it says what is missing and where')
}

/** A ledger that succeeds a lost one is followed by whoever holds the lost one only after enough of them have accepted it. */
function successionCheck({ succession, standings, loaded }: CheckOptions): Check[] {
  const self = loaded.office.id
  const own = succession(self)
  if (own === null) return []
  const lost = own.known - own.size
  const accepted = own.accepted.map(({ office }) => office)
  const found = `epoch ${own.epoch} goes on with ${own.size} entries of epoch ${own.formerEpoch}, ${lost} lost: ${own.reason}. Accepted by ${accepted.join(', ') || 'nobody yet'}`
  const isConfirmed = standings().some(
    ({ office, confirmations }) =>
      office === self && confirmations.some(({ role }) => role === 'mirror'),
  )
  if (isConfirmed) return [ok('succession of the own ledger', found)]
  return [
    {
      check: 'succession of the own ledger',
      state: 'warning',
      found,
      advice: `The others take nothing of it before enough of them have accepted it: ask each to run "concert ledger accept ${self}"`,
    },
  ]
}

function confirmationCheck({ standings, loaded }: CheckOptions): Check {
  const own = standings().filter(({ office }) => office === loaded.office.id)
  const confirmed = own.flatMap(({ confirmations }) => confirmations)
  const fresh = confirmed.filter(({ stale }) => !stale)
  const found = confirmed
    .map(
      ({ by, role, size, at, stale }) =>
        `${by} ${role === 'mirror' ? 'holds' : 'saw'} ${size}${stale ? `, not confirmed since ${at}` : ''}`,
    )
    .join('; ')
  if (fresh.length > 0) return ok('confirmed by others', found)
  return {
    check: 'confirmed by others',
    state: 'warning',
    found: found === '' ? 'nobody has confirmed this ledger yet' : found,
    advice:
      'Until another office has confirmed it, this office alone knows what it recorded. Look whether peers reach its broker, and whether the directory has everybody’s "logKeys"',
  }
}

function isStopped({ followers }: CheckOptions, at: number): boolean {
  return followers[at]?.state === 'stopped'
}

function statusOf(checks: readonly Check[]): 'ok' | 'degraded' {
  return checks.every(({ state }) => state === 'ok') ? 'ok' : 'degraded'
}

async function temporalCheck({ engine, telling, loaded }: CheckOptions): Promise<Check> {
  const { address, namespace } = loaded.config.temporal
  const { awaySince, waiting, restored, toRestore } = telling.status
  const restoring =
    toRestore === 0 ? '' : `, ${toRestore} lives to be started, those due first first`
  const startedAgain =
    restored === 0
      ? ''
      : `, ${restored} lives started or told anew since this process began, which Temporal did not have`
  const since = awaySince === null ? '' : ` since ${awaySince}`
  try {
    const version = await engine.serverVersion()
    if (awaySince === null)
      return ok(
        'Temporal',
        `${address}, namespace ${namespace}, server ${version}, ${waiting} events to be told${restoring}${startedAgain}`,
      )
    return failed(
      'Temporal',
      `${address} answers again; clocks have not been watched${since}`,
      recovering,
    )
  } catch (error) {
    return failed(
      'Temporal',
      `${address} does not answer: ${error instanceof Error ? error.message : String(error)}. Clocks are not watched${since}`,
      'Start it again. Commands are recorded meanwhile; what falls due is recorded when it is back, marked late',
    )
  }
}

const recovering = 'Wait a moment: its lives are being told what they missed'

function followerChecks({ followers }: CheckOptions): Check[] {
  return followers.map(({ status }) => {
    const { office, state, seq, lastHeard, problem } = status
    const found = `${state}, ${seq} events read, last heard ${lastHeard ?? 'never'}${problem === null ? '' : `: ${problem}`}`
    if (state === 'current') return ok(`ledger of ${office}`, found)
    return {
      check: `ledger of ${office}`,
      state: state === 'behind' ? 'warning' : 'failed',
      found,
      advice:
        state === 'behind'
          ? 'It is being read: look again'
          : state === 'stopped'
            ? stoppedAdvice
            : 'Ask that office whether its broker runs, and check the way there. What was missed is read as soon as it answers',
    }
  })
}

const stoppedAdvice =
  'Speak to that office. Nothing of its ledger counts here beyond what is agreed, until it is again what it was, or until somebody decides with "concert ledger decide", or accepts its successor with "concert ledger accept"'

function quarantineCheck({ store }: CheckOptions): Check {
  const all = store.quarantine()
  if (all.length === 0) return ok('quarantine', 'empty')
  const offices = [...new Set(all.map(({ office, outcome }) => `${outcome} of ${office}`))]
  return failed(
    'quarantine',
    `${all.length} set aside: ${offices.join(', ')}`,
    'Look at GET /v1/quarantine, and ask the office whose ledger it is',
  )
}

function packCheck({ packs, loaded }: CheckOptions): Check {
  const named = loaded.directory.offices.flatMap(({ statutes }) => statutes)
  const missing = named.filter((statute) => !packs.some((pack) => pack.statute === statute))
  if (missing.length === 0)
    return ok(
      'policy packs',
      packs.map(({ statute, version }) => `${statute} ${version}`).join(', '),
    )
  return {
    check: 'policy packs',
    state: 'warning',
    found: `none for ${missing.join(', ')}`,
    advice:
      'Put them into a folder named in packFolders: without them, routes of those orders cannot be judged here',
  }
}

function driftCheck({ drift }: CheckOptions): Check {
  const { orders, unknown } = drift()
  const own = orders.filter((order) => order.own).length
  if (unknown.length > 0)
    return failed(
      'open dates',
      `nothing can be said of ${unknown.map(({ order }) => order).join(', ')}: ${unknown[0]?.problem.message}`,
      'Put the policy pack that governs them back into a folder named in packFolders',
    )
  if (orders.length === 0)
    return ok('open dates', 'none would be another one under the packs and zone data that are here')
  return {
    check: 'open dates',
    state: 'warning',
    found: `those of ${orders.map(({ order }) => order).join(', ')} would be other ones today`,
    advice:
      own === 0
        ? 'They are other offices\' orders: tell those offices, or look whether your packs are older. "concert drift" says what would differ'
        : 'See "concert drift", and approve each correction, or tell why not: nothing moves by itself',
  }
}

function clockCheck({ clock }: CheckOptions): Check {
  const { setting } = clock
  return ok(
    'legal clock',
    setting.kind === 'real'
      ? `${clock.now()}, real time`
      : setting.kind === 'stepped'
        ? `${clock.now()}, stands until it is stepped on`
        : `${clock.now()}, compressed ${setting.rate} times`,
  )
}

function runtimeCheck({ zoneData }: CheckOptions): Check {
  return ok('runtime', `Node ${process.versions.node}, zone data ${zoneData}`)
}

function ok(check: string, found: string): Check {
  return { check, state: 'ok', found, advice: null }
}

function failed(check: string, found: string, advice: string): Check {
  return { check, state: 'failed', found, advice }
}

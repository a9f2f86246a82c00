// Offices with keys of their own and stores of heads, for tests of what they sign, see and confirm.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sha256, verifyNoteSignature } from '../../services/adapters/log/crypto.ts'
import {
  ensureLogKeys,
  logKeyFileIn,
  readLogSigners,
  type LogSigners,
} from '../../services/adapters/log/keys.ts'
import { openLogStore } from '../../services/adapters/log/store.ts'
import type { LogOffice, LogStore, StoredHead } from '../../services/office/trust/ports.ts'
import { createTrust, type Trust } from '../../services/office/trust/trust.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { headCounts } from '../../shared/ledger/log/keys.schema.ts'
import { originOf, parseOrigin } from '../../shared/ledger/log/names.ts'
import type { Witness } from '../../shared/ledger/log/witness.ts'
import { withPeriodOf, type KeyPeriod } from '../../shared/office/key-period.ts'

export const epoch = 'epoch-1'
export const startMs = Date.parse('2026-09-01T12:00:00.000Z')

export interface LogOfficeRig {
  readonly id: OfficeId
  readonly origin: string
  readonly trust: Trust
  readonly store: LogStore
  /** Of the keys that it began with. */
  readonly signers: LogSigners
  /** How often it was made sure that what it speaks of is on the disk. */
  readonly kept: () => number
}

export interface LogRig {
  readonly clock: { nowMs: number }
  /** With the keys that they have now. */
  readonly offices: readonly LogOffice[]
  office(id: string): LogOfficeRig
  /** An office signs heads and words with other keys from now on; everybody has the directory that says what the former ones count for. */
  changeKeys(id: string, former: KeyPeriod): void
}

/** `ids`: every office knows every other's keys. `others`: where all but the first keep their heads, if elsewhere. */
export function logRig(
  ids: readonly string[],
  file = ':memory:',
  witnesses: readonly Witness[] = [],
  { others = file }: { readonly others?: string } = {},
): LogRig {
  const clock = { nowMs: startMs }
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-log-'))
  const signers = new Map<string, LogSigners>()
  for (const id of ids) {
    const keyFile = logKeyFileIn(path.join(folder, id))
    ensureLogKeys(keyFile)
    signers.set(id, readLogSigners(id as OfficeId, keyFile))
  }
  let offices: readonly LogOffice[] = [...signers].map(([id, { publicKeys }]) => ({
    id: id as OfficeId,
    keys: publicKeys,
  }))
  const counts = ({ origin, note }: StoredHead) => {
    const signer = offices.find((each) => each.id === parseOrigin(origin)?.office)
    return signer === undefined || headCounts(sha256, signer, note)
  }
  let changes = 0
  const now = (id: string) => {
    const found = signers.get(id)
    if (found === undefined) throw new Error(`There is no office ${id} here`)
    return found
  }
  const rigs = [...signers].map(([id, own]): LogOfficeRig => {
    const store = openLogStore(id === ids[0] ? file : others, counts)
    let kept = 0
    const trust = createTrust({
      office: id as OfficeId,
      store,
      signers: { head: (at) => now(id).head(at), cosign: (role) => now(id).cosign(role) },
      sha256,
      verify: verifyNoteSignature,
      offices: () => offices,
      keep: () => void kept++,
      witnesses,
      nowMs: () => clock.nowMs,
    })
    return {
      id: id as OfficeId,
      origin: originOf(id as OfficeId, epoch),
      trust,
      store,
      signers: own,
      kept: () => kept,
    }
  })
  return {
    clock,
    get offices() {
      return offices
    },
    changeKeys(id, period) {
      const keyFile = path.join(folder, id, `log-${++changes}.json`)
      ensureLogKeys(keyFile)
      const changed = readLogSigners(id as OfficeId, keyFile)
      signers.set(id, changed)
      offices = offices.map((each) =>
        each.id === id
          ? {
              id: each.id,
              keys: changed.publicKeys,
              former: [withPeriodOf(each.keys, period), ...(each.former ?? [])],
            }
          : each,
      )
    },
    office: (id) => {
      const found = rigs.find((rig) => rig.id === id)
      if (found === undefined) throw new Error(`There is no office ${id} here`)
      return found
    },
  }
}

/** Hashes that stand for envelopes. */
export function hashes(count: number, mark = 'envelope', from = 0): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    sha256(new TextEncoder().encode(`${mark} ${from + index}`)),
  )
}

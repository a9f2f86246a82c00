// A door over any ledger and projection, with the real rules, keys and policy packs: what unit and contract tests record through.

import { generateKeyPairSync } from 'node:crypto'
import { signerOf, verifySignature } from '../../services/adapters/ledger/sign.ts'
import { commandMac } from '../../services/adapters/seal/mac.ts'
import { createDoor, type Door, type DoorOptions } from '../../services/office/door.ts'
import type { Ledger, Signer, Store } from '../../services/office/ports.ts'
import type { Actor } from '../../shared/kernel/actor.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import type { AggregateRef, CommandId } from '../../shared/kernel/ids.ts'
import { verifyEvent, type LedgerMessage } from '../../shared/ledger/verify.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { rulesOf, type AnyCommand } from '../../shared/rules.ts'
import { d, officeEntry, packs, respondent, threeTerms } from './founding.ts'

const pair = generateKeyPairSync('ed25519')
const bcSigner: Signer = signerOf('k', pair.privateKey)
export const bcEntry: OfficeEntry = {
  ...officeEntry('bc', 'ca-bc-pipa'),
  eventKeys: [{ keyid: 'k', publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' }],
}
export const officer: Actor = { kind: 'local', name: 'M. Roy' }
export const recordedAt = '2022-01-01T00:00:00.000Z' as Instant
const macSecret = new Uint8Array(32).fill(5)

export interface DoorSetting {
  readonly ledger: Ledger
  readonly store: Pick<Store, 'aggregate' | 'versionOf' | 'eventOfCommand'>
  readonly office?: OfficeEntry
  readonly signer?: Signer
  readonly timeoutMs?: number
  readonly more?: Partial<DoorOptions>
}

export function doorOf({
  ledger,
  store,
  office = bcEntry,
  signer = bcSigner,
  timeoutMs,
  more,
}: DoorSetting): Door {
  return createDoor({
    office,
    ledger,
    store,
    signer,
    verifySignature,
    rulesOf,
    context: () => ({ office, packs, zoneData: '2026c', today: d('2026-11-22') }),
    now: () => recordedAt,
    isLate: () => false,
    powerProblem: () => undefined,
    readers: () => [],
    ...commandMac(macSecret),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...more,
  })
}

/** A projection that nothing is ever read into: the door lives by its memory and the ledger alone. */
export const noProjection: DoorSetting['store'] = {
  aggregate: () => undefined,
  versionOf: () => undefined,
  eventOfCommand: () => undefined,
}

/** Verifies and stores a message, as the own follower does. */
export function project(store: Store, message: LedgerMessage, office = bcEntry): void {
  store.write(office.id, (writer) => {
    const verdict = verifyEvent({ message, known: writer.known, office, verifySignature })
    if (verdict.outcome === 'accepted') writer.accept(verdict, message, recordedAt)
    else if (verdict.outcome !== 'duplicate') throw new Error(JSON.stringify(verdict))
    if (message.sequence > writer.known.cursor) writer.advance(message.sequence, message.hash)
  })
}

export function orderRef(id: string, office = 'bc'): AggregateRef {
  return { office: office as OfficeEntry['id'], kind: 'order', id }
}

export function issue(id = 'i1'): AnyCommand {
  return {
    id: id as CommandId,
    kind: 'issue',
    on: '2021-12-14',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    terms: threeTerms,
  } as AnyCommand
}

export function refuse(id: string, terms = ['T1']): AnyCommand {
  return { id: id as CommandId, kind: 'refuse', on: '2021-12-20', terms } as AnyCommand
}

export function serve(id: string, on = '2021-12-14'): AnyCommand {
  return {
    id: id as CommandId,
    kind: 'serve',
    on,
    party: respondent.id,
    means: 'courier',
  } as AnyCommand
}

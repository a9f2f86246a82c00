// What the event says that begins the successor of a lost ledger, and how many have to accept it.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { hashOf } from '../../../services/adapters/ledger/read.ts'
import { signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import { sha256 } from '../../../services/adapters/log/crypto.ts'
import { toBase64 } from '../../../shared/kernel/base64.ts'
import { subjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import { leafHash, rootOf, rootWith } from '../../../shared/ledger/log/tree.ts'
import { acceptancesNeeded, readSuccessor } from '../../../shared/ledger/succession.ts'
import { ledgersRef } from '../../../shared/office/ledgers.schema.ts'
import { eventOf } from '../../support/events.ts'
import { officeEntry } from '../../support/founding.ts'
import { entryOf, memoryTree } from './log/kit.ts'

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [12, 7],
])('of %i who hold the lost ledger %i have to accept its successor', (holders, needed) => {
  expect(acceptancesNeeded(holders)).toBe(needed)
})

test('the root with one more entry is the root of the tree that has it', () => {
  for (let size = 0; size < 40; size++) {
    const entries = Array.from({ length: size + 1 }, (_, index) => entryOf(index))
    const before = memoryTree(entries.slice(0, size))
    const after = memoryTree(entries)
    const leaf = leafHash(sha256, entryOf(size))
    expect(rootWith(sha256, size, leaf, before.read), String(size)).toEqual(
      rootOf(sha256, size + 1, after.read),
    )
  }
})

describe('a succession', () => {
  const pair = generateKeyPairSync('ed25519')
  const signer = signerOf('k', pair.privateKey)
  const office = {
    ...officeEntry('bc', 'ca-bc-pipa'),
    eventKeys: [{ keyid: 'k', publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' }],
  }
  const ref = ledgersRef('bc' as OfficeId)
  const root = toBase64(new Uint8Array(32).fill(7))
  const said = {
    kind: 'succeeded',
    on: '2026-11-22',
    former: { epoch: 'epoch-1', size: 5, root },
    known: { size: 7 },
    reason: 'The disk failed',
  }
  const messageOf = (event: { kind: string }, sequence = 6, epoch = 'epoch-2', by = signer) => {
    const bytes = by.sign(eventOf(ref, 1, event, epoch))
    return { bytes, hash: hashOf(bytes), subject: subjectOf(ref), sequence }
  }
  const read = (message: ReturnType<typeof messageOf>) =>
    readSuccessor(message, office, verifySignature)

  it('is read where its office signed it and it stands behind what goes on', () => {
    expect(read(messageOf(said))).toMatchObject({ epoch: 'epoch-2', event: said, version: 1 })
  })

  it.each<[what: string, message: ReturnType<typeof messageOf>]>([
    ['at another place', messageOf(said, 7)],
    ['of its own epoch', messageOf(said, 6, 'epoch-1')],
    [
      'signed by somebody else',
      messageOf(said, 6, 'epoch-2', signerOf('k', generateKeyPairSync('ed25519').privateKey)),
    ],
    ['on another subject', { ...messageOf(said), subject: 'concert.v1.bc.office.other' }],
    ['of another kind', messageOf({ ...said, kind: 'fork-decided' })],
    [
      'with a root that is none',
      messageOf({ ...said, former: { ...said.former, root: 'AA==' } } as never),
    ],
  ])('%s is none', (_, message) => {
    expect(read(message)).toBeUndefined()
  })
})

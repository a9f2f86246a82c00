// The published envelopes: this implementation reads each as its file says, and the script that made them still makes them.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hashOf } from '../../../services/adapters/ledger/read.ts'
import { verifySignature } from '../../../services/adapters/ledger/sign.ts'
import { verifyEvent } from '../../../shared/ledger/verify.ts'
import { officeEntry } from '../../support/founding.ts'
import { envelopes, type Vector } from '../../vectors/make-envelopes.ts'

const folder = new URL('../../vectors/envelopes/', import.meta.url)
const published = readdirSync(folder)
  .toSorted()
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector)

describe('a published envelope', () => {
  it.each(published.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const { message, office, known, outcome, event } = vector
    const bytes = Buffer.from(message.bytes, 'base64')
    expect(hashOf(bytes)).toBe(message.hash)
    const versions = ({ kind, id }: { kind: string; id: string }) =>
      known.versions[`${kind}/${id}`] ?? []
    const verdict = verifyEvent({
      message: { ...message, bytes },
      known: {
        cursor: known.cursor,
        epoch: known.epoch ?? undefined,
        versionOf: (ref) => versions(ref).length,
        hashOf: (ref, version) => versions(ref)[version - 1],
        isKnownCommand: () => false,
      },
      office: {
        ...officeEntry(office.id, 'ca-bc-pipa', office.role),
        eventKeys: [...office.eventKeys],
      },
      verifySignature,
    })
    expect(verdict.outcome).toBe(outcome)
    if (verdict.outcome !== 'accepted') return expect(event).toBeUndefined()
    const { ref, recorded, keyid } = verdict
    expect({
      ...ref,
      version: recorded.version,
      eventKind: recorded.event.kind,
      keyid,
    }).toEqual(event)
  })

  it('is there for every outcome that a reader knows', () => {
    expect(new Set(published.map(({ outcome }) => outcome))).toEqual(
      new Set(['accepted', 'duplicate', 'gap', 'fork', 'forged', 'unknown']),
    )
  })
  it('is made again, to the byte, by the script that is beside it', () => {
    const made = envelopes().toSorted((a, b) => (`${a.name}.json` < `${b.name}.json` ? -1 : 1))
    expect(made.map(({ name }) => name)).toEqual(published.map(({ name }) => name))
    for (const [index, vector] of made.entries()) expect(vector).toEqual(published[index])
  })
})

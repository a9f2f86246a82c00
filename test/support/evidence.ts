// An evidence file of three offices, made as an office makes one: entries recorded and signed, heads confirmed at different times.

import { createHash, generateKeyPairSync } from 'node:crypto'
import { sha256, verifyNoteSignature } from '../../services/adapters/log/crypto.ts'
import { signerOf, verifySignature } from '../../services/adapters/ledger/sign.ts'
import { makeEvidence, type EvidenceEntry } from '../../services/office/trust/evidence.ts'
import type { Signer } from '../../services/office/ports.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { unwrap } from '../../shared/kernel/problems.ts'
import type { SharedUnder } from '../../shared/kernel/shared-under.ts'
import { sharedUnderText } from '../../shared/ledger/shared-under.schema.ts'
import type { VerifyOptions } from '../../shared/ledger/bundle/verify.ts'
import type { Witness } from '../../shared/ledger/log/witness.ts'
import { withPeriodOf, type KeyPeriod } from '../../shared/office/key-period.ts'
import { eventOf, issued, noted, opened, ref } from './events.ts'
import { packs } from './founding.ts'
import { epoch, logRig, type LogRig } from './logs.ts'

export const verifying: VerifyOptions = {
  sha256,
  verifySignature,
  verifyNote: verifyNoteSignature,
}

export interface EvidenceRig {
  readonly logs: LogRig
  readonly signers: ReadonlyMap<string, Signer>
  readonly directory: readonly {
    readonly id: OfficeId
    readonly name: { readonly en: string; readonly fr: string }
    readonly role: 'commissioner' | 'observer'
    readonly eventKeys: (KeyPeriod & { keyid: string; publicKey: string })[]
  }[]
  /** Everything that was recorded, by office. */
  readonly recorded: EvidenceEntry[]
  /** Records at one office, and lets every office read it. */
  record(
    office: string,
    at: AggregateRef,
    version: number,
    event: { kind: string },
    sharedUnder?: SharedUnder,
  ): void
  /** The office signs a head, and these confirm it. */
  confirm(office: string, by: readonly string[], durable?: boolean): void
  /** A witness cosigns the newest head of the office, and the maker of the files keeps it. */
  witness(office: string, cosign: (text: string, seconds: number) => string): void
  wait(seconds: number): void
  /** The office signs events with another key from now on; what the former one signed counts so far. */
  changeEventKey(office: string, former: KeyPeriod): void
  make(
    about: { kind: 'order' | 'matter'; id: string },
    wanted: (entry: EvidenceEntry) => boolean,
  ): string
}

const ids = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc']

export function evidenceRig(witnesses: readonly Witness[] = []): EvidenceRig {
  const logs = logRig(ids, ':memory:', witnesses)
  const signers = new Map<string, Signer>()
  const directory = ids.map((id) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    signers.set(id, signerOf(`${id}-1`, privateKey))
    return {
      id: id as OfficeId,
      name: { en: `Office ${id}`, fr: `Organisme ${id}` },
      role: id === 'ca-fed-opc' ? ('observer' as const) : ('commissioner' as const),
      eventKeys: [
        { keyid: `${id}-1`, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' },
      ] as (KeyPeriod & { keyid: string; publicKey: string })[],
    }
  })
  const recorded: EvidenceEntry[] = []
  const signer = (id: string) => {
    const found = signers.get(id)
    if (found === undefined) throw new Error(`There is no office ${id} here`)
    return found
  }
  return {
    logs,
    signers,
    directory,
    recorded,
    record(id, at, version, event, sharedUnder) {
      const { origin, store } = logs.office(id)
      const index = store.size(origin)
      const said = sharedUnder === undefined ? {} : { sharedunder: sharedUnderText(sharedUnder) }
      const cloudEvent = eventOf(at, version, event, epoch, said)
      const bytes = signer(id).sign(cloudEvent)
      recorded.push({ origin, index, subject: subjectOf(at), bytes })
      const hash = new Uint8Array(createHash('sha256').update(bytes).digest())
      for (const each of ids) logs.office(each).trust.take(origin, index, [hash])
    },
    confirm(id, by, durable = false) {
      const { origin, trust } = logs.office(id)
      const note = trust.signHead(epoch, { durable })
      for (const each of by) {
        const seen = logs.office(each).trust.see(note)
        if (seen.kind !== 'cosigned') throw new Error(`${each} said ${seen.kind}`)
        for (const reader of ids) {
          logs.office(reader).trust.see(note)
          logs.office(reader).trust.addReceipts(origin, seen.size, seen.lines)
        }
      }
    },
    witness(id, cosign) {
      const { origin, trust } = logs.office(id)
      const note = trust.signHead(epoch)
      const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
      const lines = cosign(text, Math.floor(logs.clock.nowMs / 1_000))
      logs.office('ca-bc-oipc').trust.addReceipts(origin, Number(text.split('\n')[1]), lines)
    },
    changeEventKey(id, former) {
      const entry = directory.find((each) => each.id === id)
      const [before, ...others] = entry?.eventKeys ?? []
      if (entry === undefined || before === undefined) throw new Error(`no ${id}`)
      const { privateKey, publicKey } = generateKeyPairSync('ed25519')
      const keyid = `${id}-${others.length + 2}`
      signers.set(id, signerOf(keyid, privateKey))
      const made = { keyid, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' }
      entry.eventKeys.splice(0, 1, made, withPeriodOf(before, former))
    },
    wait: (seconds) => void (logs.clock.nowMs += seconds * 1_000),
    make: (about, wanted) => {
      const { store, trust } = logs.office('ca-bc-oipc')
      return unwrap(
        makeEvidence(
          {
            office: 'ca-bc-oipc' as OfficeId,
            signer: signer('ca-bc-oipc'),
            store,
            trust,
            sha256,
            directory,
            offices: logs.offices,
            witnesses,
          },
          {
            about,
            made: new Date(logs.clock.nowMs).toISOString() as Instant,
            zoneData: '2026c',
            entries: recorded.filter(wanted),
            packs: packs
              .filter(({ statute }) => statute === 'ca-bc-pipa')
              .map((pack) => ({
                statute: pack.statute,
                version: pack.version,
                pack: pack as never,
              })),
            say: (_, { kind }) => ({ en: `recorded: ${kind}`, fr: `consigné : ${kind}` }),
          },
        ),
      )
    },
  }
}

export const order = ref('ca-bc-oipc', 'P21-08', 'order')
const matter = ref('ca-bc-oipc', 'm')
const theirs = ref('ca-ab-oipc', 'm')

/** An order at one office and a matter at two, confirmed at three moments: 12:01, 12:02 and 12:05. */
export function foundingEvidence(witnesses: readonly Witness[] = []): EvidenceRig {
  const rig = evidenceRig(witnesses)
  rig.record('ca-bc-oipc', matter, 1, opened())
  rig.record('ca-ab-oipc', theirs, 1, opened())
  rig.wait(60)
  rig.confirm('ca-bc-oipc', ['ca-ab-oipc', 'ca-fed-opc'])
  rig.confirm('ca-ab-oipc', ['ca-bc-oipc', 'ca-fed-opc'])
  const law = packs.find(({ statute }) => statute === 'ca-bc-pipa')
  rig.record('ca-bc-oipc', order, 1, {
    ...issued('P21-08'),
    pack: { version: law?.version ?? '', inForceFrom: law?.inForce.from ?? '' },
  } as { kind: string })
  rig.wait(60)
  rig.confirm('ca-bc-oipc', ['ca-fed-opc'])
  rig.record('ca-bc-oipc', order, 2, {
    kind: 'withdrawn',
    on: '2021-12-20',
    terms: ['T1'],
    reason: 'an example',
  } as { kind: string })
  rig.record('ca-bc-oipc', matter, 2, noted('more'))
  rig.wait(180)
  rig.confirm('ca-bc-oipc', ['ca-ab-oipc', 'ca-fed-opc'], true)
  return rig
}

/**
 * A matter of one office whose first entry was signed and confirmed under keys that were changed afterwards, and whose second was under the new ones.
 * `event`, `log`: what the former ones count for. Not `confirmed`: nobody else saw the first, and there is no second.
 */
export function changedKeysEvidence({
  event = { upTo: 1 } as KeyPeriod,
  log = { upTo: 1 } as KeyPeriod,
  confirmed = true,
} = {}): EvidenceRig {
  const rig = evidenceRig()
  const others = ['ca-ab-oipc', 'ca-fed-opc']
  rig.record('ca-bc-oipc', matter, 1, opened())
  rig.wait(60)
  rig.confirm('ca-bc-oipc', confirmed ? others : [], true)
  rig.changeEventKey('ca-bc-oipc', event)
  rig.logs.changeKeys('ca-bc-oipc', log)
  if (!confirmed) return rig
  rig.wait(60)
  rig.record('ca-bc-oipc', matter, 2, noted('more'))
  rig.confirm('ca-bc-oipc', others, true)
  return rig
}

export const ofOrder = (entry: EvidenceEntry) => entry.subject === subjectOf(order)
export const ofMatter = () => true

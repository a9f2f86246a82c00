// What an office does with a witness that is no office, whatever that answers. A real one, of another author, is in test/contract/foreign-witness.test.ts.

import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../services/adapters/log/crypto.ts'
import type { AskWitness } from '../../../services/office/trust/ports.ts'
import { Witnesses } from '../../../services/office/trust/witnesses.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { parseAddCheckpoint } from '../../../shared/ledger/log/add-checkpoint.ts'
import { formatVerifierKey } from '../../../shared/ledger/log/note.ts'
import { witnessOf } from '../../../shared/ledger/log/witness.ts'
import { epoch, hashes, logRig, type LogRig } from '../../support/logs.ts'
import { testWitness } from '../../support/witness.ts'

const outside = testWitness('witness.example/w1')
let rig: LogRig
let asked: { url: string; oldSize: number; proof: number; checkpoint: string }[]
beforeEach(() => {
  rig = logRig(['ca-bc-oipc', 'ca-ab-oipc'], ':memory:', [outside.witness])
  asked = []
})

function asking(answer: (body: string) => { status: number; text: string } | Promise<never>) {
  const changes: string[] = []
  const shown: string[] = []
  const { trust, store } = rig.office('ca-bc-oipc')
  const ask: AskWitness = async (url, body) => {
    const request = parseAddCheckpoint(body)
    if (request === undefined) throw new Error('not a request')
    const { oldSize, proof, checkpoint } = request
    asked.push({ url, oldSize, proof: proof.length, checkpoint })
    return answer(checkpoint)
  }
  const witnesses = new Witnesses({
    asked: [{ witness: outside.witness, url: 'https://witness.example/w1' }],
    trust,
    store,
    ask,
    now: () => '2026-09-01T12:00:00.000Z' as Instant,
    onCosigned: (note) => void shown.push(note),
    onOwnDoubt: () => void changes.push('doubt'),
    onChange: () => void changes.push('change'),
    onProblem: () => undefined,
  })
  return { witnesses, changes, shown, trust, store }
}
const textOf = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1)
const cosigned = (checkpoint: string) => ({
  status: 200,
  text: outside.cosign(textOf(checkpoint), rig.clock.nowMs / 1_000),
})
const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('a head', () => {
  it('is shown with the proof from what the witness cosigned last, and its word is kept', async () => {
    const { witnesses, trust, store } = asking(cosigned)
    const { origin } = rig.office('ca-bc-oipc')
    trust.take(origin, 0, hashes(3))
    witnesses.show(trust.signHead(epoch))
    await settled()
    trust.take(origin, 3, hashes(4, 'envelope', 3))
    witnesses.show(trust.signHead(epoch))
    await settled()
    expect(asked.map(({ url, oldSize, proof }) => [url, oldSize, proof > 0])).toEqual([
      ['https://witness.example/w1/add-checkpoint', 0, false],
      ['https://witness.example/w1/add-checkpoint', 3, true],
    ])
    expect(store.furthestReceipts(origin).map(({ by, size }) => [by, size])).toEqual([
      ['witness.example/w1', 7],
      ['witness.example/w1', 7],
    ])
    expect(witnesses.problems).toEqual([])
  })

  it('that was signed while the witness was slow is shown next, those between are not', async () => {
    let answer: (() => void) | undefined
    const { witnesses, trust, shown } = asking(
      (checkpoint) =>
        new Promise((resolve) => {
          answer = () => resolve(cosigned(checkpoint) as never)
        }),
    )
    const { origin } = rig.office('ca-bc-oipc')
    for (let n = 0; n < 5; n++) {
      trust.take(origin, n, hashes(1, 'envelope', n))
      witnesses.show(trust.signHead(epoch))
    }
    for (let n = 0; n < 2; n++) {
      await settled()
      answer?.()
    }
    await settled()
    expect(asked.map(({ checkpoint }) => checkpoint.split('\n')[1])).toEqual(['1', '5'])
    // The first one is no longer the newest: shown again, it would take the place of the other.
    expect(shown.map((note) => note.split('\n')[1])).toEqual(['5'])
  })
})

describe('what goes wrong', () => {
  it.each([
    [404, 'does not know this ledger'],
    [403, 'does not know the key'],
    [422, 'does not accept that this head continues'],
    [429, 'too much to do'],
    [500, 'It answered 500'],
  ])('%i is said in both languages, until it is right again', async (status, words) => {
    let isRight = false
    const { witnesses, trust, changes } = asking((checkpoint) =>
      isRight ? cosigned(checkpoint) : { status, text: '' },
    )
    const show = async () => {
      witnesses.show(trust.signHead(epoch))
      await settled()
    }
    trust.take(rig.office('ca-bc-oipc').origin, 0, hashes(1))
    await show()
    const [problem] = witnesses.problems
    expect(problem?.words.en).toContain(words)
    expect(problem?.words.fr).not.toBe(problem?.words.en)
    await show()
    // Said once, not at every head.
    expect(changes).toEqual(['change'])
    isRight = true
    await show()
    expect(witnesses.problems).toEqual([])
    expect(changes).toEqual(['change', 'change'])
  })

  it('a witness that has seen more than the ledger has makes the office compare its own', async () => {
    const { witnesses, trust, changes } = asking(() => ({ status: 409, text: '9\n' }))
    trust.take(rig.office('ca-bc-oipc').origin, 0, hashes(3))
    witnesses.show(trust.signHead(epoch))
    await settled()
    expect(changes).toEqual(['doubt', 'change'])
    expect(asked).toHaveLength(1)
  })

  it('a witness that says each time another size is not asked for ever', async () => {
    let n = 0
    const { witnesses, trust } = asking(() => ({ status: 409, text: `${n++ % 3}\n` }))
    trust.take(rig.office('ca-bc-oipc').origin, 0, hashes(3))
    witnesses.show(trust.signHead(epoch))
    await settled()
    expect(asked).toHaveLength(2)
    expect(witnesses.problems[0]?.words.en).toContain('now this, now that')
  })

  it('an answer of somebody else, or of nobody, is not kept', async () => {
    const impostor = testWitness('witness.example/w1')
    const answers = [(text: string) => impostor.cosign(text, 1), () => '', () => '— a b\n'].values()
    const { witnesses, trust, store } = asking((checkpoint) => ({
      status: 200,
      text: answers.next().value?.(textOf(checkpoint)) ?? '',
    }))
    const { origin } = rig.office('ca-bc-oipc')
    trust.take(origin, 0, hashes(1))
    for (let n = 0; n < 3; n++) {
      witnesses.show(trust.signHead(epoch))
      await settled()
      expect(witnesses.problems[0]?.words.en).toContain('not signed with the keys')
    }
    expect(store.receipts(origin)).toEqual([])
  })

  it('a witness that never answers does not hold up the end of the office', async () => {
    const { trust, store } = rig.office('ca-bc-oipc')
    const witnesses = new Witnesses({
      asked: [{ witness: outside.witness, url: 'https://witness.example' }],
      trust,
      store,
      ask: (_, __, signal) =>
        new Promise((__, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        }),
      now: () => '2026-09-01T12:00:00.000Z' as Instant,
      onCosigned: () => expect.unreachable(),
      onOwnDoubt: () => undefined,
      onChange: () => expect.unreachable(),
      onProblem: () => expect.unreachable(),
    })
    trust.take(rig.office('ca-bc-oipc').origin, 0, hashes(1))
    witnesses.show(trust.signHead(epoch))
    await witnesses[Symbol.asyncDispose]()
    expect(witnesses.problems).toEqual([])
  })
})

describe('what a witness says', () => {
  it('is kept by another office that knows its keys, from what the first one shows', () => {
    const [bc, ab] = [rig.office('ca-bc-oipc'), rig.office('ca-ab-oipc')]
    bc.trust.take(bc.origin, 0, hashes(2))
    const note = bc.trust.signHead(epoch)
    ab.trust.hear(note + cosigned(note).text)
    expect(ab.store.receipts(bc.origin).map(({ by }) => by)).toEqual([
      'witness.example/w1',
      'witness.example/w1',
    ])
  })
})

describe('keys that name a witness', () => {
  const [ed25519 = '', mlDsa = ''] = outside.verifierKeys
  const other = testWitness('other.example/w').verifierKeys
  const office = testWitness('x.example')
  const renamed = (name: string) => {
    const [key] = office.witness.keys
    return key === undefined ? '' : formatVerifierKey(sha256, { ...key, name })
  }
  it('are one of each kind at most, under one name', () => {
    expect(witnessOf(sha256, [ed25519, mlDsa])).toMatchObject({ name: 'witness.example/w1' })
    expect(witnessOf(sha256, [mlDsa])).toMatchObject({ name: 'witness.example/w1' })
  })
  it.each<[string, string[], RegExp]>([
    ['none', [], /no key/],
    ['two of a kind', [ed25519, ed25519], /two keys of one kind/],
    ['two names', [ed25519, other[1] ?? ''], /several names/],
    ['a broken one', [ed25519.replace('+', '-')], /is not a verifier key/],
    ['the name of an office', [renamed('ca-bc-oipc')], /named like an office/],
    [
      'the name of an office’s key',
      [renamed('concert/ca-bc-oipc/-/witness')],
      /named like an office/,
    ],
    ['a very long name', [renamed(`a.${'b'.repeat(200)}`)], /too long/],
  ])('%s: refused, and said why', (_, keys, why) => {
    expect(witnessOf(sha256, keys)).toMatch(why)
  })
})

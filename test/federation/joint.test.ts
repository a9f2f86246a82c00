// Joint actions on real processes: four offices, one moment, every decision its own.

import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { officeViewSchema } from '../../shared/contract/views.schema.ts'
import {
  releasedDocumentSchema,
  releasedPayloadSchema,
} from '../../shared/contract/joint.schema.ts'
import { preAuthEncoding } from '../../shared/ledger/event.ts'
import { TestFederation } from '../support/federation.ts'
import { JointRun, statement, type Said } from '../support/joint.ts'

const offices = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc']
const [bc = '', ab = '', qc = '', fed = ''] = offices
/** Its clock stands until a test steps it on: nobody is silent because the machine is busy, and no moment passes unseen. */
const federation = new TestFederation({ stepped: true, legalStart: '2021-12-01T17:00:00.000Z' })
const minuteMs = 60_000

beforeAll(async () => void (await federation.start()), 180_000)
afterAll(() => federation[Symbol.asyncDispose](), 60_000)

const proposal = async (run: JointRun, proposer: string, more: object = {}): Promise<Said> =>
  ({
    kind: 'propose',
    by: 'Director',
    offices,
    ...statement,
    replyBy: await run.instant(proposer, 6 * minuteMs),
    moment: await run.instant(proposer, 8 * minuteMs),
    silence: 'abstention',
    windowSeconds: 60,
    start: 'quorum',
    partition: 'call-off',
    compensation: 'none',
    ...more,
  }) as unknown as Said

describe('a joint statement', () => {
  it('is released together with every signature; before that a ledger shows only hashes', async () => {
    const run = new JointRun(federation, `${fed}:J21-01`)
    await run.record(fed, await proposal(run, fed))
    for (const office of offices) await run.consent(office)
    const before = await run.until(bc, 'a go', ({ status }) => status === 'going')
    expect(JSON.stringify(before.history)).not.toContain('ordonnances')
    expect(
      (await run.say(qc, { kind: 'approve', by: 'Second Officer', version: 1 } as Said)).kind,
    ).toBe('refused')
    federation.stepTo(before.going?.moment ?? '')
    for (const office of offices)
      await run.until(office, 'complete', ({ status }) => status === 'complete')

    const detail = await run.detail(qc)
    expect(detail.offices.map(({ office, step }) => [office, step])).toEqual(
      offices.map((office) => [office, 'acted']),
    )
    expect(
      detail.offices.map(
        ({ actedAt }) => actedAt !== null && actedAt >= (detail.going?.moment ?? ''),
      ),
    ).toEqual([true, true, true, true])
    expect(detail.history.filter(({ kind }) => kind === 'released')).toHaveLength(1)
    // Said once: each report wakes every office.
    expect(detail.history.filter(({ kind }) => kind === 'readiness-reported')).toHaveLength(
      offices.length,
    )

    const released = await federation
      .client(ab)
      .get(`/v1/joint/${encodeURIComponent(run.joint)}/document`, releasedDocumentSchema)
    const bytes = Buffer.from(released.payload, 'base64')
    expect(releasedPayloadSchema.parse(JSON.parse(bytes.toString())).document.text).toEqual(
      statement.document.text,
    )
    const { offices: entries } = await federation.client(ab).get('/v1/office', officeViewSchema)
    expect(released.signatures.map(({ office }) => office).toSorted()).toEqual(offices.toSorted())
    for (const { office, keyid, sig } of released.signatures) {
      const x =
        entries.find(({ id }) => id === office)?.eventKeys.find((key) => key.keyid === keyid)
          ?.publicKey ?? ''
      expect(
        verify(
          null,
          preAuthEncoding(released.payloadType, bytes),
          createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
          Buffer.from(sig, 'base64'),
        ),
      ).toBe(true)
    }
  }, 180_000)

  it('needs two officers, the text that was seen, and a quorum; an amendment makes consents lapse', async () => {
    const run = new JointRun(federation, `${bc}:J21-02`)
    const byHand = { start: 'coordinator' }
    await run.record(bc, await proposal(run, bc, byHand))
    await run.until(ab, 'the document opened', ({ step }) => step === 'received')
    await run.record(ab, { kind: 'consent', by: 'First Officer', version: 1 } as Said)
    const alone = await run.say(ab, { kind: 'approve', by: ' first officer', version: 1 } as Said)
    expect(alone).toMatchObject({ kind: 'refused', problem: { code: 'same-officer' } })
    await run.record(ab, { kind: 'approve', by: 'Second Officer', version: 1 } as Said)
    const early = await run.say(bc, { kind: 'go' } as Said)
    expect(early).toMatchObject({ kind: 'refused', problem: { code: 'not-agreed' } })
    await run.until(qc, 'the document opened', ({ step }) => step === 'received')
    await run.record(qc, {
      kind: 'object',
      version: 1,
      objections: [
        {
          finding: 'F1',
          risk: 'Reads as if the appeal were decided',
          change: 'Say that an appeal is open',
        },
      ],
    } as Said)
    const told = await run.until(bc, 'the objection', ({ talk }) => talk.objections.length === 1)
    expect(told.talk.objections[0]?.objections).toEqual([
      {
        finding: 'F1',
        risk: 'Reads as if the appeal were decided',
        change: 'Say that an appeal is open',
      },
    ])
    await run.record(bc, {
      ...(await proposal(run, bc, byHand)),
      kind: 'amend',
      because: 'An appeal is open',
    } as Said)
    await run.until(
      bc,
      'the consent lapsed',
      ({ version, offices: all }) =>
        version === 2 && all.find(({ office }) => office === ab)?.counts === false,
    )
    await run.record(bc, { kind: 'cancel', reason: 'The respondent has complied' } as Said)
    for (const office of offices)
      await run.until(
        office,
        'cancelled, and known everywhere',
        ({ status, offices: all }) =>
          status === 'cancelled' && all.every(({ step }) => step === 'stood-down'),
      )
  }, 180_000)
})

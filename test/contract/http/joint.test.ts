// Joint actions over HTTP: one office's API, with the other offices' staff at theirs. No socket, no broker.

import { describe, expect, test } from 'vitest'
import { jointCommandExamples } from '../../../services/web/joint/examples.ts'
import {
  jointCommandSchema,
  jointDetailSchema,
  jointReadinessSchema,
  releasedDocumentSchema,
  releasedPayloadSchema,
} from '../../../shared/contract/joint.schema.ts'
import { MemoryOffice, anybody } from './memory-office.ts'
import { clientOf } from './client.ts'
import { everybody, joint, prepare, proposal, released, say } from './joint-run.ts'

describe('a statement', () => {
  test('is sealed, consented to by two officers of each office, released with every signature', async () => {
    const office = await new MemoryOffice('ca-qc-cai', '2021-12-14').replay()
    const client = clientOf(office)
    await say(office, 'ca-fed-opc', proposal)
    const seen = jointDetailSchema.parse(await (await client.get(`/v1/joint/${joint}`)).json())
    expect(seen).toMatchObject({
      status: 'open',
      step: 'received',
      waitsForUs: true,
      document: { title: proposal.document.title },
    })
    expect(seen.can).toEqual(['consent', 'object', 'abstain', 'delegate', 'ask'])
    expect(JSON.stringify(seen.history)).not.toContain(proposal.document.text.fr)

    for (const id of everybody) await prepare(office, id)
    const document = releasedDocumentSchema.parse(
      await (await client.get(`/v1/joint/${joint}/document`)).json(),
    )
    expect(document.signatures.map((signature) => signature.office)).toEqual(everybody)
    expect(
      releasedPayloadSchema.parse(JSON.parse(Buffer.from(document.payload, 'base64').toString()))
        .document.text,
    ).toEqual(proposal.document.text)
    expect(await (await client.get(`/v1/joint/${joint}`)).json()).toMatchObject({
      status: 'complete',
      released: { on: '2021-12-14' },
      ended: { how: 'complete', acted: everybody },
    })
  })

  test('says for each office whether it is ready, on its own clock on the wall', async () => {
    const office = await released(new MemoryOffice('ca-bc-oipc', '2021-12-14'))
    const readiness = jointReadinessSchema.parse(
      await (await clientOf(office).get(`/v1/joint/${joint}/readiness`)).json(),
    )
    expect(readiness.offices.map(({ localMoment }) => localMoment)).toEqual([
      '2021-12-14 09:00 (America/Vancouver, UTC-08:00)',
      '2021-12-14 10:00 (America/Edmonton, UTC-07:00)',
      '2021-12-14 12:00 (America/Toronto, UTC-05:00)',
      '2021-12-14 12:00 (America/Toronto, UTC-05:00)',
    ])
    expect(readiness.earliest.state).toBe('at')
  })
})

describe('the pages', () => {
  const page = async (office: MemoryOffice, path: string) => {
    const response = await clientOf(office).get(path)
    return { status: response.status, text: await response.text() }
  }
  test('show a released statement in both languages, with every signature and each office on its own clock', async () => {
    const office = await released(new MemoryOffice('ca-qc-cai', '2021-12-14'))
    for (const [lang, acted, signed, clock] of [
      ['en', 'all acted', 'Signed by OIPC BC', 'Tue, Dec 14, 2021, 09:00 (Pacific Time)'],
      [
        'fr',
        'tous ont agi',
        'Signé par OIPC C.-B.',
        'mar. 14 déc. 2021, 09\u00a0h\u00a000 (heure du Pacifique)',
      ],
    ] as const) {
      const { status, text } = await page(office, `/joint/ca-fed-opc/J21-01?lang=${lang}`)
      expect(status).toBe(200)
      for (const part of [
        acted,
        signed,
        proposal.document.text.en,
        proposal.document.text.fr,
        clock,
      ])
        expect(text).toContain(part)
    }
    expect((await page(office, '/joint')).text).toContain('/joint/ca-fed-opc/J21-01')
    expect((await page(office, '/matters/clearview-ai')).text).toContain('/joint/ca-fed-opc/J21-01')
  })
  test('tell how far it has come, as a whole and for each office', async () => {
    const phasesOf = (text: string) =>
      [...text.matchAll(/<li class="phase-(\w+)"/g)].map(([, mark]) => mark)
    const office = await new MemoryOffice('ca-qc-cai', '2021-12-14').replay()
    await say(office, 'ca-fed-opc', proposal)
    expect(phasesOf((await page(office, '/joint/ca-fed-opc/J21-01')).text)).toEqual([
      'done',
      'now',
      'todo',
      'todo',
      'todo',
    ])
    await say(office, 'ca-fed-opc', { kind: 'cancel', reason: 'moot' })
    expect(phasesOf((await page(office, '/joint/ca-fed-opc/J21-01')).text)).toEqual([
      'done',
      'trouble',
      'todo',
      'todo',
      'todo',
    ])
    const done = await page(
      await released(new MemoryOffice('ca-qc-cai', '2021-12-14')),
      '/joint/ca-fed-opc/J21-01',
    )
    expect(phasesOf(done.text)).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(
      done.text.match(
        /<span class="badge joint-done"><span class="shape" aria-hidden="true">●<\/span>acted<\/span>/g,
      ),
    ).toHaveLength(4)
  })
  test('say on the board what waits for this office, and offer what a person can do', async () => {
    const office = await new MemoryOffice('ca-qc-cai', '2021-12-14').replay()
    expect((await page(office, '/board')).text).not.toContain('waits for this office')
    await say(office, 'ca-fed-opc', proposal)
    expect((await page(office, '/board')).text).toContain('One joint action waits for this office')
    const { text } = await page(office, '/joint/ca-fed-opc/J21-01')
    expect([...text.matchAll(/href="[^"]*\/act\/([a-z]+)"/g)].map(([, kind]) => kind)).toEqual([
      'consent',
      'object',
      'abstain',
      'delegate',
      'ask',
    ])
    expect((await page(office, '/joint/ca-fed-opc/J99')).status).toBe(404)
  })
  test('show nothing of a text that is sealed to others', async () => {
    const office = await new MemoryOffice('ca-qc-cai', '2021-12-14').replay()
    await say(office, 'ca-fed-opc', { ...proposal, offices: ['ca-bc-oipc', 'ca-ab-oipc'] })
    const { text } = await page(office, '/joint/ca-fed-opc/J21-01')
    expect(text).toContain('Sealed to the offices that are invited')
    expect(text).not.toContain(proposal.document.text.en)
  })
})

describe('refusals', () => {
  const office = new MemoryOffice('ca-bc-oipc', '2021-12-14')
  const post = async (command: object, id = joint) => {
    const response = await clientOf(office).post(`/v1/joint/${id}/commands`, command)
    return {
      status: response.status,
      ...((await response.json()) as { code: string; path?: string }),
    }
  }
  test.each([
    [
      'a missing language',
      {
        ...proposal,
        kind: 'propose',
        id: 'x',
        on: '2021-12-14',
        document: { ...proposal.document, text: { en: 'Only English', fr: ' ' } },
      },
      400,
      'invalid-input',
    ],
    ["another office's proposal", { ...proposal, id: 'x', on: '2021-12-14' }, 422, 'wrong-office'],
    [
      'a command that only the office itself makes',
      { kind: 'commit', id: 'x', on: '2021-12-14', version: 1, round: 1, digest: 'a'.repeat(64) },
      400,
      'invalid-input',
    ],
    [
      'an answer to what is not known',
      { kind: 'abstain', id: 'x', on: '2021-12-14', version: 1 },
      404,
      'unknown-joint',
    ],
  ])('%s', async (_, command, status, code) => {
    expect(await post(command)).toMatchObject({ status, code })
  })
  test('an observer that would be required to issue orders', async () => {
    const { compensation: _, ...rest } = proposal
    expect(
      await post(
        { ...rest, id: 'x', on: '2021-12-14', action: 'issuance', required: ['ca-fed-opc'] },
        'ca-bc-oipc:J9',
      ),
    ).toMatchObject({ status: 422, code: 'no-order-power' })
  })
  test('an unknown action', async () => {
    expect((await clientOf(office).get('/v1/joint/ca-bc-oipc:J99')).status).toBe(404)
  })
})

test('a deconfliction question reveals yes, no or ask to the asker, and nothing to anybody else', async () => {
  const asker = new MemoryOffice('ca-bc-oipc', '2021-12-14')
  const id = 'ca-bc-oipc:J2'
  const { matter: _, compensation: __, moment: ___, start: ____, ...rest } = proposal
  await say(
    asker,
    'ca-bc-oipc',
    { ...rest, action: 'deconfliction', offices: ['ca-ab-oipc', 'ca-qc-cai'] },
    id,
  )
  const more = await asker.submitJointAs(
    'ca-ab-oipc' as never,
    id as never,
    jointCommandSchema.parse({
      kind: 'answer',
      id: 'a',
      on: '2021-12-14',
      version: 1,
      answer: 'yes',
      text: 'we have two files',
    }),
  )
  expect(more).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input', path: 'text' } })
  await say(asker, 'ca-ab-oipc', { kind: 'answer', version: 1, answer: 'yes' }, id)
  await say(asker, 'ca-qc-cai', { kind: 'answer', version: 1, answer: 'ask' }, id)
  expect(await asker.jointAction(anybody, id as never)).toMatchObject({
    status: 'answered',
    talk: {
      answers: [
        { office: 'ca-ab-oipc', answer: { answer: 'yes' } },
        { office: 'ca-qc-cai', answer: { answer: 'ask' } },
      ],
    },
  })
  const stored = asker.entries
    .filter(({ recorded }) => recorded.event.kind === 'answered')
    .map(
      ({ recorded }) =>
        recorded.event as unknown as { sealed: { recipients: { header: { kid: string } }[] } },
    )
  expect(
    stored.map(({ sealed }) => sealed.recipients.map(({ header }) => header.kid).toSorted()),
  ).toEqual([
    ['ca-ab-oipc', 'ca-bc-oipc'],
    ['ca-bc-oipc', 'ca-qc-cai'],
  ])
})

test('its examples are what the schema takes', () => {
  for (const [name, { value }] of Object.entries(jointCommandExamples))
    expect(jointCommandSchema.safeParse(value).error, name).toBeUndefined()
})

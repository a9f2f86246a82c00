// The drift guard on real engines: an upgrade lists what would differ and moves nothing; an approval moves one date, on every board and in its workflow.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workflowIdOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import { plain } from '../../services/cli/kit/output.ts'
import { run } from '../../services/apps/concert/run.ts'
import { driftSchema } from '../../shared/contract/drift.schema.ts'
import { doctorSchema } from '../../shared/contract/views.schema.ts'
import { runOffice } from '../../services/apps/office/run.ts'
import { ownPackFolder } from '../../services/platform/packs.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { searchAttributes } from '../../workflows/messages.ts'
import { TestFederation } from '../support/federation.ts'

const bc = 'ca-bc-oipc'
const ref: AggregateRef = { office: bc as OfficeId, kind: 'order', id: 'P21-08' }
const order = `${bc}:P21-08`
/** Months from the alarm, however slow the machine: a legal day is a minute and a half. */
const federation = new TestFederation({ rate: 1_000, legalStart: '2021-12-14T20:00:00.000Z' })
const packFolders = mkdtempSync(path.join(tmpdir(), 'concert-packs-'))
const folder = (name: string) => path.join(packFolders, name)

beforeAll(async () => {
  const pack = JSON.parse(readFileSync(path.join(ownPackFolder, 'ca-bc-pipa.json'), 'utf8')) as {
    holidays: object[]
  }
  const mourning = {
    id: 'mourning',
    name: { en: 'Day of mourning', fr: 'Jour de deuil' },
    rule: { kind: 'dates', dates: ['2022-01-10'] },
    citations: [{ section: 'Proclamation', confidence: 'S' }],
  }
  await federation.start()
  for (const [name, changed] of [
    ['packs', { version: '2027-01-01', holidays: [...pack.holidays, mourning] }],
    ['future', { version: '2099-01-01', zoneData: '2099z' }],
  ] as const) {
    mkdirSync(folder(name))
    writeFileSync(
      path.join(folder(name), 'ca-bc-pipa.json'),
      JSON.stringify({ ...pack, ...changed }),
    )
  }
}, 120_000)
afterAll(async () => {
  await federation[Symbol.asyncDispose]()
  rmSync(packFolders, { recursive: true, force: true })
}, 60_000)

const drift = (office = bc) => federation.client(office).get('/v1/drift', driftSchema)
/** What every office's board has for the order. */
async function everywhere(): Promise<{ version: number; due: (string | undefined)[] }[]> {
  return (await federation.boards()).map(({ orders }) => {
    const found = orders.find((each) => each.order === order)
    return { version: found?.version ?? 0, due: found?.terms.map(({ due }) => due?.date) ?? [] }
  })
}
const onEveryBoard = (version: number, due: string) =>
  federation.until(`version ${version} on every board`, async () =>
    (await everywhere()).every((seen) => seen.version === version && seen.due.join() === due),
  )

/** Its life hears of what is recorded a moment after it is recorded. */
const nextAlarmIs = (at: string) =>
  federation.until(
    `the next alarm at ${at}`,
    async () => (await nextAlarm().catch(() => '')) === at,
  )

/** As Temporal's own lists show it, also while the life sleeps. */
async function nextAlarm(): Promise<string | undefined> {
  const config = federation.running.layout.office(bc).config
  const { temporal, keys } = JSON.parse(readFileSync(config, 'utf8')) as {
    temporal: { address: string; namespace: string }
    keys: { payload: string }
  }
  await using link = await connectTemporal({
    ...temporal,
    converter: officeConverter(readFileSync(keys.payload)),
  })
  const { searchAttributes: shown } = await link.client.workflow
    .getHandle(workflowIdOf(ref))
    .describe()
  const [until] = shown[searchAttributes.until] ?? []
  return until instanceof Date ? until.toISOString() : undefined
}

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  let ended = 0
  const code = await run([...args, '--data', federation.dataDir], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    paint: plain,
    exit: (as) => void (ended = as),
  })
  return { code: code === 0 ? ended : code, out: out.join('\n'), err: err.join('\n') }
}

test('a holiday that a later pack brings is listed, moves nothing by itself, and moves one date for each approval', async () => {
  const client = federation.client(bc)
  const text = { en: 'x', fr: 'x' }
  const terms = [
    { id: 'T1', theme: 'stop-offering', kind: 'prohibition', effort: 'absolute', text },
    { id: 'T2', theme: 'delete', kind: 'mandate', effort: 'absolute', text },
  ]
  for (const command of [
    {
      kind: 'issue',
      id: 'issue',
      on: '2021-12-14',
      matter: 'm',
      statute: 'ca-bc-pipa',
      respondent: { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
      terms,
    },
    { kind: 'serve', id: 'serve', on: '2021-12-14', party: 'acme', means: 'courier' },
  ])
    expect(await client.send({ ref, command: command as never })).toMatchObject({
      kind: 'recorded',
    })
  await onEveryBoard(2, '2022-01-25,2022-01-25')
  expect((await drift()).orders).toEqual([])
  await nextAlarmIs('2022-01-26T08:00:00.000Z')
  await federation.stop()

  await federation.start({ packFolders: [folder('packs')] })
  await federation.until(
    'the workflow after the start',
    async () => (await nextAlarm().catch(() => undefined)) !== undefined,
  )
  for (const { id } of federation.running.offices) {
    const { orders } = await drift(id)
    expect(orders, id).toMatchObject([
      {
        order,
        own: id === bc,
        pack: { after: '2027-01-01' },
        changes: [
          {
            kind: 'deadline',
            id: 'challenge',
            before: { date: '2022-01-25' },
            after: { date: '2022-01-26' },
          },
          {
            kind: 'deadline',
            id: 'comply',
            terms: ['T1', 'T2'],
            before: { date: '2022-01-25' },
            after: { date: '2022-01-26' },
            why: [
              { kind: 'day', date: '2022-01-10', why: 'mourning', counts: false },
              { kind: 'rules' },
            ],
          },
        ],
      },
    ])
  }
  expect((await federation.client(bc).get('/v1/doctor', doctorSchema)).checks).toContainEqual(
    expect.objectContaining({ check: 'open dates', state: 'warning' }),
  )
  await onEveryBoard(2, '2022-01-25,2022-01-25')
  await nextAlarmIs('2022-01-26T08:00:00.000Z')

  const listing = await cli('drift')
  expect(listing.code, listing.err).toBe(0)
  expect(listing.out).toContain('2022-01-10 does not count now (mourning)')
  const lines = listing.out.match(/concert drift approve .*/g) ?? []
  expect(lines).toHaveLength(2)
  const approve = (line: string | undefined, ...more: string[]) =>
    cli(
      ...(line ?? '')
        .replace(/^concert /, '')
        .replace(/ --by .*$/, '')
        .split(' '),
      '--by',
      'Registrar',
      '--reason',
      'proclaimed',
      ...more,
    )

  expect(await approve(lines[1]?.replace('2022-01-26', '2022-01-27'))).toMatchObject({
    code: 3,
    err: expect.stringContaining('conflict') as string,
  })
  expect(await approve(lines[1], '--id', 'approve-comply', '--json')).toMatchObject({ code: 0 })
  await onEveryBoard(3, '2022-01-26,2022-01-26')
  const repeated = await approve(lines[1], '--id', 'approve-comply', '--json')
  expect(JSON.parse(repeated.out)).toMatchObject({
    kind: 'recorded',
    version: 3,
    event: {
      kind: 'deadline-corrected',
      by: 'Registrar',
      packVersion: '2027-01-01',
      before: { date: '2022-01-25' },
      after: { date: '2022-01-26' },
    },
  })
  for (const { id } of federation.running.offices)
    expect((await drift(id)).orders, id).toMatchObject([{ changes: [{ id: 'challenge' }] }])
  // The other date, which nobody approved yet, still has its alarm.
  await nextAlarmIs('2022-01-26T08:00:00.000Z')

  expect(await approve(lines[0])).toMatchObject({ code: 0 })
  await onEveryBoard(4, '2022-01-26,2022-01-26')
  await nextAlarmIs('2022-01-27T08:00:00.000Z')
  expect((await drift()).orders).toEqual([])
  expect((await federation.events()).versions).toMatchObject({ [order]: [1, 2, 3, 4] })
}, 180_000)

test('a pack that needs newer zone data than the runtime has: the office refuses to start, and names it', async () => {
  const { config } = federation.running.layout.office(bc)
  await federation.stop()
  writeFileSync(
    config,
    JSON.stringify({
      ...(JSON.parse(readFileSync(config, 'utf8')) as object),
      packFolders: [folder('future')],
    }),
  )
  const said: string[] = []
  expect(await runOffice(config, { err: (line) => void said.push(line) })).toBe(1)
  expect(said.join('\n')).toMatch(
    /ca-bc-pipa\.json: zone-data-too-old: .*2099z, which policy pack ca-bc-pipa 2099-01-01 needs/,
  )
}, 60_000)

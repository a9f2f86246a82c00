// What the page of a joint action says about the moment itself: before it, in its window, after it, and where an office is cut off.

import { expect, test } from 'vitest'
import { renderJoint } from '../../../services/cli/joint/render.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { clientOf } from './client.ts'
import { everybody, joint, prepare, proposalOn, say } from './joint-run.ts'
import { MemoryOffice, anybody, offices } from './memory-office.ts'

const path = '/joint/ca-fed-opc/J21-01'
const day = '2021-12-14'

/** All have consented; the go is for 18:00 UTC, and the window an hour long. */
async function going(): Promise<MemoryOffice> {
  const office = await new MemoryOffice('ca-bc-oipc', day).replay()
  await say(office, 'ca-fed-opc', {
    ...proposalOn(day),
    start: 'coordinator',
    moment: `${day}T20:00:00.000Z`,
    replyBy: `${day}T19:00:00.000Z`,
  })
  for (const each of everybody) await prepare(office, each)
  await say(office, 'ca-fed-opc', { kind: 'go' })
  return office
}

async function section(office: MemoryOffice, lang = 'en'): Promise<string> {
  const text = await (await clientOf(office).get(`${path}?lang=${lang}`)).text()
  return /<section aria-labelledby="at-the-moment">([\s\S]*?)<\/section>/.exec(text)?.[1] ?? ''
}

const reachOf = (cut: string, lastHeard: string) =>
  offices.map(({ id }) => ({
    office: id,
    state: id === cut ? ('unreachable' as const) : ('current' as const),
    lastHeard,
  }))

test('before it: how long until it, and nothing of acts', async () => {
  const office = await going()
  office.time = '19:30:00.000Z'
  const text = await section(office)
  expect(text).toContain('All act in 30\u00a0min 0\u00a0s')
  expect(text).toContain('data-until="2021-12-14T20:00:00.000Z" data-rate="1"')
  expect(text).not.toContain('Not heard')
  expect(await section(office, 'fr')).toContain('Tous agissent dans 30\u00a0min 0\u00a0s')
})

test('an office that is cut off in the window is named, with when it was last heard, on the page where people look', async () => {
  const office = await going()
  office.time = '20:10:00.000Z'
  office.reach = reachOf('ca-ab-oipc', `${day}T19:59:50.000Z`)
  const text = await section(office)
  expect(text).toContain('50\u00a0min 0\u00a0s left in the window')
  expect(text).toContain(
    'Not heard: <strong>OIPC BC, OIPC Alberta, CAI Quebec, OPC</strong>. Whether it has acted is not known',
  )
  expect(/OIPC Alberta<\/strong>.*?<\/li>/s.exec(text)?.[0]).toContain('its ledger cannot be read')
  expect(/OIPC Alberta<\/strong>.*?<\/li>/s.exec(text)?.[0]).toContain('Tue, Dec 14, 2021, 11:59')
  expect(/CAI Quebec<\/strong>.*?<\/li>/s.exec(text)?.[0]).toContain('nothing in its ledger yet')
  const french = await section(office, 'fr')
  expect(french).toContain('Sans nouvelles\u00a0:')
  expect(french).toContain('son registre ne peut être lu')

  const detail = (await office.jointAction(anybody, joint as never)) as JointDetail
  expect(renderJoint(detail, (_, said) => said)).toMatch(
    /At the moment\n {2}not yet {3}ca-bc-oipc, ca-qc-cai, ca-fed-opc\n {2}not heard ca-ab-oipc: its ledger is unreachable, last heard 2021-12-14 19:59/,
  )
})

test('after its window: that it ended, who acted, who was not heard', async () => {
  const office = await going()
  office.time = '21:00:25.000Z'
  office.reach = reachOf('ca-ab-oipc', `${day}T19:59:50.000Z`)
  const text = await section(office)
  expect(text).toContain('The window ended')
  expect(text).toContain('nobody yet, as far as is known here')
  expect(text).not.toContain('data-until')
})

test('once all have acted the strip says when the last of them did, not when the window would have ended', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', day).replay()
  await say(office, 'ca-fed-opc', {
    ...proposalOn(day),
    replyBy: `${day}T17:30:00.000Z`,
    moment: `${day}T17:30:00.000Z`,
  })
  for (const each of everybody) await prepare(office, each)
  const detail = (await office.jointAction(anybody, joint as never)) as JointDetail
  const last = detail.offices
    .map(({ actedAt }) => actedAt)
    .toSorted()
    .at(-1) as string
  expect(last < (detail.going?.until as string)).toBe(true)
  const text = await (await clientOf(office).get(path)).text()
  const strip = /<ol class="phases".*?<\/ol>/s.exec(text)?.[0] ?? ''
  expect(strip.split('<li').at(-1)).toContain(`datetime="${last}"`)
  expect(strip).not.toContain(`datetime="${detail.going?.until}"`)
  expect(await section(office)).toBe('')
})

test('what is planned says so, and what is done shows a time that happened', async () => {
  const office = await going()
  office.time = '19:30:00.000Z'
  const text = await (await clientOf(office).get(path)).text()
  const [, proposed, , , released] = (/<ol class="phases".*?<\/ol>/s.exec(text)?.[0] ?? '').split(
    '<li',
  )
  expect(proposed).not.toContain('planned')
  expect(released).toContain('planned: <time datetime="2021-12-14T20:00:00.000Z">')
})

/** What the approver of this office's consent to `action` with one draft reads, in French. */
async function ownPart(action: string, draft: object, at = 'ca-bc-oipc'): Promise<string> {
  const office = await new MemoryOffice(at, '2021-12-20').replay()
  const { correction: _, ...document } = proposalOn(day).document
  const id = 'ca-ab-oipc:J21-09'
  const proposed = {
    ...proposalOn('2021-12-20'),
    start: 'coordinator',
    action,
    compensation: 'none',
    moment: '2021-12-21T20:00:00.000Z',
    replyBy: '2021-12-21T19:00:00.000Z',
    offices: ['ca-bc-oipc', 'ca-ab-oipc'],
    document,
  }
  await say(office, 'ca-ab-oipc', proposed, id)
  await say(office, at, { kind: 'consent', by: 'A', version: 1, drafts: [draft] }, id)
  const text = await (await clientOf(office).get('/joint/ca-ab-oipc/J21-09?lang=fr')).text()
  return /<section aria-labelledby="own">([\s\S]*?)<\/section>/.exec(text)?.[1] ?? ''
}

const issue = (more: object = {}) => ({
  order: 'ca-bc-oipc:P21-77',
  command: {
    kind: 'issue',
    id: 'd1',
    on: '2021-12-20',
    matter: 'clearview-ai',
    statute: 'ca-bc-pipa',
    respondent: { id: 'clearview', name: 'Clearview AI, Inc.', kind: 'organization' },
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete the faces.', fr: 'Supprimer les visages.' },
        ...more,
      },
    ],
  },
})

test('the approver sees the order as it will be, in both languages, and what is not a date yet; no JSON', async () => {
  const own = await ownPart('issuance', issue())
  for (const part of [
    'L’ordonnance P21-77, telle qu’elle sera rendue',
    'Clearview AI, Inc.',
    'Personal Information Protection Act (Colombie-Britannique)',
    '<p class="prose" lang="en">Delete the faces.</p>',
    '<p class="prose" lang="fr">Supprimer les visages.</p>',
    'Le délai pour se conformer commence quand la partie visée reçoit copie.',
  ])
    expect(own.includes(part), `the page says ${part}: ${own}`).toBe(true)
  expect(own).not.toContain('<pre')
  expect(own).not.toContain('&quot;')
})

test('the approver reads before the signature what the law would refuse at the moment', async () => {
  const own = await ownPart('issuance', issue({ due: { on: '2022-03-01' } }))
  expect(own).toContain('En l’état, ceci ne pourrait être consigné\u00a0:')
  expect(own).toContain('fixe lui-même le délai')
})

test('the approver sees which dates a common date would move, from when to when', async () => {
  const own = await ownPart(
    'compliance-date',
    {
      order: 'ca-ab-oipc:P2021-12',
      command: {
        kind: 'extend',
        id: 'd2',
        on: '2021-12-20',
        grantedBy: 'court',
        to: '2022-02-15',
        reason: 'One date for all',
      },
    },
    'ca-ab-oipc',
  )
  const table = /Dates qui en découleraient[\s\S]*/.exec(own)?.[0] ?? own
  expect(table).toContain('datetime="2022-01-26"')
  expect(table).toContain('datetime="2022-02-15"')
  expect(own).toContain('<span lang="en">One date for all</span>')
})

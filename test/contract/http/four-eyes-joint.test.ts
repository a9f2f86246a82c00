// Four eyes on the consent to a joint action, by who people are: a new name at the identity provider, or a role that was lent, makes nobody a second person.

import { expect, test } from 'vitest'
import type { Role } from '../../../shared/kernel/actor.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { joint, proposalOn, say } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

const cookieName = 'concert-session-ca-bc-oipc'
/** As pages call it. */
const page = `/joint/${joint.replace(':', '/')}`
const commands = `/v1/joint/${joint}/commands`
type Body = Record<string, unknown>

async function open() {
  const office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
  await say(office, 'ca-fed-opc', proposalOn(office.today))
  const world = staffed(office, { startsAt: Date.now() })
  const client = clientOf(world.api, { staff: world.staff })
  const signIn = (subject: string, name: string, ...roles: Role[]) => {
    const session = world.signIn(subject, { name, roles })
    const cookie = { cookie: `${cookieName}=${session}` }
    let n = 0
    return {
      session,
      say: async (command: object) => {
        const id = `${session}-${++n}`
        const sent = { on: office.today, version: 1, ...command, id }
        return (await (await client.post(commands, sent, cookie)).json()) as Body
      },
      browse: (path: string, lang?: string) =>
        PlainBrowser.open(
          (to: string, init: RequestInit = {}) => {
            const headers = (init.headers ?? {}) as Record<string, string>
            const all = { ...headers, cookie: `${headers['cookie'] ?? ''}; ${cookie.cookie}` }
            return client.send(to, { ...init, headers: all })
          },
          path,
          lang,
        ),
    }
  }
  const history = async (session: string) => {
    const answer = await client.get(`/v1/joint/${joint}`, { cookie: `${cookieName}=${session}` })
    return ((await answer.json()) as { history: Body[] }).history.filter(
      ({ office: of, kind }) => of === 'ca-bc-oipc' && String(kind).startsWith('consent'),
    )
  }
  return { ...world, office, client, signIn, history }
}

test('whoever prepared a consent cannot approve it, under no name and with no other right', async () => {
  const { signIn, staff, who, history } = await open()
  const roy = signIn('roy', 'Camille Roy', 'officer')
  expect(await roy.say({ kind: 'consent', by: 'somebody else' })).toMatchObject({
    kind: 'recorded',
    event: { kind: 'consent-prepared', by: 'Camille Roy' },
  })

  const renamed = signIn('roy', 'C. R. Roy', 'officer', 'approver')
  expect(await renamed.say({ kind: 'approve', by: 'Alex Singh' })).toMatchObject({
    code: 'same-officer',
  })

  const singh = signIn('singh', 'Alex Singh', 'approver')
  staff.delegate(who(singh.session), { to: 'roy', role: 'approver', days: 3 })
  const lent = signIn('roy', 'Roy', 'officer')
  expect(await lent.say({ kind: 'approve', by: 'Roy' })).toMatchObject({ code: 'same-officer' })

  expect(await singh.say({ kind: 'approve', by: 'nobody' })).toMatchObject({
    kind: 'recorded',
    event: { kind: 'consented' },
  })
  expect(await history(singh.session)).toMatchObject([
    {
      kind: 'consent-prepared',
      by: 'Camille Roy',
      actor: 'person:Camille Roy',
      actorRole: 'officer',
    },
    {
      kind: 'consented',
      by: 'Alex Singh',
      actor: 'person:Alex Singh',
      actorRole: 'approver',
      preparedBy: 'Camille Roy',
    },
  ])
})

test('whoever acts for the one who prepared it is the same person, and the other way round', async () => {
  const { signIn, staff, who } = await open()
  // Singh lends Lee the officer's role: what Lee prepares is Singh's.
  const singh = signIn('singh', 'Alex Singh', 'officer', 'approver')
  signIn('lee', 'Jo Lee', 'viewer')
  staff.delegate(who(singh.session), { to: 'lee', role: 'officer', days: 3 })
  const lee = signIn('lee', 'Jo Lee', 'viewer')
  expect(await lee.say({ kind: 'consent', by: 'Jo Lee' })).toMatchObject({ kind: 'recorded' })
  expect(await singh.say({ kind: 'approve', by: 'Alex Singh' })).toMatchObject({
    code: 'same-officer',
  })
  const kim = signIn('kim', 'Kim Tremblay', 'approver')
  expect(await kim.say({ kind: 'approve', by: 'Kim Tremblay' })).toMatchObject({ kind: 'recorded' })
})

test('what is done with a lent role says for whom, in the history and on the page', async () => {
  const { signIn, staff, who, history } = await open()
  const singh = signIn('singh', 'Alex Singh', 'officer')
  signIn('lee', 'Jo Lee', 'viewer')
  staff.delegate(who(singh.session), { to: 'lee', role: 'officer', days: 3 })
  const lee = signIn('lee', 'Jo Lee', 'viewer')
  await lee.say({ kind: 'consent', by: 'Jo Lee' })
  expect(await history(lee.session)).toMatchObject([
    { actor: 'person:Jo Lee', actorRole: 'officer', onBehalfOf: 'Alex Singh' },
  ])
  const shown = await lee.browse(page)
  expect(shown.words).toContain('Jo Lee (officer), for Alex Singh')
  const french = await lee.browse(page, 'fr')
  expect(french.words).toContain('Jo Lee (agente ou agent), pour Alex Singh')
})

test.each([
  ['en', 'Your name', 'Prepared byCamille Roy', 'Approved and recorded byAlex Singh (approver)'],
  ['fr', 'Votre nom', 'Préparé parCamille Roy', 'Approuvé et consigné parAlex Singh (approbation)'],
])(
  'by page, in %s: nobody who is signed in is asked for their name, and the receipt names both',
  async (lang, asked, prepared, approved) => {
    const { signIn } = await open()
    const roy = signIn('roy', 'Camille Roy', 'officer')
    const singh = signIn('singh', 'Alex Singh', 'approver')
    const form = await roy.browse(`${page}/act/consent`, lang)
    expect(form.text).not.toContain(asked)
    await form.press('check')
    expect(form.words).toContain('Camille Roy')
    await form.press('record')
    expect(form.path).toMatch(/\/receipt\/participation\/\d+$/)
    const approval = await singh.browse(`${page}/act/approve`, lang)
    expect(approval.text).not.toContain(asked)
    await approval.press('check')
    await approval.press('record')
    expect(approval.path).toMatch(/\/receipt\/participation\/\d+$/)
    expect(approval.words).toContain(prepared)
    expect(approval.words).toContain(approved)
  },
)

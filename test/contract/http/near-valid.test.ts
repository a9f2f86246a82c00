// Every route and every page with values that are nearly right: never a fault of ours, always a refusal that is described, in both languages.

import { beforeAll, expect, test } from 'vitest'
import { roles } from '../../../shared/kernel/actor.ts'
import { problemDocumentSchema } from '../../../shared/contract/views.schema.ts'
import { correctionExamples } from '../../../services/web/drift/examples.ts'
import { jointCommandExamples } from '../../../services/web/joint/examples.ts'
import {
  acceptanceExamples,
  decisionExamples,
  maintenanceExamples,
} from '../../../services/web/ledgers/examples.ts'
import { matterCommandExamples } from '../../../services/web/matters/examples.ts'
import { orderCommandExamples } from '../../../services/web/orders/examples.ts'
import { simulationExamples } from '../../../services/web/what-if/examples.ts'
import {
  hostileBodies,
  hostileCursors,
  hostileTexts,
  marker,
  mutantsOf,
} from '../../support/hostile.ts'
import { localSecret, staffed } from '../../support/staffed.ts'
import { clientOf, host } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}

const inPath: Readonly<Record<string, string>> = {
  '{order}': 'ca-bc-oipc:P21-08',
  '{matter}': 'clearview-ai',
  '{joint}': joint,
  '{office}': 'ca-ab-oipc',
  '{kind}': 'order',
}
const examplesOf = (examples: Readonly<Record<string, { readonly value: unknown }>>) =>
  Object.values(examples).map(({ value }) => value)
const titled = { en: 'A name', fr: 'Un nom' }
/** What each route takes: a route without one fails the test that goes through them. */
const bodies: Readonly<Record<string, readonly unknown[]>> = {
  '/v1/orders/{order}/commands': examplesOf(orderCommandExamples),
  '/v1/orders/{order}/preview': examplesOf(orderCommandExamples),
  '/v1/orders/{order}/corrections': examplesOf(correctionExamples),
  '/v1/matters/{matter}/commands': examplesOf(matterCommandExamples),
  '/v1/matters/{matter}/preview': examplesOf(matterCommandExamples),
  '/v1/joint/{joint}/commands': examplesOf(jointCommandExamples),
  '/v1/simulations': examplesOf(simulationExamples),
  '/v1/ledgers/check': [{}],
  '/v1/ledgers/{office}/decision': examplesOf(decisionExamples),
  '/v1/ledgers/{office}/succession': examplesOf(acceptanceExamples),
  '/v1/maintenance': examplesOf(maintenanceExamples),
  '/v1/quarantine/retry': [{ office: 'ca-ab-oipc' }],
  '/v1/notifications/acknowledge': [{ recipient: 'desk', id: 'n1' }],
  '/v1/notifications/send-again': [{ recipient: 'desk', message: 'm1' }],
  '/v1/approvals/{id}/approve': [{}],
  '/v1/approvals/{id}/drop': [{}],
  '/v1/sign-in/device': [{ name: 'a machine', fresh: true }],
  '/v1/sign-in/device/poll': [{ deviceCode: 'x' }],
  '/v1/sign-out': [{ everywhere: false }],
  '/v1/tokens': [{ name: 'a program', roles: ['viewer'], days: 3 }],
  '/v1/tokens/{id}/revoke': [{}],
  '/v1/staff/grants': [{ person: 'roy', role: 'viewer', days: 3 }],
  '/v1/staff/grants/{id}/revoke': [{}],
  '/v1/staff/delegations': [{ to: 'roy', role: 'viewer', days: 3 }],
  '/v1/desk/{kind}/{id}': [
    { kind: 'hand', to: 'me', version: 0 },
    { kind: 'set-due', due: '2022-02-01' },
    { kind: 'note', id: 'n1', text: 'A note' },
  ],
  '/v1/views': [{ name: 'Late', list: 'orders', query: 'sort=due', shared: true }],
  '/v1/views/{id}/remove': [{}],
  '/v1/drafts': [
    {
      id: 'd1',
      act: 'order/serve',
      title: titled,
      about: titled,
      path: '/orders/ca-bc-oipc/P21-08/serve',
      values: { on: ['2022-02-01'] },
    },
  ],
  '/v1/drafts/{id}/remove': [{}],
  '/v1/drafts/{id}/hand': [{ to: 'roy' }],
  '/v1/sessions/{id}/end': [{}],
  '/v1/staff/{person}/sign-out': [{}],
}

let client: ReturnType<typeof clientOf>
let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
let tried = 0

beforeAll(async () => {
  const office = await released(new MemoryOffice('ca-bc-oipc', '2022-01-26'))
  const world = staffed(office, {
    identity: 'local',
    fourEyes: [],
    people: [
      { subject: 'ada', name: 'Ada', roles },
      { subject: 'roy', name: 'Camille Roy', roles: ['officer'] },
    ],
  })
  client = clientOf(world.api, { staff: world.staff })
  paths = (await client.json('/openapi.json'))['paths'] as typeof paths
  // Whatever is tried, whoever tries it is still let in: a person with every role by turns, and the machine's own user.
  const send = client.send
  let session = world.signIn('ada', { name: 'Ada' })
  let turn = 0
  client.send = (path, init = {}) => {
    const { headers, ...rest } = init
    if (world.staff.recognise({ session }) === undefined)
      session = world.signIn('ada', { name: 'Ada' })
    const who =
      (turn += 1) % 2 === 0
        ? { authorization: `Bearer ${localSecret}` }
        : { cookie: `concert-session-ca-bc-oipc=${session}` }
    return send(path, { ...rest, headers: { ...who, ...(headers as Record<string, string>) } })
  }
})

/** One attempt: no fault, and where it is refused, a document that says why in both languages and that the route announces. */
async function judged(what: string, response: Response, operation: Operation): Promise<void> {
  tried += 1
  const { status } = response
  expect(status, what).toBeLessThan(500)
  if (status < 400) return void (await response.body?.cancel())
  expect(response.headers.get('content-type'), what).toContain('application/problem+json')
  const said = problemDocumentSchema.parse(await response.json())
  expect(said.detailFr, what).toBeTruthy()
  expect(said.detailFr, what).not.toBe(said.detail)
  if (said.code !== 'not-found')
    expect(Object.keys(operation.responses), what).toContain(`${status}`)
}

const addressOf = (path: string, put: Readonly<Record<string, string>> = {}) =>
  path.replaceAll(/\{\w+\}/g, (name) =>
    name === '{id}' && path.startsWith('/v1/desk')
      ? (put[name] ?? inPath['{order}'] ?? '')
      : (put[name] ?? inPath[name] ?? 'x'),
  )
const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
const sendJson = (address: string, body: RequestInit['body'], type = 'application/json') =>
  client.send(address, { method: 'POST', body: body ?? '', headers: { 'content-type': type } })

const slow = { timeout: 120_000 }

test('a body with one thing changed, left out or added', slow, async () => {
  for (const { path, operation } of operations().filter(({ method }) => method === 'post')) {
    const good = bodies[path]
    expect(good, path).toBeDefined()
    for (const body of good ?? [])
      for (const mutant of mutantsOf(body, 4)) {
        const text = JSON.stringify(mutant)
        await judged(
          `${path} ${text.slice(0, 300)}`,
          await sendJson(addressOf(path), text),
          operation,
        )
      }
  }
})

test('a body that is no JSON object, or of another type', slow, async () => {
  for (const { path, operation } of operations().filter(({ method }) => method === 'post')) {
    for (const body of hostileBodies)
      await judged(`${path} ${String(body)}`, await sendJson(addressOf(path), body), operation)
    for (const type of [
      '',
      'text/plain',
      'multipart/form-data',
      'application/json; charset=utf-16',
    ])
      await judged(`${path} ${type}`, await sendJson(addressOf(path), '{}', type), operation)
  }
})

test('a name in the address, a parameter, a cursor that nobody answered', slow, async () => {
  for (const { path, method, operation } of operations()) {
    const send = (address: string) =>
      method === 'post' ? sendJson(address, '{}') : client.send(address)
    const names = [...path.matchAll(/\{\w+\}/g)].map(([name]) => name)
    for (const name of names)
      for (const text of [...hostileTexts, '%', '%ff'])
        for (const written of [encodeURIComponent(text), text.replaceAll(/[^\w%=:-]/g, '')]) {
          const address = addressOf(path, { [name]: written })
          await judged(`${method} ${address.slice(0, 200)}`, await send(address), operation)
        }
    if (method === 'post' || path === '/v1/events') continue
    const asked = (operation.parameters ?? []).filter((each) => each.in === 'query')
    for (const { name } of asked) {
      const cursors = ['after', 'before'].includes(name) ? hostileCursors : []
      for (const text of [...hostileTexts, ...cursors, '-1', '1e9', '99999999999999999999']) {
        const query = `${name}=${encodeURIComponent(text)}`
        const address = `${addressOf(path)}?${query}${turned(['', `&${name}=x`, '&limit=1'], 1)[0]}`
        await judged(address, await send(address), operation)
      }
    }
  }
})

let turns = 0
/** So many of them, others each time: everything is tried with much, and not all with all. */
function turned<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => all[(turns += 1) % all.length] as T)
}

const queries =
  'asOf knownOn lang draft q sort after before limit owner office matter status work open dueBy then seen out fresh done kind who page local term'.split(
    ' ',
  )

test('every page, with what nobody would type', slow, async () => {
  const pages = client.app.routes.filter(
    ({ method, path }) =>
      method === 'GET' && !path.includes('*') && !/^\/v1\/|\.(css|js|json)$/.test(path),
  )
  expect(pages.length).toBeGreaterThan(30)
  for (const { path } of new Map(pages.map((page) => [page.path, page])).values()) {
    const whole = path
      .replace(
        ':office/:number',
        path.startsWith('/joint') ? 'ca-fed-opc/J21-01' : 'ca-bc-oipc/P21-08',
      )
      .replace(':matter', 'clearview-ai')
      .replaceAll(/:\w+(\{[^}]*\})?\??/g, 'x')
    const odd = [
      ...turned(hostileTexts, 8).map((text) =>
        path.replaceAll(/:\w+(\{[^}]*\})?\??/g, encodeURIComponent(text) || 'x'),
      ),
      ...turned(queries, 8).map(
        (name) => `${whole}?${name}=${encodeURIComponent(turned(hostileTexts, 1)[0] ?? '')}`,
      ),
    ]
    for (const address of new Set(odd))
      await page(address, await client.send(address, { headers: { accept: 'text/html' } }))
  }
})

test('every form, with what nobody would type', slow, async () => {
  const forms = client.app.routes.filter(
    ({ method, path }) => method === 'POST' && !path.includes('*') && !path.startsWith('/v1/'),
  )
  expect(forms.length).toBeGreaterThan(10)
  for (const { path } of forms) {
    const whole = path
      .replace(
        ':office/:number',
        path.startsWith('/joint') ? 'ca-fed-opc/J21-01' : 'ca-bc-oipc/P21-08',
      )
      .replace(':matter', 'clearview-ai')
      .replaceAll(/:\w+(\{[^}]*\})?\??/g, 'serve')
    for (const text of hostileTexts)
      for (const step of turned(['', 'check', 'record', 'save', 'confirm', text], 2)) {
        const fields =
          'id on by name query list note text title document reason office code subject person role roles days step'
        const body = new URLSearchParams(
          fields.split(' ').map((name): [string, string] => [name, text]),
        )
        body.set('step', step)
        const response = await client.send(whole, {
          method: 'POST',
          body: body.toString(),
          headers: {
            accept: 'text/html',
            origin: `http://${host}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
        })
        await page(`POST ${whole} ${text.slice(0, 50)} ${step.slice(0, 20)}`, response)
      }
  }
})

async function page(what: string, response: Response): Promise<void> {
  tried += 1
  const { status } = response
  expect(status, what).toBeLessThan(500)
  const to = response.headers.get('location')
  if (to !== null) expect(new URL(to, `http://${host}`).origin, what).toBe(`http://${host}`)
  const text = await response.text()
  expect(text, what).not.toContain(marker())
  expect(text, what).not.toContain('<img src=x')
}

test('none of it is a fault of the instance', () => {
  expect(tried).toBeGreaterThan(8_000)
  expect(client.faults).toEqual([])
})

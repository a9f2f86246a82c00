// The typed client against the application: it has every route that the OpenAPI document has, and what an office answers is what its types say.

import { expect, test } from 'vitest'
import { officeClient } from '../../../services/client/office-client.ts'
import { routes, typedClient, type RouteName } from '../../../services/client/typed-client.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: unknown
}

async function open() {
  const office = await released(new MemoryOffice('ca-bc-oipc', '2022-01-26'))
  const world = staffed(office, { startsAt: Date.now() })
  const { app } = clientOf(world.api, { staff: world.staff })
  const roles = ['viewer', 'officer', 'approver', 'operator', 'auditor', 'coordinator'] as const
  const clientAs = (subject: string, name?: string) => {
    const session = world.signIn(subject, { roles })
    const asked = world.staff.askDevice({ name: 'program', fresh: false })
    world.staff.confirmDevice(world.who(session), asked.userCode)
    const reply = world.staff.pollDevice(asked.deviceCode)
    const client = officeClient('http://127.0.0.1:8080', {
      actor: { kind: 'program', name: name ?? subject },
      token: reply.kind === 'signed-in' ? reply.secret : undefined,
      fetch: async (address, init) => {
        const { host } = new URL(String(address))
        const headers = { ...(init?.headers as Record<string, string>), host }
        return app.request(String(address), { ...init, headers })
      },
    })
    return { client, call: typedClient(client) }
  }
  return { ...world, app, clientAs }
}

test('it has every route of the document, with the same fields, and no other', async () => {
  const { app } = await open()
  const document = (await (
    await app.request('http://127.0.0.1:8080/openapi.json', { headers: { host: '127.0.0.1:8080' } })
  ).json()) as { paths: Record<string, Record<string, Operation>> }
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  )
  // A stream, and files: the plain client reads those.
  for (const name of operations.keys()) if (/events$|evidence$/.test(name)) operations.delete(name)
  expect(Object.keys(routes).toSorted()).toEqual([...operations.keys()].toSorted())
  for (const [name, operation] of operations) {
    const route = routes[name as RouteName] as {
      readonly query?: { readonly shape: object }
      readonly body?: unknown
    }
    const asked = (operation.parameters ?? []).flatMap((each) =>
      each.in === 'query' ? [each.name] : [],
    )
    expect(Object.keys(route.query?.shape ?? {}).toSorted(), name).toEqual(asked.toSorted())
    expect(route.body === undefined, name).toBe(operation.requestBody === undefined)
  }
})

test('what every route answers that only reads has the form that it says', async () => {
  const { clientAs } = await open()
  const { client } = clientAs('ada')
  const reading = (Object.keys(routes) as RouteName[]).filter((name) => name.startsWith('GET '))
  expect(reading.length).toBeGreaterThan(30)
  for (const name of reading) {
    const path = name
      .slice('GET '.length)
      .replace('{order}', 'ca-bc-oipc:P21-08')
      .replace('{matter}', 'clearview-ai')
      .replace('{joint}', joint)
      .replace('{kind}/{id}', 'order/ca-bc-oipc:P21-08')
      .replace(/clocks$/, 'clocks?local=2022-01-26T18:00')
    // Throws where the answer has another form.
    await expect(client.get(path, routes[name].answer), name).resolves.toBeDefined()
  }
})

test('a program records a fact once, is told of two people, and reads who did it', async () => {
  const { clientAs, office } = await open()
  const { call: roy } = clientAs('roy')
  const { call: singh } = clientAs('singh')
  const order = 'ca-bc-oipc:P21-08'
  const params = { order }
  const fact = {
    kind: 'refuse',
    id: 'program-1',
    on: '2022-01-14',
    terms: ['T3'],
    reason: 'will not',
  } as never
  const first = await roy('POST /v1/orders/{order}/commands', { params, body: fact })
  const again = await roy('POST /v1/orders/{order}/commands', { params, body: fact })
  expect(first).toMatchObject({ kind: 'recorded' })
  expect(again).toEqual(first)
  const recorded = office.entries.length

  const withdrawal = { kind: 'withdraw', id: 'w-1', on: '2022-01-26', terms: ['T1'], reason: 'x' }
  const sent = { params, body: withdrawal as never }
  const reply = await roy('POST /v1/orders/{order}/commands', sent)
  if (reply.kind !== 'prepared') throw new Error('recorded by one person')
  expect(office.entries.length).toBe(recorded)
  const { approvals } = await singh('GET /v1/approvals')
  expect(approvals.map(({ id }) => id)).toEqual([reply.prepared])
  await singh('POST /v1/approvals/{id}/approve', { params: { id: reply.prepared } })
  const { history } = await singh('GET /v1/orders/{order}/history', { params })
  expect(history.at(-1)).toMatchObject({ actor: 'person:singh', preparedBy: 'roy' })
})

test('a refusal is thrown with its code, its rule and both languages', async () => {
  const { clientAs } = await open()
  const { call } = clientAs('roy')
  const refused = await call('GET /v1/orders/{order}', {
    params: { order: 'ca-bc-oipc:none' },
  }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ProblemError)
  expect((refused as ProblemError).problem).toMatchObject({ code: 'unknown-order' })
  expect((refused as ProblemError).problem.messageFr).toContain('ordonnance')
  const cursor = call('GET /v1/joint', { query: { limit: 1, after: 'x' } })
  await expect(cursor).rejects.toMatchObject({ problem: { code: 'invalid-input' } })
})

import { openStaff } from '../../support/staff.ts'
import { expect, test } from 'vitest'
import { maxEventStreams, maxQueuedChanges } from '../../../shared/kernel/limits.ts'
import type { Change } from '../../../shared/contract/office-api.ts'
import { startHttp } from '../../../services/web/server.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const stored = (sequence: number): Change => ({
  kind: 'stored',
  office: 'ca-bc-oipc' as never,
  sequence,
  ref: { office: 'ca-bc-oipc' as never, kind: 'order', id: 'P21-08' },
  eventKind: 'issued',
})

/** Reads until `done` says so. The test's own time limit is the bound. */
async function readUntil(response: Response, done: (text: string) => boolean) {
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>
  let text = ''
  while (!done(text)) {
    const { value, done: ended } = await reader.read()
    if (ended) break
    text += value
  }
  return { text, cancel: () => reader.cancel() }
}

test('a change is sent with its office and sequence, and leaving unsubscribes', async () => {
  const office = new MemoryOffice()
  const response = await clientOf(office).get('/v1/events')
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  setTimeout(() => office.emit(stored(7)), 5)
  const { text, cancel } = await readUntil(response, (seen) => seen.includes('data:'))
  expect(text).toContain('event: stored\n')
  expect(text).toContain('id: ca-bc-oipc/7\n')
  expect(text).not.toContain('refresh')
  expect(JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '')).toMatchObject({
    office: 'ca-bc-oipc',
    sequence: 7,
    eventKind: 'issued',
  })
  await cancel()
  await expect.poll(() => office.listeners.size).toBe(0)
})

test('who comes back after an absence is told to read again', async () => {
  const response = await clientOf(new MemoryOffice()).get('/v1/events', {
    'last-event-id': 'ca-bc-oipc/3',
  })
  const { text, cancel } = await readUntil(response, (seen) => seen.includes('data:'))
  expect(text).toContain('event: refresh\n')
  await cancel()
})

test('heartbeats pass when nothing does', async () => {
  const response = await clientOf(new MemoryOffice(), { heartbeatMs: 5 }).get('/v1/events')
  const { text, cancel } = await readUntil(response, (seen) => seen.split(': heartbeat').length > 2)
  expect(text).toContain(': heartbeat\n\n')
  expect(text).toContain('event: heartbeat\n')
  await cancel()
})

test('a slow listener gets one refresh instead of everything', async () => {
  const office = new MemoryOffice()
  const response = await clientOf(office).get('/v1/events')
  await expect.poll(() => office.listeners.size).toBe(1)
  for (let n = 1; n <= maxQueuedChanges + 1; n += 1) office.emit(stored(n))
  const { text, cancel } = await readUntil(response, (seen) => seen.includes('event: refresh'))
  expect(text.split('event: stored').length - 1).toBeLessThan(maxQueuedChanges)
  await cancel()
})

test('one listener too many is refused', async () => {
  const client = clientOf(new MemoryOffice())
  const open = await Promise.all(
    Array.from({ length: maxEventStreams }, (_, n) =>
      client.get('/v1/events', { 'concert-actor': `program:p${n % 8}` }),
    ),
  )
  const refused = await client.get('/v1/events')
  expect(refused.status).toBe(503)
  await Promise.all(open.map((response) => response.body?.cancel()))
})

test('a real server stops although a page is listening, and frees its port', async () => {
  const office = new MemoryOffice()
  const options = { staff: openStaff(), version: '0.1.0', logFault: () => {} }
  const server = await startHttp(office, { port: 0, ...options })
  const listening = await fetch(`${server.url}/v1/events`)
  expect(listening.status).toBe(200)
  await expect(startHttp(office, { port: server.port, ...options })).rejects.toThrow(
    `Cannot listen on 127.0.0.1:${server.port}`,
  )
  await server[Symbol.asyncDispose]()
  expect(office.listeners.size).toBe(0)
  await expect(fetch(`${server.url}/v1/health`)).rejects.toThrow('fetch failed')
  const again = await startHttp(office, { port: server.port, ...options })
  await again[Symbol.asyncDispose]()
})

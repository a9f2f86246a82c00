// What travels is small: pages and files as Brotli or gzip, nothing at all where nothing is new; and events are not held up by it.

import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pagesOf } from '../../support/links.ts'
import { officeWithEverything } from '../../browser/office.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const reader = { accept: 'text/html' }
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const open = async () => clientOf(await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay())
/** Asked twice a minute apart it would say another time of printing. */
const timeless = (text: string) => text.replace(/<span class="printed">.*?<\/span>/s, '')

test.each(['/', '/style.css', '/live.js', '/board', '/openapi.json', '/v1/board'])(
  '%s is the same in every encoding, and smaller',
  async (path) => {
    const { get } = await open()
    const plain = await get(path, reader)
    const bytes = await bytesOf(plain)
    expect(plain.headers.get('content-encoding')).toBeNull()
    for (const [asked, encoding, opened] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip;q=0.8', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
    ] as const) {
      const small = await get(path, { ...reader, 'accept-encoding': asked })
      const packed = await bytesOf(small)
      expect([asked, small.headers.get('content-encoding')]).toEqual([asked, encoding])
      expect(timeless(opened(packed).toString())).toBe(timeless(bytes.toString()))
      expect(packed.length).toBeLessThan(bytes.length * 0.75)
      expect(small.headers.get('vary')?.toLowerCase()).toContain('accept-encoding')
      expect(small.headers.get('etag')).toBe(plain.headers.get('etag'))
    }
    const not = await get(path, { ...reader, 'accept-encoding': 'br;q=0, gzip;q=0, identity' })
    expect(not.headers.get('content-encoding')).toBeNull()
  },
)

test('whoever has it already is told so in a line, and is still somebody', async () => {
  const { get } = await open()
  const first = await get('/orders', reader)
  const tag = first.headers.get('etag') ?? ''
  expect(tag).toMatch(/^W\/"[\w-]{16}"$/)
  const again = await get('/orders', { ...reader, 'if-none-match': tag, 'accept-encoding': 'br' })
  expect([again.status, (await bytesOf(again)).length]).toEqual([304, 0])
  expect(again.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(again.headers.get('cache-control')).toBe('no-store')
  expect((await get('/orders?q=nobody', { ...reader, 'if-none-match': tag })).status).toBe(200)
})

test('a refusal has no tag, and a cookie is set whatever the encoding', async () => {
  const { get } = await open()
  const missing = await get('/nowhere', { ...reader, 'accept-encoding': 'br' })
  expect([missing.status, missing.headers.get('etag')]).toEqual([404, null])
  const home = await get('/?lang=fr', { ...reader, 'accept-encoding': 'br' })
  expect(home.headers.getSetCookie().map((each) => each.split('=')[0])).toEqual([
    'concert-seen',
    'concert-lang',
  ])
})

test('events come as they happen, to whoever takes gzip too', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  const stop = new AbortController()
  const { send } = clientOf(office, { signal: stop.signal })
  const response = await send('/v1/events', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(response.headers.get('content-encoding')).toBeNull()
  const events = (response.body as ReadableStream<Uint8Array>).getReader()
  const read = async () => new TextDecoder().decode((await events.read()).value)
  expect(await read()).toContain('retry')
  office.emit({ kind: 'day', today: '2022-01-14' } as never)
  expect(await read()).toContain('event: day')
  stop.abort()
})

/** What a first visit fetches: the page, the style and the scripts. */
const firstViewBytes = 150_000

test('the first view of every page is below 150 kB unpacked, and a fifth of it as it travels', async () => {
  const { get } = clientOf(await officeWithEverything())
  const sizes = async (accept: string) => {
    const size = async (path: string) =>
      (await bytesOf(await get(path, { ...reader, 'accept-encoding': accept }))).length
    const files = (await size('/style.css')) + (await size('/live.js')) + (await size('/clocks.js'))
    const pages = await Promise.all(
      (await pagesOf(get)).map(async (path) => [path, files + (await size(path))] as const),
    )
    return pages.toSorted(([, a], [, b]) => b - a)
  }
  const [plain, packed] = [await sizes('identity'), await sizes('br')]
  expect(plain.length).toBeGreaterThan(15)
  expect(plain.filter(([, bytes]) => bytes > firstViewBytes)).toEqual([])
  expect(packed.filter(([, bytes]) => bytes > firstViewBytes / 5)).toEqual([])
})

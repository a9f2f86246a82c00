// Two hundred browsers on the list of orders, as far as an office notices: each listens to its changes, and asks for its page again when it is told of one.

import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { actorHeader } from '../../shared/contract/actor.ts'
import { wallMs } from './load.ts'
import type { ReadersSay, ReadersStart } from './pages.ts'

/** As static/live.js. */
const gapMs = 400
const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

process.once('message', (start: ReadersStart) => {
  run(start).catch((error: unknown) =>
    say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? '') : String(error) }),
  )
})

async function run({ url, pages }: ReadersStart): Promise<void> {
  await Promise.all(Array.from({ length: pages }, (_, at) => open(url, `local:reader ${at}`)))
  say({ kind: 'ready' })
}

async function open(url: string, actor: string): Promise<void> {
  let busy = false
  let due = false
  let tag = ''
  let seen = 0
  const look = async (): Promise<void> => {
    if (busy) return void (due = true)
    busy = true
    due = false
    const page = await get(`${url}/orders?sort=changed`, actor, {
      accept: 'text/html',
      'if-none-match': tag,
    })
    const body = await textOf(page)
    tag = page.headers.etag ?? tag
    const total = Number(/class="line">([\d,]+) /.exec(body)?.[1]?.replaceAll(',', '') ?? seen)
    if (page.statusCode === 200 && Number.isNaN(total)) throw new Error('the page says no total')
    for (let order = seen + 1; order <= total && seen > 0; order++)
      say({ kind: 'shown', order, atMs: wallMs() })
    seen = total
    setTimeout(() => {
      busy = false
      if (due) void look()
    }, gapMs)
  }
  await look()
  const stream = await get(`${url}/v1/events`, actor, { accept: 'text/event-stream' })
  if (stream.statusCode !== 200) throw new Error(`${actor} may not listen: ${stream.statusCode}`)
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    if (/^event: (stored|refresh)/m.test(chunk)) void look()
  })
}

function textOf(page: IncomingMessage): Promise<string> {
  return text(page.headers['content-encoding'] === 'gzip' ? page.pipe(createGunzip()) : page)
}

function get(
  address: string,
  actor: string,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(address, {
      agent,
      headers: { ...headers, [actorHeader]: encodeURIComponent(actor), 'accept-encoding': 'gzip' },
    })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end()
  })
}

function say(what: ReadersSay): void {
  process.send?.(what)
}

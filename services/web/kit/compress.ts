// Sends text small, and not at all to whoever has it: every page, list and answer has a tag of its content, and travels as Brotli or gzip.
// Streams of events are left alone. No page holds a secret that its length could tell: what lets somebody in is in a cookie, and forms have no token.

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'

/** Below this, what is saved is less than the headers that say so. */
const leastBytes = 1_024

export type Encoding = 'br' | 'gzip'

export const compressed: MiddlewareHandler = async (c, next) => {
  await next()
  const { res } = c
  const { method } = c.req
  if (res.body === null || res.headers.has('content-encoding') || !isText(res.headers)) return
  // The answer to a command is a few hundred bytes; the answer to a form is a page.
  if (method !== 'GET' && !isPage(res.headers)) return
  const bytes = Buffer.from(await res.arrayBuffer())
  const headers = new Headers(res.headers)
  headers.append('vary', 'accept-encoding')
  if (method === 'GET' && res.status === 200) {
    const tag = headers.get('etag') ?? tagOf(bytes)
    headers.set('etag', tag)
    if (isKnown(c.req.header('if-none-match'), tag)) {
      for (const name of ['content-type', 'content-length']) headers.delete(name)
      c.res = undefined
      c.res = new Response(null, { status: 304, headers })
      return
    }
  }
  const encoding = encodingFor(c.req.header('accept-encoding'))
  let sent: Uint8Array = bytes
  if (encoding !== undefined && bytes.length >= leastBytes) {
    sent = await encoders[encoding](bytes)
    headers.set('content-encoding', encoding)
  }
  headers.set('content-length', String(sent.length))
  c.res = undefined
  c.res = new Response(sent as Uint8Array<ArrayBuffer>, { status: res.status, headers })
}

/** For what is made at every request: a good part of the gain for a millisecond. */
const encoders: Readonly<Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
}

/** The better of the two that the asker takes; undefined where neither. */
export function encodingFor(accepted: string | undefined): Encoding | undefined {
  const wishes = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = Number(/q\s*=\s*([\d.]+)/.exec(parameters.join(';'))?.[1] ?? 1)
      return [name.trim(), weight] as const
    }),
  )
  return (['br', 'gzip'] as const).find((each) => (wishes.get(each) ?? wishes.get('*') ?? 0) > 0)
}

/** Weak: the same content in another encoding has the same one. */
export function tagOf(bytes: Uint8Array): string {
  return `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`
}

export function isKnown(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((each) => {
    const known = each.trim()
    return known === '*' || known.replace(/^W\//, '') === tag.replace(/^W\//, '')
  })
}

function isPage(headers: Headers): boolean {
  return (headers.get('content-type') ?? '').startsWith('text/html')
}

function isText(headers: Headers): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';')
  return (
    (type.startsWith('text/') && type !== 'text/event-stream') ||
    /^(application\/(javascript|json|.*\+json)|image\/svg\+xml)$/.test(type)
  )
}

// The static files of the pages. Read and made small once, at start; they are ours and few.

import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { encodingFor, isKnown, tagOf, type Encoding } from './compress.ts'

const files = {
  '/style.css': load('style.css', 'text/css; charset=utf-8'),
  '/live.js': load('live.js', 'text/javascript; charset=utf-8'),
  '/clocks.js': load('clocks.js', 'text/javascript; charset=utf-8'),
} as const

export function staticRoutes(): Hono {
  const app = new Hono()
  for (const [path, { plain, small, type, tag }] of Object.entries(files)) {
    app.get(path, (c) => {
      const headers = {
        etag: tag,
        'cache-control': 'no-cache',
        'content-type': type,
        vary: 'accept-encoding',
      }
      if (isKnown(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers)
      const encoding = encodingFor(c.req.header('accept-encoding'))
      return encoding === undefined
        ? c.body(plain, 200, headers)
        : c.body(small[encoding], 200, { ...headers, 'content-encoding': encoding })
    })
  }
  return app
}

interface StaticFile {
  readonly plain: string
  readonly small: Readonly<Record<Encoding, Uint8Array<ArrayBuffer>>>
  readonly type: string
  readonly tag: string
}

function load(name: string, type: string): StaticFile {
  const bytes = readFileSync(new URL(`./static/${name}`, import.meta.url))
  return {
    plain: bytes.toString('utf8'),
    small: {
      br: new Uint8Array(
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      ),
      gzip: new Uint8Array(gzipSync(bytes, { level: 9 })),
    },
    type,
    tag: tagOf(bytes),
  }
}

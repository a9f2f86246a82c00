// The static files of the pages. Read once at start; they are ours and small.

import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { Hono } from 'hono'

const files = {
  '/style.css': load('style.css', 'text/css; charset=utf-8'),
  '/live.js': load('live.js', 'text/javascript; charset=utf-8'),
  '/clocks.js': load('clocks.js', 'text/javascript; charset=utf-8'),
} as const

export function staticRoutes(): Hono {
  const app = new Hono()
  for (const [path, { body, type, tag }] of Object.entries(files)) {
    app.get(path, (c) => {
      const headers = { etag: `"${tag}"`, 'cache-control': 'no-cache', 'content-type': type }
      return c.req.header('if-none-match') === headers.etag
        ? c.body(null, 304, headers)
        : c.body(body, 200, headers)
    })
  }
  return app
}

function load(name: string, type: string): { body: string; type: string; tag: string } {
  const body = readFileSync(new URL(`./static/${name}`, import.meta.url), 'utf8')
  return { body, type, tag: createHash('sha256').update(body).digest('base64url').slice(0, 16) }
}

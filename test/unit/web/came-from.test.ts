// Where a sign-in is said to come from: nothing that a client can make up passes for an address.

import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { cameFrom } from '../../../services/web/kit/came-from.ts'

async function from(
  headers: Record<string, string>,
  { remote, addressHeader }: { readonly remote?: string; readonly addressHeader?: string } = {},
) {
  const app = new Hono().get('/', (c) => c.json(cameFrom(c, addressHeader)))
  const env = { incoming: { socket: { remoteAddress: remote } } }
  return (await app.request('/', { headers }, env)).json()
}

test.each([
  ['what the proxy says', '198.51.100.4', '127.0.0.1', 'x-real-ip', '198.51.100.4'],
  ['nothing of a header that is not configured', '198.51.100.4', '127.0.0.1', undefined, undefined],
  [
    'a list, which a client may have begun',
    '1.2.3.4, 198.51.100.4',
    '127.0.0.1',
    'x-real-ip',
    undefined,
  ],
  ['no address at all', '<b>home</b>', '127.0.0.1', 'x-real-ip', undefined],
  [
    'the connection itself, without a proxy',
    '198.51.100.4',
    '203.0.113.9',
    undefined,
    '203.0.113.9',
  ],
  ['this machine', '198.51.100.4', '::ffff:127.0.0.1', undefined, undefined],
])('an address: %s', async (_, said, remote, addressHeader, address) => {
  const options = { remote, ...(addressHeader === undefined ? {} : { addressHeader }) }
  expect(await from({ 'x-real-ip': said }, options)).toEqual(
    address === undefined ? {} : { address },
  )
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['<script>alert(1)</script>', undefined],
])('a browser is known by its name only: %s', async (agent, browser) => {
  expect(await from({ 'user-agent': agent })).toEqual(browser === undefined ? {} : { browser })
})

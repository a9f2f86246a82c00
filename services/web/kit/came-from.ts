// Where a request comes from, as far as that is known: the browser as it says itself, and the network address. For the list of sessions; nothing is decided by it.

import type { Context } from 'hono'
import { isIP } from 'node:net'
import type { CameFrom } from '../../../shared/contract/staff.ts'

/** `addressHeader`: where the proxy in front says who it speaks for. Without one, what comes from this machine itself may come from anywhere behind it. */
export function cameFrom(c: Context, addressHeader: string | undefined): CameFrom {
  const said = addressHeader === undefined ? remoteAddress(c) : c.req.header(addressHeader)?.trim()
  const address = said === undefined || isIP(said) === 0 || isLoopback(said) ? undefined : said
  return { browser: browserIn(c.req.header('user-agent') ?? ''), address }
}

/** Where the connection comes from; undefined where there is no socket. */
export function remoteAddress(c: Context): string | undefined {
  const env = c.env as
    { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1'
}

/** `Firefox, Linux`. Of what is known by name only: the header itself is anybody's text. The first that fits, for each names those that it descends from. */
function browserIn(agent: string): string | undefined {
  const named = (known: readonly (readonly [string, RegExp])[]) =>
    known.find(([, pattern]) => pattern.test(agent))?.[0]
  const both = [named(browsers), named(systems)].filter((each) => each !== undefined)
  return both.length === 0 ? undefined : both.join(', ')
}

const browsers = [
  ['Edge', /\bEdgA?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|HeadlessChrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const
const systems = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const

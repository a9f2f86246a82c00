// A real OpenID provider in this process, which signs in whoever the test names without asking.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string
  /** Who signs in next, in which groups, and how long ago they proved it. */
  next: { subject: string; name: string; groups: readonly string[]; agoSeconds: number }
}

export const clientId = 'concert'

export async function startProvider(publicUrl: string): Promise<TestProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const test: TestProvider = {
    issuer,
    next: { subject: 'roy', name: 'Camille Roy', groups: ['officers'], agoSeconds: 0 },
    [Symbol.asyncDispose]: () => stopped(server),
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [new URL('/sign-in/callback', publicUrl).href],
      },
    ],
    claims: { openid: ['sub', 'name', 'groups'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: test.next.name, groups: [...test.next.groups] }),
    }),
  })
  // Its notices about settings that a test may leave as they are.
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response)
    const { subject, agoSeconds } = test.next
    void provider
      .interactionDetails(request, response)
      .then(async ({ prompt, params, session }) => {
        const grant = new provider.Grant({
          accountId: session?.accountId ?? subject,
          clientId: String(params['client_id']),
        })
        grant.addOIDCScope('openid')
        return provider.interactionFinished(request, response, {
          ...(prompt.name === 'login'
            ? { login: { accountId: subject, ts: Math.floor(Date.now() / 1000) - agoSeconds } }
            : {}),
          consent: { grantId: await grant.save() },
        })
      })
  })
  return test
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
}

/** A browser of few words: follows redirections and keeps cookies, each for its own origin. */
export function browser() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    return jar
  }
  async function once_(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = jarOf(url)
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(init.headers as Record<string, string>),
      },
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    jarOf,
    get: once_,
    /** Follows redirections; answers the last response and every address on the way. `stopAt`: does not go there. */
    async follow(url: string, stopAt?: (url: string) => boolean) {
      const way = [url]
      for (;;) {
        const at = way.at(-1) as string
        if (way.length > 1 && stopAt?.(at) === true) return { way, response: undefined }
        const response = await once_(at)
        const to = response.headers.get('location')
        if (to === null || response.status < 300 || response.status > 399) return { way, response }
        await response.body?.cancel()
        way.push(new URL(to, at).href)
        if (way.length > 15) throw new Error(`goes on for ever: ${way.join(' → ')}`)
      }
    },
  }
}

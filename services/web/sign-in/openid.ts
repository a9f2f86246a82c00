// Signing in at the office's identity provider: OpenID Connect, authorization code with PKCE, state and nonce, each used once.

import * as client from 'openid-client'
import { randomBytes } from 'node:crypto'
import type { SignedIn } from '../../../shared/contract/staff.ts'
import type { Role } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  freshSignInMs,
  maxSignInsUnderWay,
  signInPatienceMs,
} from '../../../shared/kernel/limits.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'

export interface OpenIdOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** Where browsers reach this office: the provider sends them back there. */
  readonly publicUrl: string
  readonly scope: string
  /** Which roles a claim's values stand for. */
  readonly rolesClaim?:
    | { readonly claim: string; readonly roles: Readonly<Record<string, readonly Role[]>> }
    | undefined
}

interface UnderWay {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly then: string
  readonly fresh: boolean
  readonly until: number
}

export interface OpenId {
  readonly provider: string
  /** Where to send the browser, and the secret that it keeps until it comes back. */
  start(
    then: string,
    fresh: boolean,
  ): Promise<{ readonly address: string; readonly secret: string }>
  /** What the provider has vouched for; throws ProblemError `sign-in-failed`. A sign-in comes back once. */
  finish(
    secret: string | undefined,
    search: string,
  ): Promise<{ readonly signedIn: SignedIn; readonly then: string }>
}

export function createOpenId(options: OpenIdOptions): OpenId {
  const underWay = new Map<string, UnderWay>()
  const redirectUri = new URL('/sign-in/callback', options.publicUrl).href
  let found: Promise<client.Configuration> | undefined

  /** Looked for again after a failure: a provider that was away when the office started is used when it is back. */
  async function configuration(): Promise<client.Configuration> {
    found ??= discover(options)
    try {
      return await found
    } catch (error) {
      found = undefined
      throw failed(
        'The identity provider does not answer',
        'Le fournisseur d’identité ne répond pas',
        error,
      )
    }
  }

  return {
    provider: new URL(options.issuer).host,
    async start(then, fresh) {
      const config = await configuration()
      const secret = randomBytes(32).toString('base64url')
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      keep(underWay, secret, {
        verifier,
        state,
        nonce,
        then,
        fresh,
        until: Date.now() + signInPatienceMs,
      })
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
      })
      return { address: address.href, secret }
    },
    async finish(secret, search) {
      const started = secret === undefined ? undefined : underWay.get(secret)
      if (secret !== undefined) underWay.delete(secret)
      if (started === undefined || started.until < Date.now())
        throw failed(
          'This sign-in was not begun by this browser, has come back before, or took too long',
          'Cette connexion n’a pas été commencée par ce navigateur, est déjà revenue, ou a pris trop de temps',
        )
      const config = await configuration()
      const tokens = await client
        .authorizationCodeGrant(config, new URL(`${redirectUri}${search}`), {
          pkceCodeVerifier: started.verifier,
          expectedState: started.state,
          expectedNonce: started.nonce,
          idTokenExpected: true,
          ...(started.fresh ? { maxAge: freshSignInMs / 1000 } : {}),
        })
        .catch((error: unknown) => {
          throw failed(
            'The identity provider’s answer was not accepted',
            'La réponse du fournisseur d’identité n’a pas été acceptée',
            error,
          )
        })
      const claims = tokens.claims()
      if (claims === undefined)
        throw failed(
          'The identity provider sent no identity',
          'Le fournisseur n’a envoyé aucune identité',
        )
      const all = await withUserInfo(config, tokens.access_token, claims, options)
      return { signedIn: signedInBy(all, options), then: started.then }
    },
  }
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: OpenIdOptions): Promise<client.Configuration> {
  const address = new URL(issuer)
  // A provider on this very machine, for tests and trials; everywhere else the answer must come over TLS.
  const isHere =
    address.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  return client.discovery(
    address,
    clientId,
    clientSecret,
    clientSecret === undefined ? client.None() : undefined,
    {
      timeout: 10,
      ...(isHere ? { execute: [client.allowInsecureRequests] } : {}),
    },
  )
}

/**
 * With what the provider tells of the person at its user info endpoint, where the identity does not say who they are or in which groups:
 * with the code flow a provider need not put that into the token (OpenID Connect Core 5.4). What the token says is signed, and stands.
 */
async function withUserInfo(
  config: client.Configuration,
  accessToken: string,
  claims: client.IDToken,
  { rolesClaim }: OpenIdOptions,
): Promise<client.IDToken> {
  const lacksName = typeof claims['name'] !== 'string'
  const lacksRoles = rolesClaim !== undefined && claims[rolesClaim.claim] === undefined
  const isThere = config.serverMetadata().userinfo_endpoint !== undefined
  if (!isThere || !(lacksName || lacksRoles)) return claims
  const told = await client
    .fetchUserInfo(config, accessToken, claims.sub)
    .catch((error: unknown) => {
      throw failed(
        'The identity provider did not tell who this is',
        'Le fournisseur d’identité n’a pas dit de qui il s’agit',
        error,
      )
    })
  return { ...(told as Readonly<Record<string, client.JsonValue | undefined>>), ...claims }
}

/** The oldest goes where there are too many: a Map keeps its order. */
function keep(underWay: Map<string, UnderWay>, secret: string, started: UnderWay): void {
  const now = Date.now()
  for (const [each, { until }] of underWay)
    if (until < now || underWay.size >= maxSignInsUnderWay) underWay.delete(each)
    else break
  underWay.set(secret, started)
}

function signedInBy(claims: client.IDToken, { rolesClaim }: OpenIdOptions): SignedIn {
  const names = [claims['name'], claims['preferred_username'], claims['email'], claims.sub]
  const name = names.find((each) => typeof each === 'string' && each.trim() !== '') as string
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name,
    at: signInAt(claims.auth_time),
    roles: rolesClaim === undefined ? [] : rolesOf(claims[rolesClaim.claim], rolesClaim.roles),
  }
}

/** Without a time that can be, the provider says only when it answered, which proves no fresh sign-in: the session then begins as an old one. */
function signInAt(seconds: number | undefined): Instant {
  const at = new Date((seconds ?? 0) * 1000)
  return (Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString() as Instant
}

function rolesOf(
  claim: unknown,
  roles: Readonly<Record<string, readonly Role[]>>,
): readonly Role[] {
  const values = (Array.isArray(claim) ? claim : [claim]).filter((each) => typeof each === 'string')
  return [
    ...new Set(
      values.flatMap((value) => (Object.hasOwn(roles, value) ? (roles[value] ?? []) : [])),
    ),
  ]
}

function failed(en: string, fr: string, cause?: unknown): ProblemError {
  return new ProblemError(
    problem('sign-in-failed', {
      en: `${en}: sign in again`,
      fr: `${fr} : connectez-vous de nouveau`,
    }),
    { cause },
  )
}

// `concert login`, `logout` and `whoami`: a person acts from the command line under their own name, by a code that they confirm on a page of the office.

import { hostname, userInfo } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import {
  deviceReplySchema,
  meSchema,
  shownDeviceAuthorizationSchema,
  type DeviceReply,
  type Me,
} from '../../shared/contract/staff.schema.ts'
import { officeViewSchema } from '../../shared/contract/views.schema.ts'
import { utcText } from '../../shared/kernel/date.ts'
import { ProblemError, problemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { roleNames } from '../../shared/office/permit.ts'
import { officeClient, type OfficeClient } from '../client/office-client.ts'
import { localActor } from './kit/actor.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { dropSignIn, keepSignIn, signInAt } from './kit/sign-ins.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

type SignedIn = Extract<DeviceReply, { kind: 'signed-in' }>
interface LoginOptions extends TargetOptions {
  readonly fresh?: boolean
}
interface LogoutOptions extends TargetOptions {
  readonly everywhere?: boolean
}

export function registerLogin(program: Command, io: Io): void {
  const login = addOfficeOptions(
    program
      .command('login')
      .description('sign in as yourself: confirm a code on a page of the office')
      .option('--fresh', 'ask for a new sign-in, as issuing and approving want one'),
  )
  withExamples(login, 'concert login --office ca-bc-oipc', 'concert login --fresh')
  login.action(async (options: LoginOptions) => signIn(io, options))
}

export function registerLogout(program: Command, io: Io): void {
  const logout = addOfficeOptions(
    program
      .command('logout')
      .description('end your session at the office')
      .option('--everywhere', 'and all your others there, in browsers too'),
  )
  withExamples(logout, 'concert logout', 'concert logout --everywhere')
  logout.action(async (options: LogoutOptions) => signOut(io, options))
}

export function registerWhoami(program: Command, io: Io): void {
  const whoami = addOfficeOptions(
    program.command('whoami').description('who you are to the office, and with which roles'),
  )
  withExamples(whoami, 'concert whoami --office ca-bc-oipc')
  whoami.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    const me = await client.get('/v1/me', meSchema)
    print(io, options.json, { url: client.url, ...me }, (_, paint, lang) => meText(me, paint, lang))
  })
}

async function signIn(io: Io, options: LoginOptions): Promise<void> {
  const { url } = await findOffice(options)
  refuseInClear(url)
  const client = clientWith(url)
  const asked = await client.post(
    '/v1/sign-in/device',
    { name: machineName(), fresh: options.fresh === true },
    shownDeviceAuthorizationSchema,
  )
  const { verificationUri, userCode } = asked
  io.err(
    io.lang === 'fr'
      ? `Ouvrez ${verificationUri} dans un navigateur, et saisissez le code ${userCode}. Cette commande attend.`
      : `Open ${verificationUri} in a browser, and type the code ${userCode}. This command waits.`,
  )
  const { kind: _, secret, ...signedIn } = await confirmed(client, asked)
  const before = signInAt(url)
  const { name, until } = signedIn
  // Found by its address before it let us in; now it says its own name.
  const { office } = await clientWith(url, secret).get('/v1/office', officeViewSchema)
  keepSignIn(url, { office: office.id, name, secret, until })
  if (before !== undefined) await end(clientWith(url, before.secret)).catch(() => undefined)
  const shown = { office: office.id, url, ...signedIn }
  print(io, options.json, shown, (_value, paint, lang) => signedInText(signedIn, paint, lang))
}

/** Polls as the office says; throws ProblemError where it was denied or not confirmed in time. */
async function confirmed(
  client: OfficeClient,
  { deviceCode, interval }: { readonly deviceCode: string; readonly interval: number },
): Promise<SignedIn> {
  let waitMs = interval * 1000
  for (;;) {
    await sleep(waitMs)
    const reply = await client.post('/v1/sign-in/device/poll', { deviceCode }, deviceReplySchema)
    switch (reply.kind) {
      case 'signed-in':
        return reply
      case 'pending':
        break
      case 'slow-down':
        waitMs += interval * 1000
        break
      case 'denied':
        throw problemError('sign-in-failed', {
          en: 'The code was denied on the page: nobody is signed in here',
          fr: 'Le code a été écarté sur la page : personne n’est connecté ici',
        })
      case 'expired':
        throw problemError('sign-in-failed', {
          en: 'The code was not confirmed in time: run "concert login" again',
          fr: 'Le code n’a pas été confirmé à temps : relancez « concert login »',
        })
    }
  }
}

async function signOut(io: Io, options: LogoutOptions): Promise<void> {
  const { url } = await findOffice(options)
  const kept = signInAt(url)
  if (kept === undefined)
    throw problemError(
      'not-found',
      {
        en: `Nobody is signed in at ${url} from here`,
        fr: `Personne n’est connecté à ${url} depuis ici`,
      },
      url,
    )
  // What was kept here is dropped even where the office does not answer: its own end comes with time.
  dropSignIn(url)
  const ended = await end(clientWith(url, kept.secret), options.everywhere === true).catch(
    (error: unknown) => {
      if (error instanceof ProblemError && error.problem.code === 'not-signed-in') return 0
      throw error
    },
  )
  print(io, options.json, { office: kept.office, ended }, (_, __, lang) =>
    lang === 'fr'
      ? `${kept.name} n’est plus en session (${kept.office}); sessions terminées : ${ended}`
      : `${kept.name} is signed out (${kept.office}); sessions ended: ${ended}`,
  )
}

async function end(client: OfficeClient, everywhere = false): Promise<number> {
  const schema = z.strictObject({ ended: z.int() })
  return (await client.post('/v1/sign-out', { everywhere }, schema)).ended
}

/** With this secret or none: not with what else would let us in there. */
function clientWith(url: string, token?: string): OfficeClient {
  return officeClient(url, { actor: localActor(), token })
}

/** A session's secret is a key: it travels encrypted, or stays on this machine. */
function refuseInClear(url: string): void {
  const { protocol, hostname: host } = new URL(url)
  if (protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(host)) return
  throw problemError(
    'invalid-input',
    {
      en: `${url} is not https: whoever listens on the way could act in your name`,
      fr: `${url} n’est pas en https : quiconque écoute en chemin pourrait agir en votre nom`,
    },
    url,
  )
}

function machineName(): string {
  try {
    return `${userInfo().username}@${hostname()}`.slice(0, 100)
  } catch {
    // A user without an entry in the system's list has no name.
    return hostname().slice(0, 100) || 'unknown'
  }
}

function rolesText(roles: readonly Me['roles'][number]['role'][], lang: Lang): string {
  return roles.map((role) => roleNames[role][lang]).join(', ')
}

function signedInText(
  { name, roles, until }: Pick<SignedIn, 'name' | 'roles' | 'until'>,
  paint: Paint,
  lang: Lang,
): string {
  const who = paint('bold', name)
  const time = utcText(until)
  return lang === 'fr'
    ? `Session ouverte : ${who} (${rolesText(roles, lang)}), jusqu’au ${time}, ou après une heure sans usage`
    : `Signed in: ${who} (${rolesText(roles, lang)}), until ${time}, or an hour without use`
}

function meText({ kind, name, roles, freshUntil }: Me, paint: Paint, lang: Lang): string {
  const french = lang === 'fr'
  const each = roles.map(({ role, from }) =>
    from === null
      ? roleNames[role][lang]
      : `${roleNames[role][lang]} (${french ? 'pour' : 'for'} ${from})`,
  )
  const kinds = {
    person: { en: 'a person', fr: 'une personne' },
    program: { en: 'a program', fr: 'un programme' },
    local: { en: 'this machine’s own user', fr: 'l’utilisateur de cette machine' },
  } as const
  const known =
    kind === 'person' || kind === 'program' || kind === 'local' ? kinds[kind][lang] : kind
  const none = french ? 'aucun' : 'none'
  const lines = [
    `${paint('bold', name)}  ${known}`,
    kind === 'local'
      ? undefined
      : `  ${french ? 'rôles' : 'roles'}  ${each.length === 0 ? none : each.join(', ')}`,
    freshUntil === null
      ? undefined
      : freshUntil > new Date().toISOString()
        ? `  ${french ? 'connexion récente jusqu’au' : 'fresh sign-in until'} ${utcText(freshUntil)}`
        : `  ${french ? 'pour rendre, engager, consentir ou approuver : concert login --fresh' : 'to issue, escalate, consent or approve: concert login --fresh'}`,
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}

// `concert people`: who has which role at an office; giving and revoking roles, and delegating one's own; who is signed in where, and ending that.

import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  endedSchema,
  grantSchema,
  sessionSchema,
  staffMemberSchema,
  type SessionView,
  type StaffGrant,
  type StaffMember,
} from '../../shared/contract/staff.schema.ts'
import { utcText } from '../../shared/kernel/date.ts'
import { roles, type Role } from '../../shared/kernel/actor.ts'
import { maxDelegationDays } from '../../shared/kernel/limits.ts'
import { present } from '../../shared/kernel/present.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { roleNames } from '../../shared/office/permit.ts'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const staffSchema = z.strictObject({ staff: z.array(staffMemberSchema) })
interface RoleOptions extends TargetOptions {
  readonly role: Role
  readonly days?: number
}

export function register(program: Command, io: Io): void {
  const group = program
    .command('people')
    .description('who has which role at an office, and who is signed in where')
  withExamples(
    group,
    'concert people list --office ca-bc-oipc',
    'concert people delegate singh --role approver --days 14',
    'concert people sessions',
  )
  listCommand(group, io)
  grantCommand(group, io)
  revokeCommand(group, io)
  delegateCommand(group, io)
  sessionsCommand(group, io)
  endSessionCommand(group, io)
  signOutCommand(group, io)
}

function listCommand(group: Command, io: Io): void {
  const list = addOfficeOptions(
    group.command('list').description('who has signed in there, with which roles; for operators'),
  )
  withExamples(list, 'concert people list --office ca-bc-oipc')
  list.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    print(io, options.json, await client.get('/v1/staff', staffSchema), ({ staff }, paint, lang) =>
      staff.length === 0
        ? lang === 'fr'
          ? 'Personne ne s’est encore connecté'
          : 'Nobody has signed in yet'
        : staff.map((member) => memberText(member, paint, lang)).join('\n'),
    )
  })
}

function grantCommand(group: Command, io: Io): void {
  const grant = addOfficeOptions(
    group
      .command('grant')
      .description('give a role to somebody who has tried to sign in once; for operators')
      .argument('<person>', 'id, or subject at the identity provider')
      .addOption(roleOption())
      .option('--days <n>', 'for how many days (default: until it is revoked)', wholeNumber),
  )
  withExamples(grant, 'concert people grant singh --role approver --days 365')
  grant.action(async (person: string, options: RoleOptions) => {
    const client = await findOffice(options)
    const { role, days } = options
    const given = await client.post(
      '/v1/staff/grants',
      { person, role, ...present({ days }) },
      grantSchema,
    )
    print(io, options.json, given, (_, paint, lang) => grantText(given, paint, lang))
  })
}

function revokeCommand(group: Command, io: Io): void {
  const revoke = addOfficeOptions(
    group
      .command('revoke')
      .description('take a role away at once, with every open session; for operators')
      .argument('<grant>', 'its id, as "concert people list" shows it'),
  )
  withExamples(revoke, 'concert people revoke 3f0e8c52-1f0a-4a3f-9f55-0f7d0a6f7d11')
  revoke.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/staff/grants/${encodeURIComponent(id)}/revoke`
    const taken = await client.post(path, {}, grantSchema)
    print(io, options.json, taken, ({ person, role }, paint, lang) =>
      lang === 'fr'
        ? `Retiré : ${roleNames[role].fr}, ${paint('bold', person.name)}`
        : `Revoked: ${roleNames[role].en}, ${paint('bold', person.name)}`,
    )
  })
}

function delegateCommand(group: Command, io: Io): void {
  const delegate = addOfficeOptions(
    group
      .command('delegate')
      .description('lend a role of your own for a time; what is done with it says for whom')
      .argument('<person>', 'id, or subject at the identity provider')
      .addOption(roleOption())
      .requiredOption('--days <n>', `for how many days, at most ${maxDelegationDays}`, wholeNumber),
  )
  withExamples(delegate, 'concert people delegate singh --role approver --days 14')
  delegate.action(async (to: string, options: RoleOptions) => {
    const client = await findOffice(options)
    const { role, days } = options
    const lent = await client.post('/v1/staff/delegations', { to, role, days }, grantSchema)
    print(io, options.json, lent, (_, paint, lang) => grantText(lent, paint, lang))
  })
}

function sessionsCommand(group: Command, io: Io): void {
  const sessions = addOfficeOptions(
    group
      .command('sessions')
      .description('where you are signed in: browsers and command lines, since when, last used')
      .option('--all', 'everybody; for operators'),
  )
  withExamples(sessions, 'concert people sessions', 'concert people sessions --all')
  sessions.action(async (options: TargetOptions & { readonly all?: boolean }) => {
    const client = await findOffice(options)
    const query = options.all === true ? { all: 'yes' } : {}
    const found = await client.get('/v1/sessions', sessionsSchema, query)
    print(io, options.json, found, ({ sessions: all }, paint, lang) =>
      all.length === 0
        ? lang === 'fr'
          ? 'Aucune session'
          : 'No sessions'
        : all.map((session) => sessionText(session, paint, lang)).join('\n'),
    )
  })
}

function endSessionCommand(group: Command, io: Io): void {
  const end = addOfficeOptions(
    group
      .command('end-session')
      .description('end one session at once: your own, or anybody’s for operators')
      .argument('<session>', 'its id, as "concert people sessions" shows it'),
  )
  withExamples(end, 'concert people end-session 3f0e8c52-1f0a-4a3f-9f55-0f7d0a6f7d11')
  end.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/sessions/${encodeURIComponent(id)}/end`
    const ended = await client.post(path, {}, sessionSchema)
    print(io, options.json, ended, (_, paint, lang) =>
      [lang === 'fr' ? 'Terminée' : 'Ended', sessionText(ended, paint, lang)].join('\n'),
    )
  })
}

function signOutCommand(group: Command, io: Io): void {
  const out = addOfficeOptions(
    group
      .command('sign-out')
      .description('end all sessions of a person at once; for operators')
      .argument('<person>', 'id, or subject at the identity provider'),
  )
  withExamples(out, 'concert people sign-out singh')
  out.action(async (person: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/staff/${encodeURIComponent(person)}/sign-out`
    print(io, options.json, await client.post(path, {}, endedSchema), ({ ended }, _, lang) =>
      lang === 'fr' ? `Sessions terminées : ${ended}` : `Sessions ended: ${ended}`,
    )
  })
}

const sessionsSchema = z.strictObject({ sessions: z.array(sessionSchema) })

function sessionText(session: SessionView, paint: Paint, lang: Lang): string {
  const { id, person, kind, name, address, signedInAt, usedAt, until, current } = session
  const words = sessionWords[lang]
  const where = [words[kind], ...(name === null ? [] : [name])].join(words.colon)
  const from = address === null ? '' : `  ${words.from} ${address}`
  return [
    `${paint('bold', person.name)}  ${where}${from}${current ? `  ${words.current}` : ''}`,
    `  ${words.signedIn} ${utcText(signedInAt)}  ${words.used} ${utcText(usedAt)}  ${words.until} ${utcText(until)}`,
    `  ${id}`,
  ].join('\n')
}

const sessionWords = {
  en: {
    browser: 'browser',
    'command-line': 'command line',
    colon: ': ',
    from: 'from',
    current: '(this one)',
    signedIn: 'signed in',
    used: 'last used',
    until: 'ends unless used',
  },
  fr: {
    browser: 'navigateur',
    'command-line': 'ligne de commande',
    colon: '\u00A0: ',
    from: 'depuis',
    current: '(celle-ci)',
    signedIn: 'connexion',
    used: 'dernière utilisation',
    until: 'fin si inutilisée',
  },
} as const

function roleOption(): Option {
  return new Option('--role <role>', 'which').choices([...roles]).makeOptionMandatory()
}

function memberText(member: StaffMember, paint: Paint, lang: Lang): string {
  const { person, subject, configured, claimed, grants, lastSignIn } = member
  const french = lang === 'fr'
  const own = [...new Set([...configured, ...claimed])].map((role) => roleNames[role][lang])
  const last =
    lastSignIn === null
      ? french
        ? 'jamais connecté'
        : 'never signed in'
      : `${french ? 'dernière connexion' : 'last sign-in'} ${utcText(lastSignIn)}`
  return [
    `${paint('bold', person.name)}  ${own.length === 0 ? '–' : own.join(', ')}`,
    `  ${person.id}  ${subject}  ${last}`,
    ...grants.map((grant) => `  ${grantText(grant, paint, lang)}`),
  ].join('\n')
}

function grantText(grant: StaffGrant, paint: Paint, lang: Lang): string {
  const { id, person, role, from, grantedBy, until } = grant
  const french = lang === 'fr'
  const origin =
    from === null
      ? `${french ? 'donné par' : 'given by'} ${grantedBy}`
      : `${french ? 'délégué par' : 'delegated by'} ${from.name}`
  const end = until === null ? '' : `, ${french ? 'jusqu’au' : 'until'} ${utcText(until)}`
  return `${roleNames[role][lang]}  ${paint('bold', person.name)}  ${origin}${end}  ${id}`
}

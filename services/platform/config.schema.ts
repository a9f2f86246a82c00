// The form of office.json: one office's (or observer's) process. Paths are relative to the file itself.
// Secrets are never in it, only the paths of the key files.

import { z } from 'zod'
import type { Instant } from '../../shared/kernel/date.ts'
import { roles, type Role } from '../../shared/kernel/actor.ts'
import { fourEyesActs } from '../../shared/office/policy.ts'
import { localIdPattern } from '../../shared/kernel/ids.ts'
import { officeIdSchema } from '../../shared/order/order.schema.ts'
import { instantSchema } from '../../shared/policy/deadline.schema.ts'

const instant = instantSchema.transform((text) => text as Instant)
const path = z.string().min(1)
/** 0 lets the system choose; what it chose is in run.json and in the ready message. */
const port = z.int().min(0).max(65_535)

export const clockSettingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('real') }),
  /** `rate`: legal milliseconds per real millisecond. At 1 or less the clock would never meet real time. */
  z.strictObject({
    kind: z.literal('compressed'),
    realStart: instant,
    legalStart: instant,
    rate: z.number().gt(1).max(1e9),
  }),
  z.strictObject({ kind: z.literal('stepped'), legal: instant }),
])

const roleList = z.array(z.enum(roles)).min(1)
const person = {
  /** As the identity provider calls the person: the claim `sub`. */
  subject: z.string().min(1).max(255),
  roles: roleList,
  /** The roles end then. */
  until: instant.optional(),
}
/** What is recorded only when a second person has approved it. */
const fourEyes = z.array(z.enum(fourEyesActs)).default([...fourEyesActs])

/** A demonstration's people: an officer and an approver, so that two can be played. */
const localPeople = [
  { subject: 'roy', name: 'Camille Roy', roles: ['officer', 'coordinator'] },
  { subject: 'singh', name: 'Alex Singh', roles: ['approver', 'officer'] },
  { subject: 'chen', name: 'Dominique Chen', roles: ['auditor', 'viewer'] },
  { subject: 'tremblay', name: 'Kim Tremblay', roles: ['operator'] },
] satisfies readonly { subject: string; name: string; roles: readonly Role[] }[]

/** How people prove who they are. Without any, identities are local: anybody on this machine chooses, and nobody else gets in. */
export const identitySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('local'),
    people: z
      .array(z.strictObject({ ...person, name: z.string().min(1).max(150) }))
      .min(2)
      .default(localPeople),
    fourEyes,
  }),
  z.strictObject({
    kind: z.literal('openid'),
    issuer: z.url(),
    clientId: z.string().min(1),
    /** A file; absent for a public client, which PKCE protects. */
    clientSecret: path.optional(),
    /** Where browsers reach this office, such as `https://concert.office.example`. */
    publicUrl: z.url(),
    scope: z.string().default('openid profile email'),
    /** The header that the proxy in front sets, over whatever a client sent, to the address that it speaks for. Absent: nobody's address is known. */
    addressHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, 'expected the name of a header, such as X-Real-IP')
      .optional(),
    /** Roles by a claim, such as the groups that a person is in. */
    rolesClaim: z
      .strictObject({ claim: z.string().min(1), roles: z.record(z.string(), roleList) })
      .optional(),
    /** Roles of single persons: at least of the first operator, who gives the others theirs. */
    people: z.array(z.strictObject(person)).default([]),
    fourEyes,
  }),
])

export const logLevelSchema = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])

const webAddress = z.url({ protocol: /^https?$/ })
const recipientSchema = z.strictObject({
  /** Within the office, such as `duty-officer`; it stands in lists and in workflow ids. */
  name: z.string().regex(localIdPattern, 'expected letters, digits, "-" and "_", at most 64'),
  lang: z.enum(['en', 'fr']),
  /** Told when another recipient gets more than the ceiling lets through. */
  supervisor: z.boolean().default(false),
  address: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mail'), to: z.email() }),
    /** `secretFile` holds `whsec_…`, as the receiver has it (standardwebhooks.com). */
    z.strictObject({ kind: z.literal('webhook'), url: webAddress, secretFile: path }),
  ]),
})
const notifySchema = z.strictObject({
  /** Where people reach this office's pages: links in messages begin with it. */
  pages: webAddress.transform((url) => url.replace(/\/+$/, '')),
  mailServer: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      secure: z.boolean(),
      user: z.string().min(1).optional(),
      passwordFile: path.optional(),
      from: z.string().min(3),
    })
    .optional(),
  recipients: z.array(recipientSchema).max(200),
  /** Messages to one recipient within an hour. */
  perHour: z.int().min(1).max(60).default(6),
  /** An alert waits this long for what happens with it. */
  gatherSeconds: z.number().min(0).max(3_600).default(60),
  /** When the day's digest goes out, on the office's own wall. */
  digestAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 07:00')
    .default('07:00'),
})

/** PEM files of one kind of connection. */
const tlsSchema = z
  .strictObject({
    /** The only certificate authorities that are believed; absent: those that Node brings. */
    authorities: path.optional(),
    /** Shown to a server that asks for one. */
    certificate: path.optional(),
    key: path.optional(),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    error: 'expected "certificate" and "key" together',
  })

export const officeConfigSchema = z.strictObject({
  office: officeIdSchema,
  directory: path,
  dataDir: path,
  keys: z.strictObject({
    broker: path,
    event: path,
    payload: path,
    seal: path,
    /** Made beside the broker's key where it is absent, as configurations of before have it. */
    log: path.optional(),
    /** Keys that were changed: what was sealed to them, or encrypted with them, is still opened. */
    formerSeal: z.array(path).optional(),
    /** The latest first. */
    formerPayload: z.array(path).optional(),
  }),
  http: z.strictObject({
    host: z.string().min(1),
    port,
    /** Names in the Host header besides the loopback names, `host` and `publicUrl`. */
    hosts: z.array(z.string().min(1)).optional(),
  }),
  identity: identitySchema.prefault({ kind: 'local' }),
  /** Of the connections to brokers at `tls://`, one's own and the others'. */
  tls: tlsSchema.optional(),
  temporal: z.strictObject({
    address: z.string().regex(/^[^\s:/]+:\d+$/, 'expected host:port'),
    namespace: z.string().min(1),
    taskQueue: z.string().min(1).optional(),
    /** Present: TLS, as a server on another machine and Temporal Cloud have it. */
    tls: tlsSchema.optional(),
    /** A file. It is sent over TLS only. */
    apiKey: path.optional(),
  }),
  clock: clockSettingSchema,
  /** Folders with policy packs besides those that Concert brings. */
  packFolders: z.array(path),
  /** Built once for several processes; absent: the process builds its own at start, which takes some seconds and about 300 MB. */
  workflowBundle: path.optional(),
  log: z.strictObject({ level: logLevelSchema }),
  /** Witnesses that are no offices, of any make (C2SP tlog-witness): heads of the own ledger are shown to them, and what they cosign counts. */
  witnesses: z
    .array(
      z.strictObject({
        /** Its verifier keys, as it publishes them: `witness.example/w1+8aa7…`. */
        keys: z.array(z.string().max(4_000)).min(1).max(2),
        /** Requests go to `<url>/add-checkpoint`. */
        url: webAddress.transform((url) => url.replace(/\/+$/, '')),
      }),
    )
    .max(20)
    .default([]),
  /** Who is told what happens, by mail or by a program; absent: nobody. */
  notify: notifySchema.optional(),
})

export type OfficeConfig = z.output<typeof officeConfigSchema>
/** As it is written, with what may be left out. */
export type OfficeConfigFile = z.input<typeof officeConfigSchema>
export type TlsConfig = z.output<typeof tlsSchema>
export type IdentityConfig = OfficeConfig['identity']

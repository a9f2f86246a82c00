// Who is let in, and what people and programs of one office may look after themselves. Nothing here knows HTTP or an identity provider.

import type { Actor, Role } from '../kernel/actor.ts'
import type { Instant } from '../kernel/date.ts'
import type { Result } from '../kernel/problems.ts'
import type { SubmitReply } from './reply.ts'
import type {
  AuditEntry,
  AuditQuery,
  CreatedToken,
  Delegation,
  DeviceAuthorization,
  DeviceReply,
  NewDevice,
  NewGrant,
  NewToken,
  PreparedCommand,
  SessionView,
  StaffGrant,
  StaffMember,
  Token,
  WaitingDevice,
} from './staff.schema.ts'

/** What a request shows to be let in: the secret of a session, or of a token. */
export interface Credential {
  readonly session?: string | undefined
  readonly token?: string | undefined
  /** Who asks, as a program of this machine puts it: heard only with this machine's own secret. */
  readonly says?: Actor | undefined
}

/** What an identity provider has vouched for. */
export interface SignedIn {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  /** When the person proved who they are. */
  readonly at: Instant
  /** Roles that the provider's claims stand for, by the office's configuration. */
  readonly roles: readonly Role[]
}

/** Where a sign-in comes from, as far as that is known. */
export interface CameFrom {
  readonly browser?: string | undefined
  readonly address?: string | undefined
}

export interface LocalPerson {
  readonly subject: string
  readonly name: string
  readonly roles: readonly Role[]
}

export interface Staff {
  /** `local`: people of this machine, without proof; for demonstrations and tests. */
  readonly identity: 'local' | 'openid'
  /** Whom one may choose to be, where identities are local. */
  readonly localPeople: readonly LocalPerson[]

  /** Who a request comes from; undefined where the credential is none (any more). `idle`: asked by a page itself, which is no use of a session. */
  recognise(credential: Credential, options?: { readonly idle?: boolean }): Actor | undefined
  /** Whether an act asks for a fresher sign-in than this actor's. */
  asksForSignIn(actor: Actor, act: string): boolean
  /** Opens a session, and ends the one that the browser had; answers its secret. Refused where nobody of this office is meant. */
  open(
    signedIn: SignedIn,
    before?: string,
    from?: CameFrom,
  ): Result<{ secret: string; actor: Actor }>
  /** Ends a session at once; false where there is none of this secret. */
  close(secret: string): boolean
  /** Ends every session of whoever asks, in browsers and on command lines; answers how many there were. */
  endSessions(actor: Actor): number
  /** Calls `listener` after sessions or tokens were ended: what is open looks again whether it is still let in. Returns the way to stop. */
  whenSomebodyLeaves(listener: () => void): () => void

  // Device authorization (RFC 8628): a command line is signed in by a person who has a browser.

  askDevice(device: NewDevice, from?: CameFrom): DeviceAuthorization
  /** What waits under a user code, for whoever could confirm it. */
  waitingDevice(actor: Actor, userCode: string): WaitingDevice
  confirmDevice(actor: Actor, userCode: string): WaitingDevice
  denyDevice(actor: Actor, userCode: string): WaitingDevice
  /** Answers the secret of a session once, when it was confirmed. */
  pollDevice(deviceCode: string): DeviceReply

  /** A sign-in that did not succeed, or a credential that is none, for the audit list. */
  signInFailed(why: string, code?: string): void
  /** A call that was refused, for the audit list. */
  refused(entry: {
    readonly actor: Actor
    readonly act: string
    readonly about?: string | undefined
    readonly code: string
    readonly rule?: string | undefined
  }): void

  // Calls: who asks is judged by the same policy as the calls of an office. They throw ProblemError where it says no.

  audit(actor: Actor, query: AuditQuery): readonly AuditEntry[]
  /** One's own sessions that have not ended, in browsers and on command lines; the last used first. */
  sessions(actor: Actor): readonly SessionView[]
  /** Those of everybody. */
  allSessions(actor: Actor): readonly SessionView[]
  /** Ends one at once: one's own, or anybody's for an operator. */
  endSession(actor: Actor, id: string): SessionView
  /** Ends all of one person, by id or subject; answers how many there were. */
  endSessionsOf(actor: Actor, person: string): number
  tokens(actor: Actor): readonly Token[]
  allTokens(actor: Actor): readonly Token[]
  createToken(actor: Actor, token: NewToken): CreatedToken
  /** One's own, or anybody's for an operator. */
  revokeToken(actor: Actor, id: string): Token
  grants(actor: Actor): readonly StaffMember[]
  grant(actor: Actor, grant: NewGrant): StaffGrant
  revokeGrant(actor: Actor, id: string): StaffGrant
  delegate(actor: Actor, delegation: Delegation): StaffGrant
  /** What waits for a second person, the oldest first. */
  prepared(actor: Actor): readonly PreparedCommand[]
  dropPrepared(actor: Actor, id: string): PreparedCommand
  /** Records what another person prepared. */
  approvePrepared(actor: Actor, id: string): Promise<SubmitReply>
}

// What the application keeps of people and programs. It is the office's own, no ledger has it, and a projection that is made anew does not lose it.

import type {
  AuditEntry,
  AuditQuery,
  PreparedCommand,
  StaffGrant,
  Token,
} from '../../../shared/contract/staff.schema.ts'
import type { Identity, Role } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'

export interface Person extends Identity {
  readonly issuer: string
  readonly subject: string
  /** By the identity provider's claims at the last sign-in. */
  readonly claimed: readonly Role[]
  readonly lastSignIn: Instant | null
}

export interface Session {
  /** What it is called in lists: it lets nobody in. */
  readonly id: string
  /** SHA-256 of the secret: whoever reads the file cannot use it. */
  readonly hash: string
  readonly person: string
  readonly signedInAt: Instant
  readonly openedAt: Instant
  readonly usedAt: Instant
  /** What the command line that it lets in calls its machine; null for a browser. The secret of one is none of the other's. */
  readonly device: string | null
  /** The browser, as it says itself. */
  readonly browser: string | null
  /** The network address that it was opened from. */
  readonly address: string | null
}

export interface KeptToken extends Token {
  readonly hash: string
}

/** A prepared command, with what it takes to record it. */
export interface KeptPreparation extends PreparedCommand {
  /** The aggregate and the command as they were sent, in JSON that is the same for the same content. */
  readonly sent: string
}

export interface StaffStore extends Disposable {
  person(id: string): Person | undefined
  /** By id or by subject. */
  findPerson(idOrSubject: string): Person | undefined
  people(): Person[]
  putPerson(person: Person): void

  session(hash: string): Session | undefined
  /** The last used first. */
  sessions(): Session[]
  putSession(session: Session): void
  useSession(hash: string, at: Instant): void
  endSession(hash: string): boolean
  /** Ends every session of a person; answers how many there were. */
  endSessionsOf(person: string): number
  /** Those that were opened or used before these instants. */
  endSessionsBefore(opened: Instant, used: Instant): void

  token(hash: string): KeptToken | undefined
  tokens(): KeptToken[]
  putToken(token: KeptToken): void
  useToken(id: string, at: Instant): void
  revokeToken(id: string, at: Instant): void

  grants(): StaffGrant[]
  putGrant(grant: StaffGrant): void
  removeGrant(id: string): void

  prepared(): KeptPreparation[]
  preparation(id: string): KeptPreparation | undefined
  putPreparation(preparation: KeptPreparation): void
  /** False where somebody else has taken it away meanwhile. */
  removePreparation(id: string): boolean

  /** Nothing of the audit list is ever changed. */
  addAudit(entry: Omit<AuditEntry, 'number'>): void
  audit(query: AuditQuery): AuditEntry[]
}

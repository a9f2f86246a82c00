// What the parts of the staff share: what they are made with, and small helpers.

import type { Staff } from '../../../shared/contract/staff.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { AuditEntry } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Grant, Identity, Role } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { usedEveryMs } from '../../../shared/kernel/limits.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import type { Act } from '../../../shared/office/policy.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import type { Person, StaffStore } from './ports.ts'

export interface StaffOptions {
  readonly identity: Staff['identity']
  readonly store: StaffStore
  /** Whom the configuration names: in local identities, everybody there is. */
  readonly people: readonly ConfiguredPerson[]
  /** The secret of this machine's own programs, where identities are local. */
  readonly localSecret?: string
  /** Real time. */
  readonly now: () => Instant
  /** A new secret, 32 bytes, base64url. */
  readonly newSecret: () => string
  readonly newId: () => string
  readonly hashOf: (secret: string) => string
  /** The office's own mark of a person: it says nothing to anybody else. */
  readonly markOf: (issuer: string, subject: string) => string
  /** How often a command line asks whether its code was confirmed. */
  readonly devicePollMs?: number
  /** Records a command in the office's own ledger, as the door does. */
  readonly record: (actor: Actor, ref: AggregateRef, command: AnyCommand) => Promise<SubmitReply>
}

export interface ConfiguredPerson {
  readonly subject: string
  readonly name?: string | undefined
  readonly roles: readonly Role[]
  /** The configured roles end then. */
  readonly until?: Instant | undefined
}

/** What the parts of it share. */
export interface StaffParts extends StaffOptions {
  readonly audit: (entry: Pick<AuditEntry, 'kind'> & Partial<AuditEntry>, actor?: Actor) => void
  /** The actor as it is let in, under which role; throws ProblemError where the policy says no, and notes it. */
  readonly allow: (actor: Actor, act: Act, about?: string) => Actor
  readonly grantsOf: (person: Person) => readonly Grant[]
}

export function ago(now: Instant, ms: number): Instant {
  return new Date(Date.parse(now) - ms).toISOString() as Instant
}

/** Whether a use is worth noting again: each is a sync of the disk, which nobody may cause with every request. */
export function isOld(usedAt: Instant | string | null, now: Instant): boolean {
  return usedAt === null || usedAt < ago(now, usedEveryMs)
}

export function inDays(now: Instant, days: number): Instant {
  return inMs(now, days * 86_400_000)
}

export function inMs(now: Instant, ms: number): Instant {
  return new Date(Date.parse(now) + ms).toISOString() as Instant
}

/** At most `limit` in each minute. */
export function perMinute(limit: number, now: () => Instant): () => boolean {
  let minute = ''
  let count = 0
  return () => {
    const this_ = now().slice(0, 16)
    if (this_ !== minute) [minute, count] = [this_, 0]
    count += 1
    return count <= limit
  }
}

export function identityOf({ id = '', name }: Pick<Actor, 'id' | 'name'>): Identity {
  return { id, name }
}
